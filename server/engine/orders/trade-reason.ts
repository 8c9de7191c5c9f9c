import { formatWeight } from '../facts/fixed-point.ts'
import { HOLDINGS_BEFORE, valueGroup } from '../facts/holdings.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { weightOf } from '../facts/weight.ts'
import { OUTSIDE_MODEL } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import { targetValue } from '../rules/goal.ts'
import { substitutedSecurity } from '../rules/substitution.ts'
import type { AccountPlanning, GroupPlanning } from './planning.ts'
import type { PurchaseOption } from './purchase-options.ts'

/** Why a class is sold: it stands above its band, or above what the mode or other classes leave it. */
export function saleReason(planning: GroupPlanning, target: FittedTarget, securityId: string): Reason {
  const facts = classFacts(planning, target)
  if (facts.status === 'aboveBand') return reason('reducesAboveBand', facts.inBand)
  if (target.leaf.id === OUTSIDE_MODEL) return reason('reducesOutsideModel', { security: securityId })
  return facts.isAboveTarget
    ? reason('reducesAboveTarget', facts.toTarget)
    : reason('reducesToFundOthers', facts.toTarget)
}

/** Why a class is bought, and for what the security stands in where the model names another for most accounts. */
export function purchaseReason(
  planning: AccountPlanning,
  target: FittedTarget,
  { slot, security }: PurchaseOption,
): Reason {
  const facts = classFacts(planning, target)
  const isBelowBand = facts.status === 'belowBand'
  const replaced = substitutedSecurity(planning.group.model, target.leaf.id, {
    slot,
    securityId: security.id,
  })
  if (replaced === null)
    return isBelowBand ? reason('fillsBelowBand', facts.inBand) : reason('fillsBelowTarget', facts.toTarget)
  const standsIn = { security: security.id, modelSecurity: replaced, account: planning.account.id }
  return isBelowBand
    ? reason('fillsBelowBandBySubstitute', { ...facts.inBand, ...standsIn })
    : reason('fillsBelowTargetBySubstitute', { ...facts.toTarget, ...standsIn })
}

/** Weights of a class over its group, as the snapshot states them. */
function classFacts({ group }: GroupPlanning, { leaf, desired }: FittedTarget) {
  const { base, valueByLeaf } = valueGroup(group, HOLDINGS_BEFORE)
  const value = valueByLeaf.get(leaf.id) ?? 0n
  const named = {
    class: leaf.name,
    weight: formatWeight(weightOf(value, base) ?? 0n),
    goal: formatWeight(weightOf(desired, base) ?? 0n),
  }
  return {
    status: bandStatus(value, base, leaf),
    isAboveTarget: value > targetValue(leaf, base),
    inBand: { ...named, low: formatWeight(leaf.low), high: formatWeight(leaf.high) },
    toTarget: { ...named, target: formatWeight(leaf.target) },
  }
}
