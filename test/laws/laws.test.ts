import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { evaluate } from '../../server/engine/evaluate.ts'
import { measureDrift } from '../../server/engine/measure-drift.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { LAWS } from './proposal-laws.ts'
import { randomHousehold } from './random-household.ts'

const solver = await loadGeneralSolver()

/** More by hand, such as EVENKEEL_CASES=100000, before a release. */
const numRuns = Number(process.env.EVENKEEL_CASES ?? 1000)

/** Looking for a smaller counterexample may take for ever; after this long the one found so far is told. */
const patience = { interruptAfterTimeLimit: 60_000 + numRuns * 20, markInterruptAsFailure: true }

test(`${numRuns} random households obey every law`, { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(randomHousehold, (snapshot) => {
      const before = canonicalJson(snapshot)
      const proposal = rebalance(snapshot, solver)
      for (const law of Object.values(LAWS)) law(snapshot, proposal)
      expect(canonicalJson(snapshot)).toBe(before)
    }),
    { ...patience, numRuns, seed: 20_261_122 },
  )
})

test(
  'a proposal put back unchanged is accepted, with the same trades and the same cash',
  { timeout: 600_000 },
  () => {
    fc.assert(
      fc.property(randomHousehold, (snapshot) => {
        const proposal = rebalance(snapshot, solver)
        const evaluation = evaluate(snapshot, proposal.trades, solver)
        if (evaluation.kind === 'refused') throw new Error(canonicalJson(evaluation.violations))
        const facts = (trades: typeof proposal.trades) =>
          trades.map(({ id, accountId, securityId, side, shares, value }) => [
            id,
            accountId,
            securityId,
            side,
            shares,
            value,
          ])
        expect(facts(evaluation.proposal.trades)).toEqual(facts(proposal.trades))
        expect(evaluation.proposal.cash).toEqual(proposal.cash)
      }),
      { ...patience, numRuns: Math.min(numRuns, 300), seed: 20_261_123 },
    )
  },
)

test('the drift of a snapshot is the drift before its proposal', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(randomHousehold, (snapshot) => {
      expect(measureDrift(snapshot)).toEqual(rebalance(snapshot, solver).driftBefore)
    }),
    { ...patience, numRuns: Math.min(numRuns, 200), seed: 20_261_124 },
  )
})
