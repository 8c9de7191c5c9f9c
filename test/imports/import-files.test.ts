import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { importFiles } from '../../server/imports/import-files.ts'
import { newFirm } from '../firm.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { actor, load, loadedFirm, openTestDatabase, told } from './loading.ts'
import { only, smallFirm, withLine } from './small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

describe('a set of files', () => {
  test('is loaded in the order in which one file needs the other, whatever order it comes in', async () => {
    const firmId = await newFirm(database)
    const outcome = await load(database, firmId, smallFirm().reverse())
    expect(outcome).toMatchObject({ kind: 'imported', asOf: '2025-09-26', warnings: [] })
    expect(told(outcome)).toEqual([
      'securities.csv +5 ~0 =0',
      'prices.csv +6 ~0 =0',
      'models.csv +5 ~0 =0',
      'model-securities.csv +4 ~0 =0',
      'households.csv +2 ~0 =0',
      'taxpayers.csv +3 ~0 =0',
      'accounts.csv +3 ~0 =0',
      'overrides.csv +3 ~0 =0',
      'schwab-lots.csv +2 ~0 =0',
      'lots.csv +4 ~0 =0',
    ])
    expect(await countRows(database, firmId)).toMatchObject({
      account: 3,
      asset_class: 3,
      audit_entry: 11,
      cash_balance: 3,
      file_load: 10,
      household: 2,
      model: 1,
      model_assignment: 1,
      model_node: 5,
      model_security: 6,
      model_version: 1,
      override: 3,
      price: 6,
      security: 5,
      tax_lot: 6,
      tax_lot_change: 6,
      taxpayer: 3,
    })
  })

  test('stands in the database as the files say it', async () => {
    const firmId = await loadedFirm(database)
    expect(
      await rowsOf(
        database,
        firmId,
        `select a.account_number, s.symbol, acquired::text, holding_period_start::text as start, trim_scale(unit_cost)::text as cost,
           ordinal, trim_scale(shares)::text as shares, trim_scale(cost_basis)::text as basis
         from tax_lot l join account a on a.id = l.account_id join security s on s.id = l.security_id
         order by account_number, symbol, ordinal`,
      ),
    ).toEqual([
      {
        account_number: '1001',
        symbol: 'SPY',
        acquired: '2016-03-23',
        start: '2016-03-23',
        cost: '203.21',
        ordinal: 1,
        shares: '2.5',
        basis: '508.03',
      },
      {
        account_number: '1001',
        symbol: 'VTI',
        acquired: '2020-01-02',
        start: '2020-01-02',
        cost: '165.42',
        ordinal: 1,
        shares: '10',
        basis: '1654.2',
      },
      {
        account_number: '1001',
        symbol: 'VTI',
        acquired: '2020-01-02',
        start: '2020-01-02',
        cost: '165.42',
        ordinal: 2,
        shares: '4',
        basis: '661.68',
      },
      {
        account_number: '1002',
        symbol: 'AGG',
        acquired: '2021-09-02',
        start: '2021-09-02',
        cost: '116.05',
        ordinal: 1,
        shares: '40',
        basis: '4642',
      },
      {
        account_number: '2001',
        symbol: 'BIL',
        acquired: '2023-05-30',
        start: '2023-05-30',
        cost: null,
        ordinal: 1,
        shares: '7',
        basis: null,
      },
      {
        account_number: '2001',
        symbol: 'IEF',
        acquired: '2017-05-05',
        start: '2017-05-05',
        cost: '105.99',
        ordinal: 1,
        shares: '1.844',
        basis: '195.45',
      },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select n.ordinal, n.parent_ordinal as parent, n.name, n.is_cash, n.asset_class_id is null as is_tier,
           trim_scale(target)::text as target, trim_scale(low)::text as low, trim_scale(high)::text as high
         from model_node n order by ordinal`,
      ),
    ).toEqual([
      {
        ordinal: 0,
        parent: null,
        name: 'Equity',
        is_cash: false,
        is_tier: true,
        target: '0.6',
        low: '0.55',
        high: '0.65',
      },
      {
        ordinal: 1,
        parent: 0,
        name: 'US Equity',
        is_cash: false,
        is_tier: false,
        target: '0.6',
        low: '0.55',
        high: '0.65',
      },
      {
        ordinal: 2,
        parent: null,
        name: 'Safety',
        is_cash: false,
        is_tier: true,
        target: '0.4',
        low: '0.35',
        high: '0.45',
      },
      {
        ordinal: 3,
        parent: 2,
        name: 'Core Bonds',
        is_cash: false,
        is_tier: false,
        target: '0.35',
        low: '0.3',
        high: '0.4',
      },
      {
        ordinal: 4,
        parent: 2,
        name: 'Cash',
        is_cash: true,
        is_tier: false,
        target: '0.05',
        low: '0.02',
        high: '0.08',
      },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select node_ordinal as node, holder, slot, rank, s.symbol from model_security m join security s on s.id = m.security_id
         order by 1, 2, 3, 4`,
      ),
    ).toEqual([
      { node: 1, holder: 'any', slot: 0, rank: 0, symbol: 'VTI' },
      { node: 1, holder: 'any', slot: 0, rank: 1, symbol: 'SPY' },
      { node: 3, holder: 'any', slot: 0, rank: 0, symbol: 'AGG' },
      { node: 3, holder: 'any', slot: 0, rank: 1, symbol: 'IEF' },
      { node: 3, holder: 'taxable', slot: 0, rank: 0, symbol: 'IEF' },
      { node: 4, holder: 'any', slot: 0, rank: 0, symbol: 'BIL' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select t.reference, s.reference as spouse, trim_scale(t.gain_budget)::text as budget from taxpayer t
         left join taxpayer s on s.id = t.spouse_id order by 1`,
      ),
    ).toEqual([
      { reference: 'T1', spouse: 'T2', budget: '5000' },
      { reference: 'T2', spouse: 'T1', budget: null },
      { reference: 'T3', spouse: null, budget: null },
    ])
  })

  test('measures drift: the first household holds 4,580.52 and 1,654.55 of stocks, 4,002.80 of bonds and 480.25 of cash', async () => {
    const firmId = await loadedFirm(database)
    // 14 x 327.18 = 4580.52; 2.5 x 661.82 = 1654.55; 40 x 100.07 = 4002.80; 1000.50 - 500 - 20.25 = 480.25
    expect(
      await rowsOf(
        database,
        firmId,
        `select n.name, trim_scale(v.value)::text as value from drift d join household h on h.id = d.subject_id
         cross join lateral unnest(d.node_ordinals, d.node_values) as v (ordinal, value)
         join model_node n on n.model_version_id = d.model_version_id and n.ordinal = v.ordinal
         where h.reference = 'H1' order by n.ordinal`,
      ),
    ).toEqual([
      { name: 'Equity', value: '6235.07' },
      { name: 'US Equity', value: '6235.07' },
      { name: 'Safety', value: '4483.05' },
      { name: 'Core Bonds', value: '4002.8' },
      { name: 'Cash', value: '480.25' },
    ])
  })

  test('loaded again changes not one row, not even in the audit chain', async () => {
    const firmId = await loadedFirm(database)
    const before = await countRows(database, firmId)
    const versions = await rowsOf(
      database,
      firmId,
      'select version from household union all select version from account',
    )
    const outcome = await load(database, firmId, smallFirm())
    expect(told(outcome)).toEqual([
      'securities.csv +0 ~0 =5',
      'prices.csv +0 ~0 =6',
      'models.csv +0 ~0 =5',
      'model-securities.csv +0 ~0 =4',
      'households.csv +0 ~0 =2',
      'taxpayers.csv +0 ~0 =3',
      'accounts.csv +0 ~0 =3',
      'overrides.csv +0 ~0 =3',
      'schwab-lots.csv +0 ~0 =2',
      'lots.csv +0 ~0 =4',
    ])
    expect(await countRows(database, firmId)).toEqual(before)
    expect(
      await rowsOf(database, firmId, 'select version from household union all select version from account'),
    ).toEqual(versions)
  })

  test('as a preview says what would change and writes nothing', async () => {
    const firmId = await newFirm(database)
    const before = await countRows(database, firmId)
    const outcome = await importFiles(database, { firmId, files: smallFirm(), actor, preview: true })
    expect(told(outcome)).toContain('lots.csv +4 ~0 =0')
    expect(await countRows(database, firmId)).toEqual(before)
  })

  test('of one firm is not seen by another', async () => {
    const firmId = await loadedFirm(database)
    const other = await newFirm(database)
    await load(database, other, smallFirm(withLine('prices.csv', 3, '2025-09-26,VTI,1,1,100')))
    expect(
      await rowsOf(
        database,
        firmId,
        `select close::text from price where price_date = '2025-09-26' and close = 1`,
      ),
    ).toEqual([])
  })

  test('leaves one audit entry a file, with its hash, and who did it, and one for each version of a model', async () => {
    const firmId = await loadedFirm(database)
    const entries = await rowsOf<{ action: string; actor: string; request_id: string; content: string }>(
      database,
      firmId,
      'select action, actor, request_id, content from audit_entry order by sequence',
    )
    expect(entries.map(({ action }) => action)).toEqual([
      ...Array<string>(10).fill('file.load'),
      'model.publish',
    ])
    expect(entries[0]).toMatchObject({ action: 'file.load', actor: 'Ada Advisor', request_id: 'request-1' })
    const [load] = await rowsOf<{ sha256: string }>(
      database,
      firmId,
      `select sha256 from file_load where name = 'securities.csv'`,
    )
    expect(load!.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(entries[0]!.content).toContain(load!.sha256)
    const [version] = await rowsOf<{ id: string; sha256: string }>(
      database,
      firmId,
      'select id, content_sha256 as sha256 from model_version',
    )
    expect(JSON.parse(entries[10]!.content)).toMatchObject({
      actor: 'Ada Advisor',
      body: {
        noun: 'model_version',
        nounId: version!.id,
        reason: 'Loaded from models.csv and model-securities.csv',
        afterSha256: version!.sha256,
        detail: { model: 'Simple', number: 1, effectiveFrom: '2025-09-26' },
      },
    })
  })
})

describe('the as-of date', () => {
  test('is the latest price of the files, never the clock', async () => {
    const firmId = await loadedFirm(database)
    expect(await rowsOf(database, firmId, 'select distinct as_of::text from file_load')).toEqual([
      { as_of: '2025-09-26' },
    ])
  })

  test('is the firm’s latest price where the files have none', async () => {
    const firmId = await loadedFirm(database)
    const outcome = await load(database, firmId, smallFirm({ ...only('lots.csv') }))
    expect(outcome).toMatchObject({ asOf: '2025-09-26' })
  })

  test('is asked for where nothing says one', async () => {
    const firmId = await newFirm(database)
    expect(told(await load(database, firmId, smallFirm(only('households.csv'))))).toEqual([
      'households.csv:1:1: no date is known that the files are true on, found nothing, expected an as-of date, or a file with prices',
    ])
  })
})
