import { sql } from 'kysely'
import type { Actor } from '../../audit/append-audit.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'

/** Who a batch's work is done for: its author, under the batch's number. */
export const batchActor = (batchId: string, author: string): Actor => ({
  name: author,
  requestId: `batch ${batchId}`,
})

/**
 * Ends a batch of which no household waits any more. Called after a chunk's row has changed, which is locked before the batch's
 * row everywhere: so of two chunks that end at once, the second sees the first.
 */
export async function finishBatch({ firmId, kysely }: FirmTransaction, batchId: string): Promise<void> {
  await sql`select from batch where firm_id = ${firmId} and id = ${batchId} for update`.execute(kysely)
  await sql`update batch set state = 'done', finished_at = clock_timestamp(), version = version + 1
    where firm_id = ${firmId} and id = ${batchId} and state = 'running' and not exists (
      select from batch_chunk c where c.firm_id = ${firmId} and c.batch_id = ${batchId} and c.state in ('waiting', 'running')
    )`.execute(kysely)
}
