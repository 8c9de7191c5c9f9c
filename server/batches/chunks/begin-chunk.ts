import { sql } from 'kysely'
import type { Database, FirmTransaction } from '../../database/in-firm.ts'
import type { Attempt, ChunkBatch, ChunkId } from './chunk.ts'
import { splitChunk } from './split-chunk.ts'

/** How often a chunk may be begun: whatever ended its worker so many times is in it. */
const MOST_ATTEMPTS = 3

/** 'ended': done, cancelled or given up; 'elsewhere': another worker has begun it since we did. */
export type Begun = Attempt | 'ended' | 'elsewhere'

/**
 * Counts a further attempt at a chunk and commits it before the work, so that a chunk which ends its workers is known by that: what
 * the same worker begins once more did not end it. `again`: only where nobody else has begun it meanwhile.
 */
export async function beginChunk(
  database: Database,
  chunk: ChunkId,
  worker: string,
  { again = false } = {},
): Promise<Begun> {
  return database.inFirm(chunk.firmId, async (transaction) => {
    const begun = await countAttempt(transaction, chunk, { worker, again })
    if (!begun) return (await isOpen(transaction, chunk)) ? 'elsewhere' : 'ended'
    const { attempts, ...batch } = begun
    if (attempts <= MOST_ATTEMPTS) return { ...chunk, worker, attempts, batch }
    await splitChunk(transaction, chunk, { ...LOST, author: batch.author })
    return 'ended'
  })
}

const LOST = {
  code: 'WORKER_LOST',
  message: `The worker that planned it has ended ${MOST_ATTEMPTS} times.`,
  // Each household by itself may end its worker twice more.
  attempts: 1,
} as const

async function countAttempt(
  { firmId, kysely }: FirmTransaction,
  { batchId, ordinal }: ChunkId,
  { worker, again }: { readonly worker: string; readonly again: boolean },
): Promise<(ChunkBatch & { attempts: number }) | undefined> {
  const { rows } = await sql<ChunkBatch & { attempts: number }>`
    update batch_chunk c set state = 'running', worker = ${worker}, started_at = clock_timestamp(),
      attempts = case when c.state = 'running' and c.worker = ${worker} then c.attempts else c.attempts + 1 end
    from batch b
    where c.firm_id = ${firmId} and c.batch_id = ${batchId} and c.ordinal = ${ordinal} and c.state in ('waiting', 'running')
      and (${!again} or c.worker = ${worker}) and b.firm_id = c.firm_id and b.id = c.batch_id
    returning c.attempts, b.kind, b.wishes, b.author`.execute(kysely)
  return rows[0]
}

/** Whether a chunk waits or is being worked. */
export async function isOpen(
  { firmId, kysely }: FirmTransaction,
  { batchId, ordinal }: ChunkId,
): Promise<boolean> {
  const row = await kysely
    .selectFrom('batch_chunk')
    .select('state')
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  return row?.state === 'waiting' || row?.state === 'running'
}

/** A worker that is told to stop lets go of its chunk, and the attempt does not count. */
export async function giveBackChunk(
  database: Database,
  { firmId, batchId, ordinal, worker, attempts }: Attempt,
): Promise<void> {
  await database.inFirm(firmId, ({ kysely }) =>
    kysely
      .updateTable('batch_chunk')
      .set({ attempts: attempts - 1, state: 'waiting', worker: null })
      .where('firm_id', '=', firmId)
      .where('batch_id', '=', batchId)
      .where('ordinal', '=', ordinal)
      .where('state', '=', 'running')
      .where('worker', '=', worker)
      .where('attempts', '=', attempts)
      .execute(),
  )
}
