import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let ada: string
let proposal: { id: string; trades: { id: string; shares: string }[] }
let model: { id: string; name: string }

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await server.token('ada', 'advisor')
  const { data } = await server.query(
    ada,
    `{ households(first: 1, filter: { outOfBand: true }) { edges { node { id model { id name } } } } }`,
  )
  const [{ node }] = data.households.edges
  model = node.model
  const made = await server.query(
    ada,
    `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
      ... on RebalanceHouseholdPayload { proposal { id trades { id shares } } } } }`,
    { input: { clientMutationId: randomUUID(), householdId: node.id } },
  )
  proposal = made.data.rebalanceHousehold.proposal
})
afterAll(() => server.close())

/** Text of people, of mistakes and of attackers. */
const text = fc.oneof(
  fc.constantFrom(
    '', ' ', `' or true --`, `'; drop table lot; --`, '"', '\\', '%', '\u0000', 'a\u0000b', '\ud800', 'a\udc00', '\u001b[2J',
    '\u0085', '\ufeff', '\u202e', 'null', 'NaN', '-1', '1e400', '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-00000000000g', '{00000000-0000-0000-0000-000000000000}', 'x'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(`'`, '"', '-', ';', '\\', '\u0000', '$', '1', '%', 'é', '😀', '\ud83d', '\n'), maxLength: 12 }),
  fc.uuid(),
) // prettier-ignore

const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position) ?? '').toString('base64url')
const cursor = fc.oneof(
  text,
  fc.jsonValue().map(cursorOf),
  fc
    .tuple(
      fc.oneof(text, fc.double(), fc.integer(), fc.constantFrom(2 ** 31, -(2 ** 53), null)),
      fc.oneof(text, fc.uuid()),
    )
    .map(cursorOf),
)

const CODES = ['BAD_USER_INPUT', undefined]

/** Sends an operation with odd input; whatever it says, it is no fault of the server. Gives the code of its error. */
async function sent(operation: string, variables: object): Promise<string | undefined> {
  const { errors } = await server.query(ada, operation, variables)
  const codes = (errors ?? []).map((error: any) => error.extensions.code)
  for (const code of codes) expect(CODES, JSON.stringify({ operation, variables, errors })).toContain(code)
  return codes[0]
}

const READS = [
  'query ($text: ID!) { household(id: $text) { name } }',
  'query ($text: ID!) { account(id: $text) { name } }',
  'query ($text: ID!) { model(id: $text) { name } }',
  'query ($text: ID!) { proposal(id: $text) { id } }',
  'query ($text: ID!) { proposals(householdId: $text) { edges { cursor } } }',
  'query ($text: ID!) { households(filter: { modelId: $text }) { totalCount edges { cursor } } }',
  'query ($text: String!) { households(filter: { search: $text }) { totalCount edges { cursor } } }',
  'query ($text: ID!) { accounts(filter: { householdId: $text }) { totalCount edges { cursor } } }',
  'query ($text: String!) { accounts(filter: { search: $text }) { totalCount edges { cursor } } }',
  'query ($text: String!) { accounts(filter: { custodian: $text }) { totalCount edges { cursor } } }',
]

const PAGES = [
  ...['DRIFT_DESC', 'OUT_OF_BAND_DESC', 'REFERENCE_ASC'].map(
    (order) =>
      `query ($after: String!) { households(orderBy: ${order}, after: $after) { edges { cursor } } }`,
  ),
  ...['DRIFT_DESC', 'OUT_OF_BAND_DESC', 'ACCOUNT_NUMBER_ASC'].map(
    (order) => `query ($after: String!) { accounts(orderBy: ${order}, after: $after) { edges { cursor } } }`,
  ),
  'query ($after: String!) { securities(after: $after) { edges { cursor } } }',
  'query ($after: String!) { models(after: $after) { edges { cursor } } }',
  'query ($after: String!) { proposals(after: $after) { edges { cursor } } }',
  'query ($after: String!) { fileLoads(after: $after) { edges { cursor } } }',
]

test.each(READS)('%s takes any text', async (operation) => {
  await fc.assert(
    fc.asyncProperty(text, async (odd) => void (await sent(operation, { text: odd }))),
    { numRuns: 25 },
  )
})

test.each(PAGES)('%s takes any cursor', async (operation) => {
  await fc.assert(
    fc.asyncProperty(cursor, async (after) => void (await sent(operation, { after }))),
    { numRuns: 25 },
  )
  const id = randomUUID()
  for (const position of [
    ['1', 'x'],
    [{}, id],
    [null, id],
    [2 ** 31, id],
    [1.5, id],
    ['a\u0000', id],
    [[], id],
  ])
    expect(await sent(operation, { after: cursorOf(position) })).toBe('BAD_USER_INPUT')
})

test('a cursor of one order is refused in another', async () => {
  const page = (order: string, after?: string) =>
    server.query(
      ada,
      `query ($after: String) { households(first: 1, orderBy: ${order}, after: $after) { edges { cursor } } }`,
      { after },
    )
  const first = await page('REFERENCE_ASC')
  const [{ cursor: after }] = first.data.households.edges
  expect((await page('REFERENCE_ASC', after)).errors).toBeUndefined()
  expect((await page('DRIFT_DESC', after)).errors[0].extensions.code).toBe('BAD_USER_INPUT')
})

test('mutations take any text', async () => {
  const operations: [string, (odd: string) => object][] = [
    ['rebalanceHousehold', (odd) => ({ householdId: odd, accountId: odd })],
    ['importFiles', (odd) => ({ uploadIds: [odd] })],
    ['importFiles', (odd) => ({ uploadIds: [odd], preview: true })],
    [
      'reviseProposal',
      (odd) => ({
        proposalId: proposal.id,
        expectedVersion: 1,
        edits: [{ rowKey: odd, accountNumber: odd, symbol: odd, side: 'BUY', shares: '1' }],
      }),
    ],
    ['reviseProposal', (odd) => ({ proposalId: odd, expectedVersion: 1, edits: [] })],
    [
      'publishModelVersion',
      (odd) => ({
        modelId: model.id,
        expectedVersion: 1,
        rationale: odd,
        nodes: [{ name: odd, parent: odd, target: '1', low: '1', high: '1' }],
        securities: [{ assetClass: odd, symbol: odd, weight: '1', alternatives: [odd] }],
      }),
    ],
    [
      'publishModelVersion',
      (odd) => ({ modelId: odd, expectedVersion: 1, rationale: odd, nodes: [], securities: [] }),
    ],
  ]
  for (const [name, inputOf] of operations) {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
    const operation = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`
    await fc.assert(
      fc.asyncProperty(text, async (odd) => {
        await sent(operation, { input: { clientMutationId: randomUUID(), ...inputOf(odd) } })
        await sent(operation, { input: { clientMutationId: odd, ...inputOf('x') } })
      }),
      { numRuns: 15 },
    )
  }
})

test('a note is kept with its line breaks and refused with a control character', async () => {
  const revise = `mutation ($input: ReviseProposalInput!) { reviseProposal(input: $input) {
    ... on ReviseProposalPayload { proposal { version trades { id note } } } } }`
  const [{ id: tradeId, shares }] = proposal.trades as [{ id: string; shares: string }]
  const note = (words: string) => ({
    input: {
      clientMutationId: randomUUID(),
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ rowKey: '1', tradeId, shares, note: words }],
    },
  })
  const refused = await server.query(ada, revise, note('a\u0000b'))
  expect(refused.errors[0]).toMatchObject({
    message:
      'input.edits.0.note holds a control character: text has none but tabs and line breaks, and no half characters.',
    extensions: { code: 'BAD_USER_INPUT' },
  })
  const kept = await server.query(ada, revise, note(`Client's words:\n"wait" --\t😀`))
  const trade = kept.data.reviseProposal.proposal.trades.find((row: any) => row.id === tradeId)
  expect(trade.note).toBe(`Client's words:\n"wait" --\t😀`)
})
