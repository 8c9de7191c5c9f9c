import { sql } from 'kysely'
import { camelRows } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Position } from '../graphql/pages.ts'
import { ALERT_KINDS } from './alert.entity.ts'
import { alertsOf, type AskedAlerts } from './load-alerts.ts'

/** Standing alerts and their households, by kind and over all of them. */
export async function countQueue(transaction: FirmTransaction, asked: AskedAlerts) {
  const { rows } = await sql<{
    kind: (typeof ALERT_KINDS)[number] | null
    households: number
    alerts: number
  }>`
    select a.kind, count(distinct a.household_id)::int as households, count(*)::int as alerts
    from alert a where ${alertsOf(transaction, asked)} and a.cleared_at is null
    group by grouping sets ((a.kind), ())`.execute(transaction.kysely)
  const byKind = new Map(rows.map((row) => [row.kind, row]))
  const kinds = ALERT_KINDS.filter((kind) => asked.filter?.kinds?.includes(kind) ?? true)
  return {
    households: byKind.get(null)?.households ?? 0,
    counts: kinds.map((kind) => ({
      kind,
      households: byKind.get(kind)?.households ?? 0,
      alerts: byKind.get(kind)?.alerts ?? 0,
    })),
  }
}

/** One page of households with standing alerts that a filter lets through, the one farthest from its model first. */
export async function queuedPage(
  transaction: FirmTransaction,
  asked: AskedAlerts,
  position: Position | undefined,
  limit: number,
) {
  const { firmId, kysely } = transaction
  const after = position
    ? sql`and (coalesce(d.largest_drift, -1) < ${Number(position[0])}
        or (coalesce(d.largest_drift, -1) = ${Number(position[0])} and h.id > ${position[1]}::uuid))`
    : sql``
  const { rows } = await sql<{ id: string; largest_drift: number }>`
    select h.id, coalesce(d.largest_drift, -1) as largest_drift
    from household h left join drift d on d.firm_id = h.firm_id and d.subject_id = h.id
    where h.firm_id = ${firmId}
      and h.id in (select a.household_id from alert a where ${alertsOf(transaction, asked)} and a.cleared_at is null) ${after}
    order by coalesce(d.largest_drift, -1) desc, h.id limit ${limit}`.execute(kysely)
  return camelRows(rows)
}

/** Every advisor and custodian of the firm's households and accounts, to filter by. */
export async function advisorsAndCustodians({ firmId, kysely }: FirmTransaction) {
  const { rows } = await sql<{ advisors: string[]; custodians: string[] }>`
    select array(select distinct advisor from household where firm_id = ${firmId} and advisor is not null order by 1) as advisors,
      array(select distinct custodian from account where firm_id = ${firmId} order by 1) as custodians`.execute(
    kysely,
  )
  return rows[0]!
}
