/** Exact arithmetic on decimals as whole numbers of their smallest unit. Nothing that is reported passes through a float. */

/** Hundredths of a US dollar. */
export type Cents = bigint
/** Hundred-millionths of a share. */
export type ShareUnits = bigint
/** Millionths of a US dollar a share. */
export type PriceUnits = bigint
/** Millionths of the whole: 50,000 is five percent. */
export type Millionths = bigint

export const MONEY_PLACES = 2
export const SHARE_PLACES = 8
export const PRICE_PLACES = 6
export const WEIGHT_PLACES = 6

export const ONE_SHARE: ShareUnits = 10n ** BigInt(SHARE_PLACES)
export const WHOLE: Millionths = 10n ** BigInt(WEIGHT_PLACES)

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** Reads a decimal as units of 10^-places; more places than that, other than zeros, are a fault and never cut off. */
export function parseDecimal(text: string, places: number): bigint {
  const short = parseShort(text, places)
  if (short !== null) return BigInt(short)
  const match = DECIMAL.exec(text)
  if (!match) throw new Error(`Not a decimal: ${text}`)
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > places) throw new Error(`More than ${places} decimal places: ${text}`)
  const units = BigInt(`${match[2]}${fraction.padEnd(places, '0')}`)
  return match[1] ? -units : units
}

/** Digits that a float holds exactly whatever they are. */
const SAFE_DIGITS = 15

/** Most decimals are short, and read faster digit by digit; null: one for the careful reading. */
function parseShort(text: string, places: number): number | null {
  let units = 0
  let left = -1
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  if (text.length === start || text.length + places > SAFE_DIGITS) return null
  for (let index = start; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit >= 0 && digit <= 9 && left !== 0) {
      units = units * 10 + digit
      if (left > 0) left--
    } else if (digit === -2 && left === -1 && index > start && index + 1 < text.length && places > 0)
      left = places
    else return null
  }
  return (start === 1 ? -1 : 1) * units * 10 ** (left === -1 ? places : left)
}

/** Writes units of 10^-places with exactly that many places: -5 with 2 places is "-0.05". */
export function formatFixed(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  if (places === 0) return `${sign}${digits}`
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Writes units of 10^-places with no more places than they need: 1,050,000 with 6 places is "1.05". */
export function formatTrimmed(units: bigint, places: number): string {
  const fixed = formatFixed(units, places)
  return places === 0 ? fixed : fixed.replace(/\.?0+$/, '')
}

export const formatMoney = (cents: Cents): string => formatFixed(cents, MONEY_PLACES)
export const formatShares = (shares: ShareUnits): string => formatTrimmed(shares, SHARE_PLACES)
export const formatPrice = (price: PriceUnits): string => formatTrimmed(price, PRICE_PLACES)
export const formatWeight = (weight: Millionths): string => formatFixed(weight, WEIGHT_PLACES)

/** The nearest whole number to a quotient; halves go away from zero, as PostgreSQL rounds numeric. */
export function divideRounded(numerator: bigint, positiveDenominator: bigint): bigint {
  const half = positiveDenominator / 2n
  return numerator >= 0n
    ? (numerator + half) / positiveDenominator
    : -((-numerator + half) / positiveDenominator)
}

/** The largest whole number not above a quotient. */
export function divideDown(numerator: bigint, positiveDenominator: bigint): bigint {
  const quotient = numerator / positiveDenominator
  return numerator < 0n && quotient * positiveDenominator !== numerator ? quotient - 1n : quotient
}

/** The smallest whole number not below a quotient. */
export function divideUp(numerator: bigint, positiveDenominator: bigint): bigint {
  return -divideDown(-numerator, positiveDenominator)
}

export const least = (first: bigint, second: bigint): bigint => (first < second ? first : second)
export const greatest = (first: bigint, second: bigint): bigint => (first > second ? first : second)
export const atLeastZero = (units: bigint): bigint => (units > 0n ? units : 0n)
export const distance = (first: bigint, second: bigint): bigint =>
  first > second ? first - second : second - first

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n
  // Lists are most of what is summed, and read faster without an iterator.
  if (Array.isArray(values)) for (let at = 0; at < values.length; at++) total += values[at] as bigint
  else for (const value of values) total += value
  return total
}

/** Orders two whole numbers, smaller first. */
export function compareUnits(first: bigint, second: bigint): number {
  return first < second ? -1 : first > second ? 1 : 0
}

/** Orders two ids or dates by code unit, the same on every machine and in every locale. */
export function compareText(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0
}
