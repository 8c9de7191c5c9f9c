// Times the review of a batch over a generated firm, over HTTP: node_modules/.bin/node test/benchmark/review.ts [--households 2000] [--seed 1]
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
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
import { markStale } from '../../server/reviews/mark-stale.ts'
import { endProcess, startServerProcess, type ServerProcess } from '../chaos/server-process.ts'
import { openSession } from '../chaos/what-was-kept.ts'
import { AS_OF, fillBatchFirm } from './batch-firm.ts'

const { values } = parseArgs({
  options: { households: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
})

const MOST_ROWS = 2_000
const TRADES_A_PAGE = 2_000
const POLL_MS = 100
const home = await mkdtemp(join(tmpdir(), 'evenkeel-review-'))
await chmod(home, 0o711)

/** Work on the database while no server has it. */
async function withDatabase<T>(work: (database: Database, owner: pg.Client) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(home)
  const urls = await ensureLogins(embedded.ownerUrl)
  await migrate(urls.owner)
  const database = await openDatabase(urls)
  const owner = new pg.Client({ connectionString: urls.owner })
  await owner.connect()
  try {
    return await work(database, owner)
  } finally {
    await owner.end()
    await database.close()
    await embedded.stop()
  }
}

let server: ServerProcess | undefined
let largestBody = 0

async function ask(query: string, variables: object = {}): Promise<any> {
  const body = JSON.stringify({ query, variables })
  largestBody = Math.max(largestBody, body.length)
  const response = await fetch(server!.addresses.graphql.replace('localhost', '127.0.0.1'), {
    method: 'POST',
    headers: { authorization: `Bearer ${server!.token}`, 'content-type': 'application/json' },
    body,
  })
  const answer = (await response.json()) as { data: any; errors?: unknown }
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  console.log(`${what.padEnd(64)} ${((performance.now() - began) / 1_000).toFixed(2)} s`)
  return result
}

const counts = (verdicts: readonly { code: string }[]) =>
  JSON.stringify(
    Object.fromEntries(
      [...Map.groupBy(verdicts, ({ code }) => code || 'accepted')].map(([code, rows]) => [code, rows.length]),
    ),
  )

/** The whole blotter, page by page. */
async function pullBlotter(batchId: string): Promise<any[]> {
  const rows: any[] = []
  for (let after: string | null = null; ;) {
    const { batch } = await ask(
      `query ($id: ID!, $first: Int!, $after: String) { batch(id: $id) { trades(first: $first, after: $after) { pageInfo { hasNextPage endCursor }
        edges { node { id side shares value taxCost reason account { accountNumber } security { symbol } proposal { id listSha256 flags household { name } } } } } } }`,
      { id: batchId, first: TRADES_A_PAGE, after },
    )
    rows.push(...batch.trades.edges.map(({ node }: any) => node))
    if (!batch.trades.pageInfo.hasNextPage) return rows
    after = batch.trades.pageInfo.endCursor
  }
}

/** Whole proposals together, as many rows as a push takes. */
function parts(rows: readonly any[]): any[][] {
  const pushes: any[][] = [[]]
  for (const ofProposal of Map.groupBy(rows, ({ proposal }) => proposal.id).values()) {
    if (pushes.at(-1)!.length + ofProposal.length > MOST_ROWS) pushes.push([])
    pushes.at(-1)!.push(...ofProposal)
  }
  return pushes
}

async function push(batchId: string, rows: readonly any[], changeOf: (row: any, index: number) => object) {
  const verdicts: { code: string }[] = []
  for (const part of parts(rows)) {
    const { pushBlotter } = await ask(
      `mutation ($input: PushBlotterInput!) { pushBlotter(input: $input) { ... on PushBlotterPayload { verdicts { rowKey accepted code message } } ... on MutationRefused { code message } } }`,
      {
        input: {
          ...{ clientMutationId: randomUUID(), batchId },
          rows: part.map((row, index) => ({
            ...{
              rowKey: String(index),
              proposalId: row.proposal.id,
              listSha256: row.proposal.listSha256,
              tradeId: row.id,
            },
            ...changeOf(row, index),
          })),
        },
      },
    )
    if (!pushBlotter.verdicts) throw new Error(JSON.stringify(pushBlotter))
    verdicts.push(...pushBlotter.verdicts)
  }
  return verdicts
}

async function planned(id: string): Promise<void> {
  for (;;) {
    const { batch } = await ask('query ($id: ID!) { batch(id: $id) { state } }', { id })
    if (batch.state !== 'RUNNING') return
    await delay(POLL_MS)
  }
}

try {
  const firm = await withDatabase(async (database, owner) => {
    await ensureFirm(database, LOCAL_FIRM_ID, 'Benchmark')
    const made = await fillBatchFirm(database, LOCAL_FIRM_ID, Number(values.households), Number(values.seed))
    await owner.query('vacuum analyze')
    await database.inFirm(LOCAL_FIRM_ID, (transaction) => refreshDrift(transaction, AS_OF))
    await database.inFirm(LOCAL_FIRM_ID, ({ em }) => em.execute('update firm set approval_price_days = null'))
    return made
  })
  console.log(
    `${firm.households} households, ${firm.accounts} accounts, ${firm.lots} lots; load of the machine ${loadavg()[0]!.toFixed(1)}`,
  )
  server = await startServerProcess(home, { LOG_LEVEL: 'warn' })
  const session = await openSession(home)
  const { startBatch } = await ask(
    `mutation { startBatch(input: { clientMutationId: "all", name: "All", selection: { all: true } }) { ... on StartBatchPayload { batch { id } } } }`,
  )
  const id: string = startBatch.batch.id
  await timed('plan the batch with one worker, sealing included', () => planned(id))
  const SUMS = '{ proposals trades taxCost turnover }'
  const { batch } = await timed('sums, three groupings, outliers, selection', () =>
    ask(
      `query ($id: ID!) { batch(id: $id) { sums ${SUMS} a: groups(by: MODEL) { name sums ${SUMS} } b: groups(by: ADVISOR) { name sums ${SUMS} }
        c: groups(by: CUSTODIAN) { name sums ${SUMS} } outliers { kind message household { name } } selection { count sha256 } } }`,
      { id },
    ),
  )
  console.log(`  ${JSON.stringify(batch.sums)}, ${batch.outliers.length} outliers`)
  const pulled = await timed('pull the blotter', () => pullBlotter(id))
  const noted = await timed(`push it with a note in each of ${pulled.length} rows`, () =>
    push(id, pulled, () => ({ note: 'Seen.' })),
  )
  console.log(
    `  ${parts(pulled).length} pushes, the largest body ${Math.round(largestBody / 1_000)} kB, ${counts(noted)}`,
  )
  // The last purchase of each proposal can always be struck.
  const last = new Map(pulled.filter(({ side }) => side === 'BUY').map((row) => [row.proposal.id, row.id]))
  const isStruck = (row: any) => last.get(row.proposal.id) === row.id
  const edited = await timed(`push it with ${last.size} trades struck and all others approved`, () =>
    push(id, pulled, (row) => (isStruck(row) ? { strike: true } : { approve: true })),
  )
  console.log(`  ${counts(edited)}`)
  await session.query(`update proposal set state = 'edited'`)
  const { batch: seen } = await ask('query ($id: ID!) { batch(id: $id) { selection { count sha256 } } }', {
    id,
  })
  const decided = await timed(`approve all ${seen.selection.count} that a filter finds`, async () => {
    const all = { ...seen.selection, decision: 'APPROVE' }
    const { decideProposals } = await ask(
      `mutation ($input: DecideProposalsInput!) { decideProposals(input: $input) { ... on DecideProposalsPayload { verdicts { code } } ... on MutationRefused { code message } } }`,
      { input: { clientMutationId: randomUUID(), batchId: id, all } },
    )
    return decideProposals.verdicts
  })
  console.log(`  ${counts(decided)}`)
  await session.query(`update proposal set state = 'edited'`)
  const { rows } = await session.query<{ id: string }>('select id from proposal limit 500')
  await timed(`plan ${rows.length} of them anew`, () =>
    ask(
      `mutation ($input: ReplanProposalsInput!) { replanProposals(input: $input) { ... on ReplanProposalsPayload { verdicts { code } } } }`,
      { input: { clientMutationId: randomUUID(), ids: rows.map((row) => row.id) } },
    ),
  )
  await session.query('update account set cash = cash + 1')
  await session.end()
  await endProcess(server.child, 'SIGTERM')
  await withDatabase((database) =>
    timed('mark all of them stale after a load that moved every account', () =>
      database.inFirm(LOCAL_FIRM_ID, (transaction) => markStale(transaction, AS_OF)),
    ),
  )
} finally {
  if (server?.child.exitCode === null) await endProcess(server.child, 'SIGTERM')
  await rm(home, { recursive: true, force: true })
}
