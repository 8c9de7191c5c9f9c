import 'reflect-metadata'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginChunk } from '../../server/batches/chunks/begin-chunk.ts'
import type { Attempt } from '../../server/batches/chunks/chunk.ts'
import { ChunkElsewhere, runChunk } from '../../server/batches/chunks/run-chunk.ts'
import { proofOf, saveChunk } from '../../server/batches/chunks/save-chunk.ts'
import { cancelBatch } from '../../server/batches/cancel-batch.ts'
import { retryBatch } from '../../server/batches/retry-batch.ts'
import { startBatch } from '../../server/batches/start-batch.ts'
import type { Database } from '../../server/database/in-firm.ts'
import { fillBatchFirm } from '../benchmark/batch-firm.ts'
import { byTest, newFirm } from '../firm.ts'
import { openTestDatabase } from '../imports/loading.ts'
import { testWorker, type TestWorker } from './working.ts'

let database: Database
let worker: TestWorker
beforeAll(async () => {
  database = await openTestDatabase()
  worker = testWorker(database)
})
afterAll(async () => {
  await worker.stop()
  await database.close()
})

const HOUSEHOLDS = 16

/** A firm with one household of each kind, B000000 to B000015, and a batch of them all. */
async function startedBatch(): Promise<{ firmId: string; batchId: string }> {
  const firmId = await newFirm(database)
  await fillBatchFirm(database, firmId, HOUSEHOLDS, 11)
  const outcome = await database.inFirm(firmId, (transaction) =>
    startBatch(transaction, {
      ...{ name: 'All', selection: { all: true }, author: 'ada' },
      wishes: { scope: 'target', preference: 'best_fit' },
    }),
  )
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome.refused))
  return { firmId, batchId: outcome.result.batchId }
}

/** What became of each household, by the number in its reference. */
const outcomes = (firmId: string, batchId: string) =>
  byTest(database, firmId, async ({ kysely }) => {
    const rows = await kysely
      .selectFrom('batch_household as b')
      .innerJoin('household as h', 'h.id', 'b.household_id')
      .select(['h.reference', 'b.state', 'b.code', 'b.message', 'b.attempts', 'b.proposal_id'])
      .where('b.batch_id', '=', batchId)
      .orderBy('h.reference')
      .execute()
    return new Map(rows.map((row) => [Number(row.reference.slice(1)), row]))
  })

const batchState = (firmId: string, batchId: string) =>
  byTest(database, firmId, async ({ kysely }) => {
    const row = await kysely
      .selectFrom('batch')
      .select('state')
      .where('id', '=', batchId)
      .executeTakeFirstOrThrow()
    return row.state
  })

const proposalsOf = (firmId: string, batchId: string) =>
  byTest(database, firmId, ({ kysely }) =>
    kysely
      .selectFrom('proposal')
      .select(['id', 'household_id', 'content_sha256'])
      .where('batch_id', '=', batchId)
      .orderBy('id')
      .execute(),
  )

const chunkEntries = (firmId: string, batchId: string) =>
  byTest(database, firmId, async ({ kysely }) => {
    const rows = await kysely
      .selectFrom('audit_entry')
      .select('content')
      .where('action', '=', 'batch.chunk')
      .where('noun_id', '=', batchId)
      .execute()
    return rows.map(({ content }) => JSON.parse(content).body)
  })

test('a household that never ends, one that ends the thread and one that throws fail alone, each with its reason', async () => {
  const { firmId, batchId } = await startedBatch()
  const troubled = testWorker(database, {
    householdSeconds: 2,
    threadFile: new URL('./misbehaving-thread.ts', import.meta.url),
  })
  await troubled.workAll(firmId, batchId)
  await troubled.stop()
  const found = await outcomes(firmId, batchId)
  expect(found.get(3)).toMatchObject({ state: 'failed', code: 'PLANNING_TIME_LIMIT', attempts: 1 })
  expect(found.get(3)!.message).toBe('Planning it took longer than 2 seconds and was given up.')
  expect(found.get(5)).toMatchObject({ state: 'failed', code: 'PLANNING_CRASHED' })
  expect(found.get(7)).toMatchObject({ state: 'failed', code: 'PLANNING_FAILED' })
  const others = [...found].filter(([number]) => ![3, 5, 7].includes(number))
  expect(others).toHaveLength(HOUSEHOLDS - 3)
  expect(others.filter(([, { state }]) => state === 'failed' || state === 'waiting')).toEqual([])
  expect(await batchState(firmId, batchId)).toBe('done')
  // The log has the stack, the household only the sentence.
  expect(troubled.faults).toHaveLength(3)
  expect(troubled.faults[2]).toMatch(/\n\s+at /)

  // Tried again without the trouble: only the three, and each keeps its reason until it has another outcome.
  const before = await proposalsOf(firmId, batchId)
  await database.inFirm(firmId, (transaction) => retryBatch(transaction, { batchId, setAside: false }))
  const waiting = await outcomes(firmId, batchId)
  expect(
    [...waiting].filter(([, { state }]) => state === 'waiting').map(([number, { code }]) => [number, code]),
  ).toEqual([
    [3, 'PLANNING_TIME_LIMIT'],
    [5, 'PLANNING_CRASHED'],
    [7, 'PLANNING_FAILED'],
  ])
  await worker.workAll(firmId, batchId)
  const again = await outcomes(firmId, batchId)
  for (const number of [3, 5, 7])
    expect(again.get(number)).toMatchObject({ code: null, message: null, attempts: 2 })
  const after = await proposalsOf(firmId, batchId)
  expect(after.slice(0, before.length)).toEqual(before)
  expect(await batchState(firmId, batchId)).toBe('done')
})

test('two workers on one chunk at once: one effect, and the audit proves exactly that', async () => {
  const { firmId, batchId } = await startedBatch()
  const other = testWorker(database)
  const chunk = { firmId, batchId, ordinal: 1 }
  const ends = await Promise.allSettled([runChunk(worker, chunk), runChunk(other, chunk)])
  // One that finds the other at it tells the queue so, which would else take the job from under the other.
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ChunkElsewhere)
  expect(ends.map(({ status }) => status)).toContain('fulfilled')
  await runChunk(worker, chunk)
  await other.stop()
  const proposals = await proposalsOf(firmId, batchId)
  const proposed = [...(await outcomes(firmId, batchId)).values()].filter(({ state }) => state === 'proposed')
  expect(new Set(proposals.map(({ household_id }) => household_id)).size).toBe(proposals.length)
  expect(proposals.map(({ id }) => id).sort()).toEqual(proposed.map(({ proposal_id }) => proposal_id).sort())
  expect(proposals.length).toBeGreaterThan(10)
  const entries = await chunkEntries(firmId, batchId)
  expect(entries).toHaveLength(1)
  expect(entries[0]).toMatchObject({
    afterSha256: proofOf(proposals.map(({ id, content_sha256 }) => ({ id, contentSha256: content_sha256 }))),
    detail: { chunk: 1, proposals: proposals.length, households: HOUSEHOLDS },
  })
})

/** A chunk that a worker has begun, loaded and planned, but not saved. */
async function planned(attempt: Attempt) {
  const loaded = await worker.loader.load(attempt)
  if (loaded === 'busy') throw new Error('Somebody changes facts')
  const answers = (await worker.planner.plan(loaded.questions))!
  return {
    ...{ factsVersion: loaded.factsVersion, loadMs: 0, planMs: 0 },
    outcomes: loaded.questions.map((question, at) => ({
      ...{ householdId: question.householdId, question },
      answer: answers[at]!,
    })),
  }
}

test('what is cancelled is not saved, though it is planned already', async () => {
  const { firmId, batchId } = await startedBatch()
  const attempt = (await beginChunk(database, { firmId, batchId, ordinal: 1 }, 'one')) as Attempt
  const work = await planned(attempt)
  const cancelled = await database.inFirm(firmId, (transaction) =>
    cancelBatch(transaction, { batchId, by: 'ben' }),
  )
  expect(cancelled.kind).toBe('done')
  expect(await saveChunk(database, attempt, work)).toBe('ended')
  expect(await proposalsOf(firmId, batchId)).toEqual([])
  expect(new Set([...(await outcomes(firmId, batchId)).values()].map(({ state }) => state))).toEqual(
    new Set(['cancelled']),
  )
  expect(await beginChunk(database, { firmId, batchId, ordinal: 1 }, 'two')).toBe('ended')
  const again = await database.inFirm(firmId, (transaction) =>
    cancelBatch(transaction, { batchId, by: 'ben' }),
  )
  expect(again).toMatchObject({ kind: 'refused', refused: { code: 'NOT_RUNNING' } })
})

test('a worker that was taken for dead saves nothing once another has its chunk', async () => {
  const { firmId, batchId } = await startedBatch()
  const chunk = { firmId, batchId, ordinal: 1 }
  const first = (await beginChunk(database, chunk, 'slow')) as Attempt
  const work = await planned(first)
  const second = (await beginChunk(database, chunk, 'quick')) as Attempt
  expect(await saveChunk(database, first, work)).toBe('elsewhere')
  expect(await beginChunk(database, chunk, 'slow', { again: true })).toBe('elsewhere')
  expect(await saveChunk(database, second, work)).toBe('saved')
  expect(await saveChunk(database, second, work)).toBe('ended')
  expect(await chunkEntries(firmId, batchId)).toHaveLength(1)
})

test('a chunk that ended its workers three times is tried household by household; who ends two more has failed', async () => {
  const { firmId, batchId } = await startedBatch()
  let workers = 0
  const begin = (ordinal: number) =>
    beginChunk(database, { firmId, batchId, ordinal }, `doomed ${(workers += 1)}`)
  for (let death = 1; death <= 3; death++) expect(await begin(1)).toMatchObject({ attempts: death })
  // One that begins again what it has begun has not died of it.
  expect(await beginChunk(database, { firmId, batchId, ordinal: 1 }, 'doomed 3')).toMatchObject({
    attempts: 3,
  })
  expect(await begin(1)).toBe('ended')
  expect(await batchState(firmId, batchId)).toBe('running')
  // Chunks 2 to 17 have a household each.
  for (let death = 2; death <= 3; death++) expect(await begin(2)).toMatchObject({ attempts: death })
  await worker.workAll(firmId, batchId)
  const states = [...(await outcomes(firmId, batchId)).values()]
  expect(states.filter(({ code }) => code === 'WORKER_LOST')).toHaveLength(1)
  expect(states.filter(({ state }) => state === 'waiting')).toEqual([])
  expect(states.filter(({ state }) => state === 'proposed').length).toBeGreaterThan(10)
  expect(await batchState(firmId, batchId)).toBe('done')
})

test('an attempt that its worker survives does not count', async () => {
  const { firmId, batchId } = await startedBatch()
  const stopping = new AbortController()
  stopping.abort()
  for (let time = 0; time < 5; time++)
    await expect(
      runChunk({ ...worker, stopping: stopping.signal }, { firmId, batchId, ordinal: 1 }),
    ).rejects.toThrow('told to stop')
  await worker.workAll(firmId, batchId)
  expect([...(await outcomes(firmId, batchId)).values()].filter(({ state }) => state === 'failed')).toEqual(
    [],
  )
})
