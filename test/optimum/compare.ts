import type { Highs } from 'highs'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import type { CaseTrade, HouseholdCase } from './case-format.ts'
import { householdFacts } from './household-facts.ts'
import type { Judgement } from './judge.ts'
import { judge } from './judge.ts'
import { DECIDING_LEVELS, loadSolver, secondOpinion } from './second-opinion.ts'

/** Every way in which the engine's answer to one household departs from the second opinion and the judge. */
export interface Comparison {
  readonly id: string
  /** Sentences; empty where all agree. */
  readonly differences: readonly string[]
  /** Dollars by which a bound of the certificate departs from the second opinion, at most. */
  readonly largest: number
  /** By deciding level: dollars by which the plan misses the second opinion; after a first gap it may be negative. */
  readonly gaps: readonly number[]
}

type Engine = (terms: HouseholdCase) => ReturnType<typeof rebalance>

/**
 * Loads both solvers, once for many households. `plant` puts a fault into what the engine alone is given, to see whether the
 * second opinion notices.
 */
export async function loadComparison(
  plant: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot,
): Promise<(terms: HouseholdCase) => Comparison> {
  const highs = await loadSolver()
  const solver = await loadGeneralSolver()
  const engine: Engine = (terms) => {
    const reading = readHouseholdCase(JSON.stringify(terms))
    if (reading.kind === 'refused')
      throw new Error(`${terms.id} is no case: ${JSON.stringify(reading.problems)}`)
    return rebalance(plant(reading.snapshot), solver)
  }
  return (terms) => compare(highs, engine, terms)
}

function compare(highs: Highs, engine: Engine, terms: HouseholdCase): Comparison {
  const { bounds } = secondOpinion(highs, terms)
  let proposal: ReturnType<typeof rebalance>
  try {
    proposal = engine(terms)
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    return { id: terms.id, differences: [`the engine threw: ${told}`], largest: Infinity, gaps: [] }
  }
  const judgement = judge(terms, tradesOf(proposal))
  const certified = new Map<string, number>(
    proposal.certificate.levels.map(({ level, bound }) => [level, Number(bound)]),
  )
  // A level that a mode or a household without budget lacks is certified as 0 or not at all.
  const apart = DECIDING_LEVELS.map((level) => ({
    level,
    certified: certified.get(level) ?? 0,
    opinion: bounds[level],
    difference: Math.abs((certified.get(level) ?? 0) - bounds[level]),
  }))
  return {
    id: terms.id,
    differences: [
      ...apart
        .filter(({ difference, opinion }) => !(difference <= 0.02 + 1e-6 * Math.abs(opinion)))
        .map(
          (row) =>
            `${row.level} is bound by ${row.certified}, the second opinion says ${row.opinion.toFixed(4)}`,
        ),
      ...['washedForCash', 'legacyGain']
        .filter((level) => (certified.get(level) ?? 0) !== 0)
        .map((level) => `${level} is bound by ${certified.get(level)}, of which hh/1 knows nothing`),
      ...judgement.violations.map(({ code, account, security }) => `${code}: ${account} ${security ?? ''}`),
      ...levelDifferences(terms, proposal, judgement),
      ...tooGood(terms, proposal, judgement, bounds),
    ],
    largest: Math.max(...apart.map(({ difference }) => difference)),
    gaps: DECIDING_LEVELS.map((level) => Number(judgement.levels[level]) - bounds[level]),
  }
}

function tradesOf({ trades }: ReturnType<typeof rebalance>): CaseTrade[] {
  return trades.flatMap(({ accountId: account, securityId: security, side, shares, lots }): CaseTrade[] =>
    side === 'buy'
      ? [{ account, security, side, qty: shares }]
      : lots.map((lot) => ({ account, security, side, lot: lot.lotId, qty: lot.shares })),
  )
}

/** The proposal's levels against the judge's: every order may round its cost and its tax to the cent. */
function levelDifferences(
  terms: HouseholdCase,
  { levels }: ReturnType<typeof rebalance>,
  judgement: Judgement,
): string[] {
  const cents = 0.02 * (judgement.levels.orders + 1)
  const targets = householdFacts(terms).groups.flatMap(({ classes }) =>
    classes.map(({ target }) => Number(target)).filter((target) => target > 0),
  )
  return Object.entries(judgement.levels).flatMap(([level, judged]) => {
    const said = Number(levels[level as keyof Judgement['levels']])
    const allowed =
      level === 'orders' ? 0 : level === 'relativeShortfall' ? 1e-6 + cents / Math.min(...targets) : cents
    const isEqual = Math.abs(said - Number(judged)) <= allowed
    return isEqual ? [] : [`${level} is said to be ${said}, the judge says ${Number(judged).toFixed(6)}`]
  })
}

/**
 * No plan comes before the optimum: then the optimum would be none. Half-spreads leave cash but not the optimum's, so a plan may
 * seem better by what it pays for them.
 */
function tooGood(
  terms: HouseholdCase,
  { trades }: ReturnType<typeof rebalance>,
  { levels }: Judgement,
  bounds: Readonly<Record<string, number>>,
): string[] {
  const spreads = new Map(
    terms.securities.map(({ id, halfSpreadBps }) => [id, Number(halfSpreadBps ?? '0') / 10_000]),
  )
  const paid = trades.reduce(
    (sum, { securityId, value }) => sum + Number(value) * (spreads.get(securityId) ?? 0),
    0,
  )
  for (const level of DECIDING_LEVELS) {
    const gap = Number(levels[level]) - (bounds[level] ?? 0)
    if (gap < -(0.02 + 2 * paid))
      return [`${level} is ${Number(levels[level])}, less than any plan can reach`]
    if (gap > 1e-6) return []
  }
  return []
}
