/** Times loads of 60,000 lots into a throw-away PostgreSQL: `node test/benchmark/import.ts`. Run by hand. */
import { globSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureFirm } from '../../server/access/local-firm.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { demonstrationFiles } from '../../server/demo/load-demonstration-firm.ts'
import { importFiles } from '../../server/imports/import-files.ts'
import { ProblemList } from '../../server/imports/problem.ts'
import { readImportFile, type ImportFile } from '../../server/imports/read-file.ts'

const ACCOUNTS = 2_000
const LOTS_OF_AN_ACCOUNT = 30
const SYMBOLS = ['VTI', 'EFA', 'EEM', 'AGG', 'IEF', 'TIP', 'HYG', 'VNQ', 'GLD', 'BIL']
const actor = { name: 'benchmark', requestId: 'benchmark' }

const csv = (name: string, lines: readonly string[]): ImportFile => ({
  name,
  bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')),
})

function clients(): ImportFile[] {
  const numbers = Array.from({ length: ACCOUNTS }, (_, index) => index)
  return [
    csv('households.csv', [
      'household_id,name,model,rebalance_level,objective,time_horizon_years,risk_tolerance,income_need_percent,profiled_on',
      ...numbers.map(
        (index) => `B${index},Household ${index},Moderate,household,growth,10,average,0,2025-01-15`,
      ),
    ]),
    csv('taxpayers.csv', [
      'taxpayer_id,household_id,kind,spouse_id,grantor_id,filing_status,federal_short_rate,federal_long_rate,' +
        'net_investment_income_tax,state_rate,gain_budget,year_to_date_short_gain,year_to_date_long_gain,loss_carryforward',
      ...numbers.map((index) => `B${index}-1,B${index},person,,,single,0.24,0.15,0,0.05,,0,0,0`),
    ]),
    csv('accounts.csv', [
      'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash',
      ...numbers.map(
        (index) =>
          `7${index},B${index},B${index}-1,Account ${index},individual,taxable,Schwab,yes,notice,${index}.25,0`,
      ),
    ]),
  ]
}

/** Every tenth lot is sold down where `isSoldDown`. */
function lots(isSoldDown: boolean): ImportFile {
  const rows: string[] = []
  for (let account = 0; account < ACCOUNTS; account += 1) {
    for (let index = 0; index < LOTS_OF_AN_ACCOUNT; index += 1) {
      const shares = 10 + ((account + index) % 90) - (isSoldDown && index % 10 === 0 ? 1 : 0)
      const cents = 5_000 + ((account * 31 + index * 7) % 20_000)
      const basis = `$${((shares * cents) / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`
      const day = `${String((index % 12) + 1).padStart(2, '0')}/${String((account % 28) + 1).padStart(2, '0')}/${2015 + (index % 10)}`
      rows.push(
        `7${account},${SYMBOLS[index % SYMBOLS.length]},${day},${shares},$90.0000,$${(cents / 100).toFixed(4)},--,"${basis}",--,--,Long Term`,
      )
    }
  }
  return csv('lots.csv', [
    'Account Name,Symbol,Open Date,Quantity,Price,Cost Per Share,Market Value,Cost Basis,Gain/Loss ($),Gain/Loss (%),Holding Period',
    ...rows,
  ])
}

/** Kernels count processor time in hundredths of a second. */
const TICK_MS = 10

/** Processor time of the postmaster and of its processes, those that have ended among them, in milliseconds; Linux alone tells it. */
async function postgresMs(): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // The name of the program may have spaces; what follows it has none.
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number)
      const [own, ofEnded] = [11, 13].map((at) => (fields[at] ?? 0) + (fields[at + 1] ?? 0))
      return { pid: Number(pid), parent: fields[1], own: own ?? 0, ofEnded: ofEnded ?? 0 }
    }),
  )
  const [pidFile = ''] = globSync(join(home, '**', 'postmaster.pid'))
  const postmaster = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  const ticks = stats.map(({ pid, parent, own, ofEnded }) =>
    pid === postmaster ? own + ofEnded : parent === postmaster ? own : 0,
  )
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS
}

async function timed(what: string, work: () => Promise<string>): Promise<void> {
  const postgres = await postgresMs()
  const [cpu, main, start] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()]
  const came = await work()
  const took = performance.now() - start
  const [all, own] = [process.cpuUsage(cpu), process.threadCpuUsage(main)].map(
    ({ user, system }) => (user + system) / 1000,
  ) as [number, number]
  const ofPostgres = (await postgresMs()) - postgres
  const figures = [took, all + ofPostgres, ofPostgres, own, all - own]
  console.log(
    `${what.padEnd(52)} ${figures.map((ms) => `${ms.toFixed(0)} ms`.padStart(9)).join(' ')}   ${came}`,
  )
}

async function load(
  database: Database,
  firmId: string,
  files: readonly ImportFile[],
  asOf?: string,
): Promise<string> {
  const outcome = await importFiles(database, { firmId, files, asOf, actor })
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.problems[0]))
  return (
    outcome.files
      .map(({ name, added, changed, unchanged }) => `${name} +${added} ~${changed} =${unchanged}`)
      .at(-1) ?? ''
  )
}

async function readAlone(file: ImportFile): Promise<string> {
  const problems = new ProblemList()
  const read = await readImportFile(file, { asOf: '2025-09-26', today: '2025-09-26' }, problems)
  return `${read?.records.length ?? 0} records, ${problems.count} problems`
}

const home = await mkdtemp(join(tmpdir(), 'evenkeel-benchmark-'))
await chmod(home, 0o711)
const embedded = await startEmbedded(home)
try {
  const urls = await ensureLogins(embedded.ownerUrl)
  await migrate(urls.owner)
  const database = await openDatabase(urls)
  const firmId = uuidv7()
  await ensureFirm(database, firmId, 'Benchmark')
  const first = lots(false)
  console.log(
    `${''.padEnd(52)} ${['took', 'processor', 'postgres', 'main', 'others'].map((name) => name.padStart(9)).join(' ')}`,
  )
  await timed('demonstration firm, 1,801 lots', async () =>
    load(database, firmId, await demonstrationFiles()),
  )
  await timed('2,000 households and accounts', () => load(database, firmId, clients()))
  await timed('60,000 lots: read and checked alone', () => readAlone(first))
  await timed('60,000 lots: loaded for the first time, drift measured', () => load(database, firmId, [first]))
  await timed('60,000 lots: loaded again, nothing changed', () => load(database, firmId, [first]))
  await timed('60,000 lots: one in ten sold down', () => load(database, firmId, [lots(true)], '2025-09-29'))
  await database.close()
} finally {
  await embedded.stop()
  await rm(home, { recursive: true, force: true })
}
