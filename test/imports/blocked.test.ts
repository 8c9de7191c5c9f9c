import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../api/server.ts'
import { SCHWAB_POSITIONS_ALL } from './custodian-files.ts'
import { load } from './loading.ts'
import { SMALL_FIRM, smallFirm, withLine } from './small-firm.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  token = await server.token('ada', 'advisor')
  const files = withLine('accounts.csv', 2, SMALL_FIRM['accounts.csv'][1].replace('1000.50', '20000.50'))
  await load(server.database, server.firmId, smallFirm(files))
})
afterAll(() => server.close())

/** The statement that agrees with the lots, and with cash to invest. */
const AGREEING = SCHWAB_POSITIONS_ALL.replace('$1,000.50', '$20,000.50')

const PROPOSAL = 'proposal { id version trades { side shares account { accountNumber } security { symbol } }'

async function propose(): Promise<any> {
  const { data } = await server.query(token, '{ households(first: 2) { edges { node { id reference } } } }')
  const { node } = data.households.edges.find((edge: any) => edge.node.reference === 'H1')
  const answer = await server.query(
    token,
    `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
       ... on RebalanceHouseholdPayload { ${PROPOSAL} refusals { securityId reason { code sentence } } } }
       ... on MutationRefused { code message } } }`,
    { input: { clientMutationId: randomUUID(), householdId: node.id, scope: 'TARGET' } },
  )
  expect(answer.errors).toBeUndefined()
  return answer.data.rebalanceHousehold.proposal
}

/** What an edit that buys Treasuries in the account comes to. */
async function buyIn(proposal: any, accountNumber: string): Promise<any> {
  const edit = { rowKey: 'new', accountNumber, side: 'BUY', symbol: 'IEF', shares: '1', note: 'by hand' }
  const answer = await server.query(
    token,
    `mutation ($input: ReviseProposalInput!) { reviseProposal(input: $input) {
       ... on ReviseProposalPayload { verdicts { accepted code message } } } }`,
    {
      input: {
        clientMutationId: randomUUID(),
        proposalId: proposal.id,
        expectedVersion: proposal.version,
        edits: [edit],
      },
    },
  )
  expect(answer.errors).toBeUndefined()
  return answer.data.reviseProposal.verdicts[0]
}

const tradedIn = (proposal: any) => new Set(proposal.trades.map((trade: any) => trade.account.accountNumber))

test('an account whose statement differs is blocked for proposals and edits, with every difference named', async () => {
  const before = await propose()
  expect(tradedIn(before)).toContain('1001')
  expect(before.refusals.filter(({ reason }: any) => reason.code === 'accountBlocked')).toEqual([])

  const differing = AGREEING.replace(
    '"14","$327.18","+0.41%","$1.33","$4,580.52"',
    '"15","$327.18","+0.41%","$1.33","$4,907.70"',
  ).replace(/"SPY".*\r\n/, '')
  await load(server.database, server.firmId, [{ name: 'positions.csv', bytes: Buffer.from(differing) }])

  const differences =
    'its lots of SPY add up to 2.5 shares, the custodian says 0; its lots of VTI add up to 14 shares, the custodian says 15'
  const proposal = await propose()
  expect(tradedIn(proposal)).not.toContain('1001')
  expect(proposal.refusals.filter(({ reason }: any) => reason.code === 'accountBlocked')).toEqual([
    {
      securityId: null,
      reason: { code: 'accountBlocked', sentence: `Account 1001 is blocked: ${differences}.` },
    },
  ])
  expect(await buyIn(proposal, '1001')).toEqual({
    accepted: false,
    code: 'boughtRestricted',
    message: `IEF may not be bought in 1001: the account is blocked: ${differences}.`,
  })

  // The custodian's corrected statement frees it.
  await load(server.database, server.firmId, [{ name: 'positions.csv', bytes: Buffer.from(AGREEING) }])
  expect(tradedIn(await propose())).toContain('1001')
})
