import { compareUnits, formatMoney, formatWeight, sum } from '../facts/fixed-point.ts'
import { estimatedTax, isAtLoss } from '../facts/gain.ts'
import type { ExactSecurity, HeldAccount } from '../facts/household.ts'
import { groupOf, isTaxable } from '../facts/household.ts'
import type { ModelTree, TreeNode } from '../facts/model-tree.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { weightOf } from '../facts/weight.ts'
import { proceedsOf, type Purchase, type Sale } from '../orders/draft-plan.ts'
import { OUTSIDE_MODEL } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage, shortageReason } from '../rules/cash-reserve.ts'
import { limitsOn } from '../rules/holding-limit.ts'
import { choicesOf, classHoldingsFor, substitutedSecurity } from '../rules/substitution.ts'
import { washBar } from '../rules/sale-permission.ts'
import { freeFrom } from '../rules/wash-sale.ts'
import type { PlanToExplain } from './plan-to-explain.ts'

/** Why a sale is proposed: the first that holds of cash, limits, losses, the class's place, and what it pays for. */
export function saleReason(terms: PlanToExplain, sale: Sale): Reason {
  const { account, position } = sale
  const { security } = position
  if (isSoldForCash(terms, sale)) return shortageReason(account)
  const { mostShares } = limitsOn(terms.plan.household, account, security)
  if (mostShares !== null && position.shares > mostShares)
    return reason('reducesToLimit', {
      security: security.id,
      account: account.id,
      most: formatMoney(valueOf(mostShares, security.price ?? 0n)),
    })
  const facts = classFacts(terms, account, security)
  if (!facts) return reason('requestedByPerson', {})
  if (facts.leaf.isCash) return reason('turnsIntoCash', { security: security.id, account: account.id })
  if (facts.status === 'aboveBand') return reason('reducesAboveBand', facts.inBand)
  const saved = taxSaved(terms, sale)
  if (saved > 0n)
    return reason('harvestsLoss', {
      security: security.id,
      account: account.id,
      loss: formatMoney(lossOf(sale)),
      saved: formatMoney(saved),
    })
  if (facts.leaf.id === OUTSIDE_MODEL) return reason('reducesOutsideModel', { security: security.id })
  const mover = { security: security.id, account: account.id, class: facts.leaf.name }
  const stays = boughtInClass(terms, account, facts.leaf)
  if (stays.some((purchase) => purchase.account === account)) return reason('exchangesWithinClass', mover)
  if (stays.length > 0 && !facts.isFarAbove) return reason('movesToOtherAccount', mover)
  if (facts.isAboveTarget) {
    const isFree = terms.plan.household.settings.mode === 'band' && isWithoutTax(terms, sale)
    return isFree ? reason('reducesAtNoTax', facts.toTarget) : reason('reducesAboveTarget', facts.toTarget)
  }
  return reason('reducesToFundOthers', facts.toTarget)
}

/** Why a purchase is proposed, and for what the security stands in where the model names another for most accounts. */
export function purchaseReason(terms: PlanToExplain, purchase: Purchase): Reason {
  const { account, security } = purchase
  const facts = classFacts(terms, account, security)
  if (!facts) return reason('requestedByPerson', {})
  const harvested = terms.plan.sales.find(
    (sale) =>
      sale.account === account &&
      leafOfClass(facts.model, sale.position.security.assetClassId) === facts.leaf &&
      taxSaved(terms, sale) > 0n,
  )
  if (harvested && facts.status === 'inBand')
    return reason('replacesHarvested', {
      security: security.id,
      account: account.id,
      sold: harvested.position.security.id,
      freeFrom: freeFrom(terms.watch, terms.plan.household.asOf),
    })
  const { leastShares } = limitsOn(terms.plan.household, account, security)
  const held = account.positions.find((position) => position.security === security)?.shares ?? 0n
  if (leastShares > held)
    return reason('raisesToLimit', {
      security: security.id,
      account: account.id,
      least: formatMoney(valueOf(leastShares, security.price ?? 0n)),
    })
  if (facts.status !== 'belowBand') {
    const sold = terms.plan.sales.filter(
      ({ account: seller, position }) =>
        seller.groupId === account.groupId &&
        leafOfClass(facts.model, position.security.assetClassId) === facts.leaf,
    )
    const taken = { security: security.id, account: account.id, class: facts.leaf.name }
    if (sold.some((sale) => sale.account === account)) return reason('takesPlaceWithinClass', taken)
    if (sold.length > 0) return reason('movesFromOtherAccount', taken)
  }
  const isBelowBand = facts.status === 'belowBand'
  const replaced = replacedBy(facts.model, facts.leaf, purchase)
  if (facts.isAboveTarget) return reason('investsSpareCash', facts.toTarget)
  if (replaced === null)
    return isBelowBand ? reason('fillsBelowBand', facts.inBand) : reason('fillsBelowTarget', facts.toTarget)
  const standsIn = { security: security.id, modelSecurity: replaced, account: account.id }
  return isBelowBand
    ? reason('fillsBelowBandBySubstitute', { ...facts.inBand, ...standsIn })
    : reason('fillsBelowTargetBySubstitute', { ...facts.toTarget, ...standsIn })
}

/**
 * Sales that the shortage of an account is met with: barred lots, then small ones first, until it is met; a sale of which most
 * is for something else has the reason of that.
 */
function isSoldForCash({ plan, watch }: PlanToExplain, sale: Sale): boolean {
  const { account } = sale
  const shortage = cashShortage(account, account.cash)
  if (shortage === 0n) return false
  const { household } = plan
  const isWashed = ({ position, reliefs }: Sale) =>
    reliefs.some(({ lot }) => washBar({ household, watch, account, position, lot }) !== null)
  const inOrder = plan.sales
    .filter((other) => other.account === account)
    .map((each) => ({ each, value: proceedsOf(each), isWashed: isWashed(each) }))
    .sort((a, b) => Number(b.isWashed) - Number(a.isWashed) || compareUnits(a.value, b.value))
  let missing = shortage
  for (const { each, value, isWashed: isBarred } of inOrder) {
    if (each === sale) return isBarred || (missing > 0n && missing * 2n >= value)
    missing -= value
  }
  return false
}

const isWithoutTax = ({ plan }: PlanToExplain, { account, position, reliefs }: Sale): boolean =>
  estimatedTax(plan.household, account, position.security, reliefs) <= 0n

/** Tax that the losses of a sale save, where losses are worth something. */
function taxSaved({ plan }: PlanToExplain, { account, position, reliefs }: Sale): bigint {
  if (plan.household.settings.lossCredit === 0n) return 0n
  const tax = estimatedTax(plan.household, account, position.security, reliefs)
  return tax < 0n ? -tax : 0n
}

function lossOf({ account, position, reliefs }: Sale): bigint {
  const { price } = position.security
  if (!isTaxable(account) || price === null) return 0n
  return -sum(reliefs.filter(({ lot }) => isAtLoss(lot, price)).map(({ gain }) => gain ?? 0n))
}

function boughtInClass({ plan }: PlanToExplain, account: HeldAccount, leaf: TreeNode): Purchase[] {
  const group = groupOf(plan.household, account)
  return plan.purchases.filter(
    (purchase) =>
      group !== null &&
      purchase.account.groupId === group.id &&
      leafOfClass(group.model, purchase.security.assetClassId) === leaf,
  )
}

function replacedBy(model: ModelTree, leaf: TreeNode, { account, security }: Purchase): string | null {
  const slots = classHoldingsFor(model, leaf.id, account)?.slots ?? []
  const slot = slots.find((each) => choicesOf(each).includes(security.id))
  return slot ? substitutedSecurity(model, leaf.id, { slot, securityId: security.id }) : null
}

/** Weights of a class over its group, before the trades and after them. */
function classFacts({ plan, before, after }: PlanToExplain, account: HeldAccount, security: ExactSecurity) {
  const group = groupOf(plan.household, account)
  const valuation = group && before.get(group.id)
  if (!group || !valuation) return null
  const leaf = leafOfClass(group.model, security.assetClassId)
  const value = valuation.valueByLeaf.get(leaf.id) ?? 0n
  const valueAfter = after.get(group.id)?.valueByLeaf.get(leaf.id) ?? 0n
  const weight = weightOf(value, valuation.base) ?? 0n
  const weightAfter = weightOf(valueAfter, after.get(group.id)?.base ?? 0n) ?? 0n
  const named = {
    class: leaf.name,
    weight: formatWeight(weight),
    goal: formatWeight(weightAfter),
  }
  return {
    model: group.model,
    leaf,
    status: bandStatus(value, valuation.base, leaf),
    isAboveTarget: weight > leaf.target,
    // A class that the trades make a good deal smaller is reduced, whatever is bought of it elsewhere.
    isFarAbove: weight - weightAfter > 1_000n,
    inBand: { ...named, low: formatWeight(leaf.low), high: formatWeight(leaf.high) },
    toTarget: { ...named, target: formatWeight(leaf.target) },
  }
}
