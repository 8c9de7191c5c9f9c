import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, sum } from '../facts/fixed-point.ts'
import { HOLDINGS_BEFORE, valueGroup } from '../facts/holdings.ts'
import type { AccountGroup } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import type { FittedTarget, Reach } from '../rules/fit-targets.ts'
import { fitTargets } from '../rules/fit-targets.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import type { DraftPlan } from './draft-plan.ts'
import type { AccountPlanning } from './planning.ts'
import { purchaseCapacity, purchaseOptions } from './purchase-options.ts'
import { sellableValue } from './sellable-lots.ts'

/** What a group's classes are to be brought to, given what may be sold and bought in its accounts. */
export function fitGroup(
  plan: DraftPlan,
  watch: WashSaleWatch,
  group: AccountGroup,
): ReadonlyMap<string, FittedTarget> {
  const places = group.accounts.map((account) => ({ plan, watch, group, account, fitted: new Map() }))
  return fitTargets(group, valueGroup(group, HOLDINGS_BEFORE), {
    mode: plan.household.settings.mode,
    contributions: sum(group.accounts.map(({ contribution }) => contribution)),
    reachOf: (leaf) => reachOf(plan, group, places, leaf),
  })
}

/** Between what must stay of a class, over all accounts, and what it has if none of them may buy it. */
function reachOf(
  plan: DraftPlan,
  group: AccountGroup,
  places: readonly AccountPlanning[],
  leaf: TreeNode,
): Reach {
  if (leaf.isCash) return { least: 0n, most: null }
  const value = plan.leafValue(group.id, leaf.id)
  const sellable = sum(places.map((place) => sellableValue(place, leaf.id)))
  const capacities = places.map((place) => purchaseCapacity(place, purchaseOptions(place, leaf.id)))
  const most = capacities.reduce<Cents | null>(
    (total, capacity) => (total === null || capacity === null ? null : total + capacity),
    value,
  )
  return { least: atLeastZero(value - sellable), most }
}
