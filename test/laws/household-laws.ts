import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { evaluate } from '../../server/engine/evaluate.ts'
import { measureDrift } from '../../server/engine/measure-drift.ts'
import type { GeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { LevelName, Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { LAWS } from './proposal-laws.ts'
import { inDearerShares, inRoundFigures, shifted, tenfold } from './scaled.ts'
import type { SecondRun } from './second-run.ts'
import { changeByTrading, isDeciding, otherRules } from './second-run.ts'

/** A household, what is proposed for it, what would be proposed after that, and the solver to ask about others. */
export interface HouseholdCase {
  readonly snapshot: Snapshot
  readonly proposal: Proposal
  readonly second: SecondRun
  readonly solver: GeneralSolver
}

/** Throws where it does not hold; `idle` where there was nothing to hold it against, `choice` where it left one. */
export type HouseholdLaw = (given: HouseholdCase) => 'idle' | 'choice' | void

const ofProposal = Object.fromEntries(
  Object.entries(LAWS).map(([name, law]): [string, HouseholdLaw] => [
    name,
    ({ snapshot, proposal }) => law(snapshot, proposal),
  ]),
)

/** Every law: those of one proposal, and those that compare it with another. */
export const HOUSEHOLD_LAWS: Readonly<Record<string, HouseholdLaw>> = {
  ...ofProposal,

  'a proposal put back unchanged is accepted, with the same trades and the same cash'(given) {
    const { snapshot, proposal, solver } = given
    const evaluation = evaluate(snapshot, proposal.trades, solver)
    if (evaluation.kind === 'refused') throw new Error(canonicalJson(evaluation.violations))
    assert.deepEqual(ordersOf(evaluation.proposal), ordersOf(proposal))
    assert.deepEqual(evaluation.proposal.cash, proposal.cash)
    return proposal.trades.length === 0 ? 'idle' : undefined
  },

  'the drift of a snapshot is the drift before its proposal'({ snapshot, proposal }) {
    assert.deepEqual(measureDrift(snapshot), proposal.driftBefore)
  },

  'trading is never worse than not trading'({ snapshot, proposal, solver }) {
    if (proposal.trades.length === 0) return 'idle'
    const { level, improvement } = changeByTrading(snapshot, proposal, solver)
    assertNotWorse(proposal, level, improvement)
  },

  'carried out and asked again, nothing is bettered by more than the certificate said was missing'(given) {
    const { snapshot, proposal, second } = given
    if (proposal.trades.length === 0 || otherRules(snapshot, proposal)) return 'idle'
    // A harvest keeps every class near what is held, which is another amount after it.
    if (snapshot.settings.scope.kind === 'harvest') return 'idle'
    const { level, improvement } = second.change
    if (level === null || !isDeciding(level)) return
    if (hasNewGoals(snapshot) && ['goalViolation', 'cost'].includes(level)) return 'idle'
    const missing = Number(proposal.certificate.levels.find((each) => each.level === level)?.gap)
    // What the first trades cost is gone from the base: every edge that is drawn by it moves, in class and parent.
    const allowed = Math.max(0, missing) + 2 * Number(proposal.totals.tradingCost) + 0.05
    // The search of a plan ends at the best of its neighbours, which is seldom not the best of all: how seldom is counted.
    if (improvement > allowed || improvement < -0.02 - 2 * Number(second.proposal.totals.tradingCost))
      return 'choice'
  },

  'carried out, a proposal that brings all in order is followed by none'({ snapshot, proposal, second }) {
    const { trigger, scope } = snapshot.settings
    if (proposal.trades.length === 0 || trigger === 'asked' || scope.kind === 'harvest') return 'idle'
    if (second.proposal.dueBecause.length > 0) return 'idle'
    assert.deepEqual(second.proposal.trades, [])
  },

  'shares ten times as dear, and a tenth as many, change nothing else'({ snapshot, proposal, solver }) {
    if (hasTooManySharesToCount(snapshot, proposal)) return 'idle'
    const scaled = rebalance(inDearerShares(snapshot), solver)
    assertBoundsScaled(proposal, scaled, 0)
    if (proposal.trades.length === 0) return 'idle'
    return isScaled(proposal, scaled, { shares: -1, money: 0 }) ? undefined : 'choice'
  },

  'ten times the money and the shares give ten times the trades'({ snapshot, solver }) {
    const round = inRoundFigures(snapshot)
    const proposal = rebalance(round, solver)
    const scaled = rebalance(tenfold(round), solver)
    if (hasTooManySharesToCount(round, scaled)) return 'idle'
    assertBoundsScaled(proposal, scaled, 1)
    if (proposal.trades.length === 0) return 'idle'
    return isScaled(proposal, scaled, { shares: 1, money: 1 }) ? undefined : 'choice'
  },
}

/** Could more be bought of something than the ten billion whole shares that are counted exactly, or only whole shares of it? */
function hasTooManySharesToCount({ securities }: Snapshot, { driftBefore }: Proposal): boolean {
  const base = Math.max(...driftBefore.groups.map((group) => Number(group.base)))
  return securities.some(({ price }) => price !== null && (Number(price) < 1 || Number(price) * 1e9 < base))
}

/** What is back in its band has another midpoint to go to than what is outside; a contribution, once there, is none any more. */
function hasNewGoals({ settings, accounts }: Snapshot): boolean {
  const isContributed = accounts.some(({ contribution }) => Number(contribution) > 0)
  return settings.mode === 'midpoint' || (settings.mode === 'band' && isContributed)
}

/** What trades cost is spent whether or not classes are measured before it: so much may a level seem raised. */
function assertNotWorse({ totals }: Proposal, level: LevelName | null, improvement: number): void {
  if (level === null || level === 'orders') return
  assert(
    improvement >= -0.02 - 2 * Number(totals.tradingCost),
    `the trades raise ${level} by ${-improvement}`,
  )
}

/** What no plan can beat scales with the household, to the hundredth of a cent that every target is rounded to. */
function assertBoundsScaled(proposal: Proposal, scaled: Proposal, places: number): void {
  proposal.certificate.levels.forEach(({ level, bound }, index) => {
    const other = Number(scaled.certificate.levels[index]!.bound) / 10 ** places
    const slack = 0.02 + 1e-6 * Math.abs(other)
    assert(Math.abs(Number(bound) - other) <= slack, `${level} is bound by ${bound}, scaled by ${other}`)
  })
}

/**
 * The same orders in the new measure? Between plans that are equal, or as good as equal, the last bit of a product decides,
 * and the search goes on from there: that is a choice, and a rare one.
 */
function isScaled(
  proposal: Proposal,
  scaled: Proposal,
  places: { readonly shares: number; readonly money: number },
): boolean {
  const facts = ({ trades }: Proposal, by: typeof places) =>
    trades.map(({ accountId, securityId, side, shares, value }) => ({
      ...{ accountId, securityId, side, shares: shifted(shares, by.shares) },
      value: Number(shifted(value, by.money)),
    }))
  return isDeepStrictEqual(facts(scaled, { shares: 0, money: 0 }), facts(proposal, places))
}

function ordersOf({ trades }: Proposal) {
  return trades.map(({ id, accountId, securityId, side, shares, value }) => ({
    ...{ id, accountId, securityId, side, shares, value },
  }))
}
