import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { readContents } from '../../server/proposals/content.ts'
import { proposalsById } from '../../server/proposals/load-proposals.ts'
import { restoreSnapshot } from '../../server/proposals/stored-snapshot.ts'
import { startTestServer, type TestServer } from './server.ts'
import { statementsOf } from './statements.ts'
import { byTest } from '../firm.ts'

let server: TestServer
let ada: string
let ann: string
/** Managed as one, with some accounts and a model of three tiers. */
let household: { id: string; accounts: { id: string; accountNumber: string; taxStatus: string }[] }
let elsewhere: string

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await server.token('ada', 'advisor')
  ann = await server.token('ann', 'analyst')
  const { data } = await server.query(
    ada,
    `{ households(first: 100, orderBy: REFERENCE_ASC) { edges { node {
        id rebalanceLevel model { id } accounts { id accountNumber taxStatus } } } } }`,
  )
  const mapped = data.households.edges
    .map((edge: any) => edge.node)
    .filter((node: any) => node.model && node.rebalanceLevel === 'HOUSEHOLD' && node.accounts.length > 1)
  household = mapped[0]
  elsewhere = mapped[1].accounts[0].id
})
afterAll(() => server.close())

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) {
  rebalanceHousehold(input: $input) {
    __typename
    ... on RebalanceHouseholdPayload {
      proposal {
        id scope mode preference sleeve tradeCount nettedTax
        dueBecause { code facts { name value } }
        trades { id side shares reasonCode reason reasonFacts { name value } security { id } }
        classesLeftAlone { reasons { code facts { name value } } }
        levels { cashShortfall washedForCash budgetExcess shortTermGain legacyGain bandViolation goalViolation cost
          deviation relativeShortfall locationDrag orders }
        certificate { isOptimal levels { level bound reached gap } causes { code sentence } }
        taxReturns { taxpayers { reference } shortTermGain longTermGain yearShortTermGain yearLongTermGain
          lossCarryforwardUsed lossCarriedForward nettedTaxBefore nettedTaxAfter nettedTax
          gainsBudgetLeft taxBudgetLeft }
        disallowedLosses { account { accountNumber } security { symbol } lotId shares loss isLostForGood bought
          blockerAccount { accountNumber } blockerSecurity { symbol } }
      }
    }
    ... on MutationRefused { code message }
  }
}`

async function propose(wishes: object): Promise<any> {
  const input = { clientMutationId: randomUUID(), householdId: household.id, ...wishes }
  const { data, errors } = await server.query(ada, REBALANCE, { input })
  expect(errors).toBeUndefined()
  return data.rebalanceHousehold
}

const COMPARE = `query ($input: PlanInput!) {
  compareFits(input: $input) {
    __typename
    ... on FitComparison { asOf
      bestFit { tradeCount taxCost nettedTax tradingCost turnover turnoverValue outOfBand isOptimal }
      fewestTrades { tradeCount taxCost nettedTax tradingCost turnover turnoverValue outOfBand isOptimal } }
    ... on PlanRefused { code message }
  }
}`

async function compare(wishes: object, token = ada): Promise<any> {
  const { data, errors } = await server.query(token, COMPARE, {
    input: { householdId: household.id, ...wishes },
  })
  expect(errors).toBeUndefined()
  return data.compareFits
}

/** What a proposal was planned on, from its kept bytes. */
const keptSnapshot = (proposalId: string): Promise<Snapshot> =>
  server.database.readInFirm(server.firmId, async (transaction) => {
    const [proposal] = await proposalsById(transaction, [proposalId])
    return restoreSnapshot(proposal!.snapshotSha256, (hashes) =>
      readContents(transaction, proposal!.month, hashes),
    )
  })

describe('a plan that is asked for', () => {
  test.each([
    ['INVEST_CASH', { kind: 'investCash' }],
    ['RAISE_CASH', { kind: 'raiseCash' }],
    ['HARVEST', { kind: 'harvest' }],
    ['SELL_ONLY', { kind: 'sellOnly' }],
    ['BUY_ONLY', { kind: 'buyOnly' }],
  ])('with the scope %s is planned so, to target unless it names a mode', async (scope, planned) => {
    const { proposal } = await propose({ scope })
    expect(proposal).toMatchObject({ scope, mode: 'TARGET', preference: 'BEST_FIT', sleeve: null })
    const { settings } = await keptSnapshot(proposal.id)
    expect(settings).toMatchObject({ scope: planned, mode: 'target', trigger: 'asked' })
    expect(Number(settings.lossCredit)).toBe(scope === 'HARVEST' ? 1 : 0)
    const half = await propose({ scope, mode: 'MIDPOINT', preference: 'FEWEST_TRADES' })
    expect(half.proposal).toMatchObject({ scope, mode: 'MIDPOINT', preference: 'FEWEST_TRADES' })
    expect((await keptSnapshot(half.proposal.id)).settings).toMatchObject({
      scope: planned,
      mode: 'midpoint',
      preference: 'fewestTrades',
    })
  })

  test.each(['TARGET', 'MIDPOINT', 'BAND'])(
    'with the scope %s does everything in that mode',
    async (scope) => {
      const { proposal } = await propose({ scope, mode: scope })
      expect(proposal).toMatchObject({ scope, mode: scope })
      expect((await keptSnapshot(proposal.id)).settings).toMatchObject({
        scope: { kind: 'all' },
        mode: scope.toLowerCase(),
        trigger: scope === 'TARGET' ? 'asked' : 'whenDue',
      })
    },
  )

  test('with a sleeve means the class or tier of that name', async () => {
    const { proposal } = await propose({ scope: 'SLEEVE', sleeve: 'Equity' })
    expect(proposal).toMatchObject({ scope: 'SLEEVE', sleeve: 'Equity' })
    const { settings, models } = await keptSnapshot(proposal.id)
    const { scope } = settings
    const name = models[0]!.nodes.find(({ id }) => scope.kind === 'sleeve' && id === scope.nodeId)?.name
    expect(name).toBe('Equity')
  })

  test('with cash flows and what-if values rests on them, and on the firm’s own where it has none', async () => {
    const [first, second] = household.accounts
    const { proposal } = await propose({
      flows: [
        { accountId: first!.id.toUpperCase(), withdrawal: '1234.5' },
        { accountId: second!.id, contribution: '500' },
      ],
      deviationPrice: '0.01',
      locationYears: '1.5',
      harvest: true,
    })
    const { settings, accounts } = await keptSnapshot(proposal.id)
    expect(settings).toMatchObject({ deviationPrice: '0.01', locationYears: '1.5', lossCredit: '1' })
    const flows = new Map(
      accounts.map(({ id, contribution, withdrawal }) => [id, [contribution, withdrawal]]),
    )
    expect(flows.get(first!.id)).toEqual(['0.00', '1234.50'])
    expect(flows.get(second!.id)).toEqual(['500.00', '0.00'])
    const codes = proposal.dueBecause.map((reason: any) => reason.code)
    expect(codes).toContain('withdrawalDue')
    const plain = await propose({})
    const kept = await keptSnapshot(plain.proposal.id)
    expect(
      [kept.settings.deviationPrice, kept.settings.locationYears, kept.settings.lossCredit].map(Number),
    ).toEqual([0.002, 3, 0])
    for (const account of kept.accounts)
      expect(account).toMatchObject({ contribution: '0.00', withdrawal: '0.00' })
    await server.database.inFirm(server.firmId, ({ em }) =>
      em.execute('update firm set loss_credit = 1 where firm_id = ?', [server.firmId]),
    )
    const without = await propose({ harvest: false })
    expect((await keptSnapshot(without.proposal.id)).settings.lossCredit).toBe('0')
    await server.database.inFirm(server.firmId, ({ em }) =>
      em.execute('update firm set loss_credit = 0 where firm_id = ?', [server.firmId]),
    )
  })

  test('and cannot be made is refused with a code, by the mutation and the comparison alike', async () => {
    const [account] = household.accounts
    const of = (flow: object) => ({ flows: [{ accountId: account!.id, ...flow }] })
    const cases: [wishes: object, code: string][] = [
      [{ scope: 'SLEEVE', sleeve: 'Timber' }, 'UNKNOWN_SLEEVE'],
      [{ scope: 'SLEEVE' }, 'UNKNOWN_SLEEVE'],
      [{ scope: 'TARGET', sleeve: 'Equity' }, 'UNKNOWN_SLEEVE'],
      [{ scope: 'TARGET', mode: 'BAND' }, 'MODE_TWICE'],
      [{ flows: [{ accountId: elsewhere, withdrawal: '1' }] }, 'UNKNOWN_ACCOUNT'],
      [{ flows: [{ accountId: 'no id', withdrawal: '1' }] }, 'UNKNOWN_ACCOUNT'],
      [
        { accountId: household.accounts[1]!.id, flows: [{ accountId: account!.id, withdrawal: '1' }] },
        'UNKNOWN_ACCOUNT',
      ],
      [{ accountId: elsewhere }, 'NOT_FOUND'],
      [{ householdId: 'no id' }, 'NOT_FOUND'],
      [of({ withdrawal: '-1' }), 'NEGATIVE_AMOUNT'],
      [of({ contribution: '-0.01' }), 'NEGATIVE_AMOUNT'],
      [of({ withdrawal: '1.005' }), 'NOT_AN_AMOUNT'],
      [of({ contribution: '1000000000000.01' }), 'NOT_AN_AMOUNT'],
      [{ flows: [{ accountId: account!.id }, { accountId: account!.id }] }, 'ACCOUNT_TWICE'],
      [{ deviationPrice: '1.01' }, 'OUT_OF_RANGE'],
      [{ deviationPrice: '0.0000001' }, 'OUT_OF_RANGE'],
      [{ locationYears: '-1' }, 'OUT_OF_RANGE'],
      [{ locationYears: '100.5' }, 'OUT_OF_RANGE'],
    ]
    for (const [wishes, code] of cases) {
      const refused = await propose(wishes)
      expect(refused, JSON.stringify(wishes)).toMatchObject({ __typename: 'MutationRefused', code })
      expect(refused.message).toMatch(/^[A-Z].+\.$/)
      expect(await compare(wishes)).toEqual({ __typename: 'PlanRefused', code, message: refused.message })
    }
  })

  test('takes no statement more for its wishes', async () => {
    const count = async (wishes: object) =>
      (
        await statementsOf(() =>
          server.query(
            ada,
            'mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) { __typename } }',
            { input: { clientMutationId: randomUUID(), householdId: household.id, ...wishes } },
          ),
        )
      ).length
    const flows = household.accounts.map(({ id }) => ({ accountId: id, contribution: '100' }))
    expect(await count({ scope: 'SLEEVE', sleeve: 'Equity', flows, harvest: true })).toBeLessThanOrEqual(
      await count({}),
    )
  })
})

describe('what a proposal tells', () => {
  test('holds every level, and why with the facts of its sentences', async () => {
    const { proposal } = await propose({})
    for (const [level, value] of Object.entries(proposal.levels)) {
      if (level === 'orders') expect(value).toEqual(expect.any(Number))
      else expect(value).toMatch(/^-?\d+(\.\d+)?$/)
    }
    expect(proposal.trades.length).toBeGreaterThan(0)
    for (const { reason, reasonFacts, security } of proposal.trades) {
      const names = reasonFacts.map(({ name }: any) => name)
      expect(names).toEqual([...names].sort())
      for (const { name, value } of reasonFacts) {
        if (name === 'class') expect(reason).toContain(value)
        if (name === 'security') expect(value).toBe(security.id)
      }
    }
    expect(proposal.trades.flatMap(({ reasonFacts }: any) => reasonFacts).length).toBeGreaterThan(0)
  })

  test('takes as many statements with its proof as without, but for those of taxpayers', async () => {
    const { proposal } = await propose({})
    const count = async (fields: string) =>
      (
        await statementsOf(async () => {
          const { errors } = await server.query(ada, `query ($id: ID!) { proposal(id: $id) { ${fields} } }`, {
            id: proposal.id,
          })
          expect(errors).toBeUndefined()
        })
      ).length
    const plain = await count('warnings { sentence } trades { id }')
    const proof = `levels { cost } certificate { isOptimal causes { sentence } } nettedTax
      taxReturns { nettedTax taxpayers { reference } } warnings { sentence facts { name } } trades { id reasonFacts { name } }`
    expect(await count(proof)).toBeLessThanOrEqual(plain + 1)
  })
})

describe('the comparison', () => {
  test('tells what both plans come to, to an analyst as well, and keeps nothing', async () => {
    const rows = () =>
      byTest(server.database, server.firmId, ({ em }) =>
        em.execute(
          'select (select count(*) from proposal) as proposals, (select count(*) from snapshot_content) as contents',
        ),
      )
    const before = await rows()
    const answer = await compare({}, ann)
    expect(answer.asOf).toBe('2025-09-26')
    const { proposal } = await propose({})
    for (const fit of [answer.bestFit, answer.fewestTrades]) {
      expect(fit).toMatchObject({ tradeCount: expect.any(Number), outOfBand: expect.any(Number) })
      expect(Number(fit.turnoverValue)).toBeGreaterThanOrEqual(0)
    }
    expect(answer.bestFit.tradeCount).toBe(proposal.tradeCount)
    expect(answer.fewestTrades.tradeCount).toBeLessThanOrEqual(answer.bestFit.tradeCount)
    const kept = await rows()
    await compare({ scope: 'BAND' }, ann)
    expect(await rows()).toEqual(kept)
    expect(kept).not.toEqual(before)
  })

  test('is planned on facts of one moment, in a fixed number of statements', async () => {
    const one = await statementsOf(() => compare({}))
    const account = await statementsOf(() => compare({ accountId: household.accounts[0]!.id }))
    expect(one.length).toBe(account.length)
    expect(one.length).toBeLessThanOrEqual(20)
  })
})

describe('a proposal of the optimiser', () => {
  test('is measured against the best at every level that decides', async () => {
    const { proposal } = await propose({})
    expect(proposal.certificate.levels.map(({ level }: any) => level)).toEqual([
      'CASH_SHORTFALL',
      'WASHED_FOR_CASH',
      'BUDGET_EXCESS',
      'SHORT_TERM_GAIN',
      'LEGACY_GAIN',
      'BAND_VIOLATION',
      'GOAL_VIOLATION',
      'COST',
    ])
    for (const { bound, reached, gap } of proposal.certificate.levels)
      expect(Number(gap)).toBeCloseTo(Number(reached) - Number(bound), 2)
    for (const { sentence } of proposal.certificate.causes) expect(sentence).toMatch(/^[A-Z].+\.$/)
  })

  test('works the year’s tax out for each return, which sum to what it says in all', async () => {
    const { proposal } = await propose({})
    expect(proposal.taxReturns.length).toBeGreaterThan(0)
    let sum = 0
    for (const effect of proposal.taxReturns) {
      expect(effect.taxpayers.length).toBeGreaterThan(0)
      expect(Number(effect.nettedTax)).toBeCloseTo(
        Number(effect.nettedTaxAfter) - Number(effect.nettedTaxBefore),
        2,
      )
      sum += Number(effect.nettedTax)
    }
    expect(Number(proposal.nettedTax)).toBeCloseTo(sum, 2)
  })

  test('with one side alone has no trade of the other', async () => {
    for (const [scope, side] of [
      ['INVEST_CASH', 'BUY'],
      ['BUY_ONLY', 'BUY'],
      ['RAISE_CASH', 'SELL'],
      ['SELL_ONLY', 'SELL'],
    ]) {
      const { proposal } = await propose({ scope })
      for (const trade of proposal.trades) expect(trade.side, scope).toBe(side)
    }
  })
})
