import { expect, test } from 'vitest'
import { evaluate } from '../../server/engine/evaluate.ts'
import type { RequestedTrade } from '../../server/engine/proposal.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { snapshotOf } from '../scenarios/read-scenario.ts'

const solver = await loadGeneralSolver()

/** Equity 8,000 of 10,000 with a band of 50 to 70 percent: the plan sells ten shares of `dear` and buys ten bonds. */
const snapshot = snapshotOf({
  story: 'evaluate',
  why: '',
  given: {
    asOf: '2026-06-02',
    securities: { EQ: { class: 'Equity', price: '100' }, BD: { class: 'Bonds', price: '100' } },
    model: [
      { class: 'Equity', target: '0.6', low: '0.5', high: '0.7', buys: { any: { EQ: { weight: '1' } } } },
      { class: 'Bonds', target: '0.4', low: '0.3', high: '0.5', buys: { any: { BD: { weight: '1' } } } },
      { class: 'Cash', target: '0', low: '0', high: '1', isCash: true },
    ],
    accounts: [
      {
        id: 'A',
        taxStatus: 'taxable',
        cash: '0',
        lots: [
          ['cheap', 'EQ', '40', '20', '2020-01-02'],
          ['dear', 'EQ', '40', '90', '2020-01-02'],
          ['bonds', 'BD', '20', '100', '2020-01-02'],
        ],
      },
    ],
  },
  expect: { trades: [] },
})

const proposed = rebalance(snapshot, solver).trades

function withShares(securityId: string, shares: string): RequestedTrade[] {
  return proposed.map((trade) => (trade.securityId === securityId ? { ...trade, shares } : trade))
}

test('fewer bonds than proposed: the sale stays as it was, the rest stays in cash, drift is measured anew', () => {
  const evaluation = evaluate(snapshot, withShares('BD', '8'), solver)
  if (evaluation.kind === 'refused') throw new Error('refused')
  const { trades, cash, driftAfter } = evaluation.proposal
  expect(trades[0]).toEqual(proposed[0])
  expect(trades[1]).toMatchObject({ id: 'T2', shares: '8', value: '800.00', reason: proposed[1]?.reason })
  expect(cash).toEqual([{ accountId: 'A', before: '0.00', after: '200.00', reserve: '0.00' }])
  expect(driftAfter.groups[0]?.nodes.map(({ nodeId, value }) => [nodeId, value])).toEqual([
    ['Bonds', '2800.00'],
    ['Cash', '200.00'],
    ['Equity', '7000.00'],
    ['outside', '0.00'],
  ])
})

test('more equity sold than the dear lot holds: the lots are chosen again, and the tax with them', () => {
  const evaluation = evaluate(snapshot, withShares('EQ', '45'), solver)
  if (evaluation.kind === 'refused') throw new Error('refused')
  const [sale] = evaluation.proposal.trades
  // 40 x (100 - 90) and 5 x (100 - 20), at 20 percent.
  expect(sale?.lots.map(({ lotId, shares, realizedGain }) => [lotId, shares, realizedGain])).toEqual([
    ['dear', '40', '400.00'],
    ['cheap', '5', '400.00'],
  ])
  expect(evaluation.proposal.totals).toMatchObject({ estimatedTax: '160.00', longTermGain: '800.00' })
})

test('a line struck keeps the ids of the others', () => {
  const evaluation = evaluate(
    snapshot,
    proposed.filter(({ side }) => side === 'sell'),
    solver,
  )
  expect(evaluation.kind === 'accepted' && evaluation.proposal.trades.map(({ id }) => id)).toEqual(['T1'])
})

test.each([
  ['more bonds than the sale pays for', withShares('BD', '11'), ['boughtWithoutCash', 'cashMadeWorse']],
  ['more equity than is held', withShares('EQ', '81'), ['oversold']],
  ['part of a share', withShares('EQ', '9.5'), ['rounding', 'boughtWithoutCash', 'cashMadeWorse']],
  [
    'a sign to turn the side round',
    withShares('EQ', '-10'),
    ['qtyNotPositive', 'boughtWithoutCash', 'cashMadeWorse'],
  ],
])('%s is refused as data', (_story, trades, codes) => {
  const evaluation = evaluate(snapshot, trades, solver)
  expect(evaluation.kind === 'refused' && evaluation.violations.map(({ reason }) => reason.code)).toEqual(
    codes,
  )
})

test('two lines of one order are one order', () => {
  const [sale, purchase] = proposed
  const halves = [sale!, sale!].map((line) => ({ ...line, shares: '5' }))
  const evaluation = evaluate(snapshot, [...halves, purchase!], solver)
  expect(evaluation.kind === 'accepted' && evaluation.proposal.trades.map(({ shares }) => shares)).toEqual([
    '10',
    '10',
  ])
})
