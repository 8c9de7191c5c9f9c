import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, compareText, compareUnits, least } from '../facts/fixed-point.ts'
import { isTradable } from '../rules/account-block.ts'
import { cashShortage, shortageReason } from '../rules/cash-reserve.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import type { LotForSale } from '../rules/lot-relief.ts'
import { chooseLots } from './choose-lots.ts'
import type { AccountPlanning, GroupPlanning } from './planning.ts'
import { valueNow } from './planning.ts'
import { sellableLots } from './sellable-lots.ts'

/**
 * Cures margin debits, withdrawals and reserves before anything else, in each account by itself. First what stands in for cash
 * and what is above its desired value, then anything, then short-term gains, and last beyond the gains budget.
 */
export function raiseCash(planning: GroupPlanning): void {
  const { plan, group } = planning
  for (const account of group.accounts) {
    const missing = () => cashShortage(account, plan.cashOf(account))
    if (missing() === 0n || !isTradable(plan.household, account)) continue
    const here = { ...planning, account }
    for (const target of mostAboveDesired(planning)) {
      const surplus = atLeastZero(valueNow(planning, target) - target.desired)
      // A cash fund sold for cash leaves its class as it was, so all of it may go.
      const amount = target.leaf.isCash ? missing() : least(missing(), surplus)
      const lots = sellableLots(here, { need: 'rebalance', leafId: target.leaf.id })
      sellForCash(here, lots, { amount, isWithinBudget: true })
    }
    sellForCash(here, sellableLots(here, { need: 'rebalance' }), { amount: missing(), isWithinBudget: true })
    sellForCash(here, sellableLots(here, { need: 'cash' }), { amount: missing(), isWithinBudget: true })
    sellForCash(here, sellableLots(here, { need: 'cash' }), { amount: missing(), isWithinBudget: false })
  }
}

function mostAboveDesired(planning: GroupPlanning): FittedTarget[] {
  const surplus = (target: FittedTarget) => valueNow(planning, target) - target.desired
  return [...planning.fitted.values()].sort(
    (a, b) =>
      Number(b.leaf.isCash) - Number(a.leaf.isCash) ||
      compareUnits(surplus(b), surplus(a)) ||
      compareText(a.leaf.id, b.leaf.id),
  )
}

function sellForCash(
  { plan, account }: AccountPlanning,
  lots: readonly LotForSale[],
  terms: { readonly amount: Cents; readonly isWithinBudget: boolean },
): void {
  if (terms.amount <= 0n) return
  const chosen = chooseLots(plan, lots, { ...terms, purpose: 'cash', isCloserAt: () => true })
  const reason = shortageReason(account)
  for (const sale of chosen) plan.sell({ ...sale, account, reason })
}
