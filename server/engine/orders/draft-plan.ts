import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import { compareText, sum } from '../facts/fixed-point.ts'
import type { Relief } from '../facts/gain.ts'
import { isAtLoss, relieveLots, taxableGain } from '../facts/gain.ts'
import type { Holding, Holdings } from '../facts/holdings.ts'
import type { ExactSecurity, HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { valueAt, valueOf } from '../facts/money.ts'
import { orderCost } from '../facts/order-cost.ts'
import type { IsoDate } from '../snapshot.ts'

export interface Sale {
  readonly account: HeldAccount
  readonly position: Position
  readonly shares: ShareUnits
  /** What each lot gives, in order of relief. */
  readonly reliefs: readonly Relief[]
  /** Half-spread, redemption fee and the custodian's fee. */
  readonly tradingCost: Cents
}

/** A sale yet to be relieved: from these lots in this order, which hold at least the shares sold. */
export interface SaleOrder extends Omit<Sale, 'reliefs' | 'tradingCost'> {
  readonly lots: readonly HeldLot[]
}

export interface PurchaseOrder {
  readonly account: HeldAccount
  readonly security: ExactSecurity
  readonly shares: ShareUnits
}

export interface Purchase extends PurchaseOrder {
  readonly tradingCost: Cents
}

/** Trades as exact money, and what the household would hold after them. One order at most an account, security and side. */
export class DraftPlan implements Holdings {
  readonly household: Household
  /** In order of account and security, as the purchases are. */
  readonly sales: readonly Sale[]
  readonly purchases: readonly Purchase[]
  readonly #cash = new Map<HeldAccount, Cents>()
  readonly #holdings = new Map<HeldAccount, readonly Holding[]>()

  constructor(
    household: Household,
    orders: { sales: readonly SaleOrder[]; purchases: readonly PurchaseOrder[] },
  ) {
    this.household = household
    const { asOf } = household
    this.sales = orders.sales
      .map((order) => relieved(order, asOf))
      .sort(bySecurity(({ position }) => position.security))
    this.purchases = orders.purchases
      .map((order): Purchase => {
        const { account, security, shares } = order
        const tradingCost = orderCost({ account, security, shares, side: 'buy', lots: [], asOf })
        return { account, security, shares, tradingCost }
      })
      .sort(bySecurity(({ security }) => security))
    for (const sale of this.sales) this.#addCash(sale.account, proceedsOf(sale) - sale.tradingCost)
    for (const purchase of this.purchases)
      this.#addCash(purchase.account, -valueOfPurchase(purchase) - purchase.tradingCost)
  }

  #addCash(account: HeldAccount, cents: Cents): void {
    this.#cash.set(account, this.cashOf(account) + cents)
  }

  cashOf(account: HeldAccount): Cents {
    return this.#cash.get(account) ?? account.cash
  }

  soldShares(account: HeldAccount, security: ExactSecurity): ShareUnits {
    return (
      this.sales.find((sale) => sale.account === account && sale.position.security === security)?.shares ?? 0n
    )
  }

  /** Net gain that the sales of some accounts realize. */
  netGain(accountIds: readonly string[]): Cents {
    return sum(
      this.sales
        .filter(({ account }) => accountIds.includes(account.id))
        .map(({ account, reliefs }) => taxableGain(account, reliefs)),
    )
  }

  takesLossIn(identicalGroupId: string): boolean {
    return this.sales.some(({ account, position: { security }, reliefs }) => {
      const { price } = security
      return (
        security.identicalGroupId === identicalGroupId &&
        isTaxable(account) &&
        price !== null &&
        reliefs.some(({ lot }) => isAtLoss(lot, price))
      )
    })
  }

  buysIn(identicalGroupId: string): boolean {
    return this.purchases.some(({ security }) => security.identicalGroupId === identicalGroupId)
  }

  holdingsOf(account: HeldAccount): readonly Holding[] {
    const known = this.#holdings.get(account)
    if (known) return known
    const holdings = this.#holdingsAfter(account)
    this.#holdings.set(account, holdings)
    return holdings
  }

  #holdingsAfter(account: HeldAccount): readonly Holding[] {
    const bought = new Map(
      this.purchases
        .filter((purchase) => purchase.account === account)
        .map(({ security, shares }) => [security, shares]),
    )
    const sold = new Map(
      this.sales
        .filter((sale) => sale.account === account)
        .map(({ position, shares }) => [position.security, shares]),
    )
    if (bought.size === 0 && sold.size === 0) return account.positions
    const kept = account.positions.map((position): Holding => {
      const { accountId, security, isExcluded } = position
      const more = bought.get(security)
      const less = sold.get(security)
      bought.delete(security)
      if (more === undefined && less === undefined) return position
      const shares = position.shares - (less ?? 0n) + (more ?? 0n)
      return { accountId, security, shares, isExcluded, value: valueAt(security.price, shares) }
    })
    const added = [...bought].map(([security, shares]): Holding => ({
      accountId: account.id,
      security,
      shares,
      isExcluded: false,
      value: valueAt(security.price, shares),
    }))
    return [...kept.filter(({ shares }) => shares > 0n), ...added].sort((a, b) =>
      compareText(a.security.id, b.security.id),
    )
  }
}

function relieved({ account, position, shares, lots }: SaleOrder, asOf: IsoDate): Sale {
  const { security } = position
  if (security.price === null) throw new Error(`${security.id} has no price and cannot be sold`)
  const reliefs = relieveLots(lots, shares, security.price)
  const tradingCost = orderCost({ account, security, shares, side: 'sell', lots: position.lots, asOf })
  return { account, position, shares, reliefs, tradingCost }
}

/** Shares times price of a sale, before the cost of trading. */
export function proceedsOf({ position, shares }: Sale): Cents {
  return valueOf(shares, position.security.price ?? 0n)
}

/** Shares times price of a purchase, before the cost of trading. */
export function valueOfPurchase({ security, shares }: Purchase): Cents {
  return valueOf(shares, security.price ?? 0n)
}

/** Net of all orders: what the trades add to a year's gains of a term, by account or over all. */
export function realizedGains(sales: readonly Sale[], term: 'short' | 'long'): Cents {
  return sum(sales.map(({ account, reliefs }) => taxableGain(account, reliefs, term)))
}

function bySecurity<Order extends { readonly account: HeldAccount }>(
  securityOf: (order: Order) => ExactSecurity,
) {
  return (a: Order, b: Order) =>
    compareText(a.account.id, b.account.id) || compareText(securityOf(a).id, securityOf(b).id)
}
