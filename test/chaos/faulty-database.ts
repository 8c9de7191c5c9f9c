import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../../server/database/in-firm.ts'
import type { DatabaseUrls } from '../../server/database/logins.ts'
import { byTest } from '../firm.ts'
import type { FaultProxy, Toxic } from './fault-proxy.ts'
import { Load, type NextFile } from './load.ts'

/** The toxics, each of which the server must live through. */
export const TOXICS: Readonly<Record<string, Toxic>> = {
  'two seconds late': { latencyMs: 2_000 },
  'one byte at a time': { sliceBytes: 1 },
  'reset after 1,500 bytes': { resetAfterBytes: 1_500 },
  silent: { blackhole: true },
  down: { down: true },
}

/** What happened while the way to the database was spoilt, and after it was healed. */
export interface FaultReport {
  readonly right: number
  readonly unavailable: number
  /** Answers that are neither right nor an honest 503, by what was wrong with them. */
  readonly wrong: readonly string[]
  readonly slowestMs: number
  /** Whether /readyz said no while the database could not be had. */
  readonly wasRed: boolean
  /** Milliseconds from healing until /readyz says yes and every client is answered right. */
  readonly recoveredMs: number
  /** Mutations that took effect other than once, found in the database after all were sent again. */
  readonly effectsMissed: readonly string[]
  /** Sessions of the server in the database afterwards: busy ones, and all of the login that has most. */
  readonly busySessions: number
  readonly sessions: number
}

/** A server whose way to the database can be spoilt, and a straight way to look what it did. */
export interface FaultyServer {
  readonly url: string
  readonly token: string
  readonly proxy: FaultProxy
  readonly straight: Database
  readonly urls: DatabaseUrls
  readonly firmId: string
  readonly households: readonly string[]
  readonly file: NextFile
}

/** A database address through a proxy on this machine. */
export const throughPort = (url: string, port: number) =>
  Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href

/** Spoils the way for so many seconds while so many clients are at work, heals it, and has all that was unanswered sent again. */
export async function poison(
  { url, token, proxy, straight, urls, firmId, households, file }: FaultyServer,
  toxic: Toxic,
  { seconds, clients }: { readonly seconds: number; readonly clients: number },
): Promise<FaultReport> {
  const load = new Load({ url, token, households, file })
  await load.learn()
  const clientsAtWork = load.run(clients)
  await load.everyClientIsAnswered(clients)
  proxy.poison(toxic)
  const wasRed = await turnsRed(url, seconds)
  proxy.heal()
  const healed = performance.now()
  await turnsGreen(url)
  await load.everyClientIsAnswered(clients)
  const recoveredMs = Math.round(performance.now() - healed)
  load.stop()
  await clientsAtWork
  await load.sendUnansweredAgain()
  const { right, unavailable, wrong, slowestMs } = load
  const effectsMissed = await effectsOtherThanOnce(straight, firmId, load.proposals)
  const sessions = await sessionsOf(urls, proxy)
  return { right, unavailable, wrong, slowestMs, wasRed, recoveredMs, effectsMissed, ...sessions }
}

/** Asks /readyz for so many seconds, and tells whether it ever said no. */
async function turnsRed(url: string, seconds: number): Promise<boolean> {
  let wasRed = false
  const until = performance.now() + seconds * 1_000
  while (performance.now() < until) {
    if ((await fetch(`${url}/readyz`)).status === 503) wasRed = true
    await delay(100)
  }
  return wasRed
}

async function turnsGreen(url: string): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 200) await delay(20)
}

/** Each key must have made exactly the proposal that its answer named, with its entry in the audit chain; and nothing else exists. */
async function effectsOtherThanOnce(
  database: Database,
  firmId: string,
  proposals: ReadonlyMap<string, string>,
): Promise<string[]> {
  return byTest(database, firmId, async ({ em }) => {
    const rows: { key: string; proposal: string; entries: number }[] = await em.execute(
      `select client_mutation_id as key, result ->> 'proposalId' as proposal,
         (select count(*)::int from audit_entry where noun_id = result ->> 'proposalId') as entries
       from mutation_key where operation = 'rebalanceHousehold'`,
    )
    const byKey = new Map(rows.map((row) => [row.key, row]))
    const made: { id: string }[] = await em.execute('select id from proposal')
    return [
      ...[...proposals]
        .filter(([key, id]) => byKey.get(key)?.proposal !== id || byKey.get(key)?.entries !== 1)
        .map(([key]) => `the effect of ${key}`),
      ...(made.length === rows.length ? [] : [`${made.length} proposals for ${rows.length} keys`]),
    ]
  })
}

/** The server's sessions, once those that were cut have been noticed by the database. Each login sees its own alone. */
async function sessionsOf(urls: DatabaseUrls, { serverSidePorts }: FaultProxy) {
  const [app, reader] = await Promise.all(
    [urls.app, urls.reader].map((url) => sessionsOfLogin(url, [...serverSidePorts])),
  )
  return {
    busySessions: app!.busySessions + reader!.busySessions,
    sessions: Math.max(app!.sessions, reader!.sessions),
  }
}

async function sessionsOfLogin(connectionString: string, ports: readonly number[]) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (let waited = 0; ; waited += 100) {
      const { rows } = await client.query<{ state: string }>(
        'select state from pg_stat_activity where usename = current_user and client_port = any($1)',
        [ports],
      )
      const busySessions = rows.filter(({ state }) => state !== 'idle').length
      if (busySessions === 0 || waited >= 2_000) return { busySessions, sessions: rows.length }
      await delay(100)
    }
  } finally {
    await client.end()
  }
}
