import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { loadSnapshots } from '../../server/proposals/load-snapshot.ts'
import { plan } from '../../server/proposals/plan.ts'
import { statementsOf } from '../api/statements.ts'
import { newFirm } from '../firm.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { only, smallFirm } from './small-firm.ts'

const AS_OF = '2025-09-26'
const HEADER = 'custodian,applies_to,value_up_to,per_order,rate'
/** 1001 and 2001 are at Schwab, 1002 is at Harbor. */
const FEES = ['Schwab,fund,,49.95,0', 'Harbor,any,,1,0.00125', 'Schwab,any,1000,0,0', 'Schwab,any,,4.95,0']

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const charged = async (firmId: string, ...rows: readonly string[]) =>
  told(await load(database, firmId, smallFirm({ ...only(), 'fees.csv': [HEADER, ...rows] })))

const idsOf = async (firmId: string) =>
  (await rowsOf<{ id: string }>(database, firmId, 'select id from household order by reference')).map(
    ({ id }) => id,
  )

const snapshotsOf = async (firmId: string) => {
  const householdIds = await idsOf(firmId)
  return database.readInFirm(firmId, (transaction) =>
    loadSnapshots(transaction, { householdIds, mode: 'target', asOf: AS_OF }),
  )
}

async function feesOf(firmId: string) {
  const [snapshot] = await snapshotsOf(firmId)
  return Object.fromEntries(
    snapshot!.accounts.map(({ name, fees }) => [
      name,
      fees.map(({ appliesTo, valueUpTo, perOrder, rate }) => [appliesTo, valueUpTo, perOrder, Number(rate)]),
    ]),
  )
}

describe("a file of custodians' fees", () => {
  test('gives each account the list of its custodian, in the order of the file', async () => {
    const firmId = await loadedFirm(database)
    expect(await feesOf(firmId)).toEqual({ 1001: [], 1002: [] })
    expect(await charged(firmId, ...FEES)).toEqual(['fees.csv +4 ~0 =0'])
    const schwab = [
      ['fund', null, '49.95', 0],
      ['any', '1000.00', '0.00', 0],
      ['any', null, '4.95', 0],
    ]
    expect(await feesOf(firmId)).toEqual({ 1001: schwab, 1002: [['any', null, '1.00', 0.00125]] })
  })

  test('states all fees of the custodians it names, and leaves the others theirs', async () => {
    const firmId = await loadedFirm(database)
    await charged(firmId, ...FEES)
    const before = await countRows(database, firmId)
    expect(before).toMatchObject({ custodian_fee: 4 })
    expect(await charged(firmId, ...FEES)).toEqual(['fees.csv +0 ~0 =4'])
    expect(await countRows(database, firmId)).toEqual(before)
    // The first row is another now, and two are stated no more.
    expect(await charged(firmId, 'Schwab,any,,0,0')).toEqual(['fees.csv +0 ~3 =0'])
    expect(await feesOf(firmId)).toEqual({
      1001: [['any', null, '0.00', 0]],
      1002: [['any', null, '1.00', 0.00125]],
    })
    const [entry] = await rowsOf<{ action: string; content: string }>(
      database,
      firmId,
      'select action, content from audit_entry order by sequence desc limit 1',
    )
    expect(entry!.action).toBe('file.load')
    expect(entry!.content).toContain('custodianFees')
  })

  test('is refused by file, row and column', async () => {
    const firmId = await loadedFirm(database)
    expect(
      await charged(
        firmId,
        'Schwab,etf,1000,1,0',
        'Schwab,etf,999.99,1,0',
        'Schwab,any,,4.95,0',
        'Schwab,stock,500,1,0',
        'Harbor,bond,,1,0',
        'Harbor,any,,-1,0',
        'Harbor,any,,1,1.5',
      ),
    ).toEqual([
      'fees.csv:6:2: applies_to is unknown, found "bond", expected one of "stock", "etf", "fund", "any"',
      'fees.csv:7:4: per_order is negative, found "-1", expected dollars and cents from 0 to 1,000,000,000,000',
      'fees.csv:8:5: rate is absurdly large, found "1.5", expected a fraction from 0 to 1 with at most 6 decimal places',
      'fees.csv:3:2: no order comes to this fee: that on line 2 is the first for all of them, found "etf", expected narrower fees above wider ones',
      'fees.csv:5:2: no order comes to this fee: that on line 4 is the first for all of them, found "stock", expected narrower fees above wider ones',
    ])
    expect(await charged(firmId, 'schwab,fund,,1,0', 'schwab,any,,2,0')).toEqual([
      'fees.csv:2:1: no account is at this custodian (in 2 rows), found "schwab", expected a custodian as accounts name it',
    ])
    const twice = smallFirm({
      ...only(),
      'a.csv': [HEADER, 'Schwab,any,,1,0'],
      'b.csv': [HEADER, 'Schwab,any,,2,0'],
    })
    expect(told(await load(database, firmId, twice))).toEqual([
      'b.csv:2:1: fees of the custodian stands already in a.csv, found "Schwab", expected each in one file',
    ])
    expect(await countRows(database, firmId)).toMatchObject({ custodian_fee: 0 })
  })

  test('makes plans pay them', async () => {
    const firmId = await loadedFirm(database)
    const costOf = async () => {
      const [snapshot] = await snapshotsOf(firmId)
      const { trades, totals } = await plan(snapshot!)
      const taxable = snapshot!.accounts.find(({ name }) => name === '1001')!.id
      const orders = trades.filter(({ accountId }) => accountId === taxable).length
      return { orders, cost: totals.tradingCost }
    }
    expect((await costOf()).cost).toBe('0.00')
    await charged(firmId, 'Schwab,any,,1.25,0')
    const { orders, cost } = await costOf()
    expect(orders).toBeGreaterThan(0)
    expect(Number(cost)).toBe(orders * 1.25)
  })

  test('takes one statement for all households, and lies behind the wall of its firm', async () => {
    const firmId = await loadedFirm(database)
    await charged(firmId, ...FEES)
    const statements = await statementsOf(() => snapshotsOf(firmId))
    expect(statements.filter((text) => text.includes('custodian_fee'))).toHaveLength(1)
    const count = 'select count(*)::int as count from custodian_fee'
    expect(await rowsOf(database, await newFirm(database), count)).toEqual([{ count: 0 }])
    expect(await rowsOf(database, firmId, count)).toEqual([{ count: 4 }])
  })
})
