import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartRefused, errorCode } from '../start-refused.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { damaged, fullDiskOr } from './damage.ts'
import { placeDatabase, type DatabasePlace } from './data-directory.ts'
import { createCluster } from './database-cluster.ts'
import { runPostmaster, stopPostmaster } from './postmaster.ts'

/** The owner's login and the database: not a superuser, so that row security binds it where it is forced. */
const OWNER = 'evenkeel'
/** The server's lock is freed when its killed holder's connection is noticed: at once, but not in no time. */
const CLAIM_WITHIN_MS = 1_000
const REVIVE_EVERY_MS = 1_000

/** The PostgreSQL that Evenkeel brings, running on the files of one EVENKEEL_HOME. */
export interface EmbeddedDatabase {
  readonly ownerUrl: string
  /** It was running already: left by a killed server, or started by another program. */
  readonly adopted: boolean
  readonly dataDirectory: string
  /** What a failure of work on this database was, where its files tell more than itself. */
  explain(error: unknown): Promise<unknown>
  /** Lets go of the database, and stops it unless another program uses it. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** False only in tests: quick, and lost when the machine stops. */
  readonly fsync?: boolean
  /** Be the one server of this home: a second one is refused. */
  readonly serving?: boolean
  readonly log?: (sentence: string) => void
}

/** Starts the embedded database of `home`, making it first if need be, or attaches to it where it runs already. */
export async function startEmbedded(home: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const { fsync = true, serving = false, log = () => undefined } = options
  const place = await placeDatabase(home, log)
  if (place.isNew) await createCluster(place, { fsync })

  let { postmaster, session } = await attach(place, { fsync, serving })
  const { adopted, port } = postmaster
  let stopping = false
  let reviving: Promise<void> | null = null
  watch(session)

  /** A database that ends while we use it is started again at the same address. */
  function watch(watched: pg.Client): void {
    watched.once('end', () => {
      if (!stopping) reviving = revive()
    })
  }

  async function revive(): Promise<void> {
    log('The database has ended unexpectedly and is being started again.')
    for (let complaint = ''; !stopping; await delay(REVIVE_EVERY_MS, undefined, { ref: false })) {
      try {
        ;({ postmaster, session } = await attach(place, { fsync, serving, port }))
        watch(session)
        log('The database runs again.')
        return
      } catch (error) {
        if (stopping) return
        const { message } = error as Error
        if (message !== complaint) log(message)
        complaint = message
      }
    }
  }

  async function stop(): Promise<void> {
    stopping = true
    // It may be starting a database at this moment, which would outlive us.
    await reviving
    if (await isLastUser(session)) await stopPostmaster(place, postmaster)
    await session.end().catch(() => undefined)
  }

  return {
    ownerUrl: ownerUrl(place, port),
    adopted,
    dataDirectory: place.dataDirectory,
    explain: (error) => fullDiskOr(error, place),
    stop,
  }
}

function ownerUrl(place: DatabasePlace, port: number): string {
  return `postgres://${OWNER}:${place.passwords.evenkeel}@127.0.0.1:${port}/${OWNER}`
}

interface AttachOptions {
  readonly fsync: boolean
  readonly serving: boolean
  readonly port?: number
}

/** A running database with a session of ours in it; tries again where its last user stopped it under our hands. */
async function attach(place: DatabasePlace, options: AttachOptions) {
  for (let attempt = 1; ; attempt++) {
    const postmaster = await runPostmaster(place, options)
    try {
      const session = await openSession(place, postmaster.port)
      await claim(session, { serving: options.serving, place })
      return { postmaster, session }
    } catch (error) {
      const isPassing = ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(errorCode(error))
      if (!isPassing || attempt === 5) throw error
      await delay(100)
    }
  }
}

/** The owner's connection that holds our locks as long as we live; the first one ever makes login and database. */
async function openSession(place: DatabasePlace, port: number): Promise<pg.Client> {
  try {
    return await connect(place, port)
  } catch (error) {
    // Both unknown login and wrong password, and an unknown database.
    if (!['28P01', '3D000'].includes(errorCode(error))) throw error
    await makeOwner(place, port)
    return await connect(place, port).catch((again: unknown) => {
      // The database is in PostgreSQL's catalogue, its folder is not on the disk.
      if (errorCode(again) !== '3D000') throw again
      throw damaged(place, (again as Error).message)
    })
  }
}

async function connect(place: DatabasePlace, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: ownerUrl(place, port),
    ssl: false,
    keepAlive: true,
    application_name: `evenkeel process ${process.pid}`,
    connectionTimeoutMillis: 10_000,
  })
  // What breaks the connection also ends it: that is what is watched for.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return client
}

async function makeOwner({ passwords }: DatabasePlace, port: number): Promise<void> {
  const superuser = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: passwords.postgres,
    database: 'postgres',
    ssl: false,
  })
  await superuser.connect()
  try {
    await superuser.query('select pg_advisory_lock($1, $2)', [...ADVISORY_LOCKS.logins])
    const login = await superuser.query('select 1 from pg_roles where rolname = $1', [OWNER])
    const password = superuser.escapeLiteral(passwords.evenkeel)
    if (login.rowCount === 0) {
      await superuser.query(
        `create role ${OWNER} login nosuperuser createrole nobypassrls nocreatedb password ${password}`,
      )
    }
    const database = await superuser.query('select 1 from pg_database where datname = $1', [OWNER])
    if (database.rowCount === 0) await superuser.query(`create database ${OWNER} owner ${OWNER}`)
  } finally {
    await superuser.end()
  }
}

async function claim(
  session: pg.Client,
  { serving, place }: { serving: boolean; place: DatabasePlace },
): Promise<void> {
  await session.query('select pg_advisory_lock_shared($1, $2)', [...ADVISORY_LOCKS.inUse])
  if (!serving) return
  for (let waited = 0; ; waited += 20) {
    if (await tryLock(session, ADVISORY_LOCKS.serving)) return
    if (waited >= CLAIM_WITHIN_MS) break
    await delay(20)
  }
  const { rows } = await session.query<{ holder: string }>(
    `select application_name as holder from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and objsubid = 2 and granted`,
    [...ADVISORY_LOCKS.serving],
  )
  await session.end()
  const holder = rows[0] ? ` (${rows[0].holder.replace('evenkeel ', '')})` : ''
  throw new StartRefused(
    'tryLater',
    `Another Evenkeel server${holder} is running on the database in ${place.dataDirectory}: stop it, or set EVENKEEL_HOME to another folder.`,
  )
}

/** Nobody else holds the lock of users; whoever comes now waits for it, is cut off, and starts the database anew. */
async function isLastUser(session: pg.Client): Promise<boolean> {
  try {
    await session.query('select pg_advisory_unlock_shared($1, $2)', [...ADVISORY_LOCKS.inUse])
    return await tryLock(session, ADVISORY_LOCKS.inUse)
  } catch {
    // The database is gone or going: stopping it finds nothing, or the last of it.
    return true
  }
}

async function tryLock(session: pg.Client, lock: readonly [number, number]): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
    ...lock,
  ])
  return rows[0]?.locked === true
}
