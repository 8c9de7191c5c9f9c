import 'reflect-metadata'
import { printSchema, lexicographicSortSchema, type GraphQLSchema } from 'graphql'
import { buildSchema, type PubSub } from 'type-graphql'
import { FirmResolver } from '../access/firm.resolver.ts'
import {
  BatchHouseholdResolver,
  BatchResolver,
  CancelBatchPayloadResolver,
  RetryBatchPayloadResolver,
  StartBatchPayloadResolver,
  StartCashRunPayloadResolver,
} from '../batches/batch.resolver.ts'
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
import { AlertConnectionResolver, AlertResolver } from '../monitoring/alert.resolver.ts'
import { DigestResolver } from '../monitoring/digest.resolver.ts'
import {
  ClassDriftResolver,
  DriftResolver,
  FirmSecurityDriftResolver,
  SecurityDriftResolver,
} from '../monitoring/drift.resolver.ts'
import { QueuedHouseholdConnectionResolver, QueueResolver } from '../monitoring/queue.resolver.ts'
import {
  ProposalResolver,
  ProposedTradeResolver,
  RebalanceHouseholdPayloadResolver,
  ReviseProposalPayloadResolver,
} from '../proposals/proposal.resolver.ts'
import { WhatIfResolver } from '../proposals/what-if.resolver.ts'
import {
  DisallowedLossResolver,
  ReasonResolver,
  TaxReturnEffectResolver,
} from '../proposals/proof.resolver.ts'
import {
  ApprovalPolicyResolver,
  SetApprovalPolicyPayloadResolver,
} from '../reviews/approval-policy.resolver.ts'
import { BatchReviewResolver, OutlierResolver } from '../reviews/batch-review.resolver.ts'
import {
  DecisionVerdictResolver,
  ProposalReviewResolver,
  ReplanVerdictResolver,
  TradeReviewResolver,
} from '../reviews/proposal-review.resolver.ts'
import { SecurityResolver } from '../securities/security.resolver.ts'
import { ChangesResolver } from './changes.resolver.ts'
import { plainArguments } from './plain-text.ts'

/** Demanded wherever there are subscriptions; ours take their events from the context, which knows the firm. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe: (topic) => {
    throw new Error(`There is no topic ${topic}`)
  },
}

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
      AlertResolver,
      AlertConnectionResolver,
      QueueResolver,
      QueuedHouseholdConnectionResolver,
      DigestResolver,
      ProposalResolver,
      ProposedTradeResolver,
      ReasonResolver,
      TaxReturnEffectResolver,
      DisallowedLossResolver,
      RebalanceHouseholdPayloadResolver,
      ReviseProposalPayloadResolver,
      WhatIfResolver,
      ProposalReviewResolver,
      DecisionVerdictResolver,
      TradeReviewResolver,
      ReplanVerdictResolver,
      ApprovalPolicyResolver,
      SetApprovalPolicyPayloadResolver,
      BatchReviewResolver,
      OutlierResolver,
      FileLoadResolver,
      ChangesResolver,
      BatchResolver,
      BatchHouseholdResolver,
      StartBatchPayloadResolver,
      StartCashRunPayloadResolver,
      CancelBatchPayloadResolver,
      RetryBatchPayloadResolver,
    ],
    validate: false,
    globalMiddlewares: [plainArguments],
    pubSub: NO_TOPICS,
  })
  // No class stands for these three, so that no decorator can describe them.
  schema.getQueryType()!.description =
    'What can be read: all of the firm of the token and nothing of any other, true at one moment within a request.'
  schema.getMutationType()!.description =
    'What can be changed, by roles that may: at most once under a clientMutationId, whole or not at all, and kept in the audit. An expected refusal is data of the answer, not an error.'
  schema.getSubscriptionType()!.description =
    'What is told as it changes, over a WebSocket (graphql-transport-ws) with the token as Authorization or token of connection_init. Each begins by telling how things stand, says so again after a break, and tells at most four times a second: whoever is slow hears the latest once. Queries asked now and then show the same.'
  return schema
}

/** The schema as text, as `schema.graphql` has it. */
export async function schemaText(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await makeSchema()))}\n`
}
