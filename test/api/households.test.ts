import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { AS_OF, fillRandomFirm } from '../monitoring/random-firm.ts'
import { startTestServer, type TestServer } from './server.ts'
import { statementsOf } from './statements.ts'

const HOUSEHOLDS = 120

let server: TestServer
let advisor: string

beforeAll(async () => {
  server = await startTestServer()
  advisor = await server.token('ada', 'advisor')
  await fillRandomFirm(server.database, server.firmId, HOUSEHOLDS, 7)
  await server.database.inFirm(server.firmId, (transaction) => refreshDrift(transaction, AS_OF))
})
afterAll(() => server.close())

const PAGE = `query Page($first: Int!, $after: String, $orderBy: HouseholdOrder!, $filter: HouseholdFilter) {
  households(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    totalCount
    edges { cursor node { id reference drift { outOfBand largestDrift } } }
    pageInfo { hasNextPage endCursor }
  }
}`

async function everyPage(variables: object, first: number) {
  const nodes: any[] = []
  for (let after: string | null = null; ;) {
    const answer = await server.query(advisor, PAGE, { orderBy: 'DRIFT_DESC', ...variables, first, after })
    expect(answer.errors).toBeUndefined()
    const { edges, pageInfo } = answer.data.households
    nodes.push(...edges.map((edge: any) => edge.node))
    if (!pageInfo.hasNextPage) return nodes
    expect(edges).toHaveLength(first)
    after = pageInfo.endCursor
  }
}

describe('households', () => {
  test.each([
    ['DRIFT_DESC', 7],
    ['DRIFT_DESC', 120],
    ['OUT_OF_BAND_DESC', 11],
    ['REFERENCE_ASC', 13],
  ])('by %s in pages of %i: every household once, in order', async (orderBy, first) => {
    const nodes = await everyPage({ orderBy }, first)
    expect(new Set(nodes.map((node) => node.id)).size).toBe(HOUSEHOLDS)
    expect(nodes).toHaveLength(HOUSEHOLDS)
    const keys = nodes.map((node) =>
      orderBy === 'DRIFT_DESC'
        ? -Number(node.drift.largestDrift)
        : orderBy === 'OUT_OF_BAND_DESC'
          ? -node.drift.outOfBand
          : node.reference,
    )
    expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  })

  test('the filter on bands parts the households in two, and the count says so', async () => {
    const out = await everyPage({ filter: { outOfBand: true } }, 50)
    const inside = await everyPage({ filter: { outOfBand: false } }, 50)
    expect(out.every((node) => node.drift.outOfBand > 0)).toBe(true)
    expect(inside.every((node) => node.drift.outOfBand === 0)).toBe(true)
    expect(out.length + inside.length).toBe(HOUSEHOLDS)
    const { data } = await server.query(advisor, PAGE, {
      first: 1,
      orderBy: 'DRIFT_DESC',
      filter: { outOfBand: true },
    })
    expect(data.households.totalCount).toBe(out.length)
  })

  test('a search takes the wildcards of SQL as plain letters', async () => {
    expect(
      (await everyPage({ filter: { search: 'hh-11' } }, 50)).map((node) => node.reference).sort(),
    ).toEqual(['HH-11', ...Array.from({ length: 10 }, (_, digit) => `HH-11${digit}`)].sort())
    for (const search of ['%', '_', '\\', `' or true --`]) {
      expect(await everyPage({ filter: { search } }, 50), search).toEqual([])
    }
  })

  test.each([0, -1, 501, 1_000_000_000])('first: %i is refused', async (first) => {
    const answer = await server.query(advisor, PAGE, { first, orderBy: 'DRIFT_DESC' })
    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })

  test.each(['x', 'bnVsbA', 'WzEsMl0', ''])(
    'after: %j, which is no cursor of ours, is refused',
    async (after) => {
      const answer = await server.query(advisor, PAGE, { first: 5, after, orderBy: 'DRIFT_DESC' })
      expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT')
    },
  )

  test('a page with drift, classes, securities, accounts and models takes the same statements for 2 as for 100 households', async () => {
    const query = (first: number) =>
      `{ households(first: ${first}) { edges { node {
        name model { name } accounts { accountNumber drift { base } }
        drift { base status modelVersion { number } classes { name weight status } securities { value security { symbol } } }
      } } } }`
    const count = async (first: number) => {
      const statements = await statementsOf(async () => {
        const answer = await server.query(advisor, query(first))
        expect(answer.errors).toBeUndefined()
      })
      return statements.length
    }
    // Token; page; as-of date, assignments, models; accounts, drifts; version; classes, of households and of accounts that are
    // steered by themselves; security drift; securities.
    expect(await count(2)).toBe(await count(100))
    expect(await count(100)).toBeLessThanOrEqual(14)
  })
})

describe('accounts', () => {
  test('by number in pages: every account once; of one household: its own', async () => {
    const numbers: string[] = []
    let after: string | null = null
    do {
      const { data } = await server.query(
        advisor,
        `query ($after: String) { accounts(first: 50, after: $after, orderBy: ACCOUNT_NUMBER_ASC) {
          totalCount edges { node { accountNumber } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )
      numbers.push(...data.accounts.edges.map((edge: any) => edge.node.accountNumber))
      after = data.accounts.pageInfo.hasNextPage ? data.accounts.pageInfo.endCursor : null
      if (after === null) expect(data.accounts.totalCount).toBe(numbers.length)
    } while (after !== null)
    expect(numbers).toEqual([...new Set(numbers)].sort())

    const [household] = await everyPage({}, 1).then((nodes) => nodes)
    const { data } = await server.query(
      advisor,
      `query ($id: ID!) { household(id: $id) { accounts { id } } accounts(filter: { householdId: $id }) { edges { node { id household { id } } } } }`,
      { id: household.id },
    )
    expect(data.accounts.edges.map((edge: any) => edge.node.id).sort()).toEqual(
      data.household.accounts.map((row: any) => row.id).sort(),
    )
  })
})

describe('the firm', () => {
  test('counts and totals add up its households', async () => {
    const { data } = await server.query(
      advisor,
      `{ firm { name asOf householdCount householdsOutOfBand drift { base classes { name value } securities { value accounts } } }
         households(first: 120) { edges { node { drift { base outOfBand classes { name value isTier } } } } } }`,
    )
    const drifts = data.households.edges.map((edge: any) => edge.node.drift)
    const sum = (values: string[]) =>
      values.reduce((cents, value) => cents + Math.round(Number(value) * 100), 0)
    expect(data.firm).toMatchObject({ name: 'Test firm', asOf: AS_OF, householdCount: HOUSEHOLDS })
    expect(data.firm.householdsOutOfBand).toBe(drifts.filter((drift: any) => drift.outOfBand > 0).length)
    expect(sum([data.firm.drift.base])).toBe(sum(drifts.map((drift: any) => drift.base)))
    const equity = drifts.flatMap((drift: any) => drift.classes).filter((row: any) => row.name === 'Equity')
    expect(sum([data.firm.drift.classes.find((row: any) => row.name === 'Equity').value])).toBe(
      sum(equity.map((row: any) => row.value)),
    )
  })
})
