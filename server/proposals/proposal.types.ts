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
  description: 'How far classes are brought, as near as the rules allow.',
  valuesConfig: {
    TARGET: { description: 'Every class to its target, whether or not anything is due.' },
    MIDPOINT: {
      description:
        'A class beyond its band half way from the edge to its target; nothing where neither a class nor cash is due.',
    },
    BAND: {
      description: 'A class beyond its band just inside it; nothing where neither a class nor cash is due.',
    },
  },
})

export const ProposalState = { PROPOSED: 'proposed', EDITED: 'edited' } as const
registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: 'Whether a proposal is still as the engine made it.',
  valuesConfig: {
    PROPOSED: { description: 'As the engine made it.' },
    EDITED: { description: 'A person changed, struck or added a trade, or wrote a note.' },
  },
})

export const TradeSide = { SELL: 'sell', BUY: 'buy' } as const
registerEnumType(TradeSide, {
  name: 'TradeSide',
  description: 'The direction of a trade; an account has at most one of each in a security.',
  valuesConfig: {
    SELL: { description: 'Shares go, cash comes.' },
    BUY: { description: 'Cash goes, shares come.' },
  },
})

export const GainTerm = { SHORT: 'short', LONG: 'long' } as const
registerEnumType(GainTerm, {
  name: 'GainTerm',
  description:
    'How long the lot was held if sold on Proposal.asOf; the holding period starts the day after the purchase (Rev. Rul. 66-7).',
  valuesConfig: {
    SHORT: { description: 'One year or less.' },
    LONG: { description: 'More than one year.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'Why: a stable code, and a sentence for a person.' })
export class Reason {
  @Field(() => String, { description: 'Such as classOutOfBand; never reused for another meaning.' })
  declare code: string

  @Field(() => String, { description: 'The same in English, with account numbers, symbols and figures.' })
  declare sentence: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'Recommended trades for a household as of a date; nothing happens until approved.',
})
export class Proposal {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' })
  declare id: string
  declare householdId: string
  declare accountId: string | null
  declare month: string
  declare currentSha256: string

  @Field(() => RebalanceScope, { description: 'How far classes were to be brought.' })
  declare scope: (typeof REBALANCE_SCOPES)[number]

  @Field(() => ProposalState, { description: 'Whether a person has changed it.' })
  declare state: (typeof PROPOSAL_STATES)[number]

  @Field(() => LocalDateScalar, {
    description: 'The trade date that all its facts are true on: Firm.asOf when it was made.',
  })
  declare asOf: string

  @Field(() => String, { description: 'The user who asked for it.' }) declare author: string

  @Field(() => DateTimeScalar, { description: "When it was made, by the database's clock." })
  declare recordedAt: Date

  @Field(() => Int, {
    description:
      'Counts from 1; edits that are accepted raise it. What ReviseProposalInput.expectedVersion asks for.',
  })
  declare version: number

  @Field(() => String, { description: 'The version of the engine that planned it.' })
  declare engineVersion: string

  @Field(() => String, {
    description: 'SHA-256 of the facts it was made of, which are kept; in hexadecimal.',
  })
  declare snapshotSha256: string

  @Field(() => String, {
    description:
      'SHA-256 of what the engine proposed, in hexadecimal: recomputing gives the same, and edits leave it.',
  })
  declare contentSha256: string

  @Field(() => Int, { description: 'How many trades it has now.' }) declare tradeCount: number

  @Field(() => DecimalScalar, {
    description:
      'Estimated tax of its trades in dollars, the sum of ProposedTrade.taxCost; gains and losses of the year are not netted.',
  })
  declare taxCost: string

  @Field(() => DecimalScalar, { description: 'Dollars sold and dollars bought, added up.' })
  declare turnoverValue: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A line of a proposal: one order of an account in a security.',
})
export class ProposedTrade {
  @Field(() => ID, {
    description:
      'Its account, security and side: unique in its proposal alone, and the same while the list is changed.',
  })
  declare id: string
  declare accountId: string
  declare securityId: string

  @Field(() => Int, { description: 'Its place in Proposal.trades, from 0.' }) declare ordinal: number

  @Field(() => TradeSide, { description: 'Sold or bought.' }) declare side: (typeof TRADE_SIDES)[number]

  @Field(() => DecimalScalar, {
    description: 'Whole shares, or a whole position with its fraction of up to 8 places; above 0.',
  })
  declare shares: string

  @Field(() => DecimalScalar, {
    description: 'Latest close up to Proposal.asOf, dollars a share with up to 6 places.',
  })
  declare price: string

  @Field(() => DecimalScalar, { description: 'Dollars, shares times price to the cent.' })
  declare value: string

  @Field(() => DecimalScalar, {
    description:
      "Estimated tax in dollars: gains of its lots at the taxpayer's rates by term and tax character; losses count as 0. 0 of a purchase and in sheltered accounts.",
  })
  declare taxCost: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars of gain over its lots, negative is a loss; 0 of a purchase and in sheltered accounts.',
  })
  declare realizedGain: string

  @Field(() => String, {
    description: 'A stable code of the reason, such as reducesAboveBand; requestedByPerson once edited.',
  })
  declare reasonCode: string

  @Field(() => String, { description: 'Why, in a sentence.' }) declare reason: string

  @Field(() => String, {
    nullable: true,
    description: 'The user who last changed its shares or added it; null: as the engine proposed.',
  })
  declare editedBy: string | null

  @Field(() => String, {
    nullable: true,
    description: 'What a person wrote to it, up to 2,000 characters; null: nothing.',
  })
  declare note: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A lot that a sale consumes, wholly or in part.' })
export class RelievedLot {
  @Field(() => ID, { description: 'Its TaxLot.id.' }) declare lotId: string

  @Field(() => DecimalScalar, { description: 'Shares that the sale takes of it, up to 8 places.' })
  declare shares: string

  @Field(() => DecimalScalar, {
    description: "Dollars that they bring; those of a sale sum to the trade's value.",
  })
  declare proceeds: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Proceeds less cost basis in dollars, negative is a loss; null in sheltered accounts, where nothing is taxed.',
  })
  declare realizedGain: string | null

  @Field(() => GainTerm, { description: 'Whether a gain on it would be short- or long-term.' })
  declare term: 'short' | 'long'
}

@ObjectType({
  simpleResolvers: true,
  description: 'A class or tier that is still out of its band after the trades, and why.',
})
export class ClassLeftAlone {
  @Field(() => String, {
    description: 'Its name in the model; "Outside the model" for what lies there.',
  })
  declare name: string

  @Field(() => ID, {
    nullable: true,
    description: 'The Account.id where the account is steered by itself; null: the household as a whole.',
  })
  declare accountId: string | null

  @Field(() => BandStatus, { description: 'BELOW_BAND or ABOVE_BAND after the trades.' })
  declare status: (typeof BAND_STATUSES)[number]

  @Field(() => DecimalScalar, { description: 'Dollars beyond the nearer edge that remain.' })
  declare outsideBandBy: string

  @Field(() => [Reason], { description: 'What kept the plan from bringing it back; at least one.' })
  declare reasons: Reason[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'An account or holding that may not be traded, or not in one direction.',
})
export class TradeRefusal {
  @Field(() => ID, { description: 'The Account.id.' }) declare accountId: string

  @Field(() => ID, { nullable: true, description: 'The Security.id; null: the whole account.' })
  declare securityId: string | null

  @Field(() => Reason, { description: 'What forbids it.' }) declare reason: Reason
}

@ObjectType({
  simpleResolvers: true,
  description: 'A class or tier, or what lies outside the model, as the proposal was planned.',
})
export class PlannedClass {
  @Field(() => String, {
    description: 'Its name in the model; "Outside the model" for what lies there.',
  })
  declare name: string

  @Field(() => DecimalScalar, {
    description: 'Dollars; of a tier the sum of its classes, in the cash class with cash less reserve.',
  })
  declare value: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Value over base, a fraction to 6 places; null: the base is 0.',
  })
  declare weight: string | null

  @Field(() => DecimalScalar, {
    description: 'Intended share of the base, a fraction 0 to 1; 0 outside the model.',
  })
  declare target: string

  @Field(() => DecimalScalar, {
    description: 'Lowest acceptable share, a fraction; the edge is inside. 0 outside the model.',
  })
  declare low: string

  @Field(() => DecimalScalar, {
    description: 'Highest acceptable share, a fraction; the edge is inside. 1 outside the model.',
  })
  declare high: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Weight less target, in points as a fraction of the base, rounded once to 6 places; null: the base is 0.',
  })
  declare drift: string | null

  @Field(() => BandStatus, { description: 'Where its value stands to low and high.' })
  declare status: (typeof BAND_STATUSES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'What is steered together, before or after the trades.' })
export class PlannedDrift {
  @Field(() => ID, {
    nullable: true,
    description: 'The Account.id where the account is steered by itself; null: the household as a whole.',
  })
  declare accountId: string | null

  @Field(() => DecimalScalar, {
    description: 'Dollars: priced managed holdings and cash less reserve, at least 0.',
  })
  declare base: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of cash, reserve included; negative is a margin debit.',
  })
  declare cash: string

  @Field(() => DecimalScalar, {
    description: 'Dollars that must stay in cash: minimum cash and cash reserves in force.',
  })
  declare reserve: string

  @Field(() => [PlannedClass], {
    description: 'In the order of the model, tiers before their classes; last what lies outside the model.',
  })
  declare classes: PlannedClass[]
}

@InputType({ description: 'What to plan, and how far to go.' })
export class RebalanceHouseholdInput extends MutationInput {
  @Field(() => ID, { description: 'The Household.id; an unknown one is refused as NOT_FOUND.' })
  declare householdId: string

  @Field(() => ID, {
    nullable: true,
    description:
      'An Account.id of the household, to plan that account alone, the others being watched for wash sales; null: as its rebalanceLevel says.',
  })
  declare accountId?: string | null

  @Field(() => RebalanceScope, {
    defaultValue: RebalanceScope.TARGET,
    description: 'How far classes are brought.',
  })
  declare scope: (typeof REBALANCE_SCOPES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'The proposal that was made.' })
export class RebalanceHouseholdPayload extends MutationPayload {
  declare proposalId: string
}

@InputType({
  description:
    'What a person wants of one trade: other shares, a note, or a trade that is not in the list yet.',
})
export class TradeEditInput {
  @Field(() => String, {
    description: "The client's name for its row, another for each edit; its verdict comes back under it.",
  })
  declare rowKey: string

  @Field(() => ID, { nullable: true, description: 'A ProposedTrade.id of the proposal; null: a new trade.' })
  declare tradeId?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Of a new trade: the Account.accountNumber, of this household. Not looked at beside a tradeId.',
  })
  declare accountNumber?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Of a new trade: a security held or in the model. Not looked at beside a tradeId.',
  })
  declare symbol?: string | null

  @Field(() => TradeSide, {
    nullable: true,
    description: 'Of a new trade: sold or bought. Not looked at beside a tradeId.',
  })
  declare side?: (typeof TRADE_SIDES)[number] | null

  @Field(() => DecimalScalar, {
    description:
      'All shares of the trade as it is to be, up to 8 places: whole ones, or a whole position. 0 strikes a trade of the proposal.',
  })
  declare shares: string

  @Field(() => String, {
    nullable: true,
    description: 'Replaces the note that stood, up to 2,000 characters; null: it stays.',
  })
  declare note?: string | null
}

@ObjectType({ simpleResolvers: true, description: 'What became of one edit.' })
export class TradeVerdict {
  @Field(() => String, { description: 'The TradeEditInput.rowKey.' }) declare rowKey: string

  @Field(() => Boolean, { description: 'false: the edit broke a rule and changed nothing.' })
  declare accepted: boolean

  @Field(() => String, {
    description: 'Of a refusal, a stable code such as oversold; empty when accepted.',
  })
  declare code: string

  @Field(() => String, {
    description: 'Of a refusal, the sentence of the rule that forbids it; empty when accepted.',
  })
  declare message: string
}

@InputType({ description: 'Edits of a proposal; each is accepted or refused for itself.' })
export class ReviseProposalInput extends MutationInput {
  @Field(() => ID, { description: 'The Proposal.id; an unknown one is refused as NOT_FOUND.' })
  declare proposalId: string

  @Field(() => Int, {
    description: 'The Proposal.version that the edits were made on; a Conflict where it is another now.',
  })
  declare expectedVersion: number

  @Field(() => [TradeEditInput], {
    description: 'At most 2,000 (TOO_MANY_EDITS), at most one of them for each trade.',
  })
  declare edits: TradeEditInput[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'What became of the edits; where none was accepted, the proposal is as it was.',
})
export class ReviseProposalPayload extends MutationPayload {
  declare proposalId: string

  @Field(() => [TradeVerdict], {
    description: 'One for each edit, in their order: those refused changed nothing.',
  })
  declare verdicts: TradeVerdict[]
}
