import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../../database/in-firm.ts'
import { isUnavailable } from '../../database/unavailable.ts'
import type { Planner } from '../planning/planner.ts'
import { beginChunk, giveBackChunk } from './begin-chunk.ts'
import type { Attempt, ChunkId } from './chunk.ts'
import type { ChunkLoader } from './load-chunk.ts'
import { saveChunk, type HouseholdOutcome, type Saved } from './save-chunk.ts'
import { splitChunk } from './split-chunk.ts'

/** What a worker works with. */
export interface ChunkWorker {
  /** Its name, of this process alone. */
  readonly name: string
  readonly database: Database
  readonly loader: ChunkLoader
  readonly planner: Planner
  readonly log: Logger
  /** Aborted when the worker is to stop: what is under way is given back. */
  readonly stopping: AbortSignal
}

/** Milliseconds after which a database that went away is asked again. */
const AGAIN_MS = 500

/** Another worker has taken the chunk: the queue is told so, and leaves the job to it. */
export class ChunkElsewhere extends Error {
  constructor({ batchId, ordinal }: ChunkId) {
    super(`Another worker has chunk ${ordinal} of batch ${batchId}`)
  }
}

/** Works a chunk to its end: saved, cancelled, or given up with the reason. Throws where it is in other hands. */
export async function runChunk(worker: ChunkWorker, chunk: ChunkId): Promise<void> {
  let again = false
  for (;;) {
    try {
      const begun = await beginChunk(worker.database, chunk, worker.name, { again })
      if (begun === 'ended') return
      if (begun === 'elsewhere') throw new ChunkElsewhere(chunk)
      again = true
      return await workOn(worker, begun)
    } catch (error) {
      // Whoever is told to stop leaves the chunk to others, who see that nobody holds it.
      if (worker.stopping.aborted || !isPassing(error)) throw error
      worker.log.warn({ ...chunk }, `a chunk of a batch waits: ${(error as Error).message}`)
      await delay(AGAIN_MS, undefined, { signal: worker.stopping }).catch(() => undefined)
    }
  }
}

/** A statement that took too long would take as long again; two that waited for each other will not. */
const isPassing = (error: unknown): boolean =>
  (isUnavailable(error) && !hasCode(error, '57014')) || hasCode(error, '40P01') || hasCode(error, '40001')

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && ((error as { code?: unknown }).code === code || hasCode(error.cause, code))

async function workOn(worker: ChunkWorker, attempt: Attempt): Promise<void> {
  try {
    let saved: Saved | 'stopped' = 'busy'
    while (saved === 'busy' || saved === 'factsChanged') saved = await tryOnce(worker, attempt)
    if (saved === 'elsewhere') throw new ChunkElsewhere(attempt)
    if (saved === 'stopped') {
      await giveBackChunk(worker.database, attempt)
      throw new Error('The worker was told to stop')
    }
  } catch (error) {
    if (isPassing(error) || error instanceof ChunkElsewhere || worker.stopping.aborted) throw error
    const { firmId, batchId, ordinal } = attempt
    worker.log.error({ err: error, firmId, batchId, ordinal }, 'a chunk of a batch has failed')
    await worker.database.inFirm(firmId, (transaction) =>
      splitChunk(transaction, attempt, { ...FAILED, author: attempt.batch.author }),
    )
  }
}

const FAILED = {
  code: 'CHUNK_FAILED',
  message: 'Loading or saving it has failed: the log of the worker says where.',
  attempts: 0,
} as const

async function tryOnce(worker: ChunkWorker, attempt: Attempt): Promise<Saved | 'stopped'> {
  const { database, loader, planner, stopping } = worker
  const began = performance.now()
  const loaded = await loader.load(attempt)
  if (stopping.aborted) return 'stopped'
  if (loaded === 'busy') return loaded
  const { questions, setAside, factsVersion } = loaded
  const loadedAt = performance.now()
  const answers = await planner.plan(questions)
  const plannedAt = performance.now()
  if (stopping.aborted || !answers) return 'stopped'
  const outcomes: HouseholdOutcome[] = [
    ...questions.map((question, index) => ({
      householdId: question.householdId,
      question,
      answer: answers[index]!,
    })),
    ...[...setAside].map(([householdId, answer]) => ({ householdId, question: undefined, answer })),
  ]
  return saveChunk(database, attempt, {
    factsVersion,
    outcomes,
    loadMs: loadedAt - began,
    planMs: plannedAt - loadedAt,
  })
}
