import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { listenForChanges, type Hearer, type Listening } from './listen.ts'
import { openOrm, type Orm } from './orm.ts'
import { within } from './patience.ts'
import type { Tables } from './tables.ts'
import { isUnavailable } from './unavailable.ts'

/** The work of one transaction inside one firm: everything else in the database is out of sight. */
export interface FirmTransaction {
  readonly firmId: string
  /** For single households and mutations. */
  readonly em: SqlEntityManager
  /** For anything over some hundred rows, and for what SQL says better. Bound to the same transaction. */
  readonly kysely: Kysely<Tables>
}

type Work<T> = (transaction: FirmTransaction) => Promise<T>

/** One PostgreSQL under two logins: one that writes what it was granted, one that can only read. */
export interface Database {
  /** Runs work in one transaction of the writing login, inside a firm. */
  inFirm<T>(firmId: string, work: Work<T>): Promise<T>
  /** Runs work in one read-only transaction (one consistent state) of the reading login, inside a firm. */
  readInFirm<T>(firmId: string, work: Work<T>): Promise<T>
  /** A transaction of the reading login that the caller ends; for a request whose parts read one after another. */
  beginRead(firmId: string, isolation: 'read committed' | 'repeatable read'): Promise<OpenRead>
  /** Makes the partitions of the coming days and months. */
  keepPartitions(): Promise<void>
  /** Answers within a second or throws. */
  ping(): Promise<void>
  /** Asks something on a new connection, so that it waits for no other work of ours. */
  ask(): Promise<void>
  /** Hears of the changes of every firm, until it is stopped; over a connection of its own. */
  listen(hearer: Hearer): Listening
  close(): Promise<void>
}

export interface OpenRead extends FirmTransaction {
  end(): Promise<void>
}

const PING_MS = 1_000
/** Whoever asks has lost patience before. */
const ASK_MS = 5_000

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function inside(orm: Orm, firmId: string): SqlEntityManager {
  if (!UUID.test(firmId)) throw new Error('A firm id must be a UUID')
  return orm.em.fork({ session: { variables: { 'app.firm': firmId } } })
}

const transactionOf = (em: SqlEntityManager, firmId: string): FirmTransaction => ({
  firmId,
  em,
  kysely: em.getKysely<Tables>(),
})

/** What was read stands: a connection that broke has ended its transaction by itself. */
async function endRead(em: SqlEntityManager): Promise<void> {
  try {
    await em.commit()
  } catch (error) {
    if (!isUnavailable(error)) throw error
  }
}

async function askAnew(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: ASK_MS, query_timeout: ASK_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Opens the database under its two working logins. */
export async function openDatabase(urls: { app: string; reader: string }): Promise<Database> {
  const writer = await openOrm(urls.app, { connections: 10, statementTimeout: 60_000 })
  const reader = await openOrm(urls.reader, { connections: 10, statementTimeout: 30_000 })
  return {
    inFirm: (firmId, work) => inside(writer, firmId).transactional((em) => work(transactionOf(em, firmId))),
    readInFirm: (firmId, work) =>
      inside(reader, firmId).transactional((em) => work(transactionOf(em, firmId)), {
        readOnly: true,
        isolationLevel: 'repeatable read',
      }),
    async beginRead(firmId, isolation) {
      const em = inside(reader, firmId)
      await em.begin({ readOnly: true, isolationLevel: isolation })
      return { ...transactionOf(em, firmId), end: () => endRead(em) }
    },
    async keepPartitions() {
      await writer.em.fork().execute('select keep_partitions()')
    },
    async ping() {
      await within(PING_MS, () => writer.em.fork().execute('select 1'))
    },
    ask: () => askAnew(urls.app),
    listen: (hearer) => listenForChanges(urls.app, hearer),
    async close() {
      await Promise.all([writer.close(), reader.close()])
    },
  }
}
