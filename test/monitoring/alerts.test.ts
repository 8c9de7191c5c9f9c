import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { byTest } from '../firm.ts'
import { rowsOf } from '../imports/firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from '../imports/loading.ts'
import { only, SMALL_FIRM, smallFirm, type SmallFile } from '../imports/small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

let firmId: string
beforeEach(async () => {
  firmId = await loadedFirm(database)
})

/** Rows below the header of one file of the small firm, loaded as of a day. */
async function loaded(file: SmallFile, rows: readonly string[], asOf = '2025-09-26') {
  const outcome = await load(
    database,
    firmId,
    smallFirm({ ...only(file), [file]: [SMALL_FIRM[file][0], ...rows] }),
    asOf,
  )
  expect(outcome.kind, told(outcome).join('\n')).toBe('imported')
}

/** Closes of a day, of everything that is held unless told otherwise. */
const priced = (day: string, closes: Partial<Record<'VTI' | 'SPY' | 'AGG' | 'IEF' | 'BIL', number>>) =>
  loaded(
    'prices.csv',
    Object.entries(closes).map(([symbol, close]) => `${day},${symbol},${close},${close},1`),
    day,
  )
const CLOSES = { VTI: 327.18, SPY: 661.82, AGG: 100.07, IEF: 96.22, BIL: 91.74 }

interface Told {
  readonly kind: string
  readonly problem: string | null
  readonly household: string | null
  readonly account: string | null
  readonly symbol: string | null
  readonly class: string | null
  readonly amount: string | null
  readonly points: number | null
  readonly until: string | null
  readonly since: string
  readonly cleared: string | null
}

/** Alerts of some kinds as lines: what, of whom, how much; the first day where it is not the small firm's own; cleared ones last. */
async function alerts(...kinds: string[]): Promise<string[]> {
  const rows = await rowsOf<Told>(
    database,
    firmId,
    `select a.kind, a.problem, h.reference as household, c.account_number as account, s.symbol, a.class_name as class,
       trim_scale(a.amount)::text as amount, a.points, a.until::text, a.first_seen_on::text as since, a.cleared_on::text as cleared
     from alert a left join household h on h.id = a.household_id left join account c on c.id = a.account_id
     left join security s on s.id = a.security_id
     order by a.cleared_on nulls first, a.kind, a.problem, h.reference, c.account_number, s.symbol`,
  )
  return rows
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(
      ({ kind, problem, household, account, symbol, class: name, amount, points, until, since, cleared }) =>
        [
          problem ?? kind,
          household ?? 'firm',
          account,
          symbol,
          name,
          amount,
          points,
          until && `until ${until}`,
          since === '2025-09-26' ? null : `since ${since}`,
          cleared && `cleared ${cleared}`,
        ]
          .filter((part) => part !== null)
          .join(' '),
    )
}

test('the small firm: a debit, a restricted holding, nothing ever approved', async () => {
  // 40 AGG x 100.07; the firm's list has AGG.
  expect(await alerts()).toEqual([
    'cash_low H1 1002 -20.25',
    'never_rebalanced H1',
    'restricted_holding H1 1002 AGG 4002.8',
  ])
})

test('out of range: the class farthest beyond, told anew while it stands, cleared when it is back', async () => {
  await priced('2025-09-29', { ...CLOSES, VTI: 500 })
  // 14 x 500 + 1654.55 = 8654.55 of 13,137.60 may be 65%: 115.11 beyond, 8,762 millionths. Bonds are at 30.47%, within 30 to 40.
  expect(await alerts('out_of_range')).toEqual(['out_of_range H1 US Equity 115.11 8762 since 2025-09-29'])
  const [before] = await rowsOf<{ id: string }>(
    database,
    firmId,
    `select id from alert where kind = 'out_of_range'`,
  )
  await priced('2025-09-30', { ...CLOSES, VTI: 600 })
  // 14 x 600 + 1654.55 = 10,054.55; base 14,537.60; beyond 65%: 605.11, 41,624 millionths. Bonds: 27.53%, 358.48 below 30%.
  expect(await alerts('out_of_range')).toEqual(['out_of_range H1 US Equity 605.11 41624 since 2025-09-29'])
  expect(
    await rowsOf(database, firmId, `select id, as_of::text as day from alert where kind = 'out_of_range'`),
  ).toEqual([{ ...before, day: '2025-09-30' }])
  await priced('2025-10-01', CLOSES)
  expect(await alerts('out_of_range')).toEqual([
    'out_of_range H1 US Equity 605.11 41624 since 2025-09-29 cleared 2025-10-01',
  ])
  // Back again: another alert, with a first day of its own.
  await priced('2025-10-02', { ...CLOSES, VTI: 500 })
  expect(await alerts('out_of_range')).toEqual([
    'out_of_range H1 US Equity 115.11 8762 since 2025-10-02',
    'out_of_range H1 US Equity 605.11 41624 since 2025-09-29 cleared 2025-10-01',
  ])
})

test('a household whose accounts are steered each by itself has its ranges by account', async () => {
  await loaded('households.csv', ['H1,Baker household,Simple,account,growth,10,average,2,2025-01-15'])
  // 1001: 6,235.07 of stocks and 500.50 of cash; all stocks are 27.57 points above 65%. 1002: bonds and a debit, 100.51%.
  expect(await alerts('out_of_range', 'cash_high', 'cash_low')).toEqual([
    // The debit says more than the range that it leaves.
    'cash_low H1 1002 -20.25',
    'out_of_range H1 1001 Core Bonds -2020.67 -300000',
    'out_of_range H1 1002 Core Bonds 2409.78 605085',
  ])
})

test('cash beyond its range, and a debit that is a loan or is paid off', async () => {
  const account = (cash: string, margin = 'no') => {
    const [header, first, second] = SMALL_FIRM['accounts.csv']
    return load(
      database,
      firmId,
      smallFirm({
        ...only('accounts.csv'),
        'accounts.csv': [
          `${header},margin_approved`,
          `${first.replace('1000.50', cash)},no`,
          `${second},${margin}`,
        ],
      }),
      '2025-09-26',
    )
  }
  await account('2000.50')
  // 1480.25 of 11,718.12 may be 8%: 542.80 beyond, 46,321 millionths.
  expect(await alerts('cash_high', 'cash_low')).toEqual([
    'cash_high H1 Cash 542.8 46321',
    'cash_low H1 1002 -20.25',
  ])
  await account('600.50', 'yes')
  // 80.25 of 10,318.12 must be 2%: 126.11 short, 12,222 millionths. The loan is meant.
  expect(await alerts('cash_high', 'cash_low')).toEqual([
    'cash_low H1 Cash -126.11 -12222',
    'cash_high H1 Cash 542.8 46321 cleared 2025-09-26',
    'cash_low H1 1002 -20.25 cleared 2025-09-26',
  ])
})

test('restricted: what is held of it, wherever, from its first day through its last', async () => {
  await loaded('overrides.csv', [
    ',,restricted,VTI,,,Insider list,2025-01-01,2025-09-26',
    ',,restricted,SPY,,,Lawsuit,2025-09-27,',
    ',,restricted,IEF,,,Never mind,2025-01-01,2025-09-25',
  ])
  expect(await alerts('restricted_holding')).toEqual([
    'restricted_holding H1 1001 VTI 4580.52',
    'restricted_holding H1 1002 AGG 4002.8',
  ])
  await priced('2025-09-29', CLOSES)
  expect(await alerts('restricted_holding')).toEqual([
    'restricted_holding H1 1001 SPY 1654.55 since 2025-09-29',
    'restricted_holding H1 1002 AGG 4002.8',
    'restricted_holding H1 1001 VTI 4580.52 cleared 2025-09-29',
  ])
})

test('harvest: lots at a loss by the rates of their term, from the threshold on', async () => {
  const lot = (acquired: string, shares: number, cost: number) =>
    `1001,VTI,${acquired},${shares},${cost},${(shares * cost).toFixed(2)}`
  // Bought at 350 a year and a day ago 10 shares, long-term at 15% + 5%: 22.82 x 10 x 20% = 45.64; at 390 last month 3 shares,
  // short-term at 24% + 5%: 62.82 x 3 x 29% = 54.6534. 100.29 in all; the gain on the third lot does not count.
  await loaded('lots.csv', [
    lot('2024-09-25', 10, 350),
    lot('2025-08-20', 3, 390),
    lot('2020-01-02', 4, 165.42),
    '1002,AGG,2021-09-02,40,116.05,4642.00',
  ])
  expect(await alerts('harvest')).toEqual(['harvest H1 1001 VTI 100.29'])
  // An override against the sale, and there is nothing to harvest.
  await loaded('overrides.csv', ['1001,,hold,VTI,,,Asked to wait,2025-09-01,'])
  expect(await alerts('harvest')).toEqual(['harvest H1 1001 VTI 100.29 cleared 2025-09-26'])
})

test('a harvest below the threshold is none; it waits for the day on which a lot was bought a year ago', async () => {
  const lots = ['1001,VTI,2024-09-26,14,352,4928.00', '1002,AGG,2021-09-02,40,116.05,4642.00']
  await loaded('lots.csv', lots)
  // 24.82 x 14 = 347.48, short-term still: 29% of it.
  expect(await alerts('harvest')).toEqual(['harvest H1 1001 VTI 100.77'])
  await priced('2025-09-29', CLOSES)
  // Long-term: 20%.
  expect(await alerts('harvest')).toEqual(['harvest H1 1001 VTI 100.77 cleared 2025-09-29'])
})

test('rates by the brackets, a collectible, and a fund at average cost', async () => {
  const households = ['H3,Quill household,Simple,household,,,,,']
  await loaded('households.csv', households)
  const outcome = await load(
    database,
    firmId,
    [
      {
        name: 'taxpayers.csv',
        bytes: Buffer.from(
          'taxpayer_id,household_id,kind,spouse_id,grantor_id,filing_status,federal_short_rate,federal_long_rate,net_investment_income_tax,state_rate,gain_budget,year_to_date_short_gain,year_to_date_long_gain,loss_carryforward,taxable_income,modified_adjusted_gross_income\n' +
            'T4,H3,person,,,single,,,,0.05,,0,0,0,250525,260000\n',
        ),
      },
      {
        name: 'securities.csv',
        bytes: Buffer.from(
          'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character,price,price_date,kind\n' +
            'GLDX,Gold,Alternatives,0.004,low,collectible,100,2025-09-26,etf\nMUTF,Fund,US Equity,0.004,low,equity,100,2025-09-26,fund\n',
        ),
      },
      {
        name: 'accounts.csv',
        bytes: Buffer.from(
          'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash,fund_cost_basis\n' +
            '3001,H3,T4,Quill,individual,taxable,Schwab,yes,notice,0,0,average\n',
        ),
      },
      {
        name: 'lots.csv',
        bytes: Buffer.from(
          'account_number,symbol,acquired,shares,unit_cost,cost_basis\n' +
            '3001,GLDX,2020-01-02,10,150,1500.00\n' +
            '3001,MUTF,2020-01-02,10,200,2000.00\n3001,MUTF,2025-01-02,30,80,2400.00\n',
        ),
      },
    ],
    '2025-09-26',
  )
  expect(outcome.kind, told(outcome).join('\n')).toBe('imported')
  // 250,525 is the first dollar taxed at 35%; gains above 200,000 of income pay 3.8% more. Gold: 28% + 3.8% + 5% of 500. The fund's
  // shares cost 110 each, 10 long-term at 15% and 30 short-term at 35%: 100 x 23.8% + 300 x 43.8% = 155.20.
  expect(await alerts('harvest')).toEqual(['harvest H3 3001 GLDX 184', 'harvest H3 3001 MUTF 155.2'])
})

test('a wash-sale window: another purchase bars the loss, the lot itself does not, until the 31st day after', async () => {
  const bond = (account: string, acquired: string, shares: number, cost: number) =>
    `${account},AGG,${acquired},${shares},${cost},${(shares * cost).toFixed(2)}`
  await loaded('lots.csv', [
    bond('1001', '2025-09-10', 5, 120),
    bond('1001', '2020-01-02', 10, 110),
    bond('1002', '2021-09-02', 40, 116.05),
  ])
  // Bought on the 10th: 19.93 x 5 is its own purchase, free; the 9.93 x 10 of the other lot waits until the 11th of October.
  expect(await alerts('wash_sale_window')).toEqual(['wash_sale_window H1 1001 AGG 99.3 until 2025-10-11'])
  // The spouse's IRA buys as well: now both are barred.
  await loaded('lots.csv', [
    bond('1001', '2025-09-10', 5, 120),
    bond('1001', '2020-01-02', 10, 110),
    bond('1002', '2021-09-02', 40, 116.05),
    bond('1002', '2025-09-22', 1, 100),
  ])
  expect(await alerts('wash_sale_window')).toEqual(['wash_sale_window H1 1001 AGG 198.95 until 2025-10-23'])
  await priced('2025-10-22', CLOSES)
  expect(await alerts('wash_sale_window')).toHaveLength(1)
  await priced('2025-10-23', CLOSES)
  expect(await alerts('wash_sale_window')).toEqual([
    'wash_sale_window H1 1001 AGG 198.95 until 2025-10-23 cleared 2025-10-23',
  ])
})

test('an override is told within the notice, its last day included, for one account, a household and the firm', async () => {
  await loaded('overrides.csv', [
    '1001,,hold,VTI,,,A month,2025-01-01,2025-10-26',
    '1001,,hold,SPY,,,Longer,2025-01-01,2025-10-27',
    ',H1,cap,AGG,0.2,,Today,2025-01-01,2025-09-26',
    ',,restricted,IEF,,,All of us,2025-01-01,2025-10-01',
  ])
  expect(await alerts('override_expiring')).toEqual([
    'override_expiring H1 1001 VTI until 2025-10-26',
    'override_expiring H1 AGG until 2025-09-26',
    'override_expiring firm IEF until 2025-10-01',
  ])
})

test('data problems: no price, lots that are not what the statement says, positions and prices too old', async () => {
  // A load would refuse a lot that nobody can price.
  await byTest(database, firmId, async ({ em }) => {
    await em.execute(
      `insert into security (firm_id, id, symbol, name, tax_character, identical_group, version)
       select firm_id, gen_random_uuid(), 'NOPX', 'Never priced', 'equity', 'NOPX', 1 from firm`,
    )
    await em.execute(
      `insert into tax_lot (firm_id, account_id, id, security_id, acquired, holding_period_start, unit_cost, ordinal, shares, cost_basis)
       select a.firm_id, a.id, gen_random_uuid(), s.id, '2020-01-02', '2020-01-02', 5, 0, 1, 5
       from account a, security s where a.account_number = '1001' and s.symbol = 'NOPX'`,
    )
  })
  const statement = 'account_number,symbol,shares\n1002,AGG,42\n'
  await load(database, firmId, [{ name: 'positions.csv', bytes: Buffer.from(statement) }], '2025-09-26')
  expect(await alerts('data_problem')).toEqual([
    'no_price H1 1001 NOPX',
    // Two bonds of 100.07 are missing.
    'unreconciled H1 1002 AGG -200.14',
  ])
  // The 1st of October is five days on: not too old. The 2nd is.
  await loaded('lots.csv', ['1001,VTI,2020-01-02,14,165.42,2315.88'], '2025-10-01')
  expect(await alerts('data_problem')).toEqual([
    'unreconciled H1 1002 AGG -200.14',
    'no_price H1 1001 NOPX cleared 2025-10-01',
  ])
  await loaded('lots.csv', ['1001,VTI,2020-01-02,14,165.42,2315.88'], '2025-10-02')
  expect(await alerts('data_problem')).toEqual([
    'stale H1 1002 until 2025-09-26 since 2025-10-02',
    'stale H1 AGG until 2025-09-26 since 2025-10-02',
    'stale H1 VTI until 2025-09-26 since 2025-10-02',
    'stale H2 2001 until 2025-09-26 since 2025-10-02',
    'stale H2 BIL until 2025-09-26 since 2025-10-02',
    'stale H2 IEF until 2025-09-26 since 2025-10-02',
    'unreconciled H1 1002 AGG -200.14',
    'no_price H1 1001 NOPX cleared 2025-10-01',
  ])
})

test('rebalanced is who has an approved proposal', async () => {
  await byTest(database, firmId, ({ em }) =>
    em.execute(
      `insert into proposal (firm_id, id, household_id, scope, mode, preference, state, as_of, engine_version, month, snapshot_sha256,
         content_sha256, current_sha256, trade_count, tax_cost, turnover_value, base, drift_before, drift_after, out_of_band_after, author, version)
       select firm_id, gen_random_uuid(), id, 'target', 'target', 'best_fit', 'approved', '2025-09-26', '1', '2025-09-01', '', '', '', 0, 0, 0, 0, 0, 0, 0, 'test', 1
       from household where reference = 'H1'`,
    ),
  )
  await priced('2025-09-29', CLOSES)
  expect(await alerts('never_rebalanced')).toEqual(['never_rebalanced H1 cleared 2025-09-29'])
})

test('what changes nothing raises and clears nothing', async () => {
  const before = await rowsOf(database, firmId, 'select * from alert order by id')
  await loaded('households.csv', ['H2,Novak and Novak,,account,,,,,'])
  expect(await rowsOf(database, firmId, 'select * from alert order by id')).toEqual(before)
})
