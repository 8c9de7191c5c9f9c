import type { Highs, Model } from 'highs'

/** Minimise the first level, then the second among its optima, and so on. */
export interface LevelledProgram {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  readonly rows: readonly ProgramRow[]
  readonly levels: readonly ProgramLevel[]
}

export interface ProgramRow {
  /** Coefficients by column. */
  readonly terms: ReadonlyMap<number, number>
  readonly lower: number
  readonly upper: number
}

export interface ProgramLevel {
  readonly name: string
  readonly constant: number
  /** By column. */
  readonly costs: ReadonlyMap<number, number>
}

export interface LevelledOptimum {
  /** By level, with its constant. */
  readonly values: readonly number[]
  readonly columns: Float64Array
}

/** Dollars by which two values of a level may differ and still be the same. */
export const SAME = 1e-6

/** Smaller reduced costs are taken for noise: at 1e-9 a dollar, a million dollars make a tenth of a cent. */
const FREEZE = 1e-9
const TOLERANCE = 1e-9

/**
 * Every level in order, exactly: what a level's optimum pays for (columns with a reduced cost, rows with a price) is frozen at
 * its bound, so that later levels range over exactly the optima of the earlier ones, with no slack between them.
 */
export function minimizeInOrder(
  highs: Highs,
  program: LevelledProgram,
  toBeat?: readonly number[],
): LevelledOptimum | null {
  const count = program.lower.length
  const lower = Float64Array.from(program.lower)
  const upper = Float64Array.from(program.upper)
  const rowLower = Float64Array.from(program.rows, (row) => row.lower)
  const rowUpper = Float64Array.from(program.rows, (row) => row.upper)
  if (count === 0)
    return { values: program.levels.map(({ constant }) => constant), columns: new Float64Array() }
  return highs.withModel(modelData(program), (model) => {
    model.options.set({
      output_flag: false,
      presolve: 'off',
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
    })
    let columns: Float64Array = new Float64Array(count)
    let isSolved = false
    let isLevel = true
    for (const [index, level] of program.levels.entries()) {
      if (level.costs.size === 0 && isSolved) continue
      model.changeColsCost({ kind: 'range', from: 0, to: count - 1 }, dense(level, count))
      runToOptimum(highs, model, level.name)
      isSolved = true
      const solution = model.getSolution()
      columns = solution.colValue
      const ahead = (toBeat?.[index] ?? Infinity) - valueOf(level, columns)
      if (isLevel && ahead < -SAME) return null
      isLevel &&= ahead <= SAME
      solution.colDual.forEach((reduced, column) => {
        if (Math.abs(reduced) <= FREEZE || lower[column] === upper[column]) return
        const bound = nearest(columns[column] ?? 0, lower[column] ?? 0, upper[column] ?? 0)
        lower[column] = bound
        upper[column] = bound
        model.changeColBounds(column, bound, bound)
      })
      solution.rowDual.forEach((price, row) => {
        if (Math.abs(price) <= FREEZE || rowLower[row] === rowUpper[row]) return
        const bound = nearest(solution.rowValue[row] ?? 0, rowLower[row] ?? 0, rowUpper[row] ?? 0)
        rowLower[row] = bound
        rowUpper[row] = bound
        model.changeRowBounds(row, bound, bound)
      })
    }
    return { values: program.levels.map((level) => valueOf(level, columns)), columns }
  })
}

function runToOptimum(highs: Highs, model: Model, name: string): void {
  const { modelStatus } = model.run()
  if (modelStatus === highs.constants.modelStatus.optimal) return
  // A basis that went stale: once more from nothing.
  model.clearSolver()
  const again = model.run().modelStatus
  if (again !== highs.constants.modelStatus.optimal)
    throw new Error(`${name}: the solver ended with status ${again}`)
}

const nearest = (value: number, lower: number, upper: number): number =>
  Math.abs(value - lower) <= Math.abs(value - upper) ? lower : upper

function valueOf(level: ProgramLevel, columns: Float64Array): number {
  let value = level.constant
  for (const [column, cost] of level.costs) value += cost * (columns[column] ?? 0)
  return value
}

function dense(level: ProgramLevel, count: number): Float64Array {
  const costs = new Float64Array(count)
  for (const [column, cost] of level.costs) costs[column] = cost
  return costs
}

function modelData({ lower, upper, rows }: Omit<LevelledProgram, 'levels'>) {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  for (const { terms } of rows) {
    for (const [column, coefficient] of terms) {
      indices.push(column)
      values.push(coefficient)
    }
    starts.push(indices.length)
  }
  return {
    numCols: lower.length,
    numRows: rows.length,
    colCost: new Float64Array(lower.length),
    colLower: Float64Array.from(lower),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: lower.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  }
}
