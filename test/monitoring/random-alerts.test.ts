import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase, type Database, type FirmTransaction } from '../../server/database/in-firm.ts'
import { refreshAlerts, refreshMonitoring } from '../../server/monitoring/refresh-alerts.ts'
import { newFirm } from '../firm.ts'
import { statementsOf } from '../api/statements.ts'
import { alertsByHand, type FirmRows } from './random-alerts.ts'
import { AS_OF, fillRandomFirm, random } from './random-firm.ts'

const HOUSEHOLDS = Number(process.env['EVENKEEL_CASES'] ?? 600)

let database: Database
beforeAll(async () => {
  database = await openDatabase(inject('databaseUrls'))
})
afterAll(() => database.close())

/** Gives a random firm what alerts look at: purchases of all ages, costs about the price, groups, trusts, overrides of every kind. */
async function withMoreToSee({ firmId, kysely }: FirmTransaction, seed: number): Promise<void> {
  const drawn = (of: string, salt: number, most: number) =>
    sql.raw(`(abs(hashtextextended((${of})::text, ${seed * 100 + salt})) % ${most})`)
  await sql`update tax_lot set acquired = day, holding_period_start = day - ${drawn('id', 9, 400)}::int,
      unit_cost = case when ${drawn('id', 1, 12)} = 0 then null else round(coalesce(p.close, 10) * (60 + ${drawn('id', 2, 80)}) / 100, 4) end,
      cost_basis = case when ${drawn('id', 3, 3)} = 0 then round(shares * coalesce(p.close, 10) * (60 + ${drawn('id', 4, 80)}) / 100, 2) end
    from (select id as lot, ${AS_OF}::date - (case when ${drawn('id', 5, 20)} = 0 then ${drawn('id', 6, 40)} else ${drawn('id', 7, 900)} end)::int as day
      from tax_lot where firm_id = ${firmId}) days, (
        select s.id as security_id, (select close from price where firm_id = s.firm_id and security_id = s.id and price_date <= ${AS_OF}
          order by price_date desc, recorded_at desc limit 1) as close from security s where s.firm_id = ${firmId}
      ) p
    where tax_lot.firm_id = ${firmId} and days.lot = tax_lot.id and p.security_id = tax_lot.security_id and shares <> 0`.execute(
    kysely,
  )
  await sql`update security set tax_character = (array['equity', 'collectible', 'commodity_pool', 'bond'])[1 + ${drawn('id', 11, 4)}],
    identical_group = 'G' || ${drawn('id', 12, 18)} where firm_id = ${firmId}`.execute(kysely)
  await sql`update taxpayer set kind = case when ${drawn('id', 13, 4)} = 0 then 'trust' else 'person' end,
    net_investment_income_tax = case when ${drawn('id', 14, 2)} = 0 then 0.038 else 0 end,
    federal_short_rate = 0.24 + ${drawn('id', 15, 10)} / 100.0 where firm_id = ${firmId}`.execute(kysely)
  // Every other account belongs to a second taxpayer of its household.
  await sql`insert into taxpayer (firm_id, id, reference, household_id, kind, federal_short_rate, federal_long_rate, net_investment_income_tax,
      state_rate, year_to_date_short_gain, year_to_date_long_gain, loss_carryforward, version)
    select firm_id, gen_random_uuid(), reference || 'b', household_id, case when ${drawn('id', 16, 3)} = 0 then 'trust' else 'person' end, 0.1, 0.05, 0, 0, 0, 0, 0, 1
    from taxpayer where firm_id = ${firmId}`.execute(kysely)
  await sql`update account set taxpayer_id = t.id from taxpayer t
    where account.firm_id = ${firmId} and t.firm_id = account.firm_id and t.household_id = account.household_id and t.reference like '%b'
      and ${drawn('account.id', 17, 2)} = 0`.execute(kysely)
  await sql`update account set management = case when ${drawn('id', 18, 9)} = 0 then 'held_away' else 'managed' end, margin_approved = ${drawn('id', 19, 5)} = 0,
    positions_as_of = case ${drawn('id', 20, 12)} when 0 then null when 1 then ${AS_OF}::date - 6 when 2 then ${AS_OF}::date - 5 else ${AS_OF}::date end
    where firm_id = ${firmId}`.execute(kysely)
  await sql`insert into override (firm_id, id, household_id, account_id, kind, security_id, reason, author, starts, expires)
    select a.firm_id, gen_random_uuid(), case when ${drawn('a.id', 21, 3)} = 0 then a.household_id end,
      case when ${drawn('a.id', 21, 3)} <> 0 then a.id end,
      (array['hold', 'do_not_sell', 'do_not_buy', 'restricted', 'exclude'])[1 + ${drawn('a.id', 22, 5)}], l.security_id, 'test', 'test',
      ${AS_OF}::date - ${drawn('l.id', 23, 40)}::int + 2, case when ${drawn('l.id', 24, 3)} = 0 then ${AS_OF}::date - 3 + ${drawn('l.id', 25, 50)}::int end
    from account a join tax_lot l on l.firm_id = a.firm_id and l.account_id = a.id
    where a.firm_id = ${firmId} and ${drawn('l.id', 26, 4)} = 0`.execute(kysely)
  await sql`insert into override (firm_id, id, kind, security_id, reason, author, starts, expires)
    select firm_id, gen_random_uuid(), (array['restricted', 'hold'])[1 + ${drawn('id', 27, 2)}], id, 'test', 'test', ${AS_OF}::date - 3, ${AS_OF}::date + 20
    from security where firm_id = ${firmId} and ${drawn('id', 28, 8)} = 0`.execute(kysely)
  // Everything was priced the day before, which is too long ago for one of the firms.
  await sql`update firm set stale_after_days = ${seed === 1 ? 5 : 0}, harvest_threshold = 250 where firm_id = ${firmId}`.execute(
    kysely,
  )
}

async function rowsOfFirm({ firmId, kysely }: FirmTransaction): Promise<FirmRows> {
  const all = async <Row>(text: ReturnType<typeof sql>) => (await text.execute(kysely)).rows as Row[]
  const [firm] = await all<FirmRows['firm']>(
    sql`select harvest_threshold::text as harvest, stale_after_days as stale, override_notice_days as notice from firm where firm_id = ${firmId}`,
  )
  return {
    firm: firm!,
    households: await all(sql`select id, rebalance_level as level from household where firm_id = ${firmId}`),
    taxpayers:
      await all(sql`select id, kind, federal_short_rate::text as short, federal_long_rate::text as long,
      net_investment_income_tax::text as surtax, state_rate::text as state from taxpayer where firm_id = ${firmId}`),
    accounts:
      await all(sql`select id, household_id as household, taxpayer_id as taxpayer, tax_status as status, management,
      margin_approved as margin, cash::text, positions_as_of::text as day from account where firm_id = ${firmId}`),
    lots: await all(sql`select id, account_id as account, security_id as security, acquired::text, holding_period_start::text as start,
      shares::text, unit_cost::text as cost, cost_basis::text as basis from tax_lot where firm_id = ${firmId}`),
    securities: await all(
      sql`select id, identical_group as "group", tax_character as character from security where firm_id = ${firmId}`,
    ),
    closes:
      await all(sql`select distinct on (security_id) security_id as security, close::text, price_date::text as day from price
      where firm_id = ${firmId} and price_date <= ${AS_OF} order by security_id, price_date desc, recorded_at desc`),
    overrides:
      await all(sql`select distinct on (id) id, household_id as household, account_id as account, kind, security_id as security,
      starts::text, expires::text from override where firm_id = ${firmId} order by id, recorded_at desc`),
  }
}

/** Standing alerts by key, amount and day, those apart that the drift's own test and the small firm's tell. */
const standing = async ({ firmId, kysely }: FirmTransaction) => {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', case when kind = 'cash_low' then 'debit' else coalesce(problem, kind) end, coalesce(household_id::text, '-'),
      coalesce(account_id::text, '-'), coalesce(security_id::text, '-'), coalesce(override_id::text, '-'),
      coalesce(trim_scale(amount)::text, '-'), coalesce(until::text, '-')) as line
    from alert where firm_id = ${firmId} and cleared_at is null and kind not in ('never_rebalanced', 'out_of_range', 'cash_high')
      and not (kind = 'cash_low' and points is not null)`.execute(kysely)
  return rows.map(({ line }) => line).sort()
}

test.each([1, 2])(
  'alerts of %i random firms are those worked out by hand, of all households and of some',
  async (seed) => {
    const firmId = await newFirm(database)
    const ids = await fillRandomFirm(database, firmId, HOUSEHOLDS, 77 + seed)
    await database.inFirm(firmId, (transaction) => withMoreToSee(transaction, seed))
    await database.inFirm(firmId, (transaction) => refreshMonitoring(transaction, AS_OF))
    const first = await database.readInFirm(firmId, standing)
    const rows = await database.readInFirm(firmId, rowsOfFirm)
    expect(first).toEqual(alertsByHand(rows, AS_OF))
    const kinds = new Set(first.map((line) => line.split(' ')[0]))
    expect([...kinds].sort()).toEqual([
      'debit',
      'harvest',
      'no_price',
      'override_expiring',
      'restricted_holding',
      'stale',
      'wash_sale_window',
    ])
    // Facts of some change; refreshing those alone leads to the same as refreshing all.
    const next = random(seed)
    const some = ids.filter(() => next(3) === 0)
    await database.inFirm(firmId, async (transaction) => {
      const { kysely } = transaction
      await sql`update tax_lot set shares = shares * 2, cost_basis = cost_basis * 2 from account a
      where tax_lot.firm_id = ${firmId} and a.firm_id = tax_lot.firm_id and a.id = tax_lot.account_id and a.household_id = any(${some}::uuid[])`.execute(
        kysely,
      )
      await sql`update account set cash = cash - 700 where firm_id = ${firmId} and household_id = any(${some}::uuid[])`.execute(
        kysely,
      )
      await refreshMonitoring(transaction, AS_OF, some)
    })
    const second = await database.readInFirm(firmId, standing)
    expect(second).toEqual(alertsByHand(await database.readInFirm(firmId, rowsOfFirm), AS_OF))
    expect(second).not.toEqual(first)
    const everything = (transaction: FirmTransaction) =>
      sql`select * from alert where firm_id = ${firmId} order by id`.execute(transaction.kysely)
    const before = await database.readInFirm(firmId, everything)
    const again = await database.inFirm(firmId, (transaction) => refreshMonitoring(transaction, AS_OF))
    expect(again).toEqual({ raised: 0, cleared: 0 })
    expect((await database.readInFirm(firmId, everything)).rows).toEqual(before.rows)
  },
  120_000,
)

test('a refresh is a fixed number of statements, whatever the number of households', async () => {
  const counts = new Map<number, number[]>()
  for (const households of [3, 60]) {
    const firmId = await newFirm(database)
    const ids = await fillRandomFirm(database, firmId, households, 5)
    const of = async (chosen?: string[]) => {
      const statements = await statementsOf(() =>
        database.inFirm(firmId, (transaction) => refreshAlerts(transaction, AS_OF, chosen)),
      )
      for (const statement of statements.filter((text) => !text.includes('pg_notify')))
        expect(statement).toContain('firm_id')
      return statements.length
    }
    counts.set(households, [await of(), await of(ids)])
  }
  // Four groups of kinds, and the notice; of chosen households first their accounts.
  expect(counts.get(3)).toEqual([5, 6])
  expect(counts.get(60)).toEqual([5, 6])
})
