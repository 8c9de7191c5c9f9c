import type { Highs } from 'highs'

/**
 * A linear program with levels: minimise the first cost, then, without worsening it, the second, and so on. Columns lie
 * between 0 and their upper bound.
 */
export interface LevelledProgram {
  readonly upper: Float64Array
  /** By level, then by column. */
  readonly costs: readonly Float64Array[]
  readonly rows: readonly ProgramRow[]
}

/** `lower` <= sum of coefficients times columns <= `upper`. */
export interface ProgramRow {
  readonly columns: readonly number[]
  readonly coefficients: readonly number[]
  readonly lower: number
  readonly upper: number
}

/** Solves what is no flow: a binding budget of gains, tax or turnover. */
export interface GeneralSolver {
  /** The value of every column; a program without a solution is a fault. */
  minimize(program: LevelledProgram): Float64Array
}

export type { Highs }
