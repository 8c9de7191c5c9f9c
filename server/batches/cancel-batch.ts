import { sql } from 'kysely'
import type { Outcome } from '../audit/once.ts'
import { notifyChange } from '../database/changes.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { refuse } from './start-batch.ts'

/** Stops a batch: households that wait are not planned, and chunks under way are not saved. What was saved stays. */
export async function cancelBatch(
  transaction: FirmTransaction,
  { batchId, by }: { readonly batchId: string; readonly by: string },
): Promise<Outcome<{ batchId: string }, Refused>> {
  const { firmId, kysely } = transaction
  // Chunks before their batch, as whoever saves one: a chunk that is just being saved is waited for.
  await sql`select from batch_chunk where firm_id = ${firmId} and batch_id = ${batchId} and state in ('waiting', 'running')
    order by ordinal for update`.execute(kysely)
  const batch = await kysely
    .selectFrom('batch')
    .select('state')
    .where('firm_id', '=', firmId)
    .where('id', '=', batchId)
    .forUpdate()
    .executeTakeFirst()
  if (!batch) return { kind: 'refused', refused: notFound('batch') }
  if (batch.state !== 'running') return refuse('NOT_RUNNING', `The batch is ${batch.state} already.`)
  const { rows } = await sql<{ households: number }>`
    with chunks as (
      update batch_chunk set state = 'cancelled', finished_at = clock_timestamp()
      where firm_id = ${firmId} and batch_id = ${batchId} and state in ('waiting', 'running')
    ), households as (
      update batch_household set state = 'cancelled' where firm_id = ${firmId} and batch_id = ${batchId} and state = 'waiting'
      returning 1
    ), ended as (
      update batch set state = 'cancelled', finished_at = clock_timestamp(), cancelled_by = ${by}, version = version + 1
      where firm_id = ${firmId} and id = ${batchId}
    )
    select count(*)::int as households from households`.execute(kysely)
  await notifyChange(transaction, { kind: 'batch', id: batchId })
  const detail = { households: rows[0]!.households }
  return {
    kind: 'done',
    result: { batchId },
    audit: [{ action: 'batch.cancel', noun: 'batch', nounId: batchId, detail }],
  }
}
