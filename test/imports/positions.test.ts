import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { importFiles } from '../../server/imports/import-files.ts'
import { printProblem } from '../../server/imports/problem.ts'
import type { ImportFile } from '../../server/imports/read-file.ts'
import { loadHouseholdFacts } from '../../server/proposals/household-facts.ts'
import {
  FIDELITY_POSITIONS,
  SCHWAB_LOT_DETAILS,
  SCHWAB_POSITIONS_ALL,
  SCHWAB_POSITIONS_NEW,
  SCHWAB_POSITIONS_OLD,
  SCHWAB_TRANSACTIONS,
  VANGUARD_HOLDINGS,
} from './custodian-files.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { actor, load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { only, SMALL_FIRM, smallFirm, withLine } from './small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const named = (name: string, text: string): ImportFile => ({ name, bytes: Buffer.from(text) })

/** What a load said of differences, as lines. */
async function warningsOf(firmId: string, files: ImportFile[], asOf?: string) {
  const outcome = await load(database, firmId, files, asOf)
  if (outcome.kind === 'refused') throw new Error(told(outcome).join('\n'))
  return outcome.warnings.map(printProblem)
}

/** The reasons for which an account is blocked in proposals. */
async function blocksOf(firmId: string, accountNumber: string, asOf = '2025-09-29') {
  return database.readInFirm(firmId, async (transaction) => {
    const accounts = await transaction.kysely
      .selectFrom('account')
      .select(['id', 'household_id'])
      .where('firm_id', '=', firmId)
      .where('account_number', '=', accountNumber)
      .execute()
    const { id, household_id: household } = accounts[0]!
    const [facts] = await loadHouseholdFacts(transaction, [household], asOf)
    return (facts!.blocks.get(id) ?? []).map((block) => `${block.code}: ${block.detail}`)
  })
}

const cashOf = (firmId: string) =>
  rowsOf(
    database,
    firmId,
    `select account_number as number, trim_scale(cash)::text as cash from account order by account_number`,
  )

test('the engine is told the unit cost that the stated basis makes, where the stated one is rounded to cents', async () => {
  const firmId = await loadedFirm(database)
  const lots = [
    'account_number,symbol,acquired,shares,unit_cost,cost_basis',
    // 40 x 61.12 would be 2444.80.
    '1002,AGG,2021-09-02,40,61.12,2444.89',
    // 3 x 33.3333 is 100 to the cent: the stated cost says more.
    '1002,AGG,2021-09-03,3,33.3333,100.00',
  ]
  expect(told(await load(database, firmId, [named('lots.csv', `${lots.join('\n')}\n`)]))).toEqual([
    'lots.csv +2 ~1 =0',
  ])
  const costs = await database.readInFirm(firmId, async (transaction) => {
    const { rows } = await sql<{ id: string }>`
      select household_id as id from account
      where firm_id = ${firmId} and account_number = '1002'`.execute(transaction.kysely)
    const [facts] = await loadHouseholdFacts(transaction, [rows[0]!.id], '2025-09-29')
    return facts!.lots.map(({ shares, unit_cost: cost }) => `${Number(shares)} at ${Number(cost)}`)
  })
  expect(costs).toEqual(expect.arrayContaining(['40 at 61.12225', '3 at 33.3333']))
})

describe('positions', () => {
  test('that agree with the lots say nothing, and their cash becomes the account’s, once', async () => {
    const firmId = await loadedFirm(database)
    expect(await warningsOf(firmId, [named('positions.csv', SCHWAB_POSITIONS_ALL)])).toEqual([])
    expect(await blocksOf(firmId, '1001')).toEqual([])
    const counts = await countRows(database, firmId)
    expect(counts['position']).toBe(4)
    expect(told(await load(database, firmId, [named('positions.csv', SCHWAB_POSITIONS_ALL)]))).toEqual([
      'positions.csv +0 ~0 =5',
    ])
    expect(await countRows(database, firmId)).toEqual(counts)
  })

  test('that disagree are loaded with a warning for each difference, and block their account', async () => {
    const firmId = await loadedFirm(database)
    const differing = SCHWAB_POSITIONS_ALL.replace(
      '"14","$327.18","+0.41%","$1.33","$4,580.52"',
      '"15","$327.18","+0.41%","$1.33","$4,907.70"',
    ).replace(/"BIL".*\r\n/, '')
    expect(await warningsOf(firmId, [named('positions.csv', differing)])).toEqual([
      'positions.csv:5:3: 1001 is blocked for proposals: its lots of VTI disagree with its position of 2025-09-26, found "15", expected 14, the sum of its lots',
      'positions.csv:13:3: 2001 is blocked for proposals: its lots of BIL disagree with its position of 2025-09-26, found "0", expected 7, the sum of its lots',
    ])
    expect(await blocksOf(firmId, '1001')).toEqual([
      'lotsDisagreeWithPositions: its lots of VTI add up to 14 shares, the custodian says 15.',
    ])
    expect(await blocksOf(firmId, '1002')).toEqual([])
    // What the custodian corrects the same day counts from then on.
    expect(await warningsOf(firmId, [named('positions.csv', SCHWAB_POSITIONS_ALL)])).toEqual([])
    expect(await blocksOf(firmId, '1001')).toEqual([])
  })

  test('that are a total alone say that the account holds nothing', async () => {
    const firmId = await loadedFirm(database)
    const empty = SCHWAB_POSITIONS_ALL.replace(/"(?:IEF|BIL)".*\r\n/g, '')
    expect(await warningsOf(firmId, [named('positions.csv', empty)])).toEqual([
      'positions.csv:11:3: 2001 is blocked for proposals: its lots of BIL disagree with its position of 2025-09-26, found "0", expected 7, the sum of its lots',
      'positions.csv:11:3: 2001 is blocked for proposals: its lots of IEF disagree with its position of 2025-09-26, found "0", expected 1.844, the sum of its lots',
    ])
    expect(await blocksOf(firmId, '2001')).toHaveLength(1)
    const unknown = empty.replace('...2001', '...2009')
    expect(told(await load(database, firmId, [named('positions.csv', unknown)]))).toEqual([
      'positions.csv:11:1: the account is unknown, found "...2009", expected one account of the firm at Schwab',
    ])
    const twice = [
      named('positions.csv', empty),
      named('more.csv', 'account_number,symbol,shares\n2001,IEF,1\n'),
    ]
    expect(told(await load(database, firmId, twice))).toHaveLength(1)
  })

  test('a preview shows every difference and writes nothing', async () => {
    const firmId = await loadedFirm(database)
    const before = await countRows(database, firmId)
    const files = [named('positions.csv', SCHWAB_POSITIONS_ALL.replace(/"SPY".*\r\n/, ''))]
    const outcome = await importFiles(database, { firmId, files, preview: true, actor })
    expect(outcome).toMatchObject({ kind: 'imported', warnings: [{ found: '0', line: 5 }] })
    expect(await countRows(database, firmId)).toEqual(before)
  })

  test('say nothing once lots of a later day are loaded, until the day’s own positions come', async () => {
    const firmId = await loadedFirm(database)
    const positions = [named('positions.csv', SCHWAB_POSITIONS_ALL)]
    await warningsOf(firmId, positions)
    const fewer = smallFirm({ ...only('lots.csv'), ...withLine('lots.csv', 3, undefined) })
    const monday = [...fewer, named('prices.csv', 'date,symbol,close\n2025-09-29,VTI,328\n')]
    expect(await warningsOf(firmId, monday, '2025-09-29')).toEqual([
      'lots.csv:1:1: the account 2001 is in no file of lots and keeps those of 2025-09-26, found nothing, expected its lots of 2025-09-29',
    ])
    expect(await blocksOf(firmId, '1001')).toEqual([])
    // The same holdings, stated on Monday: nothing of them is new, and still they disagree now.
    const onMonday = positions.map(({ name, bytes }) =>
      named(name, bytes.toString().replace('2025/09/26', '2025/09/29')),
    )
    expect(await warningsOf(firmId, onMonday, '2025-09-29')).toEqual([
      'positions.csv:5:3: 1001 is blocked for proposals: its lots of VTI disagree with its position of 2025-09-29, found "14", expected 10, the sum of its lots',
    ])
  })

  test('Fidelity’s cash counts from the day below its table on, also beside a file of accounts', async () => {
    const firmId = await loadedFirm(database)
    const files = smallFirm({
      ...only('accounts.csv', 'lots.csv', 'schwab-lots.csv'),
      'positions.csv': FIDELITY_POSITIONS,
    })
    expect(await warningsOf(firmId, files)).toEqual([
      'positions.csv:7:8: the pending activity of 1001 counts neither as cash nor as shares, found "-163.59", expected trades that are settled',
      // 1002 is stated with cash alone, and has lots of AGG.
      'lots.csv:5:4: 1002 is blocked for proposals: its lots of AGG disagree with its position of 2025-09-28, found "0", expected 40, the sum of its lots',
    ])
    expect(await cashOf(firmId)).toEqual([
      { number: '1001', cash: '1234.56' },
      { number: '1002', cash: '-20.25' },
      { number: '2001', cash: '0' },
    ])
    const counts = await countRows(database, firmId)
    await warningsOf(firmId, files)
    expect(await countRows(database, firmId)).toEqual(counts)
    expect(
      await rowsOf(
        database,
        firmId,
        `select valid_from::text as day, cash::text from cash_balance where cash = 1234.56`,
      ),
    ).toEqual([{ day: '2025-09-28', cash: '1234.5600' }])
  })

  test('a masked number is one of an account at the custodian whose file it is', async () => {
    const firmId = await loadedFirm(database)
    // The only account that ends so lies elsewhere: it may be another client's.
    const elsewhere = withLine(
      'accounts.csv',
      2,
      '1001,H1,T1,Baker joint,joint,taxable,Fidelity,yes,notice,1000.50,500',
    )
    await load(database, firmId, smallFirm({ ...only('accounts.csv'), ...elsewhere }))
    const before = await countRows(database, firmId)
    const positions = [named('positions.csv', SCHWAB_POSITIONS_OLD)]
    expect(told(await load(database, firmId, positions))).toEqual([
      'positions.csv:4:1: the account is unknown (in 3 rows), found "XXXX-1001", expected one account of the firm at Schwab',
    ])
    expect(await countRows(database, firmId)).toEqual(before)
    // Of two that end so, one at the custodian is the one.
    const [header, row] = SMALL_FIRM['accounts.csv']
    const another = `${header}\n${row.replace('1001', '91001').replace('Schwab', 'Charles Schwab & Co.')}\n`
    await load(database, firmId, [named('accounts.csv', another)])
    expect(told(await load(database, firmId, positions))).toEqual(['positions.csv +2 ~1 =0'])
    // A number that is told whole is that account, wherever it lies.
    expect(told(await load(database, firmId, [named('positions.csv', VANGUARD_HOLDINGS)]))).toEqual([
      'positions.csv +2 ~0 =0',
    ])
  })

  test('a masked number that two accounts end like refuses the file', async () => {
    const firmId = await loadedFirm(database)
    const before = await countRows(database, firmId)
    expect(told(await load(database, firmId, [named('positions.csv', SCHWAB_POSITIONS_NEW)]))).toEqual([
      'positions.csv:4:1: 2 accounts end like this (in 3 rows), found "...001", expected one account of the firm at Schwab',
    ])
    expect(await countRows(database, firmId)).toEqual(before)
  })

  test('of one account in two files are refused', async () => {
    const firmId = await loadedFirm(database)
    const plain = named('plain.csv', 'account_number,symbol,shares\n1001,VTI,14\n')
    expect(told(await load(database, firmId, [named('schwab.csv', SCHWAB_POSITIONS_ALL), plain]))).toEqual([
      'schwab.csv:5:1: positions of the account stands already in plain.csv, found "1001", expected each in one file',
    ])
  })
})

test('lot details of one symbol replace the lots of that symbol alone', async () => {
  const firmId = await loadedFirm(database)
  // Known are 10 and 4 shares of 2 January 2020; stated are those 10, and 4.5 of 30 October 2017.
  expect(told(await load(database, firmId, [named('details.csv', SCHWAB_LOT_DETAILS)]))).toEqual([
    'details.csv +1 ~1 =1',
  ])
  expect(
    await rowsOf(
      database,
      firmId,
      `select s.symbol, trim_scale(sum(l.shares))::text as shares from tax_lot l join account a on a.id = l.account_id
       join security s on s.id = l.security_id where a.account_number = '1001' group by 1 order by 1`,
    ),
  ).toEqual([
    { symbol: 'SPY', shares: '2.5' },
    { symbol: 'VTI', shares: '14.5' },
  ])
})

describe('transactions', () => {
  const stored = (firmId: string) =>
    rowsOf(
      database,
      firmId,
      `select trade_date::text as day, side, reinvested, trim_scale(shares)::text as shares, trim_scale(amount)::text as amount, ordinal
       from account_transaction order by trade_date, action, ordinal`,
    )

  test('are kept with their side and mark of reinvestment, and told apart by counting', async () => {
    const firmId = await loadedFirm(database)
    const files = [named('transactions.csv', SCHWAB_TRANSACTIONS)]
    expect(told(await load(database, firmId, files))).toEqual(['transactions.csv +6 ~0 =0'])
    const other = { side: 'other', shares: null, ordinal: 1 }
    expect(await stored(firmId)).toEqual([
      { ...other, day: '2025-09-15', reinvested: false, amount: '0.07' },
      { day: '2025-09-22', side: 'sell', reinvested: false, shares: '5', amount: '500.31', ordinal: 1 },
      { ...other, day: '2025-09-23', reinvested: true, amount: '12.62' },
      { day: '2025-09-23', side: 'buy', reinvested: true, shares: '0.0191', amount: '-12.62', ordinal: 1 },
      { day: '2025-09-26', side: 'buy', reinvested: false, shares: '3', amount: '-981.54', ordinal: 1 },
      { day: '2025-09-26', side: 'buy', reinvested: false, shares: '3', amount: '-981.54', ordinal: 2 },
    ])
  })

  test('the same file, or an overlapping one, adds nothing twice', async () => {
    const firmId = await loadedFirm(database)
    await load(database, firmId, [named('transactions.csv', SCHWAB_TRANSACTIONS)])
    const counts = await countRows(database, firmId)
    expect(told(await load(database, firmId, [named('transactions.csv', SCHWAB_TRANSACTIONS)]))).toEqual([
      'transactions.csv +0 ~0 =6',
    ])
    expect(await countRows(database, firmId)).toEqual(counts)
    const later = SCHWAB_TRANSACTIONS.replace('"09/15/2025","Bank Interest"', '"09/27/2025","Bank Interest"')
    expect(told(await load(database, firmId, [named('later.csv', later)]))).toEqual(['later.csv +1 ~0 =5'])
  })

  test('purchases of them, reinvested ones too, are seen by the wash-sale watch', async () => {
    const firmId = await loadedFirm(database)
    await load(database, firmId, [named('transactions.csv', SCHWAB_TRANSACTIONS)])
    const trades = await database.readInFirm(firmId, async (transaction) => {
      const [household] = await rowsOf<{ id: string }>(
        database,
        firmId,
        `select id from household where reference = 'H1'`,
      )
      const [facts] = await loadHouseholdFacts(transaction, [household!.id], '2025-09-26')
      return facts!.recentTrades
        .map(({ side, tradeDate, shares }) => `${tradeDate} ${side} ${Number(shares)}`)
        .sort()
    })
    expect(trades).toEqual([
      '2025-09-22 sell 5',
      '2025-09-23 buy 0.0191',
      '2025-09-26 buy 3',
      '2025-09-26 buy 3',
    ])
  })

  test('of an unknown security are refused', async () => {
    const firmId = await loadedFirm(database)
    const text = SCHWAB_TRANSACTIONS.replace('"Sell","AGG"', '"Sell","QQQ"')
    expect(told(await load(database, firmId, [named('transactions.csv', text)]))).toEqual([
      'transactions.csv:7:3: the symbol is unknown, found "QQQ", expected a security of the firm',
    ])
  })
})

test('an account number that lost its leading zeros is told as such', async () => {
  const firmId = await loadedFirm(database)
  const account = withLine('accounts.csv', 4, '002001,H2,T3,Novak,individual,taxable,Schwab,no,notice,0,0')
  const files = smallFirm({ ...only('accounts.csv', 'schwab-lots.csv'), ...account })
  expect(told(await load(database, firmId, files))).toContain(
    'accounts.csv:4:1: the account has no lots, found "002001", expected its lots in one of the files, or "yes" in a column "cash_only"',
  )
  const more = withLine('accounts.csv', 4, '00777,H2,T3,Novak,individual,taxable,Schwab,no,notice,0,0,yes')[
    'accounts.csv'
  ]!
  more[0] += ',cash_only'
  await load(database, firmId, smallFirm({ ...only('accounts.csv'), 'accounts.csv': [more[0]!, more[3]!] }))
  expect(
    told(await load(database, firmId, [named('lots.csv', 'account_number,symbol,shares\n777,VTI,1\n')])),
  ).toEqual([
    'lots.csv:2:1: the account number has lost its leading zeros, as happens where a spreadsheet takes it for a number, found "777", expected 00777, in a column of text',
  ])
})
