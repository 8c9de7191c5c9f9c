import { findEdits } from '../sheets/baseline-edits.ts'
import { KEY_FORMAT, type Baseline } from '../sheets/baseline.ts'
import { BLOTTER_FIELDS } from '../sheets/blotter-columns.ts'
import { layBlotter, type BlotterAnswer } from '../sheets/blotter-lay.ts'
import { blotterPush } from '../sheets/blotter-push.ts'
import { planRefresh, type RefreshCounts } from '../sheets/refresh-plan.ts'
import { FORMATS, type StampEntry } from '../sheets/sheet-table.ts'
import { unreadable, type RowVerdict } from '../sheets/trades-push.ts'
import { readyBaseline } from './baseline-sheet.ts'
import type { TableLoss } from './baseline-table.ts'
import { blotterIn, blotterPlaces, type StandingBlotter } from './blotter-read.ts'
import { makeRoom, writeRows, type StandingTable } from './carry-out-plan.ts'
import { placeOfStamp, writeStamp } from './refresh-table.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'

/** What became of the sheet. */
export type BlotterApplied =
  | {
      readonly kind: 'applied'
      readonly sheetName: string
      readonly counts: RefreshCounts
      /** Rows that cannot be sent as they stand. */
      readonly unsent: readonly RowVerdict[]
    }
  | { readonly kind: TableLoss | 'baselineGone' }
  /** A refresh met edits that no push has taken; nothing was touched. */
  | { readonly kind: 'unsaved'; readonly sheetName: string; readonly edits: number }
  | { readonly kind: 'unreadable'; readonly sentence: string }

export interface BlotterApplyRequest extends BlotterAnswer {
  /** Ids and lists of the proposals as they were read, to be kept with the sheet. */
  readonly extra: Baseline['extra']
  /** A refresh stops at edits that were not pushed, unless the person gave them up. */
  readonly discardsEdits: boolean
  readonly stamp: readonly StampEntry[]
  readonly pulledAt: string
}

/** The stamp is looked for here; a person may have put rows above it. */
const TOP_OF_SHEET = 'A1:Z20'

/**
 * Lays a batch over its blotter, in place and in requests of at most 800 kB, and keeps with the last of them that no push is
 * pending. The sheet is read anew first, so that a sort, or typing, since the push does no harm; done again after a cut it
 * comes to the same. Throws ExcelFailure.
 */
export function applyBlotter(
  baselineId: string,
  request: BlotterApplyRequest,
  options?: RunOptions,
): Promise<BlotterApplied> {
  return runInExcel(async (context) => {
    const read = await blotterIn(context, baselineId)
    if (read.kind !== 'found') return read
    const { baseline, cells, place } = read
    const edits = findEdits(baseline, cells)
    const sentence = unreadable(edits)
    if (sentence) return { kind: 'unreadable', sentence }
    const { unsent } = blotterPush(baseline, edits)
    const unsaved = edits.changed.length + unsent.length + (baseline.pending === null ? 0 : 1)
    if (request.isRefresh && !request.discardsEdits && unsaved > 0)
      return { kind: 'unsaved', sheetName: place.sheetName, edits: unsaved }
    const answered = new Set(request.verdicts.map(({ rowKey }) => rowKey))
    const told = unsent.filter(({ rowKey }) => rowKey === null || !answered.has(rowKey))
    const verdicts = request.isRefresh ? [] : [...request.verdicts, ...told]
    const laid = layBlotter(baseline, edits, cells, { ...request, verdicts })
    const plan = planRefresh(laid.standing, laid.wanted)
    const top = place.sheet.getRange(TOP_OF_SHEET)
    top.load('values')
    const keep = await readyBaseline(context, read.stored, {
      ...baseline,
      rows: [],
      pending: null,
      pulledAt: request.pulledAt,
      extra: request.extra,
    })
    await context.sync()
    const standing = standingTable(read)
    await makeRoom(context, standing, plan)
    await writeRows(context, standing, plan)
    const stampAt = placeOfStamp(top.values, request.stamp)
    if (stampAt) writeStamp(place.sheet, stampAt, request.stamp)
    keep()
    await context.sync()
    return { kind: 'applied', sheetName: place.sheetName, counts: plan.counts, unsent: told }
  }, options)
}

function standingTable(read: StandingBlotter): StandingTable {
  const { place, cells, headerRow, firstColumn } = read
  return {
    table: place.table,
    sheet: place.sheet,
    bodyRow: headerRow + 1,
    bodyRows: cells.rows.length,
    firstColumn,
    columnCount: cells.headers.length,
    places: blotterPlaces(
      read,
      BLOTTER_FIELDS.map(({ header }) => header),
    ),
    formats: [...BLOTTER_FIELDS.map(({ kind }) => FORMATS[kind]), KEY_FORMAT],
    keyColumn: BLOTTER_FIELDS.length,
    isEmpty: false,
  }
}
