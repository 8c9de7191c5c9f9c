import type { Cell } from './sheet-table.ts'

/** Excel keeps 15 significant digits of a number. */
const EXCEL_DIGITS = 15
const DECIMAL = /^-?\d+(?:\.\d+)?$/
const MILLISECONDS_A_DAY = 86_400_000
/** Day 0 of Excel's calendar, for every date after 1 March 1900. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

/** A decimal string as a number where Excel holds every digit of it, else as the text it is; null is an empty cell. */
export function numberCell(decimal: string | null): Cell {
  if (decimal === null) return ''
  if (!DECIMAL.test(decimal)) throw new Error(`Not a decimal: ${decimal}`)
  return significantDigits(decimal) <= EXCEL_DIGITS ? Number(decimal) : decimal
}

/** A fraction in percentage points, by moving the decimal point: 0.034567 is 3.4567. */
export function pointsCell(fraction: string | null): Cell {
  return numberCell(fraction === null ? null : movePointTwoRight(fraction))
}

/** A calendar date as Excel's serial day: 2025-09-26 is 45926. */
export function dateCell(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(time)) throw new Error(`Not a date: ${date}`)
  return (time - EXCEL_EPOCH) / MILLISECONDS_A_DAY
}

function significantDigits(decimal: string): number {
  const digits = decimal.replace('-', '').replace(/^0+(?=\d)/, '')
  const [whole = '', fraction = ''] = digits.split('.')
  const kept = fraction.replace(/0+$/, '')
  return (whole === '0' ? '' : whole).length + (whole === '0' ? kept.replace(/^0+/, '') : kept).length
}

function movePointTwoRight(decimal: string): string {
  if (!DECIMAL.test(decimal)) throw new Error(`Not a decimal: ${decimal}`)
  const sign = decimal.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = decimal.slice(sign.length).split('.')
  const padded = fraction.padEnd(2, '0')
  const rest = padded.slice(2)
  return `${sign}${whole}${padded.slice(0, 2)}${rest ? `.${rest}` : ''}`
}
