import { ApiFailure, isUnsettled } from '../api/failure.ts'
import {
  ProposalNowDocument,
  ReviseProposalDocument,
  type ReviseProposalInput,
  type ReviseProposalMutation,
  type SheetProposalFragment,
} from '../api/generated/graphql.ts'
import { saveBaseline } from '../excel/baseline-sheet.ts'
import { LOSS_SENTENCES } from '../excel/baseline-table.ts'
import { readEditedTable } from '../excel/edited-table.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import { applyTrades, type ApplyRequest } from '../excel/trades-apply.ts'
import { findEdits, type SheetEdits } from '../sheets/baseline-edits.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { conflictRows, isSameVersion, type ConflictRow } from '../sheets/trades-conflict.ts'
import {
  sharesInWords,
  tradesPush,
  unreadable,
  type DeletedTrade,
  type RowVerdict,
} from '../sheets/trades-push.ts'
import { tradeTotals, type TradeTotals } from '../sheets/trades-totals.ts'
import type { PaneTools } from './pane-tools.ts'

type Tools = Pick<PaneTools, 'ask' | 'now' | 'newId'>

/** How a push ended; whatever the end, nothing that a person typed is lost. */
export type PushOutcome =
  /** Every row has its answer in the sheet; here those refused. */
  | {
      readonly kind: 'pushed'
      readonly accepted: number
      readonly refused: readonly RowVerdict[]
      readonly totals: TradeTotals
    }
  | { readonly kind: 'nothing' }
  /** Rows were deleted: whether their trades are struck is the person's to say. */
  | { readonly kind: 'rowsDeleted'; readonly deleted: readonly DeletedTrade[] }
  | { readonly kind: 'conflict'; readonly conflict: TradesConflict }
  | { readonly kind: 'refused'; readonly sentence: string }
  /** Whether it was done is not known; the same is sent again until there is an answer. */
  | { readonly kind: 'unanswered'; readonly sentence: string }

/** A colleague changed the proposal since it was pulled: three editions of each trade. */
export interface TradesConflict {
  readonly baselineId: string
  readonly sentence: string
  readonly rows: readonly ConflictRow[]
  readonly theirs: SheetProposalFragment
}

/** What becomes of trades whose rows were deleted: null asks. */
export type OnDeleted = 'strike' | 'keep' | null

/**
 * Pushes what was edited. What is sent is kept in the workbook first, so that after a lost answer, a reload of the pane
 * or a new sign-in the very same is sent again, with one effect. Throws ExcelFailure; ApiFailure where a person must sign in.
 */
export async function pushTrades(
  baselineId: string,
  onDeleted: OnDeleted,
  tools: Tools,
  options?: RunOptions,
): Promise<PushOutcome> {
  const first = await readSheet(baselineId, options)
  if (first.kind === 'lost') return { kind: 'refused', sentence: first.sentence }
  if (first.baseline.pending) {
    const earlier = await sendPending(first.baseline, tools, options)
    if (earlier.kind !== 'pushed') return earlier
    const rest = await pushTrades(baselineId, onDeleted, tools, options)
    if (rest.kind === 'nothing') return earlier
    return rest.kind === 'pushed' ? { ...rest, accepted: earlier.accepted + rest.accepted } : rest
  }
  const { baseline, edits } = first
  const push = tradesPush(baseline, edits, { strikeDeleted: onDeleted === 'strike' })
  if (push.deleted.length > 0 && onDeleted === null) return { kind: 'rowsDeleted', deleted: push.deleted }
  if (push.edits.length > 0) {
    const clientMutationId = tools.newId()
    const input: ReviseProposalInput = {
      clientMutationId,
      proposalId: baseline.subjectId,
      expectedVersion: baseline.serverVersion,
      edits: [...push.edits],
    }
    const pending = {
      clientMutationId,
      sentAt: tools.now().toISOString(),
      input: JSON.stringify(input),
      rows: push.rows,
    }
    await saveBaseline({ ...baseline, pending }, options)
    return sendPending({ ...baseline, pending }, tools, options)
  }
  if (push.unsent.length === 0 && push.deleted.length === 0) return { kind: 'nothing' }
  return explainUnsent(baseline, edits, tools, options)
}

/** Nothing can be sent; the rows say why, and deleted rows whose trades stay come back. */
async function explainUnsent(
  baseline: Baseline,
  edits: SheetEdits,
  tools: Tools,
  options?: RunOptions,
): Promise<PushOutcome> {
  const proposal = await proposalNow(baseline.subjectId, tools)
  if (proposal.version !== baseline.serverVersion) {
    return { kind: 'conflict', conflict: conflictOf(baseline, edits, proposal, CHANGED_SINCE) }
  }
  return apply(baseline.id, proposal, [], options)
}

const CHANGED_SINCE = 'Somebody changed this proposal since you pulled it.'

/** Sends what was kept and not answered, as it stands, and acts on the answer. */
async function sendPending(baseline: Baseline, tools: Tools, options?: RunOptions): Promise<PushOutcome> {
  let answer: ReviseProposalMutation['reviseProposal']
  try {
    const input = JSON.parse(baseline.pending?.input ?? '') as ReviseProposalInput
    answer = (await tools.ask(ReviseProposalDocument, { input })).reviseProposal
  } catch (error) {
    return unanswered(error, baseline, options)
  }
  switch (answer.__typename) {
    case 'ReviseProposalPayload': {
      const verdicts = answer.verdicts.map(({ rowKey, accepted, message }): RowVerdict => ({
        rowKey,
        row: null,
        accepted,
        sentence: message,
      }))
      return apply(baseline.id, answer.proposal, verdicts, options)
    }
    case 'MutationRefused':
      await saveBaseline({ ...baseline, pending: null }, options)
      return {
        kind: 'refused',
        sentence: [answer.message, ...answer.problems.map(({ message }) => message)].join(' '),
      }
    case 'Conflict': {
      await saveBaseline({ ...baseline, pending: null }, options)
      const now = await readSheet(baseline.id, options)
      if (now.kind === 'lost') return { kind: 'refused', sentence: now.sentence }
      const theirs = await proposalNow(baseline.subjectId, tools)
      return { kind: 'conflict', conflict: conflictOf(now.baseline, now.edits, theirs, answer.message) }
    }
  }
}

async function unanswered(error: unknown, baseline: Baseline, options?: RunOptions): Promise<PushOutcome> {
  if (!(error instanceof ApiFailure)) throw error
  if (!isUnsettled(error.kind)) await saveBaseline({ ...baseline, pending: null }, options)
  if (error.kind === 'unauthenticated' || !isUnsettled(error.kind)) throw error
  return {
    kind: 'unanswered',
    sentence: `${error.message} Your edits are kept in the sheet. Whether they arrived is not known yet: pushing again has one effect.`,
  }
}

/** Writes the answer into the sheet: a word in each row, figures and totals as the server has them. */
async function apply(
  baselineId: string,
  proposal: SheetProposalFragment,
  verdicts: readonly RowVerdict[],
  options?: RunOptions,
): Promise<PushOutcome> {
  const applied = await applyTrades(baselineId, { ...ANSWER, proposal, verdicts }, options)
  if (applied.kind !== 'applied') return { kind: 'refused', sentence: lossInWords(applied) }
  return {
    kind: 'pushed',
    accepted: verdicts.filter(({ accepted }) => accepted).length,
    refused: [...verdicts.filter(({ accepted }) => !accepted), ...applied.unsent],
    totals: tradeTotals(proposal),
  }
}

const ANSWER: Omit<ApplyRequest, 'proposal' | 'verdicts'> = {
  theirs: new Map(),
  isRefresh: false,
  discardsEdits: false,
  marksChanges: false,
  stamp: null,
  pulledAt: '',
}

function lossInWords(applied: Exclude<Awaited<ReturnType<typeof applyTrades>>, { kind: 'applied' }>): string {
  if (applied.kind === 'unreadable') return applied.sentence
  if (applied.kind === 'unsaved') throw new Error('Only a refresh stops at edits')
  return applied.kind === 'baselineGone' ? BASELINE_GONE : LOSS_SENTENCES[applied.kind]
}

const BASELINE_GONE =
  'What was pulled into this sheet is not kept in the workbook any more. Pull the trades anew.'

type SheetReading =
  | { readonly kind: 'read'; readonly baseline: Baseline; readonly edits: SheetEdits }
  | { readonly kind: 'lost'; readonly sentence: string }

async function readSheet(baselineId: string, options?: RunOptions): Promise<SheetReading> {
  const read = await readEditedTable(baselineId, options)
  if (read.kind === 'baselineGone') return { kind: 'lost', sentence: BASELINE_GONE }
  if (read.kind !== 'found') return { kind: 'lost', sentence: LOSS_SENTENCES[read.kind] }
  const edits = findEdits(read.baseline, read.cells)
  const sentence = unreadable(edits)
  return sentence ? { kind: 'lost', sentence } : { kind: 'read', baseline: read.baseline, edits }
}

async function proposalNow(id: string, { ask }: Tools): Promise<SheetProposalFragment> {
  const { proposal } = await ask(ProposalNowDocument, { id })
  if (!proposal) throw new ApiFailure('refused', 'This proposal is not there any more. Pull the trades anew.')
  return proposal
}

function conflictOf(
  baseline: Baseline,
  edits: SheetEdits,
  theirs: SheetProposalFragment,
  sentence: string,
): TradesConflict {
  return { baselineId: baseline.id, sentence, rows: conflictRows(baseline, edits, theirs), theirs }
}

/**
 * Goes on from the colleague's version: what only one side changed stays, and of what both changed the chosen side's.
 * A value that gives way is named in its row. Then what is left to push is pushed. Throws ApiFailure, ExcelFailure.
 */
export async function settleTrades(
  { baselineId, rows, theirs }: TradesConflict,
  side: 'mine' | 'theirs',
  tools: Tools,
  options?: RunOptions,
): Promise<PushOutcome> {
  const giveWay = rows
    .filter(({ isContested }) => isContested && side === 'theirs')
    .map(
      ({ tradeId, mine }) =>
        [
          tradeId,
          mine
            ? `Theirs stands; you had ${sharesInWords(mine.shares)}${mine.note && `, “${mine.note}”`}`
            : 'Theirs stands; you had struck it',
        ] as const,
    )
  const now = await readSheet(baselineId, options)
  if (now.kind === 'lost') return { kind: 'refused', sentence: now.sentence }
  // Chosen once already, and cut off after that: what was sent since must not be forgotten.
  const isSettled = now.baseline.pending !== null || now.baseline.serverVersion >= theirs.version
  if (isSettled) return pushTrades(baselineId, 'keep', tools, options)
  const fresh = conflictOf(now.baseline, now.edits, theirs, TYPED_SINCE)
  if (side === 'theirs' && !givesWayAsShown(fresh.rows, rows)) return { kind: 'conflict', conflict: fresh }
  const applied = await applyTrades(
    baselineId,
    { ...ANSWER, proposal: theirs, verdicts: [], theirs: new Map(giveWay) },
    options,
  )
  if (applied.kind !== 'applied') return { kind: 'refused', sentence: lossInWords(applied) }
  const rest = await pushTrades(baselineId, 'keep', tools, options)
  return rest.kind === 'nothing'
    ? { kind: 'pushed', accepted: 0, refused: [], totals: tradeTotals(theirs) }
    : rest
}

const TYPED_SINCE = 'The sheet was changed since you were asked. Choose again.'

function givesWayAsShown(now: readonly ConflictRow[], shown: readonly ConflictRow[]): boolean {
  const mine = new Map(shown.map((row) => [row.tradeId, row.mine]))
  return now
    .filter(({ isContested }) => isContested)
    .every((row) => mine.has(row.tradeId) && isSameVersion(row.mine, mine.get(row.tradeId) ?? null))
}
