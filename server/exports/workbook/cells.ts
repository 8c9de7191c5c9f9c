/** What a column holds; says how its values are written, aligned and formatted. */
export type CellKind =
  | 'text'
  /** Long text, on as many lines as it takes. */
  | 'prose'
  /** A hash or an id: for programs, and not printed at the end of a table. */
  | 'hash'
  | 'count'
  /** Dollars. */
  | 'money'
  /** Dollars a share. */
  | 'price'
  | 'shares'
  /** A fraction, shown as a percentage. */
  | 'fraction'
  | 'date'
  /** A moment, UTC, to the second. */
  | 'moment'

/** A value as the database tells it: decimals and dates as text. */
export type Value = string | number | boolean | Date | null

/** A value as a cell holds it. A `Date` is a day or a moment, in whole seconds UTC. Empty text is no cell. */
export type Cell = string | number | Date | null

/** The most characters that Excel lets a cell have. */
export const MOST_CHARACTERS = 32_767
/** Digits that a number keeps for certain. */
const EXACT_DIGITS = 15
/** Excel's calendar has a 29 February 1900; before it, days are text. */
const FIRST_DAY = '1900-03-01'
const CUT = '… (cut)'

/** What XML 1.0 cannot hold, and halves of characters. */
const NOT_IN_XML = /[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text as a cell can hold it: line ends are `\n`, what no workbook can hold is `\ufffd`, what is too long is cut and says so. */
export function cellText(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(NOT_IN_XML, '\ufffd')
  if (clean.length <= MOST_CHARACTERS) return clean
  const kept = clean.slice(0, MOST_CHARACTERS - CUT.length)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${CUT}`
}

/** The cell of a value. A decimal with more digits than a number keeps stays text, so that none is lost. */
export function cellOf(kind: CellKind, value: Value): Cell {
  if (value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (kind === 'text' || kind === 'prose' || kind === 'hash') return cellText(String(value))
  if (kind === 'date')
    return String(value) < FIRST_DAY ? String(value) : new Date(`${String(value)}T00:00:00Z`)
  if (kind !== 'moment') return exactNumber(String(value))
  const moment = value instanceof Date ? value : new Date(value)
  return new Date(Math.floor(moment.getTime() / 1000) * 1000)
}

function exactNumber(decimal: string): Cell {
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) return cellText(decimal)
  const digits = decimal.replace(/^-?0*|\./g, '').replace(decimal.includes('.') ? /0+$/ : '', '')
  return digits.length > EXACT_DIGITS ? decimal : Number(decimal)
}

const DAYS_TO_1970 = 25_569
const SECONDS_OF_A_DAY = 86_400

/** Excel's number of a day or moment. */
export const serialOf = (date: Date) => date.getTime() / 1000 / SECONDS_OF_A_DAY + DAYS_TO_1970

/**
 * A row as the text that its sheet's hash is taken of. It is the same whichever program saved the workbook: moments in seconds, and
 * empty cells at the end left out.
 */
export function canonicalRow(cells: readonly (Cell | undefined)[]): string {
  const last = cells.findLastIndex((cell) => cell !== null && cell !== undefined && cell !== '')
  return JSON.stringify(
    Array.from(cells.slice(0, last + 1), (cell) => {
      if (cell === undefined || cell === '') return null
      return cell instanceof Date ? { at: Math.round(cell.getTime() / 1000) } : cell
    }),
  )
}
