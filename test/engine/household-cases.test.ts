import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { Levels, Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import { LAWS } from '../laws/proposal-laws.ts'

const folder = join(process.env.EVENKEEL_SHARED ?? '../shared', 'data', 'cases')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const solver = await loadGeneralSolver()

interface ExpectedPlan {
  readonly levels: Readonly<Partial<Record<keyof Levels, number>>>
  readonly mustContain: readonly ExpectedTrade[]
}

interface ExpectedTrade {
  readonly account?: string
  readonly side: 'sell' | 'buy'
  readonly security?: string
  readonly lot?: string
  readonly qty: string
}

if (files.length === 0) test.skip(`the household cases of ${folder} are not here: passed over`)

test.each(files)('the case %s is planned exactly as it was worked by hand', (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  const reading = readHouseholdCase(text)
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.problems))
  const proposal = rebalance(reading.snapshot, solver)
  for (const law of Object.values(LAWS)) law(reading.snapshot, proposal)
  const { expected } = JSON.parse(text) as { expected: ExpectedPlan }
  for (const [level, dollars] of Object.entries(expected.levels))
    expect([level, Number(proposal.levels[level as keyof Levels])]).toEqual([level, dollars])
  expect(expected.mustContain.filter((trade) => !contains(proposal, trade))).toEqual([])
})

function contains({ trades }: Proposal, expected: ExpectedTrade): boolean {
  return trades.some(
    (trade) =>
      trade.side === expected.side &&
      (expected.account ?? trade.accountId) === trade.accountId &&
      (expected.security ?? trade.securityId) === trade.securityId &&
      (expected.lot === undefined
        ? trade.shares === expected.qty
        : trade.lots.some(({ lotId, shares }) => lotId === expected.lot && shares === expected.qty)),
  )
}
