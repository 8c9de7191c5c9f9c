import type { BookOrder } from './book-orders.ts'
import type { OrderBook } from './order-book.ts'

/** The most shares that an order may have: whole steps, or a whole position. */
export function largestSize(order: BookOrder): number {
  return order.wholePosition > 0 ? order.wholePosition : order.mostShares
}

/** May an order have so many shares: whole steps or the whole position, not too little, and no small remainder left? */
export function isSize(book: OrderBook, order: BookOrder, shares: number): boolean {
  if (shares === 0) return true
  if (shares < 0) return false
  if (order.wholePosition > 0 && shares === order.wholePosition) return true
  if (shares > order.mostShares || shares % order.step !== 0) return false
  if (book.moneyOf(order, shares) < order.leastValue) return false
  if (order.leastRemainder === 0 || order.wholePosition === 0) return true
  return book.moneyOf(order, order.wholePosition - shares) >= order.leastRemainder
}

/** The size nearest to a number of shares that is not smaller; -1: there is none. */
export function sizeAtLeast(book: OrderBook, order: BookOrder, shares: number): number {
  if (shares <= 0) return 0
  const least = Math.max(shares, smallestSize(order))
  const steps = Math.ceil(least / order.step - 1e-9) * order.step
  if (isSize(book, order, steps)) return steps
  const largest = largestSize(order)
  return largest >= shares && isSize(book, order, largest) ? largest : -1
}

/** The size nearest to a number of shares that is not larger; it may be 0. */
export function sizeAtMost(book: OrderBook, order: BookOrder, shares: number): number {
  if (order.wholePosition > 0 && shares >= order.wholePosition) return order.wholePosition
  const steps = Math.floor(Math.min(shares, order.mostShares) / order.step + 1e-9) * order.step
  if (steps <= 0) return 0
  if (isSize(book, order, steps)) return steps
  // Too little, or too small a remainder: then a few steps fewer leave enough of it.
  if (book.moneyOf(order, steps) < order.leastValue) return 0
  const missing = order.leastRemainder - book.moneyOf(order, order.wholePosition - steps)
  const fewer = steps - Math.ceil(missing / (order.step * order.price * 1e-4)) * order.step
  return isSize(book, order, fewer) ? fewer : 0
}

/** The fewest shares, in whole steps, that are worth an order; more than there are where none is. */
export function smallestSize(order: BookOrder): number {
  if (order.leastValue <= 0) return order.step
  return Math.max(
    order.step,
    Math.ceil(order.leastValue / (order.step * order.price * 1e-4) - 1e-9) * order.step,
  )
}
