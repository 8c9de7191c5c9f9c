import { reachedLevels, dollarsOf } from '../explain/reached-levels.ts'
import { partOf } from './class-goals.ts'
import type { DraftPlan } from './draft-plan.ts'
import { LEVEL, type LevelVector } from './levels.ts'
import type { PossibleTrades } from './possible-trades.ts'
import { noOrders } from './whole-share-orders.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'

/** Why a plan is not worth its trades: it would lessen what is outside bands and goals by too little; null: it is worth them. */
export function improvementTooSmall(possible: PossibleTrades, plan: DraftPlan): Reason | null {
  const { minimumImprovement, scope } = possible.household.settings
  // A part that was asked for by name is done as it was asked for.
  if (minimumImprovement === 0n || scope.kind !== 'all') return null
  const before = reachedLevels(possible, noOrders(possible.household))
  const after = reachedLevels(possible, plan)
  const least = possible.groups.reduce((total, { base }) => total + partOf(base, minimumImprovement), 0)
  const lessened = offTarget(before) - offTarget(after)
  if (lessened >= least) return null
  return reason('improvementTooSmall', {
    amount: dollarsOf(Math.max(0, lessened)),
    minimum: dollarsOf(least),
  })
}

/** Outside bands or, where the mode has goals, outside those, whichever is more: a class out of its band is out of both. */
function offTarget(levels: LevelVector): number {
  return Math.max(levels[LEVEL.bandViolation] ?? 0, levels[LEVEL.goalViolation] ?? 0)
}
