import { SHEET_COLUMNS, SHEET_ROWS } from '../../host/workbook/address.ts'
import { STANDARD_ROW_HEIGHT } from '../../host/workbook/sheet.ts'
import type { Sheet } from '../../host/workbook/sheet.ts'
import { Axis } from './axis.ts'

const PIXELS_PER_POINT = 4 / 3
/** Points: rows without a height of their own grow with their largest font. */
const LINE_HEIGHT = 1.32
const FEWEST_ROWS = 200
const FEWEST_COLUMNS = 26
/** Empty lines that can be scrolled to beyond what is used. */
const ROWS_BEYOND = 60
const COLUMNS_BEYOND = 8

export const COLUMN_HEADER_HEIGHT = 22

/** Where everything of a sheet lies, in pixels from its upper left cell. */
export interface SheetLayout {
  readonly rows: Axis
  readonly columns: Axis
  readonly frozenRows: number
  readonly frozenColumns: number
  readonly frozenHeight: number
  readonly frozenWidth: number
  readonly rowHeaderWidth: number
}

/** Lays a sheet out, at least as far as the cell that a person has reached. */
export function layOut(
  sheet: Sheet,
  reached: { readonly row: number; readonly column: number },
): SheetLayout {
  const used = sheet.usedArea({ valuesOnly: false })
  const lastRow = Math.max((used?.row ?? 0) + (used?.rows ?? 0), reached.row + 1)
  const lastColumn = Math.max((used?.column ?? 0) + (used?.columns ?? 0), reached.column + 1)
  const rowCount = Math.min(SHEET_ROWS, Math.max(FEWEST_ROWS, lastRow + ROWS_BEYOND))
  const columnCount = Math.min(SHEET_COLUMNS, Math.max(FEWEST_COLUMNS, lastColumn + COLUMNS_BEYOND))
  const rows = new Axis(rowCount, pixels(STANDARD_ROW_HEIGHT), rowSizes(sheet))
  const columns = new Axis(columnCount, pixels(sheet.standardColumnWidth), columnSizes(sheet))
  const frozenRows = Math.min(sheet.frozen?.rows ?? 0, rowCount - 1)
  const frozenColumns = Math.min(sheet.frozen?.columns ?? 0, columnCount - 1)
  return {
    rows,
    columns,
    frozenRows,
    frozenColumns,
    frozenHeight: rows.offset(frozenRows),
    frozenWidth: columns.offset(frozenColumns),
    rowHeaderWidth: Math.max(44, 16 + String(rowCount).length * 8),
  }
}

function pixels(points: number): number {
  return Math.round(points * PIXELS_PER_POINT)
}

/** Points of a width in pixels, as the sheet keeps it. */
export function pointsOf(width: number): number {
  return width / PIXELS_PER_POINT
}

function rowSizes(sheet: Sheet): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const [row, fontSize] of sheet.largestFonts()) {
    if (fontSize > 11) sizes.set(row, pixels(Math.max(STANDARD_ROW_HEIGHT, fontSize * LINE_HEIGHT)))
  }
  for (const [row, height] of sheet.rowHeights) sizes.set(row, pixels(height))
  for (const row of sheet.hiddenRows) sizes.set(row, 0)
  return sizes
}

function columnSizes(sheet: Sheet): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const [column, width] of sheet.columnWidths) sizes.set(column, pixels(width))
  for (const column of sheet.hiddenColumns) sizes.set(column, 0)
  return sizes
}
