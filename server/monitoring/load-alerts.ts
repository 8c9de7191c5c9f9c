import { sql, type RawBuilder } from 'kysely'
import { camelRows, type CamelRow } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { idOrNil } from '../graphql/ids.ts'
import type { Position } from '../graphql/pages.ts'
import { householdsOnModel } from '../households/load-households.ts'
import { ALERT_KINDS } from './alert.entity.ts'
import type { AlertFilter } from './alert.types.ts'

/** Which alerts, and the day whose assignments say which model a household is on. */
export interface AskedAlerts {
  readonly filter: AlertFilter | null | undefined
  readonly assignedOn: string
}

/** SQL: the conditions of a filter on the alert `a`. */
export function alertsOf(
  { firmId, kysely }: FirmTransaction,
  { filter, assignedOn }: AskedAlerts,
): RawBuilder<boolean> {
  const conditions = [sql<boolean>`a.firm_id = ${firmId}`]
  if (filter?.kinds) conditions.push(sql`a.kind = any(${[...filter.kinds]}::text[])`)
  if (filter?.householdId) conditions.push(sql`a.household_id = ${idOrNil(filter.householdId)}`)
  if (filter?.modelId) {
    conditions.push(
      sql`a.household_id in (${householdsOnModel(kysely, firmId, idOrNil(filter.modelId), assignedOn)})`,
    )
  }
  if (typeof filter?.advisor === 'string') {
    conditions.push(
      sql`a.household_id in (select id from household where firm_id = ${firmId} and coalesce(advisor, '') = ${filter.advisor})`,
    )
  }
  if (typeof filter?.custodian === 'string') {
    const there = sql`from account c where c.firm_id = ${firmId} and c.custodian = ${filter.custodian}`
    conditions.push(
      sql`(a.account_id in (select c.id ${there}) or (a.account_id is null and a.household_id in (select c.household_id ${there})))`,
    )
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

interface AlertColumns {
  id: string
  kind: (typeof ALERT_KINDS)[number]
  household_id: string | null
  account_id: string | null
  security_id: string | null
  override_id: string | null
  problem: 'no_price' | 'unreconciled' | 'stale' | null
  class_name: string | null
  amount: string | null
  points: number | null
  until: string | null
  first_seen_at: Date
  first_seen_on: string
  as_of: string
  cleared_at: Date | null
  cleared_on: string | null
}
export type LoadedAlert = CamelRow<AlertColumns>

/** SQL: the columns of an alert as code has them. */
const ALERT = sql`a.id, a.kind, a.household_id, a.account_id, a.security_id, a.override_id, a.problem, a.class_name,
  trim_scale(a.amount)::text as amount, a.points, a.until::text as until, a.first_seen_at, a.first_seen_on::text as first_seen_on,
  a.as_of::text as as_of, a.cleared_at, a.cleared_on::text as cleared_on`

/** Alerts that hold a condition on `a`, in an order. */
export async function selectAlerts(
  { kysely }: FirmTransaction,
  condition: RawBuilder<boolean>,
  order: RawBuilder<unknown>,
): Promise<LoadedAlert[]> {
  const { rows } =
    await sql<AlertColumns>`select ${ALERT} from alert a where ${condition} order by ${order}`.execute(kysely)
  return camelRows(rows)
}

/** One page of alerts, the one raised last first; standing ones alone unless cleared ones are asked for as well. */
export function alertPage(
  transaction: FirmTransaction,
  asked: AskedAlerts,
  {
    includeCleared,
    position,
    limit,
  }: { includeCleared: boolean; position: Position | undefined; limit: number },
): Promise<LoadedAlert[]> {
  const standing = includeCleared ? sql<boolean>`true` : sql<boolean>`a.cleared_at is null`
  const before = position ? sql<boolean>`a.id < ${position[1]}::uuid` : sql<boolean>`true`
  return selectAlerts(
    transaction,
    sql<boolean>`${alertsOf(transaction, asked)} and ${standing} and ${before}`,
    sql`a.id desc limit ${limit}`,
  )
}

export async function countAlerts(
  transaction: FirmTransaction,
  asked: AskedAlerts,
  includeCleared: boolean,
): Promise<number> {
  const standing = includeCleared ? sql<boolean>`true` : sql<boolean>`a.cleared_at is null`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from alert a where ${alertsOf(transaction, asked)} and ${standing}`.execute(
    transaction.kysely,
  )
  return rows[0]!.count
}

/** Standing alerts of households, in the order of their kinds, the weightiest of a kind first. */
export function alertsOfHouseholds(
  transaction: FirmTransaction,
  householdIds: readonly string[],
  asked: AskedAlerts = { filter: undefined, assignedOn: '' },
): Promise<LoadedAlert[]> {
  return selectAlerts(
    transaction,
    sql<boolean>`${alertsOf(transaction, asked)} and a.cleared_at is null and a.household_id = any(${[...householdIds]}::uuid[])`,
    WEIGHTIEST_FIRST,
  )
}

/** SQL: alerts in the order of their kinds, the weightiest of a kind first. */
export const WEIGHTIEST_FIRST = sql`array_position(array[${sql.join(ALERT_KINDS.map((kind) => sql.lit(kind)))}], a.kind),
  abs(a.points) desc nulls last, abs(a.amount) desc nulls last, a.until, a.id`
