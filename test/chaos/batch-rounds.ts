import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { ensureFirm, LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import { proofOf } from '../../server/batches/chunks/save-chunk.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase } from '../../server/database/in-firm.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { isAlive } from '../../server/database/postmaster.ts'
import { fillBatchFirm } from '../benchmark/batch-firm.ts'
import { random } from '../monitoring/random-firm.ts'
import { endProcess, startServerProcess, workersOf, type ServerProcess } from './server-process.ts'
import { brokenChain, brokenSnapshots, openSession, postmasterOf } from './what-was-kept.ts'

export interface BatchRoundsOptions {
  /** EVENKEEL_HOME, empty at first. */
  readonly home: string
  readonly rounds: number
  readonly seed: number
  readonly households: number
}

const VICTIMS = ['worker', 'every worker', 'server', 'postmaster', 'server and postmaster'] as const
type Victim = (typeof VICTIMS)[number]

/** What many deaths in the middle of batches came to. */
export interface BatchRoundsReport {
  readonly rounds: number
  readonly kills: Readonly<Record<Victim, number>>
  /** Deaths while some household waited still. */
  readonly inTheMiddle: number
  /** Chunks that were begun more than once. */
  readonly takenOver: number
  /** Chunks whose households were tried one by one, having been begun too often. */
  readonly givenUp: number
  readonly proposals: number
  /** Milliseconds from a death to the end of its batch, the longest. */
  readonly worstEndMs: number
  /** Empty, or the promise is broken. */
  readonly faults: readonly string[]
}

const WORKERS = 2
/** Milliseconds within which a batch must have ended after a death. */
const ENDS_WITHIN_MS = 90_000

/** Starts batches on a real server with two workers, kills one of its parts in the middle, and looks what came of each household. */
export async function batchRounds(options: BatchRoundsOptions): Promise<BatchRoundsReport> {
  const { home, rounds, seed } = options
  const below = random(seed)
  const kills = Object.fromEntries(VICTIMS.map((victim) => [victim, 0])) as Record<Victim, number>
  const counts = { inTheMiddle: 0, takenOver: 0, givenUp: 0, proposals: 0, worstEndMs: 0 }
  const faults: string[] = []
  await fill(options)
  let server = await startServer(home)
  try {
    for (let round = 1; round <= rounds && faults.length === 0; round += 1) {
      while (workersOf(server).filter(isAlive).length === 0) await delay(20)
      const batchId = await startBatch(server, round)
      await delay(below(1_500))
      const victim = VICTIMS[below(VICTIMS.length)]!
      kills[victim] += 1
      if ((await stateOf(server, batchId)) === 'RUNNING') counts.inTheMiddle += 1
      await kill(victim)
      const died = performance.now()
      while ((await stateOf(server, batchId)) !== 'DONE') {
        if (performance.now() - died > ENDS_WITHIN_MS) {
          faults.push(`the batch of round ${round} does not end after the death of ${victim}`)
          break
        }
        await delay(50)
      }
      counts.worstEndMs = Math.max(counts.worstEndMs, Math.round(performance.now() - died))
      const session = await openSession(home)
      try {
        faults.push(...(await faultsOfBatch(session, batchId)))
        const takenOver = await number(
          session,
          'select count(*) as n from batch_chunk where batch_id = $1 and attempts > 1',
          batchId,
        )
        counts.takenOver += takenOver
        // Each has one chunk at a time: whoever lives loses none.
        if (takenOver > WORKERS)
          faults.push(`round ${round}: ${takenOver} chunks were taken from ${WORKERS} workers`)
        counts.givenUp += await number(
          session,
          `select count(*) as n from audit_entry where action = 'batch.chunk.giveUp' and noun_id = $1`,
          batchId,
        )
        counts.proposals += await number(
          session,
          'select count(*) as n from proposal where batch_id = $1',
          batchId,
        )
      } finally {
        await session.end()
      }
    }
    faults.push(...(await faultsInTheEnd(home)))
    if (faults.length > 0) faults.push(`the server said: ${server.said().slice(-4_000)}`)
    await endProcess(server.child, 'SIGTERM')
  } finally {
    await endProcess(server.child, 'SIGKILL')
    await stopPostmaster(home)
  }
  return { rounds, kills, ...counts, faults }

  async function kill(victim: Victim): Promise<void> {
    const workers = workersOf(server).filter(isAlive)
    const { pid } = await postmasterOf(home)
    if (victim === 'worker') end(workers[below(workers.length)])
    else if (victim === 'every worker') workers.forEach(end)
    if (victim.includes('postmaster')) end(pid)
    if (victim.includes('server')) {
      await endProcess(server.child, 'SIGKILL')
      server = await startServer(home)
    }
  }
}

function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself in this moment.
  }
}

const startServer = (home: string) => startServerProcess(home, { EVENKEEL_WORKERS: String(WORKERS) })

async function fill({ home, households, seed }: BatchRoundsOptions): Promise<void> {
  const embedded = await startEmbedded(home)
  try {
    const urls = await ensureLogins(embedded.ownerUrl)
    await migrate(urls.owner)
    const database = await openDatabase(urls)
    await ensureFirm(database, LOCAL_FIRM_ID, 'Kills')
    await fillBatchFirm(database, LOCAL_FIRM_ID, households, seed)
    await database.close()
  } finally {
    await embedded.stop()
  }
}

async function stopPostmaster(home: string): Promise<void> {
  const postmaster = await postmasterOf(home).catch(() => undefined)
  if (!postmaster || !isAlive(postmaster.pid)) return
  process.kill(postmaster.pid, 'SIGINT')
  while (isAlive(postmaster.pid)) await delay(20)
}

/** Asks until an answer comes: the server or its database may be on their way back. */
async function ask(server: ServerProcess, query: string, variables: object): Promise<any> {
  for (;;) {
    const response = await fetch(server.addresses.graphql.replace('localhost', '127.0.0.1'), {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }).catch(() => undefined)
    if (response?.status === 200) return ((await response.json()) as { data: unknown }).data
    await delay(50)
  }
}

async function startBatch(server: ServerProcess, round: number): Promise<string> {
  const input = { clientMutationId: randomUUID(), name: `Round ${round}`, selection: { all: true } }
  const query = `mutation ($input: StartBatchInput!) { startBatch(input: $input) { ... on StartBatchPayload { batch { id } } } }`
  return (await ask(server, query, { input })).startBatch.batch.id
}

const stateOf = async (server: ServerProcess, id: string): Promise<string> =>
  (await ask(server, `query ($id: ID!) { batch(id: $id) { state } }`, { id })).batch.state

async function number(session: pg.Client, statement: string, batchId: string): Promise<number> {
  const { rows } = await session.query<{ n: string }>(statement, [batchId])
  return Number(rows[0]!.n)
}

/** Each of these finds rows of a batch that has ended only where something was lost, done twice or by half. */
const NEVER: Readonly<Record<string, string>> = {
  'a household without an outcome': `select household_id from batch_household
    where batch_id = $1 and state not in ('proposed', 'nothing_due', 'set_aside')`,
  'a household proposed without its one proposal': `select h.household_id from batch_household h
      left join proposal p on p.batch_id = h.batch_id and p.household_id = h.household_id
    where h.batch_id = $1 and h.state = 'proposed'
    group by h.household_id, h.proposal_id having count(p) <> 1 or min(p.id::text) is distinct from h.proposal_id::text`,
  'a proposal of a household that has none': `select p.id from proposal p
      join batch_household h on h.batch_id = p.batch_id and h.household_id = p.household_id
    where p.batch_id = $1 and h.state <> 'proposed'`,
  'a proposal without all its trades': `select p.id from proposal p left join proposed_trade t on t.proposal_id = p.id
    where p.batch_id = $1 group by p.firm_id, p.id having count(t) <> p.trade_count`,
  'a proposal without what it rests on': `select p.id from proposal p, unnest(array[p.snapshot_sha256, p.content_sha256]) as hash
    where p.batch_id = $1 and not exists (select from snapshot_content c where c.month = p.month and c.sha256 = hash)`,
  'a chunk that is not done': `select ordinal from batch_chunk where batch_id = $1 and state <> 'done'`,
  'a chunk without its entry in the audit chain, or with two': `select c.ordinal from batch_chunk c left join audit_entry a
      on a.action in ('batch.chunk', 'batch.chunk.giveUp') and a.noun_id = c.batch_id::text and (a.content::json -> 'body' -> 'detail' ->> 'chunk')::int = c.ordinal
    where c.batch_id = $1 group by c.ordinal having count(a) <> 1`,
}

async function faultsOfBatch(session: pg.Client, batchId: string): Promise<string[]> {
  const faults: string[] = []
  for (const [what, statement] of Object.entries(NEVER)) {
    const { rows } = await session.query<Record<string, string>>(statement, [batchId])
    faults.push(...rows.slice(0, 3).map((row) => `${what}: ${Object.values(row).join(' ')}`))
  }
  return [...faults, ...(await unprovenChunks(session, batchId))]
}

/** Chunks whose proposals are not those that the audit's entry proves. */
async function unprovenChunks(session: pg.Client, batchId: string): Promise<string[]> {
  const { rows } = await session.query<{ chunk: number; told: string; proposals: [string, string][] | null }>(
    `select c.ordinal as chunk, a.content::json -> 'body' ->> 'afterSha256' as told,
      (select json_agg(json_build_array(p.id, p.content_sha256)) from batch_household h join proposal p on p.id = h.proposal_id
       where h.batch_id = c.batch_id and h.chunk = c.ordinal) as proposals
     from batch_chunk c join audit_entry a on a.action = 'batch.chunk' and a.noun_id = c.batch_id::text
       and (a.content::json -> 'body' -> 'detail' ->> 'chunk')::int = c.ordinal
     where c.batch_id = $1`,
    [batchId],
  )
  return rows
    .filter(
      ({ told, proposals }) =>
        told !== proofOf((proposals ?? []).map(([id, contentSha256]) => ({ id, contentSha256 }))),
    )
    .map(({ chunk }) => `chunk ${chunk} has other proposals than its entry in the audit chain proves`)
}

async function faultsInTheEnd(home: string): Promise<string[]> {
  const session = await openSession(home)
  try {
    const { rows } = await session.query<{ n: string }>(
      `select count(*) as n from graphile_worker._private_jobs`,
    )
    return [
      ...(Number(rows[0]!.n) > 0 ? [`${rows[0]!.n} jobs are left in the queue`] : []),
      ...(await brokenSnapshots(session)),
      ...(await brokenChain(session)),
    ]
  } finally {
    await session.end()
  }
}
