import type { BlockPart } from '../sheets/trades-totals.ts'
import { literal } from './sheet-layout.ts'

const LABEL_COLOUR = '#605E5C'

/** Where the parts of the block go: rows and columns of the sheet from 0. */
export interface BlockPlace {
  readonly row: number
  /** Column of each part, in their order. */
  readonly columns: readonly number[]
}

/** Writes the block of totals, labels in grey, figures left-aligned beneath them. */
export function writeBlock(sheet: Excel.Worksheet, block: readonly BlockPart[], place: BlockPlace): void {
  block.forEach(({ grid }, index) => {
    const width = Math.max(...grid.map((row) => row.length))
    const cells = sheet.getRangeByIndexes(place.row, place.columns[index] ?? 0, grid.length, width)
    cells.numberFormat = grid.map((row) => row.map(({ format }) => format))
    cells.values = grid.map((row) => row.map(({ value }) => literal(value)))
    cells.format.horizontalAlignment = 'Left'
    const hasHeading = grid[0]?.every(({ isLabel }) => isLabel) ?? false
    const labels = hasHeading ? cells.getRow(0) : cells.getColumn(0)
    labels.format.font.color = LABEL_COLOUR
  })
}

/** Empties the rows that a block had, before one of fewer rows takes its place. */
export function emptyBlock(
  sheet: Excel.Worksheet,
  block: readonly BlockPart[],
  place: BlockPlace,
  rows: number,
): void {
  if (rows <= 0) return
  block.forEach(({ grid }, index) => {
    const width = Math.max(...grid.map((row) => row.length))
    sheet.getRangeByIndexes(place.row, place.columns[index] ?? 0, rows, width).clear('Contents')
  })
}

interface RowAbove {
  readonly row: number
  readonly firstColumn: number
  readonly cells: readonly string[]
}

/** Finds the block again by the first label of each part; null where the person took one away. */
export function findBlock(above: readonly RowAbove[], block: readonly BlockPart[]): BlockPlace | null {
  const labels = block.map(({ grid }) => String(grid[0]?.[0]?.value ?? ''))
  for (const { row, firstColumn, cells } of above) {
    const columns = labels.map((label) => cells.indexOf(label))
    if (columns.every((column) => column >= 0))
      return { row, columns: columns.map((column) => firstColumn + column) }
  }
  return null
}
