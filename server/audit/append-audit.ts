import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'

/** Who changes state, and under which request. */
export interface Actor {
  readonly name: string
  readonly requestId: string
}

/** One change of state, before it is given its place in the chain. */
export interface AuditNote {
  /** Verb of the noun, such as `proposal.create`. */
  readonly action: string
  readonly noun: string
  readonly nounId: string
  readonly reason?: string
  /** SHA-256 of the noun's state before and after, where it has a state worth proving. */
  readonly beforeSha256?: string
  readonly afterSha256?: string
  /** What a reader of the chain needs to know, small and plain. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** One line of the chain. `hash` is the SHA-256 of the canonical JSON of everything else. */
export interface AuditLine {
  readonly seq: number
  readonly prev: string
  /** By the database's clock. */
  readonly at: string
  readonly actor: string
  readonly firm: string
  readonly action: string
  readonly body: Omit<AuditNote, 'action'> & { readonly requestId: string }
  readonly hash: string
}

const GENESIS = '0'.repeat(64)

/** SHA-256 of text or bytes, in hex. */
export const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

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
    .select([
      'sequence',
      'hash',
      sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('now'),
    ])
    .where('firm_id', '=', firmId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  let sequence = Number(head.sequence)
  let previous = head.hash
  const lines = notes.map(({ action, ...body }): AuditLine => {
    const line = {
      seq: ++sequence,
      prev: previous,
      at: head.now,
      actor: actor.name,
      firm: firmId,
      action,
      body: { ...body, requestId: actor.requestId },
    }
    previous = sha256(canonicalJson(line))
    return { ...line, hash: previous }
  })
  await kysely
    .insertInto('audit_entry')
    .values(
      lines.map((line) => ({
        firm_id: firmId,
        sequence: String(line.seq),
        recorded_at: line.at as unknown as Date,
        actor: line.actor,
        action: line.action,
        noun: line.body.noun,
        noun_id: line.body.nounId,
        request_id: actor.requestId,
        content: canonicalJson(line),
        previous_hash: line.prev,
        hash: line.hash,
      })),
    )
    .execute()
  await kysely
    .updateTable('audit_head')
    .set({ sequence: String(sequence), hash: previous })
    .where('firm_id', '=', firmId)
    .execute()
}
