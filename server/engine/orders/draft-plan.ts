import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import { compareText, sum } from '../facts/fixed-point.ts'
import type { Relief } from '../facts/gain.ts'
import { isAtLoss, relieveLots, taxableGain } from '../facts/gain.ts'
import type { Holding, Holdings } from '../facts/holdings.ts'
import { accountBase, HOLDINGS_BEFORE, valueGroup } from '../facts/holdings.ts'
import type { ExactSecurity, HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import { accountOf, groupOf, isTaxable } from '../facts/household.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { tradingCost, valueOf } from '../facts/money.ts'
import type { Reason } from '../reasons.ts'
import { budgetHolders } from '../rules/gains-budget.ts'
import type { ProposedSoFar } from '../rules/proposed-so-far.ts'

export interface Sale {
  readonly account: HeldAccount
  readonly position: Position
  readonly shares: ShareUnits
  /** What each lot gives, in order of relief. */
  readonly reliefs: readonly Relief[]
  readonly reason: Reason
}

/** A sale yet to be relieved: from these lots in this order, which hold at least the shares sold. */
export interface SaleOrder extends Omit<Sale, 'reliefs'> {
  readonly lots: readonly HeldLot[]
}

export interface Purchase {
  readonly account: HeldAccount
  readonly security: ExactSecurity
  readonly shares: ShareUnits
  readonly reason: Reason
}

/** The trades proposed so far, and what the household would then hold. Only `sell` and `buy` change it. */
export class DraftPlan implements Holdings, ProposedSoFar {
  readonly household: Household
  readonly #sales = new Map<string, Sale>()
  readonly #purchases = new Map<string, Purchase>()
  readonly #cash = new Map<string, Cents>()
  readonly #netGains = new Map<string, Cents>()
  readonly #valueByLeaf = new Map<string, Map<string, Cents>>()
  readonly #accountBases = new Map<string, Cents>()

  constructor(household: Household) {
    this.household = household
    for (const account of household.accounts) this.#cash.set(account.id, account.cash)
    for (const group of household.groups)
      this.#valueByLeaf.set(group.id, new Map(valueGroup(group, HOLDINGS_BEFORE).valueByLeaf))
  }

  get sales(): readonly Sale[] {
    return inOrder(this.#sales)
  }

  get purchases(): readonly Purchase[] {
    return inOrder(this.#purchases)
  }

  get netGains(): ReadonlyMap<string, Cents> {
    return this.#netGains
  }

  /** Replaces the sale of a position by one of more shares; it keeps the reason of its larger part. */
  sell({ account, position, shares, lots, reason }: SaleOrder): void {
    const { price } = position.security
    if (price === null) throw new Error(`${position.security.id} has no price and cannot be sold`)
    const key = orderKey(account.id, position.security.id)
    const before = this.#sales.get(key)
    const reliefs = relieveLots(lots, shares, price)
    const isMostlyBefore = before !== undefined && shares - before.shares <= before.shares
    const keptReason = isMostlyBefore ? before.reason : reason
    this.#sales.set(key, { account, position, shares, reliefs, reason: keptReason })
    const gained = taxableGain(account, reliefs) - taxableGain(account, before?.reliefs ?? [])
    for (const { id } of budgetHolders(this.household, account))
      this.#netGains.set(id, (this.#netGains.get(id) ?? 0n) + gained)
    this.#move(account, position.security, { from: before?.shares ?? 0n, to: shares, sign: -1n })
  }

  /** Adds shares to the purchase of a security in an account; the first reason given is kept. */
  buy(purchase: Purchase): void {
    const { account, security } = purchase
    const key = orderKey(account.id, security.id)
    const before = this.#purchases.get(key)
    const shares = (before?.shares ?? 0n) + purchase.shares
    this.#purchases.set(key, { ...purchase, shares, reason: before?.reason ?? purchase.reason })
    this.#move(account, security, { from: before?.shares ?? 0n, to: shares, sign: 1n })
  }

  saleOf(accountId: string, securityId: string): Sale | null {
    return this.#sales.get(orderKey(accountId, securityId)) ?? null
  }

  soldShares(accountId: string, securityId: string): ShareUnits {
    return this.saleOf(accountId, securityId)?.shares ?? 0n
  }

  boughtShares(accountId: string, securityId: string): ShareUnits {
    return this.#purchases.get(orderKey(accountId, securityId))?.shares ?? 0n
  }

  takesLossIn(identicalGroupId: string): boolean {
    return this.sales.some(({ account, position, reliefs }) => {
      const { security } = position
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

  accountBase(accountId: string): Cents {
    const known = this.#accountBases.get(accountId)
    if (known !== undefined) return known
    const base = accountBase(this.household, accountOf(this.household, accountId))
    this.#accountBases.set(accountId, base)
    return base
  }

  cashOf(account: HeldAccount): Cents {
    return this.#cash.get(account.id) ?? account.cash
  }

  /** Value of a class over a group's accounts, as the trades so far leave it. */
  leafValue(groupId: string, leafId: string): Cents {
    return this.#valueByLeaf.get(groupId)?.get(leafId) ?? 0n
  }

  holdingsOf(account: HeldAccount): readonly Holding[] {
    const kept = account.positions.map((position) => ({
      ...position,
      shares: this.#sharesAfter(account, position.security.id, position.shares),
    }))
    const held = new Set(kept.map(({ security }) => security.id))
    const added = this.purchases
      .filter((purchase) => purchase.account.id === account.id && !held.has(purchase.security.id))
      .map(({ security, shares }) => ({ accountId: account.id, security, shares, isExcluded: false }))
    return [...kept.filter(({ shares }) => shares > 0n), ...added].sort((a, b) =>
      compareText(a.security.id, b.security.id),
    )
  }

  #sharesAfter(account: HeldAccount, securityId: string, shares: ShareUnits): ShareUnits {
    return shares - this.soldShares(account.id, securityId) + this.boughtShares(account.id, securityId)
  }

  /** Carries a larger order into cash and class values; `sign` is that of the shares held. */
  #move(
    account: HeldAccount,
    security: ExactSecurity,
    order: { from: ShareUnits; to: ShareUnits; sign: 1n | -1n },
  ): void {
    const { price, halfSpread } = security
    if (price === null) throw new Error(`${security.id} has no price and cannot be traded`)
    const cashFlow = (shares: ShareUnits) => {
      const value = valueOf(shares, price)
      return -order.sign * value - tradingCost(value, halfSpread)
    }
    const cashMoved = cashFlow(order.to) - cashFlow(order.from)
    this.#cash.set(account.id, this.cashOf(account) + cashMoved)
    const group = groupOf(this.household, account)
    const values = group && this.#valueByLeaf.get(group.id)
    if (!group || !values) return
    const heldBefore =
      account.positions.find((position) => position.security.id === security.id)?.shares ?? 0n
    const heldAfter = this.#sharesAfter(account, security.id, heldBefore)
    const heldUntilNow = heldAfter - order.sign * (order.to - order.from)
    const add = (leafId: string, value: Cents) => values.set(leafId, (values.get(leafId) ?? 0n) + value)
    add(
      leafOfClass(group.model, security.assetClassId).id,
      valueOf(heldAfter, price) - valueOf(heldUntilNow, price),
    )
    add(group.model.cashLeaf.id, cashMoved)
  }
}

/** Net of all orders: what the trades take from or add to a list of gains. */
export function realizedGains(sales: readonly Sale[], term: 'short' | 'long'): Cents {
  return sum(sales.map(({ account, reliefs }) => taxableGain(account, reliefs, term)))
}

function orderKey(accountId: string, securityId: string): string {
  return JSON.stringify([accountId, securityId])
}

function inOrder<Order>(orders: ReadonlyMap<string, Order>): Order[] {
  return [...orders].sort(([a], [b]) => compareText(a, b)).map(([, order]) => order)
}
