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
  readonly costBasis: string | null
  /** The purchase date that counts for the holding period, where it differs. */
  readonly holdingPeriodStart?: string | null
  /** The custodian's price and value of the lot, to check the file with. */
  readonly price?: string | null
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
/** Custodians state four decimal places of a unit cost; the fifth is rounded or cut off. */
const STATED_PRICE_STEP = 10n ** BigInt(PRICE_PLACES - 4)

/** What each lot must satisfy in itself: stated products agree with their factors, and a known basis has a unit cost. */
export function checkLot(lot: LotRecord, columns: LotColumns, report: ReportProblem): void {
  const { line, shares, unitCost, costBasis, price, marketValue } = lot
  if (costBasis !== null && unitCost === null) {
    report(line, columns.unitCost, 'the lot has a basis and no unit cost', '', 'dollars a share')
  }
  if (costBasis !== null && unitCost !== null && !agrees(shares, unitCost, costBasis)) {
    const what = `${columns.costBasis} disagrees with ${columns.shares} times ${columns.unitCost}`
    report(line, columns.costBasis, what, costBasis, `about ${productOf(shares, unitCost)}`)
  }
  if (columns.marketValue && price != null && marketValue != null && !agrees(shares, price, marketValue)) {
    const what = `${columns.marketValue} disagrees with ${columns.shares} times the price`
    report(line, columns.marketValue, what, marketValue, `about ${productOf(shares, price)}`)
  }
}

/** Dollars of a lot at a price a share, to the cent, half a cent away from zero. */
export function productOf(shares: string, price: string): string {
  const exact = unitsOf(shares, SHARES_PLACES) * unitsOf(price, PRICE_PLACES)
  return decimalOf((exact + CENT / 2n) / CENT, 2)
}

/** Whether a stated product is its factors' to the cent, allowing for the places that the stated price lacks. */
export function agrees(shares: string, price: string, product: string): boolean {
  const roughly = Number(shares) * Number(price)
  // Below a billion dollars a double is off by less than a ten-thousandth of a cent, so this much nearness is certain.
  if (roughly < 1e9 && Math.abs(roughly - Number(product)) < 0.009) return true
  const shareUnits = unitsOf(shares, SHARES_PLACES)
  const difference = shareUnits * unitsOf(price, PRICE_PLACES) - unitsOf(product, 2) * CENT
  return (difference < 0n ? -difference : difference) <= CENT + shareUnits * STATED_PRICE_STEP
}
