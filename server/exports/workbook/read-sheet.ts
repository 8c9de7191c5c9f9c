import { createHash } from 'node:crypto'
import { streamXlsxRows } from 'hucre/xlsx'
import { canonicalRow, type Cell } from './cells.ts'
import type { SheetProof } from './sheet.ts'

/** Rows of a sheet, by its name or its place from 0; without any where there is no such sheet. Rows that are left out are empty. */
export async function* rowsOfSheet(
  bytes: Uint8Array,
  sheet: string | number,
): AsyncGenerator<readonly Cell[]> {
  let next = 0
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    for (; next < index; next += 1) yield []
    next = index + 1
    yield Array.from(values, (value) => (typeof value === 'boolean' ? String(value) : value))
  }
}

/** What a sheet holds, by the same hash as when it was written. */
export async function proofOfSheet(bytes: Uint8Array, name: string): Promise<SheetProof> {
  const hash = createHash('sha256')
  let rows = -1
  for await (const cells of rowsOfSheet(bytes, name)) {
    rows += 1
    hash.update(`${canonicalRow(cells)}\n`)
  }
  return { name, rows: Math.max(rows, 0), sha256: hash.digest('hex') }
}
