import { expect, test } from 'vitest'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import { lotsForSale } from '../../../server/engine/rules/lot-relief.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

function accountWith(costs: readonly (string | null)[], averageCost: readonly string[]) {
  const snapshot = snapshotOf({
    story: 'average cost',
    why: '',
    given: {
      asOf: '2026-06-02',
      settings: { lotRelief: 'HIFO' },
      securities: { FUND: { class: 'Equity', price: '100' } },
      model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
      accounts: [
        {
          id: 'A',
          taxStatus: 'taxable',
          cash: '0',
          lots: [
            ['a', 'FUND', '10', costs[0]!, '2026-03-02'],
            ['b', 'FUND', '20', costs[1]!, '2020-01-02'],
            ['c', 'FUND', '3', costs[2]!, '2023-01-02'],
          ],
        },
      ],
    },
    expect: { trades: [] },
  })
  const household = readSnapshot({
    ...snapshot,
    accounts: snapshot.accounts.map((account) => ({ ...account, averageCost })),
  })
  const [account] = household.accounts
  return lotsForSale(household, account!, account!.positions[0]!).map(({ lot }) => lot)
}

test('lots at average cost share one unit cost and go first in, first out, each with its own holding period', () => {
  // 10 x 90 + 20 x 50 + 3 x 10.01 = 1,930.03 over 33 shares is 58.4857575...
  const lots = accountWith(['90', '50', '10.01'], ['FUND'])
  expect(lots.map(({ id, unitCost, term }) => [id, unitCost, term])).toEqual([
    ['b', 58_485_758n, 'long'],
    ['c', 58_485_758n, 'long'],
    ['a', 58_485_758n, 'short'],
  ])
})

test('one unknown cost leaves the average unknown', () => {
  expect(accountWith(['90', null, '10'], ['FUND']).map(({ unitCost }) => unitCost)).toEqual([
    null,
    null,
    null,
  ])
})

test('without that method each lot has its own cost and the usual order', () => {
  expect(accountWith(['90', '50', '10'], ['OTHER']).map(({ id, unitCost }) => [id, unitCost])).toEqual([
    ['a', 90_000_000n],
    ['b', 50_000_000n],
    ['c', 10_000_000n],
  ])
})
