import { sql, type RawBuilder } from 'kysely'
import { notifyChange } from '../database/changes.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { refreshDrift } from './refresh-drift.ts'
import { dataAlerts } from './kinds/data-alerts.ts'
import { IDENTITY, TOLD, type FoundAlerts, type WatchedFirm } from './kinds/found-alerts.ts'
import { holdingAlerts } from './kinds/holding-alerts.ts'
import { overrideAlerts } from './kinds/override-alerts.ts'
import { rangeAlerts } from './kinds/range-alerts.ts'

/** Every kind of alert, in groups that one statement finds. */
const GROUPS: readonly ((firm: WatchedFirm) => FoundAlerts)[] = [
  rangeAlerts,
  holdingAlerts,
  overrideAlerts,
  dataAlerts,
]

/** What a refresh came to. */
export interface AlertChanges {
  readonly raised: number
  readonly cleared: number
}

/**
 * Raises what asks for attention now, clears what no longer does, and keeps the first day of what goes on: of chosen households, or
 * of the whole firm, in a fixed number of statements. Called after drift was measured, in the transaction that changed the facts.
 */
export async function refreshAlerts(
  transaction: FirmTransaction,
  asOf: string,
  householdIds?: readonly string[],
): Promise<AlertChanges> {
  const { firmId, kysely } = transaction
  const firm = await watchedFirm(transaction, asOf, householdIds)
  // As for drift: the planner cannot know how many rows the parts give, and would loop over them.
  await sql`set local enable_nestloop = off`.execute(kysely)
  await sql`set local enable_mergejoin = off`.execute(kysely)
  await sql`set local work_mem = '256MB'`.execute(kysely)
  const changes: AlertChanges[] = []
  for (const find of GROUPS) changes.push(await settle(transaction, firm, find(firm)))
  await sql`set local enable_nestloop = on`.execute(kysely)
  await sql`set local enable_mergejoin = on`.execute(kysely)
  await sql`set local work_mem to default`.execute(kysely)
  const raised = changes.reduce((sum, change) => sum + change.raised, 0)
  const cleared = changes.reduce((sum, change) => sum + change.cleared, 0)
  await notifyChange(transaction, { kind: 'queue', id: firmId })
  return { raised, cleared }
}

/** Measures drift anew, and then what asks for attention, of chosen households or of the whole firm. */
export async function refreshMonitoring(
  transaction: FirmTransaction,
  asOf: string,
  householdIds?: readonly string[],
): Promise<AlertChanges> {
  await refreshDrift(transaction, asOf, householdIds)
  return refreshAlerts(transaction, asOf, householdIds)
}

async function watchedFirm(
  { firmId, kysely }: FirmTransaction,
  asOf: string,
  householdIds: readonly string[] | undefined,
): Promise<WatchedFirm> {
  if (householdIds === undefined) {
    const all = () => sql<boolean>`true`
    return { firmId, asOf, isChosen: all, isAccountChosen: all }
  }
  const { rows } = await sql<{ id: string }>`
    select id from account where firm_id = ${firmId} and household_id = any(${[...householdIds]}::uuid[])`.execute(
    kysely,
  )
  const among = (ids: readonly string[]) => (column: string) =>
    sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])`
  return { firmId, asOf, isChosen: among(householdIds), isAccountChosen: among(rows.map(({ id }) => id)) }
}

const NIL = '00000000-0000-0000-0000-000000000000'

/** Null in an identity is a value like others; equality on it can be hashed. */
const comparable = (column: (typeof IDENTITY)[number]) =>
  column === 'kind' || column === 'problem'
    ? sql`coalesce(${sql.ref(column)}, '')`
    : sql`coalesce(${sql.ref(column)}, ${sql.lit(NIL)}::uuid)`

/** A UUIDv7: the time in milliseconds, then chance. PostgreSQL makes them from version 18 on. */
const newId: RawBuilder<unknown> = sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`

/** Holds what was found against what stands, and writes the difference. */
async function settle(
  { firmId, kysely }: FirmTransaction,
  { asOf, isChosen }: WatchedFirm,
  { covers, tables, rows }: FoundAlerts,
): Promise<AlertChanges> {
  const columns = (names: readonly string[], table: string) =>
    sql.join(names.map((name) => sql.ref(`${table}.${name}`)))
  const same = sql.join(
    IDENTITY.map((name) => sql`${sql.ref(`s_${name}`)} = ${sql.ref(`f_${name}`)}`),
    sql` and `,
  )
  const keyed = (prefix: string) =>
    sql.join(IDENTITY.map((name) => sql`${comparable(name)} as ${sql.ref(`${prefix}_${name}`)}`))
  const { rows: counted } = await sql<AlertChanges>`
    with ${tables},
    found as materialized (
      select *, ${keyed('f')} from (${rows}) found
    ),
    standing as (
      select *, ${keyed('s')} from alert
      where firm_id = ${firmId} and cleared_at is null and (${covers})
        and (household_id is null or ${isChosen('household_id')})
    ),
    compared as materialized (
      select f.*, s.id as standing_id, s.as_of as seen_on,
        (${columns(TOLD, 'f')}) is distinct from (${columns(TOLD, 's')}) as is_told_anew
      from found f full join standing s on ${same}
    ),
    changed as (
      update alert set as_of = case when c.kind is null then alert.as_of else ${asOf} end,
        ${sql.join(TOLD.map((name) => sql`${sql.ref(name)} = case when c.kind is null then ${sql.ref(`alert.${name}`)} else ${sql.ref(`c.${name}`)} end`))},
        cleared_at = case when c.kind is null then clock_timestamp() end, cleared_on = case when c.kind is null then ${asOf}::date end
      from compared c
      where alert.firm_id = ${firmId} and alert.id = c.standing_id and alert.cleared_at is null
        and (c.kind is null or c.is_told_anew or c.seen_on <> ${asOf})
      returning alert.cleared_at
    ),
    raised as (
      insert into alert (firm_id, id, ${sql.join([...IDENTITY, ...TOLD].map((name) => sql.ref(name)))}, first_seen_on, as_of)
      select ${firmId}, ${newId}, ${columns([...IDENTITY, ...TOLD], 'c')}, ${asOf}, ${asOf} from compared c where c.standing_id is null
      returning 1
    )
    select (select count(*)::int from raised) as raised, (select count(cleared_at)::int from changed) as cleared`.execute(
    kysely,
  )
  return counted[0]!
}
