import type { SelectedCell, SelectedRow } from '../sheets/selected-rows.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'

/** A whole column is a million cells; what it holds ends much earlier. */
const MOST_ROWS = 50_000

/**
 * The rows of the selection that can be seen: what a filter hides is not what a person points at. Where a single cell is
 * selected, `orWholeSheet` reads all that the sheet holds. Empty where nothing is there. At most two syncs. Throws ExcelFailure.
 */
export function readSelectedRows(
  { orWholeSheet }: { readonly orWholeSheet: boolean },
  options?: RunOptions,
): Promise<readonly SelectedRow[]> {
  return runInExcel(async (context) => {
    const selected = context.workbook.getSelectedRange()
    const inSelection = selected.getUsedRangeOrNullObject(true)
    const inSheet = context.workbook.worksheets.getActiveWorksheet().getUsedRangeOrNullObject(true)
    selected.load('cellCount')
    inSelection.load('rowCount,columnCount')
    inSheet.load('rowCount,columnCount')
    await context.sync()
    const filled = orWholeSheet && selected.cellCount === 1 ? inSheet : inSelection
    if (filled.isNullObject) return []
    const rows = Math.min(filled.rowCount, MOST_ROWS)
    const view = filled
      .getCell(0, 0)
      .getResizedRange(rows - 1, filled.columnCount - 1)
      .getVisibleView()
    view.load('values,text,cellAddresses')
    await context.sync()
    // Microsoft types cells as any.
    const values = view.values as SelectedCell['value'][][]
    return values.map((row, at): SelectedRow => ({
      number: rowNumber(String(view.cellAddresses[at]?.[0] ?? '')),
      cells: row.map((value, column) => ({ value, text: String(view.text[at]?.[column] ?? '') })),
    }))
  }, options)
}

/** `Sheet1!$B$12` and `B12` are in row 12. */
function rowNumber(address: string): number {
  return Number(/(\d+)$/.exec(address)?.[1] ?? 0)
}
