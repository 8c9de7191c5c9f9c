import { CellFault, type CellReader } from './fault.ts'

/** What a decimal may be: places behind the point, and both ends, which count as allowed unless `least` is excluded. */
export interface DecimalRange {
  /** What is expected, for people. */
  readonly expected: string
  readonly places: number
  readonly least: string
  readonly most: string
  /** Where true the least value itself is refused. */
  readonly moreThanLeast?: boolean
}

const STRICT = /^-?\d{1,30}(?:\.\d{1,30})?$/
const CUSTODIAN = /^(?:\d{1,3}(?:,\d{3})+|\d{1,30})?(?:\.\d{1,30})?$/

const ZERO = '0'.charCodeAt(0)

/** A decimal number in its shortest form: no leading or trailing zeros, no plus sign, no minus zero. */
function shortest(sign: string, digits: string): string {
  const point = digits.indexOf('.')
  const wholeEnd = point < 0 ? digits.length : point
  let end = digits.length
  if (point >= 0) while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1
  if (end === point + 1) end = point
  let start = 0
  while (start < wholeEnd - 1 && digits.charCodeAt(start) === ZERO) start += 1
  const short = start === 0 && end === digits.length ? digits : digits.slice(start, end)
  const value = wholeEnd === 0 ? `0${short}` : short
  return sign === '-' && value !== '0' ? `-${value}` : value
}

/** Reads `-12.5`: a point before the decimals, no thousands separators, no signs of currency, no exponents. */
export function strictDecimal(text: string): string | undefined {
  if (!STRICT.test(text)) return undefined
  return text.startsWith('-') ? shortest('-', text.slice(1)) : shortest('', text)
}

/** Reads what custodians write: `$1,234.56`, `(12.30)` and `-12.30` for a negative value, `.57`. A percentage is no such number. */
export function custodianDecimal(text: string): string | undefined {
  const plain = text.startsWith('$') ? text.slice(1) : text
  if (plain !== '' && CUSTODIAN.test(plain)) return shortest('', withoutCommas(plain))
  const inBrackets = text.startsWith('(') && text.endsWith(')')
  const [, outerSign = '', dollar = '', innerSign = '', digits = ''] =
    /^([+-]?)(\$?)([+-]?)(.*)$/.exec(inBrackets ? text.slice(1, -1) : text) ?? []
  if (outerSign && innerSign) return undefined
  if (innerSign && !dollar) return undefined
  const sign = outerSign || innerSign
  if (inBrackets && sign) return undefined
  if (digits === '' || digits === '.' || !CUSTODIAN.test(digits)) return undefined
  return shortest(inBrackets ? '-' : sign, withoutCommas(digits))
}

const withoutCommas = (digits: string) => (digits.includes(',') ? digits.replaceAll(',', '') : digits)

/** A decimal as a whole number of its smallest unit: `1.5` with 4 places is 15000n. Further places are cut off. */
export function unitsOf(decimal: string, places: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.slice(0, places).padEnd(places, '0'))
}

/** The decimal of a whole number of smallest units, in its shortest form. */
export function decimalOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const split = digits.length - places
  return shortest(
    units < 0n ? '-' : '',
    places === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`,
  )
}

/** A reader of decimals in one notation within one range. */
export function decimalReader(
  notation: (text: string) => string | undefined,
  { expected, places, least, most, moreThanLeast = false }: DecimalRange,
): CellReader<string> {
  const leastUnits = unitsOf(least, places)
  const mostUnits = unitsOf(most, places)
  const mostDigits = most.split('.')[0]?.length ?? 0
  return (text) => {
    const value = notation(text)
    if (value === undefined) return new CellFault('is not a number', expected)
    const point = value.indexOf('.')
    if (point >= 0 && value.length - point - 1 > places) {
      return new CellFault(`has more than ${places} decimal places`, expected)
    }
    // Nearly every number is plainly within its range; the exact comparison is for the others.
    const wholeDigits = point < 0 ? value.length : point
    if (leastUnits <= 0n && wholeDigits < mostDigits && value > '0') return value
    const units = unitsOf(value, places)
    if (units < 0n && leastUnits >= 0n) return new CellFault('is negative', expected)
    if (units < leastUnits || (moreThanLeast && units === leastUnits))
      return new CellFault('is too small', expected)
    if (units > mostUnits) return new CellFault('is absurdly large', expected)
    return value
  }
}
