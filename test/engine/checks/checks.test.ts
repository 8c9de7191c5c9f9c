import { expect, test } from 'vitest'
import { centsConserved } from '../../../server/engine/checks/cents-conserved.ts'
import { weightsSum } from '../../../server/engine/checks/weights-sum.ts'
import { formatMoney, parseDecimal } from '../../../server/engine/facts/fixed-point.ts'
import { loadGeneralSolver } from '../../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../../server/engine/rebalance.ts'
import { CHECKS, RAW_CHECKS, checkTrades } from '../../../server/engine/checks/index.ts'
import type { TradeToCheck } from '../../../server/engine/proposal.ts'
import type { Scenario } from '../../scenarios/read-scenario.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

const solver = await loadGeneralSolver()

/** Two accounts, everything at 100; orders from 500, and a reserve of 1,000 in Joint. */
const household = snapshotOf({
  story: 'checks',
  why: '',
  given: {
    asOf: '2026-06-02',
    settings: { minimumTrade: '500.00' },
    securities: {
      EQ: { class: 'Equity', price: '100' },
      BD: { class: 'Bonds', price: '100' },
      MUNI: { class: 'Bonds', price: '100' },
      WASHED: { class: 'Equity', price: '100' },
      PRIV: { class: 'Equity', price: null },
    },
    model: [
      {
        class: 'Equity',
        target: '0.6',
        low: '0.5',
        high: '0.7',
        buys: { any: { EQ: { weight: '0.5' }, WASHED: { weight: '0.5' } } },
      },
      {
        class: 'Bonds',
        target: '0.4',
        low: '0.3',
        high: '0.5',
        buys: { any: { BD: { weight: '1' } }, taxable: { MUNI: { weight: '1' } } },
      },
      { class: 'Cash', target: '0', low: '0', high: '1', isCash: true },
    ],
    accounts: [
      {
        id: 'Joint',
        taxStatus: 'taxable',
        cash: '2000',
        minimumCash: '1000',
        lots: [
          ['gain', 'EQ', '20', '40', '2020-01-02'],
          ['loss', 'EQ', '10.5', '130', '2020-01-02'],
          ['bonds', 'BD', '30', '90', '2020-01-02'],
          ['private', 'PRIV', '5', '1', '2020-01-02'],
          ['small', 'MUNI', '2.5', '100', '2020-01-02'],
        ],
      },
      {
        id: 'IRA',
        taxStatus: 'tax_deferred',
        cash: '3000',
        lots: [['fresh', 'BD', '5', '120', '2026-05-20']],
      },
    ],
    overrides: [{ kind: 'hold', securityId: 'BD', accountId: 'IRA' }],
    recentTrades: [
      {
        accountId: 'Joint',
        securityId: 'WASHED',
        side: 'sell',
        tradeDate: '2026-05-20',
        shares: '5',
        realizedGain: '-1.00',
        lotId: null,
      },
    ],
  },
  expect: { trades: [] },
} satisfies Scenario)

const sell = (
  accountId: string,
  securityId: string,
  shares: string,
  ...lots: [string, string][]
): TradeToCheck => ({
  accountId,
  securityId,
  side: 'sell',
  shares,
  lots: lots.map(([lotId, part]) => ({ lotId, shares: part })),
})
const buy = (accountId: string, securityId: string, shares: string): TradeToCheck => ({
  accountId,
  securityId,
  side: 'buy',
  shares,
  lots: [],
})

const CASES: readonly (readonly [string, readonly TradeToCheck[], readonly string[]])[] = [
  [
    'nothing wrong: a sale, a purchase, cash kept',
    [sell('Joint', 'EQ', '5', ['gain', '5']), buy('Joint', 'MUNI', '15')],
    [],
  ],
  ['a whole small position with its fraction', [sell('Joint', 'MUNI', '2.5', ['small', '2.5'])], []],
  ['more than is held', [sell('Joint', 'EQ', '31', ['gain', '20'], ['loss', '10.5'])], ['oversold']],
  ['more than a lot has', [sell('Joint', 'EQ', '21', ['gain', '21'])], ['oversold']],
  [
    'a lot twice',
    [sell('Joint', 'EQ', '15', ['gain', '15']), sell('Joint', 'EQ', '15', ['gain', '15'])],
    ['oversold'],
  ],
  ['a lot of another security', [sell('Joint', 'EQ', '5', ['bonds', '5'])], ['unknownLot', 'oversold']],
  ['an account that is not there', [sell('Nobody', 'EQ', '5')], ['unknown']],
  ['a security that is not there', [buy('Joint', 'NONE', '5')], ['unknown']],
  [
    'a side turned round by a sign',
    [sell('Joint', 'EQ', '-5', ['gain', '-5'])],
    ['qtyNotPositive', 'qtyNotPositive'],
  ],
  ['nothing at all', [buy('Joint', 'MUNI', '0')], ['qtyNotPositive']],
  ['what has no price', [sell('Joint', 'PRIV', '5', ['private', '5'])], ['noPrice']],
  ['what is held by an override', [sell('IRA', 'BD', '5', ['fresh', '5'])], ['soldRestricted']],
  ['a purchase of it', [buy('IRA', 'BD', '5')], ['boughtRestricted']],
  ['the fund for other accounts', [buy('Joint', 'BD', '5')], ['notInModelForThisAccountType']],
  ['a purchase after a loss in any account', [buy('IRA', 'WASHED', '5')], ['washSaleBuyAfterLoss']],
  [
    'a loss and a purchase of the same in the other account',
    [sell('Joint', 'EQ', '5', ['loss', '5']), buy('IRA', 'EQ', '5')],
    ['washSaleSameProposal'],
  ],
  ['a fraction without the whole position', [sell('Joint', 'EQ', '5.5', ['gain', '5.5'])], ['rounding']],
  ['a fraction of a purchase', [buy('Joint', 'MUNI', '5.5')], ['rounding']],
  ['less than the minimum trade', [sell('Joint', 'EQ', '4', ['gain', '4'])], ['belowMinimumTrade']],
  [
    'a sale and a purchase of the same in one account',
    [sell('Joint', 'EQ', '5', ['gain', '5']), buy('Joint', 'EQ', '5')],
    ['boughtAndSold'],
  ],
  ['a purchase out of the reserve', [buy('Joint', 'MUNI', '11')], ['boughtWithoutCash', 'cashMadeWorse']],
]

test.each(CASES)('%s', (_story, trades, codes) => {
  expect(checkTrades(household, trades).map(({ reason }) => reason.code)).toEqual(codes)
})

const codesOf = (...args: Parameters<typeof checkTrades>) =>
  checkTrades(...args).map(({ reason }) => reason.code)
/** The same household, its joint account on other terms of its custodian. */
const withJoint = (terms: Partial<(typeof household)['accounts'][number]>): typeof household => ({
  ...household,
  accounts: household.accounts.map((account) =>
    account.id === 'Joint' ? { ...account, ...terms } : account,
  ),
})

test("a custodian's fee counts in the cash that an account keeps: 2,000 less 1,000 and 4.95 is below its 1,000", () => {
  const fees = [{ appliesTo: 'any' as const, valueUpTo: null, perOrder: '4.95', rate: '0' }]
  const purchase = [buy('Joint', 'MUNI', '10')]
  expect(codesOf(household, purchase)).toEqual([])
  expect(codesOf(withJoint({ fees }), purchase)).toEqual(['boughtWithoutCash', 'cashMadeWorse'])
})

test('a redemption fee counts in the cash that a sale brings in', () => {
  // 20 shares bought on 20 May cost 2% of 2,000 to redeem on 2 June: 1,960 come in, and the purchase spends 2,000.
  const redemptionFee = { rate: '0.02', days: 30 }
  const given = withJoint({ cash: '1000' })
  const trades = [sell('Joint', 'EQ', '20', ['gain', '20']), buy('Joint', 'MUNI', '20')]
  const charged = {
    ...given,
    securities: given.securities.map((security) =>
      security.id === 'EQ' ? { ...security, redemptionFee } : security,
    ),
    accounts: given.accounts.map((account) => ({
      ...account,
      lots: account.lots.map((lot) =>
        lot.id === 'gain' || lot.id === 'loss' ? { ...lot, acquired: '2026-05-20' } : lot,
      ),
    })),
  }
  expect(codesOf(given, trades)).toEqual([])
  expect(codesOf(charged, trades)).toEqual(['boughtWithoutCash', 'cashMadeWorse'])
})

test('the minimum trade may be a part of the account: 10% of 7,300 is more than 700', () => {
  const settings = { ...household.settings, minimumTradeFraction: '0.1' }
  const trades = [sell('Joint', 'EQ', '7', ['gain', '7'])]
  expect(codesOf(household, trades)).toEqual([])
  expect(codesOf({ ...household, settings }, trades)).toEqual(['belowMinimumTrade'])
})

test('a fund asks its minimum of the first purchase, and of no later one', () => {
  const securities = household.securities.map((security) =>
    security.id === 'MUNI' || security.id === 'EQ' ? { ...security, minimumPurchase: '900.00' } : security,
  )
  expect(codesOf({ ...household, securities }, [buy('IRA', 'EQ', '8')])).toEqual(['belowMinimumTrade'])
  expect(codesOf({ ...household, securities }, [buy('IRA', 'EQ', '9')])).toEqual([])
  expect(codesOf({ ...household, securities }, [buy('Joint', 'MUNI', '8')])).toEqual([])
})

test('a round lot and a custodian without fractions make orders coarser than the firm asks', () => {
  const fractional = { ...household, settings: { ...household.settings, shareDecimals: 2 } }
  const inTens = fractional.securities.map((security) =>
    security.id === 'MUNI' ? { ...security, roundLot: '10' } : security,
  )
  const half = [buy('IRA', 'EQ', '5.25')]
  expect(codesOf(fractional, half)).toEqual([])
  expect(
    codesOf(
      { ...fractional, accounts: fractional.accounts.map((each) => ({ ...each, shareDecimals: 0 })) },
      half,
    ),
  ).toEqual(['rounding'])
  expect(codesOf({ ...fractional, securities: inTens }, [buy('Joint', 'MUNI', '5')])).toEqual(['rounding'])
})

test('a loss is barred by a fresh purchase of its group in the IRA, whichever lot it is taken on', () => {
  const bondsAtLoss = {
    ...household,
    accounts: household.accounts.map((account) => ({
      ...account,
      lots: account.lots.map((lot) => (lot.id === 'bonds' ? { ...lot, unitCost: '110' } : lot)),
    })),
  }
  const [violation] = checkTrades(bondsAtLoss, [sell('Joint', 'BD', '10', ['bonds', '10'])])
  expect(violation?.reason).toMatchObject({
    code: 'washSaleRecentBuy',
    facts: { lot: 'bonds', bought: '2026-05-20' },
  })
})

test('the list of checks is the list of what no proposal may contain', () => {
  expect([...Object.keys(RAW_CHECKS), ...Object.keys(CHECKS)].sort()).toEqual(
    (
      'oversold unknownLot unknown qtyNotPositive noPrice soldRestricted boughtRestricted notInModelForThisAccountType ' +
      'washSaleRecentBuy washSaleBuyAfterLoss washSaleSameProposal boughtAndSold rounding belowMinimumTrade ' +
      'boughtWithoutCash cashMadeWorse'
    )
      .split(' ')
      .sort(),
  )
})

const tooMuchEquity = snapshotOf({
  story: 'Too much equity in a taxable account',
  why: 'a plan that sells one lot in part and another whole',
  given: {
    settings: { mode: 'target' },
    model: '60/40',
    accounts: [
      {
        id: 'A',
        taxStatus: 'taxable',
        cash: '0',
        lots: [
          ['L1', 'EQ', '15.5', '90'],
          ['L2', 'EQ', '64.5', '80'],
          ['L3', 'BD', '20', '100'],
        ],
      },
    ],
  },
  expect: {},
})

test('cents that go astray between trades and cash, or lots and sale, are found', () => {
  const proposal = rebalance(tooMuchEquity, solver)
  expect(centsConserved(proposal)).toEqual([])
  const [first, ...others] = proposal.cash
  const richer = { ...proposal, cash: [{ ...first!, after: addCents(first!.after, 1n) }, ...others] }
  expect(
    centsConserved(richer).map(({ accountId, reason }) => [accountId, reason.code, reason.facts.amount]),
  ).toEqual([[first!.accountId, 'centsNotConserved', '0.01']])
  const sale = proposal.trades.findIndex(({ side }) => side === 'sell')
  const shortLot = {
    ...proposal,
    trades: proposal.trades.map((trade, index) =>
      index === sale
        ? { ...trade, lots: trade.lots.map((lot) => ({ ...lot, proceeds: addCents(lot.proceeds, -1n) })) }
        : trade,
    ),
  }
  expect(centsConserved(shortLot).map(({ securityId }) => securityId)).toEqual([
    proposal.trades[sale]!.securityId,
  ])
})

test('classes that do not sum to their portfolio are found', () => {
  const proposal = rebalance(tooMuchEquity, solver)
  expect(weightsSum(proposal)).toEqual([])
  const { groups } = proposal.driftAfter
  const [group] = groups
  const missing = {
    ...proposal,
    driftAfter: { ...proposal.driftAfter, groups: [{ ...group!, nodes: group!.nodes.slice(1) }] },
  }
  expect(weightsSum(missing).map(({ reason }) => reason.code)).toContain('weightsDoNotSum')
})

const addCents = (money: string, more: bigint): string => formatMoney(parseDecimal(money, 2) + more)
