import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../api/server.ts'
import { batchClient, outcomesOf } from './batch-client.ts'
import { testWorker, type TestWorker } from './working.ts'

let server: TestServer
let worker: TestWorker

beforeAll(async () => {
  server = await startTestServer()
  worker = testWorker(server.database)
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

test('a batch plans every household of its selection and says what became of each', async () => {
  const client = await batchClient(server)
  const started = await client.send('startBatch', { name: 'All of them', selection: { all: true } })
  expect(started).toMatchObject({
    alreadyRunning: false,
    batch: {
      ...{ name: 'All of them', kind: 'REBALANCE', state: 'RUNNING', scope: 'TARGET', author: 'ada' },
      ...{ householdCount: 2, finishedAt: null },
      progress: { waiting: 2, proposed: 0, chunks: 1, chunksDone: 0 },
    },
  })
  await worker.workAll(client.firmId, started.batch.id)
  const batch = await client.batch(started.batch.id)
  expect(batch).toMatchObject({
    state: 'DONE',
    progress: { waiting: 0, proposed: 1, setAside: 1, failed: 0, chunks: 1, chunksDone: 1 },
  })
  expect(outcomesOf(batch)).toEqual({ H1: 'PROPOSED', H2: 'SET_ASIDE NO_MODEL' })
})
