import type { FileSet } from '../file-set.ts'
import type { KnownNames } from '../known-names.ts'
import type { ReadFile } from '../read-file.ts'

/** Where a problem between files, or between a file and the database, is told. */
export type ReportInFile = (
  file: Pick<ReadFile, 'file' | 'columnOf'>,
  line: number,
  column: string,
  what: string,
  found: string,
  expected: string,
) => void

/** What a check may look at. */
export interface CheckedSet {
  readonly set: FileSet
  readonly known: KnownNames
  readonly asOf: string
}

/** One thing that must hold beyond the single file. */
export type CrossCheck = (checked: CheckedSet, report: ReportInFile) => void

/** The first record of each key, with how many there are: one unknown symbol is one problem, however many lots have it. */
export function firstOfEach<R>(records: readonly R[], keyOf: (record: R) => string | null) {
  const firsts = new Map<string, { record: R; rows: number }>()
  for (const record of records) {
    const key = keyOf(record)
    if (key === null) continue
    const first = firsts.get(key)
    if (first) first.rows += 1
    else firsts.set(key, { record, rows: 1 })
  }
  return [...firsts].map(([key, { record, rows }]) => ({ key, record, rows }))
}

/** `in 12 rows`, where there is more than one. */
export const inRows = (rows: number) => (rows === 1 ? '' : ` (in ${rows} rows)`)
