import { randomUUID } from 'node:crypto'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { notifyChange, type Change } from '../../server/database/changes.ts'
import { ChangeFeed } from '../../server/graphql/change-feed.ts'
import { makeSchema } from '../../server/graphql/schema.ts'
import { serveSubscriptions } from '../../server/graphql/subscriptions.ts'
import { newFirm } from '../firm.ts'
import { BATCH, batchClient } from '../batches/batch-client.ts'
import { testWorker } from '../batches/working.ts'
import { load } from '../imports/loading.ts'
import { smallFirm } from '../imports/small-firm.ts'
import { startTestServer, type TestServer } from './server.ts'
import { FIRM_CHANGED, openSocket, refusedStatus, subscribe, type Subscriber } from './subscriber.ts'
import pg from 'pg'

let server: TestServer
let ada: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.token('ada', 'advisor')
})
afterAll(() => server.close())

const batch = (): Change => ({ kind: 'batch', id: randomUUID() })
const commit = (change: Change, firmId = server.firmId) =>
  server.database.inFirm(firmId, (transaction) => notifyChange(transaction, change))

const changesOf = (event: any) => event.data.firmChanged
const everything = (firmId = server.firmId) => [{ kind: 'EVERYTHING', id: firmId }]
const told = ({ kind, id }: Change) => [{ kind: kind.toUpperCase(), id }]

/** A subscriber who has heard that it is listened. */
async function listening(token = ada, url = server.url): Promise<Subscriber> {
  const subscriber = subscribe(url, token)
  onTestFinished(() => subscriber.end().catch(() => undefined))
  expect(changesOf(await subscriber.next())).toEqual(everything())
  return subscriber
}

async function revoke(user: string): Promise<void> {
  await server.database.inFirm(server.firmId, ({ em, firmId }) =>
    em.execute(
      `update access_token set revoked_at = now()
       where firm_id = ? and user_id in (select id from firm_user where firm_id = ? and name = ?)`,
      [firmId, firmId, user],
    ),
  )
}

/** Sends one operation over a socket that has been admitted, and gives the answer to it. */
async function answerTo(payload: object, token = ada): Promise<any> {
  const connection = await openSocket(server.url)
  onTestFinished(() => connection.socket.terminate())
  connection.send({ type: 'connection_init', payload: { token } })
  expect((await connection.receive()).type).toBe('connection_ack')
  connection.send({ type: 'subscribe', id: '1', payload })
  return connection.receive()
}

describe('what is told', () => {
  test('a change when it is committed, not before, and never one that was taken back', async () => {
    const subscriber = await listening()
    const [first, second, third] = [batch(), batch(), batch()]
    await server.database.inFirm(server.firmId, async (transaction) => {
      await notifyChange(transaction, first)
      await commit(second)
      expect(changesOf(await subscriber.next())).toEqual(told(second))
    })
    expect(changesOf(await subscriber.next())).toEqual(told(first))
    const takenBack = server.database.inFirm(server.firmId, async (transaction) => {
      await notifyChange(transaction, batch())
      throw new Error('taken back')
    })
    await expect(takenBack).rejects.toThrow('taken back')
    await commit(third)
    expect(changesOf(await subscriber.next())).toEqual(told(third))
  })

  test('the same over https', async () => {
    const subscriber = await listening(ada, `https://127.0.0.1:${server.http.httpsPort}`)
    const change = batch()
    await commit(change)
    expect(changesOf(await subscriber.next())).toEqual(told(change))
  })

  test('nothing of another firm', async () => {
    const otherFirm = await newFirm(server.database, 'Other firm')
    const subscriber = await listening()
    const other = subscribe(server.url, await server.token('ben', 'advisor', otherFirm))
    onTestFinished(() => other.end())
    expect(changesOf(await other.next())).toEqual(everything(otherFirm))
    const [theirs, ours] = [batch(), batch()]
    await commit(theirs, otherFirm)
    expect(changesOf(await other.next())).toEqual(told(theirs))
    await commit(ours)
    expect(changesOf(await subscriber.next())).toEqual(told(ours))
  })

  test('after a break of the listening that anything may have changed, then changes as before', async () => {
    const subscriber = await listening()
    const client = new pg.Client({ connectionString: inject('databaseUrls').app })
    await client.connect()
    onTestFinished(() => client.end())
    const { rows } = await client.query(
      'select pg_terminate_backend(pid) as ended from pg_stat_activity where application_name = $1',
      [`evenkeel changes ${process.pid}`],
    )
    expect(rows).toEqual([{ ended: true }])
    expect(changesOf(await subscriber.next())).toEqual(everything())
    const change = batch()
    await commit(change)
    expect(changesOf(await subscriber.next())).toEqual(told(change))
  })

  test('what another program says on the channel is left aside', async () => {
    const subscriber = await listening()
    await server.database.inFirm(server.firmId, async ({ em, firmId }) => {
      for (const payload of [
        '',
        'null',
        '[]',
        '{"firmId":1}',
        `{"firmId":"${firmId}","kind":"secret","id":"x"}`,
      ])
        await em.execute(`select pg_notify('evenkeel', ?)`, [payload])
    })
    const change = batch()
    await commit(change)
    expect(changesOf(await subscriber.next())).toEqual(told(change))
  })

  test('an event that the database failed is told as such, and the next one as before', async () => {
    const subscriber = await listening()
    const whole = { ...server.database }
    Object.assign(server.database, { inFirm: () => Promise.reject(new Error('Connection terminated')) })
    await whole.inFirm(server.firmId, (transaction) => notifyChange(transaction, batch()))
    const { errors, extensions } = await subscriber.next()
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }])
    expect(extensions.requestId).toMatch(/^[\w-]{8,64}$/)
    Object.assign(server.database, whole)
    const change = batch()
    await commit(change)
    expect(changesOf(await subscriber.next())).toEqual(told(change))
  })
})

describe('what is read for an event', () => {
  test('a batch from its start to its end, as a query shows it', async () => {
    const client = await batchClient(server)
    const worker = testWorker(server.database)
    onTestFinished(() => worker.stop())
    const { batch } = await client.send('startBatch', { name: 'All', selection: { all: true } })
    const subscriber = subscribe(
      server.url,
      await server.token('ann', 'analyst', client.firmId),
      `subscription ($id: ID!) { batchProgress(id: $id) { ${BATCH} } }`,
      { id: batch.id.toUpperCase() },
    )
    onTestFinished(() => subscriber.end())
    const first = (await subscriber.next()).data.batchProgress
    expect(first).toMatchObject({ state: 'RUNNING', progress: { waiting: 2, chunksDone: 0 } })
    await worker.workAll(client.firmId, batch.id)
    let told = first
    while (told.state === 'RUNNING') told = (await subscriber.next()).data.batchProgress
    expect(told).toMatchObject({ state: 'DONE', progress: { waiting: 0, proposed: 1, setAside: 1 } })
    expect(told).toEqual(await client.batch(batch.id))
  })

  test('the queue when files were loaded, through its filter', async () => {
    const firmId = await newFirm(server.database)
    const token = await server.token('ann', 'analyst', firmId)
    const [all, nobody] = ['', '(filter: { advisor: "Nobody" })'].map((filter) =>
      subscribe(server.url, token, `subscription { queueChanged${filter} { asOf households } }`),
    ) as [Subscriber, Subscriber]
    onTestFinished(() => all.end())
    onTestFinished(() => nobody.end())
    const nothing = { data: { queueChanged: { asOf: null, households: 0 } } }
    expect([await all.next(), await nobody.next()]).toEqual([nothing, nothing])
    await load(server.database, firmId, smallFirm())
    const { data } = await server.query(token, '{ queue { asOf households } }')
    expect(data.queue.households).toBeGreaterThan(0)
    expect((await all.next()).data.queueChanged).toEqual(data.queue)
    expect((await nobody.next()).data.queueChanged).toEqual({ ...data.queue, households: 0 })
  })
})

describe('who may subscribe', () => {
  test.each([
    ['no payload', undefined],
    ['an empty one', {}],
    ['nonsense', { token: 'nonsense' }],
    ['a token in another scheme', { Authorization: 'Basic YTpi' }],
    ['a number', { token: 12 }],
    ['a token of nobody', { token: `evk_${'0'.repeat(32)}_${'A'.repeat(43)}` }],
  ])('%s: closed as unauthorized', async (_name, payload) => {
    const connection = await openSocket(server.url)
    connection.send({ type: 'connection_init', ...(payload && { payload }) })
    expect(await connection.closed).toEqual({ code: 4401, reason: 'A valid token is needed.' })
  })

  test('a subscription before the token is refused', async () => {
    const connection = await openSocket(server.url)
    connection.send({ type: 'subscribe', id: '1', payload: { query: FIRM_CHANGED } })
    expect((await connection.closed).code).toBe(4401)
  })

  test.each(['Authorization', 'authorization', 'token'])('the token as %s is taken', async (name) => {
    const connection = await openSocket(server.url)
    onTestFinished(() => connection.socket.terminate())
    const payload = { [name]: name === 'token' ? ada : `Bearer ${ada}` }
    connection.send({ type: 'connection_init', payload })
    expect(await connection.receive()).toEqual({ type: 'connection_ack' })
  })

  test('a token revoked meanwhile hears nothing more', async () => {
    const subscriber = await listening(await server.token('ida', 'analyst'))
    await revoke('ida')
    await commit(batch())
    await expect(subscriber.next()).rejects.toMatchObject({ code: 4401 })
  })

  test.each([
    ['another host', '/graphql', { host: 'evil.example' }, 403],
    ['another origin', '/graphql', { origin: 'https://evil.example' }, 403],
    ['an origin that begins like ours', '/graphql', { origin: 'http://localhost.evil.example' }, 403],
    ['another path', '/elsewhere', {}, 404],
  ])('%s is refused before the WebSocket is opened', async (_name, path, headers, status) => {
    expect(await refusedStatus(`${server.url}${path}`, headers)).toBe(status)
  })

  test('twenty connections with one token, not more', async () => {
    const token = await server.token('eva', 'analyst')
    const open = async () => {
      const connection = await openSocket(server.url)
      onTestFinished(() => connection.socket.terminate())
      connection.send({ type: 'connection_init', payload: { token } })
      return connection
    }
    for (let count = 0; count < 20; count++)
      expect((await (await open()).receive()).type).toBe('connection_ack')
    expect(await (await open()).closed).toEqual({
      code: 4403,
      reason: 'There are too many connections with this token.',
    })
  })
})

describe('limits', () => {
  test.each([
    ['a query', '{ firm { name } }', /only subscriptions/, 'BAD_REQUEST'],
    ['a mutation', 'mutation { __typename }', /only subscriptions/, 'BAD_REQUEST'],
    ['a syntax error', 'subscription {', /Syntax Error/, 'GRAPHQL_PARSE_FAILED'],
    [
      'two fields at once',
      'subscription { firmChanged { id } again: firmChanged { id } }',
      /only one top level field/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a misspelled field',
      'subscription { firmChange { id } }',
      /^Cannot query field "firmChange" on type "Subscription"\.$/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '6 directives',
      `subscription { firmChanged { id ${'@include(if: true) '.repeat(6)} } }`,
      /directive/i,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '16 aliases of a field',
      `subscription { firmChanged { ${Array.from({ length: 16 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      /aliases/i,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '2,000 fields',
      `subscription { firmChanged { ${'id '.repeat(2_000)} } }`,
      /token/i,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'fragments in a circle',
      'subscription { ...A } fragment A on Subscription { ...B } fragment B on Subscription { ...A }',
      /fragment/i,
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('%s is refused', async (_name, query, message, code) => {
    const answer = await answerTo({ query })
    expect(answer).toMatchObject({ type: 'error', id: '1' })
    expect(answer.payload[0].message).toMatch(message)
    expect(answer.payload[0].extensions.code).toBe(code)
    expect(answer.payload.length).toBeLessThanOrEqual(5)
    expect(JSON.stringify(answer)).not.toMatch(/Did you mean|node_modules/)
  })

  test('an operation that is not there is refused', async () => {
    const answer = await answerTo({ query: FIRM_CHANGED, operationName: 'Nobody' })
    expect(answer.payload[0].extensions.code).toBe('OPERATION_RESOLUTION_FAILURE')
  })

  test('twenty subscriptions on a connection, not more', async () => {
    const connection = await openSocket(server.url)
    onTestFinished(() => connection.socket.terminate())
    connection.send({ type: 'connection_init', payload: { token: ada } })
    await connection.receive()
    for (let id = 1; id <= 21; id++)
      connection.send({ type: 'subscribe', id: String(id), payload: { query: FIRM_CHANGED } })
    const answers = []
    for (let count = 1; count <= 21; count++) answers.push(await connection.receive())
    expect(answers.filter(({ type }) => type === 'next')).toHaveLength(20)
    expect(answers.find(({ type }) => type === 'error')).toMatchObject({
      id: '21',
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    })
  })

  test('a message of 70 kilobytes ends the connection', async () => {
    const connection = await openSocket(server.url)
    connection.send({ type: 'connection_init', payload: { token: 'x'.repeat(70_000) } })
    expect((await connection.closed).code).toBe(1009)
  })

  test('what is no message of the protocol ends the connection', async () => {
    for (const message of ['nonsense', '{}', '{"type":"next","id":"1","payload":{}}']) {
      const connection = await openSocket(server.url)
      connection.socket.send(message)
      expect((await connection.closed).code).toBe(4400)
    }
  })
})

test('over HTTP a subscription is refused in a sentence', async () => {
  const { errors } = await server.query(ada, FIRM_CHANGED)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
  expect(errors[0].message).toMatch(/WebSocket/)
})

test('a request that offers HTTP/2 is answered as it is', async () => {
  const asking = request(`${server.url}/healthz`, {
    headers: {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
    },
  }).end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  response.resume()
  expect(response.statusCode).toBe(200)
})

test('a server that stops tells its subscribers to go elsewhere, and lets go of the database', async () => {
  const stopping = await startTestServer()
  const subscriber = subscribe(stopping.url, await stopping.token('ann', 'analyst'))
  await subscriber.next()
  await stopping.close()
  expect(await subscriber.closed).toMatchObject({ code: 1001 })
})

describe('where nothing changes', () => {
  /** Subscriptions alone, which look after their clients often. */
  async function serveBeside(often: { pingEveryMs?: number; checkTokensEveryMs?: number }): Promise<string> {
    const log = pino({ level: 'silent' })
    const subscriptions = serveSubscriptions({
      database: server.database,
      log,
      changes: new ChangeFeed(server.database, log),
      schema: await makeSchema(),
      validationRules: [],
      ...often,
    })
    const listener: Server = createServer().on('upgrade', subscriptions.upgrade).listen(0, '127.0.0.1')
    await once(listener, 'listening')
    onTestFinished(async () => {
      await subscriptions.stop()
      listener.close()
    })
    return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  }

  test('a client that does not answer a ping is cut', async () => {
    const connection = await openSocket(await serveBeside({ pingEveryMs: 20 }), { autoPong: false })
    expect((await connection.closed).code).toBe(1006)
  })

  test('a revoked token ends its connection all the same', async () => {
    const subscriber = await listening(
      await server.token('eve', 'analyst'),
      await serveBeside({ checkTokensEveryMs: 20 }),
    )
    await revoke('eve')
    expect(await subscriber.closed).toMatchObject({ code: 4401 })
  })
})
