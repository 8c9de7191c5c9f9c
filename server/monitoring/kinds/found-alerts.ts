import { sql, type RawBuilder } from 'kysely'
import { longTermFrom } from '../../engine/facts/holding-period.ts'
import { addDays } from '../../engine/facts/calendar.ts'
import type { ALERT_KINDS } from '../alert.entity.ts'

/** Where alerts are looked for. */
export interface WatchedFirm {
  readonly firmId: string
  /** The firm's as-of date; everything is judged on it. */
  readonly asOf: string
  /** SQL: whether a household of this id is among the chosen. */
  readonly isChosen: (householdId: string) => RawBuilder<boolean>
  /** SQL: whether an account of this id is one of theirs; it names them outright, so that an index finds their lots. */
  readonly isAccountChosen: (accountId: string) => RawBuilder<boolean>
}

/** What asks for attention now, of some kinds: rows as `foundRow` makes them, and the common table expressions they need. */
export interface FoundAlerts {
  /** SQL: whether a standing alert is one of those that would be found again. */
  readonly covers: RawBuilder<boolean>
  readonly tables: RawBuilder<unknown>
  readonly rows: RawBuilder<unknown>
}

/** Which alert it is: while it stands there is one with these. */
export const IDENTITY = [
  'kind',
  'household_id',
  'account_id',
  'security_id',
  'override_id',
  'problem',
] as const
/** What is said of it, which may change while it stands. */
export const TOLD = ['class_name', 'amount', 'points', 'until'] as const

/** SQL of one row of what was found; what a kind has nothing to say on is null. */
export function foundRow(
  kind: (typeof ALERT_KINDS)[number],
  columns: Partial<
    Record<Exclude<(typeof IDENTITY)[number] | (typeof TOLD)[number], 'kind'>, RawBuilder<unknown>>
  >,
): RawBuilder<unknown> {
  return sql`${sql.lit(kind)} as kind, ${columns.household_id ?? sql`null`}::uuid as household_id,
    ${columns.account_id ?? sql`null`}::uuid as account_id, ${columns.security_id ?? sql`null`}::uuid as security_id,
    ${columns.override_id ?? sql`null`}::uuid as override_id, ${columns.problem ?? sql`null`}::text as problem,
    ${columns.class_name ?? sql`null`}::text as class_name, round(${columns.amount ?? sql`null`}::numeric, 2) as amount,
    ${columns.points ?? sql`null`}::int as points, ${columns.until ?? sql`null`}::date as until`
}

/** SQL: overrides as recorded last, where they are in force on the day, as the table `in_force`. */
export const overridesInForce = ({ firmId, asOf }: WatchedFirm): RawBuilder<unknown> => sql`
    in_force as (
      select * from (
        select distinct on (id) * from override where firm_id = ${firmId} order by id, recorded_at desc
      ) latest
      where starts <= ${asOf} and coalesce(expires, 'infinity') >= ${asOf}
    )`

/** The latest start of a holding period of which a sale on the day is long-term. */
export function lastLongTermStart(asOf: string): string {
  const start = [365, 366, 367].map((days) => addDays(asOf, -days)).find((day) => longTermFrom(day) <= asOf)
  if (start === undefined) throw new Error(`No holding period is long-term on ${asOf}`)
  return start
}
