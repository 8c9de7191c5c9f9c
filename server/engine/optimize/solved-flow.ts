/** Flows of least cost under one wash-sale choice after another, on one network where that can be. */
import type { LevelVector } from '../orders/levels.ts'
import { ALL_LEVELS, LEVEL, OPTIMISED_LEVELS } from '../orders/levels.ts'
import type { PossibleTrades, WashChoice } from '../orders/possible-trades.ts'
import { barredBy, formulate, type Formulation } from './formulate.ts'
import type { GeneralSolver } from './general-solver.ts'
import { COST_SCALE } from './network.ts'
import { type Basis, NetworkSimplex, type Pause } from './network-simplex.ts'
import { EQUAL_WITHIN } from './read-plan.ts'
import { budgetUse, isOverBudget, solveWithBudgets } from './side-budgets.ts'

export interface SolvedFlow {
  readonly wash: readonly WashChoice[]
  readonly formulation: Formulation
  /** By arc. */
  readonly flow: Float64Array
  /** In hundredths of a cent, in the order of LEVEL. */
  readonly levels: LevelVector
  /**
   * Of the identical groups in which it both takes losses and buys the one that it buys most of, as deciding that makes the others
   * plain soonest; -1: there is none.
   */
  readonly undecided: number
  /** Where the simplex stopped, for other choices to start from; null: they start anew. */
  readonly basis: Basis | null
}

/** A flow that is dearer than another at a level: its later levels are unknown (-Infinity) until it is finished after all. */
export interface BeatenFlow {
  readonly wash: readonly WashChoice[]
  readonly levels: LevelVector
  readonly pause: Pause
}

/** Its work arrays serve all households. */
const SIMPLEX = new NetworkSimplex()
const NO_CHOICES: readonly WashChoice[] = []

export class Solving {
  readonly #possible: PossibleTrades
  readonly #solver: GeneralSolver
  readonly #formulation: Formulation
  readonly #barred: Float64Array

  constructor(possible: PossibleTrades, solver: GeneralSolver) {
    this.#possible = possible
    this.#solver = solver
    this.#formulation = formulate(possible, NO_CHOICES)
    this.#barred = new Float64Array(this.#formulation.network.arcCount)
  }

  /** The flow, or as much of it as shows that it is dearer than a rival. */
  flowAgainst(rival: LevelVector, wash: readonly WashChoice[], from: Basis | null): SolvedFlow | BeatenFlow {
    const barred = barredBy(this.#possible, this.#formulation, wash, this.#barred)
    // Within budgets a flow may take lots in another order, so that it need not be as dear as it is without them.
    if (barred === null || from === null || this.#possible.budgets.length > 0) return this.flow(wash, from)
    const { network } = this.#formulation
    const levels = new Float64Array(ALL_LEVELS).fill(-Infinity)
    let isEqual = true
    const isBeaten = (level: number): boolean => {
      levels[level] = levelOf(this.#formulation, network.flow, level)
      const difference = levels[level] - (rival[level] ?? 0)
      if (isEqual && difference > EQUAL_WITHIN) return true
      isEqual &&= difference >= -EQUAL_WITHIN
      return false
    }
    const { pause } = SIMPLEX.solveFrom(network, from, barred, isBeaten)
    return pause ? { wash, levels, pause } : this.#solved(this.#formulation, wash, SIMPLEX.basis(network))
  }

  finish({ wash, pause }: BeatenFlow): SolvedFlow {
    const { network } = this.#formulation
    SIMPLEX.resume(network, pause)
    return this.#solved(this.#formulation, wash, SIMPLEX.basis(network))
  }

  flow(wash: readonly WashChoice[], from: Basis | null): SolvedFlow {
    const barred = barredBy(this.#possible, this.#formulation, wash, this.#barred)
    if (barred === null) return this.#flowAnew(wash)
    const { network, startTree } = this.#formulation
    if (from) SIMPLEX.solveFrom(network, from, barred)
    else SIMPLEX.solve(network, startTree, undefined, barred)
    return this.#solved(this.#formulation, wash, SIMPLEX.basis(network))
  }

  /** On a network of its own, in which the lots that a choice leaves are joined for their order. */
  #flowAnew(wash: readonly WashChoice[]): SolvedFlow {
    const formulation = formulate(this.#possible, wash)
    const barred = barredBy(this.#possible, formulation, wash)
    if (barred === null) throw new Error('A choice bars lots that it left out')
    SIMPLEX.solve(formulation.network, formulation.startTree, undefined, barred)
    return this.#solved(formulation, wash, { ...SIMPLEX.basis(formulation.network), isAnew: true })
  }

  #solved(
    formulation: Formulation,
    wash: readonly WashChoice[],
    basis: Basis & { readonly isAnew?: boolean },
  ): SolvedFlow {
    const uses = budgetUse(this.#possible, formulation, basis.flow)
    if (!isOverBudget(uses)) return this.#told(formulation, wash, basis.flow, basis.isAnew ? null : basis)
    const free = formulate(this.#possible, wash, 'free')
    const barred = barredBy(this.#possible, free, wash)
    const flow = solveWithBudgets(this.#possible, free, barred, this.#solver)
    return this.#told(free, wash, flow, basis.isAnew ? null : basis)
  }

  #told(
    formulation: Formulation,
    wash: readonly WashChoice[],
    flow: Float64Array,
    basis: Basis | null,
  ): SolvedFlow {
    const levels = levelsOf(formulation, flow)
    for (const { used, room } of budgetUse(this.#possible, formulation, flow))
      levels[LEVEL.budgetExcess]! += Math.max(0, used - room)
    const undecided = groupBothLostAndBought(this.#possible, formulation, flow)
    return { wash, formulation, flow, levels, undecided, basis }
  }
}

function levelsOf(formulation: Formulation, flow: Float64Array): LevelVector {
  const levels = new Float64Array(ALL_LEVELS)
  for (let level = 0; level < OPTIMISED_LEVELS; level++) levels[level] = levelOf(formulation, flow, level)
  return levels
}

function levelOf({ network, constants }: Formulation, flow: Float64Array, level: number): number {
  const costs = network.costs[level]!
  const end = network.pricedTo[level]!
  let total = 0
  for (let arc = network.pricedFrom[level]!; arc < end; arc++)
    if (costs[arc] !== 0 && flow[arc] !== 0) total += (costs[arc]! / COST_SCALE) * flow[arc]!
  return total + (constants[level] ?? 0)
}

function groupBothLostAndBought(
  possible: PossibleTrades,
  { saleArcs, purchaseArcs }: Formulation,
  flow: Float64Array,
): number {
  const groups = possible.washGroups.length
  if (groups === 0) return -1
  const lost = new Float64Array(groups)
  const bought = new Float64Array(groups)
  for (const { arc, lossGroup } of saleArcs) if (lossGroup > 0) lost[lossGroup - 1]! += flow[arc] ?? 0
  for (const { arc, choice } of purchaseArcs)
    if (choice.washGroup !== -1) bought[choice.washGroup]! += flow[arc] ?? 0
  let most = EQUAL_WITHIN
  let found = -1
  for (let group = 0; group < groups; group++) {
    const money = bought[group] ?? 0
    if (money <= most || (lost[group] ?? 0) <= EQUAL_WITHIN) continue
    most = money
    found = group
  }
  return found
}
