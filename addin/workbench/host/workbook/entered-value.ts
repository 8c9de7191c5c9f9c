import { isErrorValue } from './cell.ts'
import type { CellValue } from './cell.ts'
import { serialOfDate } from './serial-date.ts'

/** What Excel (en-US) makes of something typed into a cell or written through its API. */
export interface EnteredValue {
  readonly value: CellValue
  readonly formula?: string
  /** The format Excel gives to a General cell along with such a value. */
  readonly impliedFormat?: string
}

const NUMBER = /^(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:E[+-]?\d+)?$/i
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads `raw` as Excel does for a cell of this number format: in a General cell "00123" loses its zeros and
 * "1E5" becomes 100000; format @ or a leading apostrophe keeps text as it stands.
 */
export function enterValue(raw: CellValue, numberFormat: string): EnteredValue {
  if (numberFormat === '@') return { value: enteredAsText(raw) }
  if (typeof raw === 'number') return { value: toFifteenDigits(raw) }
  if (typeof raw === 'boolean') return { value: raw }
  if (raw.startsWith("'")) return { value: raw.slice(1) }
  if (raw.startsWith('=') && raw.length > 1) return { value: 0, formula: raw }
  const trimmed = raw.trim()
  return readNumber(trimmed) ?? readDate(trimmed) ?? readTime(trimmed) ?? readWord(trimmed, raw)
}

function enteredAsText(raw: CellValue): string {
  if (typeof raw === 'boolean') return raw ? 'TRUE' : 'FALSE'
  return typeof raw === 'string' && raw.startsWith("'") ? raw.slice(1) : String(raw)
}

function readWord(trimmed: string, raw: string): EnteredValue {
  if (/^(true|false)$/i.test(trimmed)) return { value: trimmed.toLowerCase() === 'true' }
  if (isErrorValue(trimmed.toUpperCase())) return { value: trimmed.toUpperCase() }
  return { value: raw }
}

function readNumber(text: string): EnteredValue | null {
  const isInParentheses = /^\(.*\)$/.test(text)
  let rest = isInParentheses ? text.slice(1, -1) : text
  const sign = /^[+-]/.exec(rest)?.[0] ?? ''
  if (isInParentheses && sign) return null
  rest = rest.slice(sign.length)
  const isCurrency = rest.startsWith('$')
  if (isCurrency) rest = rest.slice(1)
  const isPercent = rest.endsWith('%')
  if (isPercent) rest = rest.slice(0, -1)
  if (!/\d/.test(rest) || !NUMBER.test(rest) || (isCurrency && isPercent)) return null

  const size = toFifteenDigits(Number(rest.replaceAll(',', '')))
  const value = (isInParentheses || sign === '-' ? -size : size) / (isPercent ? 100 : 1)
  const impliedFormat = impliedNumberFormat(rest, { isCurrency, isPercent })
  return impliedFormat === null ? { value } : { value, impliedFormat }
}

function impliedNumberFormat(
  digits: string,
  { isCurrency, isPercent }: { isCurrency: boolean; isPercent: boolean },
): string | null {
  const decimals = digits.includes('.') ? '.00' : ''
  if (isPercent) return `0${decimals}%`
  if (isCurrency) return `$#,##0${decimals}`
  if (/e/i.test(digits)) return '0.00E+00'
  return digits.includes(',') ? `#,##0${decimals}` : null
}

function readDate(text: string): EnteredValue | null {
  const [iso, slashed, named] = [
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text),
    /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})$/.exec(text),
    /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ](\d{4}|\d{2})$/i.exec(text),
  ]
  if (iso) return dateValue(Number(iso[1]), Number(iso[2]), Number(iso[3]), 'm/d/yyyy')
  if (slashed) return dateValue(fullYear(slashed[3]), Number(slashed[1]), Number(slashed[2]), 'm/d/yyyy')
  if (named) {
    const month = MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1
    return month === 0 ? null : dateValue(fullYear(named[3]), month, Number(named[1]), 'd-mmm-yy')
  }
  return null
}

/** Two digits below 30 are of this century, as in Excel's default settings. */
function fullYear(digits = ''): number {
  if (digits.length === 4) return Number(digits)
  return Number(digits) + (Number(digits) < 30 ? 2000 : 1900)
}

function dateValue(year: number, month: number, day: number, impliedFormat: string): EnteredValue | null {
  const serial = serialOfDate(year, month, day)
  return serial === null ? null : { value: serial, impliedFormat }
}

function readTime(text: string): EnteredValue | null {
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (!time) return null
  const [hours, minutes, seconds] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return {
    value: (hours * 3600 + minutes * 60 + seconds) / 86_400,
    impliedFormat: time[3] === undefined ? 'h:mm' : 'h:mm:ss',
  }
}

/** Excel keeps 15 significant digits and turns the rest of a long number into zeros. */
function toFifteenDigits(value: number): number {
  if (Math.abs(value) < 1e15 || !Number.isInteger(value)) return value
  const digits = BigInt(value).toString().replace('-', '')
  const kept = digits.slice(0, 15).padEnd(digits.length, '0')
  return Number(value < 0 ? `-${kept}` : kept)
}
