import 'reflect-metadata'
import { printSchema, lexicographicSortSchema, type GraphQLSchema } from 'graphql'
import { buildSchema } from 'type-graphql'
import { FirmResolver } from '../access/firm.resolver.ts'
import {
  AccountConnectionResolver,
  AccountResolver,
  OverrideResolver,
  PositionDifferenceResolver,
  TaxLotResolver,
} from '../households/account.resolver.ts'
import { HouseholdConnectionResolver, HouseholdResolver } from '../households/household.resolver.ts'
import { FileLoadResolver } from '../imports/file-load.resolver.ts'
import {
  ModelNodeResolver,
  ModelResolver,
  ModelSecurityResolver,
  ModelVersionResolver,
  PublishModelVersionPayloadResolver,
} from '../models/model.resolver.ts'
import {
  ClassDriftResolver,
  DriftResolver,
  FirmSecurityDriftResolver,
  SecurityDriftResolver,
} from '../monitoring/drift.resolver.ts'
import {
  ProposalResolver,
  ProposedTradeResolver,
  RebalanceHouseholdPayloadResolver,
  ReviseProposalPayloadResolver,
} from '../proposals/proposal.resolver.ts'
import { SecurityResolver } from '../securities/security.resolver.ts'
import { plainArguments } from './plain-text.ts'

/** Every resolver, spelled out. */
export function makeSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [
      FirmResolver,
      SecurityResolver,
      ModelResolver,
      ModelVersionResolver,
      ModelNodeResolver,
      ModelSecurityResolver,
      PublishModelVersionPayloadResolver,
      HouseholdResolver,
      HouseholdConnectionResolver,
      AccountResolver,
      AccountConnectionResolver,
      TaxLotResolver,
      PositionDifferenceResolver,
      OverrideResolver,
      DriftResolver,
      ClassDriftResolver,
      SecurityDriftResolver,
      FirmSecurityDriftResolver,
      ProposalResolver,
      ProposedTradeResolver,
      RebalanceHouseholdPayloadResolver,
      ReviseProposalPayloadResolver,
      FileLoadResolver,
    ],
    validate: false,
    globalMiddlewares: [plainArguments],
  })
}

/** The schema as text, as `schema.graphql` has it. */
export async function schemaText(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await makeSchema()))}\n`
}
