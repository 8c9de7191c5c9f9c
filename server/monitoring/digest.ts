import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { ALERT_KINDS } from './alert.entity.ts'
import { selectAlerts, WEIGHTIEST_FIRST } from './load-alerts.ts'

/** What a day changed: counts of every kind, and the weightiest alerts of each, at most so many of each kind. */
export async function digestOf(transaction: FirmTransaction, day: string, perKind: number) {
  const { firmId, kysely } = transaction
  const { rows } = await sql<{
    kind: (typeof ALERT_KINDS)[number] | null
    raised: number
    cleared: number
    standing: number
    households: number
  }>`
    select a.kind, count(*) filter (where a.first_seen_on = ${day})::int as raised, count(*) filter (where a.cleared_on = ${day})::int as cleared,
      count(*) filter (where a.cleared_on is null or a.cleared_on > ${day})::int as standing,
      count(distinct a.household_id) filter (where a.cleared_on is null or a.cleared_on > ${day})::int as households
    from alert a
    where a.firm_id = ${firmId} and a.first_seen_on <= ${day} and (a.cleared_on is null or a.cleared_on >= ${day})
    group by grouping sets ((a.kind), ())`.execute(kysely)
  const none = { raised: 0, cleared: 0, standing: 0, households: 0 }
  const byKind = new Map(rows.map((row) => [row.kind, row]))
  const total = byKind.get(null) ?? none
  return {
    day,
    raisedCount: total.raised,
    clearedCount: total.cleared,
    households: total.households,
    counts: ALERT_KINDS.map((kind) => ({ ...none, ...byKind.get(kind), kind })),
    raised: await weightiest(transaction, sql`a.first_seen_on = ${day}`, perKind),
    cleared: await weightiest(transaction, sql`a.cleared_on = ${day}`, perKind),
  }
}

const weightiest = (transaction: FirmTransaction, condition: RawBuilder<boolean>, perKind: number) =>
  selectAlerts(
    transaction,
    sql<boolean>`a.firm_id = ${transaction.firmId} and a.id in (
      select id from (
        select a.id, row_number() over (partition by a.kind order by ${WEIGHTIEST_FIRST}) as place
        from alert a where a.firm_id = ${transaction.firmId} and ${condition}
      ) placed where place <= ${perKind})`,
    WEIGHTIEST_FIRST,
  )
