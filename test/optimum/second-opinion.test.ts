import { expect, test } from 'vitest'
import type { CaseTrade, HouseholdCase } from './case-format.ts'
import { householdCase, HOUSEHOLD_KINDS } from './household-kinds.ts'
import { isLongTerm } from './household-facts.ts'
import { judge } from './judge.ts'
import type { BoundLevel } from './second-opinion.ts'
import { BOUND_LEVELS, boundsByEnumeration, loadSolver, secondOpinion } from './second-opinion.ts'
import { WORKED_CASES } from './worked-cases.ts'

const highs = await loadSolver()

/** Only here do whole shares keep a plan from what fractions reach: 100 of 1,000 stay in cash. */
const ONLY_IN_FRACTIONS: Readonly<Record<string, number>> = { '16-whole-shares goalViolation': 0 }

if (WORKED_CASES.length === 0) test.skip('the worked cases are not here: passed over')

test.each(WORKED_CASES)('the optimum of $name is what its sum by hand says', ({ name, terms, expected }) => {
  const { bounds } = secondOpinion(highs, terms)
  for (const [level, value] of Object.entries(expected))
    expect(bounds[level as BoundLevel], level).toBeCloseTo(ONLY_IN_FRACTIONS[`${name} ${level}`] ?? value, 6)
})

const sell = (account: string, security: string, lot: string, qty: string): CaseTrade => ({
  account,
  security,
  side: 'sell',
  lot,
  qty,
})
const buy = (account: string, security: string, qty: string): CaseTrade => ({
  account,
  security,
  side: 'buy',
  qty,
})

/** The trades of each case's explanation. */
const TRADES: Readonly<Record<string, readonly CaseTrade[]>> = {
  '01-band-edge': [sell('A', 'EQ', 'L2', '10'), buy('A', 'BD', '10')],
  '04-ira-first': [sell('I', 'EQ', 'L2', '20'), buy('I', 'BD', '20')],
  '05-location-buys': [buy('T', 'EQ', '60'), buy('I', 'BD', '40')],
  '06-wash-ira': [sell('T', 'EQ', 'L2', '10'), buy('T', 'BD', '10')],
  '09-long-term-tomorrow': [sell('A', 'EQ', 'L2', '10'), buy('A', 'BD', '10')],
  '11-withdrawal': [sell('A', 'EQ', 'L2', '20'), buy('A', 'BD', '7')],
  '14-concentrated-hold': [],
  '15-substitution': [buy('A', 'EQ', '60'), buy('A', 'MUNI', '80')],
  '16-whole-shares': [buy('A', 'EQ', '3')],
  '17-harvest': [sell('A', 'EQ', 'L1', '40'), buy('A', 'E2', '40')],
}

test.each(WORKED_CASES)(
  'the trades of $name are judged as their sum by hand says',
  ({ name, terms, expected }) => {
    const { levels, violations } = judge(terms, TRADES[name] ?? [])
    expect(violations).toEqual([])
    for (const [level, value] of Object.entries(expected))
      expect(Number(levels[level as BoundLevel]), level).toBe(value)
  },
)

/** Two funds of 50:50 at $100, a taxable account and an IRA with $1,000 of cash each, reserve $100. */
const TWO_ACCOUNTS: HouseholdCase = {
  format: 'hh/1',
  id: 'two-accounts',
  asOf: '2026-11-20',
  tax: {
    shortRate: '0.4',
    longRate: '0.2',
    lossCredit: '0.5',
    gainBudget: '1000',
    ytdNetGain: '400',
    avoidShortTermGains: true,
  },
  settings: {
    mode: 'target',
    shares: 'whole',
    minTrade: '150',
    locationYears: '2',
    deviationPrice: '0.01',
    washWindowDays: 30,
  },
  securities: [
    { id: 'EQ', class: 'E', price: '100', halfSpreadBps: '10', identicalGroup: 'broad' },
    { id: 'EQ2', class: 'E', price: '50', halfSpreadBps: '0', identicalGroup: 'broad' },
    { id: 'BD', class: 'B', price: '100', halfSpreadBps: '0', identicalGroup: null },
    { id: 'NOPE', class: 'B', price: null, halfSpreadBps: '0', identicalGroup: null },
    { id: 'OLD', class: null, price: '10', halfSpreadBps: '0', identicalGroup: null },
  ],
  models: {
    M: {
      otherHigh: '0.05',
      classes: [
        {
          id: 'E',
          target: '0.5',
          low: '0.45',
          high: '0.55',
          drag: { taxable: '0.01', sheltered: '0' },
          slots: [{ security: 'EQ', weight: '1', equivalents: ['EQ2'] }],
        },
        {
          id: 'B',
          target: '0.4',
          low: '0.3',
          high: '0.5',
          drag: { taxable: '0.02', ira: '0.001' },
          slots: [{ security: 'BD', weight: '1' }],
        },
        { id: 'CASH', target: '0.1', low: '0', high: '0.2', cash: true, drag: { taxable: '0.005' } },
      ],
    },
  },
  groups: [{ id: 'H', model: 'M', accounts: ['T', 'I'] }],
  accounts: [
    {
      id: 'T',
      type: 'joint',
      cash: '1300',
      withdrawal: '300',
      reserve: '100',
      restrictions: [{ security: 'BD', kind: 'doNotBuy' }],
      lots: [
        { id: 'gain', security: 'EQ', qty: '20.5', costPerShare: '40', acquired: '2020-01-02' },
        { id: 'short', security: 'EQ', qty: '10', costPerShare: '70', acquired: '2026-05-04' },
        { id: 'loss', security: 'BD', qty: '10', costPerShare: '130', acquired: '2020-01-02' },
        { id: 'other', security: 'OLD', qty: '50', costPerShare: '20', acquired: '2020-01-02' },
        { id: 'dark', security: 'NOPE', qty: '10', costPerShare: '20', acquired: '2020-01-02' },
      ],
    },
    {
      id: 'I',
      type: 'ira',
      cash: '1000',
      reserve: '100',
      restrictions: [{ security: 'OLD', kind: 'doNotSell' }],
      lots: [
        { id: 'old', security: 'OLD', qty: '1', costPerShare: '20', acquired: '2020-01-02' },
        { id: 'fresh', security: 'OLD', qty: '2', costPerShare: '20', acquired: '2026-10-21' },
      ],
    },
  ],
  recentTrades: [],
}

test('every level of a small household, by hand', () => {
  // Base: 30.5 x 100 + 10 x 100 + 50 x 10 + 3 x 10 + 900 + 900 = 6,380 (NOPE counts for nothing).
  const { levels, cashAfter, violations } = judge(TWO_ACCOUNTS, [
    sell('T', 'EQ', 'gain', '10'),
    sell('T', 'EQ', 'short', '5'),
    sell('T', 'BD', 'loss', '2'),
    buy('I', 'EQ', '4'),
  ])
  expect(violations).toEqual([])
  // T: 1,000 + 1,500 x 0.999 + 200; I: 1,000 - 400 x 1.001.
  expect([cashAfter.get('T')?.toString(), cashAfter.get('I')?.toString()]).toEqual(['2698.5', '599.6'])
  // After: E 3,050 - 1,500 + 400 = 1,950; B 800; outside 530; cash 2,598.5 + 499.6 = 3,098.1.
  expect(Object.fromEntries(Object.entries(levels).map(([level, value]) => [level, Number(value)]))).toEqual({
    cashShortfall: 0,
    // Gains 600 + 150 - 60 = 690, room 1,000 - 400.
    budgetExcess: 90,
    shortTermGain: 150,
    // E 2,871 - 1,950; B 1,914 - 800; cash 3,098.1 - 1,276; outside 530 - 319.
    bandViolation: 921 + 1114 + 1822.1 + 211,
    // E 3,190 - 1,950; B 2,552 - 800; cash 3,098.1 - 638; outside 530.
    goalViolation: 1240 + 1752 + 2460.1 + 530,
    // Tax 600 x 0.2 + 150 x 0.4 - 60 x 0.2 x 0.5; spread 1.9; 2 years of drag; 1 % of deviation.
    cost: 120 + 60 - 6 + 1.9 + 2 * (15.5 + 16 + 12.9925) + 0.01 * 5982.1,
    // Here every class has one slot, and what is outside is in no slot.
    deviation: 1240 + 1752 + 2460.1 + 530,
    relativeShortfall: expect.closeTo(1752 / 2552, 12),
    // E in T 1,550 x 1 %; B in T 800 x 2 %; cash in T 2,598.5 x 0.5 %; nothing in the IRA.
    locationDrag: 15.5 + 16 + 12.9925,
    orders: 3,
  })
})

test('half way back, for classes that were out of their band, and drag by type before status: by hand', () => {
  const { levels, violations } = judge(
    { ...TWO_ACCOUNTS, settings: { ...TWO_ACCOUNTS.settings, mode: 'midpoint' } },
    [buy('I', 'BD', '4')],
  )
  expect(violations).toEqual([])
  expect(
    Object.fromEntries(Object.entries(levels).map(([level, value]) => [level, Number(value)])),
  ).toMatchObject({
    // B 1,400 of 1,914 at least; cash 1,400 of 1,276 at most; outside 530 of 319 at most; E 3,050 is within.
    bandViolation: 514 + 124 + 211,
    // B was under: half way is 2,233 at least; cash was over: 957 at most; E was within, so its band is the goal.
    goalViolation: 833 + 443 + 211,
    // E 140 and B 1,152 under target, cash 762 over, 530 in no slot.
    deviation: 140 + 1152 + 762 + 530,
    // E 3,050 x 1 %, B 1,000 x 2 % in T and 400 x 0.1 % in the IRA, cash 900 x 0.5 % in T.
    locationDrag: 30.5 + 20 + 0.4 + 4.5,
  })
})

const withRecent = (...recentTrades: NonNullable<HouseholdCase['recentTrades']>): HouseholdCase => ({
  ...TWO_ACCOUNTS,
  recentTrades,
})
/** EQ at $100.001 without half-spread, so that 4 of the IRA's $1,000 leave 599.996. */
const withReserve = (reserve: string): HouseholdCase => ({
  ...TWO_ACCOUNTS,
  securities: TWO_ACCOUNTS.securities.map((row) =>
    row.id === 'EQ' ? { ...row, price: '100.001', halfSpreadBps: '0' } : row,
  ),
  accounts: TWO_ACCOUNTS.accounts.map((row) => (row.id === 'I' ? { ...row, reserve } : row)),
})
const recent = { account: 'I', qty: '1', date: '2026-10-21' } as const

test.each<[string, HouseholdCase, CaseTrade[], string[]]>([
  [
    'a lot sold twice',
    TWO_ACCOUNTS,
    [sell('T', 'EQ', 'short', '6'), sell('T', 'EQ', 'short', '5')],
    ['oversold'],
  ],
  ['a lot of another account', TWO_ACCOUNTS, [sell('I', 'EQ', 'gain', '5')], ['unknownLot']],
  ['a lot of another security', TWO_ACCOUNTS, [sell('T', 'BD', 'gain', '5')], ['unknownLot']],
  ['an account that is not there', TWO_ACCOUNTS, [buy('X', 'EQ', '2')], ['unknown']],
  ['a security that is not there', TWO_ACCOUNTS, [buy('T', 'XX', '2')], ['unknown']],
  ['no shares', TWO_ACCOUNTS, [buy('T', 'EQ', '0')], ['qtyNotPositive']],
  ['no price', TWO_ACCOUNTS, [sell('T', 'NOPE', 'dark', '10')], ['noPrice']],
  [
    'a sale that is barred',
    TWO_ACCOUNTS,
    [sell('I', 'OLD', 'old', '1'), sell('I', 'OLD', 'fresh', '2')],
    ['soldRestricted', 'soldRestricted'],
  ],
  ['a purchase that is barred', TWO_ACCOUNTS, [buy('T', 'BD', '2')], ['boughtRestricted']],
  ['an equivalent', TWO_ACCOUNTS, [buy('T', 'EQ2', '4')], ['notInModelForThisAccountType']],
  [
    'a loss while another lot is 30 days old',
    TWO_ACCOUNTS,
    [sell('T', 'OLD', 'other', '50')],
    ['washSaleRecentBuy'],
  ],
  [
    'a loss while a purchase is 30 days old',
    withRecent({ ...recent, side: 'buy', security: 'BD' }),
    [sell('T', 'BD', 'loss', '2')],
    ['washSaleRecentBuy'],
  ],
  [
    'a loss while a purchase is 31 days old',
    withRecent({ ...recent, side: 'buy', security: 'BD', date: '2026-10-20' }),
    [sell('T', 'BD', 'loss', '2')],
    [],
  ],
  [
    'a gain while a purchase is 30 days old',
    withRecent({ ...recent, side: 'buy', security: 'EQ' }),
    [sell('T', 'EQ', 'gain', '2')],
    [],
  ],
  [
    'a lot that is itself the purchase',
    withRecent({ ...recent, account: 'T', side: 'buy', security: 'BD', lot: 'loss' }),
    [sell('T', 'BD', 'loss', '2')],
    [],
  ],
  [
    'a lot called like a purchase elsewhere',
    withRecent({ ...recent, side: 'buy', security: 'BD', lot: 'loss' }),
    [sell('T', 'BD', 'loss', '2')],
    ['washSaleRecentBuy'],
  ],
  [
    'a purchase after a loss on what is identical',
    withRecent({ ...recent, account: 'T', side: 'sell', security: 'EQ2', loss: '1' }),
    [buy('I', 'EQ', '2')],
    ['washSaleBuyAfterLoss'],
  ],
  [
    'a purchase after a loss in an IRA',
    withRecent({ ...recent, side: 'sell', security: 'EQ2', loss: '1' }),
    [buy('I', 'EQ', '2')],
    [],
  ],
  [
    'a purchase after a sale without loss',
    withRecent({ ...recent, account: 'T', side: 'sell', security: 'EQ2', loss: '0' }),
    [buy('I', 'EQ', '2')],
    [],
  ],
  [
    'a loss and a purchase',
    TWO_ACCOUNTS,
    [sell('T', 'BD', 'loss', '2'), buy('I', 'BD', '2')],
    ['washSaleSameProposal'],
  ],
  [
    'a purchase of what is sold',
    TWO_ACCOUNTS,
    [sell('T', 'EQ', 'gain', '2'), buy('T', 'EQ', '2')],
    ['boughtAndSold'],
  ],
  ['a fraction of a share', TWO_ACCOUNTS, [sell('T', 'EQ', 'gain', '20.5')], ['rounding']],
  [
    'a fraction that goes with the whole position',
    TWO_ACCOUNTS,
    [sell('T', 'EQ', 'gain', '20.5'), sell('T', 'EQ', 'short', '10')],
    [],
  ],
  ['an order too small', TWO_ACCOUNTS, [sell('T', 'EQ', 'gain', '1')], ['belowMinimumTrade']],
  ['purchases beyond cash', TWO_ACCOUNTS, [buy('I', 'EQ', '9')], ['boughtWithoutCash', 'cashMadeWorse']],
  ['less than half a cent of an order missing', withReserve('600.00'), [buy('I', 'EQ', '4')], []],
  [
    'more than half a cent missing',
    withReserve('600.01'),
    [buy('I', 'EQ', '4')],
    ['boughtWithoutCash', 'cashMadeWorse'],
  ],
])('judged: %s', (_, terms, trades, codes) => {
  expect(judge(terms, trades).violations.map(({ code }) => code)).toEqual(codes)
})

test.each([
  ['2025-11-20', '2026-11-20', false],
  ['2025-11-20', '2026-11-21', true],
  ['2024-02-28', '2025-02-28', false],
  ['2024-02-28', '2025-03-01', true],
  ['2024-02-29', '2025-03-01', true],
  ['2023-02-28', '2024-02-29', false],
  ['2023-02-28', '2024-03-01', true],
])('bought %s, sold %s: long-term is %s', (acquired, sold, expected) => {
  expect(isLongTerm(acquired, sold)).toBe(expected)
})

/** Half-spreads do not leave cash in the optimum, so plan and optimum are compared without them. */
const withoutSpreads = (terms: HouseholdCase): HouseholdCase => ({
  ...terms,
  securities: terms.securities.map((security) => ({ ...security, halfSpreadBps: '0' })),
})

test.each(HOUSEHOLD_KINDS)('%s: the optimum is reached by a plan that the judge lets pass', (kind) => {
  for (let seed = 1; seed <= 6; seed++) {
    const terms = withoutSpreads(householdCase(kind, seed))
    const { plan, bounds } = secondOpinion(highs, terms)
    const { levels, violations } = judge(terms, plan)
    for (const level of BOUND_LEVELS)
      expect(Math.abs(Number(levels[level]) - bounds[level]), `${terms.id} ${level}`).toBeLessThan(0.005)
    // Whole shares are not its matter, and the last billionth of a dollar is not the solver's.
    const notItsMatter = [
      'rounding',
      'belowMinimumTrade',
      'boughtAndSold',
      'boughtWithoutCash',
      'cashMadeWorse',
    ]
    expect(
      violations.filter(({ code }) => !notItsMatter.includes(code)),
      terms.id,
    ).toEqual([])
  }
})

test('the search of wash-sale choices finds what trying all of them finds', { timeout: 120_000 }, () => {
  const cases = HOUSEHOLD_KINDS.flatMap((kind) =>
    [1, 4, 7, 10].map((seed) => householdCase(kind, seed, 'medium')),
  )
  const searched = cases.filter((terms) => {
    const { bounds, washChoices, programs } = secondOpinion(highs, terms)
    if (programs === 1 || washChoices > 6) return false
    const tried = boundsByEnumeration(highs, terms)
    BOUND_LEVELS.forEach((level, index) =>
      expect(Math.abs((tried[index] ?? 0) - bounds[level]), `${terms.id} ${level}`).toBeLessThan(0.001),
    )
    return true
  })
  expect(searched.length).toBeGreaterThan(10)
})
