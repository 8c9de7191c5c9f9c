import { createHash } from 'node:crypto'
import { openContent, readContent, type Content } from './content.ts'
import { FileReading, type ReadingTerms } from './file-reading.ts'
import { columnOf } from './header.ts'
import type { NamedAccountLine } from './layouts/layout.ts'
import type { LayoutKind, RecordsByKind } from './layouts/registry.ts'
import type { Problem, ProblemList } from './problem.ts'

/** A file as it was handed in. */
export interface ImportFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What a file was read into, as plain data that threads can hand to one another. */
interface ReadDataOf<K extends LayoutKind> {
  readonly file: string
  /** SHA-256 of the file as it was handed in. */
  readonly sha256: string
  readonly kind: K
  readonly records: RecordsByKind[K]
  /** The number of each column, from 1, by its name and by its field's key. */
  readonly columns: ReadonlyMap<string, number>
  /** The custodian's own day of the file's facts; none: they are true on the as-of date. */
  readonly statedOn: string | null
  readonly warnings: readonly Problem[]
  /** The accounts that lines above its tables name, those that hold nothing among them. */
  readonly accounts: readonly NamedAccountLine[]
}

/** The records of a file of one kind. */
export type ReadData = { readonly [K in LayoutKind]: ReadDataOf<K> }[LayoutKind]

/** The records of a file, and where problems that show only when files and database are compared have their place. */
export type ReadFile = {
  readonly [K in LayoutKind]: ReadDataOf<K> & {
    /** The number of a column, from 1, by its name or its field's key. */
    readonly columnOf: (column: string) => number
  }
}[LayoutKind]

/** What was read, with the way to its columns. */
export const withColumns = (data: ReadData): ReadFile => ({
  ...data,
  columnOf: (column) => columnOf(data.columns, column),
})

/**
 * Reads one file: bytes to text, text to records, header to layout, cells to values, then the layout's own checks. All or
 * nothing: whatever is wrong goes to `problems`, and then there is no result.
 */
export async function readImportFile(
  file: ImportFile,
  limits: ReadingTerms,
  problems: ProblemList,
): Promise<ReadFile | undefined> {
  const content = await openContent(file.bytes)
  if ('what' in content) {
    problems.add({ file: file.name, ...content })
    return undefined
  }
  const data = await readOpenFile(file, content, limits, problems)
  return data && withColumns(data)
}

/** The same for a file that is opened. */
export async function readOpenFile(
  { name: file, bytes }: ImportFile,
  content: Content,
  limits: ReadingTerms,
  problems: ProblemList,
): Promise<ReadData | undefined> {
  const countBefore = problems.count
  const reading = new FileReading(file, limits, problems, content.kind === 'workbook')
  const fault = await readContent(content, (record) => reading.take(record))
  if (fault) problems.add({ file, ...fault })
  else reading.finish()
  const { header, records, lastLine, statedOn, warnings, accounts } = reading
  if (problems.count > countBefore) return undefined
  if (!header) {
    const what = 'the file is empty'
    problems.add({ file, line: 1, column: 1, what, found: '', expected: 'a header line' })
    return undefined
  }
  const missingEnd = content.kind === 'csv' ? warnOfMissingEnd(file, content.utf8, lastLine) : []
  // The records are those of the recognized layout: the reading made them with its fields.
  return {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    kind: header.kind,
    records,
    columns: header.columns,
    statedOn,
    accounts,
    warnings: [...warnings, ...missingEnd],
  } as unknown as ReadData
}

/** A last line without its end may be half a line whose last value happens to look whole. */
function warnOfMissingEnd(file: string, bytes: Buffer, line: number): Problem[] {
  const last = bytes.at(-1)
  if (last === 0x0a || last === 0x0d) return []
  const what = 'the last line has no end, so the file may be cut off'
  const found = bytes.subarray(-20).toString()
  return [{ file, line, column: 1, what, found, expected: 'a line break at the end' }]
}
