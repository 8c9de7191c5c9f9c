import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, readFile, readlink, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartRefused, errorCode } from '../start-refused.ts'
import { lastComplaint, spawnProblem, startFailure } from './damage.ts'
import type { DatabasePlace } from './data-directory.ts'

/** The chief process of a running PostgreSQL, as its postmaster.pid tells. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly adopted: boolean
}

export interface PostmasterOptions {
  readonly fsync: boolean
  /** Take this port rather than a free one: clients still have the old address. */
  readonly port?: number | undefined
}

const POLL_MS = 15
const READY_WITHIN_MS = 60_000
/** After a fast shutdown, which writes all that is in memory; on a full disk it never ends. */
const FAST_SHUTDOWN_MS = 10_000
const STOPPED_WITHIN_MS = 60_000
const ORPHANS_END_WITHIN_MS = 30_000
/** No process has this number, so PostgreSQL takes a postmaster.pid that names it for a dead one's. */
const NO_PROCESS = 2 ** 31 - 1

/** The running PostgreSQL of this place if there is one (an orphan of a killed server, or another program's), else a new one. */
export async function runPostmaster(place: DatabasePlace, options: PostmasterOptions): Promise<Postmaster> {
  let failure = ''
  const began = performance.now()
  for (let attempt = 0; attempt < 5 || isWaitedFor(failure, began); attempt++) {
    const running = await findRunning(place)
    if (running) return running
    const port = options.port ?? (attempt === 0 ? await portOfTheDead(place) : null) ?? (await freePort())
    const started = await start(place, port, options.fsync)
    if (typeof started !== 'string') return started
    failure = started
    // Another process was quicker, or the last one's children are just ending: both pass by themselves.
    if (
      !/lock file|still in use|could not bind|could not create any TCP|Address already in use/.test(failure)
    )
      break
    await delay(POLL_MS * 10)
  }
  throw startFailure(place, failure)
}

/** Sessions of a postmaster that was killed finish the statement that they are in, such as one over thousands of rows, and end then. */
const isWaitedFor = (failure: string, began: number) =>
  failure.includes('still in use') && performance.now() - began < ORPHANS_END_WITHIN_MS

/**
 * Stops PostgreSQL (fast shutdown: sessions are cut, everything committed is written) and waits until it is gone. Where that takes
 * too long it ends at once, and its next start reads its log, as after a crash: what was committed stays either way.
 */
export async function stopPostmaster(place: DatabasePlace, postmaster: Postmaster): Promise<void> {
  const { pid } = postmaster
  if (process.platform === 'win32') {
    // Windows has no signals: pg_ctl knows the postmaster's own way.
    spawnSync(place.binaries.pgCtl, ['stop', '-w', '-m', 'fast', '-D', place.dataDirectory], {
      windowsHide: true,
    })
    return
  }
  if (!(await isPostmasterOf(pid, place.dataDirectory))) return
  signal(pid, 'SIGINT')
  if (await isGone(pid, place, FAST_SHUTDOWN_MS)) return
  signal(pid, 'SIGQUIT')
  if (await isGone(pid, place, STOPPED_WITHIN_MS)) return
  throw new Error(`PostgreSQL (process ${pid}) does not stop`)
}

async function isGone(pid: number, { dataDirectory }: DatabasePlace, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited <= withinMs; waited += POLL_MS) {
    if (!(await isPostmasterOf(pid, dataDirectory))) return true
    await delay(POLL_MS)
  }
  return false
}

/** Only what PostgreSQL needs: the caller's PG* variables and secrets are not its business. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin', SystemRoot: 'C:\\Windows' }
}

/** Whether a process of this number exists, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

interface PidFile {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

async function findRunning(place: DatabasePlace): Promise<Postmaster | null> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += POLL_MS) {
    const found = await readPidFile(place.dataDirectory)
    if (!found || !isAlive(found.pid)) return null
    if (!(await isPostmasterOf(found.pid, place.dataDirectory))) {
      await disownPidFile(place.dataDirectory)
      return null
    }
    if (found.isReady && (await answersFor(place, found.port))) {
      return { pid: found.pid, port: found.port, adopted: true }
    }
    // It is starting, recovering or stopping: each ends in one of the cases above.
    await delay(POLL_MS)
  }
  throw new StartRefused(
    'tryLater',
    `The database in ${place.dataDirectory} is running but has not become ready within a minute: see ${place.logFile}.`,
  )
}

/** Starts a new postmaster; the answer is the log's last complaint where it ended instead. */
async function start(place: DatabasePlace, port: number, fsync: boolean): Promise<Postmaster | string> {
  const log = openSync(place.logFile, 'w', 0o600)
  await chmod(place.logFile, 0o600)
  const child = spawn(place.binaries.postgres, postgresOptions(place, port, fsync), {
    ...place.user,
    cwd: dirname(place.dataDirectory),
    env: postgresEnvironment(),
    stdio: ['ignore', log, log],
    // A group of its own: Ctrl-C in the terminal reaches the server, which then stops the database last.
    detached: true,
    windowsHide: true,
  })
  closeSync(log)
  let spawnError: Error | null = null
  let ended = false
  child.once('error', (error) => ((spawnError = error), (ended = true)))
  child.once('exit', () => (ended = true))
  child.unref()
  for (let waited = 0; waited < READY_WITHIN_MS; waited += POLL_MS) {
    if (ended) return spawnError ? spawnProblem(spawnError) : lastComplaint(place.logFile)
    const found = await readPidFile(place.dataDirectory)
    if (found?.isReady && found.pid === child.pid) return { pid: found.pid, port, adopted: false }
    await delay(POLL_MS)
  }
  child.kill('SIGINT')
  return `it has not become ready within a minute, see ${place.logFile}`
}

function postgresOptions(place: DatabasePlace, port: number, fsync: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Commits are still written before they are acknowledged: killing processes loses nothing, only a power cut does.
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', place.dataDirectory, '-p', String(port), ...options]
}

async function readPidFile(dataDirectory: string): Promise<PidFile | null> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
}

/**
 * Where a PostgreSQL that was killed listened: a server that lives on without it looks for it there, and another program, such as
 * a command, may be the first to start it again. None after an orderly stop.
 */
async function portOfTheDead(place: DatabasePlace): Promise<number | null> {
  const found = await readPidFile(place.dataDirectory)
  return found && Number.isInteger(found.port) && found.port > 0 ? found.port : null
}

/** Whether the process is the PostgreSQL of this data directory, and not one that was given the same number later. */
async function isPostmasterOf(pid: number, dataDirectory: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') {
    // A postmaster works in its data directory; a zombie, or a process that is not ours to look at, works nowhere.
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === dataDirectory
  }
  if (process.platform === 'win32') return true
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
    dataDirectory,
  )
}

/**
 * The file names a living process that is not its postmaster (the number was used again). PostgreSQL would not start;
 * removing the file would also remove its check for shared memory in use, so only the number is struck out.
 */
async function disownPidFile(dataDirectory: string): Promise<void> {
  const file = join(dataDirectory, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text) await writeFile(file, text.replace(/^\d+/, String(NO_PROCESS)))
}

/** Whether the server at this port is that of our data directory; only it knows the password we know. */
async function answersFor(place: DatabasePlace, port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: place.passwords.postgres,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return isSameFolder(rows[0]?.data_directory ?? '', place.dataDirectory)
  } catch (error) {
    if (errorCode(error) !== '28P01') return false
    throw new StartRefused(
      'configuration',
      `The database in ${place.dataDirectory} is running and does not accept the passwords in EVENKEEL_HOME: restore database-passwords.json from a backup.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** PostgreSQL writes folders of Windows with slashes, and there letters count the same in either case. */
function isSameFolder(told: string, known: string): boolean {
  return process.platform === 'win32' ? resolve(told).toLowerCase() === known.toLowerCase() : told === known
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
