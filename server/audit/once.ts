import { sql } from 'kysely'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import { appendAudit } from './append-audit.ts'
import { sha256, type AuditNote } from './audit-line.ts'

/** What a mutation decided: an effect with the ids from which its payload is told, or a refusal, which leaves nothing behind. */
export type Outcome<Result, Refused> =
  | { readonly kind: 'done'; readonly result: Result; readonly audit: readonly AuditNote[] }
  | { readonly kind: 'refused'; readonly refused: Refused }

export type Once<Result, Refused> =
  | { readonly kind: 'done'; readonly result: Result; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** The key stood for another input before. */
  | { readonly kind: 'keyReused' }

export interface MutationRequest {
  readonly firmId: string
  readonly userId: string
  readonly userName: string
  readonly requestId: string
  readonly operation: string
  readonly clientMutationId: string
  readonly input: unknown
}

class Refusal<Refused> extends Error {
  readonly refused: Refused
  constructor(refused: Refused) {
    super('refused')
    this.refused = refused
  }
}

/**
 * Carries out a mutation exactly once under its client's key: effect, key and audit entries commit together or not at all. The
 * same key with the same input gives the stored result; a refusal is not stored, so that it can be tried again.
 */
export async function once<Result, Refused>(
  database: Database,
  request: MutationRequest,
  effect: (transaction: FirmTransaction) => Promise<Outcome<Result, Refused>>,
): Promise<Once<Result, Refused>> {
  const inputSha256 = sha256(canonicalJson(request.input))
  try {
    return await database.inFirm<Once<Result, Refused>>(request.firmId, async (transaction) => {
      const { kysely, firmId } = transaction
      const keyed = `${firmId} ${request.userId} ${request.clientMutationId}`
      // Two requests with one key wait for one another, so that the second finds what the first did.
      await sql`select pg_advisory_xact_lock(hashtextextended(${keyed}, 0))`.execute(kysely)
      const earlier = await kysely
        .selectFrom('mutation_key')
        .select(['operation', 'input_sha256', 'result'])
        .where('firm_id', '=', firmId)
        .where('user_id', '=', request.userId)
        .where('client_mutation_id', '=', request.clientMutationId)
        .executeTakeFirst()
      if (earlier) {
        const same = earlier.operation === request.operation && earlier.input_sha256 === inputSha256
        return same
          ? { kind: 'done', result: earlier.result as Result, replayed: true }
          : { kind: 'keyReused' }
      }
      const outcome = await effect(transaction)
      if (outcome.kind === 'refused') throw new Refusal(outcome.refused)
      await sql`insert into mutation_key (firm_id, user_id, client_mutation_id, operation, input_sha256, result)
        values (${firmId}, ${request.userId}, ${request.clientMutationId}, ${request.operation}, ${inputSha256},
          ${JSON.stringify(outcome.result)})`.execute(kysely)
      await appendAudit(transaction, { name: request.userName, requestId: request.requestId }, outcome.audit)
      return { kind: 'done', result: outcome.result, replayed: false }
    })
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', refused: error.refused as Refused }
    throw error
  }
}
