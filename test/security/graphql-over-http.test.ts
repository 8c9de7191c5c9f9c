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

/** A query that the schema allows, `levels` deep. */
const deep = (levels: number) =>
  `{ households { edges { node { ${'accounts { household { '.repeat((levels - 4) / 2)} id ${'} } '.repeat((levels - 4) / 2)} } } } }`
const aliases = (count: number, field: string) =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ')} }`

test.each([
  ['12 levels', query(deep(12)), /depth/i],
  ['16 aliases of a field', query(aliases(16, 'firm { name }')), /aliases/i],
  ['101 aliases of __typename', query(aliases(101, '__typename')), /aliases/i],
  ['6 directives', query(`{ __typename ${'@include(if: true) '.repeat(6)} }`), /directive/i],
  ['20,000 fields', query(`{ ${'__typename '.repeat(20_000)} }`), /token/i],
  [
    'fragments in a circle',
    query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    /fragment/i,
  ],
  ['a batch', JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' }))), /batch/i],
  ['truncated JSON', '{"query": "{ __typen', /could not be read/],
])(
  '%s: refused for that, as an error of the client, without a trace of the inside',
  async (_name, body, reason) => {
    const response = await post(body, { accept: 'application/graphql-response+json' })
    const text = await response.text()
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors: { message: string }[] }
    expect(data).toBeUndefined()
    expect(errors[0]!.message).toMatch(reason)
    expect(text).not.toMatch(/node_modules|\.ts:\d|\.js:\d|stacktrace/)
  },
)

test('what stays just inside the limits is answered', async () => {
  for (const text of [deep(10), aliases(15, '__typename'), `{ __typename ${'@include(if: true) '} }`]) {
    const { errors } = (await (await post(query(text))).json()) as { errors?: unknown }
    expect(errors).toBeUndefined()
  }
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
