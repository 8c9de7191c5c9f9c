import { sql } from 'kysely'
import type { Outcome } from '../audit/once.ts'
import { notifyChange } from '../database/changes.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { enqueueChunks } from './enqueue-chunks.ts'
import { CHUNK_HOUSEHOLDS } from './make-batch.ts'
import { refuse } from './start-batch.ts'

export interface RetryRequest {
  readonly batchId: string
  /** Households that were set aside as well: what was missing may be there by now. */
  readonly setAside: boolean
}

/** Plans again what failed in a batch that has ended, and nothing else; each keeps its reason until it has another outcome. */
export async function retryBatch(
  transaction: FirmTransaction,
  { batchId, setAside }: RetryRequest,
): Promise<Outcome<{ batchId: string }, Refused>> {
  const { firmId, kysely } = transaction
  const batch = await kysely
    .selectFrom('batch')
    .select(['state', 'fingerprint'])
    .where('firm_id', '=', firmId)
    .where('id', '=', batchId)
    .forUpdate()
    .executeTakeFirst()
  if (!batch) return { kind: 'refused', refused: notFound('batch') }
  if (batch.state === 'running')
    return refuse('STILL_RUNNING', 'The batch is running: what failed can be tried again when it has ended.')
  const twin = await kysely
    .selectFrom('batch')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('fingerprint', '=', batch.fingerprint)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (twin) return refuse('STILL_RUNNING', 'The same batch was started again and is running.')
  const states = setAside ? ['failed', 'set_aside'] : ['failed']
  const { rows } = await sql<{ chunk: number; households: number }>`
    with again as (
      select household_id, ((row_number() over (order by household_id) - 1) / ${CHUNK_HOUSEHOLDS}::int + 1)::int as place
      from batch_household
      where firm_id = ${firmId} and batch_id = ${batchId} and state = any(${states}::text[])
    ), room as (
      update batch set state = 'running', finished_at = null, version = version + 1,
        chunk_count = chunk_count + (select coalesce(max(place), 0) from again)
      where firm_id = ${firmId} and id = ${batchId} and exists (select from again)
      returning chunk_count - (select coalesce(max(place), 0) from again) as taken
    ), moved as (
      update batch_household h set state = 'waiting', chunk = room.taken + again.place
      from again, room
      where h.firm_id = ${firmId} and h.batch_id = ${batchId} and h.household_id = again.household_id
      returning h.chunk
    ), chunks as (
      insert into batch_chunk (firm_id, batch_id, ordinal, state, attempts)
      select distinct ${firmId}::uuid, ${batchId}::uuid, chunk, 'waiting', 0 from moved
    )
    select chunk, count(*)::int as households from moved group by chunk order by chunk`.execute(kysely)
  if (rows.length === 0) return refuse('NOTHING_TO_RETRY', 'No household of the batch has failed.')
  await enqueueChunks(
    transaction,
    batchId,
    rows.map(({ chunk }) => chunk),
  )
  await notifyChange(transaction, { kind: 'batch', id: batchId })
  const households = rows.reduce((sum, row) => sum + row.households, 0)
  const detail = { households, setAside }
  return {
    kind: 'done',
    result: { batchId },
    audit: [{ action: 'batch.retry', noun: 'batch', nounId: batchId, detail }],
  }
}
