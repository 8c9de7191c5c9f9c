import type { Valuation } from '../facts/holdings.ts'
import type { LeastCostPlan } from '../optimize/least-cost-plan.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { PossibleTrades } from '../orders/possible-trades.ts'
import type { GapCause } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'

/** A finished plan with all that is needed to tell why it is as it is. */
export interface PlanToExplain {
  readonly plan: DraftPlan
  readonly possible: PossibleTrades
  readonly best: LeastCostPlan
  readonly watch: WashSaleWatch
  /** By group. */
  readonly before: ReadonlyMap<string, Valuation>
  readonly after: ReadonlyMap<string, Valuation>
  /** Empty: nothing was due, so nothing was planned. */
  readonly dueBecause: readonly Reason[]
  /** What kept the plan from its bounds before any rounding. */
  readonly gapCauses: readonly GapCause[]
  readonly warnings: readonly Reason[]
}
