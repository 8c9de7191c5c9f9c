import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import type { BAND_STATUSES } from '../monitoring/drift.entity.ts'
import { BandStatus } from '../monitoring/drift.types.ts'
import type { PROPOSAL_STATES, REBALANCE_SCOPES, TRADE_SIDES } from './proposal.entity.ts'

export const RebalanceScope = {
  TARGET: 'target',
  MIDPOINT: 'midpoint',
  BAND: 'band',
} as const satisfies Record<string, (typeof REBALANCE_SCOPES)[number]>
registerEnumType(RebalanceScope, {
  name: 'RebalanceScope',
  description:
    'How far to go: TARGET: every class to its target. MIDPOINT: half way from band to target. BAND: just inside the band. The last two propose nothing where nothing is due.',
})

export const ProposalState = { PROPOSED: 'proposed', EDITED: 'edited' } as const
registerEnumType(ProposalState, { name: 'ProposalState', description: 'EDITED: a person changed a trade.' })

export const TradeSide = { SELL: 'sell', BUY: 'buy' } as const
registerEnumType(TradeSide, { name: 'TradeSide' })

export const GainTerm = { SHORT: 'short', LONG: 'long' } as const
registerEnumType(GainTerm, { name: 'GainTerm', description: 'LONG: held more than one year.' })

@ObjectType({ simpleResolvers: true, description: 'Why: a stable code, and a sentence for a person.' })
export class Reason {
  @Field(() => String) declare code: string
  @Field(() => String) declare sentence: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'Recommended trades for a household as of a date; nothing happens until approved.',
})
export class Proposal {
  @Field(() => ID) declare id: string
  declare householdId: string
  declare accountId: string | null
  declare month: string
  declare currentSha256: string
  @Field(() => RebalanceScope) declare scope: (typeof REBALANCE_SCOPES)[number]
  @Field(() => ProposalState) declare state: (typeof PROPOSAL_STATES)[number]
  @Field(() => LocalDateScalar, { description: 'The date that all its facts are true on.' })
  declare asOf: string
  @Field(() => String) declare author: string
  @Field(() => DateTimeScalar) declare recordedAt: Date
  @Field(() => Int, { description: 'For expectedVersion.' }) declare version: number
  @Field(() => String) declare engineVersion: string

  @Field(() => String, { description: 'SHA-256 of the facts it was made of, which are kept.' })
  declare snapshotSha256: string

  @Field(() => String, { description: 'SHA-256 of what the engine proposed; recomputing gives the same.' })
  declare contentSha256: string

  @Field(() => Int) declare tradeCount: number
  @Field(() => DecimalScalar, { description: 'Estimated tax in dollars; negative is tax saved.' })
  declare taxCost: string
  @Field(() => DecimalScalar, { description: 'Dollars sold and bought.' }) declare turnoverValue: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A line of a proposal: one order of an account in a security.',
})
export class ProposedTrade {
  @Field(() => ID, { description: 'Stays the same while the list is changed.' }) declare id: string
  declare accountId: string
  declare securityId: string
  @Field(() => Int) declare ordinal: number
  @Field(() => TradeSide) declare side: (typeof TRADE_SIDES)[number]
  @Field(() => DecimalScalar) declare shares: string
  @Field(() => DecimalScalar, { description: 'Dollars a share.' }) declare price: string
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare value: string
  @Field(() => DecimalScalar, { description: 'Estimated tax in dollars; negative is tax saved.' })
  declare taxCost: string
  @Field(() => DecimalScalar, { description: 'Dollars; negative is a loss.' }) declare realizedGain: string
  @Field(() => String, { description: 'A stable code of the reason.' }) declare reasonCode: string
  @Field(() => String, { description: 'Why, in a sentence.' }) declare reason: string
  @Field(() => String, { nullable: true, description: 'Who changed it; none: as the engine proposed.' })
  declare editedBy: string | null

  @Field(() => String, { nullable: true, description: 'What a person wrote to it.' })
  declare note: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A lot that a sale consumes, wholly or in part.' })
export class RelievedLot {
  @Field(() => ID) declare lotId: string
  @Field(() => DecimalScalar) declare shares: string
  @Field(() => DecimalScalar) declare proceeds: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars; negative is a loss; none in sheltered accounts, where nothing is taxed.',
  })
  declare realizedGain: string | null

  @Field(() => GainTerm) declare term: 'short' | 'long'
}

@ObjectType({
  simpleResolvers: true,
  description: 'A class that is still out of its band after the trades, and why.',
})
export class ClassLeftAlone {
  @Field(() => String) declare name: string
  @Field(() => ID, { nullable: true, description: 'Set where accounts are steered each by itself.' })
  declare accountId: string | null
  @Field(() => BandStatus) declare status: (typeof BAND_STATUSES)[number]
  @Field(() => DecimalScalar, { description: 'Dollars beyond the edge that remain.' })
  declare outsideBandBy: string
  @Field(() => [Reason]) declare reasons: Reason[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'An account or holding that may not be traded, or not in one direction.',
})
export class TradeRefusal {
  @Field(() => ID) declare accountId: string
  @Field(() => ID, { nullable: true, description: 'None: the whole account.' }) declare securityId:
    string | null
  @Field(() => Reason) declare reason: Reason
}

@ObjectType({ simpleResolvers: true, description: 'A class or tier as the proposal was planned.' })
export class PlannedClass {
  @Field(() => String) declare name: string
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare value: string
  @Field(() => DecimalScalar, { nullable: true }) declare weight: string | null
  @Field(() => DecimalScalar) declare target: string
  @Field(() => DecimalScalar) declare low: string
  @Field(() => DecimalScalar) declare high: string
  @Field(() => DecimalScalar, { nullable: true }) declare drift: string | null
  @Field(() => BandStatus) declare status: (typeof BAND_STATUSES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'What is steered together, before or after the trades.' })
export class PlannedDrift {
  @Field(() => ID, { nullable: true, description: 'The account; none: the household as a whole.' })
  declare accountId: string | null
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare base: string
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare cash: string
  @Field(() => DecimalScalar, { description: 'Dollars that must stay.' }) declare reserve: string
  @Field(() => [PlannedClass]) declare classes: PlannedClass[]
}

@InputType()
export class RebalanceHouseholdInput extends MutationInput {
  @Field(() => ID) declare householdId: string

  @Field(() => ID, { nullable: true, description: 'Plans this account of the household alone.' })
  declare accountId?: string | null

  @Field(() => RebalanceScope, { defaultValue: RebalanceScope.TARGET })
  declare scope: (typeof REBALANCE_SCOPES)[number]
}

@ObjectType({ simpleResolvers: true })
export class RebalanceHouseholdPayload extends MutationPayload {
  declare proposalId: string
}

@InputType({
  description:
    'What a person wants of one trade: other shares, a note, or a trade that is not in the list yet.',
})
export class TradeEditInput {
  @Field(() => String, { description: "The client's name for its row; its verdict comes back under it." })
  declare rowKey: string

  @Field(() => ID, { nullable: true, description: 'A trade of the proposal; none: a new one.' })
  declare tradeId?: string | null

  @Field(() => String, { nullable: true, description: 'Of a new trade.' })
  declare accountNumber?: string | null

  @Field(() => String, { nullable: true, description: 'Of a new trade: a security held or in the model.' })
  declare symbol?: string | null

  @Field(() => TradeSide, { nullable: true, description: 'Of a new trade.' })
  declare side?: (typeof TRADE_SIDES)[number] | null

  @Field(() => DecimalScalar, { description: 'Zero strikes a trade.' })
  declare shares: string

  @Field(() => String, { nullable: true, description: 'Replaces the note that stood; none: it stays.' })
  declare note?: string | null
}

@ObjectType({ simpleResolvers: true, description: 'What became of one edit.' })
export class TradeVerdict {
  @Field(() => String) declare rowKey: string
  @Field(() => Boolean) declare accepted: boolean
  @Field(() => String, { description: 'Of a refusal, a stable code; empty when accepted.' })
  declare code: string
  @Field(() => String, { description: 'Of a refusal, why; empty when accepted.' }) declare message: string
}

@InputType()
export class ReviseProposalInput extends MutationInput {
  @Field(() => ID) declare proposalId: string

  @Field(() => Int, { description: "The proposal's version that the edits were made on." })
  declare expectedVersion: number

  @Field(() => [TradeEditInput], { description: 'At most 2,000.' })
  declare edits: TradeEditInput[]
}

@ObjectType({ simpleResolvers: true })
export class ReviseProposalPayload extends MutationPayload {
  declare proposalId: string

  @Field(() => [TradeVerdict], {
    description: 'One for each edit, in their order: those refused changed nothing.',
  })
  declare verdicts: TradeVerdict[]
}
