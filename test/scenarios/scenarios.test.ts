import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { LAWS } from '../laws/proposal-laws.ts'
import type { Expected, Scenario } from './read-scenario.ts'
import { snapshotOf } from './read-scenario.ts'
import { tell } from './tell-proposal.ts'

const solver = await loadGeneralSolver()

const scenarios = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')) as Scenario)

test.each(scenarios)('$story', (scenario) => {
  const snapshot = snapshotOf(scenario)
  const proposal: Proposal = rebalance(snapshot, solver)
  const told = tell(proposal, scenario.expect)
  for (const key of Object.keys(scenario.expect) as (keyof Expected)[])
    expect({ [key]: told[key] }).toEqual({ [key]: scenario.expect[key] })
  for (const law of Object.values(LAWS)) law(snapshot, proposal)
})

test('every scenario says why it matters, and expects something', () => {
  for (const { story, why, expect: expected } of scenarios) {
    expect([story, why.length > 40]).toEqual([story, true])
    expect([story, Object.keys(expected).length > 0]).toEqual([story, true])
  }
})

test('no two scenarios tell the same story', () => {
  const stories = scenarios.map(({ story }) => story)
  expect(stories.filter((story, index) => stories.indexOf(story) !== index)).toEqual([])
})
