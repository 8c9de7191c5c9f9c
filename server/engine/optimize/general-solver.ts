/**
 * The general solver beside the network simplex, for what is no flow: a budget that binds across accounts, and whole
 * shares. It is HiGHS, compiled to WebAssembly: computing only, no input or output. It is slower and works in floats, so
 * here, and only here, there are tolerances.
 *
 * Levels are solved one after the other on one model. In a linear program, a column whose reduced cost is not 0 stays at
 * its bound in every optimum of the level, and so does a row whose dual is not 0: both are fixed there, which keeps the
 * level's optimum exactly without naming it. Whole columns have no such prices; there a row keeps the level's cost at
 * what was reached, and in the end the whole columns are fixed and the others solved for once more, without the slack.
 */
import type { Highs, Model, ModelData } from 'highs'

/**
 * A linear program with levels: minimise the first cost, then, without worsening it, the second, and so on. Columns lie
 * between 0 and their upper bound.
 */
export interface LevelledProgram {
  readonly upper: Float64Array
  /** By level, then by column. */
  readonly costs: readonly Float64Array[]
  readonly rows: readonly ProgramRow[]
  /** Columns that must be whole numbers. Such a program is not scaled: count its money in dollars, not in cents. */
  readonly integer?: readonly number[]
}

/** `lower` <= sum of coefficients times columns <= `upper`; a column stands in it once at most. */
export interface ProgramRow {
  readonly columns: readonly number[]
  readonly coefficients: readonly number[]
  readonly lower: number
  readonly upper: number
}

export interface SolveLimits {
  /** Seconds that one level may take; none left is a fault. Without it there is no limit. */
  readonly secondsPerLevel?: number
}

/** Solves what is no flow: a binding budget of gains, tax or turnover, or whole shares. */
export interface GeneralSolver {
  /** The value of every column; a program without an optimum, or without one in time, is a fault. */
  minimize(program: LevelledProgram, limits?: SolveLimits): Float64Array
}

/** The least difference of a value from its bound, or of a reduced cost from 0, that counts. */
const TOLERANCE = 1e-9
/** How much a level of a program with whole columns may be worsened by the next, of what it is and at least of 1. */
const LEVEL_SLACK = 1e-6
/** Continuous programs are scaled so that no bound is above 2 to this: the tolerance is then far above rounding. */
const LARGEST_BOUND_EXPONENT = 16

const OPTIONS = {
  output_flag: false,
  // Levels start from the basis of the one before, which presolve would throw away.
  presolve: 'off',
  random_seed: 0,
  primal_feasibility_tolerance: TOLERANCE,
  dual_feasibility_tolerance: TOLERANCE,
  mip_feasibility_tolerance: TOLERANCE,
  mip_rel_gap: 0,
  mip_abs_gap: LEVEL_SLACK,
}

let loading: Promise<GeneralSolver> | undefined

/** Loads HiGHS when it is first asked for, and then gives the same one to all. */
export function loadGeneralSolver(): Promise<GeneralSolver> {
  return (loading ??= load())
}

async function load(): Promise<GeneralSolver> {
  // Its types describe the CommonJS build, in which the loader lies one level deeper.
  const { default: loadHighs } = (await import('highs')) as unknown as { default: () => Promise<Highs> }
  const highs = await loadHighs()
  return { minimize: (program, limits = {}) => minimize(highs, program, limits) }
}

function minimize(highs: Highs, program: LevelledProgram, limits: SolveLimits): Float64Array {
  if (!program.integer?.length) return minimizeContinuous(highs, program, limits)
  const upper = program.upper.slice()
  const values = minimizeWhole(highs, program, program.integer, limits)
  const lower = new Float64Array(upper.length)
  for (const column of program.integer) {
    const whole = Math.round(within(values[column]!, 0, program.upper[column]!))
    lower[column] = upper[column] = whole
  }
  return minimizeContinuous(highs, { ...program, upper }, limits, lower)
}

/** Freezes by reduced costs and duals between levels. */
function minimizeContinuous(
  highs: Highs,
  program: LevelledProgram,
  limits: SolveLimits,
  least = new Float64Array(program.upper.length),
): Float64Array {
  const { costs, rows } = program
  const scale = boundScale(program)
  const lower = least.map((bound) => bound * scale)
  const upper = program.upper.map((bound) => bound * scale)
  const rowLower = Float64Array.from(rows, (row) => row.lower * scale)
  const rowUpper = Float64Array.from(rows, (row) => row.upper * scale)
  const { lower: atLower, upper: atUpper } = highs.constants.basisStatus
  const priced = costs.filter((cost) => cost.some((price) => price !== 0))
  return highs.withModel(modelOf(program, lower, upper, rowLower, rowUpper), (model) => {
    model.options.set(OPTIONS)
    // Without any cost the first run still finds values that fit.
    const levels = priced.length > 0 ? priced : [new Float64Array(upper.length)]
    levels.forEach((cost, level) => {
      model.changeColsCost(all(cost), cost)
      run(highs, model, limits)
      if (level === levels.length - 1) return
      const { colDual, rowDual } = model.getSolution()
      const { colStatus, rowStatus } = model.getBasis()
      freeze(colDual, colStatus, lower, upper)
      freeze(rowDual, rowStatus, rowLower, rowUpper)
      model.changeColsBounds(all(lower), lower, upper)
      if (rows.length > 0) model.changeRowsBounds(all(rowLower), rowLower, rowUpper)
    })
    // A value may lie outside its bounds by the tolerance.
    return model.getSolution().colValue.map((value, i) => within(value / scale, least[i]!, program.upper[i]!))
  })

  /** What has a price stays at the side where the basis has it. */
  function freeze(duals: Float64Array, status: Int32Array, low: Float64Array, high: Float64Array): void {
    duals.forEach((dual, i) => {
      if (Math.abs(dual) <= TOLERANCE) return
      if (status[i] === atLower) high[i] = low[i]!
      else if (status[i] === atUpper) low[i] = high[i]!
    })
  }
}

/** Adds each level's cost as a row between levels. */
function minimizeWhole(
  highs: Highs,
  program: LevelledProgram,
  integer: readonly number[],
  limits: SolveLimits,
): Float64Array {
  const { upper, costs, rows } = program
  const rowLower = Float64Array.from(rows, (row) => row.lower)
  const rowUpper = Float64Array.from(rows, (row) => row.upper)
  const lower = new Float64Array(upper.length)
  return highs.withModel(modelOf(program, lower, upper, rowLower, rowUpper), (model) => {
    model.options.set(OPTIONS)
    for (const column of integer) model.changeColIntegrality(column, highs.constants.variableType.integer)
    let values: Float64Array | undefined
    for (const cost of costs) {
      if (cost.every((price) => price === 0)) continue
      model.changeColsCost(all(cost), cost)
      if (values) model.setSolution({ colValue: values })
      run(highs, model, limits)
      values = model.getSolution().colValue
      const reached = cost.reduce((sum, price, column) => sum + price * values![column]!, 0)
      const indices = Array.from(cost.keys()).filter((column) => cost[column] !== 0)
      model.addRow(-Infinity, reached + LEVEL_SLACK * Math.max(1, Math.abs(reached)), {
        indices,
        values: indices.map((column) => cost[column]!),
      })
    }
    if (!values) run(highs, model, limits)
    return values ?? model.getSolution().colValue
  })
}

function run(highs: Highs, model: Model, { secondsPerLevel }: SolveLimits): void {
  const { modelStatus } = highs.constants
  if (secondsPerLevel !== undefined) {
    model.options.set('time_limit', secondsPerLevel)
    model.zeroAllClocks()
  }
  const status = model.run().modelStatus
  // A program without columns or rows is called empty.
  if (status === modelStatus.optimal || status === modelStatus.empty) return
  const [name] = Object.entries(modelStatus).find(([, code]) => code === status) ?? [status]
  throw new Error(`No optimum of the program: ${name}`)
}

function modelOf(
  { upper, rows }: LevelledProgram,
  colLower: Float64Array,
  colUpper: Float64Array,
  rowLower: Float64Array,
  rowUpper: Float64Array,
): ModelData {
  const numCols = upper.length
  const numRows = rows.length
  const starts = [0]
  for (const row of rows) starts.push(starts.at(-1)! + row.columns.length)
  return {
    numCols,
    numRows,
    colCost: new Float64Array(numCols),
    colLower,
    colUpper,
    rowLower,
    rowUpper,
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts,
      indices: rows.flatMap((row) => row.columns),
      values: rows.flatMap((row) => row.coefficients),
    },
  }
}

/** A power of two, so that scaling and back changes no digit. */
function boundScale({ upper, rows }: LevelledProgram): number {
  let largest = 1
  const bounds = [...upper, ...rows.flatMap((row) => [row.lower, row.upper])]
  for (const bound of bounds) if (Number.isFinite(bound)) largest = Math.max(largest, Math.abs(bound))
  return 2 ** Math.min(0, LARGEST_BOUND_EXPONENT - Math.ceil(Math.log2(largest)))
}

function within(value: number, lower: number, upper: number): number {
  return Math.min(Math.max(value, lower), upper)
}

function all(array: Float64Array): { kind: 'range'; from: number; to: number } {
  return { kind: 'range', from: 0, to: array.length - 1 }
}
