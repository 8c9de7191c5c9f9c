import { evaluate } from '../../server/engine/evaluate.ts'
import type { GeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { LevelName, Levels, Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { afterTrades } from './after-trades.ts'

/** What a second run, on what the first one left, still found to better. */
export interface SecondRun {
  readonly snapshot: Snapshot
  readonly proposal: Proposal
  /** The first level, in the order of the household, that its trades change; null: none, or no trades. */
  readonly level: LevelName | null
  /** Dollars, or for orders a number, by which that level falls; negative: it rises. */
  readonly improvement: number
}

const LEVELS: readonly LevelName[] = [
  'cashShortfall',
  'washedForCash',
  'budgetExcess',
  'shortTermGain',
  'legacyGain',
  'bandViolation',
  'goalViolation',
  'cost',
  'deviation',
  'relativeShortfall',
  'locationDrag',
  'orders',
]
const BY_ORDERS = LEVELS.filter((level) => level !== 'orders').toSpliced(6, 0, 'orders')

/** Carries a proposal out and asks again, with the same settings. */
export function secondRun(snapshot: Snapshot, first: Proposal, solver: GeneralSolver): SecondRun {
  const after = afterTrades(snapshot, first)
  const proposal = rebalance(after, solver)
  if (proposal.trades.length === 0) return { snapshot: after, proposal, level: null, improvement: 0 }
  const unchanged = evaluate(after, [], solver)
  if (unchanged.kind === 'refused') throw new Error('No trades at all were refused')
  return { snapshot: after, proposal, ...improvementOn(snapshot, unchanged.proposal.levels, proposal.levels) }
}

/** The first level that differs, and by how much it is better in the second of two plans. */
export function improvementOn(
  { settings }: Snapshot,
  before: Levels,
  after: Levels,
): { readonly level: LevelName | null; readonly improvement: number } {
  for (const level of settings.preference === 'fewestTrades' ? BY_ORDERS : LEVELS) {
    const improvement = Number(before[level]) - Number(after[level])
    if (improvement !== 0) return { level, improvement }
  }
  return { level: null, improvement: 0 }
}
