import { expect, test } from 'vitest'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import {
  freeFrom,
  lossWashedByPurchase,
  purchaseDisallowingLoss,
  sharesReplaced,
  watchWashSales,
} from '../../../server/engine/rules/wash-sale.ts'
import type { RecentTrade, ScheduledPurchase, Settings } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

interface Facts {
  readonly watch?: Settings['washSaleWatch']
  /** Account, date and shares of lots of TWIN, which is identical to FUND. */
  readonly bought?: readonly (readonly [string, string, string])[]
  readonly scheduled?: readonly ScheduledPurchase[]
  readonly trades?: readonly RecentTrade[]
}

/** Ann holds the lot that is asked about, bought in 2020; Bob is recorded as nobody's spouse. On 2026-06-02. */
function watchOf({ watch = 'related', bought = [], scheduled = [], trades = [] }: Facts) {
  const owners = {
    Ann: { kind: 'person', grantorId: null },
    Bob: { kind: 'person', grantorId: null },
    Living: { kind: 'grantor_trust', grantorId: 'Ann' },
    Family: { kind: 'trust', grantorId: null },
  } as const
  const accounts = [...Object.keys(owners), 'Ann IRA']
  const snapshot = snapshotOf({
    story: 'wash sales',
    why: '',
    given: {
      asOf: '2026-06-02',
      settings: { washSaleWatch: watch },
      securities: {
        FUND: { class: 'Equity', price: '100', identicalTo: 'same' },
        TWIN: { class: 'Equity', price: '50', identicalTo: 'same' },
        OTHER: { class: 'Equity', price: '50' },
      },
      model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
      accounts: accounts.map((id) => ({
        id,
        taxStatus: id === 'Ann IRA' ? ('tax_deferred' as const) : ('taxable' as const),
        cash: '0',
        lots: [
          ...(id === 'Ann' ? [['lot', 'FUND', '10', '120', '2020-01-02'] as const] : []),
          ...bought.flatMap(([account, date, shares], index) =>
            account === id ? [[`bought ${index}`, 'TWIN', shares, '50', date] as const] : [],
          ),
        ],
      })),
      recentTrades: trades,
    },
    expect: { trades: [] },
  })
  const [usual] = snapshot.taxpayers
  const household = readSnapshot({
    ...snapshot,
    scheduledPurchases: scheduled,
    taxpayers: Object.entries(owners).map(([id, owner]) => ({ ...usual!, ...owner, id })),
    accounts: snapshot.accounts.map((account) => ({ ...account, taxpayerId: account.id.split(' ')[0]! })),
  })
  return watchWashSales(household)
}

const ANNS_LOT = { id: 'lot', accountId: 'Ann' }
const blocker = (facts: Facts) => purchaseDisallowingLoss(watchOf(facts), 'same', ANNS_LOT)
const scheduledIn = (accountId: string, date: string, securityId = 'TWIN') => ({
  accountId,
  date,
  securityId,
})

test.each([
  // who buys, watched by relation, watched by household
  ['Ann', true, true],
  ['Ann IRA', true, true],
  ['Living', true, true], // a grantor trust is its grantor
  ['Bob', true, true], // nobody recorded that he is not related
  ['Family', false, true],
])(
  'a purchase of %s washes the loss of Ann: by relation %s, by household %s',
  (buyer, related, household) => {
    const bought = [[buyer, '2026-05-20', '3']] as const
    expect(blocker({ bought }) !== null).toBe(related)
    expect(blocker({ bought, watch: 'household' }) !== null).toBe(household)
  },
)

test('a trust by itself is washed by its own purchases alone', () => {
  const watch = watchOf({
    bought: [
      ['Family', '2026-05-20', '3'],
      ['Ann', '2026-05-25', '3'],
    ],
  })
  const lot = { id: 'old', accountId: 'Family' }
  expect(purchaseDisallowingLoss(watch, 'same', lot)).toMatchObject({
    accountId: 'Family',
    date: '2026-05-20',
  })
  expect(purchaseDisallowingLoss(watch, 'same', { id: 'bought 0', accountId: 'Family' })).toBeNull()
})

test.each([
  ['2026-05-03', true], // 30 days ago
  ['2026-05-02', false],
  ['2026-06-02', true],
])('a purchase of %s is in the window: %s', (date, isIn) => {
  expect(blocker({ bought: [['Ann', date, '3']] }) !== null).toBe(isIn)
})

test.each([
  ['2026-06-02', true],
  ['2026-07-02', true], // in 30 days
  ['2026-07-03', false],
  ['2026-06-01', false], // it was not made, or it is a lot by now
])('a purchase scheduled for %s bars the loss: %s', (date, isBarred) => {
  expect(blocker({ scheduled: [scheduledIn('Bob', date)] }) !== null).toBe(isBarred)
})

test('what is scheduled is said, and the loss is free after its window, not before', () => {
  const facts: Facts = {
    bought: [['Ann', '2026-05-20', '3']],
    scheduled: [scheduledIn('Ann IRA', '2026-06-15'), scheduledIn('Ann', '2026-06-20', 'OTHER')],
  }
  const purchase = blocker(facts)
  expect(purchase).toMatchObject({ date: '2026-06-15', isScheduled: true, isSheltered: true, lotId: null })
  expect(freeFrom(watchOf(facts), purchase!.date)).toBe('2026-07-16')
})

test('only as many shares as were bought are disallowed', () => {
  const bought = [
    ['Ann', '2026-05-20', '3'],
    ['Bob', '2026-05-21', '1.5'],
    ['Family', '2026-05-22', '40'],
    ['Ann', '2026-01-05', '100'],
  ] as const
  const boughtAndSold: RecentTrade = {
    accountId: 'Ann IRA',
    securityId: 'TWIN',
    side: 'buy',
    tradeDate: '2026-05-10',
    shares: '2',
    realizedGain: null,
    lotId: null,
  }
  // 3 and 1.5, and 2 that are no longer held.
  expect(sharesReplaced(watchOf({ bought, trades: [boughtAndSold] }), 'same', ANNS_LOT)).toBe(650_000_000n)
  expect(sharesReplaced(watchOf({ bought, watch: 'household' }), 'same', ANNS_LOT)).toBe(4_450_000_000n)
  // The lot bought itself is not bought in its own place.
  expect(sharesReplaced(watchOf({ bought }), 'same', { id: 'bought 0', accountId: 'Ann' })).toBe(150_000_000n)
  expect(sharesReplaced(watchOf({}), 'same', ANNS_LOT)).toBe(0n)
  expect(
    sharesReplaced(watchOf({ bought, scheduled: [scheduledIn('Ann', '2026-06-15')] }), 'same', ANNS_LOT),
  ).toBeNull()
})

test('a loss bars purchases in the accounts that are watched with it', () => {
  const sold = (accountId: string): RecentTrade => ({
    accountId,
    securityId: 'FUND',
    side: 'sell',
    tradeDate: '2026-05-20',
    shares: '2',
    realizedGain: '-5',
    lotId: null,
  })
  const watch = watchOf({ trades: [sold('Family')] })
  expect(lossWashedByPurchase(watch, 'same', 'Family')).toMatchObject({ accountId: 'Family' })
  expect(lossWashedByPurchase(watch, 'same', 'Ann IRA')).toBeNull()
  expect(lossWashedByPurchase(watch, 'same')).toMatchObject({ accountId: 'Family' })
  const household = watchOf({ trades: [sold('Family')], watch: 'household' })
  expect(lossWashedByPurchase(household, 'same', 'Ann IRA')).toMatchObject({ date: '2026-05-20' })
  expect(lossWashedByPurchase(watchOf({ trades: [sold('Ann IRA')] }), 'same', 'Ann')).toBeNull()
})
