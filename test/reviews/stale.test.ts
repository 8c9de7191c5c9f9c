import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../api/server.ts'
import { SMALL_FIRM } from '../imports/small-firm.ts'
import { reviewFirm, startReviewServer, type ReviewFirm } from './reviewing.ts'

let server: TestServer
let firm: ReviewFirm

beforeAll(async () => {
  server = await startReviewServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  firm = await reviewFirm(server)
})

/** A lot of H1 that was sold down. */
const FEWER_LOTS = {
  'lots.csv': SMALL_FIRM['lots.csv'].map((line) =>
    line.replace('1001,VTI,2020-01-02,10,165.42,1654.20', '1001,VTI,2020-01-02,9,165.42,1488.78'),
  ),
}

describe('a load', () => {
  test('that moves positions marks the open proposals of those households, and says of approved ones what moved', async () => {
    const open = await firm.propose('H1')
    const approved = await firm.propose('H1')
    await firm.ada.decide(approved, 'APPROVE')
    const elsewhere = await firm.propose('H2')
    await firm.load(FEWER_LOTS)
    const because = { code: 'POSITIONS_MOVED', sentence: expect.stringMatching(/^Positions.*\.$/) }
    expect(await firm.ada.proposal(open.id)).toMatchObject({ state: 'STALE', staleBecause: because })
    expect(await firm.ada.proposal(approved.id)).toMatchObject({ state: 'APPROVED', staleBecause: because })
    expect(await firm.ada.proposal(elsewhere.id)).toMatchObject({ state: 'PROPOSED', staleBecause: null })
    expect(await firm.ada.decide(open, 'APPROVE')).toMatchObject({ accepted: false, code: 'STALE' })
    const edits = [{ rowKey: '1', tradeId: open.trades[0].id, shares: '0' }]
    const { version } = await firm.ada.proposal(open.id)
    expect(
      await firm.ada.send('reviseProposal', { proposalId: open.id, expectedVersion: version, edits }),
    ).toMatchObject({ code: 'STALE' })
  })

  test('of the same facts again leaves every proposal as it is', async () => {
    const proposal = await firm.propose('H1')
    await firm.load({ 'prices.csv': [...SMALL_FIRM['prices.csv'], '2025-09-24,VTI,324,324,100'] })
    expect(await firm.ada.proposal(proposal.id)).toMatchObject({ state: 'PROPOSED' })
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
  })

  test('of a restricted list marks those alone who hold the security or have it in their model', async () => {
    const proposal = await firm.propose('H1')
    const overrides = (symbol: string) => ({
      'securities.csv': [...SMALL_FIRM['securities.csv'], 'XYZ,Nobody,US Equity,0.001,high,equity'],
      'overrides.csv': [SMALL_FIRM['overrides.csv'][0], `,,restricted,${symbol},,,Under review,2025-09-01,`],
    })
    await firm.load(overrides('XYZ'))
    expect(await firm.ada.proposal(proposal.id)).toMatchObject({ state: 'PROPOSED' })
    await firm.load(overrides('AGG'))
    expect(await firm.ada.proposal(proposal.id)).toMatchObject({ state: 'STALE' })
  })
})

test('a publication marks the proposals of the model’s households', async () => {
  const proposal = await firm.propose('H1')
  const text = `mutation ($input: PublishModelVersionInput!) { publishModelVersion(input: $input) { __typename ... on MutationRefused { message } } }`
  const [{ id, number }] = await firm.execute(
    `select m.id, v.number from model m join model_version v on v.firm_id = m.firm_id and v.model_id = m.id where m.firm_id = ?`,
    [firm.firmId],
  )
  const { publishModelVersion } = await firm.eve.query(text, {
    input: {
      ...{ clientMutationId: 'wider', modelId: id, expectedVersion: number, rationale: 'A wider range.' },
      nodes: [
        { name: 'Equity', target: '0.6', low: '0.54', high: '0.66' },
        { name: 'US Equity', parent: 'Equity', target: '0.6', low: '0.54', high: '0.66' },
        { name: 'Safety', target: '0.4', low: '0.35', high: '0.45' },
        { name: 'Core Bonds', parent: 'Safety', target: '0.35', low: '0.3', high: '0.4' },
        { name: 'Cash', parent: 'Safety', isCash: true, target: '0.05', low: '0.02', high: '0.08' },
      ],
      securities: [
        { assetClass: 'US Equity', symbol: 'VTI', weight: '1', alternatives: ['SPY'] },
        { assetClass: 'Core Bonds', symbol: 'AGG', weight: '1', alternatives: ['IEF'] },
        { assetClass: 'Core Bonds', holder: 'TAXABLE', symbol: 'IEF', weight: '1' },
        { assetClass: 'Cash', symbol: 'BIL', weight: '1' },
      ],
    },
  })
  expect(publishModelVersion).toEqual({ __typename: 'PublishModelVersionPayload' })
  expect(await firm.ada.proposal(proposal.id)).toMatchObject({
    state: 'STALE',
    staleBecause: { code: 'POSITIONS_MOVED' },
  })
})

describe('an approval looks again', () => {
  const refused = async (proposal: any, code: string, state: string) => {
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({
      accepted: false,
      code,
      proposal: { state },
    })
  }

  test.each([
    ['cash', `update account set cash = cash + 0.01 where firm_id = ? and account_number = '1002'`],
    ['a lot’s basis', `update tax_lot set cost_basis = cost_basis + 0.01 where firm_id = ?`],
    ['a budget', `update taxpayer set gain_budget = 1 where firm_id = ? and reference = 'T1'`],
    [
      'whether it is discretionary',
      `update account set discretionary = false where firm_id = ? and account_number = '1001'`,
    ],
    [
      'an override',
      `insert into override (firm_id, id, household_id, kind, security_id, reason, author, starts)
       select h.firm_id, gen_random_uuid(), h.id, 'hold', s.id, 'why', 'eve', '2025-01-01'
       from household h join security s on s.firm_id = h.firm_id and s.symbol = 'VTI' where h.firm_id = ? and h.reference = 'H1'`,
    ],
    [
      'a purchase that is arranged',
      `insert into scheduled_purchase (firm_id, account_id, security_id, trade_date, source)
       select a.firm_id, a.id, s.id, '2025-10-03', 'Harbor' from account a join security s on s.firm_id = a.firm_id and s.symbol = 'SPY'
       where a.firm_id = ? and a.account_number = '1002'`,
    ],
  ])('and finds that %s has moved, whoever moved it', async (_what, change) => {
    const proposal = await firm.propose('H1')
    await firm.execute(change, [firm.firmId])
    await refused(proposal, 'POSITIONS_MOVED', 'STALE')
    expect((await firm.ada.proposal(proposal.id)).approvals).toEqual([])
  })

  test('and finds that a price was corrected', async () => {
    const proposal = await firm.propose('H1')
    await firm.execute(
      `insert into price (firm_id, security_id, price_date, close) select firm_id, id, '2025-09-26', 330 from security
       where firm_id = ? and symbol = 'VTI'`,
      [firm.firmId],
    )
    expect(proposal.trades.map(({ security }: any) => security.symbol)).toContain('VTI')
    await refused(proposal, 'PRICES_CORRECTED', 'STALE')
  })

  test('and bars a security whose price moved with no split to explain it, until another price confirms it', async () => {
    // 327.18 was the close; a quarter below it is 245.385.
    const priced = (close: string, adjusted: string | null) =>
      firm.execute(
        `insert into price (firm_id, security_id, price_date, close, adjusted_close) select firm_id, id, '2025-09-25', ?, ?
         from security where firm_id = ? and symbol = 'VTI'`,
        [close, adjusted, firm.firmId],
      )
    await priced('261.8', null)
    const near = await firm.propose('H1')
    expect(near.flags).not.toContain('PRICE_MOVE')
    // 327.18 is a quarter and more above 261.74.
    await priced('261.74', null)
    const far = await firm.propose('H1')
    expect(far.flags).toContain('PRICE_MOVE')
    await refused(far, 'PRICE_MOVE', 'PROPOSED')
    // A split of five for four, folded into the adjusted closes.
    await priced('261.74', '327')
    expect(await firm.ada.decide(far, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
  })

  test('and takes prices of the business day before, none older', async () => {
    // 26 September 2025 is a Friday.
    const proposal = await firm.propose('H1')
    const carry = async (day: string) => {
      await firm.execute(
        `insert into price (firm_id, security_id, price_date, close, adjusted_close) select p.firm_id, p.security_id, ?, p.close, p.close from price p
         where p.firm_id = ? and p.price_date = '2025-09-26' on conflict do nothing`,
        [day, firm.firmId],
      )
    }
    const other = await firm.propose('H2')
    await carry('2025-09-29')
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
    await carry('2025-09-30')
    await refused(other, 'STALE_PRICES', 'STALE')
  })

  test('at the database’s own date where the firm asks for it', async () => {
    const proposal = await firm.propose('H1')
    await firm.setPolicy([], 1)
    // Not stale: the same plan is good once the day's prices are there and confirm it.
    await refused(proposal, 'STALE_PRICES', 'PROPOSED')
    await firm.setPolicy([], null)
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
  })
})

describe('planning anew', () => {
  test('asks for the same on the facts of now, and the old one stays as stale', async () => {
    const flows = [{ accountId: await accountId('1002'), withdrawal: '1500' }]
    const old = await firm.propose('H1', {
      scope: 'SELL_ONLY',
      mode: 'BAND',
      preference: 'FEWEST_TRADES',
      flows,
    })
    const plain = await firm.propose('H2')
    await firm.load(FEWER_LOTS)
    const { verdicts } = await firm.ben.send('replanProposals', { ids: [old.id, plain.id, old.id, 'none'] })
    expect(verdicts).toMatchObject([
      {
        accepted: true,
        proposal: { state: 'STALE', staleBecause: { code: 'REPLANNED' } },
        newProposal: { state: 'PROPOSED' },
      },
      { accepted: true, newProposal: { state: 'PROPOSED' } },
      { accepted: false, code: 'PROPOSAL_TWICE' },
      { accepted: false, code: 'NOT_FOUND', newProposal: null },
    ])
    const fresh = await firm.propose('H1', {
      scope: 'SELL_ONLY',
      mode: 'BAND',
      preference: 'FEWEST_TRADES',
      flows,
    })
    // The same question on the same facts has the same answer to the byte.
    expect(verdicts[0].newProposal.listSha256).toBe(fresh.listSha256)
    expect(await firm.ada.decide(verdicts[0].newProposal, 'APPROVE')).toMatchObject({
      accepted: true,
      code: '',
    })
    const again = await firm.ben.send('replanProposals', { ids: [old.id] })
    expect(again.verdicts).toMatchObject([{ accepted: false, code: 'ALREADY_REPLANNED' }])
  })

  test('of one account plans that account alone again', async () => {
    const old = await firm.propose('H1', { accountId: await accountId('1002') })
    await firm.load(FEWER_LOTS)
    const { verdicts } = await firm.ada.send('replanProposals', { ids: [old.id] })
    const fresh = await firm.propose('H1', { accountId: await accountId('1002') })
    expect(verdicts[0].newProposal.listSha256).toBe(fresh.listSha256)
  })

  test('leaves alone what is approved or rejected', async () => {
    const approved = await firm.propose('H1')
    await firm.ada.decide(approved, 'APPROVE')
    const rejected = await firm.propose('H2')
    await firm.ada.decide(rejected, 'REJECT')
    const { verdicts } = await firm.ada.send('replanProposals', { ids: [approved.id, rejected.id] })
    expect(verdicts.map(({ code }: any) => code)).toEqual(['APPROVED', 'REJECTED'])
  })
})

const accountId = async (number: string): Promise<string> => {
  const [row] = await firm.execute('select id from account where firm_id = ? and account_number = ?', [
    firm.firmId,
    number,
  ])
  return row.id
}
