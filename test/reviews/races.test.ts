import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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

const ROUNDS = 5

test('two who approve at once: one is told that it is approved already, or both count as two', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const proposal = await firm.propose('H1')
    const codes = (
      await Promise.all([firm.ada.decide(proposal, 'APPROVE'), firm.ben.decide(proposal, 'APPROVE')])
    ).map(({ code }) => code)
    expect(codes.sort()).toEqual(['', 'ALREADY_APPROVED'])
    await firm.ada.decide(proposal, 'REJECT')
  }
  await firm.setPolicy([{ condition: 'EVERY_PROPOSAL', secondPerson: true }])
  const proposal = await firm.propose('H1')
  const verdicts = await Promise.all([
    firm.ada.decide(proposal, 'APPROVE'),
    firm.ben.decide(proposal, 'APPROVE'),
  ])
  expect(verdicts.map(({ code }) => code).sort()).toEqual(['', 'SECOND_PERSON_NEEDED'])
  expect(await firm.ada.proposal(proposal.id)).toMatchObject({ state: 'APPROVED' })
})

test('two proposals of one household approved at once: one is, the other is told so', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const proposals = [await firm.propose('H1'), await firm.propose('H1')]
    const codes = (await Promise.all(proposals.map((proposal) => firm.ada.decide(proposal, 'APPROVE')))).map(
      ({ code }) => code,
    )
    expect(codes.sort()).toEqual(['', 'OTHER_APPROVED'])
    await Promise.all(proposals.map((proposal) => firm.ada.decide(proposal, 'REJECT')))
  }
})

test('an edit and an approval at once: what is approved is never another list than was seen', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const proposal = await firm.propose('H1')
    const buy = proposal.trades.findLast(({ side }: any) => side === 'BUY')
    const [approval, edit] = await Promise.all([
      firm.ada.decide(proposal, 'APPROVE'),
      firm.ben.send('reviseProposal', {
        ...{ proposalId: proposal.id, expectedVersion: proposal.version },
        edits: [{ rowKey: '1', tradeId: buy.id, shares: '0' }],
      }),
    ])
    const after = await firm.ada.proposal(proposal.id)
    if (approval.accepted) expect(edit.__typename).toBe('Conflict')
    else expect(approval.code).toBe('LIST_CHANGED')
    if (after.state === 'APPROVED') expect(after.listSha256).toBe(proposal.listSha256)
    else expect(after).toMatchObject({ state: 'EDITED', approvals: [] })
    await firm.ada.decide(after, 'REJECT')
  }
})

test('a load and an approval at once: nothing is left approved of which nobody is told that it moved', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const proposal = await firm.propose('H1')
    const lots = SMALL_FIRM['lots.csv'].map((line) =>
      line.startsWith('1001,VTI,2020-01-02,10')
        ? `1001,VTI,2020-01-02,${9 - round},165.42,${((9 - round) * 165.42).toFixed(2)}`
        : line,
    )
    const [approval] = await Promise.all([
      firm.ada.decide(proposal, 'APPROVE'),
      firm.load({ 'lots.csv': lots }),
    ])
    const after = await firm.ada.proposal(proposal.id)
    expect(after.staleBecause.code).toBe('POSITIONS_MOVED')
    // Approved before the load, which then said what moved; or stale.
    expect([approval.code, after.state]).toSatisfy(
      ([code, state]: [string, string]) =>
        (code === '' && state === 'APPROVED') ||
        (['STALE', 'POSITIONS_MOVED'].includes(code) && state === 'STALE'),
    )
  }
})
