import { checkProposal } from './checks/index.ts'
import { explain } from './explain/explain.ts'
import { proposalByName } from './explain/names.ts'
import type { PlanToExplain } from './explain/plan-to-explain.ts'
import type { Holdings, Valuation } from './facts/holdings.ts'
import { HOLDINGS_BEFORE, valueGroup } from './facts/holdings.ts'
import type { Household } from './facts/household.ts'
import type { GeneralSolver } from './optimize/general-solver.ts'
import type { LeastCostPlan } from './optimize/least-cost-plan.ts'
import { leastCostPlan } from './optimize/least-cost-plan.ts'
import { DraftPlan } from './orders/draft-plan.ts'
import { findPossibleTrades } from './orders/find-possible-trades.ts'
import type { PossibleTrades } from './orders/possible-trades.ts'
import { noOrders, wholeShareOrders } from './orders/whole-share-orders.ts'
import type { GapCause, Proposal } from './proposal.ts'
import { readSnapshot } from './read-snapshot.ts'
import type { Reason } from './reasons.ts'
import { improvementTooSmall } from './orders/minimum-improvement.ts'
import { cashShortage } from './rules/cash-reserve.ts'
import { dueBecause } from './rules/rebalance-trigger.ts'
import { watchWashSales } from './rules/wash-sale.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Proposes trades for a household: the same snapshot, in any order of its rows, gives the same proposal byte for byte. The
 * solver is asked where budgets bind.
 */
export function rebalance(snapshot: Snapshot, solver: GeneralSolver): Proposal {
  const household = readSnapshot(snapshot)
  const before = valuationsOf(household, HOLDINGS_BEFORE)
  const reasonsToTrade = dueBecause(household, before)
  const watch = watchWashSales(household)
  const possible = findPossibleTrades(household, watch, before)
  const best = leastCostPlan(possible, solver)
  const { plan, gapCauses, warnings } = planned(household, { possible, best, reasonsToTrade, solver })
  const after = valuationsOf(household, plan)
  const terms: PlanToExplain = {
    ...{ plan, possible, best, watch, before, after, gapCauses, warnings },
    dueBecause: reasonsToTrade,
  }
  return proposalByName(checked(explain(terms), terms), snapshot)
}

/** The orders, if anything is due and they are worth it. */
function planned(
  household: Household,
  terms: {
    readonly possible: PossibleTrades
    readonly best: LeastCostPlan
    readonly reasonsToTrade: readonly Reason[]
    readonly solver: GeneralSolver
  },
): { plan: DraftPlan; gapCauses: readonly GapCause[]; warnings: readonly Reason[] } {
  const { possible, best, reasonsToTrade, solver } = terms
  if (reasonsToTrade.length === 0)
    return { plan: noOrders(household), gapCauses: ['nothingDue'], warnings: [] }
  const plan = wholeShareOrders(possible, best)
  const tooSmall = improvementTooSmall(possible, plan)
  if (tooSmall === null) return { plan, gapCauses: [], warnings: [] }
  const needed = isCashShort(household) ? cashNeedsAlone(household, solver) : noOrders(household)
  return { plan: needed, gapCauses: ['minimumImprovement'], warnings: [tooSmall] }
}

function isCashShort({ groups }: Household): boolean {
  return groups.some(({ accounts }) => accounts.some((account) => cashShortage(account, account.cash) > 0n))
}

/** The sales that cash needs ask for, and nothing else. */
function cashNeedsAlone(household: Household, solver: GeneralSolver): DraftPlan {
  const settings = { ...household.settings, scope: { kind: 'raiseCash' as const } }
  const raising = { ...household, settings }
  const before = valuationsOf(raising, HOLDINGS_BEFORE)
  const possible = findPossibleTrades(raising, watchWashSales(raising), before)
  const plan = wholeShareOrders(possible, leastCostPlan(possible, solver))
  return new DraftPlan(household, {
    sales: plan.sales.map((sale) => ({ ...sale, lots: sale.reliefs.map(({ lot }) => lot) })),
    purchases: [],
  })
}

export function valuationsOf(household: Household, holdings: Holdings): Map<string, Valuation> {
  return new Map(household.groups.map((group) => [group.id, valueGroup(group, holdings)]))
}

/** A proposal that breaks a rule is a fault of the engine, never something to hand on. */
function checked(proposal: Proposal, { plan: { household }, watch }: PlanToExplain): Proposal {
  const [violation] = checkProposal(household, proposal, watch)
  if (violation) throw new Error(`The plan for ${household.id} breaks a rule: ${violation.reason.sentence}`)
  return proposal
}
