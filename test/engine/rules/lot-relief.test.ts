import { expect, test } from 'vitest'
import { relieveLots } from '../../../server/engine/facts/gain.ts'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import { lotsForSale } from '../../../server/engine/rules/lot-relief.ts'
import type { LotReliefMethod } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

/** At a price of 100: a short-term gain of 1, a loss, an old gain of 50, two lots of equal cost, one of unknown cost. */
function positionSoldBy(lotRelief: LotReliefMethod) {
  const household = readSnapshot(
    snapshotOf({
      story: 'lots',
      why: '',
      given: {
        asOf: '2026-06-02',
        settings: { lotRelief },
        securities: { EQ: { class: 'Equity', price: '100' } },
        model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
        accounts: [
          {
            id: 'A',
            taxStatus: 'taxable',
            cash: '0',
            lots: [
              ['young', 'EQ', '10', '99', '2026-03-01'],
              ['loss', 'EQ', '10', '120', '2024-05-01'],
              ['old', 'EQ', '10', '50', '2019-01-02'],
              ['twin-b', 'EQ', '10', '70', '2022-01-03'],
              ['twin-a', 'EQ', '10', '70', '2022-01-03'],
              ['unknown', 'EQ', '10', null, '2021-01-04'],
            ],
          },
        ],
      },
      expect: { trades: [] },
    }),
  )
  const account = household.accounts[0]!
  return lotsForSale(household, account, account.positions[0]!).map(({ lot }) => lot)
}

test.each([
  ['FIFO', ['old', 'unknown', 'twin-a', 'twin-b', 'loss', 'young']],
  ['LIFO', ['young', 'loss', 'twin-b', 'twin-a', 'unknown', 'old']],
  ['HIFO', ['loss', 'young', 'twin-a', 'twin-b', 'old', 'unknown']],
  // Tax on a share: nothing on the loss, which earns no credit, 0.40 on the young, 6 on the twins, 10 on the old lot.
  ['MIN_TAX', ['loss', 'unknown', 'young', 'twin-a', 'twin-b', 'old']],
] as const)('%s sells %j', (method, order) => {
  expect(positionSoldBy(method).map(({ id }) => id)).toEqual(order)
})

test('a sale takes whole lots in order and the last in part; proceeds and gains sum to the cent', () => {
  const lots = positionSoldBy('HIFO').slice(0, 3)
  const reliefs = relieveLots(lots, 2_200_000_000n, 33_333_333n)
  // 22 shares at 33.333333 are 733.33; ten of them 333.33 each and two 66.67.
  expect(reliefs.map(({ lot, shares, proceeds, gain }) => [lot.id, shares, proceeds, gain])).toEqual([
    ['loss', 1_000_000_000n, 33_333n, 33_333n - 120_000n],
    ['young', 1_000_000_000n, 33_333n, 33_333n - 99_000n],
    ['twin-a', 200_000_000n, 6_667n, 6_667n - 14_000n],
  ])
  expect(reliefs.reduce((sum, { proceeds }) => sum + proceeds, 0n)).toBe(73_333n)
})
