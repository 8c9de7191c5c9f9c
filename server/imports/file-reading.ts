import { CellFault, type ReadingLimits } from './cells/fault.ts'
import { LIMITS, type CsvRecord } from './csv.ts'
import { columnOf, readHeader, type Header, type PlacedField } from './header.ts'
import type { Field, NamedAccountLine, ReportProblem, Said } from './layouts/layout.ts'
import type { Problem, ProblemList } from './problem.ts'
import { columnKey, layoutTitles, recognizeLayout } from './recognize.ts'
import { TitledAccount } from './titled-account.ts'

/** Lines that may stand above a header. */
const MOST_TITLE_LINES = 3

/** What a file is read with. */
export interface ReadingTerms extends ReadingLimits {
  /** The account of files that name none; its number, or its end behind a mask. */
  readonly account?: string | undefined
}

/** The state of reading one file, record by record, so that a long file never stands in memory twice. */
export class FileReading {
  readonly #file: string
  readonly #limits: ReadingTerms
  readonly #problems: ProblemList
  /** A workbook leaves out the empty cells at the end of a row. */
  readonly #mayEndEarly: boolean
  #isWhole = true
  #titles: CsvRecord[] = []
  #said: Omit<Said, 'account'> = {}
  #account = new TitledAccount(false, () => undefined)
  #hasRowsOfGiven = false
  header: Header | undefined
  lastLine = 1
  readonly records: { line: number }[] = []
  readonly warnings: Problem[] = []

  constructor(file: string, limits: ReadingTerms, problems: ProblemList, mayEndEarly = false) {
    this.#mayEndEarly = mayEndEarly
    this.#file = file
    this.#limits = limits
    this.#problems = problems
  }

  /** The custodian's own day of the file's facts; none where the file states none. */
  get statedOn(): string | null {
    return this.#said.date ?? null
  }

  /** The accounts that lines above tables name, those that hold nothing among them. */
  get accounts(): readonly NamedAccountLine[] {
    return this.#account.told
  }

  /** Takes titles and header, then record after record; false ends the reading. */
  take(record: CsvRecord): boolean {
    this.lastLine = record.line
    if (this.header) return this.#takeRecord(record, this.header)
    if (loneText(record.cells) !== undefined && this.#titles.length < MOST_TITLE_LINES) {
      this.#titles.push(record)
      return true
    }
    return this.#takeHeader(record)
  }

  /** The layout's checks among the records, when all are read. */
  finish(): void {
    const { header } = this
    if (!header) {
      const [first] = this.#titles
      if (first) this.#refuseHeader(first)
      return
    }
    const place: ReportProblem = (line, column, what, found, expected) => {
      this.#report(line, columnOf(header.columns, column), what, found, expected)
    }
    header.layout.check(this.records, place)
    const isEmpty = this.records.length === 0 && this.accounts.length === 0
    if (!isEmpty) this.#account.end()
    if (!this.#isWhole) return
    header.layout.checkWhole?.(this.records, place)
    if (isEmpty) this.#report(this.lastLine, 1, 'the file has a header and no rows', '', 'at least one row')
    header.layout.warn?.(this.records, (line, column, what, found, expected) => {
      const number = columnOf(header.columns, column)
      this.warnings.push({ file: this.#file, line, column: number, what, found, expected })
    })
  }

  #report(line: number, column: number, what: string, found: string, expected: string): void {
    this.#problems.add({ file: this.#file, line, column, what, found, expected })
  }

  #takeHeader({ line, cells }: CsvRecord): boolean {
    const [first] = this.#titles
    // The fault of a file of no known layout lies on its first line, whatever that is.
    if (first && !recognizeLayout(cells)) return this.#refuseHeader(first)
    const countBefore = this.#problems.count
    this.header = readHeader(cells, (column, what, found, expected) => {
      this.#report(line, column, what, found, expected)
    })
    this.#account = new TitledAccount(this.header?.layout.frame?.isWhole ?? false, (account) => {
      this.#isWhole = false
      const what = 'neither positions nor a total stand below the account'
      this.#report(account.line, 1, what, account.accountNumber, 'its rows, or its total alone')
    })
    for (const title of this.#titles) {
      if (!this.header || this.#takePreamble(title, this.header)) continue
      const { title: kind } = this.header.layout
      this.#report(
        title.line,
        1,
        `the line is unknown in a file of ${kind}`,
        title.cells[0] ?? '',
        'its header',
      )
    }
    this.#account.takeHeader()
    if (this.#problems.count === countBefore) return true
    this.#isWhole = false
    return false
  }

  #refuseHeader({ line, cells }: CsvRecord): false {
    this.#isWhole = false
    const expected = `the columns of one of: ${layoutTitles()}`
    this.#report(line, 1, 'the header is of no known layout', cells.join(','), expected)
    return false
  }

  #takePreamble(title: CsvRecord, header: Header): boolean {
    const said = header.layout.frame?.preamble?.(loneText(title.cells) ?? '', this.#limits)
    if (said === undefined) return this.#takeTitle(title, header)
    this.#takeSaid(said, title.line)
    return true
  }

  #takeSaid({ account, ...said }: Said, line: number): void {
    if (account !== undefined) {
      this.#account.name({ line, accountNumber: account })
      if (this.#hasRowsOfGiven) this.#refuseLateName(line, account)
    }
    this.#said = { ...this.#said, ...said }
  }

  #refuseLateName(line: number, account: string): void {
    this.#isWhole = false
    const what = 'the account is named below rows that were read as of the account given'
    this.#report(line, 1, what, account, 'a line that names the account above every row')
  }

  /** Whether a line of one value is a title, which says of whom and when the rows below it are, or a remark below the table. */
  #takeTitle({ line, cells }: CsvRecord, { layout: { frame } }: Header): boolean {
    const text = loneText(cells)
    if (text === undefined || !frame) return false
    const said = frame.title?.(text, this.#limits) ?? frame.remark?.(text, this.#limits)
    if (said === undefined) return false
    if (said instanceof CellFault) {
      this.#isWhole = false
      this.#report(line, 1, `the line ${said.what}`, text, said.expected)
    } else {
      this.#takeSaid(said, line)
    }
    return true
  }

  #takeRecord({ line, cells }: CsvRecord, header: Header): boolean {
    if (this.records.length >= LIMITS.records) {
      this.#isWhole = false
      this.#report(
        line,
        1,
        'there are too many rows',
        `row ${LIMITS.records + 1}`,
        `at most ${LIMITS.records}`,
      )
      return false
    }
    if (cells.every((cell) => cell.trim() === '')) return true
    if (header.layout.frame && this.#isOfFrame({ line, cells }, header)) return true
    if (!this.#hasRightWidth(line, cells, header)) {
      this.#isWhole = false
      return true
    }
    this.#account.takeRow()
    const record: Record<string, unknown> & { line: number } = { line }
    let isReadable = true
    for (const placed of header.fields) {
      const value = this.#readCell(line, cells, placed)
      if (value instanceof CellFault) isReadable = false
      else record[placed.key] = value
    }
    if (isReadable) this.records.push(record)
    else this.#isWhole = false
    return true
  }

  /** Titles, remarks, totals, and the header where a further block repeats it. */
  #isOfFrame(record: CsvRecord, header: Header): boolean {
    const { cells } = record
    if (header.layout.frame?.isTotal?.(cells)) {
      this.#account.takeTotal()
      return true
    }
    const isHeader = header.names.every((name, index) => columnKey(name) === columnKey(cells[index] ?? ''))
    if (!isHeader) return this.#takeTitle(record, header)
    this.#account.takeHeader()
    return true
  }

  #hasRightWidth(line: number, cells: readonly string[], { width }: Header): boolean {
    const isOneBlankMore = cells.length === width + 1 && cells[width]?.trim() === ''
    if (cells.length === width || isOneBlankMore) return true
    if (this.#mayEndEarly && cells.length < width) return true
    const column = Math.min(cells.length, width) + 1
    const what = cells.length < width ? 'the row ends too early' : 'the row has too many values'
    this.#report(line, column, what, `${cells.length} values`, `${width} values, as in the header`)
    return false
  }

  #readCell(line: number, cells: readonly string[], { field, index }: PlacedField): unknown {
    if (field.said) return this.#readSaid(line, field, field.said)
    if (index === undefined) return null
    const raw = cells[index] ?? ''
    const value = readText(raw.trim(), field, this.#limits)
    if (value instanceof CellFault) {
      this.#report(line, index + 1, `${field.column} ${value.what}`, raw, value.expected)
    }
    return value
  }

  /** The account that a line above names; the given one where no line of the file names any. */
  #accountOfRow(): string | undefined {
    if (this.#account.isNamed || this.#limits.account === undefined) return this.#account.number
    this.#hasRowsOfGiven = true
    return this.#limits.account
  }

  #readSaid(line: number, field: Field<unknown>, what: keyof Said): unknown {
    const said = what === 'account' ? this.#accountOfRow() : this.#said[what]
    const given = what === 'account' ? ', or the account that is given with the files' : ''
    const value =
      said === undefined
        ? new CellFault('is not named above the table', `the custodian's line that names the ${what}${given}`)
        : field.read(said, this.#limits)
    // Without its title line every row lacks the same thing: it is told once.
    const isKnown = said === undefined && !this.#isWhole
    if (value instanceof CellFault && !isKnown)
      this.#report(line, 1, `the ${what} ${value.what}`, said ?? '', value.expected)
    return value
  }
}

/** The value of a line that has one alone. */
function loneText(cells: readonly string[]): string | undefined {
  const [only, ...others] = cells.filter((cell) => cell.trim() !== '')
  return others.length === 0 ? only?.trim() : undefined
}

function readText(
  text: string,
  { read, blanks, mayBeBlank }: Field<unknown>,
  limits: ReadingLimits,
): unknown {
  if (text === '' || blanks.has(text))
    return mayBeBlank ? null : new CellFault('is empty', expectedOf(read, limits))
  if (text.length > LIMITS.fieldLength)
    return new CellFault('is too long', `at most ${LIMITS.fieldLength} characters`)
  return read(text, limits)
}

/** What a reader expects, learned from what it says of a text that nothing is. */
function expectedOf(read: Field<unknown>['read'], limits: ReadingLimits): string {
  const fault = read('\u0000', limits)
  return fault instanceof CellFault ? fault.expected : 'a value'
}
