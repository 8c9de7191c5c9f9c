import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { loadSnapshots } from '../../server/proposals/load-snapshot.ts'
import { plan } from '../../server/proposals/plan.ts'
import { statementsOf } from '../api/statements.ts'
import { newFirm } from '../firm.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { only, SMALL_FIRM, smallFirm } from './small-firm.ts'

const AS_OF = '2025-09-26'
const HEADER = 'account_number,symbol,date,reason'
const STORED = `select a.account_number as account, s.symbol, p.trade_date::text as date, p.reason
  from scheduled_purchase p join account a on a.id = p.account_id join security s on s.id = p.security_id
  order by account, symbol, date`

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const scheduled = async (firmId: string, ...rows: readonly string[]) =>
  told(await load(database, firmId, smallFirm({ ...only(), 'scheduled.csv': [HEADER, ...rows] })))

const storedIn = async (firmId: string) =>
  (await rowsOf<Record<string, string | null>>(database, firmId, STORED)).map((row) =>
    Object.values(row).join(' '),
  )

const idsOf = async (firmId: string) =>
  (await rowsOf<{ id: string }>(database, firmId, 'select id from household order by reference')).map(
    ({ id }) => id,
  )

async function snapshotOf(firmId: string): Promise<Snapshot> {
  const [first] = await idsOf(firmId)
  const [snapshot] = await database.readInFirm(firmId, (transaction) =>
    loadSnapshots(transaction, { householdIds: [first!], mode: 'target', asOf: AS_OF }),
  )
  return snapshot!
}

describe('a file of scheduled purchases', () => {
  test('states all that is arranged for the accounts it names, and leaves the others theirs', async () => {
    const firmId = await loadedFirm(database)
    expect(
      await scheduled(
        firmId,
        '1001,VTI,2025-10-15,Savings plan',
        '1001,VTI,2025-11-14,Savings plan',
        '1002,AGG,2025-10-01,',
        '2001,IEF,2025-10-02,',
      ),
    ).toEqual(['scheduled.csv +4 ~0 =0'])
    // One is kept, one has another reason, and what 2001 had is stated no more.
    expect(
      await scheduled(firmId, '1001,VTI,2025-10-15,Savings plan', '1001,VTI,2025-11-14,Doubled', '2001,,,'),
    ).toEqual(['scheduled.csv +0 ~2 =1'])
    expect(await storedIn(firmId)).toEqual([
      '1001 VTI 2025-10-15 Savings plan',
      '1001 VTI 2025-11-14 Doubled',
      '1002 AGG 2025-10-01 ',
    ])
  })

  test('leaves its entry in the audit chain, and no trace where it changes nothing', async () => {
    const firmId = await loadedFirm(database)
    await scheduled(firmId, '1001,VTI,2025-10-15,Savings plan')
    const [entry] = await rowsOf<{ action: string; content: string }>(
      database,
      firmId,
      'select action, content from audit_entry order by sequence desc limit 1',
    )
    expect(entry!.action).toBe('file.load')
    expect(entry!.content).toContain('scheduledPurchases')
    const before = await countRows(database, firmId)
    expect(before).toMatchObject({ scheduled_purchase: 1 })
    expect(await scheduled(firmId, '1001,VTI,2025-10-15,Savings plan')).toEqual(['scheduled.csv +0 ~0 =1'])
    expect(await countRows(database, firmId)).toEqual(before)
  })

  test('takes a masked number for the account that ends so', async () => {
    const firmId = await loadedFirm(database)
    expect(await scheduled(firmId, '...1001,VTI,2025-10-15,', '1001,VTI,2025-10-15,')).toEqual([
      'scheduled.csv +1 ~0 =0',
    ])
    expect(await storedIn(firmId)).toEqual(['1001 VTI 2025-10-15 '])
  })

  test('is refused by file, row and column', async () => {
    const firmId = await loadedFirm(database)
    expect(
      await scheduled(
        firmId,
        '1001,VTI,2025-10-15,',
        '1001,vti,2025-10-15,',
        '1001,VTI,,',
        '1002,,2025-10-15,',
        '1001,,,',
        '1001,VTI,2025-13-01,',
      ),
    ).toEqual([
      'scheduled.csv:7:3: date is a day that does not exist, found "2025-13-01", expected a date as YYYY-MM-DD',
      'scheduled.csv:3:1: the scheduled purchase stands already on line 2, found "1001 VTI 2025-10-15", expected each only once',
      'scheduled.csv:4:3: the scheduled purchase has no date, found nothing, expected its trade date',
      'scheduled.csv:5:2: the scheduled purchase names no security, found nothing, expected a symbol, or nothing beside the account, which then has none',
      'scheduled.csv:6:1: the account has no scheduled purchases and some, found "1001", expected its purchases, or one row without any',
    ])
    expect(await scheduled(firmId, '1001,ZZZ,2025-10-15,', '9,VTI,2025-10-15,')).toEqual([
      'scheduled.csv:2:2: the symbol is unknown, found "ZZZ", expected a security of the firm',
      'scheduled.csv:3:1: the account is unknown, found "9", expected one account of the firm',
    ])
    const twice = smallFirm({
      ...only(),
      'a.csv': [HEADER, '1001,VTI,2025-10-15,'],
      'b.csv': [HEADER, '1001,SPY,2025-10-15,'],
    })
    expect(told(await load(database, firmId, twice))).toEqual([
      'b.csv:2:1: scheduled purchases of the account stands already in a.csv, found "1001", expected each in one file',
    ])
    expect(await storedIn(firmId)).toEqual([])
  })
})

describe('the scheduled purchases of a snapshot', () => {
  test('are those from the day itself to 30 days ahead, with their securities', async () => {
    const firmId = await loadedFirm(database, {
      'securities.csv': [...SMALL_FIRM['securities.csv'], 'NEW,Held by nobody,,,,equity'],
    })
    await scheduled(
      firmId,
      '1001,VTI,2025-09-25,Yesterday',
      '1001,VTI,2025-09-26,Today',
      '1002,NEW,2025-10-26,Last day',
      '1002,NEW,2025-10-27,Too late',
      '2001,VTI,2025-10-01,Another household',
    )
    const snapshot = await snapshotOf(firmId)
    const accounts = new Map(snapshot.accounts.map(({ id, name }) => [id, name]))
    const symbols = new Map(snapshot.securities.map(({ id, symbol }) => [id, symbol]))
    expect(
      snapshot.scheduledPurchases
        .map(({ accountId, securityId, date }) => [accounts.get(accountId), symbols.get(securityId), date])
        .sort(),
    ).toEqual([
      ['1001', 'VTI', '2025-09-26'],
      ['1002', 'NEW', '2025-10-26'],
    ])
  })

  test('keep a loss from being harvested that they would wash, in any account of the household', async () => {
    // 40 shares cost 116.05 and are worth 100.07: a loss of 639.20, which saves 185.37 of tax at 0.24 + 0.05.
    const firmId = await loadedFirm(database, {
      'lots.csv': [
        ...SMALL_FIRM['lots.csv'].filter((line) => !line.startsWith('1002')),
        '1001,AGG,2021-09-02,40,116.05,4642.00',
        '1002,VTI,2021-09-02,1,200,200',
      ],
    })
    const sold = async () => {
      const snapshot = await snapshotOf(firmId)
      const settings = { ...snapshot.settings, scope: { kind: 'harvest' } as const, lossCredit: '1' }
      const { trades } = await plan({ ...snapshot, settings: { ...settings, trigger: 'asked' } })
      const symbolOf = new Map(snapshot.securities.map(({ id, symbol }) => [id, symbol]))
      return trades.filter(({ side }) => side === 'sell').map(({ securityId }) => symbolOf.get(securityId))
    }
    expect(await sold()).toEqual(['AGG'])
    await scheduled(firmId, '1002,AGG,2025-10-26,')
    expect(await sold()).toEqual([])
    await scheduled(firmId, '1002,AGG,2025-10-27,')
    expect(await sold()).toEqual(['AGG'])
  })

  test('take one statement for all households, and lie behind the wall of their firm', async () => {
    const firmId = await loadedFirm(database)
    await scheduled(firmId, '1001,VTI,2025-10-15,', '2001,VTI,2025-10-15,')
    const ids = await idsOf(firmId)
    const statements = await statementsOf(() =>
      database.readInFirm(firmId, (transaction) =>
        loadSnapshots(transaction, { householdIds: ids, mode: 'target', asOf: AS_OF }),
      ),
    )
    expect(ids).toHaveLength(2)
    expect(statements.filter((text) => text.includes('scheduled_purchase'))).toHaveLength(1)
    const other = await newFirm(database)
    const count = 'select count(*)::int as count from scheduled_purchase'
    expect(await rowsOf(database, other, count)).toEqual([{ count: 0 }])
    expect(await rowsOf(database, firmId, count)).toEqual([{ count: 2 }])
  })
})
