import type { ChangedCell } from './refresh-plan.ts'

/** A light fill, and it alone: colours of words and numbers keep their meaning. */
export const MARK_FILL = '#FFF2CC'

/** Cells of one rectangle, rows and columns counted from 0 within the table's body and our columns. */
export interface MarkedArea {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}

/** Each area costs Excel a step; beyond this a colour would tell nobody anything anyway. */
const MOST_AREAS = 400

/**
 * The fewest upright strips that cover the changed cells; null where they are too scattered to be coloured, so that they
 * are counted only.
 */
export function markedAreas(changes: readonly ChangedCell[]): readonly MarkedArea[] | null {
  const strips = [...stripsOf(changes)].sort(
    (a, b) => a.row - b.row || a.rows - b.rows || a.column - b.column,
  )
  const areas: { row: number; column: number; rows: number; columns: number }[] = []
  for (const strip of strips) {
    const left = areas.at(-1)
    const isBeside =
      left?.row === strip.row && left.rows === strip.rows && left.column + left.columns === strip.column
    if (left && isBeside) left.columns += 1
    else areas.push({ ...strip })
    if (areas.length > MOST_AREAS) return null
  }
  return areas
}

/** Runs of changed cells below one another, column by column. */
function stripsOf(changes: readonly ChangedCell[]): readonly MarkedArea[] {
  const strips: { row: number; column: number; rows: number; columns: number }[] = []
  const sorted = [...changes].sort((a, b) => a.column - b.column || a.row - b.row)
  for (const { row, column } of sorted) {
    const strip = strips.at(-1)
    if (strip?.column === column && strip.row + strip.rows === row) strip.rows += 1
    else strips.push({ row, column, rows: 1, columns: 1 })
  }
  return strips
}

/** What was coloured, kept until the next refresh takes it off again: row keys by header, as rows may be sorted meanwhile. */
export type Marks = Readonly<Record<string, readonly string[] | 'all'>>

/** A column with more coloured cells than this is taken to be coloured whole. */
const MOST_KEYS = 300

export function marksOf(
  changes: readonly ChangedCell[],
  keyAt: (row: number) => string,
  headerAt: (column: number) => string,
): Marks {
  const byColumn = Map.groupBy(changes, ({ column }) => column)
  return Object.fromEntries(
    [...byColumn].map(([column, cells]) => [
      headerAt(column),
      cells.length > MOST_KEYS ? 'all' : cells.map(({ row }) => keyAt(row)),
    ]),
  )
}

/** Where the colour of earlier marks lies now. */
export function cellsOfMarks(
  marks: Marks,
  keys: readonly (string | null)[],
  headers: readonly string[],
): readonly ChangedCell[] {
  return Object.entries(marks).flatMap(([header, marked]) => {
    const column = headers.indexOf(header)
    if (column < 0) return []
    const wanted = marked === 'all' ? null : new Set(marked)
    return keys.flatMap((key, row) =>
      wanted === null || (key !== null && wanted.has(key)) ? [{ row, column }] : [],
    )
  })
}
