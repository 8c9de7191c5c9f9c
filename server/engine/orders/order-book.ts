/**
 * Orders in whole steps and what they do to every level of the objective, kept up to date as one order after another is
 * tried in another size. Money in hundredths of a cent, rounded to the cent where a custodian rounds.
 */
import { ALL_LEVELS, LEVEL, type LevelVector } from './levels.ts'
import { type BookOrder, bookOrders, type PlanToRound } from './book-orders.ts'
import { BookState } from './book-state.ts'
import { outside } from './class-goals.ts'
import type { NodeGoal, PossibleTrades, SaleLot } from './possible-trades.ts'
import { countedBy, yearsOfDrag } from './possible-trades.ts'

/** The levels in the order they are compared: as they are, or orders right after cash and bands. */
const BEST_FIT = [...Array(ALL_LEVELS).keys()]
const FEWEST_TRADES = [
  ...BEST_FIT.slice(0, LEVEL.goalViolation),
  LEVEL.orders,
  ...BEST_FIT.slice(LEVEL.goalViolation, LEVEL.orders),
]

/** Differences that do not count: half a hundredth of a cent, or of relative shortfalls a billionth. */
const EQUAL_WITHIN = new Float64Array(ALL_LEVELS).fill(0.5)
EQUAL_WITHIN[LEVEL.relativeShortfall] = 1e-9

const CENT = 100

export class OrderBook {
  readonly possible: PossibleTrades
  readonly orders: readonly BookOrder[]
  /** By account, its orders. */
  readonly ordersOf: readonly (readonly BookOrder[])[]
  readonly #state: BookState
  /** By order: the shares it now has. */
  readonly shares: Float64Array
  readonly cash: Float64Array
  readonly boughtMoney: Float64Array
  readonly #years: number
  readonly #deviationPrice: number
  readonly #cushion: number
  readonly #leaves: readonly number[]
  readonly #ranking: readonly number[]

  constructor(possible: PossibleTrades, plan: PlanToRound) {
    this.possible = possible
    const { settings } = possible.household
    this.#years = yearsOfDrag(possible.household)
    this.#deviationPrice = Number(settings.deviationPrice) / 1e6
    this.#cushion = Number(settings.cashCushion) / 1e6
    this.#ranking = settings.preference === 'bestFit' ? BEST_FIT : FEWEST_TRADES
    this.orders = bookOrders(possible, plan)
    const ordersOf: BookOrder[][] = possible.accounts.map(() => [])
    for (const order of this.orders) ordersOf[order.account]?.push(order)
    this.ordersOf = ordersOf
    this.#state = new BookState(possible, this.orders)
    this.shares = this.#state.shares
    this.cash = this.#state.cash
    this.boughtMoney = this.#state.boughtMoney
    possible.accounts.forEach(({ cash }, index) => {
      this.#state.cash[index] = this.#state.grossCash[index] = cash
    })
    this.#leaves = possible.nodes.flatMap(({ isLeaf, target }, index) =>
      isLeaf && target > 0 ? [index] : [],
    )
    this.#startFromHoldings()
  }

  /** Puts an order at another size. */
  set(order: BookOrder, shares: number): void {
    const { index } = order
    const before = this.shares[index] ?? 0
    if (before === shares) return
    const money = this.moneyOf(order, shares)
    const cost = shares === 0 ? 0 : this.#tradingCost(order, money) + redemptionOf(order, shares)
    const moneyMore = money - (this.#state.money[index] ?? 0)
    const costMore = cost - (this.#state.cost[index] ?? 0)
    if (order.sale) this.#changeSale(order, shares, moneyMore, costMore)
    else this.#changePurchase(order, shares, moneyMore, costMore)
    this.shares[index] = shares
    this.#state.money[index] = money
    this.#state.cost[index] = cost
    if (before === 0) this.#state.levels[LEVEL.orders]! += 1
    if (shares === 0) this.#state.levels[LEVEL.orders]! -= 1
  }

  /** Remembers everything that an order touches. */
  save(order: BookOrder, into: Float64Array): void {
    this.#state.save(order, into)
  }

  /** Puts an order back to what it was when it was saved; other orders changed since must have been put back before. */
  restore(order: BookOrder, from: Float64Array): void {
    this.#state.restore(order, from)
  }

  /** Room for what `save` remembers of any order. */
  newMemory(): Float64Array {
    return this.#state.newMemory()
  }

  /** The levels now, in the order of LEVEL. */
  levels(into: LevelVector = new Float64Array(ALL_LEVELS)): LevelVector {
    into.set(this.#state.levels)
    into[LEVEL.cost] = this.#level(LEVEL.cost)
    into[LEVEL.relativeShortfall] = this.#relativeShortfall()
    return into
  }

  /** Are the levels now better than those, in the order that the household prefers? */
  isBetterThan(than: LevelVector): boolean {
    return this.#compare(than) < 0
  }

  isWorseThan(than: LevelVector): boolean {
    return this.#compare(than) > 0
  }

  #compare(than: LevelVector): number {
    for (const level of this.#ranking) {
      const difference = this.#level(level) - (than[level] ?? 0)
      if (difference < -(EQUAL_WITHIN[level] ?? 0) || difference > (EQUAL_WITHIN[level] ?? 0))
        return difference
    }
    return 0
  }

  #level(level: number): number {
    if (level === LEVEL.relativeShortfall) return this.#relativeShortfall()
    if (level !== LEVEL.cost) return this.#state.levels[level] ?? 0
    return (
      (this.#state.paid[0] ?? 0) +
      this.#years * (this.#state.levels[LEVEL.locationDrag] ?? 0) +
      this.#deviationPrice * (this.#state.levels[LEVEL.deviation] ?? 0)
    )
  }

  /** Does an account keep what it must, and no order and its opposite stand together, no loss and purchase wash? */
  isAllowed(order: BookOrder): boolean {
    const shares = this.shares[order.index] ?? 0
    if (shares > 0 && order.opposite !== -1 && (this.shares[order.opposite] ?? 0) > 0) return false
    const group = order.washGroup
    if (
      group !== -1 &&
      (this.#state.lossShares[group] ?? 0) > 0 &&
      (this.#state.boughtShares[group] ?? 0) > 0
    )
      return false
    return this.hasCashFor(order.account)
  }

  /** Dollars that purchases of an account may still spend; negative where they spent too much. */
  spare(account: number): number {
    const { reserve, locked } = this.possible.accounts[account]!
    return (this.cash[account] ?? 0) - reserve - locked - this.#cushion * (this.boughtMoney[account] ?? 0)
  }

  /** Money that an order spends. */
  boughtBy(order: BookOrder): number {
    return this.#state.money[order.index] ?? 0
  }

  hasCashFor(account: number): boolean {
    const isBuying = (this.boughtMoney[account] ?? 0) > 0
    if (isBuying && this.spare(account) < -0.5) return false
    // Barred lots are sold for a cash need alone.
    if (isBuying && (this.#state.washedShares[account] ?? 0) > 0) return false
    const { mayGainCash, cash: before, reserve, restore } = this.possible.accounts[account]!
    if (mayGainCash) return true
    // For a cash need alone: nothing where there is none, and no sale that could be a step smaller.
    if (before >= restore) return (this.ordersOf[account] ?? []).every(({ index }) => !this.shares[index])
    const beyond = (this.cash[account] ?? 0) - Math.max(before, reserve)
    return beyond <= 0 || beyond < this.#largestSaleStep(account)
  }

  /** Money of shares of an order, to the cent. */
  moneyOf({ sale, price }: BookOrder, shares: number): number {
    // Where it is nearly half a cent, the side that leaves less cash.
    return Math.floor(shares * price * 1e-6 + 0.5 + (sale ? -1e-7 : 1e-7)) * CENT
  }

  /** What an order of some value costs to trade: half-spread and fee, each rounded up to the cent. */
  #tradingCost(order: BookOrder, value: number): number {
    const { fees } = this.possible.accounts[order.account]!.account
    if (fees.length === 0) return roundedUp(value * order.costRate)
    const security = order.sale?.position.security ?? order.choice!.security
    const fee = fees.find(
      ({ appliesTo, valueUpTo }) =>
        (appliesTo === 'any' || appliesTo === security.kind) &&
        (valueUpTo === null || value <= Number(valueUpTo) * CENT),
    )
    const charged = fee ? Number(fee.perOrder) * CENT + roundedUp((value * Number(fee.rate)) / 1e6) : 0
    return roundedUp((value * Number(security.halfSpread)) / 1e8) + charged
  }

  // What is called for every size tried takes plain numbers, more of each: an object would be one more to throw away.
  #changeSale(order: BookOrder, after: number, money: number, cost: number): void {
    const before = this.shares[order.index] ?? 0
    if (order.hasLotEffects) {
      this.#changeLots(order, before, -1)
      this.#changeLots(order, after, 1)
    }
    this.#changeCash(order.account, money, cost)
    this.#changeHolding(order, -money)
    this.#state.paid[0]! += cost - order.inferiority * (after - before) * order.price * 1e-4
    this.#state.levels[LEVEL.locationDrag]! -= order.drag * money
  }

  /** Adds or takes away what the lots of so many shares count at every level. */
  #changeLots(order: BookOrder, shares: number, sign: 1 | -1): void {
    const { lots, price, account, washGroup } = order
    let left = shares
    for (const lot of lots) {
      if (left <= 0) break
      const taken = Math.min(left, lot.shares)
      left -= taken
      const money = sign * taken * price * 1e-4
      this.#state.paid[0]! += money * lot.tax
      if (lot.isWashed) {
        this.#state.levels[LEVEL.washedForCash]! += money
        this.#state.washedShares[account]! += sign * taken
      }
      this.#state.levels[LEVEL.shortTermGain]! += money * lot.shortTermGain
      this.#state.levels[LEVEL.legacyGain]! += money * lot.legacyGain
      if (washGroup !== -1 && lot.isLoss) this.#state.lossShares[washGroup]! += sign * taken
      if (this.#state.budgetUsed.length > 0)
        this.#changeBudgets(account, lot, { money, shares: sign * taken })
    }
    const [first] = lots
    if (this.#state.budgetUsed.length === 0 || !first) return
    // Proceeds are whole cents; what rounding adds to them is gain.
    const rounded = sign * (this.moneyOf(order, shares) - shares * price * 1e-4)
    if (first.unitCost !== null) this.#changeGains(account, rounded)
  }

  #changeBudgets(
    account: number,
    lot: SaleLot,
    sold: { readonly money: number; readonly shares: number },
  ): void {
    this.possible.budgets.forEach((budget, index) => {
      if (!budget.accounts.has(account)) return
      // Gains as the ledger counts them, with the cost of each lot rounded to the cent.
      const amount =
        budget.kind === 'gains' && lot.unitCost !== null
          ? sold.money - Math.sign(sold.shares) * costOf(Math.abs(sold.shares), lot.unitCost)
          : countedBy(budget, lot) * sold.money
      this.#useBudget(index, amount)
    })
  }

  #changeGains(account: number, money: number): void {
    this.possible.budgets.forEach((budget, index) => {
      if (budget.kind === 'gains' && budget.accounts.has(account)) this.#useBudget(index, money)
    })
  }

  #useBudget(index: number, money: number): void {
    const { room } = this.possible.budgets[index]!
    const before = this.#state.budgetUsed[index] ?? 0
    this.#state.budgetUsed[index] = before + money
    this.#state.levels[LEVEL.budgetExcess]! += Math.max(0, before + money - room) - Math.max(0, before - room)
  }

  #changePurchase(order: BookOrder, after: number, money: number, cost: number): void {
    this.boughtMoney[order.account]! += money + cost
    if (order.washGroup !== -1)
      this.#state.boughtShares[order.washGroup]! += after - (this.shares[order.index] ?? 0)
    this.#changeCash(order.account, -money, cost)
    this.#changeHolding(order, money)
    this.#state.paid[0]! += cost + order.inferiority * money
    this.#state.levels[LEVEL.locationDrag]! += order.drag * money
  }

  #changeHolding({ limit, slot }: BookOrder, money: number): void {
    if (limit !== -1) {
      const { low, high } = this.possible.limits[limit]!
      const before = this.#state.limitValue[limit] ?? 0
      const after = before + money
      this.#state.limitValue[limit] = after
      this.#state.levels[LEVEL.bandViolation]! += outside(after, low, high) - outside(before, low, high)
    }
    this.#changeSlot(slot, money)
  }

  #changeCash(account: number, money: number, cost: number): void {
    const { restore, reserve, cashSlot, cashDrag } = this.possible.accounts[account]!
    const before = this.cash[account] ?? 0
    const after = before + money - cost
    this.cash[account] = after
    this.#state.levels[LEVEL.cashShortfall]! += Math.max(0, restore - after) - Math.max(0, restore - before)
    const gross = this.#state.grossCash[account] ?? 0
    this.#state.grossCash[account] = gross + money
    const spare = Math.max(0, gross + money - reserve) - Math.max(0, gross - reserve)
    this.#state.levels[LEVEL.locationDrag]! += cashDrag * spare
    if (spare !== 0) this.#changeSlot(cashSlot, spare)
  }

  #changeSlot(slot: number, money: number): void {
    const { target, node } = this.possible.slots[slot]!
    const before = this.#state.slotValue[slot] ?? 0
    const after = before + money
    this.#state.slotValue[slot] = after
    this.#state.levels[LEVEL.deviation]! += Math.abs(after - target) - Math.abs(before - target)
    this.#changeNode(node, money)
  }

  #changeNode(index: number, money: number): void {
    for (let at = index; at !== -1;) {
      const node: NodeGoal = this.possible.nodes[at]!
      const before = this.#state.nodeValue[at] ?? 0
      const after = before + money
      this.#state.nodeValue[at] = after
      this.#state.levels[LEVEL.bandViolation]! +=
        outside(after, node.low, node.high) - outside(before, node.low, node.high)
      this.#state.levels[LEVEL.goalViolation]! +=
        outside(after, node.goalLow, node.goalHigh) - outside(before, node.goalLow, node.goalHigh)
      at = node.parent
    }
  }

  #relativeShortfall(): number {
    let largest = 0
    for (const leaf of this.#leaves) {
      const { target } = this.possible.nodes[leaf]!
      const lacking = (target - (this.#state.nodeValue[leaf] ?? 0)) / target
      if (lacking > largest) largest = lacking
    }
    return largest
  }

  #largestSaleStep(account: number): number {
    let largest = 0
    for (const order of this.ordersOf[account] ?? [])
      if (order.sale && (this.shares[order.index] ?? 0) > 0) {
        const step = order.step * order.price * 1e-4
        largest = Math.max(largest, step, order.leastValue)
      }
    return largest
  }

  #startFromHoldings(): void {
    const { accounts, slots, limits, nodes, sales, dragHeld } = this.possible
    for (const node of nodes) {
      this.#state.levels[LEVEL.bandViolation]! += outside(0, node.low, node.high)
      this.#state.levels[LEVEL.goalViolation]! += outside(0, node.goalLow, node.goalHigh)
    }
    slots.forEach(({ target, fixed }, index) => {
      this.#state.levels[LEVEL.deviation]! += target
      this.#changeSlot(index, fixed)
    })
    limits.forEach(({ low, high, fixed, slot }, index) => {
      this.#state.levels[LEVEL.bandViolation]! += outside(0, low, high)
      this.#changeHolding({ limit: index, slot } as BookOrder, fixed)
    })
    for (const sale of sales) {
      this.#changeHolding(
        sale as unknown as BookOrder,
        sale.lots.reduce((sum, { value }) => sum + value, 0),
      )
      this.#state.paid[0]! += sale.inferiority * sale.value
    }
    this.#state.levels[LEVEL.locationDrag] = dragHeld
    accounts.forEach(({ cash, restore, reserve, cashSlot, cashDrag }) => {
      this.#state.levels[LEVEL.cashShortfall]! += Math.max(0, restore - cash)
      const spare = Math.max(0, cash - reserve)
      this.#state.levels[LEVEL.locationDrag]! += cashDrag * spare
      this.#changeSlot(cashSlot, spare)
    })
  }
}

/** What shares cost, to the nearest cent, whichever way they are counted. */
const costOf = (shares: number, unitCost: number): number => Math.round(shares * unitCost * 1e-6) * CENT

/** Money rounded up to the cent. */
const roundedUp = (money: number): number => Math.ceil(money / CENT - 1e-9) * CENT

function redemptionOf({ sale, price }: BookOrder, shares: number): number {
  if (!sale || sale.redemptionRate === 0 || shares <= sale.agedShares) return 0
  const fee = (shares - sale.agedShares) * price * 1e-4 * sale.redemptionRate
  return roundedUp(fee)
}
