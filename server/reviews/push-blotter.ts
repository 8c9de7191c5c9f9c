import type { AuditNote } from '../audit/audit-line.ts'
import type { Outcome } from '../audit/once.ts'
import { notifyChange } from '../database/changes.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Refused } from '../graphql/refusals.ts'
import type { TradeEdit, TradeVerdict } from '../proposals/place-edits.ts'
import { closedBecause } from '../proposals/revise-proposal.ts'
import { reviseProposals, type Revised } from '../proposals/revise-proposals.ts'
import { loadPolicy } from './approval-policy.ts'
import { BUSY, refuse, takeDecisions } from './decide-proposals.ts'
import type { Decided } from './decision-verdict.ts'
import { lockProposals, type LockedProposal } from './lock-proposals.ts'

/** A row of a blotter as a person left it. */
export interface BlotterRow {
  readonly rowKey: string
  readonly proposalId: string
  readonly listSha256: string
  readonly tradeId: string
  readonly shares?: string | null | undefined
  readonly strike: boolean
  readonly approve: boolean
  readonly note?: string | null | undefined
}

export interface BlotterPush {
  readonly batchId: string
  readonly rows: readonly BlotterRow[]
  readonly confirmOverCap: boolean
  readonly approvalNote?: string | null | undefined
  readonly author: string
}

const MOST_ROWS = 2_000

/**
 * Takes rows of a blotter: edits of each proposal together, on the facts it was made of, then approvals of what they leave. Every
 * row has its verdict; only those that are not plainly accepted are kept as the result, since a push may have thousands.
 */
export async function pushBlotter(
  transaction: FirmTransaction,
  push: BlotterPush,
): Promise<Outcome<{ told: TradeVerdict[] }, Refused>> {
  const { rows, author } = push
  if (rows.length > MOST_ROWS) return refuse('TOO_MANY_ROWS', `A push has at most ${MOST_ROWS} rows.`)
  if (new Set(rows.map(({ rowKey }) => rowKey)).size < rows.length)
    return refuse('ROW_KEY_TWICE', 'Two rows of the push have the same rowKey: give each its own.')
  if (!(await lockFactsToRead(transaction))) return BUSY
  const policy = await loadPolicy(transaction)
  const byProposal = Map.groupBy(rows, ({ proposalId }) => proposalId)
  const proposals = await lockProposals(transaction, [...byProposal.keys()])
  const verdicts = new Map<string, TradeVerdict>()
  const tell = (row: BlotterRow, code: string, message: string, accepted = false) =>
    verdicts.set(row.rowKey, { rowKey: row.rowKey, accepted, code, message })

  const open = new Map<LockedProposal, readonly BlotterRow[]>()
  for (const [id, ofProposal] of byProposal) {
    const proposal = proposals.get(id)
    for (const row of ofProposal) {
      const fault = rowFault(row, proposal, push.batchId)
      if (fault) tell(row, fault.code, fault.message)
    }
    const sound = ofProposal.filter(({ rowKey }) => !verdicts.has(rowKey))
    if (proposal && sound.length > 0) open.set(proposal, sound)
  }

  const { revised, audit } = await applyEdits(transaction, open, author)
  for (const { verdicts: ofProposal } of revised.values())
    for (const verdict of ofProposal) if (!verdict.accepted) verdicts.set(verdict.rowKey, verdict)

  const approvals: Decided[] = []
  for (const [proposal, ofProposal] of open) {
    if (!ofProposal.some(({ approve }) => approve)) continue
    const all = byProposal.get(proposal.id)!
    const fault = approvalFault(all, verdicts, revised.get(proposal.id)?.trades ?? proposal.trades)
    if (fault) {
      for (const row of all)
        if (row.approve && !verdicts.has(row.rowKey)) tell(row, fault.code, fault.message)
    } else approvals.push(approvalOf(proposal, ofProposal, { push, revised: revised.get(proposal.id) }))
  }
  const decided = await takeDecisions(transaction, approvals, { set: push, policy })
  for (const { proposalId, accepted, code, message } of decided.verdicts) {
    if (code === '') continue
    for (const row of byProposal.get(proposalId)!) {
      if (row.approve && !verdicts.has(row.rowKey)) tell(row, code, message, accepted)
    }
  }
  if (audit.length > 0) await notifyChange(transaction, { kind: 'batch', id: push.batchId })
  return { kind: 'done', result: { told: [...verdicts.values()] }, audit: [...audit, ...decided.audit] }
}

interface Fault {
  readonly code: string
  readonly message: string
}

const LIST_CHANGED: Fault = {
  code: 'LIST_CHANGED',
  message: 'Trades of this proposal were changed since you pulled them: pull it again.',
}

/** Why a row says nothing that can be done; none: it does. */
function rowFault(row: BlotterRow, proposal: LockedProposal | undefined, batchId: string): Fault | undefined {
  if (!proposal) return { code: 'NOT_FOUND', message: 'There is no such proposal in this firm.' }
  if (proposal.batchId !== batchId)
    return { code: 'NOT_OF_BATCH', message: 'This proposal is not one of the batch.' }
  if (row.listSha256 !== proposal.listSha256) return LIST_CHANGED
  if (row.approve && row.strike)
    return { code: 'APPROVED_AND_STRUCK', message: 'A row is either approved or struck.' }
  return isEdit(row) ? closedBecause(proposal.state) : undefined
}

/** Whether a row asks for anything of its trade. */
const isEdit = ({ shares, strike, note }: BlotterRow) =>
  strike || typeof shares === 'string' || typeof note === 'string'

const editOf = ({ rowKey, tradeId, shares, strike, note }: BlotterRow): TradeEdit => ({
  rowKey,
  tradeId,
  shares: strike ? '0' : shares,
  note,
})

async function applyEdits(
  transaction: FirmTransaction,
  open: ReadonlyMap<LockedProposal, readonly BlotterRow[]>,
  author: string,
): Promise<{ revised: ReadonlyMap<string, Revised>; audit: readonly AuditNote[] }> {
  const revisions = [...open].flatMap(([{ listSha256, ...proposal }, rows]) => {
    const edits = rows.filter(isEdit).map(editOf)
    return edits.length === 0 ? [] : [{ proposal: { ...proposal, currentSha256: listSha256 }, edits }]
  })
  return reviseProposals(transaction, revisions, author)
}

/** Why a proposal is not approved although rows of it are; none: all that is left of it is. */
function approvalFault(
  rows: readonly BlotterRow[],
  verdicts: ReadonlyMap<string, TradeVerdict>,
  trades: readonly string[],
): Fault | undefined {
  if (rows.some(({ rowKey }) => verdicts.has(rowKey))) {
    const message = 'Another row of the same proposal was refused: put it right before you approve it.'
    return { code: 'EDIT_REFUSED', message }
  }
  const approved = new Set(rows.filter(({ approve }) => approve).map(({ tradeId }) => tradeId))
  const missing = trades.filter((id) => !approved.has(id)).length
  if (missing === 0) return undefined
  const message = `A proposal is approved as a whole: ${missing} of its trades ${missing === 1 ? 'is' : 'are'} neither approved nor struck.`
  return { code: 'PARTLY_APPROVED', message }
}

function approvalOf(
  proposal: LockedProposal,
  rows: readonly BlotterRow[],
  { push, revised }: { readonly push: BlotterPush; readonly revised: Revised | undefined },
): Decided {
  return {
    proposalId: proposal.id,
    listSha256: revised?.currentSha256 ?? proposal.listSha256,
    decision: 'approve',
    note: rows.find(({ note }) => (note ?? '').trim() !== '')?.note ?? push.approvalNote,
  }
}
