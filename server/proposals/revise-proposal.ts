import type { Outcome } from '../audit/once.ts'
import { notifyChange } from '../database/changes.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import type { TradeEdit, TradeVerdict } from './place-edits.ts'
import { reviseProposals } from './revise-proposals.ts'

export interface Revision {
  readonly proposalId: string
  readonly expectedVersion: number
  readonly edits: readonly TradeEdit[]
  readonly author: string
}

/** Why a proposal in a state cannot be changed any more; none: it can. */
export function closedBecause(state: string): { code: string; message: string } | undefined {
  if (state === 'stale') {
    const message = 'It is stale: facts that it rests on have moved. Have it planned anew.'
    return { code: 'STALE', message }
  }
  if (state === 'rejected')
    return { code: 'REJECTED', message: 'It was rejected: send it back before you change it.' }
  return undefined
}

/**
 * Applies a person's edits to a proposal, on the facts that it was made of, checked as the engine checks its own list. Edits that
 * break a rule come back with its sentence and change nothing; the others are kept. Nothing is kept where none is accepted.
 */
export async function reviseProposal(
  transaction: FirmTransaction,
  { proposalId, expectedVersion, edits, author }: Revision,
): Promise<Outcome<{ proposalId: string; verdicts: readonly TradeVerdict[] }, Refused>> {
  const { kysely, firmId } = transaction
  const row = await kysely
    .selectFrom('proposal')
    .select(['id', 'state', 'version', 'month', 'as_of', 'snapshot_sha256', 'current_sha256', 'flags'])
    .where('firm_id', '=', firmId)
    .where('id', '=', proposalId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return { kind: 'refused', refused: notFound('proposal') }
  if (row.version !== expectedVersion) return conflict(row.version)
  const closed = closedBecause(row.state)
  if (closed) return { kind: 'refused', refused: { kind: 'refused', ...closed } }
  const { id, state, month, flags } = row
  const proposal = {
    id,
    state,
    month,
    flags,
    asOf: row.as_of,
    snapshotSha256: row.snapshot_sha256,
    currentSha256: row.current_sha256,
  }
  const { revised, audit } = await reviseProposals(transaction, [{ proposal, edits }], author)
  if (audit.length > 0) await notifyChange(transaction, { kind: 'proposal', id })
  return { kind: 'done', result: { proposalId: id, verdicts: revised.get(id)!.verdicts }, audit }
}

const conflict = (currentVersion: number): Outcome<never, Refused> => ({
  kind: 'refused',
  refused: {
    kind: 'conflict',
    message: 'Somebody changed this proposal since you read it: look at it again before you change it.',
    currentVersion,
  },
})
