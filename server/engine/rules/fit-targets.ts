import { apportion } from '../facts/apportion.ts'
import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, divideDown, greatest, least, sum } from '../facts/fixed-point.ts'
import type { Valuation } from '../facts/holdings.ts'
import type { AccountGroup } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import type { RebalanceMode } from '../snapshot.ts'
import type { GoalRange } from './goal.ts'
import { bandRange, clampToGoal, goalRange, targetValue } from './goal.ts'

/** What a class can be brought to at all: what may not be sold stays, and what may not be bought does not grow. */
export interface Reach {
  readonly least: Cents
  /** Null: no limit. */
  readonly most: Cents | null
}

export interface FittedTarget {
  readonly leaf: TreeNode
  /** Where the plan wants the class; over all leaves these sum to the value of the group. */
  readonly desired: Cents
  readonly goal: GoalRange
  readonly band: GoalRange
}

interface Fitting {
  readonly leaf: TreeNode
  readonly goal: GoalRange
  readonly target: Cents
  readonly reach: Reach
  readonly value: Cents
  readonly band: GoalRange
  desired: Cents
}

/**
 * Fits what is held to the mode's goals: every class to the nearest value of its goal, parents into theirs, and the money
 * that this frees or needs by how far classes stand from target. What cannot move is left and the rest is fitted around it.
 */
export function fitTargets(
  group: AccountGroup,
  valuation: Valuation,
  terms: { mode: RebalanceMode; reachOf: (leaf: TreeNode) => Reach; contributions: Cents },
): ReadonlyMap<string, FittedTarget> {
  const { base, valueByLeaf } = valuation
  const fittings = group.model.leaves.map((leaf): Fitting => {
    const value = valueByLeaf.get(leaf.id) ?? 0n
    const target = targetValue(leaf, base)
    const plainGoal = goalRange(leaf, value, base, terms.mode)
    const goal = leaf.isCash ? investContributions(plainGoal, { value, target, ...terms }) : plainGoal
    const reach = terms.reachOf(leaf)
    return {
      leaf,
      goal,
      target,
      reach,
      value,
      band: bandRange(leaf, base),
      desired: withinReach(clampToGoal(value, goal), reach),
    }
  })
  for (const parent of parentsDeepestFirst(group)) {
    const below = fittings.filter(({ leaf }) => parent.leafIds.includes(leaf.id))
    const value = sum(parent.leafIds.map((id) => valueByLeaf.get(id) ?? 0n))
    const goal = goalRange(parent, value, base, terms.mode)
    const desired = sum(below.map((fitting) => fitting.desired))
    move(below, clampToGoal(desired, goal) - desired, [toTarget, toGoalEdge])
  }
  const total = sum(valueByLeaf.values())
  const unplaced = total - sum(fittings.map((fitting) => fitting.desired))
  const unfitted = move(fittings, unplaced, [toTarget, toGoalEdge, toPresentValue, toBandEdge])
  const left = move(fittings, unfitted, [toFairShare(fittings, unfitted), toNothing])
  // Whatever no class can take ends in cash, the one class that every account can hold.
  for (const fitting of fittings) if (fitting.leaf.isCash) fitting.desired += left
  return new Map(fittings.map(({ leaf, goal, band, desired }) => [leaf.id, { leaf, goal, desired, band }]))
}

/** Money just contributed is to be invested, even where the cash class has room for it in its band. */
function investContributions(
  goal: GoalRange,
  cash: { value: Cents; target: Cents; contributions: Cents },
): GoalRange {
  if (cash.contributions === 0n) return goal
  const high = greatest(cash.target, cash.value - cash.contributions)
  return { low: least(goal.low, high), high: least(goal.high, greatest(high, goal.low)) }
}

function withinReach(value: Cents, reach: Reach): Cents {
  const atLeast = greatest(value, reach.least)
  return reach.most === null ? atLeast : least(atLeast, reach.most)
}

function parentsDeepestFirst(group: AccountGroup): TreeNode[] {
  return group.model.nodes
    .filter((node) => node.leafIds[0] !== node.id)
    .toSorted((a, b) => a.leafIds.length - b.leafIds.length)
}

/** How far a class may be moved in the direction of the sign, at one step; the result has that sign or is 0. */
type Room = (fitting: Fitting, isUp: boolean) => Cents

const toTarget: Room = ({ desired, target, reach }, isUp) =>
  isUp ? atLeastZero(withinReach(target, reach) - desired) : atLeastZero(desired - withinReach(target, reach))

const toGoalEdge: Room = ({ desired, goal, reach }, isUp) =>
  isUp
    ? atLeastZero(withinReach(goal.high, reach) - desired)
    : atLeastZero(desired - withinReach(goal.low, reach))

/**
 * Where the money of a sale would find no use, what is above its goal is not sold: cash would only be above its own. Where
 * money is short, what is inside its band gives up being raised towards its goal.
 */
const toPresentValue: Room = ({ desired, value, band, leaf }, isUp) => {
  if (isUp) return leaf.isCash ? 0n : atLeastZero(value - desired)
  return atLeastZero(desired - greatest(value, band.low))
}

/** A class inside its band pays, down to its edge, for one that is out of its own. */
const toBandEdge: Room = ({ desired, band, reach }, isUp) =>
  isUp ? 0n : atLeastZero(desired - withinReach(band.low, reach))

/**
 * Below their bands classes are brought to one part of their targets, beside what of them cannot be sold, so that none is left
 * much worse than the others.
 */
function toFairShare(fittings: readonly Fitting[], missing: Cents): Room {
  const free = sum(fittings.map(({ desired, reach }) => desired - reach.least)) + missing
  const targets = sum(fittings.map(({ target }) => target))
  return ({ desired, target, reach }, isUp) =>
    isUp || targets === 0n
      ? 0n
      : atLeastZero(desired - reach.least - atLeastZero(divideDown(target * free, targets)))
}

const toNothing: Room = ({ desired, reach }, isUp) =>
  isUp ? 0n : atLeastZero(desired - greatest(reach.least, 0n))

/** Spreads an amount over classes, step by step, each step by the room that classes have; returns what found no room. */
function move(fittings: readonly Fitting[], amount: Cents, rooms: readonly Room[]): Cents {
  let left = amount
  for (const room of rooms) {
    const isUp = left > 0n
    const roomOf = fittings.map((fitting) => room(fitting, isUp))
    const total = sum(roomOf)
    if (left === 0n || total === 0n) continue
    const moved = isUp ? least(left, total) : -least(-left, total)
    apportion(moved, roomOf).forEach((part, index) => {
      const fitting = fittings[index]
      if (fitting) fitting.desired += part
    })
    left -= moved
  }
  return left
}
