/**
 * Betters orders in whole steps: one order, or two that pay for each other, in another size wherever that makes the levels
 * better. What was tried is tried again only after something near it has changed. It counts what it tries and never looks at
 * a clock, so that it ends at the same orders on every machine.
 */
import type { LevelVector } from './levels.ts'
import type { BookOrder } from './book-orders.ts'
import type { OrderBook } from './order-book.ts'
import { isSize, largestSize, sizeAtLeast, sizeAtMost, smallestSize } from './order-sizes.ts'

/** Sizes tried, at most: so many, and so many more by order, in all no more than this. */
const TRIES = 300
const TRIES_BY_ORDER = 15
const MOST_TRIES = 6_000

/** By order, `wanted` is what the plan in fractions wanted: of those orders it looks at pairs, and of those that there are. */
export function betterOrders(book: OrderBook, wanted: Float64Array): void {
  new Search(book, wanted).run()
}

class Search {
  readonly #book: OrderBook
  readonly #wanted: Float64Array
  readonly #best: LevelVector
  #tries: number
  /** Changes kept so far, and at which of them each account and each order last changed. */
  #changes = 1
  readonly #accountChanged: Int32Array
  readonly #orderTried: Int32Array
  /** What the order being tried, and the one that it pays for, were before. */
  readonly #memory: Float64Array
  readonly #memoryOfFirst: Float64Array

  constructor(book: OrderBook, wanted: Float64Array) {
    this.#book = book
    this.#wanted = wanted
    this.#best = book.levels()
    this.#tries = Math.min(MOST_TRIES, TRIES + TRIES_BY_ORDER * book.orders.length)
    this.#accountChanged = new Int32Array(book.possible.accounts.length).fill(1)
    this.#orderTried = new Int32Array(book.orders.length)
    this.#memory = book.newMemory()
    this.#memoryOfFirst = book.newMemory()
  }

  run(): void {
    for (let since = 0; this.#tries > 0;) {
      const before = this.#changes
      this.#oneByOne()
      if (this.#changes > before) continue
      this.#twoByTwo(since)
      if (this.#changes === before) return
      since = before
    }
  }

  #oneByOne(): void {
    for (const order of this.#book.orders) {
      if ((this.#accountChanged[order.account] ?? 0) <= (this.#orderTried[order.index] ?? 0)) continue
      this.#orderTried[order.index] = this.#changes
      for (const shares of this.#sizes(order)) this.#tryFurther(order, shares)
      if (this.#tries <= 0) return
    }
  }

  /** Tries a size and, while that helps, twice as far on. */
  #tryFurther(order: BookOrder, shares: number): void {
    const before = this.#book.shares[order.index] ?? 0
    if (!this.#try(order, shares)) return
    for (let step = 2 * (shares - before), at = shares + step; this.#tries > 0; step *= 2, at += step)
      if (!isSize(this.#book, order, at) || !this.#try(order, at)) return
  }

  /** Pairs of orders that pay for each other: in one account, or of one slot in two accounts. */
  #twoByTwo(since: number): void {
    const { shares, orders } = this.#book
    const active = orders.filter(({ index }) => (shares[index] ?? 0) > 0 || (this.#wanted[index] ?? 0) > 0)
    active.forEach((first, place) => {
      for (let next = place + 1; next < active.length; next++) {
        const second = active[next]!
        if (this.#tries <= 0) return
        if (!this.#isPair(first, second, since)) continue
        this.#tryPair(first, second)
        this.#tryPair(second, first)
      }
    })
  }

  #isPair(first: BookOrder, second: BookOrder, since: number): boolean {
    if (first.account !== second.account && first.slot !== second.slot) return false
    const changed = Math.max(
      this.#accountChanged[first.account] ?? 0,
      this.#accountChanged[second.account] ?? 0,
    )
    return changed > since && first.opposite !== second.index
  }

  /**
   * Puts one order at another size and lets the other pay for it: at nothing, at the least that is worth an order, or some
   * steps away, and while that helps by twice as many.
   */
  #tryPair(first: BookOrder, second: BookOrder): void {
    const before = this.#book.shares[first.index] ?? 0
    this.#tryExchange(first, second, before > 0 ? 0 : smallestSize(first))
    for (const direction of [1, -1])
      for (let steps = 1; this.#tries > 0; steps *= 2) {
        const now = this.#book.shares[first.index] ?? 0
        if (!this.#tryExchange(first, second, now + direction * steps * unitOf(first))) break
      }
  }

  #tryExchange(first: BookOrder, second: BookOrder, shares: number): boolean {
    const book = this.#book
    const before = book.shares[first.index] ?? 0
    if (shares === before || !isSize(book, first, shares)) return false
    const beforeSecond = book.shares[second.index] ?? 0
    // Two purchases, or two sales, move against each other; a sale and a purchase of one account together.
    const isOpposed = (first.sale === null) === (second.sale === null)
    const money = (shares - before) * first.price * (isOpposed ? -1 : 1)
    book.save(first, this.#memoryOfFirst)
    book.set(first, shares)
    const sizes = nearSizes(book, second, beforeSecond + money / second.price)
    if (first.account === second.account) sizes.push(...sizesByCash(book, second))
    for (let place = 0; place < sizes.length; place++) {
      const size = sizes[place] ?? 0
      if (size === beforeSecond || sizes.indexOf(size) < place) continue
      if (this.#tryInto(second, size, first)) return true
    }
    book.restore(first, this.#memoryOfFirst)
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
    book.save(order, this.#memory)
    book.set(order, shares)
    const isKept =
      book.isAllowed(order) && (partner === order || book.isAllowed(partner)) && book.isBetterThan(this.#best)
    if (!isKept) {
      book.restore(order, this.#memory)
      return false
    }
    book.levels(this.#best)
    this.#changes++
    this.#accountChanged[order.account] = this.#changes
    this.#accountChanged[partner.account] = this.#changes
    return true
  }

  #sizes(order: BookOrder): number[] {
    const book = this.#book
    const now = book.shares[order.index] ?? 0
    const unit = unitOf(order)
    const sizes: number[] = []
    const add = (shares: number): void => {
      if (shares !== now && !sizes.includes(shares) && isSize(book, order, shares)) sizes.push(shares)
    }
    add(now + unit)
    add(now - unit)
    if (order.sale) {
      add(now + 2 * unit)
      add(now - 2 * unit)
      add(largestSize(order))
    } else for (const size of sizesByCash(book, order)) add(size)
    add(now > 0 ? 0 : smallestSize(order))
    return sizes
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
