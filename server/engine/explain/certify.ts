import { MONEY_BY_CENT } from '../orders/class-goals.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { LevelVector } from '../orders/levels.ts'
import { DECIDING_LEVELS, LEVEL } from '../orders/levels.ts'
import type { PossibleTrades } from '../orders/possible-trades.ts'
import { chosenFor } from '../orders/possible-trades.ts'
import type { LeastCostPlan } from '../optimize/least-cost-plan.ts'
import type { Certificate, GapCause } from '../proposal.ts'
import { dollarsOf } from './reached-levels.ts'

/** How near levels are to the bounds of the least-cost plan, and what of that plan could not be placed as it was. */
export function certify(
  possible: PossibleTrades,
  best: LeastCostPlan,
  terms: {
    readonly plan: DraftPlan
    readonly reached: LevelVector
    /** Causes that stand before any rounding: a person's list, or that nothing was to be traded. */
    readonly given: readonly GapCause[]
  },
): Certificate {
  const { reached, given } = terms
  const levels = DECIDING_LEVELS.map((level) => {
    const cents = (vector: LevelVector) => Math.round((vector[LEVEL[level]] ?? 0) / MONEY_BY_CENT)
    const gap = cents(reached) - cents(best.levels)
    return {
      level,
      bound: dollarsOf(best.levels[LEVEL[level]] ?? 0),
      reached: dollarsOf(reached[LEVEL[level]] ?? 0),
      gap: dollarsOf(gap * MONEY_BY_CENT),
      isReached: Math.abs(gap) <= 1,
    }
  })
  const isOptimal = levels.every(({ isReached }) => isReached)
  return {
    levels: levels.map(({ isReached: _isReached, ...level }) => level),
    isOptimal,
    causes: isOptimal ? [] : [...new Set([...given, ...(given.length > 0 ? [] : whatBit(possible, best))])],
  }
}

/** What kept the plan in fractions from being placed as it is. */
function whatBit(possible: PossibleTrades, best: LeastCostPlan): GapCause[] {
  const { settings } = possible.household
  const wanted = wantedOrders(possible, best)
  const bit: readonly (readonly [GapCause, boolean])[] = [
    ['wholeShares', wanted.some(({ shares, step, most }) => shares !== most && !isMultiple(shares, step))],
    ['minimumTrade', wanted.some(({ money, least, isAll }) => !isAll && money < least - 1)],
    ['sellAll', wanted.some(({ left, leastRemainder }) => left > 1 && left < leastRemainder)],
    ['reliefOrder', best.isOrderIgnored],
    ['tradingCost', wanted.some(({ costRate }) => costRate > 0)],
    ['cashCushion', settings.cashCushion > 0n && wanted.some(({ isPurchase }) => isPurchase)],
    ['orderFees', wanted.some(({ hasFee }) => hasFee)],
    ['fundMinimum', wanted.some(({ money, fundMinimum }) => money < fundMinimum)],
    ['fewestTrades', settings.preference === 'fewestTrades'],
    ['washSaleChoices', !best.isComplete],
  ]
  const causes = bit.flatMap(([cause, isThere]) => (isThere ? [cause] : []))
  return causes.length > 0 ? causes : ['wholeShares']
}

function wantedOrders(possible: PossibleTrades, best: LeastCostPlan) {
  const sales = possible.sales.map((sale, index) => {
    const money = (best.sold[index] ?? []).reduce((sum, part) => sum + part, 0)
    return {
      money,
      shares: money / (sale.price * 1e-4),
      step: sale.step,
      most: sale.heldShares,
      least: sale.leastValue,
      isAll: sale.value - money < 1,
      left: sale.value - money,
      leastRemainder: sale.leastRemainder,
      costRate: sale.costRate + sale.redemptionRate,
      hasFee: (possible.accounts[sale.account]?.account.fees.length ?? 0) > 0,
      isPurchase: false,
      fundMinimum: 0,
    }
  })
  const purchases = possible.purchases.flatMap((purchase, index) => {
    const choice = chosenFor(purchase, best.wash)
    const money = best.bought[index] ?? 0
    if (!choice) return []
    return {
      money,
      shares: money / (choice.price * 1e-4),
      step: choice.step,
      most: Infinity,
      least: choice.leastValue,
      isAll: false,
      left: 0,
      leastRemainder: 0,
      costRate: choice.costRate,
      hasFee: (possible.accounts[purchase.account]?.account.fees.length ?? 0) > 0,
      isPurchase: true,
      fundMinimum: choice.security.minimumPurchase > 0n ? choice.leastValue : 0,
    }
  })
  return [...sales, ...purchases].filter(({ money }) => money > 1)
}

function isMultiple(shares: number, step: number): boolean {
  const steps = shares / step
  return Math.abs(steps - Math.round(steps)) * step < 1
}
