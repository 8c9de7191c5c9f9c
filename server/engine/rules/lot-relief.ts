import type { PriceUnits } from '../facts/fixed-point.ts'
import { compareText, compareUnits } from '../facts/fixed-point.ts'
import { taxOnShare } from '../facts/gain.ts'
import type { HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import type { LotReliefMethod } from '../snapshot.ts'

/** A lot that might be sold, with what the orders compare. */
export interface LotForSale {
  readonly account: HeldAccount
  readonly position: Position
  readonly lot: HeldLot
  readonly price: PriceUnits
  /** Tax on one share, in units that compare across lots once divided by price. */
  readonly taxOnShare: bigint
}

/** Sorts lots in the order that a sale consumes them. */
export type LotOrder = (a: LotForSale, b: LotForSale) => number

/** Earlier purchase first, then account, security and lot by id, so that every run agrees. */
const oldestFirst: LotOrder = (a, b) =>
  compareText(a.lot.acquired, b.lot.acquired) ||
  compareText(a.account.id, b.account.id) ||
  compareText(a.position.security.id, b.position.security.id) ||
  compareText(a.lot.id, b.lot.id)

/**
 * Highest cost for each dollar of price first: within one security that is the highest unit cost. An unknown cost comes last.
 */
const dearestFirst: LotOrder = (a, b) => {
  if (a.lot.unitCost === null || b.lot.unitCost === null)
    return Number(a.lot.unitCost === null) - Number(b.lot.unitCost === null)
  return compareUnits(b.lot.unitCost * a.price, a.lot.unitCost * b.price)
}

const leastTaxFirst: LotOrder = (a, b) => compareUnits(a.taxOnShare * b.price, b.taxOnShare * a.price)

/** The order in which a sale consumes lots; equal lots fall to the older, then the id. */
export const LOT_ORDERS = {
  FIFO: oldestFirst,
  LIFO: (a, b) => -oldestFirst(a, b),
  HIFO: (a, b) => dearestFirst(a, b) || oldestFirst(a, b),
  MIN_TAX: (a, b) => leastTaxFirst(a, b) || dearestFirst(a, b) || oldestFirst(a, b),
} satisfies Record<LotReliefMethod, LotOrder>

/** How lots of a position are relieved: at average cost first in, first out, else by the household's method. Reg. 1.1012-1(e). */
export function orderFor(household: Household, account: HeldAccount, position: Position): LotOrder {
  return account.averageCost.has(position.security.id)
    ? LOT_ORDERS.FIFO
    : LOT_ORDERS[household.settings.lotRelief]
}

/** The priced lots of a position, in the order that they are sold. */
export function lotsForSale(household: Household, account: HeldAccount, position: Position): LotForSale[] {
  const { security } = position
  const { price } = security
  if (price === null) return []
  return position.lots
    .map((lot) => ({
      account,
      position,
      lot,
      price,
      taxOnShare: taxOnShare(household, account, security, lot, price),
    }))
    .sort(orderFor(household, account, position))
}
