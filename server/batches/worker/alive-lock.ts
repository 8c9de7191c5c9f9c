import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { WORKER_LOCKS } from '../../database/advisory-locks.ts'

/** Milliseconds until a broken connection is made anew. */
const AGAIN_MS = 300
/** Seconds after which the database lets go of a lock whose holder the network has lost. */
const KEEPALIVE =
  '-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=4000'

/**
 * Says that whoever holds jobs of the queue lives: a session lock under the name that the queue knows it by, held on a connection of
 * its own. It goes with the process, however that ends, and others see it at once; where the connection breaks it is taken anew.
 */
export class AliveLock {
  readonly #ownerUrl: string
  /** The name it is held under; none: not yet. */
  #holder: string | undefined
  #client: pg.Client | undefined
  #isReleased = false

  private constructor(ownerUrl: string) {
    this.#ownerUrl = ownerUrl
  }

  /** The connection, on which nothing is held yet. */
  static async open(ownerUrl: string): Promise<AliveLock> {
    const lock = new AliveLock(ownerUrl)
    await lock.#connect()
    return lock
  }

  /** Holds the lock under a name. Where the connection breaks just now, the next one does. */
  hold(holder: string): void {
    this.#holder = holder
    this.#client?.query(...take(holder)).catch(() => undefined)
  }

  async release(): Promise<void> {
    this.#isReleased = true
    await this.#client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#ownerUrl,
      application_name: 'evenkeel worker lives',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      options: KEEPALIVE,
    })
    // What breaks the connection also ends it: that is what is watched for.
    client.on('error', () => undefined)
    try {
      await client.connect()
      this.#client = client
      if (this.#holder !== undefined) await client.query(...take(this.#holder))
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    client.once('end', () => void this.#again())
  }

  async #again(): Promise<void> {
    while (!this.#isReleased) {
      await delay(AGAIN_MS)
      if (this.#isReleased) return
      const isBack = await this.#connect().then(
        () => true,
        () => false,
      )
      if (isBack) return
    }
  }
}

const take = (holder: string): [statement: string, values: unknown[]] => [
  'select pg_advisory_lock($1, hashtext($2))',
  [WORKER_LOCKS, holder],
]
