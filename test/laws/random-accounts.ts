import fc from 'fast-check'
import { addDays } from '../../server/engine/facts/calendar.ts'
import type {
  Account,
  AccountBlock,
  Lot,
  OrderFee,
  Override,
  RecentTrade,
  ScheduledPurchase,
  Taxpayer,
} from '../../server/engine/snapshot.ts'
import { daysAgo, decimal, RANDOM_AS_OF, rarely } from './draws.ts'
import { anySecurity } from './random-securities.ts'

/** A lot whose cost is not yet told in dollars but, mostly, as a part of the price. */
export interface DrawnLot extends Omit<Lot, 'unitCost'> {
  readonly cost: { readonly ofPrice: number } | { readonly dollars: string | null }
}

export interface DrawnAccount extends Omit<Account, 'lots'> {
  readonly lots: readonly DrawnLot[]
}

const ACCOUNT_KINDS = [
  ['joint', 'taxable', 'first'],
  ['individual', 'taxable', 'second'],
  ['traditional_ira', 'tax_deferred', 'first'],
  ['roth_ira', 'tax_exempt', 'second'],
  ['trust', 'taxable', 'trust'],
] as const
const OTHER_TRUST = ['irrevocable_trust', 'taxable', 'other'] as const

/** Mostly far in the past, often around the edges of the wash-sale window and of the holding period. */
const acquired = fc.oneof(
  { weight: 4, arbitrary: daysAgo(3000) },
  { weight: 1, arbitrary: daysAgo(40) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-30, -31, -365, -366, -367).map((days) => addDays(RANDOM_AS_OF, days)),
  },
)

const lots = fc.array(
  fc.record({
    securityId: anySecurity,
    shares: fc.oneof(decimal(1, 400, 0), decimal(1, 4_000_000, 4)),
    cost: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 30, max: 150 }).map((part) => ({ ofPrice: part / 100 })) },
      { weight: 2, arbitrary: decimal(0, 900_00, 2).map((dollars) => ({ dollars })) },
      { weight: 1, arbitrary: fc.constant({ dollars: null }) },
    ),
    acquired,
    /** Earlier than the purchase after a wash sale, a gift or an inheritance. */
    heldBefore: rarely(0, fc.constantFrom(10, 400)),
  }),
  { maxLength: 9 },
)

const sometimes = (amount: fc.Arbitrary<string>) => rarely('0', amount, 5)

const FEES: readonly (readonly OrderFee[])[] = [
  [{ appliesTo: 'any', valueUpTo: null, perOrder: '4.95', rate: '0' }],
  [
    { appliesTo: 'fund', valueUpTo: null, perOrder: '25.00', rate: '0' },
    { appliesTo: 'any', valueUpTo: null, perOrder: '0', rate: '0.001' },
  ],
  [
    { appliesTo: 'any', valueUpTo: '1000.00', perOrder: '0', rate: '0' },
    { appliesTo: 'any', valueUpTo: null, perOrder: '9.99', rate: '0.0005' },
  ],
]

const blocks: fc.Arbitrary<readonly AccountBlock[]> = rarely(
  [] as readonly AccountBlock[],
  fc
    .constantFrom('openOrders', 'heldAway', 'lotsDisagreeWithPositions', 'consentMissing')
    .map((code) => [{ code, detail: 'Something stands in the way.' }]),
  12,
)

export const account = (index: number): fc.Arbitrary<DrawnAccount> =>
  fc
    .record({
      kind: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...ACCOUNT_KINDS) },
        { weight: 1, arbitrary: fc.constant(OTHER_TRUST) },
      ),
      cash: fc.oneof(
        { weight: 5, arbitrary: decimal(0, 3_000_000, 2) },
        { weight: 1, arbitrary: decimal(-500_000, 5_000_000, 2) },
      ),
      minimumCash: sometimes(decimal(0, 500_000, 2)),
      contribution: sometimes(decimal(0, 2_000_000, 2)),
      withdrawal: sometimes(decimal(0, 2_000_000, 2)),
      marginApproved: fc.boolean(),
      blocks,
      shareDecimals: rarely<number | null>(null, fc.constantFrom(0, 2, 4), 15),
      fees: rarely([] as readonly OrderFee[], fc.constantFrom(...FEES)),
      averageCost: rarely([] as string[], fc.uniqueArray(anySecurity, { maxLength: 3 }), 12),
      reinvested: rarely([] as string[], fc.uniqueArray(anySecurity, { maxLength: 3 }), 12),
      lots,
    })
    .map(({ kind: [type, taxStatus, taxpayerId], ...drawn }) => ({
      ...drawn,
      id: `A${index}`,
      name: `Account ${index}`,
      type,
      taxStatus,
      taxpayerId,
      lots: drawn.lots.map(({ heldBefore, ...lot }, place) => ({
        ...lot,
        id: `A${index}-L${place}`,
        holdingPeriodStart: addDays(lot.acquired, -heldBefore),
      })),
    }))

const budget = (most: number) => fc.option(decimal(0, most, 2), { freq: 2 })

const yearSoFar = fc.record({
  yearToDateShortTermGain: rarely('0', decimal(-500_000, 500_000, 2), 3),
  yearToDateLongTermGain: rarely('0', decimal(-500_000, 1_000_000, 2), 3),
  lossCarryforward: rarely('0', decimal(0, 1_000_000, 2), 8),
})

/** Two spouses, a grantor trust of the first, and a trust that files for itself. */
export const taxpayers: fc.Arbitrary<Taxpayer[]> = fc
  .tuple(
    ...['first', 'second', 'trust', 'other'].map(() =>
      fc.record({
        gainsBudget: fc.oneof(
          { weight: 2, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: budget(1_000_000) },
        ),
        taxBudget: rarely<string | null>(null, decimal(0, 200_000, 2), 15),
        year: yearSoFar,
      }),
    ),
  )
  .map((drawn) =>
    ['first', 'second', 'trust', 'other'].map((id, index): Taxpayer => {
      const { gainsBudget, taxBudget, year } = drawn[index]!
      return {
        id,
        kind: id === 'trust' ? 'grantor_trust' : id === 'other' ? 'trust' : 'person',
        spouseId: id === 'first' ? 'second' : id === 'second' ? 'first' : null,
        grantorId: id === 'trust' ? 'first' : null,
        shortTermRate: id === 'other' ? '0.37' : '0.35',
        longTermRate: id === 'other' ? '0.2' : '0.15',
        ratesByCharacter: [{ taxCharacter: 'collectible', shortTermRate: '0.35', longTermRate: '0.28' }],
        gainsBudget,
        taxBudget,
        ...year,
      }
    }),
  )

export const override = (index: number, accountIds: readonly string[]): fc.Arbitrary<Override> => {
  const terms = {
    id: fc.constant(`O${index}`),
    accountId: fc.option(fc.constantFrom(...accountIds)),
    reason: fc.constant('a client instruction'),
    starts: fc.constantFrom('2020-01-01', RANDOM_AS_OF, '2028-03-02'),
    expires: fc.constantFrom(null, '2028-02-29', RANDOM_AS_OF),
  }
  return fc.oneof(
    fc.record({
      ...terms,
      kind: fc.constantFrom('hold', 'do_not_sell', 'do_not_buy', 'exclude', 'restricted', 'sell'),
      securityId: anySecurity,
    }),
    fc.record({
      ...terms,
      kind: fc.constantFrom('cap', 'keep_within'),
      securityId: anySecurity,
      unit: fc.constantFrom('fraction', 'dollars', 'shares'),
      low: fc.constantFrom(null, '0.1'),
      high: fc.constantFrom(null, '0.3', '50'),
    }),
    fc.record({ ...terms, kind: fc.constant('cash_reserve' as const), amount: decimal(0, 500_000, 2) }),
  )
}

export const recentTrade = (accountIds: readonly string[]): fc.Arbitrary<RecentTrade> =>
  fc
    .record({
      accountId: fc.constantFrom(...accountIds),
      securityId: anySecurity,
      side: fc.constantFrom('sell', 'buy'),
      tradeDate: daysAgo(35),
      shares: fc.constant('5'),
      realizedGain: fc.constantFrom(null, '-10.00', '10.00'),
      lotId: fc.constant(null),
    })
    .map((trade) => (trade.side === 'buy' ? { ...trade, realizedGain: null } : trade))

export const scheduledPurchase = (accountIds: readonly string[]): fc.Arbitrary<ScheduledPurchase> =>
  fc.record({
    accountId: fc.constantFrom(...accountIds),
    securityId: anySecurity,
    date: fc.integer({ min: -2, max: 40 }).map((days) => addDays(RANDOM_AS_OF, days)),
  })
