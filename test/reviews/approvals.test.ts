import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../api/server.ts'
import { statementsOf } from '../api/statements.ts'
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

const client = { by: 'Nina Novak', on: '', how: 'by telephone' }

/** Today in the zone of the exchanges, by the database. */
async function today(): Promise<string> {
  const [row] = await firm.execute(`select (now() at time zone 'America/New_York')::date::text as today`)
  return row.today
}

/** Strikes the last purchase of a proposal, which can always be done. */
async function strike(person: ReviewFirm['ada'], proposal: any) {
  const buy = proposal.trades.findLast(({ side }: any) => side === 'BUY')
  const edits = [{ rowKey: '1', tradeId: buy.id, shares: '0' }]
  const answer = await person.send('reviseProposal', {
    ...{ proposalId: proposal.id, expectedVersion: proposal.version },
    edits,
  })
  expect(answer.verdicts).toEqual([{ accepted: true, code: '' }])
  return answer.proposal
}

describe('an approval', () => {
  test('binds the list that was seen: one that was changed since is not approved, and says so', async () => {
    const seen = await firm.propose('H1')
    const changed = await strike(firm.ben, seen)
    expect(changed.listSha256).not.toBe(seen.listSha256)
    expect(await firm.ada.decide(seen, 'APPROVE')).toMatchObject({ accepted: false, code: 'LIST_CHANGED' })
    expect(await firm.ada.decide(changed, 'APPROVE')).toMatchObject({
      accepted: true,
      code: '',
      proposal: { state: 'APPROVED', approvals: [{ author: 'ada' }] },
    })
  })

  test('takes its household out of those that were never rebalanced, and no other', async () => {
    const waiting = async () => {
      const { queuedHouseholds } = await firm.ada.query(
        '{ queuedHouseholds(filter: { kinds: [NEVER_REBALANCED] }) { edges { node { household { reference } } } } }',
      )
      return queuedHouseholds.edges.map(({ node }: any) => node.household.reference).sort()
    }
    const all = await waiting()
    expect(all).toContain('H1')
    await firm.ada.decide(await firm.propose('H1'), 'APPROVE')
    expect(await waiting()).toEqual(all.filter((reference: string) => reference !== 'H1'))
  })

  test('is void once a line is changed, and stays where a note is written', async () => {
    const proposal = await firm.propose('H1')
    const { proposal: approved } = await firm.ada.decide(proposal, 'APPROVE')
    const [trade] = approved.trades
    const noted = await firm.ben.send('reviseProposal', {
      ...{ proposalId: proposal.id, expectedVersion: approved.version },
      edits: [{ rowKey: '1', tradeId: trade.id, shares: trade.shares, note: 'As discussed.' }],
    })
    expect(noted.proposal).toMatchObject({ state: 'APPROVED', approvals: [{ author: 'ada' }], editors: [] })
    const changed = await strike(firm.ben, noted.proposal)
    expect(changed).toMatchObject({ state: 'EDITED', approvals: [], editors: ['ben'] })
    expect(changed.decisions).toMatchObject([{ decision: 'APPROVE', author: 'ada', isInForce: false }])
  })

  test('of which the policy asks two is given by two different persons', async () => {
    await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', secondPerson: true }])
    const proposal = await firm.propose('H1')
    expect(proposal).toMatchObject({ approvalsNeeded: 2, requires: ['EVERY_PROPOSAL'] })
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({
      accepted: true,
      code: 'SECOND_PERSON_NEEDED',
      proposal: { state: 'PROPOSED', approvals: [{ author: 'ada' }] },
    })
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ accepted: false, code: 'SAME_PERSON' })
    expect(await firm.ben.decide(proposal, 'APPROVE')).toMatchObject({
      accepted: true,
      code: '',
      proposal: { state: 'APPROVED', approvals: [{ author: 'ada' }, { author: 'ben' }] },
    })
    expect(await firm.eve.decide(proposal, 'APPROVE')).toMatchObject({ code: 'ALREADY_APPROVED' })
  })

  test('is never of an own edit where two are asked for, and may be where one is', async () => {
    const alone = await strike(firm.ada, await firm.propose('H1'))
    await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', secondPerson: true }])
    expect(await firm.ada.decide(alone, 'APPROVE')).toMatchObject({ accepted: false, code: 'OWN_EDIT' })
    expect(await firm.ben.decide(alone, 'APPROVE')).toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
    await firm.setPolicy([])
    expect(await firm.ada.decide(alone, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
  })

  test('carries a note where the policy asks for one', async () => {
    await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', noteRequired: true }])
    const proposal = await firm.propose('H1')
    expect(proposal.noteNeeded).toBe(true)
    expect(await firm.ada.decide(proposal, 'APPROVE', { note: '  ' })).toMatchObject({ code: 'NOTE_NEEDED' })
    expect(await firm.ada.decide(proposal, 'APPROVE', { note: 'In line with the plan.' })).toMatchObject({
      proposal: { state: 'APPROVED', approvals: [{ author: 'ada', note: 'In line with the plan.' }] },
    })
  })

  test('in an account that is not discretionary rests on the client’s own, recorded with who, when and how', async () => {
    const proposal = await firm.propose('H2')
    expect(proposal.flags).toContain('NON_DISCRETIONARY')
    expect((await firm.propose('H1')).flags).not.toContain('NON_DISCRETIONARY')
    const on = await today()
    const refused = { accepted: false, code: 'CLIENT_APPROVAL_NEEDED' }
    const approve = (clientApproval?: object) => firm.ada.decide(proposal, 'APPROVE', { clientApproval })
    expect(await approve()).toMatchObject(refused)
    expect(await approve({ ...client, on, how: ' ' })).toMatchObject(refused)
    // Before the trades were planned nobody can have approved them.
    expect(await approve({ ...client, on: '2025-09-27' })).toMatchObject(refused)
    expect(await approve({ ...client, on: '2999-01-01' })).toMatchObject(refused)
    expect(await approve({ ...client, on })).toMatchObject({
      accepted: true,
      proposal: {
        state: 'APPROVED',
        approvals: [{ clientBy: 'Nina Novak', clientOn: on, clientHow: 'by telephone' }],
      },
    })
  })

  test('over a cap of tax or turnover says that it is meant', async () => {
    const proposal = await firm.propose('H1')
    // Half of what is traded over the base.
    const turnover = Number(proposal.turnoverValue) / 2 / Number(proposal.base)
    const below = (Math.floor(turnover * 1000) / 1000).toFixed(3)
    const above = (Math.ceil(turnover * 1000 + 1) / 1000).toFixed(3)
    await firm.setPolicy([{ condition: 'TURNOVER_OVER_CAP', cap: above }])
    expect((await firm.ada.proposal(proposal.id)).requires).toEqual([])
    await firm.setPolicy([{ condition: 'TURNOVER_OVER_CAP', cap: below }])
    expect((await firm.ada.proposal(proposal.id)).requires).toEqual(['TURNOVER_OVER_CAP'])
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ accepted: false, code: 'OVER_CAP' })
    expect(await firm.ada.decide(proposal, 'APPROVE', { confirmOverCap: true })).toMatchObject({
      proposal: { state: 'APPROVED' },
    })
  })

  test('of one proposal keeps another of the same household from being approved on the same positions', async () => {
    const one = await firm.propose('H1')
    const other = await firm.propose('H1', { scope: 'BAND' })
    const both = [one, other].map(({ id, listSha256 }) => ({
      proposalId: id,
      listSha256,
      decision: 'APPROVE',
    }))
    const { verdicts } = await firm.ada.send('decideProposals', { decisions: both })
    expect(verdicts.map(({ code }: any) => code)).toEqual(['', 'OTHER_APPROVED'])
    expect(await firm.ben.decide(other, 'APPROVE')).toMatchObject({ code: 'OTHER_APPROVED' })
    await firm.ben.decide(one, 'REJECT')
    expect(await firm.ben.decide(other, 'APPROVE')).toMatchObject({ accepted: true, code: '' })
  })
})

describe('other decisions', () => {
  test('reject, open again with a reason, and note without deciding', async () => {
    const proposal = await firm.propose('H1')
    expect(await firm.ada.decide(proposal, 'NOTE', { note: 'Called.' })).toMatchObject({
      accepted: true,
      proposal: { state: 'PROPOSED', version: proposal.version },
    })
    expect(await firm.ada.decide(proposal, 'REJECT')).toMatchObject({ proposal: { state: 'REJECTED' } })
    expect(await firm.ada.decide(proposal, 'APPROVE')).toMatchObject({ code: 'REJECTED' })
    const rejected = await firm.ada.proposal(proposal.id)
    const edits = [{ rowKey: '1', tradeId: proposal.trades[0].id, shares: '0' }]
    expect(
      await firm.ada.send('reviseProposal', {
        proposalId: proposal.id,
        expectedVersion: rejected.version,
        edits,
      }),
    ).toMatchObject({ __typename: 'MutationRefused', code: 'REJECTED' })
    expect(await firm.ada.decide(proposal, 'SEND_BACK')).toMatchObject({ code: 'NOTE_NEEDED' })
    expect(await firm.ada.decide(proposal, 'SEND_BACK', { note: 'Look again.' })).toMatchObject({
      proposal: { state: 'PROPOSED' },
    })
  })

  test('sending back takes an approval back', async () => {
    await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', secondPerson: true }])
    const proposal = await firm.propose('H1')
    await firm.ada.decide(proposal, 'APPROVE')
    await firm.eve.decide(proposal, 'SEND_BACK', { note: 'Wait for Friday.' })
    expect((await firm.ada.proposal(proposal.id)).approvals).toEqual([])
    expect(await firm.ben.decide(proposal, 'APPROVE')).toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  })

  test('are told apart, each for itself: unknown, named twice, of another batch', async () => {
    const proposal = await firm.propose('H1')
    const { id: proposalId, listSha256 } = proposal
    const reject = { proposalId, listSha256, decision: 'REJECT' }
    const { verdicts } = await firm.ada.send('decideProposals', {
      decisions: [reject, reject, { ...reject, proposalId: 'nothing' }],
    })
    expect(verdicts.map(({ code }: any) => code)).toEqual(['', 'PROPOSAL_TWICE', 'NOT_FOUND'])
    const batchId = '00000000-0000-7000-8000-00000000beef'
    const other = await firm.ada.send('decideProposals', { batchId, decisions: [reject] })
    expect(other.verdicts[0].code).toBe('NOT_OF_BATCH')
    expect(await firm.ada.send('decideProposals', {})).toMatchObject({ code: 'NO_DECISIONS' })
  })

  test('have one effect under one key, and leave one entry of the audit', async () => {
    const { id: proposalId, listSha256 } = await firm.propose('H1')
    const input = { decisions: [{ proposalId, listSha256, decision: 'APPROVE' }] }
    const first = await firm.ada.send('decideProposals', input, 'approve once')
    const second = await firm.ada.send('decideProposals', input, 'approve once')
    expect([first.replayed, second.replayed]).toEqual([false, true])
    expect(second.verdicts).toEqual(first.verdicts)
    const rows = await firm.execute('select set_id, decision from proposal_decision where firm_id = ?', [
      firm.firmId,
    ])
    expect(rows).toMatchObject([{ decision: 'approve' }])
    const audit = await firm.execute(
      `select noun_id, content::json #>> '{body,detail,set}' as set_id from audit_entry where firm_id = ? and action = 'proposal.decide'`,
      [firm.firmId],
    )
    expect(audit).toEqual([{ noun_id: proposalId, set_id: rows[0].set_id }])
  })

  test('take the same number of statements for one proposal and for many', async () => {
    const proposals = [await firm.propose('H1'), await firm.propose('H1'), await firm.propose('H2')]
    const [one, ...others] = proposals.map(({ id, listSha256 }) => ({
      proposalId: id,
      listSha256,
      decision: 'APPROVE',
    }))
    const count = async (decisions: object[]) => {
      const statements = await statementsOf(async () => {
        const text = `mutation ($input: DecideProposalsInput!) { decideProposals(input: $input) { __typename } }`
        await firm.ada.query(text, { input: { clientMutationId: String(decisions.length), decisions } })
      })
      return statements.length
    }
    const counts = [await count([one!]), await count(others)]
    expect(counts[1]).toBeLessThanOrEqual(counts[0]!)
    expect(counts[0]).toBeLessThanOrEqual(26)
  })
})

describe('the policy', () => {
  test('is what was set last, whole, and the audit has it before and after', async () => {
    const first = await firm.setPolicy([
      { condition: 'TAX_OVER_CAP', cap: '5000', secondPerson: true },
      { condition: 'NON_DISCRETIONARY', noteRequired: true },
    ])
    expect(first.terms).toEqual([
      { condition: 'NON_DISCRETIONARY', secondPerson: false, noteRequired: true, cap: null, author: 'eve' },
      { condition: 'TAX_OVER_CAP', secondPerson: true, noteRequired: false, cap: '5000', author: 'eve' },
    ])
    const second = await firm.setPolicy([{ condition: 'TAX_OVER_CAP', cap: '7500.5' }], 3)
    expect(second).toMatchObject({
      priceDays: 3,
      terms: [{ condition: 'TAX_OVER_CAP', cap: '7500.5', secondPerson: false }],
    })
    const audit = await firm.execute(
      `select content::json #>> '{body,beforeSha256}' as before, content::json #>> '{body,afterSha256}' as after
       from audit_entry where firm_id = ? and action = 'approvalPolicy.set' order by sequence`,
      [firm.firmId],
    )
    expect(audit).toMatchObject([{ after: first.sha256 }, { before: first.sha256, after: second.sha256 }])
  })

  test.each([
    [[{ condition: 'TAX_OVER_CAP', secondPerson: true }], 'CAP_MISPLACED'],
    [[{ condition: 'EVERY_PROPOSAL', cap: '1' }], 'CAP_MISPLACED'],
    [[{ condition: 'EVERY_PROPOSAL' }, { condition: 'EVERY_PROPOSAL' }], 'CONDITION_TWICE'],
    [[{ condition: 'TAX_OVER_CAP', cap: '-1' }], 'OUT_OF_RANGE'],
    [[{ condition: 'TURNOVER_OVER_CAP', cap: '0.00001' }], 'OUT_OF_RANGE'],
  ])('%j is refused as %s', async (terms, code) => {
    const { approvalPolicy } = await firm.eve.query('{ approvalPolicy { sha256 } }')
    expect(
      await firm.eve.send('setApprovalPolicy', { expectedSha256: approvalPolicy.sha256, terms }),
    ).toMatchObject({ code })
  })

  test('that somebody else set meanwhile is not overwritten unseen', async () => {
    const { approvalPolicy } = await firm.eve.query('{ approvalPolicy { sha256 } }')
    await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', noteRequired: true }])
    const input = { expectedSha256: approvalPolicy.sha256, terms: [] }
    expect(await firm.eve.send('setApprovalPolicy', input)).toMatchObject({ code: 'POLICY_CHANGED' })
  })
})
