import type { LeastCostPlan } from '../optimize/least-cost-plan.ts'
import type { Household } from '../facts/household.ts'
import { MONEY_BY_DOLLAR, moneyOf } from './class-goals.ts'
import { DraftPlan, type PurchaseOrder, type SaleOrder } from './draft-plan.ts'
import { LEVEL, type LevelVector } from './levels.ts'
import { betterOrders } from './local-search.ts'
import { OrderBook } from './order-book.ts'
import { sizeAtMost } from './order-sizes.ts'
import type { PossibleTrades } from './possible-trades.ts'
import { roundToOrders, startFromCashNeeds } from './whole-shares.ts'

/** The orders nearest to a plan in fractions, bettered one by one, as exact money. */
export function wholeShareOrders(possible: PossibleTrades, best: LeastCostPlan): DraftPlan {
  const book = new OrderBook(possible, best)
  const untraded = book.levels()
  const wanted = roundToOrders(book, best)
  betterOrders(book, wanted)
  const isAstray = isMissedBeforeBands(book.levels(), best.levels) || book.isWorseThan(untraded)
  return isAstray ? theBetterOf(book, new OrderBook(possible, best)) : settled(book)
}

/**
 * Does a plan miss, by more than a dollar, what comes before all bands: budgets, gains to be avoided? Where lots must go in
 * an order that the plan in fractions ignored, rounding it may lead so far astray that no small step leads back.
 */
function isMissedBeforeBands(reached: LevelVector, bound: LevelVector): boolean {
  return BEFORE_BANDS.some((level) => (reached[level] ?? 0) > (bound[level] ?? 0) + MONEY_BY_DOLLAR)
}

const BEFORE_BANDS = [LEVEL.washedForCash, LEVEL.budgetExcess, LEVEL.shortTermGain, LEVEL.legacyGain]

/** Starts once more, from no order but what cash needs ask for. */
function theBetterOf(book: OrderBook, another: OrderBook): DraftPlan {
  betterOrders(another, startFromCashNeeds(another))
  return settled(another.isBetterThan(book.levels()) ? another : book)
}

/** Cents that floats lost may leave an account short: then its largest purchases give up as much. */
function settled(book: OrderBook): DraftPlan {
  const { household, accounts } = book.possible
  for (;;) {
    const plan = new DraftPlan(household, ordersOf(book))
    const short = accounts.findIndex(
      ({ account }, index) => (book.boughtMoney[index] ?? 0) > 0 && plan.cashOf(account) < account.reserve,
    )
    if (short === -1) return plan
    const [largest] = (book.ordersOf[short] ?? [])
      .filter(({ choice, index }) => choice && (book.shares[index] ?? 0) > 0)
      .sort((a, b) => book.boughtBy(b) - book.boughtBy(a) || a.index - b.index)
    if (!largest) return plan
    const { account } = accounts[short]!
    const missing = moneyOf(account.reserve - plan.cashOf(account))
    const steps = Math.ceil(missing / (largest.step * largest.price * 1e-4))
    const fewer = (book.shares[largest.index] ?? 0) - Math.max(1, steps) * largest.step
    book.set(largest, sizeAtMost(book, largest, fewer))
  }
}

function ordersOf(book: OrderBook): { sales: SaleOrder[]; purchases: PurchaseOrder[] } {
  const sales: SaleOrder[] = []
  const purchases: PurchaseOrder[] = []
  for (const order of book.orders) {
    const shares = BigInt(book.shares[order.index] ?? 0)
    const { account } = book.possible.accounts[order.account]!
    if (shares === 0n) continue
    if (order.sale)
      sales.push({
        account,
        position: order.sale.position,
        shares,
        lots: [...new Set(order.lots.map(({ lot }) => lot))],
      })
    else if (order.choice) purchases.push({ account, security: order.choice.security, shares })
  }
  return { sales, purchases }
}

/** No order at all: what is planned where nothing is due. */
export function noOrders(household: Household): DraftPlan {
  return new DraftPlan(household, { sales: [], purchases: [] })
}
