import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../server/database/ids.ts'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from './server.ts'
import { statementsOf } from './statements.ts'

let server: TestServer
let analyst: string

beforeAll(async () => {
  server = await startTestServer()
  analyst = await server.token('ann', 'analyst')
  await loadDemonstrationFirm(server.database, server.firmId)
})
afterAll(() => server.close())

test('an account names its taxpayer, with rates, budget and spouse, as the firm’s file states them', async () => {
  const { data, errors } = await server.query(
    analyst,
    `{ accounts(first: 100, filter: { taxStatus: TAXABLE }, orderBy: ACCOUNT_NUMBER_ASC) { edges { node { taxpayer {
        reference federalShortRate federalLongRate netInvestmentIncomeTax stateRate gainBudget spouse { reference } grantor { reference }
      } } } } }`,
  )
  expect(errors).toBeUndefined()
  const taxpayers = data.accounts.edges.map((edge: any) => edge.node.taxpayer)
  expect(taxpayers).toContainEqual({
    reference: 'EK-101-P1',
    federalShortRate: '0.37',
    federalLongRate: '0.2',
    netInvestmentIncomeTax: '0.038',
    stateRate: '0',
    gainBudget: null,
    spouse: { reference: 'EK-101-P2' },
    grantor: null,
  })
})

test('taxpayers and their relations take the same statements for one account as for all', async () => {
  const count = (first: number) =>
    statementsOf(async () => {
      const { errors } = await server.query(
        analyst,
        `query ($first: Int!) { accounts(first: $first) { edges { node { taxpayer { reference spouse { reference } grantor { reference } } } } } }`,
        { first },
      )
      expect(errors).toBeUndefined()
    })
  // A page of one may meet a taxpayer without spouse or grantor, and save that statement.
  expect((await count(68)).length).toBeLessThanOrEqual((await count(1)).length + 1)
})

test('the firm’s restricted list can be read', async () => {
  const { data } = await server.query(
    analyst,
    '{ firm { overrides { kind security { symbol } reason starts reviewOn expires account { id } } } }',
  )
  expect(data.firm.overrides).toEqual([
    {
      kind: 'RESTRICTED',
      security: { symbol: 'EWJ' },
      reason: 'Under review by the investment committee; no purchases',
      starts: '2025-07-01',
      reviewOn: '2025-12-01',
      expires: null,
      account: null,
    },
  ])
})

test('a household whose accounts are steered by themselves is out of band where one of them is', async () => {
  const { data } = await server.query(
    analyst,
    `{ households(first: 30) { edges { node { reference rebalanceLevel drift { status outOfBand classes { status } }
        accounts { drift { status } } } } } }`,
  )
  const byAccount = data.households.edges
    .map((edge: any) => edge.node)
    .find((node: any) => node.reference === 'EK-114')
  expect(byAccount.rebalanceLevel).toBe('ACCOUNT')
  // Together its accounts are near the model, each by itself is not.
  expect(new Set(byAccount.drift.classes.map((row: any) => row.status))).toEqual(new Set(['IN_BAND']))
  expect(byAccount.drift.outOfBand).toBeGreaterThan(0)
  expect(byAccount.accounts.map((account: any) => account.drift.status)).toContain(byAccount.drift.status)
  expect(byAccount.drift.status).not.toBe('IN_BAND')
})

test('the households of a model are those assigned to it, also where nothing of them can be measured', async () => {
  const models = '{ models { edges { node { id name householdCount } } } }'
  const before = (await server.query(analyst, models)).data.models.edges.map((edge: any) => edge.node)
  const growth = before.find((model: any) => model.name === 'Growth')
  const [householdId, day] = [uuidv7(), '2025-01-02']
  await server.database.inFirm(server.firmId, async ({ kysely, firmId }) => {
    await sql`insert into household (firm_id, id, reference, name, rebalance_level)
      values (${firmId}, ${householdId}, 'EK-900', 'New household', 'household')`.execute(kysely)
    await sql`insert into model_assignment (firm_id, household_id, effective_from, model_id, author)
      values (${firmId}, ${householdId}, ${day}, ${growth.id}, 'test')`.execute(kysely)
  })
  for (const { id, name } of before) {
    const { data } = await server.query(
      analyst,
      `query ($id: ID!) { model(id: $id) { householdCount }
        households(first: 100, filter: { modelId: $id }) { totalCount edges { node { reference model { id } } } } }`,
      { id },
    )
    const listed = data.households.edges.map((edge: any) => edge.node)
    expect(data.households.totalCount).toBe(data.model.householdCount)
    expect(listed).toHaveLength(data.model.householdCount)
    expect(listed.map((household: any) => household.model.id)).toEqual(listed.map(() => id))
    expect(listed.some((household: any) => household.reference === 'EK-900')).toBe(name === 'Growth')
  }
})
