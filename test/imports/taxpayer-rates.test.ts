import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSnapshots } from '../../server/proposals/load-snapshot.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { statementsOf } from '../api/statements.ts'
import { newFirm } from '../firm.ts'
import { rowsOf } from './firm-rows.ts'
import { load, told } from './loading.ts'
import { only, SMALL_FIRM, smallFirm } from './small-firm.ts'

const HEADER = `${SMALL_FIRM['taxpayers.csv'][0]},taxable_income,modified_adjusted_gross_income`
const TAXPAYERS = [
  HEADER,
  'T1,H1,person,T2,,married_joint,,,,0.05,5000,0,0,0,250000,260000',
  'T2,H1,person,T1,,married_joint,,,,0.05,,0,-100,0,250000,260000',
  // Rates that are stated win over an income beside them.
  'T3,H2,person,,,single,0.37,0.20,0.038,0,,0,0,0,1000,1000',
  'T4,H1,trust,,,,,,,0,,0,0,0,16000,16000',
  'T5,H1,grantor_trust,,T1,,,,,0,,0,0,0,,',
  'T6,H1,person,,,surviving_spouse,,,,0.01,,0,0,0,96949.99,-100',
]

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function firmWith(taxpayers: readonly string[], asOf = '2025-09-26'): Promise<string> {
  const firmId = await newFirm(server.database)
  const day = (lines: readonly string[]) =>
    lines.map((line) => line.replaceAll(/2025-(09-2[56]|01-15)/g, `${asOf.slice(0, 4)}-$1`))
  const files = smallFirm({
    'prices.csv': day(SMALL_FIRM['prices.csv']),
    'households.csv': day(SMALL_FIRM['households.csv']),
    'taxpayers.csv': taxpayers,
  })
  expect(told(await load(server.database, firmId, files))).toContain(
    `taxpayers.csv +${taxpayers.length - 1} ~0 =0`,
  )
  return firmId
}

const householdOf = async (firmId: string, reference = 'H1') => {
  const query = `select id from household where reference = '${reference}'`
  return (await rowsOf<{ id: string }>(server.database, firmId, query))[0]!.id
}

async function ratesOn(firmId: string, asOf: string) {
  const householdIds = [await householdOf(firmId)]
  const [snapshot] = await server.database.readInFirm(firmId, (transaction) =>
    loadSnapshots(transaction, { householdIds, mode: 'target', asOf }),
  )
  return Object.fromEntries(
    snapshot!.taxpayers.map(({ id, shortTermRate, longTermRate, ratesByCharacter }) => [
      id,
      [shortTermRate, longTermRate, ...ratesByCharacter.map((rates) => rates.longTermRate)].map(Number),
    ]),
  )
}

describe('a taxpayer whose file states an income instead of rates', () => {
  test('is taxed by the brackets of the day of the plan', async () => {
    const firmId = await firmWith(TAXPAYERS)
    // Short-term, long-term, collectibles (up to 28%), section 1256 contracts (60% long-term).
    expect(await ratesOn(firmId, '2025-09-26')).toEqual({
      // Joint, 250,000: 24% and 15%; over 250,000 of modified adjusted gross income 3.8% more, and 5% for the state.
      T1: [0.328, 0.238, 0.328, 0.274],
      T2: [0.328, 0.238, 0.328, 0.274],
      // A trust, 16,000: 37% from 15,650 on, 20% from 15,900 on, 3.8% from 15,650 on.
      T4: [0.408, 0.238, 0.318, 0.306],
      // As its grantor.
      T5: [0.328, 0.238, 0.328, 0.274],
      // As a joint return: a cent below the 22% from 96,950 on, and above the 15% from 96,700 on.
      T6: [0.13, 0.16, 0.13, 0.148],
    })
    // In 2026 the edges are higher: a trust's 20% begins at 16,250, a joint return's 22% at 100,800 and its 15% at 98,900.
    expect(await ratesOn(firmId, '2026-01-02')).toMatchObject({
      T1: [0.328, 0.238, 0.328, 0.274],
      T4: [0.408, 0.188, 0.318, 0.276],
      T6: [0.13, 0.01, 0.13, 0.058],
    })
  })

  test('says in the schema where the rates come from', async () => {
    const firmId = await firmWith(TAXPAYERS)
    const token = await server.token('ann', 'analyst', firmId)
    const fields = 'reference ratesFrom federalShortRate federalLongRate netInvestmentIncomeTax taxableIncome'
    const taxpayersOf = (number: string) =>
      `accounts(first: 1, filter: { search: "${number}" }) { edges { node { taxpayer { ${fields} modifiedAdjustedGrossIncome } } } }`
    const { data, errors } = await server.query(
      token,
      `{ one: ${taxpayersOf('1001')} other: ${taxpayersOf('2001')} }`,
    )
    expect(errors).toBeUndefined()
    expect(data.one.edges[0].node.taxpayer).toEqual({
      reference: 'T1',
      ratesFrom: 'BRACKETS',
      federalShortRate: null,
      federalLongRate: null,
      netInvestmentIncomeTax: null,
      taxableIncome: '250000',
      modifiedAdjustedGrossIncome: '260000',
    })
    expect(data.other.edges[0].node.taxpayer).toEqual({
      reference: 'T3',
      ratesFrom: 'FILE',
      federalShortRate: '0.37',
      federalLongRate: '0.2',
      netInvestmentIncomeTax: '0.038',
      taxableIncome: '1000',
      modifiedAdjustedGrossIncome: '1000',
    })
  })

  test('may state rates later, and an income again', async () => {
    const firmId = await firmWith(TAXPAYERS)
    const again = (lines: readonly string[]) =>
      load(server.database, firmId, smallFirm({ ...only(), 'taxpayers.csv': lines }))
    expect(told(await again(TAXPAYERS))).toEqual(['taxpayers.csv +0 ~0 =6'])
    expect(told(await again(SMALL_FIRM['taxpayers.csv']))).toEqual(['taxpayers.csv +0 ~3 =0'])
    // 24% and 15% with 5% for the state.
    expect(await ratesOn(firmId, '2025-09-26')).toMatchObject({ T1: [0.29, 0.2, 0.29, 0.236] })
    expect(told(await again(TAXPAYERS))).toEqual(['taxpayers.csv +0 ~3 =3'])
    expect(await ratesOn(firmId, '2025-09-26')).toMatchObject({ T1: [0.328, 0.238, 0.328, 0.274] })
  })

  test('states all three rates or both incomes, told by file, row and column', async () => {
    const firmId = await newFirm(server.database)
    const lines = [
      HEADER,
      'T1,H1,person,,,single,0.24,,0,0,,0,0,0,1000,1000',
      'T2,H1,person,,,single,,,,0,,0,0,0,1000,',
      'T3,H1,trust,,,,,,,0,,0,0,0,,',
      'T4,H1,grantor_trust,,T1,,,,,0,,0,0,0,1000,',
      'T5,H1,person,,,single,,,,0,,0,0,0,-1,1000',
    ]
    const outcome = await load(server.database, firmId, smallFirm({ 'taxpayers.csv': lines }))
    const neither = 'the taxpayer has neither rates nor'
    expect(told(outcome).filter((line) => line.startsWith('taxpayers.csv'))).toEqual([
      'taxpayers.csv:6:15: taxable_income is negative, found "-1", expected dollars and cents from 0 to 1,000,000,000,000',
      'taxpayers.csv:2:8: a federal rate is missing beside others, found nothing, expected all three rates, or none of them',
      `taxpayers.csv:3:16: ${neither} modified_adjusted_gross_income, found nothing, expected dollars of this tax year`,
      `taxpayers.csv:4:15: ${neither} taxable_income, found nothing, expected dollars of this tax year`,
      `taxpayers.csv:4:16: ${neither} modified_adjusted_gross_income, found nothing, expected dollars of this tax year`,
      'taxpayers.csv:5:15: a grantor trust has an income of its own, found "1000", expected nothing: its grantor states it',
    ])
    const without = [SMALL_FIRM['taxpayers.csv'][0], 'T1,H1,person,,,single,,,,0,,0,0,0']
    const ofOld = await load(server.database, firmId, smallFirm({ 'taxpayers.csv': without }))
    expect(told(ofOld).filter((line) => line.startsWith('taxpayers.csv'))).toEqual([
      `taxpayers.csv:2:15: ${neither} taxable_income, found nothing, expected dollars of this tax year`,
      `taxpayers.csv:2:15: ${neither} modified_adjusted_gross_income, found nothing, expected dollars of this tax year`,
    ])
  })

  test('is kept so by the database, whoever writes', async () => {
    const firmId = await firmWith(TAXPAYERS)
    const change = (set: string, who: string) =>
      server.database.inFirm(firmId, ({ em }) =>
        em.execute(`update taxpayer set ${set} where firm_id = ? and reference = ?`, [firmId, who]),
      )
    for (const [set, who] of [
      ['federal_long_rate = 0.15', 'T1'],
      ['taxable_income = null', 'T4'],
      ['filing_status = null', 'T1'],
      ['federal_long_rate = null', 'T3'],
      ['taxable_income = -1', 'T3'],
    ] as const)
      await expect(change(set, who)).rejects.toThrow(/_range/)
  })
})

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) {
  rebalanceHousehold(input: $input) { __typename ... on MutationRefused { code message } }
}`

describe('in a year whose brackets are not known', () => {
  const proposeIn = async (firmId: string) => {
    const input = {
      clientMutationId: randomUUID(),
      householdId: await householdOf(firmId),
      scope: 'TARGET',
    }
    const token = await server.token('ada', 'advisor', firmId)
    const { data, errors } = await server.query(token, REBALANCE, { input })
    expect(errors).toBeUndefined()
    return data.rebalanceHousehold
  }

  test('a household with incomes is refused with a sentence that says what to do', async () => {
    expect(await proposeIn(await firmWith(TAXPAYERS, '2024-09-26'))).toEqual({
      __typename: 'MutationRefused',
      code: 'RATES_UNKNOWN',
      message:
        'Tax brackets are known from 2025-01-01 to 2026-12-31, not on 2024-09-26: state the three federal rates of T1, T2, T4, T6 in the file of taxpayers.',
    })
  })

  test('a household with rates is planned as ever', async () => {
    const firmId = await firmWith(SMALL_FIRM['taxpayers.csv'], '2024-09-26')
    expect(await proposeIn(firmId)).toMatchObject({ __typename: 'RebalanceHouseholdPayload' })
  })
})

test('rates by brackets take no statement more than rates from the file', async () => {
  const countOf = async (taxpayers: readonly string[]) => {
    const firmId = await firmWith(taxpayers)
    return (await statementsOf(() => ratesOn(firmId, '2025-09-26'))).length
  }
  expect(await countOf(TAXPAYERS)).toBe(await countOf(SMALL_FIRM['taxpayers.csv']))
})
