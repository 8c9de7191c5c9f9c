import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildClientSchema, getIntrospectionQuery, validateSchema } from 'graphql'
import { startTestServer, type TestServer } from '../api/server.ts'
import { subscribe } from '../api/subscriber.ts'
import { byTest, newFirm } from '../firm.ts'
import { makeSchema } from '../../server/graphql/schema.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { AS_OF, fillRandomFirm } from '../monitoring/random-firm.ts'

let server: TestServer
let otherFirm: string

beforeAll(async () => {
  server = await startTestServer()
  otherFirm = await newFirm(server.database, 'Other firm')
  for (const firmId of [server.firmId, otherFirm]) {
    await fillRandomFirm(server.database, firmId, 5, 3)
    await server.database.inFirm(firmId, (transaction) => refreshDrift(transaction, AS_OF))
  }
})
afterAll(() => server.close())

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

describe('without a valid token', () => {
  test('every query gets the same answer: it is refused before it is read', async () => {
    const json = { 'content-type': 'application/json' }
    const requests: [method: string, headers: Record<string, string>, body?: string][] = [
      ['POST', json, JSON.stringify({ query: '{ firm { name } }' })],
      ['POST', json, JSON.stringify({ query: '{ broken' })],
      ['POST', json, JSON.stringify({ query: '{ nosuchfield }' })],
      ['POST', json, JSON.stringify({ query: getIntrospectionQuery() })],
      ['POST', json, '{"query":"{ firm { na'],
      ['POST', json, 'null'],
      ['POST', json, ''],
      ['POST', json, JSON.stringify({ query: `{ firm { name } } #${'x'.repeat(1_100_000)}` })],
      ['POST', { 'content-type': 'application/json; charset=nonsense' }, '{}'],
      ['POST', { ...json, 'content-encoding': 'gzip' }, 'not gzip'],
      // What a page of somebody else's may send without asking first.
      ['POST', { 'content-type': 'text/plain' }, JSON.stringify({ query: '{ firm { name } }' })],
      ['POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'query={firm{name}}'],
      ['POST', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
      ['POST', { ...json, accept: 'application/graphql-response+json' }, '{}'],
      ['POST', { ...json, accept: 'text/html' }, '{}'],
      ['PUT', json, '{}'],
      ['DELETE', {}],
      ['GET', {}],
      ['GET', { 'apollo-require-preflight': 'true' }],
    ]
    const tokens = [
      undefined,
      'nonsense',
      `evk_${'0'.repeat(32)}_${'A'.repeat(43)}`,
      `evk_${server.firmId.replaceAll('-', '')}_${'A'.repeat(43)}`,
    ]
    const answers = new Set<string>()
    for (const [method, headers, body] of requests) {
      for (const token of tokens) {
        const url = `${server.url}/graphql${method === 'GET' ? '?query={firm{name}}' : ''}`
        const authorization: Record<string, string> =
          token === undefined ? {} : { authorization: `Bearer ${token}` }
        const response = await fetch(url, {
          method,
          headers: { ...headers, ...authorization },
          ...(body === undefined ? {} : { body }),
        })
        expect(response.status).toBe(401)
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
        answers.add(`${response.headers.get('content-type')} ${await response.text()}`)
      }
    }
    expect(answers.size).toBe(1)
  })

  test('a token past its time and a revoked one are refused', async () => {
    const token = await server.token('ida', 'advisor')
    expect((await server.query(token, '{ viewer { userName } }')).data.viewer.userName).toBe('ida')
    const change = (text: string) => byTest(server.database, server.firmId, ({ em }) => em.execute(text))
    await change(
      `update access_token set expires_at = now() - interval '1 second' where user_id in (select id from firm_user where name = 'ida')`,
    )
    expect(
      (await post('{"query":"{ viewer { userName } }"}', { authorization: `Bearer ${token}` })).status,
    ).toBe(401)
    await change(
      `update access_token set expires_at = null, revoked_at = now() where user_id in (select id from firm_user where name = 'ida')`,
    )
    expect(
      (await post('{"query":"{ viewer { userName } }"}', { authorization: `Bearer ${token}` })).status,
    ).toBe(401)
  })

  test('health answers without one', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' })
    expect(await (await fetch(`${server.url}/version`)).json()).toMatchObject({ name: 'evenkeel' })
  })
})

describe('from elsewhere', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a page without an origin of its own but a foreign one', { origin: 'http://localhost.evil.example' }],
  ])('%s is refused', async (_name, headers) => {
    const token = await server.token('ada', 'advisor')
    const response = await post('{"query":"{ viewer { userName } }"}', {
      authorization: `Bearer ${token}`,
      ...headers,
    })
    expect(response.status).toBe(403)
  })
})

describe('two advisors of two firms', () => {
  test('neither finds what the other has, by any id', async () => {
    const ada = await server.token('ada', 'advisor')
    const ben = await server.token('ben', 'advisor', otherFirm)
    const ids = await server.query(
      ada,
      `{ households(first: 1) { edges { node { id accounts { id } model { id } } } } }`,
    )
    const node = ids.data.households.edges[0].node
    const read = `query ($household: ID!, $account: ID!, $model: ID!) {
      household(id: $household) { name } account(id: $account) { name } model(id: $model) { name }
      accounts(filter: { householdId: $household }) { edges { node { id } } }
      households(filter: { modelId: $model }) { edges { node { id } } }
      proposals(householdId: $household) { edges { node { id } } }
    }`
    const variables = { household: node.id, account: node.accounts[0].id, model: node.model.id }
    expect((await server.query(ada, read, variables)).data.household).not.toBeNull()
    const nothing = {
      household: null,
      account: null,
      model: null,
      accounts: { edges: [] },
      households: { edges: [] },
      proposals: { edges: [] },
    }
    expect((await server.query(ben, read, variables)).data).toEqual(nothing)
    const compare = `query ($id: ID!) { compareFits(input: { householdId: $id }) { ... on PlanRefused { code } } }`
    expect((await server.query(ben, compare, { id: node.id })).data).toEqual({
      compareFits: { code: 'NOT_FOUND' },
    })
    // The same words for an id that exists elsewhere, one that exists nowhere, and one that is no id.
    const rebalance = `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
      ... on MutationRefused { code message } } }`
    const answers = new Set<string>()
    for (const householdId of [node.id, randomUUID(), 'not an id']) {
      const answer = await server.query(ben, rebalance, {
        input: { clientMutationId: randomUUID(), householdId },
      })
      answers.add(JSON.stringify(answer))
    }
    expect([...answers]).toEqual([
      '{"data":{"rebalanceHousehold":{"code":"NOT_FOUND","message":"There is no such household in this firm."}}}',
    ])
  })
})

/** An input for each mutation of the schema that an advisor is answered in data; a mutation that is new needs one. */
async function inputs(token: string): Promise<Record<string, object>> {
  const { data } = await server.query(
    token,
    `{ households(first: 1) { edges { node { id model { id current { number nodes { name target low high } } } } } } }`,
  )
  const [{ node: household }] = data.households.edges
  const { id: modelId, current } = household.model
  return {
    rebalanceHousehold: { householdId: household.id },
    reviseProposal: { proposalId: randomUUID(), expectedVersion: 1, edits: [] },
    publishModelVersion: {
      modelId,
      expectedVersion: current.number,
      rationale: 'As it was',
      nodes: current.nodes,
      securities: [],
    },
    importFiles: { uploadIds: [randomUUID()] },
    startBatch: { name: 'One', selection: { householdIds: [household.id] } },
    startCashRun: { name: 'Nobody', flows: [{ rowKey: '1', accountNumber: 'none', withdrawal: '1' }] },
    cancelBatch: { batchId: randomUUID() },
    retryBatch: { batchId: randomUUID() },
    decideProposals: { decisions: [] },
    replanProposals: { ids: [] },
    pushBlotter: { batchId: randomUUID(), rows: [] },
    setApprovalPolicy: { expectedSha256: '', terms: [] },
  }
}

/** Sends every mutation of the schema; the code of each one's error, or none. */
async function everyMutation(token: string): Promise<Record<string, string | undefined>> {
  const byName = await inputs(token)
  const codes: Record<string, string | undefined> = {}
  for (const { name, args } of Object.values((await makeSchema()).getMutationType()!.getFields())) {
    expect(byName, 'every mutation has an input here').toHaveProperty(name)
    const operation = `mutation ($input: ${args[0]!.type.toString()}) { ${name}(input: $input) { __typename } }`
    const answer = await server.query(token, operation, {
      input: { clientMutationId: randomUUID(), ...byName[name] },
    })
    codes[name] = answer.errors?.[0].extensions.code
  }
  return codes
}

/** Every row of the firm in every table, as one hash a table. */
const everyRow = () =>
  byTest(server.database, server.firmId, async ({ em }) => {
    const tables: { name: string }[] = await em.execute(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    )
    const hashes: Record<string, unknown> = {}
    for (const { name } of tables) {
      const [row] = await em.execute<{ hash: string }[]>(
        `select md5(string_agg(t::text, ';' order by t::text)) as hash from "${name}" t`,
      )
      hashes[name] = row!.hash
    }
    expect(Object.keys(hashes).length).toBeGreaterThan(28)
    return hashes
  })

describe.each(['analyst', 'compliance'] as const)('the role %s', (role) => {
  test('may read', async () => {
    const token = await server.token(role, role)
    expect((await server.query(token, '{ households { totalCount } }')).data.households.totalCount).toBe(5)
  })

  test('may carry out none of the mutations there are, nor upload, and leaves no trace', async () => {
    const token = await server.token(role, role)
    const before = await everyRow()
    const codes = await everyMutation(token)
    expect(codes).toEqual(Object.fromEntries(Object.keys(codes).map((name) => [name, 'FORBIDDEN'])))
    const upload = await fetch(`${server.url}/uploads?name=a.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: 'a,b\n1,2\n',
    })
    expect(upload.status).toBe(403)
    expect(await everyRow()).toEqual(before)
  })
})

test('an advisor is answered by every mutation that others are forbidden, but for the policy of approvals', async () => {
  const codes = await everyMutation(await server.token('ada', 'advisor'))
  expect(Object.keys(codes).length).toBeGreaterThan(3)
  const { setApprovalPolicy, ...others } = codes
  expect(setApprovalPolicy).toBe('FORBIDDEN')
  expect(Object.values(others).filter((code) => code !== undefined)).toEqual([])
})

test('an administrator is answered by every mutation', async () => {
  const codes = await everyMutation(await server.token('eve', 'administrator'))
  expect(Object.values(codes).filter((code) => code !== undefined)).toEqual([])
})

/** What tells a firm's own from another's. */
interface Own {
  readonly firmId: string
  readonly batchId: string
  readonly advisor: string
}

/** For each subscription of the schema what is asked, and the first that a firm is told; one that is new needs them. */
const subscriptions: Record<string, (own: Own) => { readonly text: string; readonly told: unknown }> = {
  firmChanged: ({ firmId }) => ({
    text: 'firmChanged { kind id }',
    told: [{ kind: 'EVERYTHING', id: firmId }],
  }),
  batchProgress: ({ batchId }) => ({
    text: `batchProgress(id: "${batchId}") { id }`,
    told: { id: batchId },
  }),
  queueChanged: ({ advisor }) => ({ text: 'queueChanged { advisors }', told: { advisors: [advisor] } }),
}

/** Starts a batch in a firm, and gives all its households to one advisor. */
async function ownOf(firmId: string, advisor: string): Promise<Own> {
  await byTest(server.database, firmId, ({ em }) => em.execute('update household set advisor = ?', [advisor]))
  const answer = await server.query(
    await server.token('ada', 'advisor', firmId),
    'mutation ($input: StartBatchInput!) { startBatch(input: $input) { ... on StartBatchPayload { batch { id } } } }',
    { input: { clientMutationId: randomUUID(), name: advisor, selection: { all: true } } },
  )
  return { firmId, advisor, batchId: answer.data.startBatch.batch.id }
}

test('every subscription tells every role of its own firm, and nobody without a token', async () => {
  const fields = Object.keys((await makeSchema()).getSubscriptionType()!.getFields())
  expect(Object.keys(subscriptions).sort()).toEqual(fields.sort())
  const [ours, theirs] = [await ownOf(server.firmId, 'Ours'), await ownOf(otherFirm, 'Theirs')]
  for (const [name, asked] of Object.entries(subscriptions)) {
    for (const [role, own] of [
      ['advisor', ours],
      ['analyst', ours],
      ['compliance', theirs],
    ] as const) {
      const { text, told } = asked(own)
      const token = await server.token(role, role, own.firmId)
      const subscriber = subscribe(server.url, token, `subscription { ${text} }`)
      expect(await subscriber.next()).toEqual({ data: { [name]: told } })
      await subscriber.end()
    }
    const nobody = subscribe(server.url, 'nonsense', `subscription { ${asked(ours).text} }`)
    await expect(nobody.next()).rejects.toMatchObject({ code: 4401 })
  }
})

test('a batch of another firm is told of in the same words as one that is nowhere', async () => {
  const { batchId } = await ownOf(otherFirm, 'Theirs')
  const token = await server.token('ada', 'advisor')
  for (const id of [batchId, randomUUID(), 'no id']) {
    const subscriber = subscribe(server.url, token, `subscription { batchProgress(id: "${id}") { name } }`)
    expect((await subscriber.next()).errors).toMatchObject([
      { message: 'There is no such batch in this firm.', extensions: { code: 'BAD_USER_INPUT' } },
    ])
    await expect(subscriber.next()).rejects.toThrow('The subscription is over')
    await subscriber.end()
  }
})

test('the schema introspects into a valid client schema', async () => {
  const token = await server.token('ada', 'advisor')
  const answer = await server.query(token, getIntrospectionQuery())
  expect(validateSchema(buildClientSchema(answer.data))).toEqual([])
})

test('a fault of the server tells a request id and nothing of its inside', async () => {
  const token = await server.token('ada', 'advisor')
  const whole = { ...server.database }
  Object.assign(server.database, {
    beginRead: () => Promise.reject(new Error('secret detail of the database')),
  })
  try {
    const answer = await server.query(token, '{ firm { name } }')
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(answer.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
    expect(answer.extensions.requestId).toMatch(/^[\w-]{8,64}$/)
  } finally {
    Object.assign(server.database, whole)
  }
})
