/**
 * Times the history of five years of a firm of 500 accounts, and how much memory it takes: `node test/benchmark/history.ts`. Each
 * household has a proposal a month with eight trades, decided on; each model a version a quarter. Run by hand.
 */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { ensureFirm } from '../../server/access/local-firm.ts'
import { appendAudit } from '../../server/audit/append-audit.ts'
import { loadSigningKey } from '../../server/audit/signing-key.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { exportHistory } from '../../server/exports/export-history.ts'
import type { HistoryWish } from '../../server/exports/history-scope.ts'

const HOUSEHOLDS = 200
const ACCOUNTS = 500
const MONTHS = 60
const QUARTERS = 20
const TRADES = 8
const [FROM, TO] = ['2020-10-01', '2025-09-30']
const actor = { name: 'benchmark', requestId: 'benchmark' }

/** Five models of six classes each, one security, and households with two or three accounts each. */
async function fillClients(database: Database, firmId: string): Promise<void> {
  await database.inFirm(firmId, async ({ kysely }) => {
    await sql`insert into asset_class (firm_id, id, name)
      select ${firmId}, gen_random_uuid(), 'Class ' || n from generate_series(1, 6) n`.execute(kysely)
    await sql`insert into security (firm_id, id, symbol, name, tax_character, identical_group)
      values (${firmId}, gen_random_uuid(), 'VTI', 'Total market', 'equity', 'VTI')`.execute(kysely)
    await sql`insert into model (firm_id, id, name)
      select ${firmId}, gen_random_uuid(), 'Model ' || n from generate_series(1, 5) n`.execute(kysely)
    await sql`insert into model_version (firm_id, id, model_id, number, effective_from, author, rationale, content_sha256)
      select ${firmId}, gen_random_uuid(), id, 1, '2020-01-01', 'ada', 'First', repeat('0', 64) from model
      where firm_id = ${firmId}`.execute(kysely)
    await sql`insert into model_node (firm_id, model_version_id, ordinal, name, asset_class_id, is_cash, target, low, high)
      select ${firmId}, v.id, row_number() over (partition by v.id order by c.name) - 1, c.name, c.id, c.name = 'Class 6',
        case when c.name = 'Class 6' then 0.1 else 0.18 end, 0.05, 0.25
      from model_version v cross join asset_class c where v.firm_id = ${firmId} and c.firm_id = ${firmId}`.execute(
      kysely,
    )
    await sql`insert into household (firm_id, id, reference, name, rebalance_level, advisor)
      select ${firmId}, gen_random_uuid(), 'HH-' || n, 'Household ' || n, 'household', 'Ada Lovelace'
      from generate_series(1, ${HOUSEHOLDS}::int) n`.execute(kysely)
    await sql`insert into taxpayer (firm_id, id, reference, household_id, kind, state_rate, federal_short_rate,
        federal_long_rate, net_investment_income_tax, year_to_date_short_gain,
        year_to_date_long_gain, loss_carryforward)
      select ${firmId}, gen_random_uuid(), 'T' || reference, id, 'person', 0.05, 0.24, 0.15, 0, 0, 0, 0 from household
      where firm_id = ${firmId}`.execute(kysely)
    await sql`insert into account (firm_id, id, account_number, household_id, taxpayer_id, name, registration, tax_status, custodian,
        discretionary, notice_policy, minimum_cash, cash)
      select ${firmId}, gen_random_uuid(), '7' || lpad(n::text, 7, '0'), h.id, t.id, 'Account ' || n, 'individual', 'taxable', 'Schwab',
        true, 'notice', 0, 1000
      from generate_series(1, ${ACCOUNTS}::int) n
      join household h on h.firm_id = ${firmId} and h.reference = 'HH-' || (n % ${HOUSEHOLDS}::int + 1)
      join taxpayer t on t.firm_id = ${firmId} and t.household_id = h.id`.execute(kysely)
    await sql`insert into model_assignment (firm_id, household_id, effective_from, model_id, author)
      select ${firmId}, h.id, '2025-01-01', m.id, 'ada' from household h
      join model m on m.firm_id = ${firmId} and m.name = 'Model ' || (substr(h.reference, 4)::int % 5 + 1)
      where h.firm_id = ${firmId}`.execute(kysely)
  })
}

/** Versions, proposals, trades, decisions and the audit of five years, for households that are there. */
async function fillYears(database: Database, firmId: string): Promise<void> {
  await database.inFirm(firmId, async ({ kysely }) => {
    await sql`insert into model_assignment (firm_id, household_id, effective_from, model_id, author, recorded_at)
      select firm_id, household_id, '2020-10-01', model_id, author, '2020-10-01' from model_assignment
      where firm_id = ${firmId}`.execute(kysely)
    const versions = sql`(
      select v.id as like_id, gen_random_uuid() as id, v.model_id, 1000 + q as number, ('2020-10-01'::date + make_interval(months => 3 * q))::date as starts
      from model_version v cross join generate_series(0, ${QUARTERS - 1}::int) q where v.firm_id = ${firmId}
    )`
    await sql`create temporary table made on commit drop as select * from ${versions} made`.execute(kysely)
    await sql`insert into model_version (firm_id, id, model_id, number, effective_from, recorded_at, author, rationale, content_sha256)
      select ${firmId}, id, model_id, number, starts, starts, 'ada', 'Quarterly review of the model', repeat('0', 64) from made`.execute(
      kysely,
    )
    await sql`insert into model_node (firm_id, model_version_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high)
      select n.firm_id, m.id, n.ordinal, n.parent_ordinal, n.name, n.asset_class_id, n.is_cash, n.target, n.low,
        least(1, n.high + (m.number % 7) * 0.001)
      from made m join model_node n on n.firm_id = ${firmId} and n.model_version_id = m.like_id`.execute(
      kysely,
    )
    await sql`insert into proposal (firm_id, id, household_id, scope, mode, preference, state, as_of, engine_version, month, snapshot_sha256,
        content_sha256, current_sha256, trade_count, tax_cost, turnover_value, base, drift_before, drift_after, out_of_band_after,
        author, recorded_at)
      select ${firmId}, gen_random_uuid(), h.id, 'target', 'target', 'best_fit', 'approved', d.day, '1', date_trunc('month', d.day)::date,
        repeat('a', 64), repeat('b', 64), md5(h.id::text || d.day) || md5(d.day::text), ${TRADES}, 1234.56, 98765.43, 1000000, 52000, 1000,
        0, 'ada', d.day
      from household h cross join (
        select ('2020-10-05'::date + make_interval(months => m))::date as day from generate_series(0, ${MONTHS - 1}::int) m
      ) d where h.firm_id = ${firmId}`.execute(kysely)
    await sql`insert into proposed_trade (firm_id, proposal_id, id, ordinal, account_id, security_id, side, shares, price, value, tax_cost,
        realized_gain, reason_code, reason, reason_facts, lots)
      select ${firmId}, p.id, 'trade ' || t, t, a.id, s.id, case when t % 2 = 0 then 'sell' else 'buy' end, 123.5, 87.654321, 10825.31,
        120.25, 801.7, 'TOWARD_TARGET', 'Equity is 4.2 points above its target of 60%: this brings it 1.3 points nearer.', '{}', '[]'
      from proposal p
      join lateral (select id from account where firm_id = ${firmId} and household_id = p.household_id order by id limit 1) a on true
      join lateral (select id from security where firm_id = ${firmId} order by id limit 1) s on true
      cross join generate_series(1, ${TRADES}::int) t where p.firm_id = ${firmId}`.execute(kysely)
    await sql`insert into proposal_decision (firm_id, id, proposal_id, decision, list_sha256, note, set_id, author, recorded_at)
      select ${firmId}, gen_random_uuid(), id, 'approve', current_sha256, 'As discussed at the review', gen_random_uuid(), 'ben',
        recorded_at + interval '1 hour' from proposal where firm_id = ${firmId}`.execute(kysely)
  })
  const ids = await database.readInFirm(firmId, ({ kysely }) =>
    kysely.selectFrom('proposal').select(['id', 'household_id']).where('firm_id', '=', firmId).execute(),
  )
  for (let start = 0; start < ids.length; start += 4_000) {
    const notes = ids.slice(start, start + 4_000).flatMap(({ id, household_id: household }) =>
      ['proposal.create', 'proposal.revise', 'proposal.decide'].map((action) => ({
        action,
        noun: 'proposal',
        nounId: id,
        reason: 'Monthly review',
        afterSha256: 'c'.repeat(64),
        detail: { household, scope: 'target', mode: 'target', preference: 'best_fit' },
      })),
    )
    await database.inFirm(firmId, (transaction) => appendAudit(transaction, actor, notes))
  }
}

/** What a database does by itself soon after much has changed. */
async function count(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('analyze')
  await client.end()
}

const home = await mkdtemp(join(tmpdir(), 'evenkeel-benchmark-'))
await chmod(home, 0o711)
const embedded = await startEmbedded(home, { fsync: false })
try {
  const urls = await ensureLogins(embedded.ownerUrl)
  await migrate(urls.owner)
  const database = await openDatabase(urls)
  const firmId = uuidv7()
  await ensureFirm(database, firmId, 'Benchmark')
  await fillClients(database, firmId)
  await fillYears(database, firmId)
  await count(urls.owner)
  const { accounts } = await database.readInFirm(firmId, ({ kysely }) =>
    kysely
      .selectFrom('account')
      .select((each) => each.fn.countAll<string>().as('accounts'))
      .where('firm_id', '=', firmId)
      .executeTakeFirstOrThrow(),
  )
  process.stdout.write(`${accounts} accounts of ${HOUSEHOLDS} households, ${FROM} to ${TO}\n`)
  process.stdout.write('history     rows      MB      s   peak MB of the process\n')
  const privateKey = await loadSigningKey(home)
  const wishes: HistoryWish[] = [
    { kind: 'household', subject: 'HH-1', from: FROM, to: TO },
    { kind: 'model', subject: 'Model 1', from: FROM, to: TO },
    { kind: 'firm', subject: null, from: FROM, to: TO },
  ]
  for (const wish of wishes) {
    const file = join(home, `${wish.kind}.xlsx`)
    const began = performance.now()
    const stages: string[] = []
    let stage = ''
    const exported = await exportHistory(database, {
      firmId,
      actor,
      wish,
      privateKey,
      file,
      onProgress(now) {
        if (now.stage === stage) return
        stage = now.stage
        stages.push(`${((performance.now() - began) / 1000).toFixed(1)} ${stage}`)
      },
    })
    const seconds = (performance.now() - began) / 1000
    if (exported.kind === 'refused') throw new Error(exported.message)
    const cells = [
      wish.kind.padEnd(10),
      String(exported.rows).padStart(8),
      ((await stat(file)).size / 1e6).toFixed(1).padStart(7),
      seconds.toFixed(1).padStart(6),
      (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(9),
    ]
    process.stdout.write(`${cells.join(' ')}   ${stages.join(', ')}\n`)
  }
  await database.close()
} finally {
  await embedded.stop()
  await rm(home, { recursive: true, force: true })
}
