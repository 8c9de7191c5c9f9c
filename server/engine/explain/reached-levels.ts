import { formatMoney, formatWeight } from '../facts/fixed-point.ts'
import { valueOf } from '../facts/money.ts'
import { MONEY_BY_CENT, moneyOf, outside } from '../orders/class-goals.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { LevelVector } from '../orders/levels.ts'
import { ALL_LEVELS, LEVEL } from '../orders/levels.ts'
import type { PossibleTrades, SaleLot } from '../orders/possible-trades.ts'
import { countedBy, yearsOfDrag } from '../orders/possible-trades.ts'
import type { Levels } from '../proposal.ts'
import { yearlyDrag } from '../rules/asset-location.ts'
import { leafOfClass } from '../facts/model-tree.ts'

/** What a plan reaches at every level, from its exact money; in hundredths of a cent, in the order of LEVEL. */
export function reachedLevels(possible: PossibleTrades, plan: DraftPlan): LevelVector {
  const levels = new Float64Array(ALL_LEVELS)
  const paid = addSales(possible, plan, levels)
  const inferior = addHoldings(possible, plan, levels)
  for (const order of [...plan.sales, ...plan.purchases]) {
    levels[LEVEL.orders]! += 1
    levels[LEVEL.cost]! += moneyOf(order.tradingCost)
  }
  const { deviationPrice } = plan.household.settings
  levels[LEVEL.cost]! +=
    paid +
    inferior +
    yearsOfDrag(plan.household) * (levels[LEVEL.locationDrag] ?? 0) +
    (Number(deviationPrice) / 1e6) * (levels[LEVEL.deviation] ?? 0)
  return levels
}

/** Sums what the lots sold count; returns their tax. */
function addSales(possible: PossibleTrades, plan: DraftPlan, levels: LevelVector): number {
  const used = new Float64Array(possible.budgets.length)
  const saleOf = new Map(possible.sales.map((sale) => [sale.position, sale]))
  let tax = 0
  for (const { position, reliefs } of plan.sales) {
    const sale = saleOf.get(position)
    const lots = new Map<string, SaleLot>(sale?.lots.map((each) => [each.lot.id, each]))
    for (const { lot, proceeds } of reliefs) {
      const counted = lots.get(lot.id)
      if (!counted || !sale) continue
      const money = moneyOf(proceeds)
      tax += counted.tax * money
      if (counted.isWashed) levels[LEVEL.washedForCash]! += money
      levels[LEVEL.shortTermGain]! += counted.shortTermGain * money
      levels[LEVEL.legacyGain]! += counted.legacyGain * money
      possible.budgets.forEach((budget, index) => {
        if (budget.accounts.has(sale.account)) used[index]! += countedBy(budget, counted) * money
      })
    }
  }
  possible.budgets.forEach(({ room }, index) => {
    levels[LEVEL.budgetExcess]! += Math.max(0, (used[index] ?? 0) - room)
  })
  return tax
}

/** Sums cash and holdings against their goals; returns what inferior holdings cost. */
function addHoldings(possible: PossibleTrades, plan: DraftPlan, levels: LevelVector): number {
  const slotValue = new Float64Array(possible.slots.length)
  const limitValue = new Float64Array(possible.limits.length)
  const nodeValue = new Float64Array(possible.nodes.length)
  const price = Number(plan.household.settings.switchBackPrice) / 1e6
  let inferior = 0
  const add = (slot: number, money: number) => {
    slotValue[slot]! += money
    for (let at = possible.slots[slot]?.node ?? -1; at !== -1; at = possible.nodes[at]?.parent ?? -1)
      nodeValue[at]! += money
  }
  for (const { account, group, cashSlot, cashDrag, reserve, restore, limitOf } of possible.accounts) {
    const cash = moneyOf(plan.cashOf(account))
    levels[LEVEL.cashShortfall]! += Math.max(0, restore - cash)
    const spare = Math.max(0, cash - reserve)
    levels[LEVEL.locationDrag]! += cashDrag * spare
    add(cashSlot, spare)
    const { model, slotOf } = possible.groups[group]!
    for (const { security, shares, isExcluded } of plan.holdingsOf(account)) {
      if (isExcluded || security.price === null) continue
      const money = moneyOf(valueOf(shares, security.price))
      const leaf = leafOfClass(model, security.assetClassId)
      levels[LEVEL.locationDrag]! += (Number(yearlyDrag(leaf, account)) / 1e6) * money
      const slot = leaf.isCash ? cashSlot : slotOf.get(security.id)
      if (slot !== undefined) add(slot, money)
      const limit = limitOf.get(security.id)
      if (limit !== undefined) limitValue[limit]! += money
      if (price > 0 && isInferior(possible, account.id, security.id)) inferior += price * money
    }
  }
  possible.slots.forEach(({ target }, index) => {
    levels[LEVEL.deviation]! += Math.abs((slotValue[index] ?? 0) - target)
  })
  possible.limits.forEach(({ low, high }, index) => {
    levels[LEVEL.bandViolation]! += outside(limitValue[index] ?? 0, low, high)
  })
  possible.nodes.forEach((node, index) => {
    const value = nodeValue[index] ?? 0
    levels[LEVEL.bandViolation]! += outside(value, node.low, node.high)
    levels[LEVEL.goalViolation]! += outside(value, node.goalLow, node.goalHigh)
    if (node.isLeaf && node.target > 0)
      levels[LEVEL.relativeShortfall] = Math.max(
        levels[LEVEL.relativeShortfall] ?? 0,
        (node.target - value) / node.target,
      )
  })
  return inferior
}

function isInferior(possible: PossibleTrades, accountId: string, securityId: string): boolean {
  const sale = possible.sales.find(
    ({ position }) => position.accountId === accountId && position.security.id === securityId,
  )
  if (sale) return sale.inferiority > 0
  return possible.purchases.some(
    ({ account, choices }) =>
      possible.accounts[account]?.account.id === accountId &&
      choices.some(({ security, inferiority }) => security.id === securityId && inferiority > 0),
  )
}

/** Hundredths of a cent as dollars with two places. */
export function dollarsOf(money: number): string {
  return formatMoney(BigInt(Math.round(money / MONEY_BY_CENT)))
}

/** The levels as a proposal tells them. */
export function tellLevels(levels: LevelVector): Levels {
  const dollars = (level: number) => dollarsOf(levels[level] ?? 0)
  return {
    cashShortfall: dollars(LEVEL.cashShortfall),
    washedForCash: dollars(LEVEL.washedForCash),
    budgetExcess: dollars(LEVEL.budgetExcess),
    shortTermGain: dollars(LEVEL.shortTermGain),
    legacyGain: dollars(LEVEL.legacyGain),
    bandViolation: dollars(LEVEL.bandViolation),
    goalViolation: dollars(LEVEL.goalViolation),
    cost: dollars(LEVEL.cost),
    deviation: dollars(LEVEL.deviation),
    relativeShortfall: formatWeight(BigInt(Math.round((levels[LEVEL.relativeShortfall] ?? 0) * 1e6))),
    locationDrag: dollars(LEVEL.locationDrag),
    orders: levels[LEVEL.orders] ?? 0,
  }
}
