import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmKey, firmWall, money, recordedAt } from '../database/columns.ts'

export const ALERT_KINDS = [
  'never_rebalanced',
  'out_of_range',
  'cash_high',
  'cash_low',
  'restricted_holding',
  'harvest',
  'wash_sale_window',
  'override_expiring',
  'data_problem',
] as const
/** What is wrong with the data of an account. */
export const DATA_PROBLEMS = ['no_price', 'unreconciled', 'stale'] as const

/**
 * Something of a household, or of the whole firm, that asks for a person, from the load that raised it to the one that cleared it. While it stands there is
 * one of its kind for the same account, security and override, so that its first day is kept.
 */
export const alert = defineEntity({
  name: 'AlertRow',
  tableName: 'alert',
  ...firmWall,
  properties: {
    ...firmKey,
    kind: p.enum(ALERT_KINDS),
    /** None: it is about the whole firm, as an override for every account. */
    householdId: p.uuid().nullable(),
    accountId: p.uuid().nullable(),
    securityId: p.uuid().nullable(),
    overrideId: p.uuid().nullable(),
    /** Of a data problem: which. */
    problem: p.enum(DATA_PROBLEMS).nullable(),
    /** The class or tier that is farthest beyond its range, by its name in the model. */
    className: p.string().length(100).nullable(),
    /**
     * Dollars: beyond the range (negative: below it), a debit (negative), a restricted holding's value, tax that a harvest saves, the
     * loss that a purchase would wash, what lots are worth more than the custodian's positions; none where it is not about money.
     */
    amount: money().nullable(),
    /** Distance beyond the range in millionths of the base; negative: below it. */
    points: p.integer().nullable(),
    /** The last day of an override, the day from which lots are free of a wash-sale window, or the day that stale data is of. */
    until: p.date().nullable(),
    firstSeenAt: recordedAt(),
    /** The firm's as-of date when it was raised, and when it was seen last. */
    firstSeenOn: p.date(),
    asOf: p.date(),
    clearedAt: p.datetime(6).nullable(),
    clearedOn: p.date().nullable(),
  },
  uniques: [
    {
      name: 'alert_standing',
      expression:
        'create unique index "alert_standing" on "alert" ("firm_id", "kind", "household_id", "account_id", "security_id", "override_id", "problem") nulls not distinct where "cleared_at" is null',
    },
  ],
  indexes: [{ properties: ['firmId', 'householdId'] }, { properties: ['firmId', 'clearedAt'] }],
})
export class AlertRow extends alert.class {}
alert.setClass(AlertRow)
