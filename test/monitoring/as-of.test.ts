import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { latestCompleteDate } from '../../server/monitoring/refresh-drift.ts'
import { rowsOf } from '../imports/firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from '../imports/loading.ts'
import { only, SMALL_FIRM, smallFirm, type SmallFile } from '../imports/small-firm.ts'

let database: Database
let firmId: string
beforeAll(async () => {
  database = await openTestDatabase()
})
beforeEach(async () => {
  firmId = await loadedFirm(database)
})
afterAll(() => database.close())

const firmDate = () => database.readInFirm(firmId, latestCompleteDate)

/** One file of the small firm with these rows, loaded as of a day. */
async function loaded(file: SmallFile, rows: readonly string[], asOf: string) {
  const outcome = await load(
    database,
    firmId,
    smallFirm({ ...only(file), [file]: [SMALL_FIRM[file][0], ...rows] }),
    asOf,
  )
  expect(outcome.kind, told(outcome).join('\n')).toBe('imported')
  return outcome.kind === 'imported' ? outcome.warnings.map(({ what }) => what) : []
}

const accounts = () =>
  rowsOf<{ account: string; day: string | null }>(
    database,
    firmId,
    'select account_number as account, positions_as_of::text as day from account order by 1',
  )

const NOVAK = '2001,IEF,05/05/2017,1.844,$96.2200,$105.9900,$177.43,$195.45,($18.02),-9.22%,Long Term'
const VTI = '1001,VTI,2020-01-02,10,165.42,1654.20'
const AGG = '1002,AGG,2021-09-02,40,116.05,4642.00'

test('custodians that load on different days: the later one gives the date, the other keeps its own and counts as it was', async () => {
  const before = await rowsOf<{ base: string }>(
    database,
    firmId,
    'select base::text from drift order by subject_id',
  )
  await loaded('schwab-lots.csv', [NOVAK], '2025-09-29')
  expect(await firmDate()).toBe('2025-09-29')
  expect(await accounts()).toEqual([
    { account: '1001', day: '2025-09-26' },
    { account: '1002', day: '2025-09-26' },
    { account: '2001', day: '2025-09-29' },
  ])
  const after = await rowsOf<{ base: string; day: string }>(
    database,
    firmId,
    'select base::text, as_of::text as day from drift order by subject_id',
  )
  expect(after).toEqual(before.map(({ base }) => ({ base, day: '2025-09-29' })))
})

test('an account that is loaded no more is named by each load, and does not hold the firm on its day', async () => {
  for (const [day, bought] of [
    ['2025-09-29', '2025-09-29'],
    ['2025-10-30', '2025-10-30'],
  ] as const) {
    const warnings = await loaded('lots.csv', [VTI, `1001,AGG,${bought},1,100,100`], day)
    expect(warnings).toContainEqual(
      expect.stringMatching(/^the account \d{4} is in no file of lots and keeps those of 2025-09-26$/),
    )
    expect(await firmDate()).toBe(day)
    // No lot that counts was bought after the date.
    expect(
      await rowsOf(database, firmId, `select id from tax_lot where acquired > '${day}' and shares <> 0`),
    ).toEqual([])
  }
})

test('lots of a day without its prices stand at the closes before', async () => {
  await loaded('lots.csv', [VTI, AGG], '2025-09-30')
  expect(await firmDate()).toBe('2025-09-30')
  const [household] = await rowsOf<{ value: string }>(
    database,
    firmId,
    `select positions_value::text as value from drift where subject_kind = 'household'`,
  )
  // 10 VTI at 327.18 and 40 AGG at 100.07, the closes of 26 September.
  expect(household).toEqual({ value: '7274.6000' })
})

test('prices alone move the date to a day on which everything held has one, and to no other', async () => {
  const priced = (day: string, ...symbols: string[]) =>
    loaded(
      'prices.csv',
      symbols.map((symbol) => `${day},${symbol},100,100,1`),
      day,
    )
  await priced('2025-09-29', 'VTI', 'SPY', 'AGG', 'IEF')
  expect(await firmDate()).toBe('2025-09-26')
  await priced('2025-09-29', 'BIL')
  expect(await firmDate()).toBe('2025-09-29')
  // SPY is sold, so its price is not waited for.
  await loaded('lots.csv', [VTI, AGG], '2025-09-29')
  await priced('2025-09-30', 'VTI', 'AGG', 'IEF', 'BIL')
  expect(await firmDate()).toBe('2025-09-30')
})

test('an account of which nothing was loaded neither moves the date nor holds it; one of cash alone has the day of its file', async () => {
  const file = (row: string, cashOnly: string, asOf: string) =>
    load(
      database,
      firmId,
      smallFirm({
        ...only('accounts.csv'),
        'accounts.csv': [`${SMALL_FIRM['accounts.csv'][0]},cash_only`, `${row},${cashOnly}`],
      }),
      asOf,
    )
  const row = '2002,H2,T3,Novak cash,individual,taxable,Schwab,no,notice,5000,0'
  expect((await file(row, 'yes', '2025-10-01')).kind).toBe('imported')
  expect(await firmDate()).toBe('2025-10-01')
  await database.inFirm(firmId, ({ em }) =>
    em.execute(`update account set positions_as_of = null where firm_id = ? and account_number = '2002'`, [
      firmId,
    ]),
  )
  expect(await firmDate()).toBe('2025-09-26')
})
