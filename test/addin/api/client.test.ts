import { describe, expect, test } from 'vitest'
import { createClient } from '../../../addin/api/client.ts'
import { SignInDocument } from '../../../addin/api/generated/graphql.ts'

const TOKEN = 'evk_0011_secret'

function clientAnswering(answer: () => Promise<Response>) {
  const requests: { url: string; init: RequestInit }[] = []
  const fetch = (url: unknown, init?: RequestInit) => {
    requests.push({ url: String(url), init: init ?? {} })
    return answer()
  }
  return { ask: createClient({ token: TOKEN, fetch: fetch, timeoutMilliseconds: 30 }), requests }
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(new Response(JSON.stringify(body), { status }))

test('asks its own server, relative to the pane, with the token', async () => {
  const { ask, requests } = clientAnswering(json({ data: { viewer: null } }))
  expect(await ask(SignInDocument, {})).toEqual({ viewer: null })
  expect(requests[0]?.url).toBe('/graphql')
  expect(new Headers(requests[0]?.init.headers).get('authorization')).toBe(`Bearer ${TOKEN}`)
  expect(JSON.parse(requests[0]?.init.body as string)).toMatchObject({ variables: {} })
})

const errors = (code: string, message = 'a message') => ({ errors: [{ message, extensions: { code } }] })

describe('every failure is a kind and a sentence to act on', () => {
  test.each([
    ['a wrong token', json(errors('UNAUTHENTICATED'), 401), 'unauthenticated', /Copy it again/],
    ['a role that may not', json(errors('FORBIDDEN')), 'forbidden', /role does not allow/],
    ['too many requests', json({}, 429), 'busy', /Wait a little/],
    ['a database that is away', json({}, 503), 'unavailable', /database/],
    ['a newer server', json(errors('GRAPHQL_VALIDATION_FAILED'), 400), 'outdated', /Reload the pane/],
    ['a fault of the server', json(errors('INTERNAL_SERVER_ERROR'), 500), 'fault', /failed at this request/],
    [
      'what the server says to people',
      json(errors('BAD_USER_INPUT', 'first is 1 to 500')),
      'refused',
      /^first is 1 to 500$/,
    ],
    ['a proxy’s page', () => Promise.resolve(new Response('<html>', { status: 200 })), 'fault', /failed/],
    ['half an answer', json({ data: {}, ...errors('INTERNAL_SERVER_ERROR') }), 'fault', /failed/],
    ['no server', () => Promise.reject(new TypeError('fetch failed')), 'network', /does not answer/],
  ] as const)('%s', async (_case, answer, kind, sentence) => {
    const failure = clientAnswering(answer).ask(SignInDocument, {})
    await expect(failure).rejects.toMatchObject({ name: 'ApiFailure', kind })
    await expect(failure).rejects.toThrow(sentence)
  })

  test('a server that is silent too long', async () => {
    const silent = createClient({
      token: TOKEN,
      timeoutMilliseconds: 5,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
        ),
    })
    await expect(silent(SignInDocument, {})).rejects.toMatchObject({ kind: 'timeout' })
  })

  test('giving up is no failure of the server: it stays an abort', async () => {
    const control = new AbortController()
    const asking = createClient({
      token: TOKEN,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
        ),
    })(SignInDocument, {}, control.signal)
    control.abort()
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
  })
})
