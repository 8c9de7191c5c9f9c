import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import { compareText, compareUnits, divideDown, greatest, least, sum } from '../facts/fixed-point.ts'
import type { ExactSecurity } from '../facts/household.ts'
import { sharesAffordable, tradingCost, valueOf } from '../facts/money.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import { outsideGoalBy } from '../rules/goal.ts'
import { sharesBelowLimit } from '../rules/purchase-permission.ts'
import type { AccountPlanning } from './planning.ts'
import { cashTarget, valueNow } from './planning.ts'
import type { PurchaseOption } from './purchase-options.ts'

/** A purchase being sized: the dollars meant for it and the shares they make. */
export interface OpenPurchase {
  readonly target: FittedTarget
  readonly option: PurchaseOption
  readonly amount: Cents
  shares: ShareUnits
}

/** The most whole steps that an amount pays for, with the cost of trading, and that a cap allows. */
export function sharesFor(planning: AccountPlanning, security: ExactSecurity, amount: Cents): ShareUnits {
  if (security.price === null) return 0n
  const { step } = planning.plan.household.settings
  const { price, halfSpread } = security
  const pays = (money: Cents) => sharesAffordable(money, { price, halfSpread, step })
  // Added to a purchase that is there, an order may cost up to two cents more than by itself: one order is rounded as one.
  const exact = pays(amount)
  const affordable = costOfMore(planning, security, exact) <= amount ? exact : pays(amount - 2n)
  const limit = limitOf(planning, security)
  return limit === null ? affordable : least(affordable, divideDown(limit, step) * step)
}

/** At least one share and no less than the minimum trade. */
export function isWorthAnOrder(
  { plan }: AccountPlanning,
  { option, shares }: Pick<OpenPurchase, 'option' | 'shares'>,
): boolean {
  const value = valueOf(shares, option.security.price ?? 0n)
  return shares > 0n && value >= plan.household.settings.minimumTrade
}

/** The least money that an order of a security takes: one step, and the minimum trade. */
export function leastOrder({ plan }: AccountPlanning, security: ExactSecurity): Cents {
  const { step, minimumTrade } = plan.household.settings
  return greatest(costOf(security, step), minimumTrade)
}

/** Could an order be placed with this money, and would the class, but for one step, take all of it? */
export function isPlaceable(
  planning: AccountPlanning,
  security: ExactSecurity,
  { money, missing }: { readonly money: Cents; readonly missing: Cents },
): boolean {
  const { step, minimumTrade } = planning.plan.household.settings
  return leastOrder(planning, security) <= money && minimumTrade <= missing + costOf(security, step)
}

/** What an account pays for more shares of a security, beside what the plan buys of it already. */
export function costOfMore(
  { plan, account }: AccountPlanning,
  security: ExactSecurity,
  more: ShareUnits,
): Cents {
  const bought = plan.boughtShares(account.id, security.id)
  return costOf(security, bought + more) - costOf(security, bought)
}

function costOf({ price, halfSpread }: ExactSecurity, shares: ShareUnits): Cents {
  const value = valueOf(shares, price ?? 0n)
  return value + tradingCost(value, halfSpread)
}

/**
 * What rounding left buys one step more, for the purchase that lost most by it first, where that brings class and cash
 * together closer to their goals.
 */
export function spendRemainder(
  planning: AccountPlanning,
  purchases: readonly OpenPurchase[],
  limit: Cents,
): void {
  const { step } = planning.plan.household.settings
  const cash = cashTarget(planning)
  const cashValue = valueNow(planning, cash)
  const byRemainder = purchases.toSorted(
    (a, b) =>
      compareUnits(remainderOf(b), remainderOf(a)) || compareText(a.option.security.id, b.option.security.id),
  )
  for (const purchase of byRemainder) {
    const { target, option } = purchase
    const cost = (each: OpenPurchase, shares: ShareUnits) =>
      costOfMore(planning, each.option.security, shares)
    const spent = sum(purchases.map((each) => cost(each, each.shares)))
    const more = cost(purchase, purchase.shares + step) - cost(purchase, purchase.shares)
    const room = limitOf(planning, option.security)
    const withStep = { option, shares: purchase.shares + step }
    if (spent + more > limit || (room !== null && withStep.shares > room)) continue
    if (!isWorthAnOrder(planning, withStep)) continue
    const value = valueNow(planning, target) + boughtFor(target, purchases)
    const outside = (extra: Cents) =>
      outsideGoalBy(value + extra, target.goal) + outsideGoalBy(cashValue - spent - extra, cash.goal)
    if (outside(more) < outside(0n)) purchase.shares = withStep.shares
  }
}

const remainderOf = ({ amount, option, shares }: OpenPurchase): Cents =>
  amount - costOf(option.security, shares)

function boughtFor(target: FittedTarget, purchases: readonly OpenPurchase[]): Cents {
  const ofClass = purchases.filter((purchase) => purchase.target === target)
  return sum(ofClass.map(({ option, shares }) => valueOf(shares, option.security.price ?? 0n)))
}

function limitOf({ plan, watch, account }: AccountPlanning, security: ExactSecurity): ShareUnits | null {
  return sharesBelowLimit({ household: plan.household, watch, proposed: plan, account, security })
}
