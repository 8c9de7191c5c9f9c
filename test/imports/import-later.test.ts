import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { newFirm } from '../firm.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { only, SMALL_FIRM, smallFirm, withLine } from './small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

describe('what changes later', () => {
  const lots = (...rows: string[]) =>
    smallFirm({ ...only('lots.csv'), 'lots.csv': [SMALL_FIRM['lots.csv'][0], ...rows] })

  test('a lot sold down keeps its id; its history is added to, not written over', async () => {
    const firmId = await loadedFirm(database)
    const idsBefore = await rowsOf<{ id: string; shares: string }>(
      database,
      firmId,
      `select l.id, trim_scale(shares)::text as shares from tax_lot l join security s on s.id = l.security_id where symbol = 'VTI' order by ordinal`,
    )
    const [ten, four] = idsBefore
    const outcome = await load(
      database,
      firmId,
      lots(
        '1001,VTI,2020-01-02,7,165.42,1157.94',
        '1001,VTI,2020-01-02,4,165.42,661.68',
        '1001,VTI,2025-09-29,1,328,328',
      ),
      '2025-09-30',
    )
    // The SPY lot was sold: a changed one. Account 1002 is not in the file and keeps its lot.
    expect(told(outcome)).toEqual(['lots.csv +1 ~2 =1'])
    expect(
      await rowsOf(
        database,
        firmId,
        `select l.id, trim_scale(shares)::text as shares from tax_lot l join security s on s.id = l.security_id
         where symbol = 'VTI' and acquired = '2020-01-02' order by ordinal`,
      ),
    ).toEqual([{ id: ten!.id, shares: '7' }, four])
    expect(
      await rowsOf(
        database,
        firmId,
        `select valid_from::text, trim_scale(shares)::text as shares from tax_lot_change where lot_id = '${ten!.id}' order by 1`,
      ),
    ).toEqual([
      { valid_from: '2025-09-26', shares: '10' },
      { valid_from: '2025-09-30', shares: '7' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select trim_scale(shares)::text as shares from tax_lot l join account a on a.id = l.account_id where account_number = '1002'`,
      ),
    ).toEqual([{ shares: '40' }])
    expect(outcome).toMatchObject({
      warnings: [{ what: 'the account 2001 is in no file of lots and keeps those of 2025-09-26' }],
    })
  })

  test('a holding period that a custodian moves is kept as it was on each day, and outlives the lot', async () => {
    const firmId = await loadedFirm(database)
    const header = `${SMALL_FIRM['lots.csv'][0]},holding_period_start`
    const stated = (...rows: string[]) => smallFirm({ ...only('lots.csv'), 'lots.csv': [header, ...rows] })
    const agg = '1002,AGG,2021-09-02,40,116.05,4642.00'
    expect(told(await load(database, firmId, stated(`${agg},2021-08-15`), '2025-09-29'))).toEqual([
      'lots.csv +0 ~1 =0',
    ])
    // No start stated: what is known stays.
    await load(database, firmId, stated('1002,AGG,2021-09-02,39,116.05,4525.95,'), '2025-09-30')
    await load(database, firmId, stated('1002,VTI,2025-10-01,1,328,328,'), '2025-10-01')
    const history = `select valid_from::text as day, c.holding_period_start::text as start, trim_scale(c.shares)::text as shares
      from tax_lot_change c join tax_lot l on l.id = c.lot_id join security s on s.id = l.security_id where symbol = 'AGG' order by 1`
    expect(await rowsOf(database, firmId, history)).toEqual([
      { day: '2025-09-26', start: '2021-09-02', shares: '40' },
      { day: '2025-09-29', start: '2021-08-15', shares: '40' },
      { day: '2025-09-30', start: '2021-08-15', shares: '39' },
      { day: '2025-10-01', start: '2021-08-15', shares: '0' },
    ])
    const latest = `select holding_period_start::text as start from tax_lot l join security s on s.id = l.security_id where symbol = 'AGG'`
    expect(await rowsOf(database, firmId, latest)).toEqual([{ start: '2021-08-15' }])
  })

  test('a lot that is stated no more is ended on that day, and is itself again when it comes back', async () => {
    const firmId = await loadedFirm(database)
    const vti = ['1001,VTI,2020-01-02,10,165.42,1654.20', '1001,VTI,2020-01-02,4,165.42,661.68']
    const history = `select c.valid_from::text as day, trim_scale(c.shares)::text as shares, l.id as lot from tax_lot_change c
      join tax_lot l on l.id = c.lot_id join security s on s.id = l.security_id where symbol = 'SPY' order by 1`
    await load(database, firmId, lots(...vti), '2025-09-29')
    const [bought, sold] = await rowsOf<{ day: string; shares: string; lot: string }>(
      database,
      firmId,
      history,
    )
    expect([bought!.shares, sold!.day, sold!.shares]).toEqual(['2.5', '2025-09-29', '0'])
    const held = `select trim_scale(shares)::text as shares from tax_lot l join security s on s.id = l.security_id where symbol = 'SPY'`
    expect(await rowsOf(database, firmId, held)).toEqual([{ shares: '0' }])

    await load(database, firmId, lots(...vti, '1001,SPY,2016-03-23,2.5,203.21,508.03'), '2025-09-30')
    const [, , back] = await rowsOf<{ lot: string; shares: string }>(database, firmId, history)
    expect(back).toMatchObject({ lot: bought!.lot, shares: '2.5' })
  })

  test('lots of an earlier day do not replace those of a later one', async () => {
    const firmId = await loadedFirm(database)
    expect(
      told(await load(database, firmId, lots('1001,VTI,2020-01-02,1,165.42,165.42'), '2025-09-25')),
    ).toEqual([
      'lots.csv:2:1: later lots of 1001 are loaded already, found "2025-09-25", expected 2025-09-26 or later',
    ])
  })

  test('the same lots on a later day are known for that day', async () => {
    const firmId = await loadedFirm(database)
    const outcome = await load(database, firmId, smallFirm(only('lots.csv')), '2025-09-30')
    expect(told(outcome)).toEqual(['lots.csv +0 ~0 =4'])
    expect(
      await rowsOf(
        database,
        firmId,
        'select account_number, positions_as_of::text as as_of from account order by 1',
      ),
    ).toEqual([
      { account_number: '1001', as_of: '2025-09-30' },
      { account_number: '1002', as_of: '2025-09-30' },
      { account_number: '2001', as_of: '2025-09-26' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select count(*)::int as loads from file_load where as_of = '2025-09-30'`,
      ),
    ).toEqual([{ loads: 1 }])
  })

  test('a corrected price is a further row, and what it leaves out stays', async () => {
    const firmId = await loadedFirm(database)
    const files = smallFirm({
      ...only('prices.csv'),
      'prices.csv': ['date,symbol,close', '2025-09-26,VTI,327.20'],
    })
    expect(told(await load(database, firmId, files))).toEqual(['prices.csv +0 ~1 =0'])
    expect(
      await rowsOf(
        database,
        firmId,
        `select trim_scale(close)::text as close, volume::text from price p join security s on s.id = p.security_id
         where symbol = 'VTI' and price_date = '2025-09-26' order by recorded_at`,
      ),
    ).toEqual([
      { close: '327.18', volume: '100' },
      { close: '327.2', volume: '100' },
    ])
  })

  test('a model that changed gets a further version from that day on; its securities stay', async () => {
    const firmId = await loadedFirm(database)
    const models = [...SMALL_FIRM['models.csv']]
    const changed = [...models.slice(0, 4), 'Simple,Core Bonds,Safety,34,30,40', 'Simple,Cash,Safety,6,2,8']
    expect(
      told(
        await load(
          database,
          firmId,
          smallFirm({ ...only('models.csv'), 'models.csv': changed }),
          '2025-10-01',
        ),
      ),
    ).toEqual(['models.csv +0 ~2 =3'])
    expect(
      await rowsOf(
        database,
        firmId,
        `select number, effective_from::text as day, author, rationale, (select count(*)::int from model_security s where s.model_version_id = v.id) as securities
         from model_version v order by number`,
      ),
    ).toEqual([
      {
        number: 1,
        day: '2025-09-26',
        author: 'Ada Advisor',
        rationale: 'Loaded from models.csv and model-securities.csv',
        securities: 6,
      },
      {
        number: 2,
        day: '2025-10-01',
        author: 'Ada Advisor',
        rationale: 'Loaded from models.csv',
        securities: 6,
      },
    ])
  })

  test('another substitute is a further version with the same targets', async () => {
    const firmId = await loadedFirm(database)
    const securities = [...SMALL_FIRM['model-securities.csv'].slice(0, 3), 'Core Bonds,taxable,BIL,1,']
    const files = smallFirm({ ...only('model-securities.csv'), 'model-securities.csv': securities })
    expect(told(await load(database, firmId, files))).toEqual(['model-securities.csv +1 ~1 =2'])
    expect(
      await rowsOf(
        database,
        firmId,
        `select s.symbol from model_security m join model_version v on v.id = m.model_version_id join security s on s.id = m.security_id
         where v.number = 2 and holder = 'taxable'`,
      ),
    ).toEqual([{ symbol: 'BIL' }])
  })

  test('a household moved to a model is assigned from that day on; cash has a history', async () => {
    const firmId = await loadedFirm(database)
    const changes = {
      ...only('households.csv', 'accounts.csv'),
      ...withLine('households.csv', 3, 'H2,Novak household,Simple,account,,,,,'),
      ...withLine('accounts.csv', 4, '2001,H2,T3,Novak,individual,taxable,Schwab,no,notice,75.10,0'),
    }
    expect(told(await load(database, firmId, smallFirm(changes), '2025-09-30'))).toEqual([
      'households.csv +0 ~1 =1',
      'accounts.csv +0 ~1 =2',
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        'select reference, effective_from::text as day from model_assignment a join household h on h.id = a.household_id order by 1',
      ),
    ).toEqual([
      { reference: 'H1', day: '2025-09-26' },
      { reference: 'H2', day: '2025-09-30' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select valid_from::text as day, trim_scale(b.cash)::text as cash from cash_balance b join account a on a.id = b.account_id
         where account_number = '2001' order by 1`,
      ),
    ).toEqual([
      { day: '2025-09-26', cash: '0' },
      { day: '2025-09-30', cash: '75.1' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select trim_scale(cash)::text as cash from account where account_number = '2001'`,
      ),
    ).toEqual([{ cash: '75.1' }])
  })

  test('an override that ends earlier is a further row under its id', async () => {
    const firmId = await loadedFirm(database)
    const changes = withLine('overrides.csv', 3, ',H1,cap,SPY,0.2,,Too much of it,2024-02-01,2025-10-31')
    expect(told(await load(database, firmId, smallFirm({ ...only('overrides.csv'), ...changes })))).toEqual([
      'overrides.csv +0 ~1 =2',
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select count(distinct id)::int as ids, max(expires)::text as first, min(expires)::text as then from override where kind = 'cap'`,
      ),
    ).toEqual([{ ids: 1, first: '2026-01-31', then: '2025-10-31' }])
  })

  test('positions that agree are kept beside the lots', async () => {
    const firmId = await loadedFirm(database)
    const positions = ['account_number,symbol,shares', '1001,VTI,14', '1001,SPY,2.5']
    const files = smallFirm({ ...only(), 'positions.csv': positions })
    expect(told(await load(database, firmId, files))).toEqual(['positions.csv +2 ~0 =0'])
    expect(told(await load(database, firmId, files))).toEqual(['positions.csv +0 ~0 =2'])
  })

  test('a masked number is the one account that ends like it', async () => {
    const firmId = await loadedFirm(database)
    const schwab = SMALL_FIRM['schwab-lots.csv'].map((line) => line.replace(/^2001/, 'XXX-2001'))
    expect(told(await load(database, firmId, smallFirm({ ...only(), 'schwab-lots.csv': schwab })))).toEqual([
      'schwab-lots.csv +0 ~0 =2',
    ])
  })

  test('an account that says it holds cash alone needs no lots', async () => {
    const firmId = await newFirm(database)
    const accounts = SMALL_FIRM['accounts.csv'].map(
      (line, index) => line + (index === 0 ? ',cash_only' : index === 2 ? ',yes' : ','),
    )
    const lotsWithout = SMALL_FIRM['lots.csv'].filter((line) => !line.startsWith('1002'))
    const outcome = await load(
      database,
      firmId,
      smallFirm({ 'accounts.csv': accounts, 'lots.csv': lotsWithout }),
    )
    expect(told(outcome)).toContain('accounts.csv +3 ~0 =0')
  })

  test('securities of one group are the same for wash sales, and stay so where a file says nothing of groups', async () => {
    const firmId = await newFirm(database)
    const grouped = SMALL_FIRM['securities.csv'].map(
      (line, index) => line + (index === 0 ? ',identical_group' : index < 3 ? ',stocks' : ','),
    )
    await load(database, firmId, smallFirm({ 'securities.csv': grouped }))
    expect(told(await load(database, firmId, smallFirm(only('securities.csv'))))).toEqual([
      'securities.csv +0 ~0 =5',
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select symbol, identical_group from security where symbol in ('VTI', 'AGG') order by 1`,
      ),
    ).toEqual([
      { symbol: 'AGG', identical_group: 'AGG' },
      { symbol: 'VTI', identical_group: 'stocks' },
    ])
  })

  test('files of one firm sent at once do not make rows twice', async () => {
    const firmId = await newFirm(database)
    const outcomes = await Promise.all([
      load(database, firmId, smallFirm()),
      load(database, firmId, smallFirm()),
    ])
    expect(outcomes.map(told).filter((lines) => lines.includes('lots.csv +4 ~0 =0'))).toHaveLength(1)
    expect(await countRows(database, firmId)).toMatchObject({ tax_lot: 6, price: 6, file_load: 10 })
  })
})
