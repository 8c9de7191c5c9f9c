/**
 * The least-cost plan in fractions of shares: what no plan in whole shares can beat, and where rounding starts. Its levels
 * are the bounds of the certificate.
 *
 * Wash sales are a choice by identical group: losses may be taken in it, or it may be bought. The plan is first made
 * without any choice; a group in which it does both is then decided one way and the other, and the best plan of all those
 * made is always followed next (best-first branch and bound, over levels as over numbers). A plan that only takes the losses of a
 * group has decided it, and is made once more where that opens an alternative to it.
 */
import { OPTIMISED_LEVELS, type LevelVector } from '../orders/levels.ts'
import type { PossibleTrades, WashChoice } from '../orders/possible-trades.ts'
import type { GeneralSolver } from './general-solver.ts'
import { EQUAL_WITHIN, readPlan, type LeastCostPlan } from './read-plan.ts'
import { type BeatenFlow, type SolvedFlow, Solving } from './solved-flow.ts'

export type { LeastCostPlan } from './read-plan.ts'

/** More flows than this are not tried; households seldom need ten. */
const MOST_FLOWS = 1_000

type OpenFlow = SolvedFlow | BeatenFlow

/** The least-cost plan over all wash-sale choices. */
export function leastCostPlan(possible: PossibleTrades, solver: GeneralSolver): LeastCostPlan {
  const solving = new Solving(possible, solver)
  const open: OpenFlow[] = [
    solving.flow(
      possible.washGroups.map((): WashChoice => 'open'),
      null,
    ),
  ]
  for (let tried = 1; ; tried += 2) {
    const best = takeBest(open, solving)
    if (best.undecided === -1) {
      const plan = readPlan(possible, best)
      const settled = settledToBuyAlternatives(possible, best.wash, plan.wash)
      if (settled === null) return plan
      open.push(solving.flow(settled, best.basis))
      continue
    }
    if (tried >= MOST_FLOWS) return withoutLosses(possible, solving, best)
    for (const wash of bothWays(best.wash, best.undecided)) {
      const rival = open[indexOfBest(open)]
      open.push(rival ? solving.flowAgainst(rival.levels, wash, best.basis) : solving.flow(wash, best.basis))
    }
  }
}

/** Of what an earlier flow has beaten, the rest is solved where nothing better is left. */
function takeBest(open: OpenFlow[], solving: Solving): SolvedFlow {
  for (;;) {
    const index = indexOfBest(open)
    const best = open[index]
    if (!best) throw new Error('No plan was left to follow')
    if ('flow' in best) {
      open.splice(index, 1)
      return best
    }
    open[index] = solving.finish(best)
  }
}

/** The first of those that nothing is lower than; 0 where there are none. */
function indexOfBest(open: readonly OpenFlow[]): number {
  let best = 0
  for (let index = 1; index < open.length; index++)
    if (isLower(open[index]!.levels, open[best]!.levels)) best = index
  return best
}

/** The choices with those groups decided whose losses a plan took while an alternative waited; null: there are none. */
function settledToBuyAlternatives(
  possible: PossibleTrades,
  before: readonly WashChoice[],
  after: readonly WashChoice[],
): WashChoice[] | null {
  const settled = [...before]
  for (const { choices } of possible.purchases)
    for (const { washGroup } of choices.slice(0, -1))
      if (before[washGroup] === 'open' && after[washGroup] === 'noPurchase') settled[washGroup] = 'noPurchase'
  return settled.some((choice, group) => choice !== before[group]) ? settled : null
}

/** No more choices are tried: what is undecided takes no losses. Its levels stay the bound that was proved. */
function withoutLosses(possible: PossibleTrades, solving: Solving, best: SolvedFlow): LeastCostPlan {
  const wash = best.wash.map((choice) => (choice === 'open' ? 'noLoss' : choice))
  const plan = readPlan(possible, solving.flow(wash, best.basis))
  return { ...plan, levels: best.levels, isComplete: false }
}

function bothWays(wash: readonly WashChoice[], group: number): WashChoice[][] {
  return (['noLoss', 'noPurchase'] as const).map((choice) =>
    wash.map((old, index) => (index === group ? choice : old)),
  )
}

/** Is a level lower, with all levels before it equal? */
function isLower(a: LevelVector, b: LevelVector): boolean {
  for (let level = 0; level < OPTIMISED_LEVELS; level++) {
    const difference = (a[level] ?? 0) - (b[level] ?? 0)
    if (difference < -EQUAL_WITHIN) return true
    if (difference > EQUAL_WITHIN) return false
  }
  return false
}
