import type { AccountGroup, HeldAccount } from '../facts/household.ts'
import type { FittedTarget } from '../rules/fit-targets.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import type { DraftPlan } from './draft-plan.ts'

/** What every step of planning a group works with; only the plan changes. */
export interface GroupPlanning {
  readonly plan: DraftPlan
  readonly watch: WashSaleWatch
  readonly group: AccountGroup
  /** By leaf of the model and the row outside it. */
  readonly fitted: ReadonlyMap<string, FittedTarget>
}

export interface AccountPlanning extends GroupPlanning {
  readonly account: HeldAccount
}

/** Value of a class over the group, as the trades so far leave it. */
export function valueNow({ plan, group }: GroupPlanning, target: FittedTarget): bigint {
  return plan.leafValue(group.id, target.leaf.id)
}

export function cashTarget({ group, fitted }: GroupPlanning): FittedTarget {
  const target = fitted.get(group.model.cashLeaf.id)
  if (!target) throw new Error(`Group ${group.id} has no target for cash`)
  return target
}
