import type { Cell } from '../sheets/sheet-table.ts'

/** Excel on the web takes 5 MB a request; a fifth of it keeps every request quick. office.js adds about a tenth. */
const BYTES_A_REQUEST = 800_000

/** A run of rows that goes out in one request. */
export interface RowChunk<Value = Cell> {
  /** Counted from 0 within the table's body. */
  readonly firstRow: number
  readonly rows: readonly (readonly Value[])[]
}

/** Splits rows so that no request's cells take more than `limit` bytes of JSON; one row is never split. */
export function rowChunks<Value>(
  rows: readonly (readonly Value[])[],
  limit: number = BYTES_A_REQUEST,
): readonly RowChunk<Value>[] {
  const encoder = new TextEncoder()
  const chunks: RowChunk<Value>[] = []
  let firstRow = 0
  let bytes = 0
  rows.forEach((row, index) => {
    const size = encoder.encode(JSON.stringify(row)).length + 1
    if (bytes + size > limit && index > firstRow) {
      chunks.push({ firstRow, rows: rows.slice(firstRow, index) })
      firstRow = index
      bytes = 0
    }
    bytes += size
  })
  return firstRow < rows.length ? [...chunks, { firstRow, rows: rows.slice(firstRow) }] : chunks
}
