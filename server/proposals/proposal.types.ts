import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { BAND_STATUSES } from '../monitoring/drift.entity.ts'
import { BandStatus } from '../monitoring/drift.types.ts'
import { PlanPreference, RebalanceMode, RebalanceScope } from './plan-choice.types.ts'
import type {
  PLAN_PREFERENCES,
  PROPOSAL_FLAGS,
  PROPOSAL_STATES,
  REBALANCE_MODES,
  REBALANCE_SCOPES,
} from './proposal.entity.ts'

export const ProposalState = {
  PROPOSED: 'proposed',
  EDITED: 'edited',
  APPROVED: 'approved',
  REJECTED: 'rejected',
  STALE: 'stale',
} as const satisfies Record<string, (typeof PROPOSAL_STATES)[number]>
registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: 'How far a proposal has come.',
  valuesConfig: {
    PROPOSED: { description: 'As the engine made it; open.' },
    EDITED: { description: 'A person changed, struck or added a trade, or wrote a note; open.' },
    APPROVED: { description: 'As many persons as are needed approved the list as it stands.' },
    REJECTED: { description: 'A person rejected it.' },
    STALE: {
      description: 'Facts that it rests on have moved, or it was planned anew: it is never approved.',
    },
  },
})

export const ProposalFlag = {
  NON_DISCRETIONARY: 'non_discretionary',
  OVERRIDE_TOUCHED: 'override_touched',
  WASH_SALE_RISK: 'wash_sale_risk',
  PRICE_MOVE: 'price_move',
  OUT_OF_RANGE_LEFT: 'out_of_range_left',
  SHORT_OF_CASH: 'short_of_cash',
  WARNED: 'warned',
} as const satisfies Record<string, (typeof PROPOSAL_FLAGS)[number]>
registerEnumType(ProposalFlag, {
  name: 'ProposalFlag',
  description: 'What makes a proposal stand out in a review.',
  valuesConfig: {
    NON_DISCRETIONARY: { description: 'A trade is in an account that is not discretionary.' },
    OVERRIDE_TOUCHED: { description: 'A trade is of a security that an override in force names there.' },
    WASH_SALE_RISK: {
      description:
        'A loss is taken that a purchase may disallow: one that is arranged, reinvested, of these trades or within 30 days, in any account of the household.',
    },
    PRICE_MOVE: {
      description:
        "The latest close of a security that it trades moved by the firm's limit or more against the one before, and no split explains it.",
    },
    OUT_OF_RANGE_LEFT: { description: 'A class or tier is still out of its band after the trades.' },
    SHORT_OF_CASH: { description: 'An account stays short of a cash need.' },
    WARNED: { description: 'The engine warns of something: see warnings.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'One fact that a reason was said with.' })
export class ReasonFact {
  @Field(() => String, { description: 'Its name, such as account, amount or class.' }) declare name: string

  @Field(() => String, {
    description:
      'Its value: the id of an account, a security or a lot, a name, a date, or a decimal as text, fractions as fractions.',
  })
  declare value: string
}

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
  declare batchId: string | null
  declare staleCode: string | null
  declare staleBecause: string | null

  @Field(() => RebalanceScope, { description: 'What the plan was allowed to do.' })
  declare scope: (typeof REBALANCE_SCOPES)[number]

  @Field(() => RebalanceMode, { description: 'How far classes were to be brought.' })
  declare mode: (typeof REBALANCE_MODES)[number]

  @Field(() => PlanPreference, { description: 'What the plan was to give up for what.' })
  declare preference: (typeof PLAN_PREFERENCES)[number]

  @Field(() => String, {
    nullable: true,
    description: 'Of the scope SLEEVE: the class or tier, by its name in the model; null: of any other.',
  })
  declare sleeve: string | null

  @Field(() => ProposalState, { description: 'How far it has come.' })
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

  @Field(() => DecimalScalar, {
    description: 'Dollars: priced managed value of all that is steered, less reserves, before the trades.',
  })
  declare base: string

  @Field(() => Int, {
    description: 'How many classes and tiers are still out of their band after the trades.',
  })
  declare outOfBandAfter: number

  @Field(() => [ProposalFlag], { description: 'What makes it stand out in a review; none: nothing does.' })
  declare flags: (typeof PROPOSAL_FLAGS)[number][]

  @Field(() => [String], {
    description: 'The users who changed its trades; a note alone changes none. Empty: nobody did.',
  })
  declare editors: string[]
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
