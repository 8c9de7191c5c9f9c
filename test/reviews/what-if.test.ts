import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../api/server.ts'
import { statementsOf } from '../api/statements.ts'
import { reviewFirm, startReviewServer, type ReviewFirm } from './reviewing.ts'

let server: TestServer
let firm: ReviewFirm
let analyst: string

beforeAll(async () => {
  server = await startReviewServer()
  firm = await reviewFirm(server)
  analyst = await server.token('ann', 'analyst', firm.firmId)
})
afterAll(() => server.close())

const PLAN = `tradeCount taxCost nettedTax turnover turnoverValue outOfBand isOptimal
  trades { side shares price value taxCost realizedGain reason account { accountNumber } security { symbol } }
  after { base classes { name weight target low high status } }`
const QUERY = `query ($input: WhatIfInput!) { whatIf(input: $input) { __typename
  ... on WhatIf { asOf baseline { bestFit { ${PLAN} } fewestTrades { tradeCount taxCost } }
    supposed { bestFit { ${PLAN} } fewestTrades { ${PLAN} } } }
  ... on PlanRefused { code message } } }`

async function whatIf(supposed: object, household = 'H1'): Promise<any> {
  const input = { householdId: firm.households[household], ...supposed }
  const answer = await server.query(analyst, QUERY, { input })
  expect(answer.errors).toBeUndefined()
  return answer.data.whatIf
}

const classOf = (plan: any, name: string) => plan.after[0].classes.find((row: any) => row.name === name)

/** Everything that is kept in the firm, and the end of the audit's chain. */
const kept = () =>
  firm.execute(
    `select (select count(*) from proposal where firm_id = f.firm_id) as proposals,
       (select count(*) from proposed_trade where firm_id = f.firm_id) as trades,
       (select count(*) from snapshot_content where firm_id = f.firm_id) as contents,
       (select count(*) from model_version where firm_id = f.firm_id) as versions,
       (select count(*) from price where firm_id = f.firm_id) as prices,
       (select count(*) from asset_class where firm_id = f.firm_id) as classes,
       (select count(*) from mutation_key where firm_id = f.firm_id) as keys,
       (select hash from audit_head where firm_id = f.firm_id) as head
     from firm f where f.firm_id = ?`,
    [firm.firmId],
  )

const DRAFT = {
  nodes: [
    { name: 'US Equity', target: '0.3', low: '0.25', high: '0.35' },
    { name: 'Core Bonds', target: '0.6', low: '0.5', high: '0.7' },
    { name: 'Gold', target: '0', low: '0', high: '0.1' },
    { name: 'Cash', isCash: true, target: '0.1', low: '0.05', high: '0.2' },
  ],
  securities: [
    { assetClass: 'US Equity', symbol: 'SPY', weight: '1' },
    { assetClass: 'Core Bonds', symbol: 'IEF', weight: '1' },
  ],
}

describe('what if', () => {
  test('nothing is supposed: the plans are those that would be proposed', async () => {
    const answer = await whatIf({})
    expect(answer.supposed.bestFit).toEqual(answer.baseline.bestFit)
    const proposal = await firm.propose('H1')
    expect(answer.supposed.bestFit).toMatchObject({
      tradeCount: proposal.tradeCount,
      taxCost: proposal.taxCost,
      turnoverValue: proposal.turnoverValue,
    })
    expect(answer.asOf).toBe('2025-09-26')
  })

  test('leaves nothing behind, whatever is supposed', async () => {
    const before = await kept()
    await whatIf({ scope: 'BAND' })
    await whatIf({
      draft: DRAFT,
      prices: [{ symbol: 'SPY', price: '700' }],
      withoutBudgets: true,
      turnoverBudget: '100',
    })
    await whatIf({ ranges: [{ name: 'Cash', high: '2' }] })
    expect(await kept()).toEqual(before)
  })

  test('a price is another: the plan is worth and trades at it', async () => {
    const [here, there] = [await whatIf({}), await whatIf({ prices: [{ symbol: 'VTI', price: '100' }] })]
    // 14 shares of VTI at 327.18 less 100.
    expect(
      Number(here.baseline.bestFit.after[0].base) - Number(there.supposed.bestFit.after[0].base),
    ).toBeCloseTo(14 * 227.18, 2)
    expect(there.baseline).toEqual(here.baseline)
    const prices = there.supposed.bestFit.trades
      .filter((row: any) => row.security.symbol === 'VTI')
      .map((row: any) => row.price)
    expect(prices.length).toBeGreaterThan(0)
    expect(new Set(prices)).toEqual(new Set(['100']))
  })

  test('targets and ranges are others', async () => {
    const ranges = [
      { name: 'Equity', target: '0.5', low: '0.4', high: '0.55' },
      { name: 'US Equity', target: '0.5', low: '0.4', high: '0.55' },
      { name: 'Safety', target: '0.5', high: '0.6' },
      { name: 'Core Bonds', target: '0.45', high: '0.5' },
    ]
    const { supposed, baseline } = await whatIf({ ranges })
    expect(classOf(supposed.bestFit, 'US Equity')).toMatchObject({ target: '0.5', low: '0.4', high: '0.55' })
    expect(Number(classOf(supposed.bestFit, 'US Equity').weight)).toBeCloseTo(0.5, 1)
    expect(Number(classOf(baseline.bestFit, 'US Equity').weight)).toBeCloseTo(0.6, 1)
  })

  test('the model is another, published or only an idea', async () => {
    const drafted = await whatIf({ draft: DRAFT })
    expect(drafted.supposed.bestFit.after[0].classes.map(({ name }: any) => name)).toEqual([
      ...['US Equity', 'Core Bonds', 'Gold', 'Cash', 'Outside the model'],
    ])
    expect(Number(classOf(drafted.supposed.bestFit, 'US Equity').weight)).toBeCloseTo(0.3, 1)
    const bought = drafted.supposed.bestFit.trades.filter(({ side }: any) => side === 'BUY')
    expect(bought.map(({ security }: any) => security.symbol)).toContain('IEF')
    const [{ id }] = await firm.execute('select id from model_version where firm_id = ?', [firm.firmId])
    const same = await whatIf({ modelVersionId: id })
    expect(same.supposed).toEqual((await whatIf({})).supposed)
  })

  test('budgets are others', async () => {
    const most = await whatIf({ turnoverBudget: '0' })
    expect(most.supposed.bestFit.trades.filter(({ side }: any) => side === 'SELL')).toEqual([])
    // T1 has 5,000 to use up; with nothing left no gain is taken that a budget decides on.
    const none = await whatIf({ budgets: [{ taxpayer: 'T1', gains: '0' }] })
    const all = await whatIf({ withoutBudgets: true })
    const gains = (answer: any) =>
      answer.supposed.bestFit.trades.reduce((sum: number, trade: any) => sum + Number(trade.realizedGain), 0)
    expect(gains(none)).toBeLessThanOrEqual(gains(all))
    expect(none.baseline).toEqual(all.baseline)
  })

  test.each([
    [{ modelVersionId: 'none' }, 'UNKNOWN_VERSION'],
    [{ modelVersionId: 'none', draft: DRAFT }, 'MODEL_TWICE'],
    [{ draft: { ...DRAFT, nodes: DRAFT.nodes.slice(1) } }, 'MODEL_REFUSED'],
    [{ ranges: [{ name: 'Cash', high: '0.04' }] }, 'MODEL_REFUSED'],
    [{ ranges: [{ name: 'US Equity', target: '0.58' }] }, 'MODEL_REFUSED'],
    [{ ranges: [{ name: 'Timber', high: '0.4' }] }, 'UNKNOWN_CLASS'],
    [{ ranges: [{ name: 'Cash' }, { name: 'Cash' }] }, 'CLASS_TWICE'],
    [{ budgets: [{ taxpayer: 'T3', gains: '1' }] }, 'UNKNOWN_TAXPAYER'],
    [{ budgets: [{ taxpayer: 'T1' }, { taxpayer: 'T1' }] }, 'TAXPAYER_TWICE'],
    [{ budgets: [{ taxpayer: 'T1', tax: '-1' }] }, 'NOT_AN_AMOUNT'],
    [{ turnoverBudget: '1.005' }, 'NOT_AN_AMOUNT'],
    [{ prices: [{ symbol: 'NOPE', price: '1' }] }, 'UNKNOWN_SECURITY'],
    [{ prices: [{ symbol: 'VTI', price: '0' }] }, 'NOT_A_PRICE'],
    [
      {
        prices: [
          { symbol: 'VTI', price: '1' },
          { symbol: 'VTI', price: '2' },
        ],
      },
      'SYMBOL_TWICE',
    ],
    [{ scope: 'SLEEVE', sleeve: 'Timber' }, 'UNKNOWN_SLEEVE'],
    [{ householdId: 'none' }, 'NOT_FOUND'],
  ])('%j is refused as %s', async (supposed, code) => {
    expect(await whatIf(supposed)).toEqual({
      __typename: 'PlanRefused',
      code,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    })
  })

  test('takes a fixed number of statements', async () => {
    const count = (supposed: object, household?: string) =>
      statementsOf(() => whatIf(supposed, household)).then(({ length }) => length)
    expect(await count({}, 'H2')).toBe(await count({}, 'H1'))
    expect(await count({ scope: 'BAND', draft: DRAFT })).toBeLessThanOrEqual(43)
  })
})
