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

/** Works a chunk to its end: saved, cancelled, in other hands, or given up with the reason. */
export async function runChunk(worker: ChunkWorker, chunk: ChunkId): Promise<void> {
  let survived: Attempt | undefined
  for (;;) {
    try {
      if (survived) await giveBackChunk(worker.database, survived)
      survived = undefined
      const attempt = await beginChunk(worker.database, chunk, worker.name)
      survived = attempt
      if (attempt) await workOn(worker, attempt)
      return
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
    if (saved === 'stopped') await giveBackChunk(worker.database, attempt)
  } catch (error) {
    if (isPassing(error)) throw error
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
  if (stopping.aborted) return 'stopped'
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
