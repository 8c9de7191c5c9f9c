import type { Cell, SheetTable } from '../sheets/sheet-table.ts'

/** Rows counted from 0: title, the stamp's labels, its values, an empty one, the table's header, its body. */
export const TITLE_ROW = 0
export const STAMP_ROW = 1
export const HEADER_ROW = 4
export const BODY_ROW = HEADER_ROW + 1

const READ_AS_FORMULA = /^[=+\-@'\t\r]/

/** Text that Excel would read as a formula is led by an apostrophe, which Excel takes off again. */
export function literal(cell: Cell): Cell {
  return typeof cell === 'string' && READ_AS_FORMULA.test(cell) ? `'${cell}` : cell
}

/** A table without rows still has one, empty: Excel knows none without. */
export function bodyRowCount(table: SheetTable): number {
  return Math.max(1, table.rows.length)
}

/** A, B, … Z, AA: the letters of a column counted from 0. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26)
  const letter = String.fromCharCode(65 + (column % 26))
  return rest === 0 ? letter : columnLetters(rest - 1) + letter
}

const PIXELS_A_CHARACTER = 7
const PIXELS_OF_PADDING = 9
const POINTS_A_PIXEL = 0.75

/** Width of a column in points, the unit of Excel's API, for this many characters of the standard font. */
export function pointsFor(characters: number): number {
  return (characters * PIXELS_A_CHARACTER + PIXELS_OF_PADDING) * POINTS_A_PIXEL
}
