import type { Baseline, SheetRow, TableCells } from '../sheets/baseline.ts'
import { keyHeader } from '../sheets/baseline.ts'
import { loadBaselines } from './baseline-sheet.ts'
import { locateTable, readTableCells, type TableLoss } from './baseline-table.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { literal } from './sheet-layout.ts'

/** A pulled table with its baseline, as it stands in the workbook now. */
export type EditedTable =
  | {
      readonly kind: 'found'
      readonly baseline: Baseline
      readonly cells: TableCells
      readonly sheetName: string
      /** Of this session; the baseline's may be of an earlier one. */
      readonly sheetId: string
      readonly tableName: string
    }
  | { readonly kind: TableLoss; readonly baseline: Baseline }
  | { readonly kind: 'baselineGone' }

/** Reads a pulled table for comparing with its baseline. At most four syncs. Throws ExcelFailure. */
export function readEditedTable(baselineId: string, options?: RunOptions): Promise<EditedTable> {
  return runInExcel(async (context) => {
    const baseline = (await loadBaselines(context)).find(({ id }) => id === baselineId)
    if (!baseline) return { kind: 'baselineGone' }
    const place = await locateTable(context, baseline)
    if (place.kind !== 'found') return { kind: place.kind, baseline }
    const { cells } = await readTableCells(context, place, baseline)
    const { sheetName, sheetId, tableName } = place
    return { kind: 'found', baseline, cells, sheetName, sheetId, tableName }
  }, options)
}

/** A sentence for a row: by its key, else (an added row) by its number in the sheet, from 1. */
export interface RowNote {
  readonly key: string | null
  readonly row: number
  readonly sentence: string
}

/**
 * Writes sentences into a column of the table, each beside its row, and empties every other cell of the column. The
 * place of each row is looked up anew, as a person may have sorted meanwhile. False where the table or the column is gone.
 */
export function writeRowNotes(
  baseline: Baseline,
  header: string,
  notes: readonly RowNote[],
  options?: RunOptions,
): Promise<boolean> {
  return runInExcel(async (context) => {
    const place = await locateTable(context, baseline)
    if (place.kind !== 'found') return false
    const { cells, headerRow, firstColumn, lastRow } = await readTableCells(context, place, baseline)
    const column = cells.headers.indexOf(header)
    const keyColumn = cells.headers.indexOf(keyHeader(baseline.id))
    if (column < 0 || lastRow <= headerRow) return false
    const range = place.sheet.getRangeByIndexes(headerRow + 1, firstColumn + column, lastRow - headerRow, 1)
    const rows = cells.rows.filter(({ isInTable }) => isInTable)
    const keyOf = (row: SheetRow | undefined) => String(row?.cells[keyColumn]?.value ?? '')
    const holders = Map.groupBy(rows, keyOf)
    range.values = Array.from({ length: lastRow - headerRow }, (_, index) => {
      const row = rows[index]
      const key = keyOf(row)
      // Added rows have no key and copied ones share theirs: these are told apart by their numbers.
      const isByKey = key !== '' && holders.get(key)?.length === 1
      const own = notes.filter((note) => (isByKey ? note.key === key : note.row === row?.number))
      return [literal(own.map(({ sentence }) => sentence).join(' '))]
    })
    await context.sync()
    return true
  }, options)
}
