import { once } from 'node:events'
import { connect } from 'node:net'
import { buildClientSchema, getIntrospectionQuery, printSchema, validateSchema } from 'graphql'
import { createClient } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../api/server.ts'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token('ann', 'analyst')
})
afterAll(() => server.close())

const INSIDE = /node_modules|\.ts:\d|\.js:\d|stacktrace|SQLSTATE|select .+ from /i

const ask = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  })

const query = (text: string) => JSON.stringify({ query: text })

describe('clients that people use', () => {
  test('Power Query posts a binary body, accepts anything, and gets JSON', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)',
        accept: '*/*',
        'accept-encoding': 'gzip, deflate',
        authorization: `Bearer ${token}`,
      },
      body: Buffer.from(query('{ viewer { userName role } }')),
    })
    expect(response.headers.get('content-type')).toMatch(/^application\/(json|graphql-response\+json)/)
    expect(await response.json()).toEqual({ data: { viewer: { userName: 'ann', role: 'ANALYST' } } })
  })

  test('GraphiQL and Altair read the schema by introspection, with every part they ask for', async () => {
    const text = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      schemaDescription: true,
      directiveIsRepeatable: true,
    })
    const { data } = await server.query(token, text)
    const schema = buildClientSchema(data)
    expect(validateSchema(schema)).toEqual([])
    expect(printSchema(schema)).toContain('type Household ')
  })

  test('the client of graphql-http subscribes to one answer', async () => {
    const client = createClient({
      url: `${server.url}/graphql`,
      headers: { authorization: `Bearer ${token}` },
    })
    const answers: unknown[] = []
    await new Promise<void>((resolve, reject) => {
      client.subscribe(
        { query: '{ viewer { userName } }' },
        { next: (answer) => answers.push(answer), error: reject, complete: resolve },
      )
    })
    expect(answers).toEqual([{ data: { viewer: { userName: 'ann' } } }])
  })
})

describe('requests that a page elsewhere could make', () => {
  const get = (text: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql?query=${encodeURIComponent(text)}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    })

  test('a GET without the header that shows a preflight is refused', async () => {
    expect((await get('{ viewer { userName } }')).status).toBe(400)
    expect((await get('{ viewer { userName } }', { 'apollo-require-preflight': 'true' })).status).toBe(200)
  })

  test('a mutation by GET is refused even with it', async () => {
    const response = await get('mutation { __typename }', { 'apollo-require-preflight': 'true' })
    expect(response.status).toBe(405)
    expect(await response.text()).not.toContain('"data"')
  })

  test('no origin but our own is told that it may read', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      })
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('a form may not post a mutation', async () => {
    const response = await ask('query=mutation%7B__typename%7D', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(response.status).toBe(400)
  })
})

describe('tokens that are none', () => {
  test.each([
    [
      'a JSON Web Token without a signature',
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.',
      401,
    ],
    ['garbage', 'Bearer abc', 401],
    ['nothing after the scheme', 'Bearer ', 401],
    ['another scheme', 'Basic YWRtaW46YWRtaW4=', 401],
    ['twenty kilobytes', `Bearer ${'a'.repeat(20_000)}`, 431],
  ])('%s is refused', async (_name, authorization, status) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: query('{ viewer { userName } }'),
    })
    expect(response.status).toBe(status)
  })
})

describe('queries that cost or leak', () => {
  test('ten directives that do not exist are not echoed ten times', async () => {
    const answer = (await (await ask(query(`{ __typename ${'@aa'.repeat(10)} }`))).json()) as {
      errors: unknown[]
    }
    expect(answer.errors.length).toBeGreaterThan(0)
    expect(answer.errors.length).toBeLessThanOrEqual(5)
  })

  test.each([
    ['a syntax error', query('{')],
    ['a misspelled field', query('{ modles { __typename } }')],
    ['no query at all', '{}'],
    ['JSON that is a text', '"{ __typename }"'],
    ['an operation that is not there', JSON.stringify({ query: '{ __typename }', operationName: 'Nobody' })],
    ['variables that are a list', JSON.stringify({ query: '{ __typename }', variables: [1] })],
  ])('%s: an error of the client, without a trace of the inside or a hint', async (_name, body) => {
    const response = await ask(body, { accept: 'application/graphql-response+json' })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).not.toMatch(INSIDE)
    expect(text).not.toMatch(/did you mean/i)
  })

  test('nine hundred kilobytes of comments are answered within two seconds', async () => {
    const began = performance.now()
    const response = await ask(query('{ __typename }'.padEnd(900_000, ' #')))
    expect(response.status).toBeLessThan(500)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

test('a connection that sends its headers a letter a second is closed within six seconds, and others are answered meanwhile', async () => {
  const slow = connect(server.http.port, '127.0.0.1')
  await once(slow, 'connect')
  const began = performance.now()
  slow.on('error', () => undefined)
  slow.on('data', () => undefined)
  slow.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  const dripping = setInterval(() => slow.writable && slow.write('a'), 1_000)
  const closed = once(slow, 'close')
  expect((await ask(query('{ __typename }'))).status).toBe(200)
  await closed
  clearInterval(dripping)
  expect(performance.now() - began).toBeLessThan(6_000)
})
