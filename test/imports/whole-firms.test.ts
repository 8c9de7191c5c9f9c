import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { demonstrationFiles, loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { newFirm } from '../firm.ts'
import { countRows, rowsOf } from './firm-rows.ts'
import { load, openTestDatabase, told } from './loading.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

describe('the demonstration firm', () => {
  test('is loaded whole, without a warning, and again without a change', async () => {
    const firmId = await newFirm(database)
    await loadDemonstrationFirm(database, firmId)
    const counts = await countRows(database, firmId)
    expect(counts).toMatchObject({
      household: 24,
      account: 68,
      taxpayer: 40,
      security: 22,
      price: 4092,
      model: 5,
      model_version: 5,
      model_node: 57,
      override: 11,
      tax_lot: 1801,
      // One household has no model yet.
      model_assignment: 23,
      drift: 23 + 66,
    })
    const again = await load(database, firmId, await demonstrationFiles())
    expect(again).toMatchObject({ kind: 'imported', asOf: '2025-09-26', warnings: [] })
    expect(await countRows(database, firmId)).toEqual(counts)
  })

  test('has the five risk profiles of three tiers, their classes summing to 100%', async () => {
    const firmId = await newFirm(database)
    await loadDemonstrationFirm(database, firmId)
    const tiers = await rowsOf<{ model: string; tiers: string; classes: string }>(
      database,
      firmId,
      `select m.name as model,
         string_agg(trim_scale(n.target * 100)::text, '/' order by n.ordinal) filter (where parent_ordinal is null) as tiers,
         trim_scale(sum(n.target) filter (where n.asset_class_id is not null))::text as classes
       from model_node n join model_version v on v.id = n.model_version_id join model m on m.id = v.model_id
       group by m.name order by sum(n.target) filter (where n.name = 'Equity')`,
    )
    expect(tiers).toEqual([
      { model: 'Conservative', tiers: '28/63/9', classes: '1' },
      { model: 'Moderate Conservative', tiers: '40/50/10', classes: '1' },
      { model: 'Moderate', tiers: '60/30/10', classes: '1' },
      { model: 'Moderate Growth', tiers: '75/18/7', classes: '1' },
      { model: 'Growth', tiers: '90/5/5', classes: '1' },
    ])
    expect(
      await rowsOf(
        database,
        firmId,
        `select distinct s.symbol, m.holder from model_security m join security s on s.id = m.security_id
         join model_node n on n.model_version_id = m.model_version_id and n.ordinal = m.node_ordinal
         where n.name = 'Core Bonds' and rank = 0 order by 1`,
      ),
    ).toEqual([
      { symbol: 'AGG', holder: 'any' },
      { symbol: 'IEF', holder: 'taxable' },
    ])
  })

  test('is interesting on purpose: some households inside their ranges, more of them outside', async () => {
    const firmId = await newFirm(database)
    await loadDemonstrationFirm(database, firmId)
    const [counts] = await rowsOf<{ inside: number; outside: number; debits: number; losses: number }>(
      database,
      firmId,
      `select count(*) filter (where out_of_band = 0)::int as inside, count(*) filter (where out_of_band > 0)::int as outside,
         (select count(*)::int from account where cash < 0) as debits,
         (select count(*)::int from tax_lot l join account a on a.id = l.account_id join security s on s.id = l.security_id
          where a.tax_status = 'taxable' and s.symbol in ('IEF', 'TLT') and l.unit_cost > 110) as losses
       from drift where subject_kind = 'household'`,
    )
    expect(counts!.inside).toBeGreaterThanOrEqual(5)
    expect(counts!.outside).toBeGreaterThanOrEqual(10)
    expect(counts!.debits).toBe(1)
    expect(counts!.losses).toBeGreaterThan(3)
  })
})

const SHARED = join(
  process.env['EVENKEEL_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared'),
  'data',
)
const isThere = existsSync(join(SHARED, 'firm'))
if (!isThere) console.log(`passed over: a firm of 60 households, as ${SHARED} is absent`)

describe.skipIf(!isThere)('a firm of 60 households with ten years of prices', () => {
  const files = () => [
    ...readdirSync(join(SHARED, 'firm')).map((name) => ({
      name,
      bytes: readFileSync(join(SHARED, 'firm', name)),
    })),
    { name: 'prices.csv', bytes: readFileSync(join(SHARED, 'etf-daily-prices-2015-2025.csv')) },
  ]

  test('is loaded whole from two custodians’ layouts, and again without a change', async () => {
    const firmId = await newFirm(database)
    const outcome = await load(database, firmId, files())
    expect(outcome).toMatchObject({ kind: 'imported', asOf: '2025-09-26', warnings: [] })
    expect(told(outcome)).toContain('schwab-unrealized-lots.csv +4244 ~0 =0')
    expect(told(outcome)).toContain('fidelity-lots.csv +2305 ~0 =0')
    const counts = await countRows(database, firmId)
    expect(counts).toMatchObject({
      household: 60,
      account: 213,
      taxpayer: 107,
      override: 44,
      tax_lot: 6549,
      price: 56_700,
    })
    expect(told(await load(database, firmId, files())).every((line) => line.includes(' +0 ~0 '))).toBe(true)
    expect(await countRows(database, firmId)).toEqual(counts)
  })

  test('is refused whole where one account of it has no lots', async () => {
    const firmId = await newFirm(database)
    const without = files().map(({ name, bytes }) => ({
      name,
      bytes: Buffer.from(
        bytes
          .toString()
          .split('\n')
          .filter((line) => !line.startsWith('10002119,') || name === 'accounts.csv')
          .join('\n'),
      ),
    }))
    const before = await countRows(database, firmId)
    expect(told(await load(database, firmId, without))).toEqual([
      'accounts.csv:7:1: the account has no lots, found "10002119", expected its lots in one of the files, or "yes" in a column "cash_only"',
    ])
    expect(await countRows(database, firmId)).toEqual(before)
  })
})
