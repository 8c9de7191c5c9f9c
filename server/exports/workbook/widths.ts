import type { Cell, CellKind } from './cells.ts'
import type { Column } from './sheet.ts'

/** Characters that a kind takes at least and at most; longer text goes on to further lines, or is seen when its cell is entered. */
const WIDTHS: Readonly<Record<CellKind, readonly [least: number, most: number]>> = {
  text: [8, 44],
  prose: [24, 60],
  hash: [12, 58],
  count: [8, 14],
  money: [15, 24],
  price: [12, 20],
  shares: [12, 22],
  fraction: [10, 14],
  date: [11, 11],
  moment: [19, 19],
}
/** For the button of the filter, and air. */
const TITLE_ROOM = 4
const ROOM = 2
const LONGEST_TITLE_LINE = 16

/** Widths of columns, in characters, that fit their titles and these rows. */
export function widthsOf(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map(({ title, kind }, index) => {
    const [least, most] = WIDTHS[kind]
    const longest = rows.reduce((length, row) => Math.max(length, lengthOf(kind, row[index])), 0)
    return Math.max(least, titleWidth(title), Math.min(most, longest + ROOM))
  })
}

/** A title may break between words; its longest word may not. */
function titleWidth(title: string): number {
  const longestWord = Math.max(...title.split(' ').map((word) => word.length))
  return Math.max(longestWord, Math.min(title.length, LONGEST_TITLE_LINE)) + TITLE_ROOM
}

/** Lines that text takes in a column, broken to its width: letters are about as wide as digits. */
export const linesOf = (text: string, width: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0)

/** Points of a line of text in a row of a table. */
const LINE_POINTS = 14
/** Excel lets no row be higher. */
const MOST_POINTS = 409

/** Points of height of a row whose prose goes on to further lines, which not every program fits by itself; none: it has one line. */
export function heightOf(
  columns: readonly Column[],
  widths: readonly number[],
  row: readonly Cell[],
): number | null {
  const lines = columns.map(({ kind }, index) => {
    const cell = row[index]
    return kind === 'prose' && typeof cell === 'string' ? linesOf(cell, widths[index]!) : 1
  })
  const most = Math.max(...lines)
  return most === 1 ? null : Math.min(MOST_POINTS, most * LINE_POINTS)
}

function lengthOf(kind: CellKind, cell: Cell | undefined): number {
  if (typeof cell === 'string') return Math.max(...cell.split('\n').map((line) => line.length))
  // Of numbers with their separators; dates have a width of their own.
  return typeof cell === 'number' ? Math.ceil(String(cell).length * (kind === 'fraction' ? 1 : 1.4)) + 3 : 0
}
