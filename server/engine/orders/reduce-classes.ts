import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, compareText, compareUnits, greatest, least, sum } from '../facts/fixed-point.ts'
import { isTaxable } from '../facts/household.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import type { GoalRange } from '../rules/goal.ts'
import { outsideGoalBy } from '../rules/goal.ts'
import { chooseLots } from './choose-lots.ts'
import type { AccountPlanning } from './planning.ts'
import { cashTarget, valueNow } from './planning.ts'
import { sellableLots, sellableValue } from './sellable-lots.ts'
import { saleReason } from './trade-reason.ts'

/** Sells classes above what the plan wants in one account, up to an amount in all. */
export function reduceClasses(planning: AccountPlanning, amount: Cents): void {
  let left = amount
  for (const { target, surplus } of classesToReduce(planning)) {
    if (left <= 0n) return
    left -= reduceClass(planning, target, { amount: least(surplus, left), goal: target.goal })
  }
}

/**
 * Sells what is still above its band where nothing can be bought for it, as long as cash stays inside its own band: a class
 * too many out of its band is worse than cash held.
 */
export function reduceToBand(planning: AccountPlanning): void {
  const cash = cashTarget(planning)
  for (const target of planning.fitted.values()) {
    if (target.leaf.isCash) continue
    const above = valueNow(planning, target) - target.band.high
    const cashRoom = cash.band.high - valueNow(planning, cash)
    reduceClass(planning, target, { amount: least(above, cashRoom), goal: target.band })
  }
}

/** Sells a class in one account, nearest to the amount in whole orders; returns the dollars sold. */
function reduceClass(
  planning: AccountPlanning,
  target: FittedTarget,
  terms: { readonly amount: Cents; readonly goal: GoalRange },
): Cents {
  if (terms.amount <= 0n) return 0n
  const { plan, account } = planning
  const value = valueNow(planning, target)
  const lots = sellableLots(planning, { need: 'rebalance', leafId: target.leaf.id })
  const chosen = chooseLots(plan, lots, {
    amount: terms.amount,
    purpose: 'reduce',
    isWithinBudget: true,
    isCloserAt: ({ withStep, without }) =>
      outsideGoalBy(value - withStep, terms.goal) < outsideGoalBy(value - without, terms.goal),
  })
  for (const sale of chosen)
    plan.sell({ ...sale, account, reason: saleReason(planning, target, sale.position.security.id) })
  return value - valueNow(planning, target)
}

/** Dollars that sales of classes above what the plan wants could bring in one account. */
export function reducibleValue(planning: AccountPlanning): Cents {
  return sum(
    classesToReduce(planning).map(({ target, surplus }) =>
      least(surplus, sellableValue(planning, target.leaf.id)),
    ),
  )
}

/** Classes above what the plan wants, those farthest above their goal first, then the largest surplus. */
function classesToReduce(planning: AccountPlanning) {
  return [...planning.fitted.values()]
    .filter(({ leaf }) => !leaf.isCash)
    .map((target) => {
      const value = valueNow(planning, target)
      // Below its band a class is only evened out against worse ones, which is not worth any tax.
      const floor = isTaxable(planning.account) ? greatest(target.desired, target.band.low) : target.desired
      return {
        target,
        surplus: atLeastZero(value - floor),
        beyondGoal: atLeastZero(value - target.goal.high),
      }
    })
    .filter(({ surplus }) => surplus > 0n)
    .sort(
      (a, b) =>
        compareUnits(b.beyondGoal, a.beyondGoal) ||
        compareUnits(b.surplus, a.surplus) ||
        compareText(a.target.leaf.id, b.target.leaf.id),
    )
}
