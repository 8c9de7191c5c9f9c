import { sql } from 'kysely'
import type { Database, FirmTransaction } from '../../database/in-firm.ts'
import type { Attempt, ChunkBatch, ChunkId } from './chunk.ts'
import { splitChunk } from './split-chunk.ts'

/** How often a chunk may be begun: whatever ended its worker so many times is in it. */
const MOST_ATTEMPTS = 3

/**
 * Counts a further attempt at a chunk and commits it before the work, so that a chunk which ends its workers is known by that. None:
 * there is nothing to do, since it is done, cancelled or given up.
 */
export async function beginChunk(
  database: Database,
  chunk: ChunkId,
  worker: string,
): Promise<Attempt | undefined> {
  return database.inFirm(chunk.firmId, async (transaction) => {
    const begun = await countAttempt(transaction, chunk, worker)
    if (!begun) return undefined
    const { attempts, ...batch } = begun
    if (attempts <= MOST_ATTEMPTS) return { ...chunk, worker, attempts, batch }
    await splitChunk(transaction, chunk, { ...LOST, author: batch.author })
    return undefined
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
  worker: string,
): Promise<(ChunkBatch & { attempts: number }) | undefined> {
  const { rows } = await sql<ChunkBatch & { attempts: number }>`
    update batch_chunk c set attempts = c.attempts + 1, state = 'running', worker = ${worker}, started_at = clock_timestamp()
    from batch b
    where c.firm_id = ${firmId} and c.batch_id = ${batchId} and c.ordinal = ${ordinal} and c.state in ('waiting', 'running')
      and b.firm_id = c.firm_id and b.id = c.batch_id
    returning c.attempts, b.kind, b.wishes, b.author`.execute(kysely)
  return rows[0]
}

/** An attempt that its worker survived does not count: the database went away, or the worker was told to stop. */
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
