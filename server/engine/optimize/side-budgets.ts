/**
 * Budgets of gains, tax and turnover join sales all over a household and are no part of a flow. Where the least-cost flow
 * keeps within them it stays; where it does not, the same network goes to the general solver with a row for each budget.
 */
import { LEVEL } from '../orders/levels.ts'
import type { PossibleTrades, SideBudget } from '../orders/possible-trades.ts'
import { countedBy } from '../orders/possible-trades.ts'
import type { Formulation } from './formulate.ts'
import type { GeneralSolver, ProgramRow } from './general-solver.ts'
import { COST_SCALE } from './network.ts'

/** The general solver counts dollars: its tolerances are made for numbers of that size. */
const DOLLAR = 10_000
/** Hundredths of a cent beyond a budget that are rounding. */
const ROUNDING = 1

export interface BudgetUse {
  readonly budget: SideBudget
  readonly used: number
  readonly room: number
}

/** What a flow uses up of each budget; of lots that are sold as one, their average. */
export function budgetUse(
  possible: PossibleTrades,
  { saleArcs }: Formulation,
  flow: Float64Array,
): BudgetUse[] {
  return possible.budgets.map((budget) => {
    const used = saleArcs.reduce((sum, sale) => sum + (flow[sale.arc] ?? 0) * rateOf(budget, sale), 0)
    return { budget, used, room: budget.room }
  })
}

export function isOverBudget(uses: readonly BudgetUse[]): boolean {
  return uses.some(({ used, room }) => used > room + ROUNDING)
}

function rateOf(budget: SideBudget, { sale, lots, value }: Formulation['saleArcs'][number]): number {
  if (!budget.accounts.has(sale.account)) return 0
  return lots.reduce((sum, lot) => sum + countedBy(budget, lot) * lot.value, 0) / value
}

/** The flow of least cost, level by level, within the budgets as far as cash needs allow; by arc of the network. What is barred stays empty. */
export function solveWithBudgets(
  possible: PossibleTrades,
  { network, saleArcs }: Formulation,
  barred: Float64Array | null,
  solver: GeneralSolver,
): Float64Array {
  const { arcCount, nodeCount, from, to, capacity, supply } = network
  const columns = arcCount + possible.budgets.length
  const upper = new Float64Array(columns).fill(Infinity)
  for (let arc = 0; arc < arcCount; arc++) upper[arc] = barred?.[arc] ? 0 : (capacity[arc] ?? 0) / DOLLAR
  const costs = network.costs.map((cost, level) => {
    const byColumn = new Float64Array(columns)
    for (let arc = 0; arc < arcCount; arc++) byColumn[arc] = (cost[arc] ?? 0) / COST_SCALE
    if (level === LEVEL.budgetExcess) byColumn.fill(1, arcCount)
    return byColumn
  })
  const conservation = Array.from({ length: nodeCount }, (_, node) => ({
    columns: [] as number[],
    coefficients: [] as number[],
    lower: (supply[node] ?? 0) / DOLLAR,
    upper: (supply[node] ?? 0) / DOLLAR,
  }))
  const touch = (node: number, arc: number, coefficient: number) => {
    conservation[node]?.columns.push(arc)
    conservation[node]?.coefficients.push(coefficient)
  }
  for (let arc = 0; arc < arcCount; arc++) {
    touch(from[arc] ?? 0, arc, 1)
    touch(to[arc] ?? 0, arc, -1)
  }
  const rows: ProgramRow[] = [
    // The root's row follows from the others.
    ...conservation.slice(1),
    ...possible.budgets.map((budget, index): ProgramRow => {
      const counted = saleArcs
        .map((sale) => ({ arc: sale.arc, rate: rateOf(budget, sale) }))
        .filter(({ rate }) => rate !== 0)
      return {
        columns: [...counted.map(({ arc }) => arc), arcCount + index],
        coefficients: [...counted.map(({ rate }) => rate), -1],
        lower: -Infinity,
        upper: budget.room / DOLLAR,
      }
    }),
  ]
  return solver.minimize({ upper, costs, rows }).map((dollars) => dollars * DOLLAR)
}
