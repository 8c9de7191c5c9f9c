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
import { TaxpayerResolver } from '../households/taxpayer.resolver.ts'
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
import {
  DisallowedLossResolver,
  ReasonResolver,
  TaxReturnEffectResolver,
} from '../proposals/proof.resolver.ts'
import { SecurityResolver } from '../securities/security.resolver.ts'
import { plainArguments } from './plain-text.ts'

/** Every resolver, spelled out. */
export async function makeSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
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
      TaxpayerResolver,
      DriftResolver,
      ClassDriftResolver,
      SecurityDriftResolver,
      FirmSecurityDriftResolver,
      ProposalResolver,
      ProposedTradeResolver,
      ReasonResolver,
      TaxReturnEffectResolver,
      DisallowedLossResolver,
      RebalanceHouseholdPayloadResolver,
      ReviseProposalPayloadResolver,
      FileLoadResolver,
    ],
    validate: false,
    globalMiddlewares: [plainArguments],
  })
  // No class stands for these two, so that no decorator can describe them.
  schema.getQueryType()!.description =
    'What can be read: all of the firm of the token and nothing of any other, true at one moment within a request.'
  schema.getMutationType()!.description =
    'What can be changed, by roles that may: at most once under a clientMutationId, whole or not at all, and kept in the audit. An expected refusal is data of the answer, not an error.'
  return schema
}

/** The schema as text, as `schema.graphql` has it. */
export async function schemaText(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await makeSchema()))}\n`
}
