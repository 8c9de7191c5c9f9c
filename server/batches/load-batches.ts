import { sql } from 'kysely'
import { camelRows } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { BATCH_HOUSEHOLD_STATES } from './batch.entity.ts'

type BatchHouseholdState = (typeof BATCH_HOUSEHOLD_STATES)[number]

const COLUMNS = [
  'id',
  'kind',
  'name',
  'state',
  'wishes',
  'as_of',
  'household_count',
  'author',
  'recorded_at',
  'finished_at',
  'cancelled_by',
] as const

/** Batches, latest first, before an id. */
export async function batchesBefore(
  { firmId, kysely }: FirmTransaction,
  id: string | undefined,
  limit: number,
) {
  const query = kysely
    .selectFrom('batch')
    .select(COLUMNS)
    .where('firm_id', '=', firmId)
    .orderBy('id', 'desc')
    .limit(limit)
  return camelRows(await (id === undefined ? query : query.where('id', '<', id)).execute())
}

export async function batchesById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  const query = kysely
    .selectFrom('batch')
    .select(COLUMNS)
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...ids])
  return camelRows(await query.execute())
}

/** How far a batch is, in households and in chunks. */
export interface ProgressOfBatch {
  readonly batchId: string
  readonly waiting: number
  readonly proposed: number
  readonly nothingDue: number
  readonly setAside: number
  readonly failed: number
  readonly cancelled: number
  readonly chunksDone: number
  readonly chunks: number
  /** Seconds until its end at the pace so far; null: it has ended, or nothing was done in the last minute. */
  readonly secondsLeft: number | null
}

/** How far batches are: counted, so that it is what the rows say. */
export async function progressOfBatches(
  { firmId, kysely }: FirmTransaction,
  batchIds: readonly string[],
): Promise<ProgressOfBatch[]> {
  const ids = sql`any(${[...batchIds]}::uuid[])`
  const { rows } = await sql<ProgressOfBatch>`
    with households as (
      select batch_id, sum(n) filter (where state = 'waiting') as waiting, sum(n) filter (where state = 'proposed') as proposed,
        sum(n) filter (where state = 'nothing_due') as nothing_due, sum(n) filter (where state = 'set_aside') as set_aside,
        sum(n) filter (where state = 'failed') as failed, sum(n) filter (where state = 'cancelled') as cancelled
      from (
        select batch_id, state, count(*) as n from batch_household
        where firm_id = ${firmId} and batch_id = ${ids} group by batch_id, state
      ) counted group by batch_id
    ), chunks as (
      select batch_id, count(*) as chunks, count(*) filter (where state = 'done') as done,
        count(*) filter (where state in ('waiting', 'running')) as open,
        -- The pace of late: a batch that is tried again may have begun days ago.
        count(*) filter (where finished_at > clock_timestamp() - interval '1 minute') as lately,
        extract(epoch from clock_timestamp() - min(started_at) filter (where finished_at > clock_timestamp() - interval '1 minute'))
          as seconds
      from batch_chunk where firm_id = ${firmId} and batch_id = ${ids} group by batch_id
    )
    select batch_id as "batchId", coalesce(waiting, 0)::int as waiting, coalesce(proposed, 0)::int as proposed,
      coalesce(nothing_due, 0)::int as "nothingDue", coalesce(set_aside, 0)::int as "setAside", coalesce(failed, 0)::int as failed,
      coalesce(cancelled, 0)::int as cancelled, done::int as "chunksDone", chunks::int as chunks,
      case when open > 0 and lately > 0 then round(seconds / lately * open, 1)::float8 end as "secondsLeft"
    from households join chunks using (batch_id)`.execute(kysely)
  return rows
}

/** Households of a batch after an id, in order of id, those in some states or all. */
export async function householdsOfBatch(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  {
    states,
    after,
    limit,
  }: {
    readonly states: readonly BatchHouseholdState[] | null | undefined
    readonly after: string | undefined
    readonly limit: number
  },
) {
  let query = kysely
    .selectFrom('batch_household')
    .select(['household_id', 'state', 'code', 'message', 'proposal_id', 'attempts'])
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', batchId)
    .orderBy('household_id')
    .limit(limit)
  if (states) query = query.where('state', 'in', [...states])
  if (after !== undefined) query = query.where('household_id', '>', after)
  return camelRows(await query.execute())
}
