import { ApiFailure } from '../api/failure.ts'
import { HouseholdDetailDocument } from '../api/generated/graphql.ts'
import type { ExcelFailure } from '../excel/excel-failure.ts'
import type { PulledTable } from '../excel/pulled-tables.ts'
import { refreshTable } from '../excel/refresh-table.ts'
import { holdingsSheet } from '../sheets/holdings-sheet.ts'
import type { RefreshCounts } from '../sheets/refresh-plan.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { BLOTTER, pullBlotter } from './blotter-pull.ts'
import { conflictOf, settleConflict } from './conflict-targets.ts'
import { readTargets } from './targets-check.ts'
import { TARGETS } from './targets-pull.ts'
import { TRADES, pullTrades } from './trades-pull.ts'
import type { PaneTools } from './pane-tools.ts'
import { readDrift, stampOf, type PullProgress } from './pull-drift.ts'
import { readQuestion } from './refresh-question.ts'

/** What a refresh of one table came to. */
export type TableRefresh =
  | { readonly kind: 'refreshed'; readonly counts: RefreshCounts; readonly isMarked: boolean }
  /** The table holds what was not pushed or published; nothing was touched. */
  | { readonly kind: 'unsaved'; readonly sentence: string }
  | { readonly kind: 'refused'; readonly sentence: string }

export interface RefreshWork {
  readonly tools: PaneTools
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  /** Gives up what was typed and not pushed, as the person said. */
  readonly discardsEdits: boolean
}

/** Asks a table's question again and brings the table up to date where it stands. Throws ApiFailure, ExcelFailure, AbortError. */
export async function refreshPulled(table: PulledTable, work: RefreshWork): Promise<TableRefresh> {
  const { source, tableName } = table
  if (source.kind === 'editable') return refreshEditable(table, work)
  const sheet = await askAgain(source.question, work)
  if (!sheet)
    return {
      kind: 'refused',
      sentence: 'This table was pulled by another edition of Evenkeel. Pull it anew.',
    }
  work.onProgress({ step: 'writing', done: 0, of: sheet.rows.length, noun: 'row' })
  const done = await refreshTable(
    sheet,
    { tableName, keptAs: source.keptAs },
    { onWaiting: waitingFor(work) },
  )
  switch (done.kind) {
    case 'refreshed':
      return { kind: 'refreshed', counts: done.counts, isMarked: done.isMarked }
    case 'tableGone':
      return { kind: 'refused', sentence: 'The table is not in this workbook any more.' }
    case 'columnGone':
      return {
        kind: 'refused',
        sentence: `The column “${done.header}” is gone or renamed, so that rows cannot be told apart. Put it back, or pull anew.`,
      }
  }
}

function waitingFor({ onProgress }: RefreshWork) {
  return (failure: ExcelFailure) => onProgress({ step: 'waiting', sentence: failure.message })
}

async function askAgain(text: string, work: RefreshWork): Promise<SheetTable | null> {
  const { tools, signal, onProgress } = work
  const question = readQuestion(text)
  if (question?.kind === 'drift') return (await readDrift(question, tools, signal, onProgress)).sheet
  if (question?.kind !== 'holdings') return null
  const { household } = await tools.ask(HouseholdDetailDocument, { id: question.householdId }, signal)
  if (!household) throw new ApiFailure('refused', 'This household is not there any more.')
  const asOf = household.drift?.asOf ?? tools.firm.asOf
  return holdingsSheet(household, stampOf(tools, { asOf, scope: household.name, householdCount: 1 }))
}

async function refreshEditable({ source, sheetName }: PulledTable, work: RefreshWork): Promise<TableRefresh> {
  if (source.kind !== 'editable') throw new Error('Not a table to be edited')
  const { baseline } = source
  if (baseline.kind === TARGETS) return refreshTargets(baseline.id, work)
  if (baseline.kind === BLOTTER) return refreshBlotter(baseline.subjectId, work)
  if (baseline.kind !== TRADES)
    return { kind: 'refused', sentence: `Sheet “${sheetName}” cannot be refreshed.` }
  const householdId = baseline.extra['householdId'] ?? ''
  const options = { onWaiting: waitingFor(work) }
  const done = await pullTrades(householdId, { discardsEdits: work.discardsEdits }, work.tools, options)
  switch (done.kind) {
    case 'refreshed':
      return done
    case 'unsaved':
      return {
        kind: 'unsaved',
        sentence: `Sheet “${done.sheetName}” has edits that were not pushed. It was left as it is.`,
      }
    case 'refused':
      return done
    case 'noProposal':
    case 'pulled':
      return { kind: 'refused', sentence: 'The table is not in this workbook any more.' }
  }
}

/** A batch's blotter follows the batch; edits that were not pushed stop it. */
async function refreshBlotter(batchId: string, work: RefreshWork): Promise<TableRefresh> {
  const { tools, signal, onProgress, discardsEdits } = work
  const options = { onWaiting: waitingFor(work) }
  const done = await pullBlotter(batchId, { discardsEdits }, { tools, signal, onProgress, options })
  switch (done.kind) {
    case 'refreshed':
      return { kind: 'refreshed', counts: done.counts, isMarked: false }
    case 'unsaved':
      return {
        kind: 'unsaved',
        sentence: `Sheet “${done.sheetName}” has edits that were not pushed. It was left as it is.`,
      }
    case 'refused':
      return done
    case 'noTrades':
    case 'pulled':
      return { kind: 'refused', sentence: 'The table is not in this workbook any more.' }
  }
}

/** A model's sheet goes on to the latest version; edits that were not published stop it. */
async function refreshTargets(baselineId: string, work: RefreshWork): Promise<TableRefresh> {
  const options = { onWaiting: waitingFor(work) }
  const reading = await readTargets(baselineId, options)
  if (reading.kind === 'lost') return { kind: 'refused', sentence: reading.sentence }
  const { baseline, rows, editCount } = reading.state
  const isUnsaved = editCount > 0 || baseline.pending !== null
  if (isUnsaved && !work.discardsEdits) {
    return {
      kind: 'unsaved',
      sentence: `The targets of ${baseline.subjectName} have edits that were not published. They were left as they are.`,
    }
  }
  const conflict = await conflictOf(baseline, rows, '', work.tools)
  const theirs = new Map(conflict.differences.map(({ id }) => [id, 'theirs' as const]))
  const settled = await settleConflict(conflict, theirs, work.tools, { ...options, marksChanges: true })
  if (settled.kind === 'lost') return { kind: 'refused', sentence: settled.sentence }
  if (settled.kind === 'changed') {
    return { kind: 'unsaved', sentence: 'The sheet was edited meanwhile. It was left as it is.' }
  }
  const { patch, isMarked } = settled
  return {
    kind: 'refreshed',
    counts: {
      changed: new Set(patch.cells.map(({ at }) => at.key ?? at.row)).size,
      added: patch.added.length,
      removed: patch.removed.length,
      changedCells: patch.cells.length,
    },
    isMarked,
  }
}
