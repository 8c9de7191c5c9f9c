import { streamXlsxRows } from 'hucre/xlsx'
import { LIMITS, type CsvFault, type CsvRecord } from '../csv.ts'
import { WORKBOOK_LIMITS } from './zip-directory.ts'

/** Excel keeps fifteen digits of a number and shows no more; the sixteenth is the noise of a binary fraction. */
const DIGITS_OF_EXCEL = 15

type Cell =
  Awaited<ReturnType<typeof rowsOf>> extends AsyncGenerator<infer Row>
    ? Row extends { values: readonly (infer Value)[] }
      ? Value
      : never
    : never

const rowsOf = (bytes: Buffer) => streamXlsxRows(bytes, { maxRows: WORKBOOK_LIMITS.rows + 1 })

/**
 * Reads the first sheet of a checked workbook row by row, as a CSV file's records: text as it stands, numbers as decimals, dates as
 * `2025-05-04`. Blank rows are passed over. `onRecord` answers false to stop.
 */
export async function readWorkbook(
  bytes: Buffer,
  onRecord: (record: CsvRecord) => boolean,
): Promise<CsvFault | undefined> {
  let rows = 0
  try {
    for await (const { index, values } of rowsOf(bytes)) {
      const line = index + 1
      rows += 1
      if (rows > WORKBOOK_LIMITS.rows) {
        const expected = `at most ${WORKBOOK_LIMITS.rows}; larger tables go in as CSV`
        return { line, column: 1, what: 'there are too many rows', found: `row ${line}`, expected }
      }
      if (values.length > WORKBOOK_LIMITS.columns) {
        const expected = `at most ${WORKBOOK_LIMITS.columns}`
        return { line, column: 1, what: 'there are too many columns', found: `${values.length}`, expected }
      }
      // A row may leave cells out; what is not there is empty.
      const cells = Array.from(values, textOf)
      const fault = cells.findIndex((cell) => cell === undefined)
      if (fault >= 0) {
        const expected = 'a number, a date or text'
        return {
          line,
          column: fault + 1,
          what: 'a cell is no number that can be written down',
          found: String(values[fault]),
          expected,
        }
      }
      if (cells.reduce((sum, cell) => sum + cell!.length, 0) > LIMITS.recordBytes) {
        const expected = `a row of at most ${LIMITS.recordBytes} characters`
        return { line, column: 1, what: 'the row is too long', found: '', expected }
      }
      // Cells that were formatted and left empty say nothing.
      while (cells.at(-1)?.trim() === '') cells.pop()
      if (cells.length === 0) continue
      if (!onRecord({ line, cells: cells as string[] })) return undefined
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { line: 1, column: 1, what: 'the workbook cannot be read', found, expected: 'a workbook (.xlsx)' }
  }
  return rows > 0
    ? undefined
    : { line: 1, column: 1, what: 'the first sheet is empty', found: '', expected: 'a header line' }
}

/** The text of a cell; undefined for a number that is none. */
function textOf(value: Cell | undefined): string | undefined {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return decimalText(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : dateText(value)
  return String(value)
}

/** Text arrives as it stands in the file; a number as the decimal that Excel shows, without an exponent. */
export function decimalText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined
  const [mantissa = '', exponent = '0'] = value.toExponential(DIGITS_OF_EXCEL - 1).split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  const point = 1 + Number(exponent)
  // Beyond this no amount is meant, and writing the zeros would help nobody.
  if (point > 30) return value.toString()
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const fraction = (point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, 30)) + digits).replace(
    /0+$/,
    '',
  )
  const text = fraction === '' ? whole : `${whole}.${fraction}`
  return sign && /[1-9]/.test(text) ? `-${text}` : text
}

/** A date alone; one with a time of day keeps it, and is no date to a reader of dates. */
function dateText(date: Date): string {
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}
