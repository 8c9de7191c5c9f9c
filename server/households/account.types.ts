import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type {
  ACCOUNT_MANAGEMENTS,
  FUND_COST_BASES,
  NOTICE_POLICIES,
  TAX_STATUSES,
} from './household.entity.ts'

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

export const AccountManagement = { MANAGED: 'managed', HELD_AWAY: 'held_away' } as const
registerEnumType(AccountManagement, {
  name: 'AccountManagement',
  description: 'Whether the firm can trade an account.',
  valuesConfig: {
    MANAGED: { description: 'In custody where the firm trades.' },
    HELD_AWAY: { description: 'Held elsewhere: it counts in its household and is not traded.' },
  },
})

export const FundCostBasis = { LOTS: 'lots', AVERAGE: 'average' } as const
registerEnumType(FundCostBasis, {
  name: 'FundCostBasis',
  description: 'How the basis of shares of funds sold is found.',
  valuesConfig: {
    LOTS: { description: 'Lot by lot, those that the plan names.' },
    AVERAGE: { description: 'At average cost, first in first out (Reg. 1.1012-1(e)).' },
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

  @Field(() => AccountManagement, { description: 'Whether the firm can trade it.' })
  declare management: (typeof ACCOUNT_MANAGEMENTS)[number]

  @Field(() => Boolean, {
    description: 'true: a margin debit is meant, and no proposal cures it. false: a debit is cured first.',
  })
  declare marginApproved: boolean

  @Field(() => FundCostBasis, { description: 'How its owner chose to find the basis of funds sold.' })
  declare fundCostBasis: (typeof FUND_COST_BASES)[number]

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
