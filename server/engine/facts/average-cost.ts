import { compareText, divideRounded, sum } from './fixed-point.ts'
import type { HeldLot } from './household.ts'

/** Earlier purchase first, then id. */
export function firstInFirst(a: HeldLot, b: HeldLot): number {
  return compareText(a.acquired, b.acquired) || compareText(a.id, b.id)
}

/**
 * Lots at the average cost of them all, in the order that they are relieved: first in, first out. One unknown cost makes the
 * average unknown. Holding periods stay those of the lots. Reg. 1.1012-1(e)(7).
 */
export function atAverageCost(lots: readonly HeldLot[]): HeldLot[] {
  const costs = lots.map(({ shares, unitCost }) => (unitCost === null ? null : shares * unitCost))
  const known = costs.filter((cost) => cost !== null)
  const unitCost =
    known.length < lots.length || lots.length === 0
      ? null
      : divideRounded(sum(known), sum(lots.map(({ shares }) => shares)))
  return lots.map((lot) => ({ ...lot, unitCost })).sort(firstInFirst)
}
