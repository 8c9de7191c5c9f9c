/**
 * Betters orders in whole steps: one order, or two that pay for each other, in another size wherever that makes the levels
 * better. It counts what it tries and never looks at a clock, so that it ends at the same orders on every machine.
 */
import type { LevelVector } from './levels.ts'
import { ALL_LEVELS } from './levels.ts'
import type { BookOrder, OrderBook } from './order-book.ts'
import { isSize, largestSize, sizeAtLeast, sizeAtMost, smallestSize } from './order-sizes.ts'

/** Sizes tried, at most: so many in all and so many more by order. */
const TRIES = 2_000
const TRIES_BY_ORDER = 60

export function betterOrders(book: OrderBook): void {
  new Search(book).run()
}

class Search {
  readonly #book: OrderBook
  readonly #tried: LevelVector = new Float64Array(ALL_LEVELS)
  #best: LevelVector
  #tries: number

  constructor(book: OrderBook) {
    this.#book = book
    this.#best = book.levels()
    this.#tries = TRIES + TRIES_BY_ORDER * book.orders.length
  }

  run(): void {
    for (let isBetter = true; isBetter && this.#tries > 0;) {
      isBetter = this.#oneByOne()
      if (!isBetter) isBetter = this.#twoByTwo()
    }
  }

  #oneByOne(): boolean {
    let isBetter = false
    for (const order of this.#book.orders)
      for (const shares of this.#sizes(order)) if (this.#tryFurther(order, shares)) isBetter = true
    return isBetter
  }

  /** Tries a size and, while that helps, twice as far on. */
  #tryFurther(order: BookOrder, shares: number): boolean {
    const before = this.#book.shares[order.index] ?? 0
    if (!this.#try(order, shares)) return false
    for (let step = 2 * (shares - before), at = shares + step; this.#tries > 0; step *= 2, at += step)
      if (!isSize(this.#book, order, at) || !this.#try(order, at)) break
    return true
  }

  /** Pairs that pay for each other: in one account, or of one slot in two accounts. */
  #twoByTwo(): boolean {
    let isBetter = false
    const { orders } = this.#book
    for (const first of orders)
      for (const second of orders) {
        if (second.index <= first.index || !this.#isPair(first, second)) continue
        if (this.#tryPair(first, second) || this.#tryPair(second, first)) isBetter = true
        if (this.#tries <= 0) return isBetter
      }
    return isBetter
  }

  #isPair(first: BookOrder, second: BookOrder): boolean {
    if (first.opposite === second.index) return false
    const isActive = (this.#book.shares[first.index] ?? 0) > 0 || (this.#book.shares[second.index] ?? 0) > 0
    return isActive && (first.account === second.account || first.slot === second.slot)
  }

  /**
   * Puts one order at another size and lets the other pay for it: at nothing, at the least that is worth an order, or some
   * steps away, and while that helps by twice as many.
   */
  #tryPair(first: BookOrder, second: BookOrder): boolean {
    const before = this.#book.shares[first.index] ?? 0
    let isBetter = this.#tryExchange(first, second, before > 0 ? 0 : smallestSize(first))
    for (const direction of [1, -1])
      for (let steps = 1; this.#tries > 0; steps *= 2) {
        const now = this.#book.shares[first.index] ?? 0
        if (!this.#tryExchange(first, second, now + direction * steps * unitOf(first))) break
        isBetter = true
      }
    return isBetter
  }

  #tryExchange(first: BookOrder, second: BookOrder, shares: number): boolean {
    const book = this.#book
    const before = book.shares[first.index] ?? 0
    if (shares === before || !isSize(book, first, shares)) return false
    const beforeSecond = book.shares[second.index] ?? 0
    // Two purchases, or two sales, move against each other; a sale and a purchase of one account together.
    const isOpposed = (first.sale === null) === (second.sale === null)
    const money = (shares - before) * first.price * (isOpposed ? -1 : 1)
    book.set(first, shares)
    const sizes = nearSizes(book, second, beforeSecond + money / second.price)
    if (first.account === second.account) sizes.push(...sizesByCash(book, second))
    for (const other of new Set(sizes))
      if (other !== beforeSecond && this.#tryInto(second, other, first)) return true
    book.set(first, before)
    return false
  }

  #try(order: BookOrder, shares: number): boolean {
    return this.#tryInto(order, shares, order)
  }

  /** Keeps a size that is allowed and better; puts it back otherwise. */
  #tryInto(order: BookOrder, shares: number, partner: BookOrder): boolean {
    const book = this.#book
    const before = book.shares[order.index] ?? 0
    if (before === shares) return false
    this.#tries--
    book.set(order, shares)
    const isKept =
      book.isAllowed(order) &&
      (partner === order || book.isAllowed(partner)) &&
      book.isBetter(book.levels(this.#tried), this.#best)
    if (!isKept) {
      book.set(order, before)
      return false
    }
    this.#best.set(this.#tried)
    return true
  }

  #sizes(order: BookOrder): number[] {
    const book = this.#book
    const now = book.shares[order.index] ?? 0
    const sizes = [0, smallestSize(order)]
    for (const units of [1, -1, 2, -2, 3, -3]) sizes.push(now + units * unitOf(order))
    if (order.sale) sizes.push(largestSize(order))
    else {
      const affordable = book.spare(order.account) / (order.price * 1e-4 * (1 + order.costRate))
      if (affordable > 0) sizes.push(sizeAtMost(book, order, now + affordable))
    }
    return [...new Set(sizes)].filter((shares) => shares !== now && isSize(book, order, shares))
  }
}

/** Money that is worth a try: ten cents. */
const WORTH_A_TRY = 1_000

/** By how many shares sizes are tried: a step, or as many as are worth a try. */
function unitOf({ step, price }: BookOrder): number {
  const money = step * price * 1e-4
  return money >= WORTH_A_TRY ? step : step * Math.ceil(WORTH_A_TRY / money)
}

/** The sizes on either side of a number of shares. */
function nearSizes(book: OrderBook, order: BookOrder, shares: number): number[] {
  const below = shares <= 0 ? 0 : sizeAtMost(book, order, shares + order.step * 1e-6)
  const above = sizeAtLeast(book, order, Math.max(0, shares - order.step * 1e-6))
  return above === -1 || above === below ? [below] : [below, above]
}

/** The size that uses up the cash of its account, or makes up for what is missing there. */
function sizesByCash(book: OrderBook, order: BookOrder): number[] {
  const now = book.shares[order.index] ?? 0
  const spare = book.spare(order.account) / (order.price * 1e-4 * (1 + order.costRate))
  if (order.sale)
    return spare < 0 ? [sizeAtLeast(book, order, now - spare)].filter((size) => size !== -1) : []
  return now + spare < 0 ? [] : [sizeAtMost(book, order, now + spare)]
}
