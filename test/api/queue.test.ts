import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { load, told } from '../imports/loading.ts'
import { startTestServer, type TestServer } from './server.ts'
import { statementsOf } from './statements.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  token = await server.token('nora', 'analyst')
})
afterAll(() => server.close())

const ask = async (query: string, variables = {}) => {
  const answer = await server.query(token, query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

const QUEUE = `query ($filter: AlertFilter, $first: Int!, $after: String) {
  queue(filter: $filter) { households counts { kind households alerts } }
  queuedHouseholds(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { household { id reference advisor model { id } accounts { custodian } drift { largestDrift } } alerts { id kind message account { custodian } } } }
  }
}`

const every = async (filter: object | null) => {
  const { queue, queuedHouseholds } = await ask(QUEUE, { filter, first: 500 })
  return { queue, nodes: queuedHouseholds.edges.map(({ node }: any) => node) as any[] }
}

test('pages go through all households once, the one farthest from its model first', async () => {
  const { queue, nodes } = await every(null)
  const paged: any[] = []
  for (let after: string | null = null, more = true; more;) {
    const { queuedHouseholds } = await ask(QUEUE, { filter: null, first: 7, after })
    expect(queuedHouseholds.totalCount).toBe(queue.households)
    paged.push(...queuedHouseholds.edges.map(({ node }: any) => node))
    after = queuedHouseholds.pageInfo.endCursor
    more = queuedHouseholds.pageInfo.hasNextPage
  }
  expect(paged).toEqual(nodes)
  expect(nodes).toHaveLength(queue.households)
  const drifts = nodes.map(({ household }) => Number(household.drift?.largestDrift ?? -1))
  expect(drifts).toEqual(drifts.toSorted((a, b) => b - a))
  for (const { kind, households, alerts } of queue.counts) {
    const of = nodes.map((node) => node.alerts.filter((alert: any) => alert.kind === kind))
    expect([of.filter((list) => list.length > 0).length, of.flat().length]).toEqual([households, alerts])
  }
})

test('filters by kind, advisor, model and custodian let through what they say, and nothing else', async () => {
  const { nodes } = await every(null)
  const kinds = ['OUT_OF_RANGE', 'CASH_LOW']
  const byKind = await every({ kinds })
  expect(byKind.queue.counts.map(({ kind }: any) => kind)).toEqual(kinds)
  expect(byKind.nodes.flatMap(({ alerts }) => alerts.map(({ id }: any) => id)).sort()).toEqual(
    nodes
      .flatMap(({ alerts }) =>
        alerts.filter(({ kind }: any) => kinds.includes(kind)).map(({ id }: any) => id),
      )
      .sort(),
  )
  const references = (list: any[]) => list.map(({ household }) => household.reference)
  const byAdvisor = await every({ advisor: 'Marta Ilves' })
  expect(references(byAdvisor.nodes)).toEqual(
    references(nodes.filter(({ household }) => household.advisor === 'Marta Ilves')),
  )
  const modelId = nodes[0].household.model.id
  const byModel = await every({ modelId })
  expect(references(byModel.nodes)).toEqual(
    references(nodes.filter(({ household }) => household.model?.id === modelId)),
  )
  const byCustodian = await every({ custodian: 'Harbor Trust Company' })
  const isThere = (account: any) => account.custodian === 'Harbor Trust Company'
  expect(byCustodian.nodes.length).toBeGreaterThan(0)
  expect(byCustodian.nodes.length).toBeLessThan(nodes.length)
  for (const { household, alerts } of byCustodian.nodes) {
    expect(household.accounts.some(isThere)).toBe(true)
    expect(alerts.every(({ account }: any) => account === null || isThere(account))).toBe(true)
  }
  expect((await every({ kinds: [] })).nodes).toEqual([])
  const listed = await ask(
    `query ($filter: HouseholdFilter) { households(first: 50, filter: $filter) { totalCount edges { node { reference alerts { kind } lastRebalanced } } } }`,
    { filter: { advisor: 'Marta Ilves', alertKinds: kinds, custodian: 'Schwab' } },
  )
  expect(listed.households.edges.map(({ node }: any) => node.reference).sort()).toEqual(
    references(
      nodes.filter(
        ({ household, alerts }) =>
          household.advisor === 'Marta Ilves' &&
          alerts.some(({ kind }: any) => kinds.includes(kind)) &&
          household.accounts.some(({ custodian }: any) => custodian === 'Schwab'),
      ),
    ).sort(),
  )
})

test('alerts, households and names of a page are read in a fixed number of statements', async () => {
  const count = async (first: number) =>
    (
      await statementsOf(() =>
        ask(
          `query ($first: Int!) { queuedHouseholds(first: $first) { edges { node { household { name lastRebalanced } alerts { message household { name } security { symbol } } } } } }`,
          { first },
        ),
      )
    ).length
  expect(await count(20)).toBe(await count(2))
})

test('a load of one account refreshes its household alone; what it ends is listed among the cleared', async () => {
  const bellamy = await ask(
    `{ households(filter: { search: "EK-102" }) { edges { node { id accounts { accountNumber name cash } alerts { kind } } } } }`,
  )
  const [{ node: household }] = bellamy.households.edges
  expect(household.alerts.map(({ kind }: any) => kind)).toContain('CASH_LOW')
  const asOf = (id: string) =>
    server.database.readInFirm(server.firmId, ({ em }) =>
      em.execute<{ at: string }[]>(
        `select (min(refreshed_at) filter (where household_id = ?))::text || ' ' || (max(refreshed_at) filter (where household_id <> ?))::text as at from drift where firm_id = ?`,
        [id, id, server.firmId],
      ),
    )
  const [before] = await asOf(household.id)
  const [debit] = household.accounts.filter(({ cash }: any) => Number(cash) < 0)
  const file = `account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash\n${debit.accountNumber},EK-102,EK-102-P1,Bellamy,individual,taxable,Schwab,yes,notice,10,0\n`
  const outcome = await load(
    server.database,
    server.firmId,
    [{ name: 'accounts.csv', bytes: Buffer.from(file) }],
    '2025-09-26',
  )
  expect(outcome.kind, told(outcome).join('\n')).toBe('imported')
  const [after] = await asOf(household.id)
  expect(after!.at.split(' ').slice(2)).toEqual(before!.at.split(' ').slice(2))
  expect(after!.at.split(' ').slice(0, 2)).not.toEqual(before!.at.split(' ').slice(0, 2))
  const cleared = await ask(
    `query ($filter: AlertFilter) { alerts(filter: $filter, includeCleared: true) { totalCount edges { node { kind clearedOn account { accountNumber } points amount message } } } }`,
    { filter: { householdId: household.id, kinds: ['CASH_LOW'] } },
  )
  expect(cleared.alerts.edges.map(({ node }: any) => node)).toContainEqual({
    kind: 'CASH_LOW',
    clearedOn: '2025-09-26',
    account: { accountNumber: debit.accountNumber },
    points: null,
    amount: '-4812.33',
    message: `In account ${debit.accountNumber}, cash is -$4,812.33, a debit that no margin agreement covers.`,
  })
})
