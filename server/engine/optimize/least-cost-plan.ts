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
import { barredBy, formulate, type Formulation } from './formulate.ts'
import type { GeneralSolver } from './general-solver.ts'
import { COST_SCALE } from './network.ts'
import { type Basis, NetworkSimplex } from './network-simplex.ts'
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
  const solving = new Solving(possible, solver)
  const open = [
    solving.plan(
      possible.washGroups.map((): WashChoice => 'open'),
      null,
    ),
  ]
  for (let tried = 1; ; tried += 2) {
    const best = takeBest(open)
    const undecided = groupBothLostAndBought(possible, best.plan)
    if (undecided === -1) return best.plan
    if (tried >= MOST_PLANS) return withoutLosses(solving, best)
    for (const wash of bothWays(best.plan.wash, undecided)) open.push(solving.plan(wash, best.basis))
  }
}

/** A plan, and where the simplex stopped: other choices start from there. */
interface SolvedPlan {
  readonly plan: LeastCostPlan
  readonly basis: Basis | null
}

/** Plans under one choice after another on one network. */
class Solving {
  readonly #possible: PossibleTrades
  readonly #solver: GeneralSolver
  readonly #simplex = SIMPLEX
  readonly #formulation: Formulation

  constructor(possible: PossibleTrades, solver: GeneralSolver) {
    this.#possible = possible
    this.#solver = solver
    this.#formulation = formulate(possible, NO_CHOICES)
  }

  plan(wash: readonly WashChoice[], from: Basis | null): SolvedPlan {
    const barred = barredBy(this.#possible, this.#formulation, wash)
    if (barred === null) return { plan: this.#anew(wash), basis: null }
    const { network, startTree } = this.#formulation
    if (from) this.#simplex.solveFrom(network, from, barred)
    else this.#simplex.solve(network, startTree, undefined, barred)
    const isLast = this.#possible.washGroups.length === 0
    return {
      plan: this.#read(this.#formulation, wash),
      basis: isLast ? null : this.#simplex.basis(network),
    }
  }

  /** On a network of its own, in which the lots that a choice leaves are joined for their order. */
  #anew(wash: readonly WashChoice[]): LeastCostPlan {
    const formulation = formulate(this.#possible, wash)
    const barred = barredBy(this.#possible, formulation, wash)
    if (barred === null) throw new Error('A choice bars lots that it left out')
    this.#simplex.solve(formulation.network, formulation.startTree, undefined, barred)
    return this.#read(formulation, wash)
  }

  #read(formulation: Formulation, wash: readonly WashChoice[]): LeastCostPlan {
    const { flow } = formulation.network
    if (!isOverBudget(budgetUse(this.#possible, formulation, flow)))
      return readPlan(this.#possible, wash, formulation, flow)
    const free = formulate(this.#possible, wash, 'free')
    const barred = barredBy(this.#possible, free, wash)
    return readPlan(this.#possible, wash, free, solveWithBudgets(this.#possible, free, barred, this.#solver))
  }
}

/** Its work arrays serve all households. */
const SIMPLEX = new NetworkSimplex()
const NO_CHOICES: readonly WashChoice[] = []

function takeBest(open: SolvedPlan[]): SolvedPlan {
  let best = 0
  open.forEach(({ plan }, index) => {
    const than = open[best]
    if (than && isLower(plan.levels, than.plan.levels)) best = index
  })
  const [solved] = open.splice(best, 1)
  if (!solved) throw new Error('No plan was left to follow')
  return solved
}

/** No more choices are tried: what is undecided takes no losses. Its levels stay the bound that was proved. */
function withoutLosses(solving: Solving, { plan, basis }: SolvedPlan): LeastCostPlan {
  const wash = plan.wash.map((choice) => (choice === 'open' ? 'noLoss' : choice))
  return { ...solving.plan(wash, basis).plan, levels: plan.levels, isComplete: false }
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
  const { lost, bought } = washMoney(possible, plan)
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

/** Money of losses taken, and of purchases, by identical group. */
function washMoney(
  possible: PossibleTrades,
  plan: LeastCostPlan,
): { lost: Float64Array; bought: Float64Array } {
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
  return { lost, bought }
}

/** Makes every choice that the plan has made by what it does, so that rounding to whole shares does not undo it. */
export function settledChoices(possible: PossibleTrades, plan: LeastCostPlan): WashChoice[] {
  const { lost, bought } = washMoney(possible, plan)
  return plan.wash.map((choice, group) => {
    if (choice !== 'open') return choice
    if ((bought[group] ?? 0) > EQUAL_WITHIN) return 'noLoss'
    return (lost[group] ?? 0) > EQUAL_WITHIN ? 'noPurchase' : 'open'
  })
}
