import { apportion } from '../facts/apportion.ts'
import type { Cents } from '../facts/fixed-point.ts'
import {
  atLeastZero,
  compareText,
  compareUnits,
  divideDown,
  least,
  sum,
  WHOLE,
} from '../facts/fixed-point.ts'
import { valueOf } from '../facts/money.ts'
import { dragSaved } from '../rules/asset-location.ts'
import { spareCash } from '../rules/cash-reserve.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import { fillsSlot } from '../rules/substitution.ts'
import type { AccountPlanning } from './planning.ts'
import { valueNow } from './planning.ts'
import type { PurchaseOption } from './purchase-options.ts'
import { purchaseCapacity, purchaseOptions } from './purchase-options.ts'
import type { OpenPurchase } from './whole-shares.ts'
import { costOfMore, isWorthAnOrder, leastOrder, sharesFor, spendRemainder } from './whole-shares.ts'
import { purchaseReason } from './trade-reason.ts'

/** A class below what the plan wants that an account may buy. */
export interface ClassToFill {
  readonly target: FittedTarget
  readonly missing: Cents
  readonly options: readonly PurchaseOption[]
  /** Below its band comes before below its goal, and that before the rest. */
  readonly urgency: 2 | 1 | 0
}

/** Classes that an account could buy, with the dollars the group misses: to what is desired, or to the band alone. */
export function classesToFill(planning: AccountPlanning, upTo: 'desired' | 'band'): ClassToFill[] {
  return [...planning.fitted.values()]
    .filter(({ leaf }) => !leaf.isCash)
    .map((target): ClassToFill => {
      const value = valueNow(planning, target)
      const missing = atLeastZero((upTo === 'desired' ? target.desired : target.band.low) - value)
      const options = purchaseOptions(planning, target.leaf.id)
      const capacity = purchaseCapacity(planning, options)
      return {
        target,
        missing: capacity === null ? missing : least(missing, capacity),
        options,
        urgency: value < target.band.low ? 2 : value < target.goal.low ? 1 : 0,
      }
    })
    .filter(({ missing, options }) => missing > 0n && options.length > 0)
}

/**
 * Spends money of an account on classes below what the plan wants: the most urgent first, among them those that save the
 * most drag here, and equals in proportion to what they miss, so that none stays empty while another is full.
 */
export function fillClasses(planning: AccountPlanning, classes: readonly ClassToFill[], money: Cents): void {
  const { plan, account } = planning
  let left = spendable(planning, money)
  for (const tier of inTiers(planning, classes)) {
    if (left <= 0n) return
    const purchases = dividePurchases(planning, tier, left)
    spendRemainder(planning, purchases, spendable(planning, spareCash(account, plan.cashOf(account))))
    for (const { target, option, shares } of purchases) {
      if (shares === 0n) continue
      const reason = purchaseReason(planning, target, option)
      left -= costOfMore(planning, option.security, shares)
      plan.buy({ account, security: option.security, shares, reason })
    }
  }
}

/** No more than the cash beyond the reserve, and so that the cushion is left: money / (1 + cushion). */
function spendable({ plan, account }: AccountPlanning, money: Cents): Cents {
  const within = least(money, spareCash(account, plan.cashOf(account)))
  return divideDown(within * WHOLE, WHOLE + plan.household.settings.cashCushion)
}

function inTiers({ group, account }: AccountPlanning, classes: readonly ClassToFill[]): ClassToFill[][] {
  const saved = ({ target }: ClassToFill) => dragSaved(target.leaf, account, group)
  const inOrder = classes.toSorted(
    (a, b) =>
      b.urgency - a.urgency ||
      compareUnits(saved(b), saved(a)) ||
      compareText(a.target.leaf.id, b.target.leaf.id),
  )
  return [...Map.groupBy(inOrder, (entry) => `${entry.urgency}/${saved(entry)}`).values()]
}

interface Entry {
  readonly classToFill: ClassToFill
  readonly option: PurchaseOption
}

/**
 * Divides money over classes and their slots. The smallest order too small to place is left out, with no shares, and its money
 * is divided again over the others.
 */
function dividePurchases(
  planning: AccountPlanning,
  classes: readonly ClassToFill[],
  money: Cents,
): OpenPurchase[] {
  const leftOut: OpenPurchase[] = []
  let entries = classes.flatMap((classToFill): Entry[] =>
    classToFill.options
      .filter(({ security }) => leastOrder(planning, security) <= money)
      .map((option) => ({ classToFill, option })),
  )
  while (entries.length > 0) {
    const purchases = divideMoney(planning, entries, money)
    const tooSmall = purchases.filter((purchase) => !isWorthAnOrder(planning, purchase))
    if (tooSmall.length === 0) return [...purchases, ...leftOut]
    const smallest = tooSmall.reduce((a, b) => (b.amount < a.amount ? b : a))
    leftOut.push({ ...smallest, shares: 0n })
    entries = entries.filter(({ option }) => option !== smallest.option)
  }
  return leftOut
}

function divideMoney(planning: AccountPlanning, entries: readonly Entry[], money: Cents): OpenPurchase[] {
  const byClass = [...Map.groupBy(entries, ({ classToFill }) => classToFill)]
  const missing = byClass.map(([classToFill]) => classToFill.missing)
  const amounts = apportion(least(money, sum(missing)), missing)
  return byClass.flatMap(([{ target }, ofClass], index) => {
    const options = ofClass.map(({ option }) => option)
    const parts = apportion(amounts[index] ?? 0n, slotWishes(planning, target, options))
    return options.map((option, slot): OpenPurchase => {
      const amount = parts[slot] ?? 0n
      return { target, option, amount, shares: sharesFor(planning, option.security, amount) }
    })
  })
}

/** Dollars that each slot misses of its part of the class; where none misses any, its weight. */
function slotWishes(
  { plan, group }: AccountPlanning,
  target: FittedTarget,
  options: readonly PurchaseOption[],
): bigint[] {
  const held = group.accounts
    .flatMap((account) => plan.holdingsOf(account))
    .filter(({ isExcluded }) => !isExcluded)
  const missing = options.map(({ slot }) => {
    const inSlot = held.filter(({ security }) => fillsSlot(slot, security.id))
    const value = sum(inSlot.map(({ security, shares }) => valueOf(shares, security.price ?? 0n)))
    return atLeastZero(divideDown(target.desired * slot.weight, WHOLE) - value)
  })
  return sum(missing) > 0n ? missing : options.map(({ slot }) => slot.weight)
}
