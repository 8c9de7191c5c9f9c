import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { run, type Runner, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from '../../database/in-firm.ts'
import { QUEUE_SCHEMA, queueLogger } from '../../database/queue.ts'
import type { ChunkId } from '../chunks/chunk.ts'
import { ChunkLoader } from '../chunks/load-chunk.ts'
import { runChunk, type ChunkWorker } from '../chunks/run-chunk.ts'
import { Planner } from '../planning/planner.ts'
import { AliveLock } from './alive-lock.ts'
import { takeOverFromTheDead } from './take-over.ts'

export interface WorkerOptions {
  readonly database: Database
  /** The owner's login, to whom the queue belongs; product data goes through `database`. */
  readonly ownerUrl: string
  readonly log: Logger
  /** Seconds that planning one household may take. */
  readonly householdSeconds: number
}

/** Milliseconds between looks at the queue, beside being told of new jobs. */
const POLL_MS = 2_000
/** Milliseconds after which a queue that gave up is begun anew. */
const AGAIN_MS = 1_000

export interface RunningWorker {
  /** Lets go of what is under way, so that others take it over, and ends. */
  stop(): Promise<void>
}

/** Works the queue until it is stopped, one chunk after another; a database that goes away is waited for. */
export function runWorker(options: WorkerOptions): RunningWorker {
  const { database, log, householdSeconds } = options
  const stopping = new AbortController()
  const planner = new Planner({
    householdSeconds,
    onFault: (householdId, fault) => log.error({ householdId, fault }, 'planning a household has failed'),
  })
  const loader = new ChunkLoader(database)
  const working = keepWorking(options, stopping.signal, (name) => ({
    ...{ name, database, log, planner, loader },
    stopping: stopping.signal,
  }))
  return {
    async stop() {
      stopping.abort()
      await planner.close()
      await working
    },
  }
}

/** Runs the queue, and runs it again where it gave up, each time under a new name. */
async function keepWorking(
  options: WorkerOptions,
  stopping: AbortSignal,
  workerOf: (name: string) => ChunkWorker,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await workQueue(options, stopping, workerOf)
    } catch (error) {
      if (stopping.aborted) return
      options.log.warn({ err: error }, 'the queue cannot be worked just now')
      await delay(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined)
    }
  }
}

async function workQueue(
  { ownerUrl, log }: WorkerOptions,
  stopping: AbortSignal,
  workerOf: (name: string) => ChunkWorker,
): Promise<void> {
  const name = `worker ${hostname().slice(0, 40)} ${process.pid} ${randomBytes(6).toString('hex')}`
  const worker = workerOf(name)
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 3, application_name: 'evenkeel queue' })
  const ignored = () => undefined
  pool.on('error', ignored).on('connect', (client) => client.on('error', ignored))
  const lock = await AliveLock.open(ownerUrl)
  const events: WorkerEvents = new EventEmitter()
  // The queue names the holder of its jobs by itself.
  events.once('pool:create', ({ workerPool }) => lock.hold(workerPool.id))
  const takingOver = takeOverFromTheDead(pool, (error) =>
    log.debug({ err: error }, 'could not look for jobs of dead workers'),
  )
  let runner: Runner | undefined
  const stop = () => void runner?.stop().catch(ignored)
  try {
    runner = await run({
      pgPool: pool,
      schema: QUEUE_SCHEMA,
      logger: await queueLogger(log),
      pollInterval: POLL_MS,
      noHandleSignals: true,
      taskList: { plan_chunk: (chunk) => runChunk(worker, chunk as ChunkId) },
      concurrency: 1,
      events,
    })
    stopping.addEventListener('abort', stop, { once: true })
    if (stopping.aborted) stop()
    await runner.promise
  } finally {
    stopping.removeEventListener('abort', stop)
    takingOver.stop()
    await lock.release()
    await pool.end().catch(ignored)
  }
}
