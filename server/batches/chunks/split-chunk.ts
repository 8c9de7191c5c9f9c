import { sql } from 'kysely'
import { appendAudit } from '../../audit/append-audit.ts'
import { notifyChange } from '../../database/changes.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { enqueueChunks } from '../enqueue-chunks.ts'
import type { FailureCode } from '../planning/messages.ts'
import type { ChunkId } from './chunk.ts'
import { batchActor, finishBatch } from './finish-batch.ts'

/** Why a chunk is given up, and what its households begin with when each is tried by itself. */
export interface GivenUp {
  readonly code: FailureCode
  readonly message: string
  readonly attempts: number
  readonly author: string
}

/**
 * Gives a chunk up that cannot be worked: each of its households becomes a chunk of its own, so that the one which is to blame fails
 * alone. One that was alone already has failed.
 */
export async function splitChunk(
  transaction: FirmTransaction,
  { batchId, ordinal }: ChunkId,
  { code, message, attempts, author }: GivenUp,
): Promise<void> {
  const { firmId, kysely } = transaction
  const waiting = await kysely
    .selectFrom('batch_household')
    .select('household_id')
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', batchId)
    .where('chunk', '=', ordinal)
    .where('state', '=', 'waiting')
    .execute()
  await kysely
    .updateTable('batch_chunk')
    .set({ state: 'done', finished_at: sql`clock_timestamp()` })
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .execute()
  if (waiting.length > 1) {
    await enqueueChunks(transaction, batchId, await singleChunks(transaction, batchId, ordinal, attempts))
  } else {
    await sql`update batch_household set state = 'failed', code = ${code}, message = ${message}, attempts = attempts + 1
      where firm_id = ${firmId} and batch_id = ${batchId} and chunk = ${ordinal} and state = 'waiting'`.execute(
      kysely,
    )
    await finishBatch(transaction, batchId)
  }
  await notifyChange(transaction, { kind: 'batch', id: batchId })
  await appendAudit(transaction, batchActor(batchId, author), [
    {
      action: 'batch.chunk.giveUp',
      noun: 'batch',
      nounId: batchId,
      detail: { chunk: ordinal, code, households: waiting.length },
    },
  ])
}

/** A chunk for each household that waits in one; gives their ordinals. */
async function singleChunks(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  ordinal: number,
  attempts: number,
): Promise<number[]> {
  const { rows } = await sql<{ chunk: number }>`
    with waiting as (
      select household_id, row_number() over (order by household_id)::int as place
      from batch_household
      where firm_id = ${firmId} and batch_id = ${batchId} and chunk = ${ordinal} and state = 'waiting'
    ), room as (
      update batch set chunk_count = chunk_count + (select count(*) from waiting)
      where firm_id = ${firmId} and id = ${batchId}
      returning chunk_count - (select count(*) from waiting)::int as taken
    ), moved as (
      update batch_household h set chunk = room.taken + waiting.place
      from waiting, room
      where h.firm_id = ${firmId} and h.batch_id = ${batchId} and h.household_id = waiting.household_id
      returning h.chunk
    )
    insert into batch_chunk (firm_id, batch_id, ordinal, state, attempts)
    select ${firmId}, ${batchId}, chunk, 'waiting', ${attempts} from moved
    returning ordinal as chunk`.execute(kysely)
  return rows.map(({ chunk }) => chunk)
}
