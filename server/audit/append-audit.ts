import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import { GENESIS, hashedLine, type AuditLine, type AuditNote } from './audit-line.ts'

/** Who changes state, and under which request. */
export interface Actor {
  readonly name: string
  readonly requestId: string
}

/** The moment by the database's clock, as records spell it. */
export const instantText = sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * Adds entries to the firm's chain. The last thing a transaction does: the head row stays locked until it commits, and whoever
 * held it while doing other work would make every other writer of the firm wait.
 */
export async function appendAudit(
  { firmId, kysely }: FirmTransaction,
  actor: Actor,
  notes: readonly AuditNote[],
): Promise<void> {
  if (notes.length === 0) return
  await kysely
    .insertInto('audit_head')
    .values({ firm_id: firmId, sequence: '0', hash: GENESIS })
    .onConflict((conflict) => conflict.column('firm_id').doNothing())
    .execute()
  const head = await kysely
    .selectFrom('audit_head')
    .select(['sequence', 'hash', instantText.as('now')])
    .where('firm_id', '=', firmId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  let sequence = Number(head.sequence)
  let previous = head.hash
  const lines = notes.map(({ action, ...body }) => {
    const line = hashedLine({
      seq: ++sequence,
      prev: previous,
      at: head.now,
      actor: actor.name,
      firm: firmId,
      action,
      body: { ...body, requestId: actor.requestId },
    })
    previous = line.hash
    return line
  })
  const column = (of: (line: AuditLine) => string | number) => lines.map(of)
  await sql`
    insert into audit_entry (firm_id, recorded_at, request_id, sequence, actor, action, noun, noun_id, content, previous_hash, hash)
    select ${firmId}, ${head.now}::timestamptz, ${actor.requestId}, rows.*
    from unnest(${column(({ seq }) => seq)}::bigint[], ${column((line) => line.actor)}::text[],
      ${column(({ action }) => action)}::text[], ${column(({ body }) => body.noun)}::text[],
      ${column(({ body }) => body.nounId)}::text[], ${column(canonicalJson)}::text[],
      ${column(({ prev }) => prev)}::text[], ${column(({ hash }) => hash)}::text[]) as rows`.execute(kysely)
  await kysely
    .updateTable('audit_head')
    .set({ sequence: String(sequence), hash: previous })
    .where('firm_id', '=', firmId)
    .execute()
}
