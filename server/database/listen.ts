import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { CHANGES_CHANNEL, readChange, type ChangeInFirm } from './changes.ts'

/** Who hears of changes. */
export interface Hearer {
  /** A transaction with this change has been committed. */
  change(change: ChangeInFirm): void
  /** It is listened from now on, for the first time or after a break: whatever happened before was not heard. */
  begin(): void
  /** It cannot be listened just now; it is tried again. */
  trouble(error: unknown): void
}

export interface Listening {
  stop(): Promise<void>
}

const CONNECT_WITHIN_MS = 3_000
/** How often the database is asked whether it is still there, and how long it may think about it. */
const ASK_EVERY_MS = 5_000
const ANSWER_WITHIN_MS = 2_000
/** Before the first new attempt, and at most before each; doubled in between. */
const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** A connection's socket, which pg's types leave out. */
interface WithSocket {
  readonly connection: { readonly stream: { destroy(): void } }
}

/** Hears of every firm's changes over one connection of its own, which is made anew whenever it breaks or falls silent. */
export function listenForChanges(connectionString: string, hearer: Hearer): Listening {
  const stopping = new AbortController()
  const stopped = keepListening(connectionString, hearer, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await stopped
    },
  }
}

async function keepListening(connectionString: string, hearer: Hearer, stopping: AbortSignal) {
  let pause = SHORTEST_PAUSE_MS
  while (!stopping.aborted) {
    const heard = { ...hearer, begin: () => ((pause = SHORTEST_PAUSE_MS), hearer.begin()) }
    try {
      await listenOnce(connectionString, heard, stopping)
    } catch (error) {
      if (!stopping.aborted) hearer.trouble(error)
    }
    await pauseFor(pause, stopping)
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
  }
}

/** Listens until the connection breaks, which throws, or until it is stopped. */
async function listenOnce(connectionString: string, hearer: Hearer, stopping: AbortSignal): Promise<void> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    application_name: `evenkeel changes ${process.pid}`,
    keepAlive: true,
  })
  const broken = new AbortController()
  client.on('error', () => undefined)
  client.once('end', () => broken.abort())
  client.on('notification', ({ payload }) => {
    const change = readChange(payload ?? '')
    if (change) hearer.change(change)
  })
  // Nothing of it is worth an orderly end, which a silent database would never answer.
  const cut = () => (client as unknown as WithSocket).connection.stream.destroy()
  stopping.addEventListener('abort', cut, { once: true })
  try {
    await client.connect()
    await client.query(`listen ${CHANGES_CHANNEL}`)
    hearer.begin()
    const ended = AbortSignal.any([stopping, broken.signal])
    while (!ended.aborted) {
      await pauseFor(ASK_EVERY_MS, ended)
      if (!ended.aborted) await client.query('select 1')
    }
    if (!stopping.aborted) throw new Error('Connection terminated')
  } finally {
    stopping.removeEventListener('abort', cut)
    cut()
  }
}

const pauseFor = (milliseconds: number, until: AbortSignal) =>
  delay(milliseconds, undefined, { signal: until, ref: false }).catch(() => undefined)
