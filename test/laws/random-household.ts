import fc from 'fast-check'
import { addDays } from '../../server/engine/facts/calendar.ts'
import type {
  Account,
  Group,
  Model,
  ModelNode,
  Override,
  RecentTrade,
  Security,
  Settings,
  Snapshot,
  Taxpayer,
} from '../../server/engine/snapshot.ts'

/** The date of every random household: the day after a leap day, so that holding periods meet it. */
export const RANDOM_AS_OF = '2028-03-01'

const decimal = (least: number, most: number, places: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((units) => (units / 10 ** places).toFixed(places))

const daysAgo = (most: number) =>
  fc.integer({ min: 0, max: most }).map((days) => addDays(RANDOM_AS_OF, -days))

/** Mostly far in the past, often around the edges of the wash-sale window and of the holding period. */
const acquired = fc.oneof(
  daysAgo(3000),
  daysAgo(40),
  fc.constantFrom(-365, -366, -367).map((days) => addDays(RANDOM_AS_OF, days)),
)

const SECURITIES: readonly (readonly [
  id: string,
  assetClassId: string | null,
  identicalGroupId: string | null,
])[] = [
  ['EQ1', 'equity', 'broad-market'],
  ['EQ2', 'equity', 'broad-market'],
  ['INT', 'international', null],
  ['BD', 'bonds', null],
  ['MUNI', 'bonds', null],
  ['TBILL', 'cash', null],
  ['GOLD', 'alternatives', null],
  ['STOCK', null, null],
]
const SECURITY_IDS = SECURITIES.map(([id]) => id)
const anySecurity = fc.constantFrom(...SECURITY_IDS)

const securities: fc.Arbitrary<Security[]> = fc
  .array(
    fc.record({
      price: fc.oneof(
        { weight: 12, arbitrary: decimal(1_00, 900_00, 2) },
        { weight: 2, arbitrary: decimal(1, 5_000_000, 6) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      halfSpreadBps: fc.constantFrom('0', '0', '1.5', '10'),
    }),
    { minLength: SECURITIES.length, maxLength: SECURITIES.length },
  )
  .map((drawn) =>
    SECURITIES.map(([id, assetClassId, identicalGroupId], index): Security => ({
      id,
      symbol: id,
      name: `${id} fund`,
      assetClassId,
      identicalGroupId,
      price: drawn[index]?.price ?? null,
      priceDate: RANDOM_AS_OF,
      halfSpreadBps: drawn[index]?.halfSpreadBps ?? '0',
      taxCharacter: id === 'GOLD' ? 'collectible' : 'equity',
      kind: 'etf',
      shareDecimals: null,
      roundLot: null,
      minimumPurchase: null,
      redemptionFee: null,
    })),
  )

/** Targets in percent of equity, international, bonds, alternatives and cash. */
const TARGETS = [
  [40, 20, 30, 5, 5],
  [60, 0, 40, 0, 0],
  [20, 10, 60, 7, 3],
  [90, 5, 4, 0, 1],
] as const
const LEAVES = ['equity', 'international', 'bonds', 'alternatives', 'cash'] as const

const slot = (
  securityId: string,
  weight: string,
  alternatives: string[] = [],
  equivalents: string[] = [],
) => ({
  securityId,
  weight,
  alternatives,
  equivalents,
})

const models: fc.Arbitrary<Model[]> = fc
  .record({
    targets: fc.constantFrom(...TARGETS),
    width: fc.integer({ min: 0, max: 12 }),
    isTiered: fc.boolean(),
    otherHigh: fc.constantFrom('1', '0.1', '0'),
  })
  .map(({ targets, width, isTiered, otherHigh }) => {
    const percent = (points: number) => (Math.min(100, Math.max(0, points)) / 100).toFixed(2)
    const node = (id: string, points: number, parentId: string | null, isLeaf: boolean): ModelNode => ({
      id,
      parentId,
      name: id,
      target: percent(points),
      low: percent(points - width),
      high: percent(points + width),
      assetClassId: isLeaf ? id : null,
      isCash: id === 'cash',
      yearlyDrag: [{ appliesTo: 'taxable', drag: id === 'bonds' ? '0.015' : '0.0025' }],
    })
    const leaves = LEAVES.map((id, index) =>
      node(id, targets[index] ?? 0, isTiered && index < 2 ? 'stocks' : null, true),
    )
    const parents = isTiered ? [node('stocks', targets[0] + targets[1], null, false)] : []
    return [
      {
        id: 'model',
        name: 'Model',
        version: 3,
        parts: [],
        nodes: [...leaves, ...parents],
        otherHigh,
        classHoldings: [
          { nodeId: 'equity', appliesTo: 'any', slots: [slot('EQ1', '0.7'), slot('EQ2', '0.3')] },
          { nodeId: 'international', appliesTo: 'any', slots: [slot('INT', '1')] },
          { nodeId: 'bonds', appliesTo: 'any', slots: [slot('BD', '1')] },
          { nodeId: 'bonds', appliesTo: 'taxable', slots: [slot('MUNI', '1', ['BD'])] },
          { nodeId: 'alternatives', appliesTo: 'any', slots: [slot('GOLD', '1')] },
          { nodeId: 'cash', appliesTo: 'any', slots: [slot('TBILL', '1')] },
        ],
      },
    ]
  })

const ACCOUNT_KINDS = [
  ['joint', 'taxable', 'first'],
  ['traditional_ira', 'tax_deferred', 'first'],
  ['roth_ira', 'tax_exempt', 'second'],
  ['trust', 'taxable', 'trust'],
] as const

const lots = fc.array(
  fc.record({
    securityId: anySecurity,
    shares: fc.oneof(decimal(1, 400, 0), decimal(1, 4_000_000, 4)),
    unitCost: fc.oneof(
      { weight: 12, arbitrary: decimal(0, 900_00, 2) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    acquired,
  }),
  { maxLength: 9 },
)

const sometimes = (amount: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant('0') }, { weight: 1, arbitrary: amount })

const account = (index: number): fc.Arbitrary<Account> =>
  fc
    .record({
      kind: fc.constantFrom(...ACCOUNT_KINDS),
      cash: decimal(-500_000, 5_000_000, 2),
      minimumCash: sometimes(decimal(0, 500_000, 2)),
      contribution: sometimes(decimal(0, 2_000_000, 2)),
      withdrawal: sometimes(decimal(0, 2_000_000, 2)),
      marginApproved: fc.boolean(),
      isBlocked: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
      lots,
    })
    .map(({ kind: [type, taxStatus, taxpayerId], isBlocked, ...drawn }) => ({
      ...drawn,
      id: `A${index}`,
      name: `Account ${index}`,
      type,
      taxStatus,
      taxpayerId,
      blocks: isBlocked ? [{ code: 'openOrders' as const, detail: 'Orders are open.' }] : [],
      shareDecimals: null,
      fees: [],
      averageCost: [],
      reinvested: [],
      lots: drawn.lots.map((lot, place) => ({
        ...lot,
        id: `A${index}-L${place}`,
        holdingPeriodStart: lot.acquired,
      })),
    }))

const taxpayers: fc.Arbitrary<Taxpayer[]> = fc
  .tuple(...['first', 'second', 'trust'].map(() => fc.option(decimal(0, 1_000_000, 2), { freq: 2 })))
  .map((budgets) =>
    ['first', 'second', 'trust'].map((id, index) => ({
      id,
      kind: id === 'trust' ? 'grantor_trust' : 'person',
      spouseId: id === 'first' ? 'second' : id === 'second' ? 'first' : null,
      grantorId: id === 'trust' ? 'first' : null,
      shortTermRate: '0.35',
      longTermRate: '0.15',
      ratesByCharacter: [{ taxCharacter: 'collectible', shortTermRate: '0.35', longTermRate: '0.28' }],
      gainsBudget: budgets[index] ?? null,
      taxBudget: null,
      yearToDateShortTermGain: '250.00',
      yearToDateLongTermGain: '-100.00',
      lossCarryforward: '0',
    })),
  )

const override = (index: number, accountIds: readonly string[]): fc.Arbitrary<Override> => {
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
      kind: fc.constantFrom('hold', 'do_not_sell', 'do_not_buy', 'exclude', 'restricted'),
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

const recentTrade = (accountIds: readonly string[]): fc.Arbitrary<RecentTrade> =>
  fc.record({
    accountId: fc.constantFrom(...accountIds),
    securityId: anySecurity,
    side: fc.constantFrom('sell', 'buy'),
    tradeDate: daysAgo(35),
    shares: fc.constant('5'),
    realizedGain: fc.constantFrom(null, '-10.00', '10.00'),
    lotId: fc.constant(null),
  })

const settings: fc.Arbitrary<Settings> = fc.record({
  mode: fc.constantFrom('target', 'midpoint', 'band'),
  scope: fc.constant({ kind: 'all' as const }),
  preference: fc.constant('bestFit' as const),
  trigger: fc.constantFrom('whenDue', 'asked'),
  lotRelief: fc.constantFrom('HIFO', 'HIFO', 'FIFO', 'LIFO', 'MIN_TAX'),
  shareDecimals: fc.constantFrom(0, 0, 0, 3, 8),
  minimumTrade: fc.constantFrom('0', '100.00', '2500.00'),
  minimumTradeFraction: fc.constant('0'),
  sellAllBelow: fc.constant('0'),
  minimumImprovement: fc.constant('0'),
  cashCushion: fc.constantFrom('0', '0.01'),
  washSaleDays: fc.constant(30),
  washSaleWatch: fc.constant('household' as const),
  washedLotsForCash: fc.constant(false),
  avoidShortTermGains: fc.boolean(),
  longTermWaitDays: fc.constant(0),
  lossCredit: fc.constantFrom('0', '1'),
  harvestThreshold: fc.constant('0'),
  switchBackPrice: fc.constant('0'),
  legacyGains: fc.constantFrom('free', 'withinBudget'),
  unpricedHoldings: fc.constantFrom('leaveAlone', 'blockAccount'),
  locationYears: fc.constant('0'),
  deviationPrice: fc.constant('0'),
  budgetShare: fc.constant('1'),
  turnoverBudget: fc.constant(null),
})

/** All accounts in one group, each in its own, or the first in none. */
function groupings(accountIds: readonly string[]): fc.Arbitrary<Group[]> {
  const oneGroup = { id: 'household', modelId: 'model', accountIds, ranges: [] }
  return fc.constantFrom(
    [oneGroup],
    accountIds.map((id) => ({ id: `group-${id}`, modelId: 'model', accountIds: [id], ranges: [] })),
    [{ ...oneGroup, accountIds: accountIds.slice(1) }],
  )
}

/** A household with everything that the rules look at: unpriced and odd lots, debits, overrides, recent trades, budgets. */
export const randomHousehold: fc.Arbitrary<Snapshot> = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const accountIds = Array.from({ length: count }, (_, index) => `A${index}`)
  return fc.record({
    format: fc.constant('evenkeel/snapshot/2' as const),
    asOf: fc.constant(RANDOM_AS_OF),
    householdId: fc.constant('random'),
    settings,
    taxpayers,
    securities,
    models,
    groups: groupings(accountIds),
    accounts: fc.tuple(...accountIds.map((_, index) => account(index))),
    overrides: fc
      .integer({ min: 0, max: 3 })
      .chain((many) => fc.tuple(...Array.from({ length: many }, (_, index) => override(index, accountIds)))),
    recentTrades: fc.array(recentTrade(accountIds), { maxLength: 3 }),
    scheduledPurchases: fc.constant([]),
  })
})

/** The same household with every list in another order. */
export function shuffled(snapshot: Snapshot, seed: number): Snapshot {
  let state = seed >>> 0
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value
        .map((entry) => ({ entry: shuffle(entry), key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shuffle(entry)]))
  }
  const shuffleRows = <Row>(rows: readonly Row[]) => shuffle(rows) as readonly Row[]
  const models = snapshot.models.map((model) => ({
    ...model,
    nodes: shuffleRows(model.nodes),
    // The order of alternatives is a ranking, not an accident of rows.
    classHoldings: model.classHoldings.map((set) => ({ ...set, slots: set.slots.toReversed() })).toReversed(),
  }))
  return { ...(shuffle(snapshot) as Snapshot), models }
}
