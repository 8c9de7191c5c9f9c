import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from './api/server.ts'
import { subscribe } from './api/subscriber.ts'

const readme = readFileSync('README.md', 'utf8')
const queries = [...readme.matchAll(/```graphql\n((?:query|mutation) (\w+)[\s\S]*?)```/g)].map(
  ([, text, name]) => ({
    name: name!,
    text: text!,
  }),
)

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  token = await server.token('ada', 'advisor')
})
afterAll(() => server.close())

test("README's journeys run as they are printed, one after the other", async () => {
  expect(queries.map((query) => query.name)).toEqual([
    'HouseholdsByDrift',
    'DriftOfHousehold',
    'WhatAsksForAttention',
    'Propose',
    'Strike',
    'Approve',
    'WhatIf',
    'StartBatch',
    'FollowBatch',
    'Models',
  ])
  const run = async (name: string, variables: object) => {
    const answer = await server.query(token, queries.find((query) => query.name === name)!.text, variables)
    expect(answer.errors, name).toBeUndefined()
    return answer.data
  }
  const { startBatch } = await run('StartBatch', { key: randomUUID() })
  expect(startBatch.batch.householdCount).toBeGreaterThan(5)
  // No worker runs here: all of them wait.
  const { batch } = await run('FollowBatch', { batchId: startBatch.batch.id })
  expect(batch).toMatchObject({ state: 'RUNNING', progress: { waiting: startBatch.batch.householdCount } })
  const { households } = await run('HouseholdsByDrift', {})
  expect(households.totalCount).toBeGreaterThan(0)

  const all = await run('WhatAsksForAttention', {})
  expect(all.queue.advisors).toEqual(['Dev Anand', 'Marta Ilves', 'Ruth Calloway'])
  const mine = await run('WhatAsksForAttention', { advisor: 'Dev Anand' })
  expect(mine.queue.households).toBe(mine.queuedHouseholds.edges.length)
  expect(mine.queue.households).toBeLessThan(all.queue.households)
  // A debit of Bellamy's, the firm's second household.
  const bellamy = mine.queuedHouseholds.edges.find(({ node }: any) => node.household.reference === 'EK-102')
  expect(bellamy.node.alerts.map(({ message }: any) => message)).toContainEqual(
    expect.stringMatching(
      /^In account \d+, cash is -\$4,812\.33, a debit that no margin agreement covers\.$/,
    ),
  )

  for (const { node } of households.edges) {
    const { household } = await run('DriftOfHousehold', { householdId: node.id })
    expect(household.drift.classes.length).toBeGreaterThan(5)
    const { proposal } = (await run('Propose', { householdId: node.id, key: randomUUID() }))
      .rebalanceHousehold
    // A purchase can always be struck; of sales another may depend on it.
    const trade = proposal.trades.find((row: any) => row.side === 'BUY')
    if (!trade) continue
    const struck = await run('Strike', {
      proposalId: proposal.id,
      version: proposal.version,
      tradeId: trade.id,
      key: randomUUID(),
    })
    expect(struck.reviseProposal.proposal).toMatchObject({ version: proposal.version + 1, state: 'EDITED' })
    expect(struck.reviseProposal.proposal.trades).toHaveLength(proposal.trades.length - 1)
    const { listSha256 } = (await server.query(token, `{ proposal(id: "${proposal.id}") { listSha256 } }`))
      .data.proposal
    const approved = await run('Approve', { proposalId: proposal.id, listSha256, key: randomUUID() })
    expect(approved.decideProposals.verdicts).toMatchObject([
      { accepted: true, code: '', proposal: { state: 'APPROVED', approvals: [{ author: 'ada' }] } },
    ])
    const { whatIf } = await run('WhatIf', { householdId: node.id })
    expect(whatIf.baseline.bestFit.tradeCount).toBe(proposal.trades.length)
    const { models } = await run('Models', {})
    expect(models.edges.map((edge: any) => edge.node.name)).toEqual([
      'Conservative',
      'Growth',
      'Moderate',
      'Moderate Conservative',
      'Moderate Growth',
    ])
    return
  }
  throw new Error('no household out of band needs a purchase')
})

test("README's subscription begins with how things stand", async () => {
  const started = await server.query(
    token,
    `mutation ($input: StartBatchInput!) {
      startBatch(input: $input) { ... on StartBatchPayload { batch { id householdCount } } } }`,
    { input: { clientMutationId: randomUUID(), name: 'All', selection: { all: true } } },
  )
  const { id, householdCount } = started.data.startBatch.batch
  const [text] = /(?<=```graphql\n)subscription Progress[\s\S]*?(?=```)/.exec(readme)!
  const subscriber = subscribe(server.url, token, text, { batchId: id })
  const { data } = await subscriber.next()
  expect(data.batchProgress).toMatchObject({ state: 'RUNNING', progress: { waiting: householdCount } })
  await subscriber.end()
})

test('every file that README names is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!)
  expect(links.length).toBeGreaterThan(8)
  expect(links.filter((path) => !existsSync(path))).toEqual([])
})

test("README's map names every folder of the product, and none that is not there", () => {
  const map = /## The map[\s\S]*?```\n([\s\S]*?)```/.exec(readme)![1]!
  let part = ''
  const named = map.split('\n').flatMap((line) => {
    part = /^[a-z]+(?=\/)/.exec(line)?.[0] ?? part
    const folders = /^ {2}((?:[a-z]+\/ )*[a-z]+\/) /.exec(line)?.[1]?.split(' ') ?? []
    return folders.map((folder) => `${part}/${folder}`)
  })
  const there = ['server', 'addin', 'test'].flatMap((above) =>
    readdirSync(above, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? `${above}/${entry.name}/` : [],
    ),
  )
  expect(named.sort()).toEqual(there.sort())
})
