import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, fraction, money, price, recordedAt, shares } from '../database/columns.ts'

export const REBALANCE_LEVELS = ['household', 'account'] as const
export const TAX_STATUSES = ['taxable', 'tax_deferred', 'tax_exempt'] as const
export const NOTICE_POLICIES = ['notice', 'consent'] as const
export const TAXPAYER_KINDS = ['person', 'grantor_trust', 'trust'] as const
export const TRANSACTION_SIDES = ['buy', 'sell', 'other'] as const
export const OVERRIDE_KINDS = [
  'hold',
  'do_not_sell',
  'do_not_buy',
  'restricted',
  'cap',
  'keep_within',
  'cash_reserve',
  'exclude',
  'sell',
] as const
export const LIMIT_UNITS = ['fraction', 'dollars', 'shares'] as const
export const ACCOUNT_MANAGEMENTS = ['managed', 'held_away'] as const
export const FUND_COST_BASES = ['lots', 'average'] as const

/** Accounts managed together, with the client's profile. */
export const household = defineEntity({
  name: 'HouseholdRow',
  tableName: 'household',
  ...firmWall,
  properties: {
    ...firmKey,
    /** The firm's own number for it. */
    reference: p.string().length(50),
    name: p.string().length(200),
    /** Whether its accounts are steered as one portfolio or each by itself. */
    rebalanceLevel: p.enum(REBALANCE_LEVELS),
    /** Who looks after it, by the firm's own name for the person or team. */
    advisor: p.string().length(100).nullable(),
    objective: p.string().length(100).nullable(),
    timeHorizonYears: p.integer().nullable(),
    riskTolerance: p.string().length(50).nullable(),
    /** Part of the portfolio's value needed as income each year. */
    incomeNeed: fraction().nullable(),
    profiledOn: p.date().nullable(),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['firmId', 'reference'] }],
})
export class HouseholdRow extends household.class {}
household.setClass(HouseholdRow)

/** Whose return an account's gains land on. */
export const taxpayer = defineEntity({
  name: 'TaxpayerRow',
  tableName: 'taxpayer',
  ...firmWall,
  properties: {
    ...firmKey,
    reference: p.string().length(50),
    householdId: p.uuid(),
    kind: p.enum(TAXPAYER_KINDS),
    spouseId: p.uuid().nullable(),
    grantorId: p.uuid().nullable(),
    filingStatus: p.string().length(50).nullable(),
    /** The three federal rates are stated all or none; without them the brackets of the income say them, or a trust's grantor. */
    federalShortRate: fraction().nullable(),
    federalLongRate: fraction().nullable(),
    netInvestmentIncomeTax: fraction().nullable(),
    stateRate: fraction(),
    /** Of the return of this tax year, before the gains that are planned, in dollars. */
    taxableIncome: money().nullable(),
    /** Of a trust: adjusted gross income. Of a loss year: below zero. */
    modifiedAdjustedGrossIncome: money().nullable(),
    /** Net realized gain allowed this tax year, in dollars; none: no budget. */
    gainBudget: money().nullable(),
    /** Tax on gains allowed this tax year, in dollars; none: no budget. */
    taxBudget: money().nullable(),
    yearToDateShortGain: money(),
    yearToDateLongGain: money(),
    lossCarryforward: money(),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['firmId', 'reference'] }],
  indexes: [{ properties: ['firmId', 'householdId'] }],
})
export class TaxpayerRow extends taxpayer.class {}
taxpayer.setClass(TaxpayerRow)

/** One registration at one custodian with one tax status. */
export const account = defineEntity({
  name: 'AccountRow',
  tableName: 'account',
  ...firmWall,
  properties: {
    ...firmKey,
    accountNumber: p.string().length(50),
    householdId: p.uuid(),
    taxpayerId: p.uuid(),
    name: p.string().length(200),
    registration: p.string().length(50),
    taxStatus: p.enum(TAX_STATUSES),
    custodian: p.string().length(100),
    discretionary: p.boolean(),
    noticePolicy: p.enum(NOTICE_POLICIES),
    minimumCash: money(),
    /** Held away: outside our custody, so it counts and is not traded. */
    management: p.enum(ACCOUNT_MANAGEMENTS).default('managed'),
    /** A debit in an account with approved margin is meant and is not cured. */
    marginApproved: p.boolean().default(false),
    /** Whether its owner elected average cost for shares of funds. Reg. 1.1012-1(e). */
    fundCostBasis: p.enum(FUND_COST_BASES).default('lots'),
    /** The latest cash balance; its history stands in cash_balance. Negative is a margin debit. */
    cash: money(),
    /** Trade date of the latest load of lots; none: never loaded. */
    positionsAsOf: p.date().nullable(),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['firmId', 'accountNumber'] }],
  indexes: [{ properties: ['firmId', 'householdId'] }],
})
export class AccountRow extends account.class {}
account.setClass(AccountRow)

/** The cash of an account from a date on, by insert alone. */
export const cashBalance = defineEntity({
  name: 'CashBalanceRow',
  tableName: 'cash_balance',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    validFrom: p.date().primary(),
    recordedAt: recordedAt().primary(),
    cash: money(),
  },
})
export class CashBalanceRow extends cashBalance.class {}
cashBalance.setClass(CashBalanceRow)

/**
 * Units of one security bought together. Custodians send no lot numbers: a lot is its account, security, day, unit cost and
 * ordinal, and keeps its id while it is sold down. Holding period, shares and basis are the latest; their history stands in tax_lot_change.
 */
export const taxLot = defineEntity({
  name: 'TaxLotRow',
  tableName: 'tax_lot',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    securityId: p.uuid(),
    /** Trade date of the purchase; the wash-sale window counts from it. */
    acquired: p.date(),
    /** Purchase date for the holding period; differs after a wash sale, gift or inheritance. */
    holdingPeriodStart: p.date(),
    /** Dollars a share as the custodian states it. Unknown: such a lot is never sold in a taxable account. */
    unitCost: price().nullable(),
    ordinal: p.integer(),
    shares: shares(),
    costBasis: money().nullable(),
  },
  uniques: [
    {
      name: 'tax_lot_natural_key',
      expression:
        'create unique index "tax_lot_natural_key" on "tax_lot" ("firm_id", "account_id", "security_id", "acquired", "unit_cost", "ordinal") nulls not distinct',
    },
  ],
})
export class TaxLotRow extends taxLot.class {}
taxLot.setClass(TaxLotRow)

/** What a lot held from a date on, by insert alone; zero shares end it. */
export const taxLotChange = defineEntity({
  name: 'TaxLotChangeRow',
  tableName: 'tax_lot_change',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    lotId: p.uuid().primary(),
    validFrom: p.date().primary(),
    recordedAt: recordedAt().primary(),
    /** A custodian may move it later, as after a wash sale; the term that a gain had on a day follows from it. */
    holdingPeriodStart: p.date(),
    shares: shares(),
    costBasis: money().nullable(),
  },
})
export class TaxLotChangeRow extends taxLotChange.class {}
taxLotChange.setClass(TaxLotChangeRow)

/** What a custodian says an account holds, to reconcile the lots with; by insert alone. */
export const position = defineEntity({
  name: 'PositionRow',
  tableName: 'position',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    securityId: p.uuid().primary(),
    validFrom: p.date().primary(),
    recordedAt: recordedAt().primary(),
    shares: shares(),
  },
})
export class PositionRow extends position.class {}
position.setClass(PositionRow)

/** What a custodian says happened in an account, by insert alone. Purchases, reinvested dividends among them, bar loss sales for 30 days. */
export const accountTransaction = defineEntity({
  name: 'AccountTransactionRow',
  tableName: 'account_transaction',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    tradeDate: p.date(),
    /** The custodian's own word for it. */
    action: p.string().length(100),
    side: p.enum(TRANSACTION_SIDES),
    /** A dividend or gain paid out in shares. */
    reinvested: p.boolean(),
    securityId: p.uuid().nullable(),
    shares: shares().nullable(),
    price: price().nullable(),
    fees: money().nullable(),
    /** Dollars to the account; negative is paid out. */
    amount: money().nullable(),
    /** Tells equal transactions of a day apart. */
    ordinal: p.integer(),
    recordedAt: recordedAt(),
  },
  uniques: [
    {
      name: 'account_transaction_natural_key',
      expression:
        'create unique index "account_transaction_natural_key" on "account_transaction" ("firm_id", "account_id", "trade_date", "action", "security_id", "shares", "amount", "ordinal") nulls not distinct',
    },
  ],
})
export class AccountTransactionRow extends accountTransaction.class {}
accountTransaction.setClass(AccountTransactionRow)

/** A documented exception for an account, a household, or (with neither) the firm. The latest recorded row of an id is in force. */
export const override = defineEntity({
  name: 'OverrideRow',
  tableName: 'override',
  ...firmWall,
  properties: {
    ...firmKey,
    recordedAt: recordedAt().primary(),
    householdId: p.uuid().nullable(),
    accountId: p.uuid().nullable(),
    kind: p.enum(OVERRIDE_KINDS),
    securityId: p.uuid().nullable(),
    /** Dollars of a cash reserve, upper end of a cap, lower end of keep-within; else empty. */
    value: shares().nullable(),
    /** The upper end of keep-within. */
    upperValue: shares().nullable(),
    /** What a cap and keep-within count in; a fraction is of each account's own base. Empty: of any other kind. */
    unit: p.enum(LIMIT_UNITS).nullable(),
    reason: p.text(),
    author: p.string().length(200),
    starts: p.date(),
    /** The last day in force; none: until ended. */
    expires: p.date().nullable(),
    reviewOn: p.date().nullable(),
  },
  indexes: [{ properties: ['firmId', 'accountId'] }, { properties: ['firmId', 'householdId'] }],
})
export class OverrideRow extends override.class {}
override.setClass(OverrideRow)
