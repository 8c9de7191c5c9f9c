import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, divideDown, divideRounded, divideUp, WHOLE } from '../facts/fixed-point.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { OUTSIDE_MODEL } from '../proposal.ts'
import type { RebalanceMode } from '../snapshot.ts'

/** Values between which a class is where the mode wants it, both included. */
export interface GoalRange {
  readonly low: Cents
  readonly high: Cents
}

/** The values inside a class's band. */
export function bandRange(node: TreeNode, base: Cents): GoalRange {
  return centsBetween(node.low * base, node.high * base, WHOLE)
}

export function targetValue(node: TreeNode, base: Cents): Cents {
  return divideRounded(node.target * base, WHOLE)
}

/**
 * Where a mode wants a class: at its target; inside its band; or, for `midpoint`, half way between target and edge where it is
 * out of its band. The row outside the model has a goal of nothing in target mode alone: it has no target to be half way to.
 */
export function goalRange(node: TreeNode, value: Cents, base: Cents, mode: RebalanceMode): GoalRange {
  if (mode === 'target') return { low: targetValue(node, base), high: targetValue(node, base) }
  const isInside = bandStatus(value, base, node) === 'inBand'
  if (mode === 'band' || isInside || node.id === OUTSIDE_MODEL) return bandRange(node, base)
  return centsBetween((node.low + node.target) * base, (node.target + node.high) * base, 2n * WHOLE)
}

/** Whole cents inside a range; where none is, the cent nearest to its lower edge. */
function centsBetween(low: bigint, high: bigint, denominator: bigint): GoalRange {
  const range = { low: divideUp(low, denominator), high: divideDown(high, denominator) }
  if (range.low <= range.high) return range
  const nearest = divideRounded(low, denominator)
  return { low: nearest, high: nearest }
}

export function clampToGoal(value: Cents, goal: GoalRange): Cents {
  return value < goal.low ? goal.low : value > goal.high ? goal.high : value
}

/** Dollars outside a goal; 0 inside. */
export function outsideGoalBy(value: Cents, goal: GoalRange): Cents {
  return atLeastZero(goal.low - value) + atLeastZero(value - goal.high)
}
