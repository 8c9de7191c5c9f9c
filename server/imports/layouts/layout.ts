import type { CellFault, CellReader, ReadingLimits } from '../cells/fault.ts'
import { writtenPlaces } from '../cells/numbers.ts'

/** Texts that mean "nothing here" in files of custodians. */
const CUSTODIAN_BLANKS: ReadonlySet<string> = new Set(['--', 'N/A', 'n/a', 'NA', '-'])
const NO_BLANKS: ReadonlySet<string> = new Set()

/** A column of a layout and how its cells are read. */
export interface Field<T> {
  /** Its name; one that ends in `…` begins like this. */
  readonly column: string
  /** Other names that files give it. */
  readonly also: readonly string[]
  /** What the lines around the table say instead of a column of it. */
  readonly said?: keyof Said
  /** Whether a file without this column is taken. */
  readonly mayBeAbsent: boolean
  /** Whether a cell may be blank; it is then read as null. */
  readonly mayBeBlank: boolean
  /** What counts as blank beside the empty cell. */
  readonly blanks: ReadonlySet<string>
  readonly read: CellReader<T>
}

type Fields = Readonly<Record<string, Field<unknown>>>

/** The record that a layout's fields read. `line` is where it stands in its file. */
export type RecordOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never
} & { readonly line: number }

/** What the lines around a table say of the rows that follow; the date counts for the whole file. */
export interface Said {
  readonly account?: string
  readonly symbol?: string
  readonly date?: string
}

/** An account that a line above a table names, and the place of the line. */
export interface NamedAccountLine {
  readonly line: number
  /** The account's number, or its end behind a mask. */
  readonly accountNumber: string
}

/** The lines of a custodian's file that are no rows of its table. */
export interface Frame {
  /** What a line of one value above the first header says, whatever its wording. */
  readonly preamble?: (text: string, limits: ReadingLimits) => Said
  /** What a line of one value above a header or a further block says; none where it is no such line. */
  readonly title?: (text: string, limits: ReadingLimits) => Said | CellFault | undefined
  /** What a line of one value below the table says, a disclaimer nothing. */
  readonly remark?: (text: string, limits: ReadingLimits) => Said | CellFault | undefined
  /** Whether a row of the table is a total, which ends the rows of its account. */
  readonly isTotal?: (cells: readonly string[]) => boolean
  /** Whether a total without rows says that its account holds nothing. */
  readonly isWhole?: boolean
}

/** Says that the value of a column in the record on this line is wrong. */
export type ReportProblem = (
  line: number,
  column: string,
  what: string,
  found: string,
  expected: string,
) => void

/** One kind of file: its columns, what they are read into, and what must hold beyond the single cell. */
export interface Layout<R extends { readonly line: number } = { readonly line: number }> {
  readonly kind: string
  /** The layout's name for people. */
  readonly title: string
  /** Whose file it is: masked numbers are those of accounts there. */
  readonly custodian?: 'Schwab' | 'Fidelity' | 'Vanguard'
  readonly fields: Readonly<Record<string, Field<unknown>>>
  /** Columns that are known and not read. */
  readonly ignored: readonly string[]
  readonly frame?: Frame
  /** What must hold of each record, and of one beside another. Records that cannot be read are not among these. */
  readonly check: (records: readonly R[], report: ReportProblem) => void
  /** What must hold of all records together; asked only where every row could be read. */
  readonly checkWhole?: (records: readonly R[], report: ReportProblem) => void
  /** What is accepted and still worth a look. */
  readonly warn?: (records: readonly R[], report: ReportProblem) => void
}

/** What the constructors of fields leave out. */
const COLUMN = { also: [], mayBeAbsent: false, mayBeBlank: false, blanks: NO_BLANKS } as const

/** A column that must be there, with a value in every row. */
export function required<T>(column: string, read: CellReader<T>, also: readonly string[] = []): Field<T> {
  return { ...COLUMN, column, read, also }
}

/** A column that must be there; its cells may be empty. */
export function blankable<T>(column: string, read: CellReader<T>): Field<T | null> {
  return { ...COLUMN, column, read, mayBeBlank: true }
}

/** A column that may be left out, and whose cells may be empty. */
export function extra<T>(column: string, read: CellReader<T>): Field<T | null> {
  return { ...COLUMN, column, read, mayBeBlank: true, mayBeAbsent: true }
}

/** A custodian's column that must be there; `--` and `N/A` are empty cells. */
export function custodianBlankable<T>(
  column: string,
  read: CellReader<T>,
  also: readonly string[] = [],
): Field<T | null> {
  return { ...COLUMN, column, read, also, mayBeBlank: true, blanks: CUSTODIAN_BLANKS }
}

/** How many places a column that another field reads is written with; the other field tells what is wrong with it. */
export function placesOf(column: string, also: readonly string[] = []): Field<number | null> {
  return {
    ...COLUMN,
    column,
    also,
    read: writtenPlaces,
    mayBeAbsent: true,
    mayBeBlank: true,
    blanks: CUSTODIAN_BLANKS,
  }
}

/** What a line above the table says of its rows; without that line they cannot be read. */
export function said<T>(what: keyof Said, column: string, read: CellReader<T>): Field<T> {
  return { ...COLUMN, column, read, mayBeAbsent: true, said: what }
}

/** Joins a layout's fields and checks, so that the record's type follows from the fields. */
export function defineLayout<const K extends string, F extends Fields>(
  layout: Omit<Layout<RecordOf<F>>, 'fields' | 'kind'> & { readonly kind: K; readonly fields: F },
): Layout<RecordOf<F>> & { readonly kind: K } {
  return layout
}

/** Reports every record whose key another record of the file already has. */
export function refuseDuplicates<R extends { readonly line: number }>(
  records: readonly R[],
  report: ReportProblem,
  { column, what, keyOf }: { column: string; what: string; keyOf: (record: R) => string },
): void {
  const firstLines = new Map<string, number>()
  for (const record of records) {
    const key = keyOf(record)
    const firstLine = firstLines.get(key)
    if (firstLine === undefined) firstLines.set(key, record.line)
    else report(record.line, column, `${what} stands already on line ${firstLine}`, key, 'each only once')
  }
}
