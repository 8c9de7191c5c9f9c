import { checkHousehold } from './checks/index.ts'
import { explain } from './explain/explain.ts'
import { proposalByName } from './explain/names.ts'
import type { Household } from './facts/household.ts'
import { HOLDINGS_BEFORE, valueGroup } from './facts/holdings.ts'
import { DraftPlan } from './orders/draft-plan.ts'
import { fitGroup } from './orders/fit-group.ts'
import { rebalanceGroup } from './orders/rebalance-group.ts'
import type { Proposal } from './proposal.ts'
import { readSnapshot } from './read-snapshot.ts'
import { dueBecause } from './rules/rebalance-trigger.ts'
import { watchWashSales } from './rules/wash-sale.ts'
import type { Snapshot } from './snapshot.ts'

/** Proposes trades for a household: the same snapshot, in any order of its rows, gives the same proposal byte for byte. */
export function rebalance(snapshot: Snapshot): Proposal {
  const household = readSnapshot(snapshot)
  const valuations = new Map(household.groups.map((group) => [group.id, valueGroup(group, HOLDINGS_BEFORE)]))
  const reasonsToTrade = dueBecause(household, valuations)
  const watch = watchWashSales(household)
  const plan = new DraftPlan(household)
  const plannings = household.groups.map((group) => ({
    plan,
    watch,
    group,
    fitted: fitGroup(plan, watch, group),
  }))
  if (reasonsToTrade.length > 0) for (const planning of plannings) rebalanceGroup(planning)
  const proposal = explain(plan, watch, { plannings, dueBecause: reasonsToTrade })
  return proposalByName(checked(proposal, household), snapshot)
}

/** A proposal that breaks a rule is a fault of the engine, never something to hand on. */
function checked(proposal: Proposal, household: Household): Proposal {
  const [violation] = checkHousehold(household, proposal.trades)
  if (violation) throw new Error(`The plan for ${household.id} breaks a rule: ${violation.reason.sentence}`)
  return proposal
}
