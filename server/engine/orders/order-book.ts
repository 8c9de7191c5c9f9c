/**
 * Orders in whole steps and what they do to every level of the objective, kept up to date as one order after another is
 * tried in another size. Money in hundredths of a cent, rounded to the cent where a custodian rounds.
 */
import { outside } from './class-goals.ts'
import { ALL_LEVELS, LEVEL, type LevelVector } from './levels.ts'
import type {
  NodeGoal,
  PossibleSale,
  PossibleTrades,
  PurchaseChoice,
  SaleLot,
  WashChoice,
} from './possible-trades.ts'
import { chosenFor, countedBy, yearsOfDrag } from './possible-trades.ts'

/** What of the least-cost plan its rounding keeps: the wash-sale choices, and which lots it sells. */
export interface PlanToRound {
  readonly wash: readonly WashChoice[]
  /** Money, by sale and by its lots. */
  readonly sold: readonly (readonly number[])[]
}

export interface BookOrder {
  readonly index: number
  readonly sale: PossibleSale | null
  readonly choice: PurchaseChoice | null
  readonly account: number
  readonly slot: number
  readonly limit: number
  readonly washGroup: number
  /** Dollars a share. */
  readonly price: number
  readonly step: number
  /** In steps; a whole position may go beyond it. */
  readonly mostShares: number
  /** All that is held, where all of it may be sold; 0 otherwise. */
  readonly wholePosition: number
  readonly leastValue: number
  readonly leastRemainder: number
  readonly costRate: number
  readonly drag: number
  readonly inferiority: number
  /** In the order they are sold; of purchases none. */
  readonly lots: readonly SaleLot[]
  /** Does selling any of them count at a level, or in a budget? */
  readonly hasLotEffects: boolean
  /** The order on the other side of the same security in the same account; -1: there is none. */
  opposite: number
}

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

interface OrderChange {
  /** Shares. */
  readonly before: number
  readonly after: number
  readonly money: number
  readonly cost: number
}

export class OrderBook {
  readonly possible: PossibleTrades
  readonly orders: readonly BookOrder[]
  /** By account, its orders. */
  readonly ordersOf: readonly (readonly BookOrder[])[]
  /** By order: the shares it now has. */
  readonly shares: Float64Array
  /** By order: its money, and what it costs to trade. */
  readonly #money: Float64Array
  readonly #cost: Float64Array
  readonly cash: Float64Array
  /**
   * Cash before what trading costs: what classes are measured with. Else an order would bring a class that is too large
   * nearer to its band by spending money on nothing but spreads.
   */
  readonly #grossCash: Float64Array
  readonly boughtMoney: Float64Array
  /** By account: sold of lots whose loss is disallowed. */
  readonly #washedShares: Float64Array
  readonly #slotValue: Float64Array
  readonly #limitValue: Float64Array
  readonly #nodeValue: Float64Array
  readonly #budgetUsed: Float64Array
  readonly #lossShares: Float64Array
  readonly #boughtShares: Float64Array
  readonly #levels = new Float64Array(ALL_LEVELS)
  /** Tax, trading cost and what inferior holdings cost, without drag and deviation. */
  #paid = 0
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
    this.shares = new Float64Array(this.orders.length)
    this.#money = new Float64Array(this.orders.length)
    this.#cost = new Float64Array(this.orders.length)
    this.cash = Float64Array.from(possible.accounts, ({ cash }) => cash)
    this.#grossCash = this.cash.slice()
    this.boughtMoney = new Float64Array(possible.accounts.length)
    this.#washedShares = new Float64Array(possible.accounts.length)
    this.#slotValue = new Float64Array(possible.slots.length)
    this.#limitValue = new Float64Array(possible.limits.length)
    this.#nodeValue = new Float64Array(possible.nodes.length)
    this.#budgetUsed = new Float64Array(possible.budgets.length)
    this.#lossShares = new Float64Array(possible.washGroups.length)
    this.#boughtShares = new Float64Array(possible.washGroups.length)
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
    const change = {
      before,
      after: shares,
      money: money - (this.#money[index] ?? 0),
      cost: cost - (this.#cost[index] ?? 0),
    }
    if (order.sale) this.#changeSale(order, change)
    else this.#changePurchase(order, change)
    this.shares[index] = shares
    this.#money[index] = money
    this.#cost[index] = cost
    if (before === 0) this.#levels[LEVEL.orders]! += 1
    if (shares === 0) this.#levels[LEVEL.orders]! -= 1
  }

  /** The levels now, in the order of LEVEL. */
  levels(into: LevelVector = new Float64Array(ALL_LEVELS)): LevelVector {
    into.set(this.#levels)
    into[LEVEL.cost] = this.#level(LEVEL.cost)
    into[LEVEL.relativeShortfall] = this.#relativeShortfall()
    return into
  }

  /** Are the levels now better than those, in the order that the household prefers? */
  isBetterThan(than: LevelVector): boolean {
    for (const level of this.#ranking) {
      const difference = this.#level(level) - (than[level] ?? 0)
      if (difference < -(EQUAL_WITHIN[level] ?? 0)) return true
      if (difference > (EQUAL_WITHIN[level] ?? 0)) return false
    }
    return false
  }

  #level(level: number): number {
    if (level === LEVEL.relativeShortfall) return this.#relativeShortfall()
    if (level !== LEVEL.cost) return this.#levels[level] ?? 0
    return (
      this.#paid +
      this.#years * (this.#levels[LEVEL.locationDrag] ?? 0) +
      this.#deviationPrice * (this.#levels[LEVEL.deviation] ?? 0)
    )
  }

  /** Does an account keep what it must, and no order and its opposite stand together, no loss and purchase wash? */
  isAllowed(order: BookOrder): boolean {
    const shares = this.shares[order.index] ?? 0
    if (shares > 0 && order.opposite !== -1 && (this.shares[order.opposite] ?? 0) > 0) return false
    const group = order.washGroup
    if (group !== -1 && (this.#lossShares[group] ?? 0) > 0 && (this.#boughtShares[group] ?? 0) > 0)
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
    return this.#money[order.index] ?? 0
  }

  hasCashFor(account: number): boolean {
    const isBuying = (this.boughtMoney[account] ?? 0) > 0
    if (isBuying && this.spare(account) < -0.5) return false
    // Barred lots are sold for a cash need alone.
    if (isBuying && (this.#washedShares[account] ?? 0) > 0) return false
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

  #changeSale(order: BookOrder, { before, after, money, cost }: OrderChange): void {
    if (order.hasLotEffects) {
      this.#changeLots(order, before, -1)
      this.#changeLots(order, after, 1)
    }
    this.#changeCash(order.account, money, cost)
    this.#changeHolding(order, -money)
    this.#paid += cost - order.inferiority * (after - before) * order.price * 1e-4
    this.#levels[LEVEL.locationDrag]! -= order.drag * money
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
      this.#paid += money * lot.tax
      if (lot.isWashed) {
        this.#levels[LEVEL.washedForCash]! += money
        this.#washedShares[account]! += sign * taken
      }
      this.#levels[LEVEL.shortTermGain]! += money * lot.shortTermGain
      this.#levels[LEVEL.legacyGain]! += money * lot.legacyGain
      if (washGroup !== -1 && lot.isLoss) this.#lossShares[washGroup]! += sign * taken
      if (this.#budgetUsed.length > 0) this.#changeBudgets(account, lot, { money, shares: sign * taken })
    }
    const [first] = lots
    if (this.#budgetUsed.length === 0 || !first) return
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
    const before = this.#budgetUsed[index] ?? 0
    this.#budgetUsed[index] = before + money
    this.#levels[LEVEL.budgetExcess]! += Math.max(0, before + money - room) - Math.max(0, before - room)
  }

  #changePurchase(order: BookOrder, { before, after, money, cost }: OrderChange): void {
    this.boughtMoney[order.account]! += money + cost
    if (order.washGroup !== -1) this.#boughtShares[order.washGroup]! += after - before
    this.#changeCash(order.account, -money, cost)
    this.#changeHolding(order, money)
    this.#paid += cost + order.inferiority * money
    this.#levels[LEVEL.locationDrag]! += order.drag * money
  }

  #changeHolding({ limit, slot }: BookOrder, money: number): void {
    if (limit !== -1) {
      const { low, high } = this.possible.limits[limit]!
      const before = this.#limitValue[limit] ?? 0
      const after = before + money
      this.#limitValue[limit] = after
      this.#levels[LEVEL.bandViolation]! += outside(after, low, high) - outside(before, low, high)
    }
    this.#changeSlot(slot, money)
  }

  #changeCash(account: number, money: number, cost: number): void {
    const { restore, reserve, cashSlot, cashDrag } = this.possible.accounts[account]!
    const before = this.cash[account] ?? 0
    const after = before + money - cost
    this.cash[account] = after
    this.#levels[LEVEL.cashShortfall]! += Math.max(0, restore - after) - Math.max(0, restore - before)
    const gross = this.#grossCash[account] ?? 0
    this.#grossCash[account] = gross + money
    const spare = Math.max(0, gross + money - reserve) - Math.max(0, gross - reserve)
    this.#levels[LEVEL.locationDrag]! += cashDrag * spare
    if (spare !== 0) this.#changeSlot(cashSlot, spare)
  }

  #changeSlot(slot: number, money: number): void {
    const { target, node } = this.possible.slots[slot]!
    const before = this.#slotValue[slot] ?? 0
    const after = before + money
    this.#slotValue[slot] = after
    this.#levels[LEVEL.deviation]! += Math.abs(after - target) - Math.abs(before - target)
    this.#changeNode(node, money)
  }

  #changeNode(index: number, money: number): void {
    for (let at = index; at !== -1;) {
      const node: NodeGoal = this.possible.nodes[at]!
      const before = this.#nodeValue[at] ?? 0
      const after = before + money
      this.#nodeValue[at] = after
      this.#levels[LEVEL.bandViolation]! +=
        outside(after, node.low, node.high) - outside(before, node.low, node.high)
      this.#levels[LEVEL.goalViolation]! +=
        outside(after, node.goalLow, node.goalHigh) - outside(before, node.goalLow, node.goalHigh)
      at = node.parent
    }
  }

  #relativeShortfall(): number {
    let largest = 0
    for (const leaf of this.#leaves) {
      const { target } = this.possible.nodes[leaf]!
      const lacking = (target - (this.#nodeValue[leaf] ?? 0)) / target
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
      this.#levels[LEVEL.bandViolation]! += outside(0, node.low, node.high)
      this.#levels[LEVEL.goalViolation]! += outside(0, node.goalLow, node.goalHigh)
    }
    slots.forEach(({ target, fixed }, index) => {
      this.#levels[LEVEL.deviation]! += target
      this.#changeSlot(index, fixed)
    })
    limits.forEach(({ low, high, fixed, slot }, index) => {
      this.#levels[LEVEL.bandViolation]! += outside(0, low, high)
      this.#changeHolding({ limit: index, slot } as BookOrder, fixed)
    })
    for (const sale of sales) {
      this.#changeHolding(
        sale as unknown as BookOrder,
        sale.lots.reduce((sum, { value }) => sum + value, 0),
      )
      this.#paid += sale.inferiority * sale.value
    }
    this.#levels[LEVEL.locationDrag] = dragHeld
    accounts.forEach(({ cash, restore, reserve, cashSlot, cashDrag }) => {
      this.#levels[LEVEL.cashShortfall]! += Math.max(0, restore - cash)
      const spare = Math.max(0, cash - reserve)
      this.#levels[LEVEL.locationDrag]! += cashDrag * spare
      this.#changeSlot(cashSlot, spare)
    })
  }
}

/** What shares cost, to the nearest cent, whichever way they are counted. */
const costOf = (shares: number, unitCost: number): number => Math.round(shares * unitCost * 1e-6) * CENT

/** Money rounded up to the cent. */
const roundedUp = (money: number): number => Math.ceil(money / CENT - 1e-9) * CENT

/** Of lots in sheltered accounts nothing counts but a budget of turnover, and a purchase that washes. */
function hasEffect(lot: SaleLot): boolean {
  return lot.tax !== 0 || lot.gain !== 0 || lot.isLoss || lot.isWashed
}

function redemptionOf({ sale, price }: BookOrder, shares: number): number {
  if (!sale || sale.redemptionRate === 0 || shares <= sale.agedShares) return 0
  const fee = (shares - sale.agedShares) * price * 1e-4 * sale.redemptionRate
  return roundedUp(fee)
}

/** The lots of a sale in the order that whole shares take them: barred losses left out, and under a budget what the plan sold first. */
function lotsInOrder(possible: PossibleTrades, plan: PlanToRound, sale: PossibleSale, index: number) {
  const isBarred = sale.washGroup !== -1 && plan.wash[sale.washGroup] === 'noLoss'
  const parts = sale.lots.map((lot, place) => ({
    lot,
    sold: lot.value > 0 ? (plan.sold[index]?.[place] ?? 0) / lot.value : 0,
  }))
  const free = isBarred ? parts.filter(({ lot }) => !lot.isLoss) : parts
  const isReordered = possible.budgets.length > 0 && !sale.isForcedOrder
  const ordered = isReordered ? free.toSorted((a, b) => b.sold - a.sold) : free
  return ordered.map(({ lot }) => lot)
}

function bookOrders(possible: PossibleTrades, plan: PlanToRound): BookOrder[] {
  const hasTurnover = possible.budgets.some(({ kind }) => kind === 'turnover')
  const orders: BookOrder[] = possible.sales.map((sale, index) => {
    const lots = lotsInOrder(possible, plan, sale, index)
    const free = lots.reduce((total, lot) => total + lot.shares, 0)
    const most = Math.min(sale.mostShares, free)
    return {
      index,
      sale,
      choice: null,
      account: sale.account,
      slot: sale.slot,
      limit: sale.limit,
      washGroup: sale.washGroup,
      price: sale.price,
      step: sale.step,
      mostShares: Math.floor(most / sale.step) * sale.step,
      wholePosition: most === sale.heldShares ? sale.heldShares : 0,
      leastValue: sale.leastValue,
      leastRemainder: sale.leastRemainder,
      costRate: sale.costRate,
      drag: sale.drag,
      inferiority: sale.inferiority,
      lots,
      hasLotEffects: hasTurnover || lots.some(hasEffect),
      opposite: -1,
    }
  })
  for (const purchase of possible.purchases) {
    const choice = chosenFor(purchase, plan.wash)
    if (!choice) continue
    orders.push({
      index: orders.length,
      sale: null,
      choice,
      account: purchase.account,
      slot: purchase.slot,
      limit: choice.limit,
      washGroup: choice.washGroup,
      price: choice.price,
      step: choice.step,
      mostShares:
        choice.mostShares === Infinity ? Infinity : Math.floor(choice.mostShares / choice.step) * choice.step,
      wholePosition: 0,
      leastValue: choice.leastValue,
      leastRemainder: 0,
      costRate: choice.costRate,
      drag: choice.drag,
      inferiority: choice.inferiority,
      lots: [],
      hasLotEffects: false,
      opposite: -1,
    })
  }
  const saleOf = new Map(possible.sales.map(({ position }, index) => [position, orders[index]]))
  for (const order of orders) {
    if (!order.choice) continue
    const { positions } = possible.accounts[order.account]!.account
    const held = positions.find(({ security }) => security === order.choice?.security)
    const opposite = held && saleOf.get(held)
    if (!opposite) continue
    order.opposite = opposite.index
    opposite.opposite = order.index
  }
  return orders
}
