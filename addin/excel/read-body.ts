import type { Cell } from '../sheets/sheet-table.ts'

/** Cells of a table's body, row by row. */
export interface BodyCells {
  readonly values: readonly (readonly Cell[])[]
  /** Empty unless they were asked for. */
  readonly formulas: readonly (readonly Cell[])[]
}

/** Excel on the web answers 5 MB at most; a row of twelve columns takes about a hundred bytes, with its formulas two hundred. */
const ROWS_A_READ = { values: 6000, 'values,formulas': 3000 } as const

/**
 * Reads a table's body in answers below 1 MB: its first rows with whatever waits for the next sync, the others, after it, by
 * the function that is returned. A table of up to some thousand rows so costs no sync of its own.
 */
export function beginBody(
  context: Excel.RequestContext,
  table: Excel.Table,
  what: keyof typeof ROWS_A_READ,
): () => Promise<BodyCells> {
  const step = ROWS_A_READ[what]
  const body = table.getDataBodyRange()
  body.load('rowCount,columnCount')
  const below = table
    .getHeaderRowRange()
    .getOffsetRange(1, 0)
    .getResizedRange(step - 1, 0)
  const first = below.getIntersectionOrNullObject(body)
  first.load(what)
  return async () => {
    const parts = [first]
    for (let start = step; start < body.rowCount; start += step) {
      const count = Math.min(step, body.rowCount - start)
      const part = body.getCell(start, 0).getResizedRange(count - 1, body.columnCount - 1)
      part.load(what)
      await context.sync()
      parts.push(part)
    }
    // Microsoft types cells as any.
    return {
      values: parts.flatMap(({ values }) => values as Cell[][]),
      formulas: what === 'values' ? [] : parts.flatMap(({ formulas }) => formulas as Cell[][]),
    }
  }
}
