import { expect, test } from 'vitest'
import { bandStatus, outsideBandBy } from '../../../server/engine/facts/tolerance-band.ts'
import { driftFrom, weightOf } from '../../../server/engine/facts/weight.ts'
import { measureDrift } from '../../../server/engine/measure-drift.ts'
import type { Scenario } from '../../scenarios/read-scenario.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

const BAND = { low: 300_000n, high: 700_000n }

test.each([
  [30_00n, 'inBand', 0n],
  [29_99n, 'belowBand', 1n],
  [70_00n, 'inBand', 0n],
  [70_01n, 'aboveBand', 1n],
  [-5_00n, 'belowBand', 35_00n],
] as const)('%i cents of 100.00 in a band of 30 to 70 percent are %s by %i', (value, status, outside) => {
  expect(bandStatus(value, 100_00n, BAND)).toBe(status)
  expect(outsideBandBy(value, 100_00n, BAND)).toBe(outside)
})

test('without a base there is neither weight nor status', () => {
  expect([bandStatus(5n, 0n, BAND), weightOf(5n, 0n), driftFrom(0n, 5n, 0n)]).toEqual(['noValue', null, null])
})

test('drift is rounded once, away from zero, and not from the rounded weight', () => {
  // 2,469,131 of 20,000,000 is 0.12345655: the weight rounds up, the drift from 0.2 rounds down to -0.076543(45).
  expect(weightOf(2_469_131n, 20_000_000n)).toBe(123_457n)
  expect(driftFrom(200_000n, 2_469_131n, 20_000_000n)).toBe(-76_543n)
  // Exactly half a millionth goes away from zero on either side.
  expect(driftFrom(200_000n, 2_469_130n, 20_000_000n)).toBe(-76_544n)
})

const scenario: Scenario = {
  story: 'drift',
  why: '',
  given: {
    asOf: '2026-06-02',
    securities: {
      EQ: { class: 'Equity', price: '33.335' },
      TB: { class: 'Cash', price: '10' },
      ODD: { class: 'Elsewhere', price: '1' },
      PRIV: { class: 'Equity', price: null },
    },
    model: [
      { class: 'Equity', target: '0.9', low: '0.8', high: '0.95' },
      { class: 'Cash', target: '0.1', low: '0.05', high: '0.2', isCash: true },
    ],
    otherHigh: '0.1',
    accounts: [
      {
        id: 'A',
        taxStatus: 'taxable',
        cash: '100',
        minimumCash: '30',
        withdrawal: '20',
        lots: [
          ['L1', 'EQ', '3', '1', '2020-01-01'],
          ['L2', 'EQ', '0.5', '1', '2020-01-01'],
          ['L3', 'ODD', '10', '1', '2020-01-01'],
          ['L4', 'PRIV', '7', '1', '2020-01-01'],
        ],
      },
      { id: 'B', taxStatus: 'tax_exempt', cash: '-5.50', lots: [['L5', 'TB', '2', '1', '2020-01-01']] },
    ],
    overrides: [
      { kind: 'cash_reserve', accountId: 'A', amount: '25.00' },
      { kind: 'cash_reserve', accountId: 'A', amount: '9.00', starts: '2026-01-01', expires: '2026-06-01' },
    ],
  },
  expect: { trades: [] },
}

test('drift counts positions rounded one by one, cash after flows less reserves in force, and funds that are cash', () => {
  const { groups, accounts } = measureDrift(snapshotOf(scenario))
  // 3.5 x 33.335 = 116.6725 -> 116.67; cash 100 - 20 - 30 - 25 = 25 and -5.50 and 2 x 10; outside 10.
  expect(groups[0]).toMatchObject({ base: '166.17', cash: '74.50', reserve: '55.00' })
  expect(groups[0]?.nodes).toMatchObject([
    {
      nodeId: 'Cash',
      value: '39.50',
      weight: '0.237708',
      drift: '0.137708',
      status: 'aboveBand',
      outsideBandBy: '6.27',
    },
    {
      nodeId: 'Equity',
      value: '116.67',
      weight: '0.702112',
      drift: '-0.197888',
      status: 'belowBand',
      outsideBandBy: '16.27',
    },
    {
      nodeId: 'outside',
      value: '10.00',
      weight: '0.060179',
      drift: '0.060179',
      status: 'inBand',
      outsideBandBy: '0.00',
    },
  ])
  expect(
    groups[0]?.securities.map(({ securityId, shares, value, nodeId }) => [securityId, shares, value, nodeId]),
  ).toEqual([
    ['EQ', '3.5', '116.67', 'Equity'],
    ['ODD', '10', '10.00', 'outside'],
    ['TB', '2', '20.00', 'Cash'],
  ])
  expect(groups[0]?.unpriced).toEqual([{ accountId: 'A', securityId: 'PRIV', shares: '7' }])
  expect(accounts.map(({ accountId, base }) => [accountId, base])).toEqual([
    ['A', '151.67'],
    ['B', '14.50'],
  ])
})

test('an account that is worth nothing has no weights', () => {
  const empty = snapshotOf({
    ...scenario,
    given: {
      ...scenario.given,
      accounts: [{ id: 'A', taxStatus: 'taxable', cash: '-1', lots: [] }],
      overrides: [],
    },
  })
  const { groups } = measureDrift(empty)
  expect(groups[0]).toMatchObject({ base: '0.00', cash: '-1.00' })
  expect(groups[0]?.nodes.map(({ weight, status }) => [weight, status])).toEqual([
    [null, 'noValue'],
    [null, 'noValue'],
    [null, 'noValue'],
  ])
})
