import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import { findEdits } from '../sheets/baseline-edits.ts'
import { KEY_FORMAT, keyHeader, type Baseline } from '../sheets/baseline.ts'
import { cellsOfMarks, marksOf } from '../sheets/refresh-marks.ts'
import { planRefresh, runsOf, type ChangedCell, type RefreshCounts } from '../sheets/refresh-plan.ts'
import type { StampEntry } from '../sheets/sheet-table.ts'
import { TRADE_COLUMNS, TRADE_HEADERS, columnOf, formatOf } from '../sheets/trades-columns.ts'
import { layTrades, type TradesAnswer } from '../sheets/trades-lay.ts'
import { editCount, unreadable, type RowVerdict } from '../sheets/trades-push.ts'
import { blockHeight, totalsBlock } from '../sheets/trades-totals.ts'
import { baselinesOf, readyBaseline, storedBaselines } from './baseline-sheet.ts'
import {
  locateTable,
  readTableCells,
  type FoundTable,
  type ReadTable,
  type TableLoss,
} from './baseline-table.ts'
import { clearMarks, makeRoom, setMarks, writeRows, type StandingTable } from './carry-out-plan.ts'
import { marksIn, marksProperty, rememberMarks } from './pull-record.ts'
import { placeOfStamp, writeStamp } from './refresh-table.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { emptyBlock, findBlock, writeBlock } from './trades-block.ts'

/** What became of the sheet. */
export type Applied =
  | {
      readonly kind: 'applied'
      readonly baseline: Baseline
      readonly sheetName: string
      readonly counts: RefreshCounts
      readonly isMarked: boolean
      /** Rows that cannot be sent as they stand. */
      readonly unsent: readonly RowVerdict[]
    }
  | { readonly kind: TableLoss | 'baselineGone' }
  /** A refresh met edits that no push has taken; nothing was touched. */
  | { readonly kind: 'unsaved'; readonly sheetName: string; readonly edits: number }
  /** Columns by which edits are told apart are gone, or rows stand outside: what, in a sentence. */
  | { readonly kind: 'unreadable'; readonly sentence: string }

export interface ApplyRequest extends TradesAnswer {
  readonly proposal: SheetProposalFragment
  /** A refresh stops at edits that were not pushed, typed until this very moment, unless the person gave them up. */
  readonly discardsEdits: boolean
  /** A refresh colours what changed; the answer to a push says it in words, row by row. */
  readonly marksChanges: boolean
  /** When a pull or refresh; a push leaves the stamp as it is. */
  readonly stamp: readonly StampEntry[] | null
  readonly pulledAt: string
}

/**
 * Lays what the server answered over the sheet, in place, and keeps it as the new baseline, with no push pending. The
 * sheet is read anew first, so that a sort, or typing, since the request was sent does no harm. Table and baseline are
 * written in one request; only of changes beyond 800 kB some go ahead, and rows already there are then known by their keys. Throws ExcelFailure.
 */
export function applyTrades(
  baselineId: string,
  request: ApplyRequest,
  options?: RunOptions,
): Promise<Applied> {
  return runInExcel(async (context) => {
    const stored = await storedBaselines(context)
    const baseline = baselinesOf(stored).find(({ id }) => id === baselineId)
    if (!baseline) return { kind: 'baselineGone' }
    const place = await locateTable(context, baseline)
    if (place.kind !== 'found') return { kind: place.kind }
    const kept = marksProperty(place.sheet, baseline.id)
    kept.load('value')
    const read = await readTableCells(context, place, baseline)
    const edits = findEdits(baseline, read.cells)
    const sentence = unreadable(edits)
    if (sentence) return { kind: 'unreadable', sentence }
    const unsaved = editCount(baseline, edits)
    if (request.isRefresh && !request.discardsEdits && unsaved > 0) {
      return { kind: 'unsaved', sheetName: place.sheetName, edits: unsaved }
    }
    const { standing: rows, wanted, baselineRows, unsent } = layTrades(baseline, edits, read.cells, request)
    const plan = planRefresh(rows, wanted)
    const next = nextBaseline(baseline, request, baselineRows)
    const keep = await readyBaseline(context, stored, next)
    const shift = writeAbove(place.sheet, read, request)
    const standing = standingTable(place, read, baseline, shift)
    const headers = headersOf(baseline)
    if (request.marksChanges) {
      clearMarks(
        standing,
        cellsOfMarks(
          marksIn(kept),
          rows.map(({ key }) => key),
          headers,
        ),
      )
    }
    await makeRoom(context, standing, plan)
    await writeRows(context, standing, plan)
    showWords(standing, plan.changes)
    const shown = plan.changes.filter(({ column }) => column < TRADE_COLUMNS.length)
    const isMarked = request.marksChanges && setMarks(standing, shown)
    if (isMarked) {
      const marks = marksOf(
        shown,
        (row) => plan.rows[row]?.key ?? '',
        (column) => headers[column] ?? '',
      )
      rememberMarks(place.sheet, baseline.id, marks)
    }
    keep()
    await context.sync()
    return {
      kind: 'applied',
      baseline: next,
      sheetName: place.sheetName,
      counts: plan.counts,
      isMarked,
      unsent,
    }
  }, options)
}

function headersOf({ id }: Baseline): readonly string[] {
  return [...TRADE_COLUMNS.map(({ header }) => header), keyHeader(id)]
}

function nextBaseline(
  baseline: Baseline,
  { proposal, pulledAt, stamp }: ApplyRequest,
  rows: Baseline['rows'],
): Baseline {
  return {
    ...baseline,
    subjectId: proposal.id,
    serverVersion: proposal.version,
    pulledAt: stamp ? pulledAt : baseline.pulledAt,
    rows,
    pending: null,
  }
}

/** Above this many places all rows of the table are fitted at once. */
const MOST_FITTED_RUNS = 100

/** A refusal may take several lines: its row grows, or shrinks again when it is gone, so that its first word is seen. */
function showWords({ sheet, bodyRow, places }: StandingTable, changes: readonly ChangedCell[]): void {
  const status = columnOf(TRADE_HEADERS.status)
  const rows = changes.flatMap(({ row, column }) => (column === status ? [row] : []))
  const [first, last] = [rows[0], rows.at(-1)]
  const at = places[status] ?? -1
  if (first === undefined || last === undefined || at < 0) return
  const runs = runsOf(rows)
  const whole = [{ first, count: last - first + 1 }]
  for (const run of runs.length > MOST_FITTED_RUNS ? whole : runs) {
    const { format } = sheet.getRangeByIndexes(bodyRow + run.first, at, run.count, 1)
    format.wrapText = true
    format.autofitRows()
  }
}

/** Totals and stamp, where the person has left them; answers how many rows the table moved down. */
function writeAbove(
  sheet: Excel.Worksheet,
  { above, headerRow }: ReadTable,
  { proposal, stamp }: ApplyRequest,
): number {
  const block = totalsBlock(proposal)
  const place = findBlock(above, block)
  const stampAt =
    stamp &&
    placeOfStamp(
      above.map(({ cells }) => cells),
      stamp,
    )
  const first = above[0]
  if (stamp && stampAt && first) {
    writeStamp(sheet, { row: first.row + stampAt.row, column: first.firstColumn + stampAt.column }, stamp)
  }
  if (!place) return 0
  const room = headerRow - 1 - place.row
  const missing = Math.max(0, blockHeight(block) - room)
  if (missing > 0)
    sheet
      .getRangeByIndexes(headerRow - 1, 0, missing, 1)
      .getEntireRow()
      .insert('Down')
  emptyBlock(sheet, block, place, room)
  writeBlock(sheet, block, place)
  return missing
}

function standingTable(
  { table, sheet }: FoundTable,
  { cells, headerRow, firstColumn, lastRow, tableColumns }: ReadTable,
  baseline: Baseline,
  shift: number,
): StandingTable {
  const [first, behind] = tableColumns
  const own = cells.headers.slice(first, behind)
  return {
    table,
    sheet,
    bodyRow: headerRow + 1 + shift,
    bodyRows: lastRow - headerRow,
    firstColumn: firstColumn + first,
    columnCount: behind - first,
    places: headersOf(baseline).map((header) => {
      const at = own.indexOf(header)
      return at < 0 ? -1 : firstColumn + first + at
    }),
    formats: [...TRADE_COLUMNS.map(formatOf), KEY_FORMAT],
    keyColumn: TRADE_COLUMNS.length,
    isEmpty: false,
  }
}
