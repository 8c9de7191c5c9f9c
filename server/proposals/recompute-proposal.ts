import type { FirmTransaction } from '../database/in-firm.ts'
import { contentOf, readContents } from './content.ts'
import { proposalsById } from './load-proposals.ts'
import { plan } from './plan.ts'
import { restoreSnapshot } from './stored-snapshot.ts'

export interface Recomputation {
  readonly proposalId: string
  readonly engineVersion: string
  readonly storedSha256: string
  readonly recomputedSha256: string
  /** Bit for bit the same proposal, from the kept bytes alone. */
  readonly same: boolean
}

/** Plans a kept snapshot again and compares with what was proposed then; what was loaded since plays no part. */
export async function recomputeProposal(
  transaction: FirmTransaction,
  proposalId: string,
): Promise<Recomputation | undefined> {
  const [proposal] = await proposalsById(transaction, [proposalId])
  if (!proposal) return undefined
  const snapshot = await restoreSnapshot(proposal.snapshotSha256, (hashes) =>
    readContents(transaction, proposal.month, hashes),
  )
  const recomputedSha256 = contentOf(await plan(snapshot)).sha256
  return {
    proposalId,
    engineVersion: proposal.engineVersion,
    storedSha256: proposal.contentSha256,
    recomputedSha256,
    same: recomputedSha256 === proposal.contentSha256,
  }
}
