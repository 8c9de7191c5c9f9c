import { setImmediate } from 'node:timers/promises'
import type { AuditNote } from '../audit/audit-line.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { loadGeneralSolver, type GeneralSolver } from '../engine/optimize/general-solver.ts'
import type { Proposal } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { flagTrades } from '../reviews/seal-proposals.ts'
import { contentOf, keepContents, readContents, type Content } from './content.ts'
import { evaluateEdits } from './evaluate-edits.ts'
import { tradesOfProposals } from './load-proposals.ts'
import {
  isChange,
  placeEdits,
  type Placed,
  type StandingTrades,
  type TradeEdit,
  type TradeVerdict,
} from './place-edits.ts'
import { reviewFlags, type ProposalFlag } from './review-flags.ts'
import { prepareTrades, tradeId } from './prepare-proposal.ts'
import { replaceTrades, type TradeMarks } from './save-proposal.ts'
import { restoreSnapshots } from './stored-snapshots.ts'
import { updateProposals } from './update-proposals.ts'

/** A proposal that its caller has locked. */
export interface ProposalToRevise {
  readonly id: string
  readonly month: string
  readonly state: string
  readonly asOf: string
  readonly snapshotSha256: string
  readonly currentSha256: string
  readonly flags: readonly ProposalFlag[]
}

/** What became of the edits of one proposal. */
export interface Revised {
  /** One for each edit, in their order. */
  readonly verdicts: readonly TradeVerdict[]
  /** The list as it stands now. */
  readonly currentSha256: string
  readonly trades: readonly string[]
}

/** Proposals whose kept facts are in memory at once. */
const AT_ONCE = 100
/** Turns of the event loop that others have between two proposals: an answer from the database takes several. */
const TURNS = 4

/**
 * Applies a person's edits to proposals, each on the facts that it was made of and checked as the engine checks its own lists; in a
 * fixed number of statements for every hundred of them. Edits that break a rule come back with its sentence and change nothing; a
 * changed line takes an approval back, as that was of another list.
 */
export async function reviseProposals(
  transaction: FirmTransaction,
  revisions: readonly { readonly proposal: ProposalToRevise; readonly edits: readonly TradeEdit[] }[],
  author: string,
): Promise<{ readonly revised: ReadonlyMap<string, Revised>; readonly audit: readonly AuditNote[] }> {
  const revised = new Map<string, Revised>()
  const audit: AuditNote[] = []
  const solver = await loadGeneralSolver()
  for (const [month, ofMonth] of Map.groupBy(revisions, ({ proposal }) => proposal.month)) {
    for (let start = 0; start < ofMonth.length; start += AT_ONCE) {
      const part = ofMonth.slice(start, start + AT_ONCE)
      const snapshots = await restoreSnapshots(
        transaction,
        month,
        part.map(({ proposal }) => proposal.snapshotSha256),
      )
      const lists = await readContents(transaction, month, [
        ...new Set(part.map(({ proposal }) => proposal.currentSha256)),
      ])
      const changes: Change[] = []
      for (const { proposal, edits } of part) {
        const snapshot = snapshots.get(proposal.snapshotSha256)!
        const current = lists.get(proposal.currentSha256) as Proposal
        const change = changeOf({ proposal, snapshot, current, solver }, edits)
        revised.set(proposal.id, { ...change, currentSha256: change.content.sha256 })
        if (change.edited.length > 0 || change.noted.length > 0) changes.push(change)
        // Whoever else asks something of this process is answered in between.
        for (let turn = 0; turn < TURNS; turn += 1) await setImmediate()
      }
      await keepChanges(transaction, month, { changes, author })
      audit.push(...changes.map(auditOf))
    }
  }
  return { revised, audit }
}

/** What a person's edits make of one proposal. */
interface Change {
  readonly proposal: ProposalToRevise
  readonly verdicts: readonly TradeVerdict[]
  readonly edited: readonly Placed[]
  readonly noted: readonly Placed[]
  readonly standing: StandingTrades
  readonly list: Proposal
  readonly content: Content
  readonly flags: readonly ProposalFlag[]
  /** The trades that it leaves, by id. */
  readonly trades: readonly string[]
}

interface Revisable {
  readonly proposal: ProposalToRevise
  readonly snapshot: Snapshot
  readonly current: Proposal
  readonly solver: GeneralSolver
}

function changeOf({ proposal, snapshot, current, solver }: Revisable, edits: readonly TradeEdit[]): Change {
  const standing = new Map(current.trades.map((trade) => [tradeId(trade), trade]))
  const { placed, verdicts } = placeEdits(snapshot, standing, edits)
  const wanted = placed.filter(({ id, trade }) => isChange(standing.get(id), trade))
  const accepted = evaluateEdits(snapshot, standing, wanted, verdicts, solver)
  const list = accepted.proposal ?? current
  return {
    proposal,
    verdicts: edits.map(
      ({ rowKey }): TradeVerdict => verdicts.get(rowKey) ?? { rowKey, accepted: true, code: '', message: '' },
    ),
    edited: accepted.edits,
    noted: placed.filter(({ edit }) => typeof edit.note === 'string' && !verdicts.has(edit.rowKey)),
    standing,
    list,
    content: contentOf(list),
    // What the engine warned of when it planned still deserves a look.
    flags: [
      ...new Set([...reviewFlags(list, snapshot), ...proposal.flags.filter((flag) => flag === 'warned')]),
    ],
    trades: list.trades.map(tradeId),
  }
}

async function keepChanges(
  transaction: FirmTransaction,
  month: string,
  { changes, author }: { readonly changes: readonly Change[]; readonly author: string },
): Promise<void> {
  if (changes.length === 0) return
  const ids = changes.map(({ proposal }) => proposal.id)
  const marks = await marksOf(transaction, ids)
  for (const { proposal, edited, noted } of changes) {
    const ofProposal = marks.get(proposal.id)!
    for (const { id } of edited) ofProposal.set(id, { ...ofProposal.get(id), editedBy: author })
    for (const { id, edit } of noted) ofProposal.set(id, { ...ofProposal.get(id), note: edit.note! })
  }
  await keepContents(transaction, month, [
    ...new Map(changes.map(({ content }) => [content.sha256, content])).values(),
  ])
  await replaceTrades(
    transaction,
    changes.map(({ proposal, list }) => ({
      proposalId: proposal.id,
      trades: prepareTrades(list.trades),
      marks: marks.get(proposal.id)!,
    })),
  )
  await updateProposals(
    transaction,
    changes.map(({ proposal, list, content, flags, edited }) => ({
      id: proposal.id,
      list,
      flags,
      currentSha256: content.sha256,
      // A note changes no line, so that what was approved stays so.
      state: edited.length === 0 && proposal.state === 'approved' ? 'approved' : 'edited',
      editor: edited.length > 0 ? author : null,
    })),
  )
  for (const [asOf, ofDate] of Map.groupBy(changes, ({ proposal }) => proposal.asOf)) {
    await flagTrades(
      transaction,
      ofDate.map(({ proposal }) => proposal.id),
      asOf,
    )
  }
}

async function marksOf(
  transaction: FirmTransaction,
  proposalIds: readonly string[],
): Promise<Map<string, Map<string, TradeMarks>>> {
  const marks = new Map<string, Map<string, TradeMarks>>(proposalIds.map((id) => [id, new Map()]))
  for (const { proposalId, id, editedBy, note } of await tradesOfProposals(transaction, proposalIds))
    marks.get(proposalId)!.set(id, { editedBy, note })
  return marks
}

const auditOf = (change: Change): AuditNote => ({
  action: 'proposal.revise',
  noun: 'proposal',
  nounId: change.proposal.id,
  beforeSha256: change.proposal.currentSha256,
  afterSha256: change.content.sha256,
  detail: changesOf(change),
})

/** What changed, trade by trade, for the audit. */
function changesOf({ edited, noted, standing }: Change): Record<string, string> {
  const changes: Record<string, string> = {}
  for (const { id, trade } of edited) changes[id] = `${standing.get(id)?.shares ?? '0'} to ${trade.shares}`
  for (const { id } of noted) changes[`note of ${id}`] = 'changed'
  return changes
}
