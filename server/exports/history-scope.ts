import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'

export const HISTORY_KINDS = ['model', 'household', 'advisor', 'firm'] as const

/** Whose history is asked for, between two days, both included. */
export interface HistoryWish {
  readonly kind: (typeof HISTORY_KINDS)[number]
  /** The model's name, the household's reference, the advisor's name; of the firm nothing. */
  readonly subject: string | null
  readonly from: string
  readonly to: string
}

/** What a history is of, found. */
export interface HistoryScope extends HistoryWish {
  /** As its audit record names it. */
  readonly nounId: string
  readonly firmName: string
  /** The name to show: of a household with its reference. */
  readonly title: string
  /** Models that any of the households was on at any time of the range; of the firm all. */
  readonly modelIds: readonly string[]
  readonly householdIds: readonly string[]
  /** Of a model's history: only what happened while households were on it. */
  readonly onModel: string | null
}

export interface HistoryRefused {
  readonly kind: 'refused'
  readonly code: 'BAD_RANGE' | 'UNKNOWN_MODEL' | 'UNKNOWN_HOUSEHOLD' | 'UNKNOWN_ADVISOR'
  readonly message: string
}

const refused = (code: HistoryRefused['code'], message: string): HistoryRefused => ({
  kind: 'refused',
  code,
  message,
})

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text)

/** Why a range of days is none. */
export function rangeRefused({ from, to }: Pick<HistoryWish, 'from' | 'to'>): HistoryRefused | null {
  const bad = [from, to].find((day) => !isDay(day))
  if (bad !== undefined) return refused('BAD_RANGE', `${bad} is no day: write days like 2026-01-31.`)
  return from > to ? refused('BAD_RANGE', `The range ends (${to}) before it starts (${from}).`) : null
}

/** Finds what a history is asked for. */
export async function findScope(
  transaction: FirmTransaction,
  wish: HistoryWish,
): Promise<HistoryScope | HistoryRefused> {
  const bad = rangeRefused(wish)
  if (bad) return bad
  const { firmId, kysely } = transaction
  const { name: firmName } = await kysely
    .selectFrom('firm')
    .select('name')
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow()
  const subject = wish.subject ?? ''
  const found = await FINDERS[wish.kind](transaction, subject)
  if ('code' in found) return found
  const { nounId, title, onModel } = found
  const householdIds = found.householdIds ?? (await householdsOn(transaction, onModel!, wish))
  const modelIds = found.modelIds ?? (await modelsOf(transaction, householdIds, wish))
  return {
    ...wish,
    nounId,
    firmName,
    title: title ?? firmName,
    modelIds,
    householdIds,
    onModel: onModel ?? null,
  }
}

interface Found {
  readonly nounId: string
  readonly title?: string
  readonly modelIds?: readonly string[]
  readonly householdIds?: readonly string[]
  readonly onModel?: string
}

type Finder = (transaction: FirmTransaction, subject: string) => Promise<Found | HistoryRefused>

const FINDERS: Readonly<Record<HistoryWish['kind'], Finder>> = {
  async model({ firmId, kysely }, name) {
    const model = await kysely
      .selectFrom('model')
      .select('id')
      .where('firm_id', '=', firmId)
      .where('name', '=', name)
      .executeTakeFirst()
    if (!model) return refused('UNKNOWN_MODEL', `There is no model called ${name}.`)
    return { nounId: model.id, title: name, modelIds: [model.id], onModel: model.id }
  },
  async household({ firmId, kysely }, reference) {
    const household = await kysely
      .selectFrom('household')
      .select(['id', 'name'])
      .where('firm_id', '=', firmId)
      .where('reference', '=', reference)
      .executeTakeFirst()
    if (!household)
      return refused('UNKNOWN_HOUSEHOLD', `There is no household with the reference ${reference}.`)
    return { nounId: household.id, title: `${reference} ${household.name}`, householdIds: [household.id] }
  },
  async advisor({ firmId, kysely }, advisor) {
    const households = await kysely
      .selectFrom('household')
      .select('id')
      .where('firm_id', '=', firmId)
      .where('advisor', '=', advisor)
      .orderBy('id')
      .execute()
    if (households.length === 0) return refused('UNKNOWN_ADVISOR', `No household has the advisor ${advisor}.`)
    return { nounId: advisor, title: advisor, householdIds: households.map(({ id }) => id) }
  },
  async firm({ firmId, kysely }) {
    const ids = async (table: 'household' | 'model') =>
      (await kysely.selectFrom(table).select('id').where('firm_id', '=', firmId).orderBy('id').execute()).map(
        ({ id }) => id,
      )
    return { nounId: firmId, modelIds: await ids('model'), householdIds: await ids('household') }
  },
}

/**
 * From when until when households were on models: of the rows of one date the latest recorded counts, and each lasts until the
 * next. `until` is the first day after; none: it lasts.
 */
export const assignmentPeriods = (firmId: string): RawBuilder<unknown> => sql`(
  select household_id, model_id, effective_from, recorded_at, author,
    lead(effective_from) over (partition by household_id order by effective_from) as until
  from (
    select distinct on (household_id, effective_from) household_id, effective_from, model_id, recorded_at, author
    from model_assignment where firm_id = ${firmId}
    order by household_id, effective_from, recorded_at desc
  ) stated
)`

/** Whether a period has a day of the range. */
export const inRange = ({ from, to }: Pick<HistoryWish, 'from' | 'to'>, start: string, until: string) =>
  sql<boolean>`(${sql.ref(start)} <= ${to}::date and (${sql.ref(until)} is null or ${sql.ref(until)} > ${from}::date))`

/** Whether something was recorded on a day of the range, UTC. */
export const recordedIn = ({ from, to }: Pick<HistoryWish, 'from' | 'to'>, column: string) =>
  sql<boolean>`(${sql.ref(column)} >= ${from}::timestamp at time zone 'UTC'
    and ${sql.ref(column)} < (${to}::date + 1)::timestamp at time zone 'UTC')`

async function householdsOn({ firmId, kysely }: FirmTransaction, modelId: string, wish: HistoryWish) {
  const { rows } = await sql<{ id: string }>`
    select distinct household_id as id from ${assignmentPeriods(firmId)} a
    where a.model_id = ${modelId} and ${inRange(wish, 'a.effective_from', 'a.until')} order by 1`.execute(
    kysely,
  )
  return rows.map(({ id }) => id)
}

async function modelsOf(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
  wish: HistoryWish,
) {
  const { rows } = await sql<{ id: string }>`
    select distinct model_id as id from ${assignmentPeriods(firmId)} a
    where a.household_id = any(${[...householdIds]}::uuid[]) and a.model_id is not null
      and ${inRange(wish, 'a.effective_from', 'a.until')} order by 1`.execute(kysely)
  return rows.map(({ id }) => id)
}
