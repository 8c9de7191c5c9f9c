/**
 * Times the history of five years of a firm of 500 accounts, and how much memory it takes: `node test/benchmark/history.ts`. Each
 * household has a proposal a month with eight trades, decided on; each model a version a quarter. Run by hand.
 */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
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
import { fillRandomFirm } from '../monitoring/random-firm.ts'

const HOUSEHOLDS = 200
const MONTHS = 60
const QUARTERS = 20
const TRADES = 8
const [FROM, TO] = ['2020-10-01', '2025-09-30']
const actor = { name: 'benchmark', requestId: 'benchmark' }

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
      select ${firmId}, id, model_id, number, starts, starts, 'ada', 'Quarterly review of the model', repeat('0', 64) from made`.execute(kysely)
    await sql`insert into model_node (firm_id, model_version_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high)
      select n.firm_id, m.id, n.ordinal, n.parent_ordinal, n.name, n.asset_class_id, n.is_cash, n.target, n.low,
        least(1, n.high + (m.number % 7) * 0.001)
      from made m join model_node n on n.firm_id = ${firmId} and n.model_version_id = m.like_id`.execute(kysely)
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

const home = await mkdtemp(join(tmpdir(), 'evenkeel-benchmark-'))
await chmod(home, 0o711)
const embedded = await startEmbedded(home, { fsync: false })
try {
  const urls = await ensureLogins(embedded.ownerUrl)
  await migrate(urls.owner)
  const database = await openDatabase(urls)
  const firmId = uuidv7()
  await ensureFirm(database, firmId, 'Benchmark')
  await fillRandomFirm(database, firmId, HOUSEHOLDS, 7)
  await fillYears(database, firmId)
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
    { kind: 'model', subject: 'Flat', from: FROM, to: TO },
    { kind: 'firm', subject: null, from: FROM, to: TO },
  ]
  for (const wish of wishes) {
    const file = join(home, `${wish.kind}.xlsx`)
    const began = performance.now()
    const exported = await exportHistory(database, { firmId, actor, wish, privateKey, file })
    const seconds = (performance.now() - began) / 1000
    if (exported.kind === 'refused') throw new Error(exported.message)
    const cells = [
      wish.kind.padEnd(10),
      String(exported.rows).padStart(8),
      ((await stat(file)).size / 1e6).toFixed(1).padStart(7),
      seconds.toFixed(1).padStart(6),
      (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(9),
    ]
    process.stdout.write(`${cells.join(' ')}\n`)
  }
  await database.close()
} finally {
  await embedded.stop()
  await rm(home, { recursive: true, force: true })
}
