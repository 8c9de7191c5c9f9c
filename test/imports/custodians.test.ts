import { describe, expect, test } from 'vitest'
import {
  FIDELITY_LOTS,
  FIDELITY_POSITIONS,
  SCHWAB_LOT_DETAILS,
  SCHWAB_NEW_HEADER,
  SCHWAB_POSITIONS_ALL,
  SCHWAB_POSITIONS_NEW,
  SCHWAB_POSITIONS_OLD,
  SCHWAB_TRANSACTIONS,
  SCHWAB_UNREALIZED_LOTS,
  VANGUARD_HOLDINGS,
  VANGUARD_LOTS,
} from './custodian-files.ts'
import { printProblem } from '../../server/imports/problem.ts'
import { file, readText, recordsOf } from './reading.ts'
import { cashIn, positionsIn } from '../../server/imports/statement.ts'
import type { PositionFile } from '../../server/imports/file-set.ts'

/** What a statement says, as lines. */
async function stated(text: string) {
  const { read, lines } = await readText(text)
  if (!read) throw new Error(lines.join('\n'))
  const statement = read as PositionFile
  return {
    kind: read.kind,
    on: read.statedOn,
    positions: positionsIn(statement).map((row) => `${row.accountNumber} ${row.symbol} ${row.shares}`),
    cash: cashIn(statement).map((row) => `${row.accountNumber} ${row.cash}`),
    warnings: read.warnings.map(({ line, what, found }) => `${line}: ${what}, ${found}`),
  }
}

describe("Schwab's positions", () => {
  test('are read with the newer header: account and day from the line above, totals passed over', async () => {
    expect(await stated(SCHWAB_POSITIONS_NEW)).toEqual({
      kind: 'schwabPositions',
      on: '2025-09-26',
      positions: ['...001 VTI 14', '...001 SPY 2.5'],
      cash: ['...001 1234.56'],
      warnings: [],
    })
  })

  test('are read with the older header, whose day has its month first; a debit is cash below zero', async () => {
    expect(await stated(SCHWAB_POSITIONS_OLD)).toMatchObject({
      kind: 'schwabPositions',
      on: '2025-09-26',
      positions: ['XXXX-1001 VTI 14', 'XXXX-1001 SPY 2.5'],
      cash: ['XXXX-1001 -20.25'],
    })
  })

  test('of all accounts are read block by block', async () => {
    expect(await stated(SCHWAB_POSITIONS_ALL)).toMatchObject({
      on: '2025-09-26',
      positions: ['...1001 VTI 14', '...1001 SPY 2.5', '...2001 IEF 1.844', '...2001 BIL 7'],
      cash: ['...1001 1000.5'],
    })
  })

  test.each([
    ['a total', (text: string) => text],
    ['a header', (text: string) => text.replace(/"Account Total".*/, '')],
  ])('of all accounts: rows behind %s are of no account until a line names it', async (_name, change) => {
    const untitled = change(SCHWAB_POSITIONS_ALL.replace('"Individual ...2001"', ''))
    expect((await readText(untitled)).lines).toEqual([
      "file.csv:13:1: the account is not named above the table, found nothing, expected the custodian's line that names the account, or the account that is given with the files",
    ])
  })

  test('of all accounts: rows behind a total are of no account, also without a header of their own', async () => {
    const more = SCHWAB_POSITIONS_ALL.replace(/"Individual ...2001"\r\n.*\r\n/, '')
    expect((await readText(more)).lines[0]).toMatch(
      /^file\.csv:11:1: the account is not named above the table/,
    )
  })

  test('of all accounts name also the account of which only the total is told', async () => {
    const { read, lines } = await readText(SCHWAB_POSITIONS_ALL.replace(/"(?:IEF|BIL)".*\r\n/g, ''))
    expect(lines).toEqual([])
    expect(read!.accounts).toEqual([
      { line: 3, accountNumber: '...1001' },
      { line: 11, accountNumber: '...2001' },
    ])
  })

  test.each([
    ['behind its line', /"Symbol"[^]*$/],
    ['behind its header', /"IEF"[^]*$/],
  ])('of all accounts that were cut off %s are refused at the account', async (_name, end) => {
    const [first, second] = SCHWAB_POSITIONS_ALL.split('"Individual ...2001"') as [string, string]
    expect((await readText(`${first}"Individual ...2001"${second.replace(end, '')}`)).lines).toEqual([
      'file.csv:11:1: neither positions nor a total stand below the account, found "...2001", expected its rows, or its total alone',
    ])
  })

  test.each([
    [
      'without the line that names the account',
      (text: string) => text.split('\r\n').slice(1).join('\r\n'),
      "file.csv:3:1: the account is not named above the table, found nothing, expected the custodian's line that names the account",
    ],
    [
      'with a line that names none',
      (text: string) => text.replace('Joint ...001', 'Joint'),
      'file.csv:1:1: the line names no account, found "Positions for account Joint as of 04:05 PM ET, 2025/09/26", expected an account number, or its end behind XXXX or ...',
    ],
    [
      'of tomorrow',
      (text: string) => text.replace('2025/09/26', '2025/09/30'),
      'file.csv:1:1: the line lies in the future, found "Positions for account Joint ...001 as of 04:05 PM ET, 2025/0…", expected 2025-09-29 or earlier',
    ],
    [
      'of a day that does not exist',
      (text: string) => text.replace('2025/09/26', '2025/09/31'),
      'file.csv:1:1: the line names a day that does not exist, found "Positions for account Joint ...001 as of 04:05 PM ET, 2025/0…"',
    ],
    [
      'with a value that is not shares times price',
      (text: string) => text.replace('$4,580.52', '$4,680.52'),
      'file.csv:4:7: the value disagrees with shares times price, found "4680.52", expected about 4580.52',
    ],
    [
      'with a row that was cut off',
      (text: string) => text.replace(/"SPY".*/, '"SPY"'),
      'file.csv:5:2: the row ends too early, found "1 values", expected 17 values, as in the header',
    ],
    [
      'with a position twice',
      (text: string) => text.replace('"SPY","SOME NAME","2.5","661.82"', '"VTI","SOME NAME","2.5","661.82"'),
      'file.csv:5:1: the position stands already on line 4, found "...001 VTI", expected each only once',
    ],
    [
      'with a position without shares',
      (text: string) => text.replace('"14"', '"--"'),
      'file.csv:4:3: the position in VTI has no shares, found nothing, expected a number of shares',
    ],
  ])('%s are refused', async (_name, change, problem) => {
    const { lines } = await readText(change(SCHWAB_POSITIONS_NEW))
    expect(lines[0]?.startsWith(problem), lines.join('\n')).toBe(true)
    expect(lines).toHaveLength(1)
  })

  test('a file of no known layout below a line of its own is refused at that line', async () => {
    expect((await readText(file('Some report', 'a,b', '1,2'))).lines[0]).toMatch(
      /^file\.csv:1:1: the header is of no known layout, found "Some report"/,
    )
    expect((await readText(file('Positions for account Joint ...001'))).lines[0]).toMatch(
      /^file\.csv:1:1: the header is of no known layout/,
    )
  })

  test('a header and nothing else is refused', async () => {
    const title = '"Positions for account Joint ...001 as of 04:05 PM ET, 2025/09/26"'
    expect((await readText(file(title, SCHWAB_NEW_HEADER))).lines).toEqual([
      'file.csv:2:1: the file has a header and no rows, found nothing, expected at least one row',
    ])
  })
})

test("Fidelity's positions: cash and margin add up, starred rows are cash, footers end the table", async () => {
  // 1100.50 + 134.06 = 1234.56; the day is a Sunday, later than Friday's prices.
  expect(await stated(FIDELITY_POSITIONS)).toEqual({
    kind: 'fidelityPositions',
    on: '2025-09-28',
    positions: ['1001 VTI 14', '1001 SPY 2.5'],
    cash: ['1001 1234.56', '1002 -20.25'],
    warnings: ['7: the pending activity of 1001 counts neither as cash nor as shares, -163.59'],
  })
})

test("a row of Fidelity's positions that was cut off is no footer", async () => {
  expect((await readText(FIDELITY_POSITIONS.replace(/1001,JOINT WROS,SPY.*/, '1001'))).lines).toEqual([
    'file.csv:6:2: the row ends too early, found "1 values", expected 16 values, as in the header',
  ])
})

test("Vanguard's holdings have no day of their own", async () => {
  expect(await stated(VANGUARD_HOLDINGS)).toEqual({
    kind: 'vanguardHoldings',
    on: null,
    positions: ['1001 VTI 14', '1001 SPY 2.5'],
    cash: [],
    warnings: [],
  })
})

test("Schwab's lot details take symbol and account from their title, and leave the total out", async () => {
  expect(await recordsOf('schwabLotDetails', SCHWAB_LOT_DETAILS)).toMatchObject([
    { accountNumber: 'XXXX-1001', symbol: 'VTI', acquired: '2020-01-02', shares: '10', costBasis: '1654.2' },
    { accountNumber: 'XXXX-1001', symbol: 'VTI', acquired: '2017-10-30', shares: '4.5', unitCost: null },
  ])
})

describe('a unit cost in cents says as much of a basis as its places can', () => {
  const details = (...rows: string[]) =>
    SCHWAB_LOT_DETAILS.split('\r\n').slice(0, 3).concat(rows, '').join('\r\n')

  test('as Schwab writes it: 8 shares for $305.66 cost $38.21 each, 40 for $2,444.89 cost $61.12', async () => {
    const text = details(
      '"10/30/2017 00:00:00","8","$101.00","$38.21","$808.00","$305.66","$502.34","+164.35%","Long Term"',
      '"10/31/2017 00:00:00","40","$101.00","$61.12","$4,040.00","$2,444.89","$1,595.11","+65.24%","Long Term"',
    )
    expect(await recordsOf('schwabLotDetails', text)).toMatchObject([
      { shares: '8', unitCost: '38.21', costBasis: '305.66' },
      { shares: '40', unitCost: '61.12', costBasis: '2444.89' },
    ])
  })

  // 12.345 shares at 80.2137 cost 990.24; at 80.21 they would cost 990.19.
  test('as Fidelity and Vanguard write it of fractional shares', async () => {
    const fidelity = FIDELITY_LOTS.replace('$80.2137', '$80.21')
    expect(await recordsOf('fidelityLots', fidelity)).toMatchObject([
      { unitCost: '80.21', costBasis: '990.24' },
    ])
    const vanguard = VANGUARD_LOTS.replace('10.0000,$165.42,"$1,654.20"', '12.3450,$80.21,$990.24')
    expect(await recordsOf('vanguardLots', vanguard)).toMatchObject([{ costBasis: '990.24' }, {}])
  })

  test.each([
    // 8 x 38.21 = 305.68, and a cent a share more or less is not told: up to 305.76, and the cent that is rounded.
    ['"$38.21"', '$305.78', 'found "305.78", expected about 305.68'],
    ['"$38.21"', '$305.58', 'found "305.58", expected about 305.68'],
    // Four places, two of them zeros, say more than two.
    ['"$38.2100"', '$305.66', 'found "305.66", expected about 305.68'],
  ])('%s with a basis of %s is refused', async (unitCost, basis, problem) => {
    const row = `"10/30/2017 00:00:00","8","$101.00",${unitCost},"$808.00","${basis}","--","--","Long Term"`
    expect((await readText(details(row))).lines).toEqual([
      `file.csv:4:6: Cost Basis disagrees with Quantity times Cost/Share, ${problem}`,
    ])
  })
})

describe('an account is found in a name that holds more', () => {
  test.each([
    ['Joint ...123', '...123'],
    ['Individual - TOD X12345678', 'X12345678'],
    ['Z98765432', 'Z98765432'],
    ['1001-2002', '1001-2002'],
  ])('%s', async (name, accountNumber) => {
    const fidelity = FIDELITY_LOTS.replace('\n1001,', `\n${name},`)
    expect(await recordsOf('fidelityLots', fidelity)).toMatchObject([{ accountNumber }])
    const schwab = SCHWAB_UNREALIZED_LOTS.replace('\n1001,', `\n${name},`)
    expect(await recordsOf('schwabUnrealizedLots', schwab)).toMatchObject([{ accountNumber }])
  })

  test('and refused where it holds none', async () => {
    expect((await readText(FIDELITY_LOTS.replace('\n1001,', '\nJoint account,'))).lines).toEqual([
      'file.csv:2:1: Account Name names no account number, found "Joint account", expected an account number, or its end behind XXXX or ..., alone or behind a name',
    ])
  })
})

test('a percentage is neither shares nor dollars', async () => {
  const percent = VANGUARD_LOTS.replace('10.0000,$165.42', '10%,9.90%')
  expect((await readText(percent)).lines).toEqual([
    'file.csv:4:6: Quantity is not a number, found "10%", expected a number of shares above 0 and at most 10,000,000,000, with at most 8 decimal places',
    'file.csv:4:7: Cost per share is not a number, found "9.90%", expected dollars a share from 0 to 10,000,000, with at most 6 decimal places',
  ])
})

test("a row of Vanguard's lots that was cut off is no title", async () => {
  expect((await readText(VANGUARD_LOTS.replace(/1001,SPY.*/, '1001'))).lines).toEqual([
    'file.csv:5:2: the row ends too early, found "1 values", expected 14 values, as in the header',
  ])
})

test("Vanguard's lots: columns that end in a day, a line above the header, a basis that nobody knows", async () => {
  expect(await recordsOf('vanguardLots', VANGUARD_LOTS)).toMatchObject([
    { accountNumber: '1001', symbol: 'VTI', acquired: '2020-01-02', shares: '10', unitCost: '165.42' },
    { symbol: 'SPY', acquired: '2010-03-23', unitCost: null, costBasis: null, covered: 'non-covered' },
  ])
})

describe("Schwab's transactions", () => {
  test('happen on the day that counts, and keep their words', async () => {
    expect(await recordsOf('schwabTransactions', SCHWAB_TRANSACTIONS)).toMatchObject([
      { accountNumber: '...1001', tradeDate: '2025-09-26', action: 'Buy', shares: '3', amount: '-981.54' },
      { action: 'Buy', shares: '3' },
      { tradeDate: '2025-09-23', action: 'Reinvest Shares', shares: '0.0191', price: '660.8' },
      { tradeDate: '2025-09-23', action: 'Reinvest Dividend', shares: null, amount: '12.62' },
      { action: 'Sell', symbol: 'AGG', shares: '5', fees: '0.04', amount: '500.31' },
      { action: 'Bank Interest', symbol: null, amount: '0.07' },
    ])
  })

  test('without the line that names the account are those of the account given with the files', async () => {
    const untitled = SCHWAB_TRANSACTIONS.split('\r\n').slice(1).join('\r\n')
    expect((await readText(untitled)).lines).toEqual([
      "file.csv:2:1: the account is not named above the table, found nothing, expected the custodian's line that names the account, or the account that is given with the files",
    ])
    const { read } = await readText(untitled, 'file.csv', '2025-09-26', '...1001')
    expect(read!.records).toMatchObject(Array(6).fill({ accountNumber: '...1001' }))
    expect((await readText(untitled, 'file.csv', '2025-09-26', 'Joint account')).lines[0]).toBe(
      'file.csv:2:1: the account is no account number, found "Joint account", expected an account number, or its end behind XXXX or ...',
    )
  })

  test('name their account before the one that is given', async () => {
    const { read } = await readText(SCHWAB_TRANSACTIONS, 'file.csv', '2025-09-26', '2001')
    expect(read!.records).toMatchObject(Array(6).fill({ accountNumber: '...1001' }))
    // Of several accounts, what stands below a total is of none: it may be of any.
    const untitled = SCHWAB_POSITIONS_ALL.replace('"Individual ...2001"', '')
    expect((await readText(untitled, 'file.csv', '2025-09-26', '2001')).lines[0]).toMatch(
      /^file\.csv:13:1: the account is not named above the table/,
    )
    const late = SCHWAB_POSITIONS_ALL.replace('"Joint Brokerage ...1001"', '')
    expect((await readText(late, 'file.csv', '2025-09-26', '1001')).lines).toEqual([
      'file.csv:11:1: the account is named below rows that were read as of the account given, found "...2001", expected a line that names the account above every row',
    ])
  })

  test('tell once of each security whose dividends are reinvested: the next purchase may wash a loss', async () => {
    const more = SCHWAB_TRANSACTIONS.replace(
      '"09/22/2025","Sell"',
      '"09/23/2025","Reinvest Shares","SPY","SPDR S&P 500","0.02","$660.80","","-$13.22",\r\n"09/22/2025","Sell"',
    )
    const { read } = await readText(more)
    expect(read!.warnings.map(printProblem)).toEqual([
      'file.csv:5:2: ...1001 reinvests what SPY pays: its next purchase within 30 days of a sale at a loss would wash it, found "Reinvest Shares", expected no reinvestment of what is sold at a loss',
    ])
  })

  test('a purchase names its security and its shares', async () => {
    const without = SCHWAB_TRANSACTIONS.replace('"Sell","AGG"', '"Sell",""').replace('"-5"', '""')
    expect((await readText(without)).lines).toEqual([
      'file.csv:7:3: "Sell" names no security, found nothing, expected a symbol',
      'file.csv:7:5: "Sell" has no shares, found nothing, expected a number of shares',
    ])
  })
})
