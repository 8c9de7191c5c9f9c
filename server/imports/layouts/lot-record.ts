import { decimalOf, unitsOf } from '../cells/decimal.ts'
import type { ReportProblem } from './layout.ts'

/** Units of one security bought together, as a file states them. */
export interface LotRecord {
  readonly line: number
  /** The account's number, or its end behind a mask. */
  readonly accountNumber: string
  readonly symbol: string
  /** Trade date of the purchase. */
  readonly acquired: string
  readonly shares: string
  /** Dollars a share; null where the custodian does not know the basis. */
  readonly unitCost: string | null
  /** Places that the unit cost is written with. */
  readonly unitCostPlaces: number | null
  readonly costBasis: string | null
  /** The purchase date that counts for the holding period, where it differs. */
  readonly holdingPeriodStart?: string | null
  /** The custodian's price and value of the lot, to check the file with. */
  readonly price?: string | null
  readonly pricePlaces?: number | null
  readonly marketValue?: string | null
}

/** How a layout of lots calls the columns that the shared checks speak of. */
export interface LotColumns {
  readonly shares: string
  readonly unitCost: string
  readonly costBasis: string
  readonly marketValue?: string
}

const SHARES_PLACES = 8
const PRICE_PLACES = 6
const CENT = 10n ** BigInt(SHARES_PLACES + PRICE_PLACES - 2)
/** A price is rounded or cut off behind its last place as written: in cents at least, and behind the fourth place at most. */
const LEAST_PLACES = 2
const MOST_PLACES = 4

/** What each lot must satisfy in itself: stated products agree with their factors, and a known basis has a unit cost. */
export function checkLot(lot: LotRecord, columns: LotColumns, report: ReportProblem): void {
  const { line, shares, unitCost, unitCostPlaces, costBasis, price, pricePlaces, marketValue } = lot
  if (costBasis !== null && unitCost === null) {
    report(line, columns.unitCost, 'the lot has a basis and no unit cost', '', 'dollars a share')
  }
  if (
    costBasis !== null &&
    unitCost !== null &&
    !agrees(shares, { price: unitCost, places: unitCostPlaces }, costBasis)
  ) {
    const what = `${columns.costBasis} disagrees with ${columns.shares} times ${columns.unitCost}`
    report(line, columns.costBasis, what, costBasis, `about ${productOf(shares, unitCost)}`)
  }
  if (
    columns.marketValue &&
    price != null &&
    marketValue != null &&
    !agrees(shares, { price, places: pricePlaces }, marketValue)
  ) {
    const what = `${columns.marketValue} disagrees with ${columns.shares} times the price`
    report(line, columns.marketValue, what, marketValue, `about ${productOf(shares, price)}`)
  }
}

/** Dollars of a lot at a price a share, to the cent, half a cent away from zero. */
export function productOf(shares: string, price: string): string {
  const exact = unitsOf(shares, SHARES_PLACES) * unitsOf(price, PRICE_PLACES)
  return decimalOf((exact + CENT / 2n) / CENT, 2)
}

/** A price as it is written: its value, and its places behind the point, zeros included. */
interface WrittenPrice {
  readonly price: string
  readonly places: number | null | undefined
}

/** Whether a stated product is its factors' to the cent, allowing for one unit a share of the last place that the price is written with. */
export function agrees(shares: string, { price, places }: WrittenPrice, product: string): boolean {
  const roughly = Number(shares) * Number(price)
  // Below a billion dollars a double is off by less than a ten-thousandth of a cent, so this much nearness is certain.
  if (roughly < 1e9 && Math.abs(roughly - Number(product)) < 0.009) return true
  const shareUnits = unitsOf(shares, SHARES_PLACES)
  const difference = shareUnits * unitsOf(price, PRICE_PLACES) - unitsOf(product, 2) * CENT
  const told = Math.min(MOST_PLACES, Math.max(LEAST_PLACES, places ?? MOST_PLACES))
  const step = 10n ** BigInt(PRICE_PLACES - told)
  return (difference < 0n ? -difference : difference) <= CENT + shareUnits * step
}
