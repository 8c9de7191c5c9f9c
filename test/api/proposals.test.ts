import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { recomputeProposal } from '../../server/proposals/recompute-proposal.ts'
import { startTestServer, type TestServer } from './server.ts'
import { statementsOf } from './statements.ts'

const run = promisify(execFile)

let server: TestServer
let ada: string
let ben: string

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
})
afterAll(() => server.close())

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) {
  rebalanceHousehold(input: $input) {
    __typename
    ... on RebalanceHouseholdPayload {
      clientMutationId replayed
      proposal {
        id version state asOf author snapshotSha256 contentSha256 tradeCount taxCost turnoverValue
        household { id name }
        dueBecause { code sentence }
        trades { id side shares price value reasonCode reason realizedGain account { id accountNumber cash } security { symbol } lots { lotId shares realizedGain term } }
        classesLeftAlone { name status outsideBandBy reasons { code sentence } }
        refusals { reason { code sentence } }
        before { base classes { name status weight } }
        after { base cash reserve classes { name status weight } }
      }
    }
    ... on MutationRefused { code message }
  }
}`

const REVISE = `mutation ($input: ReviseProposalInput!) {
  reviseProposal(input: $input) {
    __typename
    ... on ReviseProposalPayload {
      replayed verdicts { rowKey accepted code message }
      proposal { id version state contentSha256 taxCost trades { id side shares editedBy note reasonCode account { accountNumber } security { symbol } } }
    }
    ... on MutationRefused { code message }
    ... on Conflict { code message currentVersion }
  }
}`

async function households(): Promise<any[]> {
  const { data } = await server.query(
    ada,
    '{ households(first: 100) { edges { node { id reference name model { id } drift { outOfBand } } } } }',
  )
  return data.households.edges.map((edge: any) => edge.node)
}

async function propose(householdId: string, more: object = {}, token = ada): Promise<any> {
  const answer = await server.query(token, REBALANCE, {
    input: { clientMutationId: randomUUID(), householdId, ...more },
  })
  expect(answer.errors).toBeUndefined()
  return answer.data.rebalanceHousehold
}

const revise = async (token: string, input: object): Promise<any> =>
  (await server.query(token, REVISE, { input: { clientMutationId: randomUUID(), ...input } })).data
    .reviseProposal

/** A household whose proposal trades, with that proposal. */
async function traded(): Promise<any> {
  for (const household of await households()) {
    if (!household.model) continue
    const { proposal } = await propose(household.id)
    if (proposal.trades.some((trade: any) => trade.side === 'BUY')) return proposal
  }
  throw new Error('no household of the demonstration firm needs a purchase')
}

/** A proposal that sells and buys, and a sale and a purchase of it; `suits` looks at the sale's lots and at all that its account holds of it. */
async function withBothSides(
  suits: (lots: any[], all: any[]) => boolean = () => true,
): Promise<{ proposal: any; sell: any; buy: any }> {
  for (const household of await households()) {
    if (!household.model) continue
    const { proposal } = await propose(household.id)
    const buy = proposal.trades.find((trade: any) => trade.side === 'BUY')
    for (const sell of proposal.trades.filter((trade: any) => trade.side === 'SELL')) {
      const { data } = await server.query(
        ada,
        'query ($id: ID!) { account(id: $id) { lots { id security { symbol } } } }',
        { id: sell.account.id },
      )
      const all = data.account.lots.filter((lot: any) => lot.security.symbol === sell.security.symbol)
      if (buy && Number(sell.shares) > 1 && suits(sell.lots, all)) return { proposal, sell, buy }
    }
  }
  throw new Error('no household of the demonstration firm sells and buys so')
}

describe('a proposal', () => {
  test('for every mapped household: reasons in sentences, whole shares, no cash below zero because of it', async () => {
    let withTrades = 0
    const said: string[] = []
    for (const household of await households()) {
      const answer = await propose(household.id)
      if (!household.model) {
        expect(answer).toMatchObject({ __typename: 'MutationRefused', code: 'NO_MODEL' })
        expect(answer.message).toContain(household.name)
        continue
      }
      const { proposal } = answer
      if (proposal.trades.length > 0) withTrades += 1
      for (const trade of proposal.trades) {
        // A whole position may keep its fraction; a purchase is in whole shares.
        if (trade.side === 'BUY') expect(trade.shares).toMatch(/^\d+$/)
        expect(trade.reasonCode).toMatch(/^[a-z]\w+$/)
        said.push(trade.reason)
        const relieved = trade.lots.reduce((sum: number, lot: any) => sum + Number(lot.shares), 0)
        expect(relieved).toBeCloseTo(trade.side === 'SELL' ? Number(trade.shares) : 0, 8)
      }
      // Shares times price per account, worked out here: what an account spends it has.
      const cash = new Map<string, number>()
      for (const { account, side, value } of proposal.trades) {
        const before = cash.get(account.accountNumber) ?? Number(account.cash)
        cash.set(account.accountNumber, before + (side === 'SELL' ? Number(value) : -Number(value)))
      }
      for (const { account, side } of proposal.trades) {
        if (side === 'BUY') expect(cash.get(account.accountNumber)).toBeGreaterThanOrEqual(0)
      }
      said.push(
        ...[...proposal.dueBecause, ...proposal.refusals.map((refusal: any) => refusal.reason)].map(
          (reason: any) => reason.sentence,
        ),
      )
      for (const left of proposal.classesLeftAlone) {
        expect(left.reasons.length).toBeGreaterThan(0)
        said.push(...left.reasons.map((reason: any) => reason.sentence))
      }
    }
    expect(withTrades).toBeGreaterThan(10)
    expect(said.length).toBeGreaterThan(100)
    for (const sentence of said) {
      expect(sentence).toMatch(/^[A-Z$0-9].*[.)]$/)
      expect(sentence).not.toMatch(/[{}_]|undefined|NaN|[0-9a-f]{8}-[0-9a-f]{4}-/)
    }
  })

  test('keeps its snapshot: after prices and lots have changed a fresh process finds the same bytes', async () => {
    const proposal = await traded()
    await server.database.inFirm(server.firmId, async ({ em }) => {
      await em.execute(
        `insert into price (firm_id, security_id, price_date, close)
         select firm_id, id, '2025-09-26', 1.23 from security where firm_id = ?`,
        [server.firmId],
      )
      await em.execute('update tax_lot set shares = shares / 2 where firm_id = ?', [server.firmId])
    })
    const program = `
      import { openDatabase } from './server/database/in-firm.ts'
      import { recomputeProposal } from './server/proposals/recompute-proposal.ts'
      const [app, reader, firmId, id] = process.argv.slice(1)
      const database = await openDatabase({ app, reader })
      console.log(JSON.stringify(await database.readInFirm(firmId, (transaction) => recomputeProposal(transaction, id))))
      await database.close()`
    const { app, reader } = inject('databaseUrls')
    const { stdout } = await run(process.execPath, [
      '--input-type=module',
      '-e',
      program,
      app,
      reader,
      server.firmId,
      proposal.id,
    ])
    expect(JSON.parse(stdout)).toEqual({
      proposalId: proposal.id,
      engineVersion: '2',
      storedSha256: proposal.contentSha256,
      recomputedSha256: proposal.contentSha256,
      same: true,
    })
    const again = await propose(proposal.household.id)
    expect(again.proposal.contentSha256).not.toBe(proposal.contentSha256)
    // Put right again, by a correction recorded later and the halves taken back.
    await server.database.inFirm(server.firmId, async ({ em }) => {
      await em.execute(
        `insert into price (firm_id, security_id, price_date, close)
         select distinct on (security_id) firm_id, security_id, price_date, close from price
         where firm_id = ? and price_date = '2025-09-26' order by security_id, recorded_at`,
        [server.firmId],
      )
      await em.execute('update tax_lot set shares = shares * 2 where firm_id = ?', [server.firmId])
    })
    expect((await propose(proposal.household.id)).proposal.contentSha256).toBe(proposal.contentSha256)
  })

  test('without a trade keeps its snapshot as well, and is planned again from it', async () => {
    let without = 0
    for (const household of (await households()).filter((row) => row.model)) {
      const { proposal } = await propose(household.id, { scope: 'BAND' })
      if (proposal.tradeCount > 0) continue
      without += 1
      const again = await server.database.readInFirm(server.firmId, (transaction) =>
        recomputeProposal(transaction, proposal.id),
      )
      expect(again).toMatchObject({ same: true, storedSha256: proposal.contentSha256 })
    }
    expect(without).toBeGreaterThan(3)
  })

  test('under one key is made once, and told again', async () => {
    const [household] = (await households()).filter((row) => row.model)
    const input = { clientMutationId: 'once-and-again', householdId: household.id }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.query(ada, REBALANCE, { input })),
    )
    const payloads = answers.map((answer) => answer.data.rebalanceHousehold)
    expect(new Set(payloads.map((payload) => payload.proposal.id)).size).toBe(1)
    expect(payloads.filter((payload) => !payload.replayed)).toHaveLength(1)
    const other = await server.query(ada, REBALANCE, { input: { ...input, scope: 'BAND' } })
    expect(other.data.rebalanceHousehold).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  test('of one account leaves the others alone', async () => {
    const { data } = await server.query(
      ada,
      '{ accounts(first: 100) { edges { node { accountNumber id household { id model { id } } } } } }',
    )
    const account = data.accounts.edges
      .map((edge: any) => edge.node)
      .find((node: any) => node.household.model)
    const { proposal } = await propose(account.household.id, { accountId: account.id })
    for (const trade of proposal.trades) expect(trade.account.accountNumber).toBe(account.accountNumber)
  })

  test('takes a fixed number of statements, however many accounts and lots', async () => {
    const counts = new Set<number>()
    for (const household of (await households()).filter((row) => row.model).slice(0, 6)) {
      const input = { clientMutationId: randomUUID(), householdId: household.id }
      const statements = await statementsOf(() =>
        server.query(
          ada,
          'mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) { __typename } }',
          { input },
        ),
      )
      counts.add(statements.length)
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(34)
    // With and without trades to insert.
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })
})

describe('a revision', () => {
  test('is checked, names its editor, and voids what the other advisor had read', async () => {
    const proposal = await traded()
    const trade = proposal.trades.find((row: any) => row.side === 'BUY')
    const fewer = String(Number(trade.shares) - 1)
    const edits = [{ rowKey: 'r1', tradeId: trade.id, shares: fewer, note: 'less' }]
    const first = await revise(ada, { proposalId: proposal.id, expectedVersion: 1, edits })
    expect(first).toMatchObject({
      __typename: 'ReviseProposalPayload',
      verdicts: [{ rowKey: 'r1', accepted: true, code: '', message: '' }],
      proposal: { version: 2, state: 'EDITED', contentSha256: proposal.contentSha256 },
    })
    const changed = first.proposal.trades.find((row: any) => row.id === trade.id)
    if (fewer === '0') expect(changed).toBeUndefined()
    else
      expect(changed).toMatchObject({
        shares: fewer,
        editedBy: 'ada',
        note: 'less',
        reasonCode: 'requestedByPerson',
      })
    for (const { id, shares, reasonCode } of proposal.trades) {
      if (id !== trade.id)
        expect(first.proposal.trades.find((row: any) => row.id === id)).toMatchObject({
          shares,
          reasonCode,
          editedBy: null,
        })
    }
    const second = await revise(ben, {
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ ...edits[0], shares: '0' }],
    })
    expect(second).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT', currentVersion: 2 })
  })

  test('keeps what is allowed and gives back, row by row, what is not', async () => {
    const proposal = await traded()
    const [buy, other] = [
      proposal.trades.find((row: any) => row.side === 'BUY'),
      proposal.trades.find((row: any) => row.side === 'SELL') ?? proposal.trades.at(-1),
    ]
    const edits = [
      { rowKey: 'too many', tradeId: buy.id, shares: '1000000' },
      { rowKey: 'note', tradeId: other.id, shares: other.shares, note: 'Call first.' },
      { rowKey: 'negative', tradeId: other.id, shares: '-1' },
      { rowKey: 'too fine', tradeId: other.id, shares: '1.123456789012' },
      { rowKey: 'nowhere', accountNumber: 'none', symbol: 'VTI', side: 'BUY', shares: '1' },
      {
        rowKey: 'unknown',
        accountNumber: buy.account.accountNumber,
        symbol: 'NOPE',
        side: 'BUY',
        shares: '1',
      },
      { rowKey: 'gone', tradeId: 'no such trade', shares: '1' },
    ]
    const answer = await revise(ada, { proposalId: proposal.id, expectedVersion: 1, edits })
    const verdicts = Object.fromEntries(
      answer.verdicts.map((verdict: any) => [verdict.rowKey, verdict.code || 'accepted']),
    )
    expect(verdicts).toEqual({
      'too many': 'boughtWithoutCash',
      note: 'accepted',
      negative: 'notAQuantity',
      'too fine': 'notAQuantity',
      nowhere: 'unknownAccount',
      unknown: 'unknownSecurity',
      gone: 'unknownTrade',
    })
    for (const { accepted, message } of answer.verdicts) if (!accepted) expect(message).toMatch(/^[A-Z].+\.$/)
    expect(answer.proposal.trades.map(({ id, shares }: any) => ({ id, shares }))).toEqual(
      proposal.trades.map(({ id, shares }: any) => ({ id, shares })),
    )
    expect(answer.proposal.trades.find((row: any) => row.id === other.id).note).toBe('Call first.')
  })

  test('of which nothing is accepted changes nothing', async () => {
    const proposal = await traded()
    const { id: tradeId } = proposal.trades[0]
    const answer = await revise(ada, {
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ rowKey: '1', tradeId, shares: '1.5' }],
    })
    expect(answer.verdicts).toMatchObject([{ rowKey: '1', accepted: false, code: 'rounding' }])
    expect(answer.proposal).toMatchObject({ version: 1, state: 'PROPOSED' })
    const malformed = await server.query(ada, REVISE, {
      input: {
        clientMutationId: 'x',
        proposalId: proposal.id,
        expectedVersion: 1,
        edits: [{ rowKey: '1', tradeId, shares: 'many' }],
      },
    })
    expect(malformed.errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })

  test('with one key for two rows is refused whole, as their verdicts could not be told apart', async () => {
    const proposal = await traded()
    const [one, other] = proposal.trades
    const answer = await revise(ada, {
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [
        { rowKey: '1', tradeId: one.id, shares: '-1' },
        { rowKey: '1', tradeId: other.id, shares: other.shares, note: 'Call first.' },
      ],
    })
    expect(answer).toMatchObject({ __typename: 'MutationRefused', code: 'ROW_KEY_TWICE' })
  })

  test('names lots only of a sale, each once, and as many shares as it sells', async () => {
    const { buy, sell, proposal } = await withBothSides()
    const [lot] = sell.lots
    const one = String(Number(sell.shares) - 1)
    const edits = [
      {
        rowKey: 'buy',
        tradeId: buy.id,
        shares: buy.shares,
        lots: [{ lotId: lot.lotId, shares: buy.shares }],
      },
    ]
    const verdictOf = async (edit: object) => {
      const answer = await revise(ada, {
        proposalId: proposal.id,
        expectedVersion: 1,
        edits: [{ rowKey: '1', tradeId: sell.id, shares: sell.shares, ...edit }],
      })
      return answer.verdicts[0].code
    }
    const refused = await revise(ada, { proposalId: proposal.id, expectedVersion: 1, edits })
    expect(refused.verdicts).toMatchObject([{ accepted: false, code: 'lotsOfPurchase' }])
    expect(await verdictOf({ lots: [{ lotId: lot.lotId, shares: one }] })).toBe('lotsDoNotSum')
    expect(
      await verdictOf({
        lots: [
          { lotId: lot.lotId, shares: one },
          { lotId: lot.lotId.toUpperCase(), shares: '1' },
        ],
      }),
    ).toBe('lotTwice')
    expect(await verdictOf({ lots: [{ lotId: lot.lotId, shares: '-1' }] })).toBe('notAQuantity')
    // Those that it takes already are no change.
    const lots = sell.lots.map(({ lotId, shares }: any) => ({ lotId, shares }))
    const same = await revise(ada, {
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ rowKey: '1', tradeId: sell.id, shares: sell.shares, lots }],
    })
    expect(same).toMatchObject({
      verdicts: [{ accepted: true }],
      proposal: { version: 1, state: 'PROPOSED' },
    })
  })

  test('takes the lots that are named, and keeps them while others are edited', async () => {
    const { buy, sell, proposal } = await withBothSides((lots, all) => all.length > lots.length)
    const { data } = await server.query(
      ada,
      'query ($id: ID!) { account(id: $id) { lots { id shares unitCost security { symbol } } } }',
      { id: sell.account.id },
    )
    const taken = new Set(sell.lots.map(({ lotId }: any) => lotId))
    const other = data.account.lots.find(
      (lot: any) =>
        lot.security.symbol === sell.security.symbol && !taken.has(lot.id) && Number(lot.shares) >= 1,
    )
    // As many in all, so that what is bought with them stays paid: one share of another lot for one of the first taken.
    const [first, ...rest] = sell.lots.map(({ lotId, shares }: any) => ({ lotId, shares }))
    const left = Number(first.shares) - 1
    const lots = [
      ...(left > 0 ? [{ lotId: first.lotId, shares: String(left) }] : []),
      ...rest,
      { lotId: other.id, shares: '1' },
    ]
    const named = { rowKey: '1', tradeId: sell.id, shares: sell.shares, lots }
    const swapped = await revise(ada, { proposalId: proposal.id, expectedVersion: 1, edits: [named] })
    expect(swapped.verdicts).toEqual([{ rowKey: '1', accepted: true, code: '', message: '' }])
    const byId = (some: any[]) => some.toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1))
    const lotsOf = async () => {
      const answer = await server.query(
        ada,
        'query ($id: ID!) { proposal(id: $id) { trades { id lots { lotId shares } } } }',
        { id: proposal.id },
      )
      return byId(answer.data.proposal.trades.find((row: any) => row.id === sell.id).lots)
    }
    expect(await lotsOf()).toEqual(byId(lots))
    const strike = { rowKey: '2', tradeId: buy.id, shares: '0' }
    await revise(ada, { proposalId: proposal.id, expectedVersion: 2, edits: [strike] })
    expect(await lotsOf()).toEqual(byId(lots))
  })

  test('adds a trade back that was struck, under the same id', async () => {
    const proposal = await traded()
    const trade = proposal.trades.find((row: any) => row.side === 'BUY')
    await revise(ada, {
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ rowKey: '1', tradeId: trade.id, shares: '0' }],
    })
    const again = {
      rowKey: '1',
      accountNumber: trade.account.accountNumber,
      symbol: trade.security.symbol,
      side: 'BUY',
      shares: trade.shares,
    }
    const answer = await revise(ada, { proposalId: proposal.id, expectedVersion: 2, edits: [again] })
    expect(answer.verdicts).toEqual([{ rowKey: '1', accepted: true, code: '', message: '' }])
    expect(answer.proposal.trades.find((row: any) => row.id === trade.id)).toMatchObject({
      shares: trade.shares,
      editedBy: 'ada',
    })
  })

  test('pushed twice under one key has one effect', async () => {
    const proposal = await traded()
    const trade = proposal.trades.find((row: any) => row.side === 'BUY')
    const input = {
      clientMutationId: randomUUID(),
      proposalId: proposal.id,
      expectedVersion: 1,
      edits: [{ rowKey: '1', tradeId: trade.id, shares: '0' }],
    }
    const answers = await Promise.all([
      server.query(ada, REVISE, { input }),
      server.query(ada, REVISE, { input }),
    ])
    for (const answer of answers) expect(answer.data.reviseProposal.proposal.version).toBe(2)
    expect(answers.map((answer) => answer.data.reviseProposal.replayed).sort()).toEqual([false, true])
  })
})
