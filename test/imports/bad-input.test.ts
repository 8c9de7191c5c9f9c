import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import type { ImportFile } from '../../server/imports/read-file.ts'
import { newFirm } from '../firm.ts'
import { countRows } from './firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { SMALL_FIRM, smallFirm, withLine, withMore } from './small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

describe('bad input: the thing is named, nothing is written', () => {
  const cases: [string, ImportFile[], string][] = [
    [
      'a malformed file',
      smallFirm(withLine('lots.csv', 3, '1001,"VTI,2020-01-02,4,165.42,661.68')),
      'lots.csv:3:2: a quote is opened and never closed, found "\\"VTI,2020-01-02,4,165.42,661.68", expected a closing quote',
    ],
    [
      'a truncated file',
      smallFirm({ 'lots.csv': SMALL_FIRM['lots.csv'].join('\n').slice(0, -20) }),
      'lots.csv:5:4: the row ends too early, found "3 values", expected 6 values, as in the header',
    ],
    [
      'a file in another encoding',
      smallFirm({
        'households.csv': Buffer.from(
          SMALL_FIRM['households.csv'].join('\n').replace('Baker', 'B\u00e4cker'),
          'latin1',
        ),
      }),
      'households.csv:2:2: byte 120 is no UTF-8, found "0xE4", expected a file saved as "CSV UTF-8"',
    ],
    [
      'an unknown symbol in lots',
      smallFirm(withMore('lots.csv', '1001,XYZ,2020-01-02,4,165.42,661.68')),
      'lots.csv:6:2: the symbol is unknown, found "XYZ", expected a security of the firm',
    ],
    [
      'an unknown symbol in prices',
      smallFirm(withMore('prices.csv', '2025-09-26,XYZ,1,1,1')),
      'prices.csv:8:2: the symbol is unknown, found "XYZ", expected a security of the firm',
    ],
    [
      'an unknown symbol in a model',
      smallFirm(withLine('model-securities.csv', 2, 'US Equity,any,VTI,1,XYZ')),
      'model-securities.csv:2:5: the symbol is unknown, found "XYZ", expected a security of the firm',
    ],
    [
      'a duplicate account',
      smallFirm(withMore('accounts.csv', SMALL_FIRM['accounts.csv'][1])),
      'accounts.csv:5:1: the account stands already on line 2, found "1001", expected each only once',
    ],
    [
      'a duplicate account in two files',
      smallFirm({ 'more-accounts.csv': SMALL_FIRM['accounts.csv'].slice(0, 2) }),
      'more-accounts.csv:2:1: the account stands already in accounts.csv, found "1001", expected each in one file',
    ],
    [
      'lots of an account in two files',
      smallFirm({ 'more-lots.csv': SMALL_FIRM['lots.csv'].slice(0, 2) }),
      'more-lots.csv:2:1: lots of the account stands already in lots.csv, found "1001", expected each in one file',
    ],
    [
      'a negative quantity',
      smallFirm(withLine('lots.csv', 2, '1001,VTI,2020-01-02,-10,165.42,1654.20')),
      'lots.csv:2:4: shares is negative, found "-10", expected a number of shares above 0 and at most 10,000,000,000, with at most 8 decimal places',
    ],
    [
      'an absurd quantity',
      smallFirm(withLine('lots.csv', 2, '1001,VTI,2020-01-02,10000000001,165.42,')),
      'lots.csv:2:4: shares is absurdly large, found "10000000001", expected a number of shares above 0 and at most 10,000,000,000, with at most 8 decimal places',
    ],
    [
      'a missing price',
      smallFirm(withLine('prices.csv', 5, undefined)),
      'lots.csv:5:2: the security has no price, found "AGG", expected a price on 2025-09-26 or before',
    ],
    [
      'targets that do not sum to 100%',
      smallFirm(withLine('models.csv', 2, 'Simple,Equity,,59,55,65')),
      'models.csv:2:4: the targets of Simple do not sum to 100%, found "99", expected 100',
    ],
    [
      'a range without its target',
      smallFirm(withLine('models.csv', 5, 'Simple,Core Bonds,Safety,,30,40')),
      'models.csv:5:4: Core Bonds has a range without its target, found nothing, expected a target in percent',
    ],
    [
      'a purchase in the future',
      smallFirm(withLine('lots.csv', 2, '1001,VTI,2025-09-27,10,165.42,1654.20')),
      'lots.csv:2:3: acquired lies in the future, found "2025-09-27", expected a date as YYYY-MM-DD, 2025-09-26 or earlier',
    ],
    [
      'a price in the future',
      smallFirm(withLine('prices.csv', 2, '2999-01-01,VTI,1,1,1')),
      'prices.csv:2:1: date lies in the future, found "2999-01-01"',
    ],
    [
      'an account without lots',
      smallFirm({ 'schwab-lots.csv': undefined }),
      'accounts.csv:4:1: the account has no lots, found "2001", expected its lots in one of the files, or "yes" in a column "cash_only"',
    ],
    [
      'lots of an unknown account',
      smallFirm(withMore('lots.csv', '9999,VTI,2020-01-02,4,165.42,661.68')),
      'lots.csv:6:1: the account is unknown, found "9999", expected one account of the firm',
    ],
    [
      'a masked number that two accounts have',
      smallFirm(withMore('lots.csv', 'XX-001,VTI,2020-01-02,4,165.42,661.68')),
      'lots.csv:6:1: 2 accounts end like this, found "XX-001", expected one account of the firm',
    ],
    [
      'an unknown model',
      smallFirm(withLine('households.csv', 3, 'H2,Novak household,Bold,account,,,,,')),
      'households.csv:3:3: the model is unknown, found "Bold", expected a model of the firm, or nothing',
    ],
    [
      'an unknown household',
      smallFirm(withLine('accounts.csv', 4, '2001,H9,T3,Novak,individual,taxable,Schwab,no,notice,0,0')),
      'accounts.csv:4:2: the household is unknown, found "H9", expected a household of the firm',
    ],
    [
      'an unknown taxpayer',
      smallFirm(withLine('accounts.csv', 4, '2001,H2,T9,Novak,individual,taxable,Schwab,no,notice,0,0')),
      'accounts.csv:4:3: the taxpayer is unknown, found "T9", expected a taxpayer of the firm',
    ],
    [
      'a taxpayer of another household',
      smallFirm(withLine('accounts.csv', 4, '2001,H2,T1,Novak,individual,taxable,Schwab,no,notice,0,0')),
      'accounts.csv:4:3: the taxpayer T1 is in another household, found "H1", expected H2',
    ],
    [
      'securities of a tier',
      smallFirm(withMore('model-securities.csv', 'Equity,any,VTI,1,')),
      'model-securities.csv:6:1: the class is unknown, found "Equity", expected a class without parts in some model',
    ],
    [
      'two prices of one day',
      smallFirm({ 'more-prices.csv': ['date,symbol,close', '2025-09-26,VTI,327.19'] }),
      'more-prices.csv:2:3: the price of VTI on 2025-09-26 differs from that in prices.csv, found "327.19", expected 327.18',
    ],
    [
      'an override of an unknown account',
      smallFirm(withMore('overrides.csv', '7777,,hold,VTI,,,why,2025-01-01,')),
      'overrides.csv:5:1: the account is unknown, found "7777", expected one account of the firm',
    ],
    [
      'a file of no known layout',
      smallFirm({ 'notes.csv': ['a,b', '1,2'] }),
      'notes.csv:1:1: the header is of no known layout, found "a,b"',
    ],
  ]

  test.each(cases)('%s', async (_name, files, expected) => {
    const empty = await newFirm(database)
    const before = await countRows(database, empty)
    const outcome = await load(database, empty, files)
    expect(outcome.kind).toBe('refused')
    expect(
      told(outcome).some((line) => line.startsWith(expected)),
      told(outcome).join('\n'),
    ).toBe(true)
    expect(await countRows(database, empty)).toEqual(before)
  })

  test.each(cases.filter(([name]) => !['an account without lots', 'a missing price'].includes(name)))(
    '%s, in a firm that is loaded already',
    async (_name, files, expected) => {
      const firmId = await loadedFirm(database)
      const before = await countRows(database, firmId)
      expect(told(await load(database, firmId, files)).some((line) => line.startsWith(expected))).toBe(true)
      expect(await countRows(database, firmId)).toEqual(before)
    },
  )

  test('problems of all files are told together', async () => {
    const firmId = await newFirm(database)
    const outcome = await load(
      database,
      firmId,
      smallFirm({
        ...withLine('lots.csv', 2, '1001,VTI,2020-01-02,-10,165.42,1654.20'),
        ...withLine('households.csv', 2, 'H1,,Simple,household,,,,,'),
      }),
    )
    expect(told(outcome).map((line) => line.split(':')[0])).toEqual(['households.csv', 'lots.csv'])
  })

  test('no file at all is refused', async () => {
    expect((await load(database, await newFirm(database), [])).kind).toBe('refused')
  })
})
