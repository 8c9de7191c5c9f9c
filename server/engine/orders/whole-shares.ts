/**
 * Turns a plan in fractions into orders of whole steps without spending cash that is not there: sales to the nearest size,
 * purchases down, then in each account purchases are made smaller, and sales larger, until cash keeps what it must.
 */
import type { LeastCostPlan } from '../optimize/least-cost-plan.ts'
import type { LevelVector } from './levels.ts'
import type { BookOrder } from './book-orders.ts'
import type { OrderBook } from './order-book.ts'
import type { PossibleSale } from './possible-trades.ts'
import { sizeAtLeast, sizeAtMost, smallestSize } from './order-sizes.ts'

/** Starts a book anew from no order but what cash needs ask for. */
export function startFromCashNeeds(book: OrderBook): Float64Array {
  const nothing = new Float64Array(book.orders.length)
  for (const order of book.orders) book.set(order, 0)
  book.ordersOf.forEach((orders, account) => repairCash(book, account, orders, nothing))
  return nothing
}

/** Rounds a plan into a book. By order: the shares that the plan wanted. */
export function roundToOrders(book: OrderBook, plan: LeastCostPlan): Float64Array {
  const wanted = wantedShares(book, plan)
  for (const order of book.orders)
    if (order.sale) book.set(order, nearestSize(book, order, wanted[order.index] ?? 0))
  for (const order of book.orders)
    if (order.choice) book.set(order, roundedPurchase(book, order, wanted[order.index] ?? 0))
  book.ordersOf.forEach((orders, account) => repairCash(book, account, orders, wanted))
  return wanted
}

function wantedShares(book: OrderBook, plan: LeastCostPlan): Float64Array {
  const purchaseOf = new Map(
    book.possible.purchases.map((purchase, index) => [`${purchase.account}/${purchase.slot}`, index]),
  )
  return Float64Array.from(book.orders, (order) => {
    if (order.sale) return sharesSold(order.sale, plan.sold[order.index] ?? [])
    const bought = plan.bought[purchaseOf.get(`${order.account}/${order.slot}`) ?? -1] ?? 0
    return bought / (order.price * 1e-4)
  })
}

/** Lots that go whole give all their shares, so that no rounding reaches into the next lot. */
function sharesSold({ lots, price }: PossibleSale, sold: readonly number[]): number {
  return lots.reduce((total, { shares, value }, index) => {
    const money = sold[index] ?? 0
    return total + (money >= value - 0.5 ? shares : money / (price * 1e-4))
  }, 0)
}

function nearestSize(book: OrderBook, order: BookOrder, shares: number): number {
  const below = sizeAtMost(book, order, shares + order.step * 1e-6)
  const above = sizeAtLeast(book, order, shares - order.step * 1e-6)
  if (above === -1) return below
  return shares - below <= above - shares ? below : above
}

function roundedPurchase(book: OrderBook, order: BookOrder, shares: number): number {
  const below = sizeAtMost(book, order, shares + order.step * 1e-6)
  const smallest = smallestSize(order)
  return below > 0 || shares * 2 < smallest || smallest > order.mostShares ? below : smallest
}

function repairCash(
  book: OrderBook,
  account: number,
  orders: readonly BookOrder[],
  wanted: Float64Array,
): void {
  for (;;) {
    const missing = missingCash(book, account)
    if (missing <= 0) return
    const purchase = mostBeyondWish(book, orders, wanted)
    if (purchase) reduce(book, purchase, missing, wanted)
    else if (!sellMore(book, orders, missing)) return
  }
}

function missingCash(book: OrderBook, account: number): number {
  const { restore } = book.possible.accounts[account]!
  if ((book.boughtMoney[account] ?? 0) > 0) return -book.spare(account)
  return restore - (book.cash[account] ?? 0)
}

function mostBeyondWish(
  book: OrderBook,
  orders: readonly BookOrder[],
  wanted: Float64Array,
): BookOrder | null {
  let most: BookOrder | null = null
  let beyond = -Infinity
  for (const order of orders) {
    const shares = book.shares[order.index] ?? 0
    if (!order.choice || shares === 0) continue
    const over = (shares - (wanted[order.index] ?? 0)) * order.price
    if (over <= beyond) continue
    most = order
    beyond = over
  }
  return most
}

/** Takes a purchase down: one step at least, all that it is beyond its wish where other purchases can give the rest. */
function reduce(book: OrderBook, order: BookOrder, missing: number, wanted: Float64Array): void {
  const shares = book.shares[order.index] ?? 0
  const needed = Math.ceil(missing / (order.step * order.price * 1e-4) - 1e-9) * order.step
  const beyond = Math.floor((shares - (wanted[order.index] ?? 0)) / order.step) * order.step
  const fewer = Math.max(
    order.step,
    Math.min(needed, Math.max(beyond, Math.ceil(needed / 4 / order.step) * order.step)),
  )
  book.set(order, sizeAtMost(book, order, shares - fewer))
}

/** Sells more of what worsens the levels least; false: nothing more may be sold. */
function sellMore(book: OrderBook, orders: readonly BookOrder[], missing: number): boolean {
  let best: { order: BookOrder; shares: number; levels: LevelVector } | null = null
  for (const order of orders) {
    if (!order.sale) continue
    const before = book.shares[order.index] ?? 0
    for (const shares of largerSizes(book, order, before, missing)) {
      book.set(order, shares)
      if (!best || book.isBetterThan(best.levels)) best = { order, shares, levels: book.levels() }
      book.set(order, before)
    }
  }
  if (!best) return false
  const before = book.shares[best.order.index] ?? 0
  const cash = book.cash[best.order.account] ?? 0
  book.set(best.order, best.shares)
  if ((book.cash[best.order.account] ?? 0) > cash) return true
  // A crumb that costs more to sell than it brings in.
  book.set(best.order, before)
  return false
}

/** What would bring in the missing cash, or as much of it as there is; and all that one lot less dear still gives. */
function largerSizes(book: OrderBook, order: BookOrder, before: number, missing: number): number[] {
  const net = order.price * 1e-4 * Math.max(1e-9, 1 - order.costRate)
  const enough = sizeAtLeast(book, order, before + missing / net)
  const most = enough === -1 ? sizeAtMost(book, order, Infinity) : enough
  let boundary = 0
  const boundaries = order.lots
    .map(({ shares }) => (boundary += shares))
    .filter((end) => end > before && end < most)
  const upToLot = boundaries.slice(0, 1).map((end) => sizeAtMost(book, order, end))
  return [...new Set([...upToLot, most])].filter((shares) => shares > before)
}
