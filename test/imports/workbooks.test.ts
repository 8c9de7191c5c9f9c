import { describe, expect, test } from 'vitest'
import { writeXlsx } from 'hucre/xlsx'
import { parse } from 'csv-parse/sync'
import { decimalText } from '../../server/imports/workbook/read-workbook.ts'
import { SMALL_FIRM } from './small-firm.ts'
import {
  FIDELITY_POSITIONS,
  SCHWAB_LOT_DETAILS,
  SCHWAB_POSITIONS_ALL,
  SCHWAB_POSITIONS_OLD,
  SCHWAB_TRANSACTIONS,
  VANGUARD_HOLDINGS,
  VANGUARD_LOTS,
} from './custodian-files.ts'
import { readText } from './reading.ts'

type Cell = string | number | Date | null

/** Rows saved as the first sheet of a workbook, beside a second one that nobody reads. */
async function saved(rows: Cell[][]): Promise<Buffer> {
  const sheets = [
    { name: 'Export', rows },
    { name: 'Notes', rows: [['symbol', 'nonsense']] },
  ]
  return Buffer.from(await writeXlsx({ sheets }))
}

const rowsOf = (text: string): string[][] =>
  parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false })

/** What was read, without what differs between a CSV file and its workbook. */
async function recordsIn(file: string | Buffer) {
  const { read, lines } = await readText(file)
  if (!read) throw new Error(lines.join('\n'))
  return { kind: read.kind, on: read.statedOn, records: read.records.map(({ line: _, ...record }) => record) }
}

describe('a workbook', () => {
  const files: [string, string][] = [
    ['fidelity positions', FIDELITY_POSITIONS],
    ['schwab lot details', SCHWAB_LOT_DETAILS],
    ['schwab positions of all accounts', SCHWAB_POSITIONS_ALL],
    ['schwab positions', SCHWAB_POSITIONS_OLD],
    ['schwab transactions', SCHWAB_TRANSACTIONS],
    ['vanguard holdings', VANGUARD_HOLDINGS],
    ['vanguard lots', VANGUARD_LOTS],
    ...Object.entries(SMALL_FIRM).map(([name, lines]): [string, string] => [name, `${lines.join('\n')}\n`]),
  ]

  test.each(files)('of %s is read as the CSV file is', async (_name, text) => {
    expect(await recordsIn(await saved(rowsOf(text)))).toEqual(await recordsIn(text))
  })

  test('may have numbers and dates in its cells, whatever the layout writes', async () => {
    const book = await saved([
      ['account_number', 'symbol', 'acquired', 'shares', 'unit_cost', 'cost_basis'],
      ['001001', 'VTI', new Date('2020-01-02T00:00:00Z'), 10.5, 165.42, 1736.91],
      ['001001', 'VTI', '2020-01-03', '4', '165.4200', null],
    ])
    expect((await recordsIn(book)).records).toMatchObject([
      {
        accountNumber: '001001',
        acquired: '2020-01-02',
        shares: '10.5',
        unitCost: '165.42',
        costBasis: '1736.91',
      },
      { accountNumber: '001001', acquired: '2020-01-03', shares: '4', unitCost: '165.42', costBasis: null },
    ])
    const schwab = await saved([
      ...rowsOf(SCHWAB_LOT_DETAILS).slice(0, 3),
      [new Date('2017-10-30T00:00:00Z'), 3, 327.18, 165.42, 981.54, 496.26, 485.28, 0.97, 'Long Term'],
    ])
    expect((await recordsIn(schwab)).records).toMatchObject([
      { symbol: 'VTI', acquired: '2017-10-30', shares: '3', marketValue: '981.54' },
    ])
  })

  test('tells problems by row and column of the sheet', async () => {
    const book = await saved([
      ['account_number', 'symbol', 'shares'],
      [null, null, null],
      ['1001', 'VTI', -1],
      ['1001', 'SPY'],
      ['1001', 'AGG', new Date('2020-01-02T13:30:00Z')],
    ])
    expect((await readText(book, 'book.xlsx')).lines.map((line) => line.split(', expected')[0])).toEqual([
      'book.xlsx:3:3: shares is negative, found "-1"',
      'book.xlsx:4:3: shares is empty, found nothing',
      'book.xlsx:5:3: shares is not a number, found "2020-01-02T13:30:00.000Z"',
    ])
  })
})

test.each([
  [0.1 + 0.2, '0.3'],
  [163.95999999999998, '163.96'],
  [-12.5, '-12.5'],
  [0, '0'],
  [-0, '0'],
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [123456789012345, '123456789012345'],
  [12345.678, '12345.678'],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])('the number %d is the decimal that Excel shows: %s', (number, text) => {
  expect(decimalText(number)).toBe(text)
})
