import type { SaleLot } from '../orders/possible-trades.ts'

/** Lots of one position that the network sees as one: they are sold together or in an order that costs no more. */
export interface SaleSegment {
  readonly lots: readonly SaleLot[]
  readonly value: number
}

/**
 * One segment a lot where any lot may go first. Where a method of relief says the order, lots that a cheaper one follows
 * are joined with it until prices rise along the order (the convex hull): the network then finds a bound, which sales in
 * the true order may miss.
 */
export function inReliefOrder(lots: readonly SaleLot[], isForcedOrder: boolean): SaleSegment[] {
  const segments: SaleSegment[] = []
  for (const lot of lots) {
    let next: SaleSegment = { lots: [lot], value: lot.value }
    if (lot.value <= 0) continue
    for (let last = segments.at(-1); isForcedOrder && last && isCheaper(next, last); last = segments.at(-1)) {
      segments.pop()
      next = { lots: [...last.lots, ...next.lots], value: last.value + next.value }
    }
    segments.push(next)
  }
  return segments
}

const PRICES: readonly ((lot: SaleLot) => number)[] = [
  ({ isWashed }) => (isWashed ? 1 : 0),
  ({ shortTermGain }) => shortTermGain,
  ({ legacyGain }) => legacyGain,
  ({ tax, redemption }) => tax + redemption,
]

function isCheaper(a: SaleSegment, b: SaleSegment): boolean {
  for (const price of PRICES) {
    const difference = average(a, price) - average(b, price)
    if (difference !== 0) return difference < 0
  }
  return false
}

function average({ lots, value }: SaleSegment, price: (lot: SaleLot) => number): number {
  return lots.reduce((sum, lot) => sum + price(lot) * lot.value, 0) / value
}
