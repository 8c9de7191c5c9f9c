// Times batches over a generated firm with real worker processes, from the request to the last saved proposal:
//   npm run bench:batch -- [--households 1000] [--workers 1,2] [--seed 1] [--keep]
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { ensureFirm, LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { endProcess, startServerProcess, workersOf, type ServerProcess } from '../chaos/server-process.ts'
import { openSession, postmasterOf } from '../chaos/what-was-kept.ts'
import { AS_OF, fillBatchFirm, type BatchFirm } from './batch-firm.ts'

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '1000' },
    workers: { type: 'string', default: '1,2' },
    seed: { type: 'string', default: '1' },
    home: { type: 'string' },
    fill: { type: 'boolean', default: false },
  },
})
const HOUSEHOLDS_A_MEASUREMENT = 1_000
const workerCounts = values.workers.split(',').map(Number)
const home = values.home ?? (await mkdtemp(join(tmpdir(), 'evenkeel-batch-')))

/** Answers in order of size at a part of them. */
const quantile = (milliseconds: readonly number[], part: number) =>
  milliseconds.toSorted((a, b) => a - b)[
    Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * part))
  ] ?? 0

async function fill(): Promise<BatchFirm> {
  const embedded = await startEmbedded(home)
  try {
    const urls = await ensureLogins(embedded.ownerUrl)
    await migrate(urls.owner)
    const database = await openDatabase(urls)
    await ensureFirm(database, LOCAL_FIRM_ID, 'Benchmark')
    const firm = await fillBatchFirm(database, LOCAL_FIRM_ID, Number(values.households), Number(values.seed))
    const owner = new pg.Client({ connectionString: urls.owner })
    await owner.connect()
    await owner.query('vacuum analyze')
    await owner.end()
    await measureDrift(database)
    await database.close()
    return firm
  } finally {
    await embedded.stop()
  }
}

/** For the pages that are asked for beside a batch; in pieces, as each statement has its limit of time. */
async function measureDrift(database: Database): Promise<void> {
  const households = await database.readInFirm(LOCAL_FIRM_ID, ({ kysely, firmId }) =>
    kysely.selectFrom('household').select('id').where('firm_id', '=', firmId).orderBy('id').execute(),
  )
  for (let at = 0; at < households.length; at += HOUSEHOLDS_A_MEASUREMENT) {
    const ids = households.slice(at, at + HOUSEHOLDS_A_MEASUREMENT).map(({ id }) => id)
    await database.inFirm(LOCAL_FIRM_ID, (transaction) => refreshDrift(transaction, AS_OF, ids))
  }
}

async function ask(server: ServerProcess, query: string, variables: object = {}): Promise<any> {
  const response = await fetch(server.addresses.graphql.replace('localhost', '127.0.0.1'), {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data: any; errors?: unknown }
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

const PAGE = `{ households(first: 20) { edges { node { id name drift { largestDrift outOfBand } } } } }`
const ONE = `query ($id: ID!) { household(id: $id) { name accounts { accountNumber cash } drift { classes { name weight status } } } }`
const PAUSE_MS = 40

/** Answers a person waits for, one after another, until it is told to stop: a page of households, or one of them. */
function interactive(server: ServerProcess) {
  const times: number[] = []
  let isOn = true
  const asking = (async () => {
    const page = await ask(server, PAGE)
    const ids: string[] = page.households.edges.map(({ node }: any) => node.id)
    for (let turn = 0; isOn; turn++) {
      const began = performance.now()
      await (turn % 4 === 0 ? ask(server, PAGE) : ask(server, ONE, { id: ids[turn % ids.length] }))
      times.push(performance.now() - began)
      await delay(PAUSE_MS)
    }
  })()
  return {
    async stop() {
      isOn = false
      await asking
      return times
    },
  }
}

const peakMb = async (pid: number) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
}

const TICKS_A_SECOND = 100

/** Seconds of processor that a process has used; 0: it has ended. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return ((user ?? 0) + (system ?? 0)) / TICKS_A_SECOND
}

/** The same of all sessions of the database, which live as long as the pools that opened them. */
async function databaseCpu(): Promise<number> {
  const { pid } = await postmasterOf(home)
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const used = await Promise.all(children.trim().split(/\s+/).map(Number).map(cpuOf))
  return used.reduce((sum, seconds) => sum + seconds, 0)
}

async function usedBy(server: ServerProcess) {
  const workers = await Promise.all(workersOf(server).map(cpuOf))
  return { workers: workers.reduce((sum, each) => sum + each, 0), database: await databaseCpu() }
}

interface Run {
  readonly workers: number
  readonly seconds: number
  readonly progress: Record<string, number>
  readonly peaks: readonly number[]
  readonly alone: readonly number[]
  readonly beside: readonly number[]
  readonly shares: { readonly load: number; readonly plan: number; readonly save: number }
  readonly trades: number
  /** Seconds of processor. */
  readonly cpu: { readonly workers: number; readonly database: number }
}

const START = `mutation ($input: StartBatchInput!) { startBatch(input: $input) {
  ... on StartBatchPayload { batch { id } } ... on MutationRefused { code message } } }`
const PROGRESS = `query ($id: ID!) { batch(id: $id) { state progress { waiting proposed nothingDue setAside failed chunks chunksDone } } }`
const POLL_MS = 100

async function runWith(workers: number): Promise<Run> {
  const server = await startServerProcess(home, { EVENKEEL_WORKERS: String(workers), LOG_LEVEL: 'warn' })
  try {
    while (workersOf(server).length < workers) await delay(50)
    const quiet = interactive(server)
    await delay(Math.min(20_000, Math.max(5_000, Number(values.households) * 5)))
    const alone = await quiet.stop()
    const before = await usedBy(server)
    const loud = interactive(server)
    const began = performance.now()
    const started = await ask(server, START, {
      input: { clientMutationId: randomUUID(), name: `${workers} workers`, selection: { all: true } },
    })
    const { id } = started.startBatch.batch
    let batch
    do {
      await delay(POLL_MS)
      ;({ batch } = await ask(server, PROGRESS, { id }))
    } while (batch.state === 'RUNNING')
    const seconds = (performance.now() - began) / 1_000
    const after = await usedBy(server)
    const cpu = { workers: after.workers - before.workers, database: after.database - before.database }
    const beside = await loud.stop()
    const peaks = await Promise.all(workersOf(server).map(peakMb))
    const said = server
      .said()
      .split('\n')
      .filter((line) => line.includes('"level":50'))
    if (said.length > 0) console.log(`${said.length} faults, the first: ${said[0]!.slice(0, 1_000)}`)
    return { workers, seconds, progress: batch.progress, peaks, alone, beside, cpu, ...(await sharesOf(id)) }
  } finally {
    await endProcess(server.child, 'SIGTERM')
  }
}

async function sharesOf(batchId: string) {
  const session = await openSession(home)
  try {
    const { rows } = await session.query<{ load: number; plan: number; save: number }>(
      'select sum(load_ms)::float8 as load, sum(plan_ms)::float8 as plan, sum(save_ms)::float8 as save from batch_chunk where batch_id = $1',
      [batchId],
    )
    const trades = await session.query<{ trades: number }>(
      'select coalesce(sum(trade_count), 0)::int as trades from proposal where batch_id = $1',
      [batchId],
    )
    return { shares: rows[0]!, trades: trades.rows[0]!.trades }
  } finally {
    await session.end()
  }
}

await chmod(home, 0o711)
try {
  if (values.home === undefined || values.fill) {
    const began = performance.now()
    const firm = await fill()
    console.log(
      `${firm.households} households, ${firm.accounts} accounts, ${firm.lots} lots, made in ${Math.round((performance.now() - began) / 1_000)} s`,
    )
  }
  console.log(`load of the machine ${loadavg()[0]!.toFixed(1)}`)
  const runs: Run[] = []
  for (const workers of workerCounts) {
    const run = await runWith(workers)
    runs.push(run)
    const { load, plan, save } = run.shares
    const whole = load + plan + save
    const part = (ms: number) => `${Math.round((ms / whole) * 100)}%`
    console.log(
      [
        `${workers} worker${workers === 1 ? '' : 's'}: ${run.seconds.toFixed(1)} s`,
        `${Math.round(Number(values.households) / run.seconds)} households/s, ${run.trades} trades`,
        `loading ${part(load)}, engine ${part(plan)}, saving ${part(save)} (${Math.round(whole)} ms)`,
        `processor: workers ${run.cpu.workers.toFixed(1)} s, database ${run.cpu.database.toFixed(1)} s`,
        `peak of each worker ${run.peaks.join(', ')} MB`,
        `answers alone p50 ${quantile(run.alone, 0.5).toFixed(0)} p99 ${quantile(run.alone, 0.99).toFixed(0)} ms (${run.alone.length}), beside p50 ${quantile(run.beside, 0.5).toFixed(0)} p99 ${quantile(run.beside, 0.99).toFixed(0)} ms (${run.beside.length})`,
        JSON.stringify(run.progress),
      ].join('\n  '),
    )
  }
  const one = runs.find(({ workers }) => workers === 1)
  const two = runs.find(({ workers }) => workers === 2)
  if (one && two)
    console.log(`two workers are ${(one.seconds / two.seconds).toFixed(2)} times as fast as one`)
} finally {
  if (values.home === undefined) await rm(home, { recursive: true, force: true })
}
