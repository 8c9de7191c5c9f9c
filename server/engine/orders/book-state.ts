import type { BookOrder } from './book-orders.ts'
import { ALL_LEVELS } from './levels.ts'
import type { PossibleTrades } from './possible-trades.ts'

/**
 * Every number that an order book keeps, in one list: so what an order touches is put back as it was by copying, without working
 * it out again, and no rounding is left behind.
 */
export class BookState {
  /** By order: its shares, its money, and what it costs to trade. */
  readonly shares: Float64Array
  readonly money: Float64Array
  readonly cost: Float64Array
  /** By account. */
  readonly cash: Float64Array
  /**
   * Cash before what trading costs: what classes are measured with. Else an order would bring a class that is too large
   * nearer to its band by spending money on nothing but spreads.
   */
  readonly grossCash: Float64Array
  readonly boughtMoney: Float64Array
  /** By account: sold of lots whose loss is disallowed. */
  readonly washedShares: Float64Array
  readonly slotValue: Float64Array
  readonly limitValue: Float64Array
  readonly nodeValue: Float64Array
  /** By identical group. */
  readonly lossShares: Float64Array
  readonly boughtShares: Float64Array
  readonly budgetUsed: Float64Array
  /** In the order of LEVEL; without those that are worked out of others. */
  readonly levels: Float64Array
  /** Of one: tax, trading cost and what inferior holdings cost, without drag and deviation. */
  readonly paid: Float64Array
  readonly #all: Float64Array
  /** By order, so many each: the places that it touches; those of all orders stand at the end, from here on. */
  readonly #touched: Int32Array
  readonly #touchedByOne: number
  readonly #common: number

  constructor(possible: PossibleTrades, orders: readonly BookOrder[]) {
    const { accounts, slots, limits, nodes, budgets, washGroups } = possible
    const counts = [
      ...[orders.length, orders.length, orders.length],
      ...[accounts.length, accounts.length, accounts.length, accounts.length],
      ...[slots.length, limits.length, nodes.length, washGroups.length, washGroups.length],
      ...[budgets.length, ALL_LEVELS, 1],
    ]
    const all = new Float64Array(counts.reduce((total, count) => total + count, 0))
    let end = 0
    const next = (): Float64Array => {
      const start = end
      end += counts.shift() ?? 0
      return all.subarray(start, end)
    }
    this.#all = all
    this.shares = next()
    this.money = next()
    this.cost = next()
    this.cash = next()
    this.grossCash = next()
    this.boughtMoney = next()
    this.washedShares = next()
    this.slotValue = next()
    this.limitValue = next()
    this.nodeValue = next()
    this.lossShares = next()
    this.boughtShares = next()
    this.budgetUsed = next()
    this.levels = next()
    this.paid = next()
    this.#common = this.budgetUsed.byteOffset / BYTES
    this.#touchedByOne = OF_ORDER_AND_ACCOUNT + 2 * (1 + mostTiers(possible)) + 3
    this.#touched = new Int32Array(orders.length * this.#touchedByOne).fill(NONE)
    for (const order of orders) this.#listTouched(order, possible)
  }

  /** Remembers what an order touches. */
  save({ index }: BookOrder, into: Float64Array): void {
    const all = this.#all
    const touched = this.#touched
    const end = (index + 1) * this.#touchedByOne
    let place = 0
    for (let at = end - this.#touchedByOne; at < end && touched[at] !== NONE; at++)
      into[place++] = all[touched[at]!]!
    for (let at = this.#common; at < all.length; at++) into[place++] = all[at]!
  }

  /** Puts back what an order has touched since it was saved, if nothing else was done since. */
  restore({ index }: BookOrder, from: Float64Array): void {
    const all = this.#all
    const touched = this.#touched
    const end = (index + 1) * this.#touchedByOne
    let place = 0
    for (let at = end - this.#touchedByOne; at < end && touched[at] !== NONE; at++)
      all[touched[at]!] = from[place++]!
    for (let at = this.#common; at < all.length; at++) all[at] = from[place++]!
  }

  /** Room for what any order touches. */
  newMemory(): Float64Array {
    return new Float64Array(this.#touchedByOne + this.#all.length - this.#common)
  }

  #listTouched({ index, account, slot, limit, washGroup }: BookOrder, possible: PossibleTrades): void {
    const { slots, nodes } = possible
    const touched = this.#touched
    let place = index * this.#touchedByOne
    const add = (part: Float64Array, at: number): void => {
      touched[place++] = part.byteOffset / BYTES + at
    }
    add(this.shares, index)
    add(this.money, index)
    add(this.cost, index)
    add(this.cash, account)
    add(this.grossCash, account)
    add(this.boughtMoney, account)
    add(this.washedShares, account)
    for (const at of [slot, possible.accounts[account]!.cashSlot]) {
      add(this.slotValue, at)
      for (let node = slots[at]!.node; node !== -1; node = nodes[node]!.parent) add(this.nodeValue, node)
    }
    if (limit !== -1) add(this.limitValue, limit)
    if (washGroup === -1) return
    add(this.lossShares, washGroup)
    add(this.boughtShares, washGroup)
  }
}

const NONE = -1
const BYTES = Float64Array.BYTES_PER_ELEMENT
const OF_ORDER_AND_ACCOUNT = 7

/** Nodes above one another, at most. */
function mostTiers({ nodes }: PossibleTrades): number {
  const tiers = new Int32Array(nodes.length)
  // Parents stand after their children.
  for (let node = nodes.length - 1; node >= 0; node--) tiers[node] = 1 + (tiers[nodes[node]!.parent] ?? 0)
  return tiers.reduce((most, each) => Math.max(most, each), 0)
}
