import { expect, test } from 'vitest'
import { loadGeneralSolver, type LevelledProgram } from '../../../server/engine/optimize/general-solver.ts'
import { buildFlow, drawFlow, drawing, programOf } from './random-flow.ts'

const solver = await loadGeneralSolver()

test('is loaded once', () => {
  expect(loadGeneralSolver()).toBe(loadGeneralSolver())
})

test('a budget of gains binds, and later levels choose within what it leaves', () => {
  // $100 has to be raised from three lots of $60; a dollar of them realises gains of 50, 20 and 20 cents. The budget is
  // $26: the first may give x with 0.5 x + 0.2 (100 - x) <= 26, so x <= 20. Taxed are 10, 15 and 15 cents a dollar, so as
  // much of the first as the budget allows; of the other two the last level prefers the third.
  const values = solver.minimize({
    upper: Float64Array.of(60, 60, 60, Infinity),
    costs: [
      Float64Array.of(0, 0, 0, 1),
      Float64Array.of(0.1, 0.15, 0.15, 0),
      Float64Array.of(0, 0.001, 0, 0),
    ],
    rows: [
      { columns: [0, 1, 2, 3], coefficients: [1, 1, 1, 1], lower: 100, upper: 100 },
      { columns: [0, 1, 2], coefficients: [0.5, 0.2, 0.2], lower: -Infinity, upper: 26 },
    ],
  })
  expectNear(values, [20, 20, 60, 0])
})

test('a later level never worsens an earlier one, however much it would gain', () => {
  // Level 0 wants the sum at its least 10, whatever its parts; level 1 would like the second column large.
  const values = solver.minimize({
    upper: Float64Array.of(100, 100),
    costs: [Float64Array.of(1, 1), Float64Array.of(0, -1_000_000)],
    rows: [{ columns: [0, 1], coefficients: [1, 1], lower: 10, upper: Infinity }],
  })
  expectNear(values, [0, 10])
})

test('amounts of billions keep their cents', () => {
  const values = solver.minimize({
    upper: Float64Array.of(8_000_000_000.25, Infinity),
    costs: [Float64Array.of(0, 1), Float64Array.of(1, 0)],
    rows: [{ columns: [0, 1], coefficients: [1, 1], lower: 9_000_000_000.5, upper: Infinity }],
  })
  expect(values[0]).toBeCloseTo(8_000_000_000.25, 4)
  expect(values[1]).toBeCloseTo(1_000_000_000.25, 4)
})

test('flows of millions of dollars under a budget: in cents, in dollars and in millions the same, and no false alarm', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const draw = drawing(seed)
    const { network } = buildFlow(drawFlow(seed, { most: 60, unevenCosts: true, dollars: true }))
    const flow = programOf(network)
    const rates = Float64Array.from(flow.upper, () => draw(900_000_000) / 1e9)
    const columns = [...rates.keys()]
    const used = total([...rates], [...solver.minimize(flow)])
    const least = total([...rates], [...solver.minimize({ ...flow, costs: [rates] })])
    const budget = { columns, coefficients: [...rates], lower: -Infinity, upper: (used + least) / 2 }
    const [cents, ...others] = [1, 100, 100_000_000].map((unit) => {
      const rows = [...flow.rows, budget].map((row) => ({
        ...row,
        lower: row.lower / unit,
        upper: row.upper / unit,
      }))
      const values = solver.minimize({ ...flow, rows, upper: flow.upper.map((bound) => bound / unit) })
      return Array.from(values, (value) => value * unit)
    })
    expect(total([...rates], cents!), `seed ${seed}`).toBeLessThan(budget.upper + 0.01)
    for (const other of others)
      costsOf(flow, other).forEach((cost, level) => {
        expect(cost, `seed ${seed}, level ${level}`).toBeCloseTo(costsOf(flow, cents!)[level]!, 0)
      })
  }
})

test('without any cost the values still fit, and without rows too', () => {
  const rows = [{ columns: [0, 1], coefficients: [1, 2], lower: 7, upper: 7 }]
  const values = solver.minimize({ upper: Float64Array.of(5, 5), costs: [new Float64Array(2)], rows })
  expect(values[0]! + 2 * values[1]!).toBeCloseTo(7, 9)
  expect(solver.minimize({ upper: Float64Array.of(5), costs: [Float64Array.of(-1)], rows: [] })).toEqual(
    Float64Array.of(5),
  )
})

test('no solution, and none that is least, are faults; the next program is not touched by them', () => {
  const beyond = [{ columns: [0], coefficients: [1], lower: 6, upper: Infinity }]
  const program = { upper: Float64Array.of(5), costs: [Float64Array.of(1)], rows: beyond }
  expect(() => solver.minimize(program)).toThrow('infeasible')
  expect(() => solver.minimize({ ...program, integer: [0] })).toThrow('infeasible')
  expect(() =>
    solver.minimize({ upper: Float64Array.of(Infinity), costs: [Float64Array.of(-1)], rows: [] }),
  ).toThrow(/unbounded/i)
  expectNear(solver.minimize({ ...program, upper: Float64Array.of(7) }), [6])
})

test('whole shares: each level in turn, continuous columns exact', () => {
  // Shares of $70 and $30 for at most $200, the rest stays in cash. Level 0 minimises cash: 2 x 70 + 2 x 30 = 200 leaves
  // none, as does no other pair. With $10 more, 210 is met by 3 + 0 and by 0 + 7: level 1 wants fewer shares.
  const spend = (budget: number): Float64Array =>
    solver.minimize({
      upper: Float64Array.of(10, 10, 1_000),
      integer: [0, 1],
      costs: [Float64Array.of(0, 0, 1), Float64Array.of(1, 1, 0)],
      rows: [{ columns: [0, 1, 2], coefficients: [70, 30, 1], lower: budget, upper: budget }],
    })
  expect(spend(200)).toEqual(Float64Array.of(2, 2, 0))
  expect(spend(210)).toEqual(Float64Array.of(3, 0, 0))
  // 211.25: the same, and 1.25 of cash.
  expect(spend(211.25)).toEqual(Float64Array.of(3, 0, 1.25))
})

test('whole shares: a level between is kept, though a worse one would please the next', () => {
  // Least cash first (0 by 3 + 0 or 0 + 7 of 210), then fewest of the first: 0 + 7, though it is 7 shares in all.
  const values = solver.minimize({
    upper: Float64Array.of(10, 10, 1_000),
    integer: [0, 1],
    costs: [Float64Array.of(0, 0, 1), Float64Array.of(1, 0, 0), Float64Array.of(1, 1, 0)],
    rows: [{ columns: [0, 1, 2], coefficients: [70, 30, 1], lower: 210, upper: 210 }],
  })
  expect(values).toEqual(Float64Array.of(0, 7, 0))
})

test('whole columns: trying every combination finds nothing better at any level of 150 random programs', () => {
  let infeasible = 0
  for (let seed = 1; seed <= 150; seed++) {
    const draw = drawing(seed)
    const numbers = (least: number, most: number): number[] =>
      Array.from({ length: 3 }, () => least + draw(most - least + 1))
    const row = (): LevelledProgram['rows'][number] => {
      const lower = draw(14) - 3
      return { columns: [0, 1, 2], coefficients: numbers(-2, 3), lower, upper: lower + draw(4) }
    }
    const program = {
      upper: Float64Array.of(4, 4, 4),
      integer: [0, 1, 2],
      costs: Array.from({ length: 3 }, () => Float64Array.from(numbers(-1, 2))),
      rows: [row(), row()],
    }
    const best = leastOfAll(program)
    if (!best) {
      infeasible++
      expect(() => solver.minimize(program), `seed ${seed}`).toThrow('nfeasible')
    } else {
      const values = solver.minimize(program)
      expect(fits(program, [...values]), `seed ${seed}`).toBe(true)
      expect(costsOf(program, [...values]), `seed ${seed}`).toEqual(best)
    }
  }
  expect(infeasible).toBeGreaterThan(10)
  expect(infeasible).toBeLessThan(100)
})

test('a program that takes longer than a level may is a fault', () => {
  // Market split: whether a subset meets four odd sums exactly is hard to decide.
  const columns = Array.from({ length: 40 }, (_, column) => column)
  const rows = [17, 29, 43, 61].map((step) => {
    const coefficients = columns.map((column) => ((column + 3) * step * 7919) % 1009)
    const half = Math.floor(coefficients.reduce((sum, value) => sum + value, 0) / 2)
    return { columns, coefficients, lower: half, upper: half }
  })
  const program = {
    upper: new Float64Array(40).fill(1),
    integer: columns,
    costs: [new Float64Array(40).fill(1)],
    rows,
  }
  expect(() => solver.minimize(program, { secondsPerLevel: 0.2 })).toThrow('timeLimit')
})

function expectNear(values: Float64Array, expected: readonly number[]): void {
  expect(values.length).toBe(expected.length)
  expected.forEach((value, column) => expect(values[column]).toBeCloseTo(value, 6))
}

/** The least costs by level of all combinations of 0 to 4 that fit. */
function leastOfAll(program: LevelledProgram): number[] | undefined {
  const digits = [0, 1, 2, 3, 4]
  return digits
    .flatMap((a) => digits.flatMap((b) => digits.map((c) => [a, b, c])))
    .filter((values) => fits(program, values))
    .map((values) => costsOf(program, values))
    .sort(
      (one, other) =>
        one.map((cost, level) => cost - other[level]!).find((difference) => difference !== 0) ?? 0,
    )[0]
}

function fits({ rows }: LevelledProgram, values: readonly number[]): boolean {
  return rows.every(({ coefficients, lower, upper }) => {
    const sum = total(coefficients, values)
    return lower <= sum && sum <= upper
  })
}

function costsOf({ costs }: LevelledProgram, values: readonly number[]): number[] {
  return costs.map((cost) => total([...cost], values))
}

function total(factors: readonly number[], values: readonly number[]): number {
  return factors.reduce((sum, factor, column) => sum + factor * values[column]!, 0)
}
