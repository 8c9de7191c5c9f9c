import { KEY_FORMAT, keyHeader, type Baseline, type SheetRow } from '../sheets/baseline.ts'
import type { ModelHeader, ModelRow } from '../sheets/model-rows.ts'
import { MODEL_COLUMNS } from '../sheets/model-rows.ts'
import type { RowPlace, TargetsPatch } from '../sheets/targets-patch.ts'
import type { StampEntry } from '../sheets/sheet-table.ts'
import { cellOf } from '../sheets/targets-sheet.ts'
import { readyBaseline, storedBaselines } from './baseline-sheet.ts'
import { locateTable, readTableCells, type FoundTable, type ReadTable } from './baseline-table.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { literal } from './sheet-layout.ts'

/**
 * Changes a model's sheet and keeps its new baseline, in one request: Excel does both or neither. The baseline is kept
 * even where the table is gone, so that what was published is known. Throws ExcelFailure.
 */
export function patchTargets(
  before: Baseline,
  after: Baseline,
  patch: TargetsPatch,
  stamp: readonly StampEntry[],
  options?: RunOptions,
): Promise<void> {
  return runInExcel(async (context) => {
    const stored = await storedBaselines(context)
    const place = await locateTable(context, before)
    const read = place.kind === 'found' ? await readTableCells(context, place, before) : null
    const keep = await readyBaseline(context, stored, after)
    if (place.kind === 'found' && read) {
      applyPatch(place, read, patch, before.id)
      writeStamp(place, read, stamp)
    }
    keep()
    await context.sync()
  }, options)
}

function applyPatch(
  { sheet, table }: FoundTable,
  { cells, headerRow, firstColumn, tableColumns }: ReadTable,
  patch: TargetsPatch,
  baselineId: string,
): void {
  const column = (header: string) => firstColumn + cells.headers.indexOf(header)
  const keyColumn = cells.headers.indexOf(keyHeader(baselineId))
  const find = ({ key, row }: RowPlace): SheetRow | undefined => {
    const holders = cells.rows.filter(({ cells: own }) => key !== null && own[keyColumn]?.value === key)
    // A changed copy carries its original's key; its number tells the two apart.
    return holders.length === 1 ? holders[0] : cells.rows.find(({ number }) => number === row)
  }
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
  const gone = patch.removed.flatMap((place) => find(place) ?? []).toSorted((a, b) => b.number - a.number)
  const left = cells.rows.filter(({ isInTable }) => isInTable).length - gone.length
  // Added before any is deleted: Excel keeps no table without a row.
  if (patch.added.length > 0) {
    const values = addedCells(cells, patch.added, keyColumn)
    table.rows.add(
      undefined,
      values.map((row) => row.slice(...tableColumns)),
    )
  }
  if (left + patch.added.length > 0) {
    for (const { number } of gone) table.rows.getItemAt(number - 2 - headerRow).delete()
  }
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
