import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../api/server.ts'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token('ann', 'analyst')
})
afterAll(() => server.close())

// The audits of the GraphQL-over-HTTP specification, by its own authors. Their GET requests need the header that shows they
// do not come from a form on somebody else's page.
const audits = serverAudits({
  url: () => `${server.url}/graphql`,
  fetchFn: (url: string, init?: RequestInit) =>
    fetch(url, {
      ...init,
      headers: {
        ...(init?.headers as Record<string, string> | undefined),
        authorization: `Bearer ${token}`,
        'apollo-require-preflight': 'true',
      },
    }),
})

test('all sixty-one audits are there', () => {
  expect(audits).toHaveLength(61)
})

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
  '%s %s',
  async (_id, _name, audit) => {
    const result = await audit.fn()
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok')
  },
)

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  })

const query = (text: string) => JSON.stringify({ query: text })

test.each([
  [
    '31 levels',
    query(
      `{ households ${'{ edges { node { household: drift '.repeat(10)} { __typename } ${'} } }'.repeat(10)} }`,
    ),
  ],
  [
    '500 aliases of a field',
    query(`{ ${Array.from({ length: 500 }, (_, n) => `a${n}: firm { name }`).join(' ')} }`),
  ],
  [
    '101 aliases of __typename',
    query(`{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`),
  ],
  ['20,000 fields', query(`{ ${'__typename '.repeat(20_000)} }`)],
  ['fragments in a circle', query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')],
  ['a batch', JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' })))],
  ['truncated JSON', '{"query": "{ __typen'],
])('%s: refused with an error of the client, without a trace of the inside', async (_name, body) => {
  const response = await post(body)
  const text = await response.text()
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
  expect(JSON.parse(text)).not.toHaveProperty('data.firm')
  expect(text).not.toMatch(/node_modules|\.ts:\d|\.js:\d|stacktrace/)
})

test('eight megabytes are refused as too large', async () => {
  expect((await post(query(`# ${'x'.repeat(8 * 1024 * 1024)}\n{ __typename }`))).status).toBe(413)
})

test('a query of a hundred mistakes is told a few of them, and no name that was not asked for', async () => {
  const text = await (
    await post(query(`{ ${Array.from({ length: 100 }, (_, n) => `hosehold${n}`).join(' ')} }`), {
      accept: 'application/graphql-response+json',
    })
  ).text()
  expect((JSON.parse(text) as { errors: unknown[] }).errors.length).toBeLessThanOrEqual(5)
  expect(text).not.toMatch(/Did you mean|households/)
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a form on somebody else’s page cannot post: %s',
  async (type) => {
    expect((await post(query('{ __typename }'), { 'content-type': type })).status).toBe(400)
  },
)
