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
})

export const TaxStatus = {
  TAXABLE: 'taxable',
  TAX_DEFERRED: 'tax_deferred',
  TAX_EXEMPT: 'tax_exempt',
} as const
registerEnumType(TaxStatus, {
  name: 'TaxStatus',
  description: 'TAX_DEFERRED: traditional IRA, 401(k). TAX_EXEMPT: Roth.',
})

export const NoticePolicy = { NOTICE: 'notice', CONSENT: 'consent' } as const
registerEnumType(NoticePolicy, {
  name: 'NoticePolicy',
  description: 'What a change of model needs before trades.',
})

export const TaxpayerKind = { PERSON: 'person', GRANTOR_TRUST: 'grantor_trust', TRUST: 'trust' } as const
registerEnumType(TaxpayerKind, {
  name: 'TaxpayerKind',
  description: 'A grantor trust is taxed to its grantor; any other trust has rates and a budget of its own.',
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
registerEnumType(OverrideKind, { name: 'OverrideKind' })

export const HouseholdOrder = {
  DRIFT_DESC: 'driftDesc',
  OUT_OF_BAND_DESC: 'outOfBandDesc',
  REFERENCE_ASC: 'referenceAsc',
} as const
export type HouseholdOrder = (typeof HouseholdOrder)[keyof typeof HouseholdOrder]
registerEnumType(HouseholdOrder, {
  name: 'HouseholdOrder',
  description: 'DRIFT_DESC: largest drift first. Households without drift come last.',
})

export const AccountOrder = {
  DRIFT_DESC: 'driftDesc',
  OUT_OF_BAND_DESC: 'outOfBandDesc',
  ACCOUNT_NUMBER_ASC: 'accountNumberAsc',
} as const
export type AccountOrder = (typeof AccountOrder)[keyof typeof AccountOrder]
registerEnumType(AccountOrder, { name: 'AccountOrder' })

@InputType({ description: 'All given conditions must hold.' })
export class HouseholdFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'true: some class is beyond its band; false: none is.',
  })
  declare outOfBand?: boolean | null

  @Field(() => ID, { nullable: true }) declare modelId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name or reference, in any case, up to 100 characters.',
  })
  declare search?: string | null
}

@InputType({ description: 'All given conditions must hold.' })
export class AccountFilter {
  @Field(() => Boolean, { nullable: true }) declare outOfBand?: boolean | null
  @Field(() => ID, { nullable: true }) declare householdId?: string | null
  @Field(() => String, { nullable: true }) declare custodian?: string | null
  @Field(() => TaxStatus, { nullable: true }) declare taxStatus?: (typeof TAX_STATUSES)[number] | null

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name or number, in any case, up to 100 characters.',
  })
  declare search?: string | null
}

@ObjectType({ simpleResolvers: true, description: "Accounts managed together, with the client's profile." })
export class Household {
  @Field(() => ID) declare id: string
  @Field(() => String, { description: "The firm's own number for it." }) declare reference: string
  @Field(() => String) declare name: string
  @Field(() => RebalanceLevel) declare rebalanceLevel: (typeof REBALANCE_LEVELS)[number]
  @Field(() => String, { nullable: true }) declare objective: string | null
  @Field(() => Int, { nullable: true }) declare timeHorizonYears: number | null
  @Field(() => String, { nullable: true }) declare riskTolerance: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Part of the value needed as income each year, a fraction.',
  })
  declare incomeNeed: string | null

  @Field(() => LocalDateScalar, { nullable: true }) declare profiledOn: string | null
  @Field(() => Int, { description: 'For expectedVersion.' }) declare version: number
}

@ObjectType({ simpleResolvers: true, description: 'One registration at one custodian with one tax status.' })
export class Account {
  @Field(() => ID) declare id: string
  declare householdId: string
  declare taxpayerId: string
  @Field(() => String) declare accountNumber: string
  @Field(() => String) declare name: string
  @Field(() => String, { description: 'individual, joint, trust, roth_ira, …' }) declare registration: string
  @Field(() => TaxStatus) declare taxStatus: (typeof TAX_STATUSES)[number]
  @Field(() => String) declare custodian: string
  @Field(() => Boolean, { description: 'Whether the firm may trade without asking.' })
  declare discretionary: boolean
  @Field(() => NoticePolicy) declare noticePolicy: (typeof NOTICE_POLICIES)[number]
  @Field(() => DecimalScalar, { description: 'Dollars that always stay in cash.' })
  declare minimumCash: string
  @Field(() => DecimalScalar, { description: 'Dollars; negative is a margin debit.' }) declare cash: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'Trade date of the latest load of its lots.' })
  declare positionsAsOf: string | null

  @Field(() => Int, { description: 'For expectedVersion.' }) declare version: number
}

@ObjectType({ simpleResolvers: true, description: "Whose return an account's gains land on." })
export class Taxpayer {
  @Field(() => ID) declare id: string
  @Field(() => String) declare reference: string
  @Field(() => TaxpayerKind) declare kind: (typeof TAXPAYER_KINDS)[number]
  @Field(() => String, { nullable: true }) declare filingStatus: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of net gain allowed this tax year; none: no budget.',
  })
  declare gainBudget: string | null

  @Field(() => DecimalScalar) declare yearToDateShortGain: string
  @Field(() => DecimalScalar) declare yearToDateLongGain: string
  @Field(() => DecimalScalar) declare lossCarryforward: string
}

@ObjectType({ simpleResolvers: true, description: 'Units of one security bought together.' })
export class TaxLot {
  @Field(() => ID, { description: 'Stays the same while the lot is sold down.' }) declare id: string
  declare securityId: string
  @Field(() => LocalDateScalar) declare acquired: string
  @Field(() => DecimalScalar) declare shares: string

  @Field(() => DecimalScalar, { nullable: true, description: 'Dollars a share; none: unknown.' })
  declare unitCost: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Dollars; none: unknown.' })
  declare costBasis: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A security of which the lots of an account do not add up to what its custodian says it holds.',
})
export class PositionDifference {
  declare securityId: string
  @Field(() => DecimalScalar, { description: 'The sum of its lots.' }) declare sharesByLots: string
  @Field(() => DecimalScalar, { description: "By the custodian's latest statement." })
  declare sharesByPosition: string
  @Field(() => LocalDateScalar, { description: 'The day of that statement.' }) declare since: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A documented exception for an account, a household or the firm.',
})
export class Override {
  @Field(() => ID) declare id: string
  declare accountId: string | null
  declare securityId: string | null
  @Field(() => OverrideKind) declare kind: (typeof OVERRIDE_KINDS)[number]

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of a cash reserve, fraction of a cap.',
  })
  declare value: string | null

  @Field(() => String) declare reason: string
  @Field(() => String) declare author: string
  @Field(() => LocalDateScalar) declare starts: string
  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day in force.' }) declare expires:
    string | null
  @Field(() => LocalDateScalar, { nullable: true }) declare reviewOn: string | null
}
