import { atLeastZero, least, sum } from '../facts/fixed-point.ts'
import { isTradable } from '../rules/account-block.ts'
import { shelteredFirst } from '../rules/asset-location.ts'
import { cashShortage, spareCash } from '../rules/cash-reserve.ts'
import { classesToFill, fillClasses } from './fill-classes.ts'
import type { AccountPlanning, GroupPlanning } from './planning.ts'
import { cashTarget, valueNow } from './planning.ts'
import { raiseCash } from './raise-cash.ts'
import { reduceClasses, reduceToBand, reducibleValue } from './reduce-classes.ts'
import { isPlaceable } from './whole-shares.ts'

/**
 * Plans one group: cash needs first; then, account by account with sheltered ones first, sales of what is above and purchases
 * of what is below; last what neither found a partner for.
 */
export function rebalanceGroup(planning: GroupPlanning): void {
  const { plan, group } = planning
  raiseCash(planning)
  const accounts = shelteredFirst(group.accounts)
    .filter((account) => isTradable(plan.household, account))
    .filter((account) => cashShortage(account, plan.cashOf(account)) === 0n)
    .map((account): AccountPlanning => ({ ...planning, account }))
  for (const here of accounts) exchangeClasses(here)
  for (const here of accounts) reduceToBand(here)
  for (const here of accounts) fillToBand(here)
}

/** Sells in one account what is above, as far as it can buy there what is below, and buys it. */
function exchangeClasses(planning: AccountPlanning): void {
  const { plan, account } = planning
  const cash = cashTarget(planning)
  const money = cashToInvest(planning) + reducibleValue(planning)
  // Nothing is sold for a class of which this account could not place a single order.
  const placeable = classesToFill(planning, 'desired').filter(({ options, missing }) =>
    options.some(({ security }) => isPlaceable(planning, security, { money, missing })),
  )
  const toBuy = sum(placeable.map(({ missing }) => missing))
  const cashMissing = atLeastZero(cash.desired - valueNow(planning, cash))
  reduceClasses(planning, toBuy + cashMissing - cashToInvest(planning))
  // Asked again: what was sold here is not bought here, and a loss taken bars its identical securities.
  if (plan.cashOf(account) > account.reserve)
    fillClasses(planning, classesToFill(planning, 'desired'), cashToInvest(planning))
}

/** Cash of an account that the group's cash class can do without. */
function cashToInvest(planning: AccountPlanning): bigint {
  const { plan, account } = planning
  const cash = cashTarget(planning)
  return least(spareCash(account, plan.cashOf(account)), atLeastZero(valueNow(planning, cash) - cash.desired))
}

/** Brings classes that are still below their band into it with cash that can go without its own class leaving its band. */
function fillToBand(planning: AccountPlanning): void {
  const cash = cashTarget(planning)
  fillClasses(
    planning,
    classesToFill(planning, 'band'),
    atLeastZero(valueNow(planning, cash) - cash.band.low),
  )
}
