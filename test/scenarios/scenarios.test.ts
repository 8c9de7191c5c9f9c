import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { LAWS } from '../laws/proposal-laws.ts'
import type { Expected, Scenario } from './read-scenario.ts'
import { snapshotOf } from './read-scenario.ts'

const scenarios = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')) as Scenario)

test.each(scenarios)('$story', (scenario) => {
  const snapshot = snapshotOf(scenario)
  const proposal = rebalance(snapshot)
  const told = tell(proposal)
  for (const key of Object.keys(scenario.expect) as (keyof Expected)[])
    expect({ [key]: told[key] }).toEqual({ [key]: scenario.expect[key] })
  for (const law of Object.values(LAWS)) law(snapshot, proposal)
})

test('every scenario says why it matters', () => {
  for (const { story, why } of scenarios) expect([story, why.length > 20]).toEqual([story, true])
})

/** A proposal in the words of the scenario files. */
function tell(proposal: Proposal): Required<Expected> {
  return {
    due: proposal.dueBecause.map(({ code }) => code),
    trades: proposal.trades.map(({ accountId, side, shares, securityId, lots, reason }) => {
      const relieved = lots.map((lot) => `${lot.lotId} ${lot.shares}`).join(', ')
      return `${accountId} ${side} ${shares} ${securityId}${relieved && ` of ${relieved}`}: ${reason.code}`
    }),
    refusals: proposal.refusals.map(
      ({ accountId, securityId, reason }) =>
        `${[accountId, securityId].filter(Boolean).join(' ')}: ${reason.code}`,
    ),
    leftAlone: proposal.classesLeftAlone.map(
      ({ nodeId, status, outsideBandBy, reasons }) =>
        `${nodeId} ${status} by ${outsideBandBy}: ${reasons.map(({ code }) => code).join(', ')}`,
    ),
    warnings: proposal.warnings.map(({ code }) => code),
    cashAfter: Object.fromEntries(proposal.cash.map(({ accountId, after }) => [accountId, after])),
    estimatedTax: proposal.totals.estimatedTax,
  }
}
