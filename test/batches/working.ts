import { pino } from 'pino'
import type { Database } from '../../server/database/in-firm.ts'
import { ChunkLoader } from '../../server/batches/chunks/load-chunk.ts'
import { runChunk, type ChunkWorker } from '../../server/batches/chunks/run-chunk.ts'
import { Planner, type PlannerOptions } from '../../server/batches/planning/planner.ts'

/** A worker as the queue has them, with a real planning thread, that a test gives its chunks by hand. */
export interface TestWorker extends ChunkWorker {
  /** What it would have logged as faults. */
  readonly faults: string[]
  /** Works all chunks of a batch that wait, and those that come of them. */
  workAll(firmId: string, batchId: string): Promise<void>
  stop(): Promise<void>
}

let workers = 0

export function testWorker(database: Database, options: Partial<PlannerOptions> = {}): TestWorker {
  const faults: string[] = []
  const stopping = new AbortController()
  const planner = new Planner({
    householdSeconds: 20,
    onFault: (_household, fault) => faults.push(fault),
    ...options,
  })
  const worker: ChunkWorker = {
    name: `test worker ${(workers += 1)}`,
    database,
    loader: new ChunkLoader(database),
    planner,
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    stopping: stopping.signal,
  }
  return {
    ...worker,
    faults,
    async workAll(firmId, batchId) {
      for (;;) {
        const ordinals = await openChunks(database, firmId, batchId)
        if (ordinals.length === 0) return
        for (const ordinal of ordinals) await runChunk(worker, { firmId, batchId, ordinal })
      }
    },
    stop: () => planner.close(),
  }
}

const openChunks = (database: Database, firmId: string, batchId: string) =>
  database.readInFirm(firmId, async ({ kysely }) => {
    const rows = await kysely
      .selectFrom('batch_chunk')
      .select('ordinal')
      .where('firm_id', '=', firmId)
      .where('batch_id', '=', batchId)
      .where('state', 'in', ['waiting', 'running'])
      .orderBy('ordinal')
      .execute()
    return rows.map(({ ordinal }) => ordinal)
  })
