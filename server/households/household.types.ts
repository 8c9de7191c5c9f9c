import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type {
  NOTICE_POLICIES,
  OVERRIDE_KINDS,
  REBALANCE_LEVELS,
  TAX_STATUSES,
  TAXPAYER_KINDS,
} from './household.entity.ts'

export const RebalanceLevel = { HOUSEHOLD: 'household', ACCOUNT: 'account' } as const
registerEnumType(RebalanceLevel, {
  name: 'RebalanceLevel',
  description: 'Whether the accounts of a household are steered as one portfolio or each by itself.',
  valuesConfig: {
    HOUSEHOLD: { description: 'All accounts together against one target.' },
    ACCOUNT: { description: "Each account by itself against the household's model." },
  },
})

export const TaxStatus = {
  TAXABLE: 'taxable',
  TAX_DEFERRED: 'tax_deferred',
  TAX_EXEMPT: 'tax_exempt',
} as const
registerEnumType(TaxStatus, {
  name: 'TaxStatus',
  description: 'How gains in an account are taxed: stated by the firm, never guessed from a name.',
  valuesConfig: {
    TAXABLE: { description: "Realized gains land on the taxpayer's return." },
    TAX_DEFERRED: { description: 'Sheltered, sales are not taxed: traditional IRA, 401(k).' },
    TAX_EXEMPT: { description: 'Sheltered, sales are not taxed: Roth IRA.' },
  },
})

export const NoticePolicy = { NOTICE: 'notice', CONSENT: 'consent' } as const
registerEnumType(NoticePolicy, {
  name: 'NoticePolicy',
  description:
    "What a change of model needs before trades, by the firm's policy for the account. Recorded; proposals do not wait for it yet.",
  valuesConfig: {
    NOTICE: { description: 'The client is told.' },
    CONSENT: { description: 'The client agrees; silence is never consent.' },
  },
})

export const TaxpayerKind = { PERSON: 'person', GRANTOR_TRUST: 'grantor_trust', TRUST: 'trust' } as const
registerEnumType(TaxpayerKind, {
  name: 'TaxpayerKind',
  description: 'Whose rates and budget apply to a gain.',
  valuesConfig: {
    PERSON: { description: 'A natural person, with rates and a budget of their own.' },
    GRANTOR_TRUST: {
      description: "Taxed to its grantor at the grantor's rates; gains count against both their budgets.",
    },
    TRUST: { description: 'Any other trust, with rates and a budget of its own.' },
  },
})

export const OverrideKind = {
  HOLD: 'hold',
  DO_NOT_SELL: 'do_not_sell',
  DO_NOT_BUY: 'do_not_buy',
  RESTRICTED: 'restricted',
  CAP: 'cap',
  KEEP_WITHIN: 'keep_within',
  CASH_RESERVE: 'cash_reserve',
  EXCLUDE: 'exclude',
} as const satisfies Record<string, (typeof OVERRIDE_KINDS)[number]>
registerEnumType(OverrideKind, {
  name: 'OverrideKind',
  description: 'What an override does while it is in force. Several on one holding all apply.',
  valuesConfig: {
    HOLD: { description: 'The security is neither bought nor sold; it counts in its class.' },
    DO_NOT_SELL: { description: 'The security is not sold.' },
    DO_NOT_BUY: { description: 'The security is not bought.' },
    RESTRICTED: { description: 'No account of the firm buys the security; what is held may be sold.' },
    CAP: {
      description:
        "The security is not bought above a fraction of each account's own base; what is above it is not sold for that.",
    },
    KEEP_WITHIN: {
      description:
        "The security is not sold below one fraction of each account's own base and not bought above another.",
    },
    CASH_RESERVE: { description: 'Dollars that stay in cash in one account, on top of its minimum cash.' },
    EXCLUDE: { description: 'The security counts in neither base nor class and is never traded.' },
  },
})

export const HouseholdOrder = {
  DRIFT_DESC: 'driftDesc',
  OUT_OF_BAND_DESC: 'outOfBandDesc',
  REFERENCE_ASC: 'referenceAsc',
} as const
export type HouseholdOrder = (typeof HouseholdOrder)[keyof typeof HouseholdOrder]
registerEnumType(HouseholdOrder, {
  name: 'HouseholdOrder',
  description: 'Which households come first; equals follow by id.',
  valuesConfig: {
    DRIFT_DESC: { description: 'Largest Drift.largestDrift first; households without drift last.' },
    OUT_OF_BAND_DESC: { description: 'Highest Drift.outOfBand first; households without drift last.' },
    REFERENCE_ASC: { description: 'By reference, as text.' },
  },
})

export const AccountOrder = {
  DRIFT_DESC: 'driftDesc',
  OUT_OF_BAND_DESC: 'outOfBandDesc',
  ACCOUNT_NUMBER_ASC: 'accountNumberAsc',
} as const
export type AccountOrder = (typeof AccountOrder)[keyof typeof AccountOrder]
registerEnumType(AccountOrder, {
  name: 'AccountOrder',
  description: 'Which accounts come first, each measured by itself; equals follow by id.',
  valuesConfig: {
    DRIFT_DESC: { description: 'Largest Drift.largestDrift first; accounts without drift last.' },
    OUT_OF_BAND_DESC: { description: 'Highest Drift.outOfBand first; accounts without drift last.' },
    ACCOUNT_NUMBER_ASC: { description: 'By account number, as text.' },
  },
})

@InputType({
  description: 'Which households are listed: all given conditions must hold, null is no condition.',
})
export class HouseholdFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: some class is beyond its band (Drift.outOfBand above 0); false: none is. Neither lists households without drift.',
  })
  declare outOfBand?: boolean | null

  @Field(() => ID, {
    nullable: true,
    description:
      'A Model.id: households that are assigned to this model on Firm.asOf, as Model.householdCount counts them.',
  })
  declare modelId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name or reference, in any case; only its first 100 characters count.',
  })
  declare search?: string | null
}

@InputType({
  description: 'Which accounts are listed: all given conditions must hold, null is no condition.',
})
export class AccountFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: some class of the account by itself is beyond its band (Drift.outOfBand above 0); false: none is. Neither lists accounts without drift.',
  })
  declare outOfBand?: boolean | null

  @Field(() => ID, { nullable: true, description: 'A Household.id: its accounts alone.' })
  declare householdId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'A custodian as Account.custodian spells it, whole and in the same case.',
  })
  declare custodian?: string | null

  @Field(() => TaxStatus, { nullable: true, description: 'Accounts of this tax status.' })
  declare taxStatus?: (typeof TAX_STATUSES)[number] | null

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name or number, in any case; only its first 100 characters count.',
  })
  declare search?: string | null
}

@ObjectType({ simpleResolvers: true, description: "Accounts managed together, with the client's profile." })
export class Household {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string

  @Field(() => String, {
    description: "The firm's own number for it, unique in the firm, up to 50 characters.",
  })
  declare reference: string

  @Field(() => String, { description: 'What the firm calls it, up to 200 characters.' })
  declare name: string

  @Field(() => RebalanceLevel, {
    description: 'Whether its accounts are steered as one portfolio or each by itself.',
  })
  declare rebalanceLevel: (typeof REBALANCE_LEVELS)[number]

  @Field(() => String, {
    nullable: true,
    description: 'Investment objective in the firm\'s words, "growth and income"; null: not recorded.',
  })
  declare objective: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'Whole years that the money is meant to stay invested, 0 to 100; null: not recorded.',
  })
  declare timeHorizonYears: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Tolerance of risk in the firm\'s words, "below average"; null: not recorded.',
  })
  declare riskTolerance: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Part of the value needed as income each year, a fraction 0 to 1; null: not recorded. No cash is raised for it.',
  })
  declare incomeNeed: string | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Day on which this profile was taken; null: not recorded.',
  })
  declare profiledOn: string | null

  @Field(() => Int, {
    description:
      'Counts from 1; a load that changes a fact of the household itself raises it by 1, one that changes its accounts or model does not.',
  })
  declare version: number
}

@ObjectType({ simpleResolvers: true, description: 'One registration at one custodian with one tax status.' })
export class Account {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  declare householdId: string
  declare taxpayerId: string

  @Field(() => String, { description: 'Its number, unique in the firm, up to 50 characters.' })
  declare accountNumber: string

  @Field(() => String, { description: 'What the firm calls it, up to 200 characters.' })
  declare name: string

  @Field(() => String, {
    description: 'How it is titled: individual, joint, trust, traditional_ira, roth_ira, …',
  })
  declare registration: string

  @Field(() => TaxStatus, { description: 'How its gains are taxed.' })
  declare taxStatus: (typeof TAX_STATUSES)[number]

  @Field(() => String, { description: 'Who holds its assets and executes its orders.' })
  declare custodian: string

  @Field(() => Boolean, {
    description: 'Whether the firm may trade without asking. Recorded; proposals do not look at it yet.',
  })
  declare discretionary: boolean

  @Field(() => NoticePolicy, {
    description: 'What a change of model needs before trades; proposals do not wait for it yet.',
  })
  declare noticePolicy: (typeof NOTICE_POLICIES)[number]

  @Field(() => DecimalScalar, {
    description: 'Dollars that always stay in cash, 0 or more; part of Drift.reserve.',
  })
  declare minimumCash: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars of cash on the latest day that was loaded, reserves included; negative is a margin debit.',
  })
  declare cash: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Trade date of the latest load that stated all its tax lots, or that it holds cash alone; null: none yet.',
  })
  declare positionsAsOf: string | null

  @Field(() => Int, {
    description:
      'Counts from 1; a load that changes a fact of the account itself raises it by 1, one of lots, cash or positions does not.',
  })
  declare version: number
}

@ObjectType({ simpleResolvers: true, description: "Whose return an account's gains land on." })
export class Taxpayer {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  declare spouseId: string | null
  declare grantorId: string | null

  @Field(() => String, {
    description: "The firm's own number for the taxpayer, unique in the firm, up to 50 characters.",
  })
  declare reference: string

  @Field(() => TaxpayerKind, { description: 'A person, or a trust and to whom it is taxed.' })
  declare kind: (typeof TAXPAYER_KINDS)[number]

  @Field(() => String, {
    nullable: true,
    description:
      'single, married_joint, married_separate, head_of_household or surviving_spouse; null: none, as of a trust.',
  })
  declare filingStatus: string | null

  @Field(() => DecimalScalar, {
    description:
      'Federal rate of short-term gains, a fraction 0 to 1, as the firm states it for this tax year.',
  })
  declare federalShortRate: string

  @Field(() => DecimalScalar, { description: 'Federal rate of long-term gains, a fraction 0 to 1.' })
  declare federalLongRate: string

  @Field(() => DecimalScalar, {
    description: 'Rate of the tax on net investment income (IRC 1411), a fraction; 0 where it is not owed.',
  })
  declare netInvestmentIncomeTax: string

  @Field(() => DecimalScalar, { description: 'Rate of the state on any gain, a fraction 0 to 1.' })
  declare stateRate: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of net gain, short- and long-term together, allowed this tax year, what is realized already included; null: no limit, but then nothing outside the model is sold at a gain to reach targets.',
  })
  declare gainBudget: string | null

  @Field(() => DecimalScalar, {
    description: 'Dollars of net short-term gain realized this tax year, as last loaded; negative is a loss.',
  })
  declare yearToDateShortGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of net long-term gain realized this tax year, as last loaded; negative is a loss.',
  })
  declare yearToDateLongGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of loss carried over from earlier years, 0 or more; it does not widen the budget.',
  })
  declare lossCarryforward: string
}

@ObjectType({ simpleResolvers: true, description: 'Units of one security bought together.' })
export class TaxLot {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it stays the same while the lot is sold down.' })
  declare id: string
  declare securityId: string

  @Field(() => LocalDateScalar, {
    description:
      'Trade date of the purchase, from which the wash-sale window counts (IRC 1091(a)); the holding period may have started earlier.',
  })
  declare acquired: string

  @Field(() => LocalDateScalar, {
    description:
      'The day after which the holding period counts: the purchase, or an earlier one after a wash sale, gift or inheritance.',
  })
  declare holdingPeriodStart: string

  @Field(() => DecimalScalar, { description: 'Shares still held, above 0, up to 8 places.' })
  declare shares: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars a share as the custodian states it, up to 6 places; null: unknown, and never sold in a taxable account.',
  })
  declare unitCost: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars that the shares still held cost for tax purposes; null: unknown.',
  })
  declare costBasis: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A security of which the lots of an account do not add up to what its custodian says it holds.',
})
export class PositionDifference {
  declare securityId: string

  @Field(() => DecimalScalar, {
    description: 'Shares that its lots add up to, up to 8 places; 0 where there is no lot.',
  })
  declare sharesByLots: string

  @Field(() => DecimalScalar, {
    description:
      "Shares by the custodian's latest statement, up to 8 places; 0 where the statement does not name it.",
  })
  declare sharesByPosition: string

  @Field(() => LocalDateScalar, { description: 'The day of that statement.' }) declare since: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A documented exception for an account, a household or the firm, as last recorded.',
})
export class Override {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it stays the same when the override is corrected.' })
  declare id: string
  declare accountId: string | null
  declare securityId: string | null

  @Field(() => OverrideKind, { description: 'What it does while it is in force.' })
  declare kind: (typeof OVERRIDE_KINDS)[number]

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'CASH_RESERVE: dollars. CAP: the highest fraction, 0 to 1. KEEP_WITHIN: the lowest fraction. Null: its kind has no value.',
  })
  declare value: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'KEEP_WITHIN: the highest fraction, 0 to 1. Null: of any other kind.',
  })
  declare upperValue: string | null

  @Field(() => String, {
    description: 'Why, up to 2,000 characters; told where a holding is refused for it.',
  })
  declare reason: string

  @Field(() => String, { description: 'Who decided it: as the file says, else who loaded the file.' })
  declare author: string

  @Field(() => LocalDateScalar, { description: 'First day in force.' }) declare starts: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Last day in force; null: until it is ended.',
  })
  declare expires: string | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Day on which people mean to look at it again; nothing ends by it. Null: none set.',
  })
  declare reviewOn: string | null
}
