import assert from 'node:assert/strict'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { evaluate } from '../../server/engine/evaluate.ts'
import { measureDrift } from '../../server/engine/measure-drift.ts'
import type { GeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { LAWS } from './proposal-laws.ts'
import { inDearerShares, inRoundFigures, shifted, tenfold } from './scaled.ts'

/** A household, what is proposed for it, and the solver to ask what would be proposed for another. */
export interface HouseholdCase {
  readonly snapshot: Snapshot
  readonly proposal: Proposal
  readonly solver: GeneralSolver
}

type HouseholdLaw = (given: HouseholdCase) => 'idle' | void

const onProposal = Object.fromEntries(
  Object.entries(LAWS).map(([name, law]): [string, HouseholdLaw] => [
    name,
    ({ snapshot, proposal }) => law(snapshot, proposal),
  ]),
)

/** Every law, those too that compare a proposal with that for another household. */
export const HOUSEHOLD_LAWS: Readonly<Record<string, HouseholdLaw>> = {
  ...onProposal,

  'a proposal put back unchanged is accepted, with the same trades and the same cash'({
    snapshot,
    proposal,
    solver,
  }) {
    const evaluation = evaluate(snapshot, proposal.trades, solver)
    if (evaluation.kind === 'refused') throw new Error(canonicalJson(evaluation.violations))
    assert.deepEqual(orders(evaluation.proposal), orders(proposal))
    assert.deepEqual(evaluation.proposal.cash, proposal.cash)
    return proposal.trades.length === 0 ? 'idle' : undefined
  },

  'the drift of a snapshot is the drift before its proposal'({ snapshot, proposal }) {
    assert.deepEqual(measureDrift(snapshot), proposal.driftBefore)
  },

  'shares ten times as dear, and a tenth as many, change nothing else'({ snapshot, proposal, solver }) {
    const scaled = rebalance(inDearerShares(snapshot), solver)
    assert.deepEqual(orders(scaled), orders(proposal, -1))
    assert.deepEqual(scaled.cash, proposal.cash)
    assert.deepEqual(scaled.levels, proposal.levels)
    return proposal.trades.length === 0 ? 'idle' : undefined
  },

  'ten times the money and the shares give ten times the trades'({ snapshot, solver }) {
    const round = inRoundFigures(snapshot)
    const proposal = rebalance(round, solver)
    const scaled = rebalance(tenfold(round), solver)
    const sizes = (from: Proposal, places: number) =>
      from.trades.map(({ accountId, securityId, side, shares, value }) => [
        ...[accountId, securityId, side, shifted(shares, places), Number(shifted(value, places))],
      ])
    assert.deepEqual(sizes(scaled, 0), sizes(proposal, 1))
    return proposal.trades.length === 0 ? 'idle' : undefined
  },
}

function orders({ trades }: Proposal, places = 0) {
  return trades.map(({ id, accountId, securityId, side, shares, value }) => ({
    ...{ id, accountId, securityId, side, value },
    shares: shifted(shares, places),
  }))
}
