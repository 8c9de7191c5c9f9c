import { HostError } from '../host-error.ts'
import { SHEET_COLUMNS, SHEET_ROWS, cellCount } from '../workbook/address.ts'
import type { Area } from '../workbook/address.ts'
import type { CellValue } from '../workbook/cell.ts'
import type { Sheet } from '../workbook/sheet.ts'

/** Excel refuses to read or write more cells than this at once. */
const MAXIMUM_CELLS = 5_000_000

const WRONG_SHAPE =
  "The number of rows or columns in the input array doesn't match the size or dimensions of the range."

/** The area's cells as rows; null for whole rows and columns, whose values Excel does not answer. */
export function readGrid<T>(area: Area, at: (row: number, column: number) => T): T[][] | null {
  if (area.rows === SHEET_ROWS || area.columns === SHEET_COLUMNS) return null
  if (cellCount(area) > MAXIMUM_CELLS) throw new HostError('RangeExceedsLimit')
  return Array.from({ length: area.rows }, (_row, row) =>
    Array.from({ length: area.columns }, (_column, column) => at(area.row + row, area.column + column)),
  )
}

/**
 * Calls `write` for every cell that a written value reaches: one value or a 1 x 1 array fills the range, any
 * other array must have the range's shape, and null in an array leaves its cell alone.
 */
export function eachWritten(
  { sheet, area }: { sheet: Sheet; area: Area },
  value: unknown,
  write: (row: number, column: number, raw: CellValue) => void,
): void {
  const grid = Array.isArray(value) ? (value as readonly unknown[]) : [[value]]
  const rows = grid.map((row) => {
    if (!Array.isArray(row)) throw new HostError('InvalidArgument', WRONG_SHAPE)
    return row as readonly unknown[]
  })
  if (rows.length === 1 && rows[0]?.length === 1) {
    fill(sheet, area, cellValueOf(rows[0][0]), write)
    return
  }
  for (const row of rows) requireShape(area, rows.length, row.length)
  rows.forEach((row, rowOffset) =>
    row.forEach((item, columnOffset) => {
      const raw = cellValueOf(item)
      if (raw !== null) write(area.row + rowOffset, area.column + columnOffset, raw)
    }),
  )
}

function fill(
  sheet: Sheet,
  area: Area,
  raw: CellValue | null,
  write: (row: number, column: number, raw: CellValue) => void,
): void {
  if (raw === null) return
  const reached = cellCount(area) > MAXIMUM_CELLS ? sheet.usedArea({ valuesOnly: false }) : area
  if (!reached) return
  for (let row = reached.row; row < reached.row + reached.rows; row += 1) {
    for (let column = reached.column; column < reached.column + reached.columns; column += 1) {
      write(row, column, raw)
    }
  }
}

export function requireShape(area: Area, rows: unknown, columns: unknown): void {
  if (rows !== area.rows || columns !== area.columns) throw new HostError('InvalidArgument', WRONG_SHAPE)
}

function cellValueOf(value: unknown): CellValue | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new HostError('InvalidArgument')
}
