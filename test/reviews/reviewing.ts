import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { byTest } from '../firm.ts'
import { loadedFirm, load } from '../imports/loading.ts'
import { smallFirm } from '../imports/small-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'

const PROPOSAL = `id version state flags listSha256 tradeCount taxCost turnoverValue base approvalsNeeded requires noteNeeded editors
  staleBecause { code sentence } approvals { author note clientBy clientOn clientHow }
  decisions { decision author note isInForce } batch { id }
  trades { id side shares value note account { accountNumber } security { symbol } }`

const MUTATIONS = {
  rebalanceHousehold: `... on RebalanceHouseholdPayload { proposal { ${PROPOSAL} } }`,
  reviseProposal: `... on ReviseProposalPayload { verdicts { accepted code } proposal { ${PROPOSAL} } }`,
  decideProposals: `... on DecideProposalsPayload { replayed verdicts { accepted code message proposal { ${PROPOSAL} } } }`,
  replanProposals: `... on ReplanProposalsPayload { verdicts { accepted code message proposal { ${PROPOSAL} } newProposal { ${PROPOSAL} } } }`,
  pushBlotter: '... on PushBlotterPayload { replayed verdicts { rowKey accepted code message } }',
  setApprovalPolicy: `... on SetApprovalPolicyPayload { approvalPolicy { sha256 priceDays
    terms { condition secondPerson noteRequired cap author } } }`,
} as const

const nameOfInput = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1)}Input`

/** What a person of a firm does in a review, each mutation under a key of its own. */
export interface Reviewer {
  send(name: keyof typeof MUTATIONS, input: object, key?: string): Promise<any>
  query(text: string, variables?: object): Promise<any>
  proposal(id: string): Promise<any>
  /** One decision on a list as it stands, and its verdict. */
  decide(proposal: any, decision: string, more?: object): Promise<any>
}

export async function reviewer(
  server: TestServer,
  firmId: string,
  name: string,
  role: 'advisor' | 'administrator' = 'advisor',
): Promise<Reviewer> {
  const token = await server.token(name, role, firmId)
  const query = async (text: string, variables?: object) => {
    const answer = await server.query(token, text, variables)
    expect(answer.errors).toBeUndefined()
    return answer.data
  }
  const send = async (mutation: keyof typeof MUTATIONS, input: object, key: string = randomUUID()) => {
    const text = `mutation ($input: ${nameOfInput(mutation)}!) { ${mutation}(input: $input) { __typename ${MUTATIONS[mutation]}
      ... on MutationRefused { code message } } }`
    return (await query(text, { input: { clientMutationId: key, ...input } }))[mutation]
  }
  return {
    send,
    query,
    proposal: async (id) =>
      (await query(`query ($id: ID!) { proposal(id: $id) { ${PROPOSAL} } }`, { id })).proposal,
    async decide({ id, listSha256 }, decision, { confirmOverCap, ...more }: any = {}) {
      const decisions = [{ proposalId: id, listSha256, decision, ...more }]
      return (await send('decideProposals', { decisions, confirmOverCap })).verdicts[0]
    },
  }
}

/** A firm of its own with two households that have something to trade: H1 in discretionary accounts, H2 in one that is not. */
export const REVIEW_FIRM = {
  'households.csv': [
    'household_id,name,model,rebalance_level,objective,time_horizon_years,risk_tolerance,income_need_percent,profiled_on',
    'H1,Baker household,Simple,household,growth,10,average,2,2025-01-15',
    'H2,Novak household,Simple,household,,,,,',
  ],
  'overrides.csv': undefined,
  'accounts.csv': [
    'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash',
    '1001,H1,T1,Baker joint,joint,taxable,Schwab,yes,notice,1000.50,500',
    '1002,H1,T2,Baker IRA,traditional_ira,tax_deferred,Harbor,yes,consent,25000,0',
    '2001,H2,T3,Novak,individual,taxable,Schwab,no,notice,30000,0',
  ],
} as const

export interface ReviewFirm {
  readonly firmId: string
  /** Ids of households by reference. */
  readonly households: Readonly<Record<string, string>>
  readonly ada: Reviewer
  readonly ben: Reviewer
  readonly eve: Reviewer
  /** A proposal for a household, as ada asked for it. */
  propose(reference: string, more?: object): Promise<any>
  /** Loads files of the firm, some told otherwise. */
  load(changes: Parameters<typeof smallFirm>[0], asOf?: string): Promise<void>
  /** SQL as a test may need it. */
  execute(text: string, values?: unknown[]): Promise<any[]>
  setPolicy(terms: readonly object[], priceDays?: number | null): Promise<any>
}

/** The firm's prices are of one day in 2025, so that the database's own date is not looked at until a test asks for it. */
export async function reviewFirm(
  server: TestServer,
  changes: Parameters<typeof smallFirm>[0] = {},
): Promise<ReviewFirm> {
  const told = { ...REVIEW_FIRM, ...changes }
  const firmId = await loadedFirm(server.database, told)
  const execute = (text: string, values: unknown[] = []) =>
    byTest(server.database, firmId, ({ em }) => em.execute<any[]>(text, values))
  await execute('update firm set approval_price_days = null where firm_id = ?', [firmId])
  const [ada, ben, eve] = [
    await reviewer(server, firmId, 'ada'),
    await reviewer(server, firmId, 'ben'),
    await reviewer(server, firmId, 'eve', 'administrator'),
  ]
  const rows = await execute('select id, reference from household where firm_id = ?', [firmId])
  const households = Object.fromEntries(rows.map(({ id, reference }) => [reference, id]))
  return {
    firmId,
    households,
    ada,
    ben,
    eve,
    execute,
    async propose(reference, more = {}) {
      return (await ada.send('rebalanceHousehold', { householdId: households[reference], ...more })).proposal
    },
    async load(files, asOf) {
      const outcome = await load(server.database, firmId, smallFirm({ ...told, ...files }), asOf)
      expect(outcome.kind).toBe('imported')
    },
    async setPolicy(terms, priceDays = null) {
      const { approvalPolicy } = await eve.query('{ approvalPolicy { sha256 } }')
      const input = { expectedSha256: approvalPolicy.sha256, terms, priceDays }
      const answer = await eve.send('setApprovalPolicy', input)
      expect(answer.__typename).toBe('SetApprovalPolicyPayload')
      return answer.approvalPolicy
    },
  }
}

export const startReviewServer = (): Promise<TestServer> => startTestServer()
