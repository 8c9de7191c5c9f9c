import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'

/** Puts chunks of a batch into the queue; workers see them when the transaction commits. */
export async function enqueueChunks(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  ordinals: readonly number[],
): Promise<void> {
  if (ordinals.length === 0) return
  await sql`select enqueue_chunks(${firmId}::uuid, ${batchId}::uuid, ${[...ordinals]}::int[])`.execute(kysely)
}
