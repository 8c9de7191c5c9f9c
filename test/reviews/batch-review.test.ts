import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { byTest } from '../firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { statementsOf } from '../api/statements.ts'
import { testWorker } from '../batches/working.ts'
import { reviewer, type Reviewer } from './reviewing.ts'

let server: TestServer
let ada: Reviewer
let ben: Reviewer
let eve: Reviewer
let batchId: string

const SUMS = `proposals proposed edited approved rejected stale trades taxCost turnoverValue base turnover outOfBandLeft refusedHouseholds`
const NODE = `id state listSha256 tradeCount taxCost turnoverValue base largestDriftAfter outOfBandAfter flags household { id reference model { id name } }
  trades { id side shares value taxCost account { custodian } }`

const execute = (text: string, values: unknown[] = []) =>
  byTest(server.database, server.firmId, ({ em }) => em.execute<any[]>(text, values))

const ofBatch = async (fields: string, variables: object = {}): Promise<any> =>
  (await ada.query(`query ($id: ID!) { batch(id: $id) { ${fields} } }`, { id: batchId, ...variables })).batch

/** All its proposals, from pages of few. */
async function proposals(args = ''): Promise<any[]> {
  const found: any[] = []
  for (let after = 'null'; ;) {
    const { proposals: page } = await ofBatch(
      `proposals(first: 7, after: ${after} ${args}) { edges { node { ${NODE} } } pageInfo { hasNextPage endCursor } }`,
    )
    found.push(...page.edges.map(({ node }: any) => node))
    if (!page.pageInfo.hasNextPage) return found
    after = JSON.stringify(page.pageInfo.endCursor)
  }
}

const sum = (rows: any[], of: (row: any) => string) => rows.reduce((total, row) => total + Number(of(row)), 0)

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await reviewer(server, server.firmId, 'ada')
  ben = await reviewer(server, server.firmId, 'ben')
  eve = await reviewer(server, server.firmId, 'eve', 'administrator')
  await execute(
    `update household set advisor = case when reference < (select min(reference) from household where firm_id = ? and reference like '%5') then 'Kim' when reference like '%9' then null else 'Lee' end where firm_id = ?`,
    [server.firmId, server.firmId],
  )
  const { startBatch } = await ada.query(
    `mutation { startBatch(input: { clientMutationId: "all", name: "All", selection: { all: true } }) {
      ... on StartBatchPayload { batch { id } } } }`,
  )
  batchId = startBatch.batch.id
  const worker = testWorker(server.database)
  await worker.workAll(server.firmId, batchId)
  await worker.stop()
}, 60_000)
afterAll(() => server.close())

describe('a batch', () => {
  test('sums its proposals, and those of each model, advisor and custodian', async () => {
    const all = await proposals()
    expect(all.length).toBeGreaterThan(15)
    const { sums, byModel, byAdvisor, byCustodian } = await ofBatch(
      `sums { ${SUMS} } byModel: groups(by: MODEL) { key name sums { ${SUMS} } }
       byAdvisor: groups(by: ADVISOR) { key name sums { ${SUMS} } } byCustodian: groups(by: CUSTODIAN) { key name sums { ${SUMS} } }`,
    )
    expect(sums).toMatchObject({
      ...{ proposals: all.length, proposed: all.length, edited: 0, approved: 0, rejected: 0, stale: 0 },
      trades: all.flatMap(({ trades }) => trades).length,
      outOfBandLeft: all.filter(({ outOfBandAfter }) => outOfBandAfter > 0).length,
    })
    expect(Number(sums.taxCost)).toBeCloseTo(
      sum(all, ({ taxCost }) => taxCost),
      2,
    )
    expect(Number(sums.turnoverValue)).toBeCloseTo(
      sum(all, ({ turnoverValue }) => turnoverValue),
      2,
    )
    expect(Number(sums.base)).toBeCloseTo(
      sum(all, ({ base }) => base),
      2,
    )
    expect(Number(sums.turnover)).toBeCloseTo(Number(sums.turnoverValue) / 2 / Number(sums.base), 6)
    // The household without a model has no proposal.
    expect(sums.refusedHouseholds).toBeGreaterThan(0)

    const models = Map.groupBy(all, ({ household }) => household.model.name)
    expect(byModel.map(({ name }: any) => name)).toEqual([...models.keys()].sort())
    for (const { name, sums: own } of byModel) {
      expect(own.proposals).toBe(models.get(name)!.length)
      expect(Number(own.taxCost)).toBeCloseTo(
        sum(models.get(name)!, ({ taxCost }) => taxCost),
        2,
      )
    }
    expect(byAdvisor.map(({ name }: any) => name)).toEqual(['Kim', 'Lee', ''])
    expect(byAdvisor.reduce((count: number, group: any) => count + group.sums.proposals, 0)).toBe(all.length)
    const trades = all.flatMap(({ id, trades: own }) =>
      own.map((trade: any) => ({ ...trade, proposalId: id })),
    )
    const custodians = Map.groupBy(trades, ({ account }) => account.custodian)
    expect(byCustodian.map(({ name }: any) => name)).toEqual([...custodians.keys()].sort())
    for (const { name, sums: own } of byCustodian) {
      const there = custodians.get(name)!
      expect(own.trades).toBe(there.length)
      expect(own.proposals).toBe(new Set(there.map(({ proposalId }) => proposalId)).size)
      expect(Number(own.turnoverValue)).toBeCloseTo(
        sum(there, ({ value }) => value),
        2,
      )
    }
  })

  test('orders and filters its proposals, page by page', async () => {
    const all = await proposals('orderBy: TAX_DESC')
    expect(all.map(({ taxCost }) => Number(taxCost))).toEqual(
      all.map(({ taxCost }) => Number(taxCost)).sort((a, b) => b - a),
    )
    const drifts = (await proposals('orderBy: DRIFT_LEFT_DESC')).map((row) => Number(row.largestDriftAfter))
    expect(drifts).toEqual([...drifts].sort((a, b) => b - a))
    const references = (await proposals('orderBy: HOUSEHOLD_ASC')).map(({ household }) => household.reference)
    expect(references).toEqual([...references].sort())
    expect(new Set(references).size).toBe(all.length)
    const flagged = await proposals('filter: { flags: [NON_DISCRETIONARY, OVERRIDE_TOUCHED] }')
    expect(flagged.map(({ id }) => id).sort()).toEqual(
      all
        .filter(({ flags }) => flags.includes('NON_DISCRETIONARY') || flags.includes('OVERRIDE_TOUCHED'))
        .map(({ id }) => id)
        .sort(),
    )
    expect(flagged.length).toBeGreaterThan(0)
    const { id: modelId } = all[0].household.model
    const ofModel = await proposals(`filter: { modelId: "${modelId}" }`)
    expect(ofModel.length).toBe(all.filter(({ household }) => household.model.id === modelId).length)
    const [custodian] = all.flatMap(({ trades }) => trades.map(({ account }: any) => account.custodian))
    const there = await proposals(`filter: { custodian: "${custodian}", states: [PROPOSED] }`)
    expect(there.length).toBe(
      all.filter(({ trades }) => trades.some(({ account }: any) => account.custodian === custodian)).length,
    )
    expect(await proposals('filter: { states: [APPROVED] }')).toEqual([])
  })

  test('tells what stands out first: by the policy’s cap, or far above the median of the others', async () => {
    const all = await proposals()
    const taxes = all
      .map(({ taxCost }) => Number(taxCost))
      .filter((tax) => tax > 0)
      .sort((a, b) => a - b)
    const median = (of: number[]) => {
      const sorted = [...of].sort((a, b) => a - b)
      const middle = sorted.length / 2
      return sorted.length % 2 === 1
        ? sorted[Math.floor(middle)]!
        : (sorted[middle - 1]! + sorted[middle]!) / 2
    }
    const center = median(taxes)
    const threshold = center + 3 * 1.4826 * median(taxes.map((tax) => Math.abs(tax - center)))
    const { outliers } = await ofBatch(
      'outliers { kind amount message proposal { id } household { reference } }',
    )
    const ofKind = (kind: string) => outliers.filter((row: any) => row.kind === kind)
    expect(
      ofKind('TAX')
        .map((row: any) => row.proposal.id)
        .sort(),
    ).toEqual(
      all
        .filter(({ taxCost }) => Number(taxCost) > threshold)
        .map(({ id }) => id)
        .sort(),
    )
    for (const [kind, flag] of [
      ['OVERRIDE_TOUCHED', 'OVERRIDE_TOUCHED'],
      ['SHORT_OF_CASH', 'SHORT_OF_CASH'],
      ['WASH_SALE_RISK', 'WASH_SALE_RISK'],
    ]) {
      expect(
        ofKind(kind!)
          .map((row: any) => row.proposal.id)
          .sort(),
      ).toEqual(
        all
          .filter(({ flags }) => flags.includes(flag))
          .map(({ id }) => id)
          .sort(),
      )
    }
    expect(outliers[0]).toMatchObject({
      kind: 'REFUSED',
      proposal: null,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    })
    for (const { message } of outliers) expect(message).toMatch(/^[A-Z].*\.$/)
    const ids = new Set(outliers.flatMap((row: any) => row.proposal?.id ?? []))
    expect(new Set((await proposals('filter: { outliersOnly: true }')).map(({ id }) => id))).toEqual(ids)

    // With a cap the cap decides: here the second highest tax, which is reached.
    const cap = taxes.at(-2)!
    const { approvalPolicy } = await eve.query('{ approvalPolicy { sha256 } }')
    await eve.send('setApprovalPolicy', {
      expectedSha256: approvalPolicy.sha256,
      terms: [{ condition: 'TAX_OVER_CAP', cap: cap.toFixed(2) }],
    })
    const capped = await ofBatch('outliers { kind proposal { id taxCost } }')
    expect(
      capped.outliers
        .filter((row: any) => row.kind === 'TAX')
        .map((row: any) => Number(row.proposal.taxCost)),
    ).toEqual(taxes.filter((tax) => tax >= cap).sort((a, b) => b - a))
    const now = await eve.query('{ approvalPolicy { sha256 } }')
    await eve.send('setApprovalPolicy', { expectedSha256: now.approvalPolicy.sha256, terms: [] })
  })

  test('is a blotter of one row a trade, page by page', async () => {
    const rows: any[] = []
    for (let after = 'null'; ;) {
      const { trades: page } = await ofBatch(
        `trades(first: 20, after: ${after}) { edges { node { id shares proposal { id listSha256 } } } pageInfo { hasNextPage endCursor } }`,
      )
      rows.push(...page.edges.map(({ node }: any) => node))
      if (!page.pageInfo.hasNextPage) break
      after = JSON.stringify(page.pageInfo.endCursor)
    }
    const all = await proposals()
    expect(rows.map(({ id, proposal }) => `${proposal.id} ${id}`)).toEqual(
      [...all]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .flatMap(({ id, trades }) => trades.map((trade: any) => `${id} ${trade.id}`)),
    )
  })

  test('is told in a number of statements that does not grow with it', async () => {
    const count = (fields: string) => statementsOf(() => ofBatch(fields)).then(({ length }) => length)
    const fields = (
      first: number,
    ) => `sums { proposals } groups(by: CUSTODIAN) { name sums { trades } } outliers(first: ${first}) { message proposal { id } household { name } }
      proposals(first: ${first}) { edges { node { id approvalsNeeded requires approvals { author } batch { id } trades { id account { id } security { symbol } } household { name } } } }
      trades(first: ${first}) { edges { node { id proposal { id household { name } } } } } selection { count sha256 }`
    expect(await count(fields(50))).toBeLessThanOrEqual(await count(fields(2)))
    expect(await count(fields(2))).toBeLessThanOrEqual(22)
  })
})

describe('one decision on all that a filter finds', () => {
  const SELECTION = `selection(filter: { states: [PROPOSED, EDITED], advisor: "Lee" }) { count sha256 sums { proposals taxCost } }`
  const filter = { states: ['PROPOSED', 'EDITED'], advisor: 'Lee' }

  test('is taken on the very proposals that were seen, and on none that came or changed since', async () => {
    const { selection } = await ofBatch(SELECTION)
    const found = await proposals('filter: { states: [PROPOSED, EDITED], advisor: "Lee" }')
    // The hash by hand: a line each, in order of id.
    const lines = found
      .map(({ id, listSha256 }) => `${id} ${listSha256}`)
      .sort()
      .join('\n')
    expect(selection).toMatchObject({
      count: found.length,
      sha256: createHash('sha256').update(lines).digest('hex'),
    })
    expect(selection.sums.proposals).toBe(found.length)

    const [first] = found.filter(({ trades }) => trades.some(({ side }: any) => side === 'BUY'))
    const buy = first.trades.findLast(({ side }: any) => side === 'BUY')
    const { version } = await ada.proposal(first.id)
    const { proposal: changed } = await ben.send('reviseProposal', {
      ...{ proposalId: first.id, expectedVersion: version },
      edits: [{ rowKey: '1', tradeId: buy.id, shares: '0' }],
    })
    expect(changed.state).toBe('EDITED')
    const all = { filter, count: selection.count, sha256: selection.sha256, decision: 'APPROVE' }
    expect(await ada.send('decideProposals', { batchId, all })).toMatchObject({ code: 'SELECTION_CHANGED' })

    const { selection: seen } = await ofBatch(SELECTION)
    const { verdicts } = await ada.send('decideProposals', {
      ...{ batchId, all: { ...all, sha256: seen.sha256 } },
    })
    expect(verdicts).toHaveLength(found.length)
    const asked = new Set(
      found.filter(({ flags }) => flags.includes('NON_DISCRETIONARY')).map(({ id }) => id),
    )
    for (const { code, proposal } of verdicts)
      expect(code, proposal.id).toBe(asked.has(proposal.id) ? 'CLIENT_APPROVAL_NEEDED' : '')
    const { sums } = await ofBatch('sums { approved edited proposed }')
    expect(sums.approved).toBe(found.length - asked.size)
    expect(await ada.send('decideProposals', { all })).toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a pushed blotter', () => {
  const rowOf = (proposal: any, trade: any, more: object) => ({
    ...{ rowKey: trade.id, proposalId: proposal.id, listSha256: proposal.listSha256, tradeId: trade.id },
    ...more,
  })
  const push = (rows: object[], more: object = {}) => ada.send('pushBlotter', { batchId, rows, ...more })
  const codes = (answer: any) =>
    answer.verdicts.map(({ accepted, code }: any) => (accepted ? `ok ${code}`.trim() : code))

  /** Open proposals with purchases to strike, in accounts that may be traded at discretion. */
  const open = async () =>
    (await proposals('filter: { states: [PROPOSED] }')).filter(
      ({ flags, trades }) =>
        !flags.includes('NON_DISCRETIONARY') && trades.filter(({ side }: any) => side === 'BUY').length > 1,
    )

  test('edits, strikes, notes and approves, every row with its verdict', async () => {
    const [one, two, three, four] = await open()
    const lastBuy = (proposal: any) => proposal.trades.findLast(({ side }: any) => side === 'BUY')
    const rows = [
      // Struck, and the rest approved.
      ...one.trades.map((trade: any) =>
        rowOf(one, trade, trade === lastBuy(one) ? { strike: true } : { approve: true, note: 'Agreed.' }),
      ),
      // One row is not approved.
      ...two.trades.map((trade: any, index: number) => rowOf(two, trade, { approve: index > 0 })),
      // One edit breaks a rule.
      ...three.trades.map((trade: any) =>
        rowOf(
          three,
          trade,
          trade === lastBuy(three) ? { shares: '99999999', approve: true } : { approve: true },
        ),
      ),
      rowOf({ ...four, listSha256: '0'.repeat(64) }, four.trades[0], { strike: true }),
      rowOf(four, four.trades[1], { strike: true, approve: true }),
    ]
    const answer = await push(rows)
    const expected = [
      ...one.trades.map(() => 'ok'),
      ...two.trades.map((_trade: any, index: number) => (index > 0 ? 'PARTLY_APPROVED' : 'ok')),
      ...three.trades.map((trade: any) => (trade === lastBuy(three) ? 'boughtWithoutCash' : 'EDIT_REFUSED')),
      'LIST_CHANGED',
      'APPROVED_AND_STRUCK',
    ]
    expect(codes(answer)).toEqual(expected)
    for (const { accepted, message } of answer.verdicts) if (!accepted) expect(message).toMatch(/^[A-Z].*\.$/)
    const after = await ada.proposal(one.id)
    expect(after).toMatchObject({
      state: 'APPROVED',
      editors: ['ada'],
      approvals: [{ author: 'ada', note: 'Agreed.' }],
    })
    expect(after.trades).toHaveLength(one.trades.length - 1)
    expect(await ada.proposal(two.id)).toMatchObject({ state: 'PROPOSED', approvals: [] })
    expect(await ada.proposal(three.id)).toMatchObject({ state: 'PROPOSED', listSha256: three.listSha256 })
  })

  test('whose answer was lost is sent again under its key and has one effect', async () => {
    const [one] = await open()
    const buy = one.trades.findLast(({ side }: any) => side === 'BUY')
    const rows = [rowOf(one, buy, { strike: true }), rowOf(one, one.trades[0], { shares: '-1' })]
    const input = { batchId, rows }
    const first = await ada.send('pushBlotter', input, 'the same push')
    const second = await ada.send('pushBlotter', input, 'the same push')
    expect(codes(first)).toEqual(['ok', 'notAQuantity'])
    expect(second).toMatchObject({ replayed: true, verdicts: first.verdicts })
    expect((await ada.proposal(one.id)).trades).toHaveLength(one.trades.length - 1)
  })

  test('is refused whole where rows share a key', async () => {
    const [one] = await open()
    const row = rowOf(one, one.trades[0], { approve: true })
    expect(await push([row, row])).toMatchObject({ code: 'ROW_KEY_TWICE' })
  })

  test('says of a second approval that it is another person’s', async () => {
    const { approvalPolicy } = await eve.query('{ approvalPolicy { sha256 } }')
    await eve.send('setApprovalPolicy', {
      expectedSha256: approvalPolicy.sha256,
      terms: [{ condition: 'EVERY_PROPOSAL', secondPerson: true }],
    })
    const [one] = await open()
    const rows = one.trades.map((trade: any) => rowOf(one, trade, { approve: true }))
    expect(new Set(codes(await push(rows)))).toEqual(new Set(['ok SECOND_PERSON_NEEDED']))
    const buy = one.trades.findLast(({ side }: any) => side === 'BUY')
    const edited = one.trades.map((trade: any) =>
      rowOf(one, trade, trade === buy ? { strike: true } : { approve: true }),
    )
    // The edit holds; nobody approves their own.
    const told = codes(await push(edited))
    expect(told.filter((code: string) => code === 'ok')).toHaveLength(1)
    expect(new Set(told.filter((code: string) => code !== 'ok'))).toEqual(new Set(['OWN_EDIT']))
    expect(await ada.proposal(one.id)).toMatchObject({ state: 'EDITED', approvals: [], approvalsNeeded: 2 })
  })
})
