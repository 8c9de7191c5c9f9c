import { expect, test } from 'vitest'
import type { OrderToPrice } from '../../../server/engine/facts/order-cost.ts'
import { orderCost, orderFee, redemptionFee } from '../../../server/engine/facts/order-cost.ts'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import type { OrderFee, RedemptionFee, SecurityKind } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

const SHARE = 100_000_000n

/** A hundred shares at 10: 40 of 2026-01-02 and 60 of 2026-05-20, and half a spread of 5 basis points. */
function orderOf(
  order: Pick<OrderToPrice, 'side' | 'shares'>,
  costs: { kind?: SecurityKind; fees?: OrderFee[]; redemptionFee?: RedemptionFee } = {},
): OrderToPrice {
  const snapshot = snapshotOf({
    story: 'costs',
    why: '',
    given: {
      asOf: '2026-06-02',
      securities: { FUND: { class: 'Equity', price: '10' } },
      model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
      accounts: [
        {
          id: 'A',
          taxStatus: 'taxable',
          cash: '0',
          lots: [
            ['a-young', 'FUND', '60', '10', '2026-05-20'],
            ['b-old', 'FUND', '40', '10', '2026-01-02'],
          ],
        },
      ],
    },
    expect: { trades: [] },
  })
  const { accounts } = readSnapshot({
    ...snapshot,
    securities: snapshot.securities.map((security) => ({
      ...security,
      kind: costs.kind ?? 'fund',
      halfSpreadBps: '5',
      redemptionFee: costs.redemptionFee ?? null,
    })),
    accounts: snapshot.accounts.map((account) => ({ ...account, fees: costs.fees ?? [] })),
  })
  const [account] = accounts
  const [position] = account!.positions
  return {
    ...order,
    account: account!,
    security: position!.security,
    lots: position!.lots,
    asOf: '2026-06-02',
  }
}

const fee = (
  appliesTo: OrderFee['appliesTo'],
  valueUpTo: string | null,
  perOrder: string,
  rate = '0',
): OrderFee => ({
  appliesTo,
  valueUpTo,
  perOrder,
  rate,
})

test('without fees an order costs its half-spread: 5 basis points of $505, in whole cents', () => {
  expect(orderCost(orderOf({ side: 'buy', shares: (101n * SHARE) / 2n }))).toBe(26n)
  expect(orderCost(orderOf({ side: 'sell', shares: 50n * SHARE }))).toBe(25n)
})

test('a fund keeps its fee of shares held too short, counting the oldest as sold first', () => {
  const redemptionFee = { rate: '0.02', days: 90 }
  // All 40 of the old lot are free of it; of the next 10, $100 at 2 percent; half-spreads of 20 and 25 cents.
  expect(orderCost(orderOf({ side: 'sell', shares: 40n * SHARE }, { redemptionFee }))).toBe(20n)
  expect(orderCost(orderOf({ side: 'sell', shares: 50n * SHARE }, { redemptionFee }))).toBe(200n + 25n)
  expect(orderCost(orderOf({ side: 'buy', shares: 50n * SHARE }, { redemptionFee }))).toBe(25n)
})

test.each([
  [13, 0n], // held for 13 days: on the 13th day of a fee for fewer than 13 it is gone
  [14, 1n], // a part of a cent counts as one
])('a fee for fewer than %i days takes %i cents of a lot held for 13', (days, expected) => {
  const { security } = orderOf({ side: 'sell', shares: SHARE }, { redemptionFee: { rate: '0.001', days } })
  expect(redemptionFee(security, [{ lot: { acquired: '2026-05-20' }, proceeds: 10n }], '2026-06-02')).toBe(
    expected,
  )
})

test.each([
  ['fund', 1_000_00n, 20_00n], // the first that applies, its edge included
  ['fund', 1_000_01n, 49_95n + 1_01n], // a tenth of a percent of 1,000.01 is a dollar and a part of a cent
  ['etf', 1_000_00n, 7_00n],
  ['stock', 50_00n, 7_00n],
] as const)('an order of a %s worth %i cents pays %i', (kind, value, expected) => {
  const fees = [fee('fund', '1000', '20'), fee('fund', null, '49.95', '0.001'), fee('any', null, '7')]
  const { account, security } = orderOf({ side: 'buy', shares: SHARE }, { kind, fees })
  expect(orderFee(account, security, value)).toBe(expected)
})

test('an order that no fee is for pays none, and half-spread and fee add up', () => {
  const order = { side: 'buy', shares: 50n * SHARE } as const
  expect(orderCost(orderOf(order, { fees: [fee('stock', null, '7'), fee('fund', '499.99', '20')] }))).toBe(
    25n,
  )
  expect(orderCost(orderOf(order, { fees: [fee('any', null, '4.95')] }))).toBe(520n)
})
