import type { Cents, PriceUnits, ShareUnits } from './fixed-point.ts'
import { divideDown, divideRounded, divideUp } from './fixed-point.ts'

/** Share units times price units to one cent: 10^(8 + 6 - 2). */
const UNITS_TO_CENTS = 10n ** 12n
/** Basis points are read with 4 places; 10^8 of those units are the whole. */
const SPREAD_UNITS = 10n ** 8n
export const SPREAD_PLACES = 4

/** Value of a position or an order: shares times price, rounded to the cent, halves away from zero. */
export function valueOf(shares: ShareUnits, price: PriceUnits): Cents {
  return divideRounded(shares * price, UNITS_TO_CENTS)
}

/** The same where there may be no price: null. */
export function valueAt(price: PriceUnits | null, shares: ShareUnits): Cents | null {
  return price === null ? null : valueOf(shares, price)
}

/** What an order costs at half the bid-ask spread, rounded up so that cash is never overstated. */
export function tradingCost(value: Cents, halfSpread: bigint): Cents {
  return divideUp(value * halfSpread, SPREAD_UNITS)
}

/** The most shares, in multiples of `step`, worth no more than an amount. */
export function sharesWithin(amount: Cents, price: PriceUnits, step: ShareUnits): ShareUnits {
  return amount <= 0n ? 0n : divideDown(amount * UNITS_TO_CENTS, price * step) * step
}

/** The fewest shares, in multiples of `step`, worth at least an amount. */
export function sharesWorth(amount: Cents, price: PriceUnits, step: ShareUnits): ShareUnits {
  return amount <= 0n ? 0n : divideUp(amount * UNITS_TO_CENTS, price * step) * step
}
