/**
 * Times the refresh of drift and alerts of a whole firm: `node test/benchmark/monitoring.ts`. By hand; minutes, and some 4 GB.
 * `--accounts 1000` makes a smaller firm; `--keep FOLDER` keeps the filled database there and uses it the next time; `--explain`
 * has PostgreSQL write the plan of every statement into its log there.
 */
import { mkdir, mkdtemp, chmod, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { ensureFirm } from '../../server/access/local-firm.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { refreshAlerts } from '../../server/monitoring/refresh-alerts.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { AS_OF, fillFirm } from './monitoring-firm.ts'

const FIRM = '01990000-0000-7000-8000-00000000f177'
const HOLDINGS = 15
const LOTS = 4

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100000' },
    keep: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
})
const accounts = Number(values.accounts)
const home = values.keep ? resolve(values.keep) : await mkdtemp(join(tmpdir(), 'evenkeel-bench-'))
await mkdir(home, { recursive: true })
// PostgreSQL runs as nobody where this runs as root, and must pass through.
await chmod(home, 0o711)
const embedded = await startEmbedded(home)
const urls = await ensureLogins(embedded.ownerUrl)
await migrate(embedded.ownerUrl)
const database = await openDatabase(urls)
try {
  await filled(database)
  await measure(database)
} finally {
  await database.close()
  await embedded.stop()
  if (!values.keep) await rm(home, { recursive: true, force: true })
}

async function filled(database: Database): Promise<void> {
  await ensureFirm(database, FIRM, 'Benchmark')
  const { rows } = await database.readInFirm(FIRM, ({ kysely }) =>
    sql<{ count: number }>`select count(*)::int as count from account where firm_id = ${FIRM}`.execute(
      kysely,
    ),
  )
  if (rows[0]!.count > 0) return
  const owner = new pg.Client({ connectionString: embedded.ownerUrl })
  await owner.connect()
  const began = performance.now()
  const tell = (what: string) =>
    console.error(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${what}`)
  await fillFirm(owner, FIRM, { accounts, holdings: HOLDINGS, lots: LOTS }, tell)
  await owner.end()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** The least that could be done: every lot at its price, summed by account and class. */
function plainAggregate(database: Database) {
  return database.readInFirm(FIRM, ({ kysely }) =>
    sql`
      select count(*), sum(value) from (
        select l.account_id, s.asset_class_id, sum(l.shares * p.close) as value
        from tax_lot l
        join security s on s.firm_id = l.firm_id and s.id = l.security_id
        join (
          select distinct on (security_id) security_id, close from price where firm_id = ${FIRM} and price_date <= ${AS_OF}
          order by security_id, price_date desc, recorded_at desc
        ) p on p.security_id = l.security_id
        where l.firm_id = ${FIRM} group by 1, 2
      ) summed`.execute(kysely),
  )
}

async function measure(database: Database): Promise<void> {
  const rows: Record<string, number>[] = []
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const plain = await timed(() => plainAggregate(database))
    const parts = await database.inFirm(FIRM, async (transaction) => {
      // Prices moved a little since the last round, so that every value is another.
      await sql`insert into price (firm_id, security_id, price_date, close)
        select distinct on (security_id) firm_id, security_id, price_date, close * 1.001 from price
        where firm_id = ${FIRM} order by security_id, price_date desc, recorded_at desc`.execute(
        transaction.kysely,
      )
      const drift = await timed(() => refreshDrift(transaction, AS_OF))
      const alerts = await timed(() => refreshAlerts(transaction, AS_OF))
      return { drift, alerts }
    })
    rows.push({
      ...parts,
      total: parts.drift + parts.alerts,
      plain,
      ratio: (parts.drift + parts.alerts) / plain,
    })
    console.table(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Number(v.toFixed(2))]))),
    )
  }
}
