/**
 * The least-cost plan in fractions of shares: what no plan in whole shares can beat, and where rounding starts. Its levels
 * are the bounds of the certificate.
 *
 * Wash sales are a choice by identical group: losses may be taken in it, or it may be bought. The plan is first made
 * without any choice; a group in which it does both is then decided one way and the other, and whatever cannot become
 * better than the best plan found is not followed (branch and bound, over levels as over numbers).
 */
import type { LevelVector } from '../orders/levels.ts'
import { ALL_LEVELS, LEVEL, OPTIMISED_LEVELS } from '../orders/levels.ts'
import type { PossibleTrades, SaleLot, WashChoice } from '../orders/possible-trades.ts'
import { chosenFor } from '../orders/possible-trades.ts'
import { formulate, reformulate, type Formulation } from './formulate.ts'
import type { GeneralSolver } from './general-solver.ts'
import { COST_SCALE } from './network.ts'
import { solveLevels } from './network-simplex.ts'
import { budgetUse, isOverBudget, solveWithBudgets } from './side-budgets.ts'

export interface LeastCostPlan {
  readonly wash: readonly WashChoice[]
  /** Money sold, by sale and by its lots. */
  readonly sold: readonly (readonly number[])[]
  /** Money bought, by purchase. */
  readonly bought: readonly number[]
  /** In hundredths of a cent, in the order of LEVEL. */
  readonly levels: LevelVector
  /** Does the plan sell lots in another order than the method of relief, so that it may be out of reach? */
  readonly isOrderIgnored: boolean
  /** False where there were too many wash-sale choices to try them all. */
  readonly isComplete: boolean
}

/** More plans than this are not tried; households seldom need ten. */
const MOST_PLANS = 1_000
/** Hundredths of a cent that do not tell two plans apart. */
const EQUAL_WITHIN = 0.5

/** The least-cost plan over all wash-sale choices: the best plan with the fewest choices made is always followed next. */
export function leastCostPlan(possible: PossibleTrades, solver: GeneralSolver): LeastCostPlan {
  const solving: Solving = { solver, formulation: null }
  const undecidedAll = possible.washGroups.map((): WashChoice => 'open')
  const open = [planUnder(possible, undecidedAll, solving)]
  for (let tried = 1; ; tried += 2) {
    const best = takeBest(open)
    const undecided = groupBothLostAndBought(possible, best)
    if (undecided === -1) { (globalThis as any).tr ??= []; (globalThis as any).tr.push(tried); return best }
    if (tried >= MOST_PLANS) return withoutLosses(possible, best, solving)
    for (const wash of bothWays(best.wash, undecided)) open.push(planUnder(possible, wash, solving))
  }
}

function takeBest(open: LeastCostPlan[]): LeastCostPlan {
  let best = 0
  open.forEach((plan, index) => {
    const than = open[best]
    if (than && isLower(plan.levels, than.levels)) best = index
  })
  const [plan] = open.splice(best, 1)
  if (!plan) throw new Error('No plan was left to follow')
  return plan
}

/** No more choices are tried: what is undecided takes no losses. Its levels stay the bound that was proved. */
function withoutLosses(possible: PossibleTrades, best: LeastCostPlan, solving: Solving): LeastCostPlan {
  const wash = best.wash.map((choice) => (choice === 'open' ? 'noLoss' : choice))
  return { ...planUnder(possible, wash, solving), levels: best.levels, isComplete: false }
}

function bothWays(wash: readonly WashChoice[], group: number): WashChoice[][] {
  return (['noLoss', 'noPurchase'] as const).map((choice) =>
    wash.map((old, index) => (index === group ? choice : old)),
  )
}

/** Is a level lower, with all levels before it equal? */
export function isLower(a: LevelVector, b: LevelVector): boolean {
  for (let level = 0; level < OPTIMISED_LEVELS; level++) {
    const difference = (a[level] ?? 0) - (b[level] ?? 0)
    if (difference < -EQUAL_WITHIN) return true
    if (difference > EQUAL_WITHIN) return false
  }
  return false
}

function planUnder(possible: PossibleTrades, wash: readonly WashChoice[], solving: Solving): LeastCostPlan {
  const formulation =
    (solving.formulation && reformulate(possible, solving.formulation, wash)) ?? formulate(possible, wash)
  solving.formulation = formulation
  const { network } = formulation
  solveLevels(network, formulation.startTree)
  if (!isOverBudget(budgetUse(possible, formulation, network.flow)))
    return readPlan(possible, wash, formulation, network.flow)
  const free = formulate(possible, wash, 'free')
  return readPlan(possible, wash, free, solveWithBudgets(possible, free, solving.solver))
}

/** The solver for budgets, and the network, which other wash-sale choices only change the capacities of. */
interface Solving {
  readonly solver: GeneralSolver
  formulation: Formulation | null
}

function readPlan(
  possible: PossibleTrades,
  wash: readonly WashChoice[],
  formulation: Formulation,
  flow: Float64Array,
): LeastCostPlan {
  const sold = new Map<SaleLot, number>()
  for (const { arc, lots } of formulation.saleArcs) {
    let left = flow[arc] ?? 0
    for (const lot of lots) {
      const part = Math.min(left, lot.value)
      sold.set(lot, part)
      left -= part
    }
  }
  const bought = possible.purchases.map(() => 0)
  for (const { arc, purchase } of formulation.purchaseArcs) bought[purchase]! += flow[arc] ?? 0
  const soldBySale = possible.sales.map(({ lots }) => lots.map((lot) => sold.get(lot) ?? 0))
  netOut(possible, wash, soldBySale, bought)
  const levels = levelsOf(formulation, flow)
  levels[LEVEL.budgetExcess] = budgetUse(possible, formulation, flow).reduce(
    (excess, { used, room }) => excess + Math.max(0, used - room),
    0,
  )
  return {
    wash,
    sold: soldBySale,
    bought,
    levels,
    isOrderIgnored: isOrderIgnored(possible, formulation, soldBySale),
    isComplete: true,
  }
}

/** What a plan both sells and buys of a security in one account, which costs it nothing, it does neither of. */
function netOut(
  possible: PossibleTrades,
  wash: readonly WashChoice[],
  sold: readonly number[][],
  bought: number[],
): void {
  possible.purchases.forEach((purchase, index) => {
    if ((bought[index] ?? 0) === 0) return
    const security = chosenFor(purchase, wash)?.security
    const sale = possible.sales.findIndex(
      ({ account, position }) => account === purchase.account && position.security === security,
    )
    const lots = sold[sale]
    if (!lots) return
    for (let lot = lots.length - 1; lot >= 0; lot--) {
      // A loss taken beside a purchase is no idle exchange but a wash sale, to be decided one way or the other.
      const { isLoss = false, isWashed = false } = possible.sales[sale]?.lots[lot] ?? {}
      if (isLoss && !isWashed) continue
      const both = Math.min(lots[lot] ?? 0, bought[index] ?? 0)
      lots[lot]! -= both
      bought[index]! -= both
    }
  })
}

function levelsOf({ network, constants }: Formulation, flow: Float64Array): LevelVector {
  const levels = new Float64Array(ALL_LEVELS)
  for (let level = 0; level < OPTIMISED_LEVELS; level++) {
    const costs = network.costs[level]
    let total = 0
    for (let arc = 0; arc < network.arcCount; arc++)
      total += ((costs?.[arc] ?? 0) * (flow[arc] ?? 0)) / COST_SCALE
    levels[level] = total + (constants[level] ?? 0)
  }
  return levels
}

/** Lots joined for their order, or a lot sold before one that the method of relief sells first. */
function isOrderIgnored(
  possible: PossibleTrades,
  { saleArcs }: Formulation,
  sold: readonly (readonly number[])[],
): boolean {
  if (saleArcs.some(({ lots }) => lots.length > 1)) return true
  return possible.sales.some(({ isForcedOrder, lots }, index) => {
    if (!isForcedOrder) return false
    const unsold = lots.findIndex((lot, place) => (sold[index]?.[place] ?? 0) < lot.value - EQUAL_WITHIN)
    return (
      unsold !== -1 && lots.some((_, place) => place > unsold && (sold[index]?.[place] ?? 0) > EQUAL_WITHIN)
    )
  })
}

/** The identical group in which a plan both takes most losses and buys; -1: there is none. */
function groupBothLostAndBought(possible: PossibleTrades, plan: LeastCostPlan): number {
  const bought = new Float64Array(possible.washGroups.length)
  const lost = new Float64Array(possible.washGroups.length)
  possible.purchases.forEach((purchase, index) => {
    const group = chosenFor(purchase, plan.wash)?.washGroup ?? -1
    if (group !== -1) bought[group]! += plan.bought[index] ?? 0
  })
  possible.sales.forEach(({ washGroup, lots }, index) => {
    if (washGroup === -1) return
    lots.forEach(({ isLoss, isWashed }, lot) => {
      if (isLoss && !isWashed) lost[washGroup]! += plan.sold[index]?.[lot] ?? 0
    })
  })
  let most = EQUAL_WITHIN
  let found = -1
  bought.forEach((money, group) => {
    const both = Math.min(money, lost[group] ?? 0)
    if (both <= most) return
    most = both
    found = group
  })
  return found
}
