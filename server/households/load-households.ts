import { sql, type SelectQueryBuilder } from 'kysely'
import { camelRows } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { idOrNil } from '../graphql/ids.ts'
import type { Position } from '../graphql/pages.ts'
import type { AccountFilter, AccountOrder } from './account.types.ts'
import type { HouseholdFilter, HouseholdOrder } from './household.types.ts'

/** Text in any case, with the wildcards of LIKE taken literally. */
const containing = (text: string) => `%${text.slice(0, 100).replace(/[\\%_]/g, '\\$&')}%`

/** Keyset order by a stored integer, descending, then id; rows without drift come last as -1. */
const DRIFT_KEYS = {
  driftDesc: sql<number>`coalesce(d.largest_drift, -1)`,
  outOfBandDesc: sql<number>`coalesce(d.out_of_band, -1)`,
} as const

/** Which households, and the day whose assignments say which model is theirs. */
export interface AskedHouseholds {
  readonly filter: HouseholdFilter | null | undefined
  readonly assignedOn: string
}

/** The households that are assigned to a model on a day. */
export function householdsOnModel(
  kysely: FirmTransaction['kysely'],
  firmId: string,
  modelId: string,
  assignedOn: string,
) {
  const assigned = kysely
    .selectFrom('model_assignment')
    .distinctOn('household_id')
    .select(['household_id', 'model_id'])
    .where('firm_id', '=', firmId)
    .where('effective_from', '<=', assignedOn)
    .orderBy('household_id')
    .orderBy('effective_from', 'desc')
    .orderBy('recorded_at', 'desc')
    .as('assigned')
  return kysely.selectFrom(assigned).select('assigned.household_id').where('assigned.model_id', '=', modelId)
}

function filteredHouseholds({ firmId, kysely }: FirmTransaction, { filter, assignedOn }: AskedHouseholds) {
  let query = kysely
    .selectFrom('household as h')
    .leftJoin('drift as d', (join) =>
      join.onRef('d.firm_id', '=', 'h.firm_id').onRef('d.subject_id', '=', 'h.id'),
    )
    .where('h.firm_id', '=', firmId)
  if (typeof filter?.outOfBand === 'boolean')
    query = query.where('d.out_of_band', filter.outOfBand ? '>' : '=', 0)
  if (filter?.search) {
    const like = containing(filter.search)
    query = query.where((where) =>
      where.or([where('h.name', 'ilike', like), where('h.reference', 'ilike', like)]),
    )
  }
  if (typeof filter?.advisor === 'string')
    query = query.where(sql<string>`coalesce(h.advisor, '')`, '=', filter.advisor)
  if (typeof filter?.custodian === 'string') {
    const there = kysely
      .selectFrom('account')
      .select('household_id')
      .where('firm_id', '=', firmId)
      .where('custodian', '=', filter.custodian)
    query = query.where('h.id', 'in', there)
  }
  if (filter?.alertKinds) {
    const alerted = kysely
      .selectFrom('alert')
      .select(sql<string>`household_id`.as('household_id'))
      .where('firm_id', '=', firmId)
      .where('cleared_at', 'is', null)
      .where('kind', '=', sql<(typeof filter.alertKinds)[number]>`any(${[...filter.alertKinds]}::text[])`)
    query = query.where('h.id', 'in', alerted)
  }
  if (filter?.modelId)
    query = query.where('h.id', 'in', householdsOnModel(kysely, firmId, idOrNil(filter.modelId), assignedOn))
  return query
}

function filteredAccounts({ firmId, kysely }: FirmTransaction, filter: AccountFilter | null | undefined) {
  let query = kysely
    .selectFrom('account as a')
    .leftJoin('drift as d', (join) =>
      join.onRef('d.firm_id', '=', 'a.firm_id').onRef('d.subject_id', '=', 'a.id'),
    )
    .where('a.firm_id', '=', firmId)
  if (typeof filter?.outOfBand === 'boolean')
    query = query.where('d.out_of_band', filter.outOfBand ? '>' : '=', 0)
  if (filter?.householdId) query = query.where('a.household_id', '=', idOrNil(filter.householdId))
  if (filter?.custodian) query = query.where('a.custodian', '=', filter.custodian)
  if (filter?.taxStatus) query = query.where('a.tax_status', '=', filter.taxStatus)
  if (filter?.search) {
    const like = containing(filter.search)
    query = query.where((where) =>
      where.or([where('a.name', 'ilike', like), where('a.account_number', 'ilike', like)]),
    )
  }
  return query
}

type Joined = SelectQueryBuilder<never, never, object>

/** Adds order, start and size of a page to a query; `text` is the column of the ascending text order. */
function paged<Query>(
  query: Query,
  order: HouseholdOrder | AccountOrder,
  ids: { text: string; id: string },
  position: Position | undefined,
  limit: number,
): Query {
  let built = query as unknown as Joined
  const id = sql.ref(ids.id)
  if (order === 'driftDesc' || order === 'outOfBandDesc') {
    const key = DRIFT_KEYS[order]
    if (position) {
      const [value, last] = position
      built = built.where(
        sql<boolean>`(${key} < ${Number(value)} or (${key} = ${Number(value)} and ${id} > ${last}::uuid))`,
      )
    }
    built = built.orderBy(sql`${key} desc`).orderBy(id)
  } else {
    const text = sql.ref(ids.text)
    if (position) built = built.where(sql<boolean>`${text} > ${String(position[0])}`)
    built = built.orderBy(text)
  }
  return built.limit(limit) as unknown as Query
}

/** One page of households in an order, with the key each stands at. */
export async function householdPage(
  transaction: FirmTransaction,
  asked: AskedHouseholds,
  order: HouseholdOrder,
  position: Position | undefined,
  limit: number,
) {
  const query = filteredHouseholds(transaction, asked)
    .selectAll('h')
    .select([
      sql<number>`coalesce(d.largest_drift, -1)`.as('largest_drift'),
      sql<number>`coalesce(d.out_of_band, -1)`.as('out_of_band'),
    ])
  return camelRows(await paged(query, order, { text: 'h.reference', id: 'h.id' }, position, limit).execute())
}

export async function countHouseholds(transaction: FirmTransaction, asked: AskedHouseholds) {
  const row = await filteredHouseholds(transaction, asked)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** One page of accounts in an order, with the key each stands at. */
export async function accountPage(
  transaction: FirmTransaction,
  filter: AccountFilter | null | undefined,
  order: AccountOrder,
  position: Position | undefined,
  limit: number,
) {
  const query = filteredAccounts(transaction, filter)
    .selectAll('a')
    .select([
      sql<number>`coalesce(d.largest_drift, -1)`.as('largest_drift'),
      sql<number>`coalesce(d.out_of_band, -1)`.as('out_of_band'),
    ])
  return camelRows(
    await paged(query, order, { text: 'a.account_number', id: 'a.id' }, position, limit).execute(),
  )
}

export async function countAccounts(transaction: FirmTransaction, filter: AccountFilter | null | undefined) {
  const row = await filteredAccounts(transaction, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function householdsById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('household')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

export async function accountsById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('account')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

export async function accountsOfHouseholds(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
) {
  return camelRows(
    await kysely
      .selectFrom('account')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('household_id', 'in', [...householdIds])
      .orderBy('account_number')
      .execute(),
  )
}

export async function taxpayersOfHouseholds(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
) {
  return camelRows(
    await kysely
      .selectFrom('taxpayer')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('household_id', 'in', [...householdIds])
      .orderBy('reference')
      .execute(),
  )
}

export async function taxpayersById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('taxpayer')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

/** Lots that still hold shares, in order of security and day. */
export async function lotsOfAccounts({ firmId, kysely }: FirmTransaction, accountIds: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('tax_lot')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('account_id', 'in', [...accountIds])
      .where('shares', '<>', '0')
      .orderBy('security_id')
      .orderBy('acquired')
      .orderBy('id')
      .execute(),
  )
}

/** Overrides of households and their accounts as last recorded, whether or not they are in force today. */
export async function overridesOfHouseholds(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
) {
  return camelRows(
    await kysely
      .selectFrom('override as o')
      .leftJoin('account as a', (join) =>
        join.onRef('a.firm_id', '=', 'o.firm_id').onRef('a.id', '=', 'o.account_id'),
      )
      .distinctOn('o.id')
      .selectAll('o')
      .select(sql<string>`coalesce(o.household_id, a.household_id)`.as('of_household'))
      .where('o.firm_id', '=', firmId)
      .where((where) =>
        where.or([
          where('o.household_id', 'in', [...householdIds]),
          where('a.household_id', 'in', [...householdIds]),
        ]),
      )
      .orderBy('o.id')
      .orderBy('o.recorded_at', 'desc')
      .execute(),
  )
}

/** Overrides for every account of the firm as last recorded. */
export async function overridesOfFirm({ firmId, kysely }: FirmTransaction) {
  const latest = await kysely
    .selectFrom('override')
    .distinctOn('id')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where('household_id', 'is', null)
    .where('account_id', 'is', null)
    .orderBy('id')
    .orderBy('recorded_at', 'desc')
    .execute()
  return camelRows(latest)
}

/** Overrides by id, as last recorded. */
export async function overridesById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  const latest = await kysely
    .selectFrom('override')
    .distinctOn('id')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .orderBy('recorded_at', 'desc')
    .execute()
  return camelRows(latest)
}

/** Of households that were ever rebalanced: the as-of date of the latest proposal that was approved. */
export async function lastRebalancedOf(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
): Promise<{ householdId: string; day: string }[]> {
  const { rows } = await sql<{ householdId: string; day: string }>`
    select household_id as "householdId", max(as_of)::text as day from proposal
    where firm_id = ${firmId} and household_id = any(${[...householdIds]}::uuid[]) and state = 'approved'
    group by household_id`.execute(kysely)
  return rows
}
