import { sql, type RawBuilder } from 'kysely'
import { sha256, type AuditNote } from '../audit/audit-line.ts'
import { notifyChange } from '../database/changes.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import type { BATCH_KINDS } from './batch.entity.ts'
import type { BatchWishes } from './batch-wishes.ts'
import { enqueueChunks } from './enqueue-chunks.ts'

/** Households of a chunk: large enough to load in bulk, small enough to be lost with its worker. README has the measurement. */
export const CHUNK_HOUSEHOLDS = 50

export interface NewBatch {
  readonly kind: (typeof BATCH_KINDS)[number]
  readonly name: string
  /** What was asked for, as it is kept, and by which the same batch is known. */
  readonly selection: unknown
  readonly wishes: BatchWishes
  readonly asOf: string
  readonly author: string
  /** Its households, as a query of (household_id uuid, flows jsonb). */
  readonly households: RawBuilder<unknown>
}

export type MadeBatch =
  | { readonly kind: 'made' | 'alreadyRunning'; readonly batchId: string; readonly audit: AuditNote[] }
  | { readonly kind: 'noHouseholds' }

/** Keeps a batch with its households in chunks and puts these into the queue; where the same one runs already, gives that. */
export async function makeBatch(transaction: FirmTransaction, batch: NewBatch): Promise<MadeBatch> {
  const { selection, wishes, kind } = batch
  const fingerprint = sha256(canonicalJson({ kind, selection, wishes }))
  const batchId = uuidv7()
  const running = await insertBatch(transaction, batchId, fingerprint, batch)
  if (running !== undefined) return { kind: 'alreadyRunning', batchId: running, audit: [] }
  const { households, chunks } = await insertHouseholds(transaction, batchId, batch.households)
  if (households === 0) return { kind: 'noHouseholds' }
  await enqueueChunks(
    transaction,
    batchId,
    Array.from({ length: chunks }, (_, at) => at + 1),
  )
  await notifyChange(transaction, { kind: 'batch', id: batchId })
  const { name, asOf } = batch
  const detail = { kind, name, households, asOf, fingerprint }
  return { kind: 'made', batchId, audit: [{ action: 'batch.start', noun: 'batch', nounId: batchId, detail }] }
}

/** Inserts it, or gives the id of the same batch that runs. */
async function insertBatch(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  fingerprint: string,
  { kind, name, selection, wishes, asOf, author }: NewBatch,
): Promise<string | undefined> {
  for (;;) {
    // One who starts the same just now is waited for.
    const inserted = await sql`
      insert into batch (firm_id, id, kind, name, state, selection, wishes, fingerprint, as_of, household_count, chunk_count, author)
      values (${firmId}, ${batchId}, ${kind}, ${name}, 'running', ${JSON.stringify(selection)}::jsonb,
        ${JSON.stringify(wishes)}::jsonb, ${fingerprint}, ${asOf}, 0, 0, ${author})
      on conflict (firm_id, fingerprint) where state = 'running' do nothing returning id`.execute(kysely)
    if (inserted.rows.length > 0) return undefined
    const running = await kysely
      .selectFrom('batch')
      .select('id')
      .where('firm_id', '=', firmId)
      .where('fingerprint', '=', fingerprint)
      .where('state', '=', 'running')
      .executeTakeFirst()
    // It may have ended between the two statements.
    if (running) return running.id
  }
}

/** Households in order of id, cut into chunks; gives how many there are of either. */
async function insertHouseholds(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  households: RawBuilder<unknown>,
): Promise<{ households: number; chunks: number }> {
  const { rows } = await sql<{ households: number; chunks: number }>`
    with chosen as (
      select household_id, flows, ((row_number() over (order by household_id) - 1) / ${CHUNK_HOUSEHOLDS}::int + 1)::int as chunk
      from (${households}) as asked
    ), added as (
      insert into batch_household (firm_id, batch_id, household_id, chunk, state, flows, attempts)
      select ${firmId}, ${batchId}, household_id, chunk, 'waiting', flows, 0 from chosen
    ), chunked as (
      insert into batch_chunk (firm_id, batch_id, ordinal, state, attempts)
      select distinct ${firmId}::uuid, ${batchId}::uuid, chunk, 'waiting', 0 from chosen
    )
    update batch set household_count = (select count(*) from chosen), chunk_count = (select coalesce(max(chunk), 0) from chosen)
    where firm_id = ${firmId} and id = ${batchId}
    returning household_count as households, chunk_count as chunks`.execute(kysely)
  return rows[0]!
}
