import { KEY_FORMAT, keyHeader, type Baseline, type SheetRow } from '../sheets/baseline.ts'
import type { ModelHeader, ModelRow } from '../sheets/model-rows.ts'
import { MODEL_COLUMNS } from '../sheets/model-rows.ts'
import type { RowPlace, TargetsPatch } from '../sheets/targets-patch.ts'
import type { StampEntry } from '../sheets/sheet-table.ts'
import { cellsOfMarks, marksOf, type Marks } from '../sheets/refresh-marks.ts'
import type { ChangedCell } from '../sheets/refresh-plan.ts'
import { cellOf } from '../sheets/targets-sheet.ts'
import { readyBaseline, storedBaselines } from './baseline-sheet.ts'
import { locateTable, readTableCells, type FoundTable, type ReadTable } from './baseline-table.ts'
import { clearMarks, setMarks, type MarkedTable } from './carry-out-plan.ts'
import { marksIn, marksProperty, rememberMarks } from './pull-record.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { literal } from './sheet-layout.ts'

export interface PatchOptions extends RunOptions {
  /** Colours what the patch changes and takes the colour of earlier refreshes off. */
  readonly marksChanges?: boolean
}

/**
 * Changes a model's sheet and keeps its new baseline, in one request: Excel does both or neither; answers whether what changed
 * is coloured. The baseline is kept even where the table is gone, so that what was published is known. Throws ExcelFailure.
 */
export function patchTargets(
  before: Baseline,
  after: Baseline,
  patch: TargetsPatch,
  stamp: readonly StampEntry[],
  options: PatchOptions = {},
): Promise<boolean> {
  return runInExcel(async (context) => {
    const stored = await storedBaselines(context)
    const place = await locateTable(context, before)
    const kept = place.kind === 'found' && options.marksChanges ? marksProperty(place.sheet, before.id) : null
    kept?.load('value')
    const read = place.kind === 'found' ? await readTableCells(context, place, before) : null
    const keep = await readyBaseline(context, stored, after)
    let isMarked = false
    if (place.kind === 'found' && read) {
      const finder = rowFinder(read, before.id)
      if (kept) takeMarksOff(place, read, finder, marksIn(kept))
      applyPatch(place, read, patch, finder)
      if (kept) isMarked = markPatch(place, read, patch, { ...finder, keptAs: before.id })
      removeRows(place, read, patch, finder)
      writeStamp(place, read, stamp)
    }
    keep()
    await context.sync()
    return isMarked
  }, options)
}

interface RowFinder {
  readonly keyColumn: number
  readonly find: (place: RowPlace) => SheetRow | undefined
}

function rowFinder({ cells }: ReadTable, baselineId: string): RowFinder {
  const keyColumn = cells.headers.indexOf(keyHeader(baselineId))
  return {
    keyColumn,
    find: ({ key, row }) => {
      const holders = cells.rows.filter(({ cells: own }) => key !== null && own[keyColumn]?.value === key)
      // A changed copy carries its original's key; its number tells the two apart.
      return holders.length === 1 ? holders[0] : cells.rows.find(({ number }) => number === row)
    },
  }
}

function applyPatch(
  { sheet, table }: FoundTable,
  { cells, firstColumn, tableColumns }: ReadTable,
  patch: TargetsPatch,
  { keyColumn, find }: RowFinder,
): void {
  const column = (header: string) => firstColumn + cells.headers.indexOf(header)
  const write = (row: SheetRow | undefined, at: number, value: string | number) => {
    if (row) sheet.getRangeByIndexes(row.number - 1, at, 1, 1).values = [[literal(value)]]
  }
  for (const { at, header, value } of patch.cells) {
    write(find(at), column(header), cellOf(value, kindOf(header)))
  }
  for (const { at, key } of patch.keys) {
    const row = find(at)
    if (!row) continue
    // A row that a person added may not have taken over the format that shows nothing.
    sheet.getRangeByIndexes(row.number - 1, firstColumn + keyColumn, 1, 1).numberFormat = [[KEY_FORMAT]]
    write(row, firstColumn + keyColumn, key)
  }
  // Excel moves no cells within a filtered table.
  if (patch.added.length + patch.removed.length > 0) table.clearFilters()
  // Added before any is deleted: Excel keeps no table without a row.
  if (patch.added.length > 0) {
    const values = addedCells(cells, patch.added, keyColumn)
    table.rows.add(
      undefined,
      values.map((row) => row.slice(...tableColumns)),
    )
  }
}

function removeRows(
  { table }: FoundTable,
  { cells, headerRow }: ReadTable,
  patch: TargetsPatch,
  { find }: RowFinder,
): void {
  const gone = patch.removed.flatMap((place) => find(place) ?? []).toSorted((a, b) => b.number - a.number)
  const left = cells.rows.filter(({ isInTable }) => isInTable).length - gone.length
  if (left + patch.added.length > 0) {
    for (const { number } of gone) table.rows.getItemAt(number - 2 - headerRow).delete()
  }
}

const HEADERS = MODEL_COLUMNS.map(({ header }) => header)

/** The columns of a model where they stand. */
function placesIn({ sheet }: FoundTable, { cells, headerRow, firstColumn, lastRow }: ReadTable): MarkedTable {
  return {
    sheet,
    bodyRow: headerRow + 1,
    bodyRows: lastRow - headerRow,
    places: HEADERS.map((header) => {
      const at = cells.headers.indexOf(header)
      return at < 0 ? -1 : firstColumn + at
    }),
  }
}

function takeMarksOff(place: FoundTable, read: ReadTable, { keyColumn }: RowFinder, marks: Marks): void {
  const keys = Array.from({ length: read.lastRow - read.headerRow }, (_, index) => {
    const row = read.cells.rows.find(({ number }) => number === read.headerRow + 2 + index)
    return String(row?.cells[keyColumn]?.value ?? '') || null
  })
  clearMarks(placesIn(place, read), cellsOfMarks(marks, keys, HEADERS))
}

/** Before rows are removed: fills then move with their rows. */
function markPatch(
  place: FoundTable,
  read: ReadTable,
  patch: TargetsPatch,
  { find, keptAs }: RowFinder & { readonly keptAs: string },
): boolean {
  const { bodyRow, bodyRows } = placesIn(place, read)
  const keys = new Map<number, string>()
  const inRows = patch.cells.flatMap(({ at, header }): ChangedCell[] => {
    const row = find(at)
    if (!row) return []
    keys.set(row.number - 1 - bodyRow, at.key ?? '')
    return [{ row: row.number - 1 - bodyRow, column: HEADERS.indexOf(header) }]
  })
  const inAdded = patch.added.flatMap(({ key, values }, index) => {
    keys.set(bodyRows + index, key ?? '')
    return HEADERS.flatMap((header, column): ChangedCell[] =>
      values[header] === '' ? [] : [{ row: bodyRows + index, column }],
    )
  })
  const changes = [...inRows, ...inAdded]
  const isMarked = setMarks(placesIn(place, read), changes)
  const marks = marksOf(
    changes,
    (row) => keys.get(row) ?? '',
    (column) => HEADERS[column] ?? '',
  )
  rememberMarks(place.sheet, keptAs, isMarked ? marks : {})
  return isMarked
}

function kindOf(header: ModelHeader) {
  return MODEL_COLUMNS.find((column) => column.header === header)?.kind ?? 'text'
}

/** Calculated cells take the formula of the row above, as Excel does for a row that a person adds. */
function addedCells(
  { headers, rows }: ReadTable['cells'],
  added: readonly ModelRow[],
  keyColumn: number,
): (string | number)[][] {
  const above = rows.findLast(({ isInTable }) => isInTable)
  const columns = new Map<string, (typeof MODEL_COLUMNS)[number]>(
    MODEL_COLUMNS.map((column) => [column.header, column]),
  )
  return added.map(({ key, values }) =>
    headers.map((header, at) => {
      const editable = columns.get(header)
      if (at === keyColumn) return key ?? ''
      if (editable) return literal(cellOf(values[editable.header], editable.kind))
      const formula = above?.cells[at]?.formula
      return typeof formula === 'string' && formula.startsWith('=') ? formula : ''
    }),
  )
}

/** Values go below their labels, wherever inserted rows and columns put them; a stamp that was taken away stays away. */
function writeStamp({ sheet }: FoundTable, { above }: ReadTable, stamp: readonly StampEntry[]): void {
  const labels = above.findLast(({ cells }) => stamp.every(({ label }) => cells.includes(label)))
  if (!labels) return
  for (const { label, value } of stamp) {
    const column = labels.firstColumn + labels.cells.indexOf(label)
    sheet.getRangeByIndexes(labels.row + 1, column, 1, 1).values = [[literal(value)]]
  }
}
