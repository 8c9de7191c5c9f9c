import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readContents } from '../../server/proposals/content.ts'
import { restoreSnapshot } from '../../server/proposals/stored-snapshot.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { byTest } from '../firm.ts'
import { SMALL_FIRM } from '../imports/small-firm.ts'
import { batchClient, outcomesOf } from './batch-client.ts'
import { testWorker, type TestWorker } from './working.ts'

let server: TestServer
let worker: TestWorker
beforeAll(async () => {
  server = await startTestServer()
  worker = testWorker(server.database)
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

/**
 * H1 has 1,000.50 in 1001 (taxable, 500 kept; 10 and 4 VTI bought at 165.42, 2.5 SPY) and -20.25 in 1002 (an IRA with 40 AGG);
 * H3 has a taxable account with two lots of VTI at 327.18, one bought at 400 and one at 100, and a Roth with cash alone.
 */
const FIRM = {
  'households.csv': [...SMALL_FIRM['households.csv'], 'H3,Olsen household,Simple,household,,,,,'],
  'taxpayers.csv': [...SMALL_FIRM['taxpayers.csv'], 'T4,H3,person,,,single,0.24,0.15,0,0,,0,0,0'],
  'accounts.csv': [
    `${SMALL_FIRM['accounts.csv'][0]},cash_only`,
    ...SMALL_FIRM['accounts.csv'].slice(1).map((line) => `${line},no`),
    '3001,H3,T4,Olsen,individual,taxable,Fidelity,yes,notice,0,0,no',
    '3002,H3,T4,Olsen Roth,roth_ira,tax_exempt,Fidelity,yes,notice,10,0,yes',
  ],
  'lots.csv': [
    ...SMALL_FIRM['lots.csv'],
    '3001,VTI,2021-09-02,20,400,8000',
    '3001,VTI,2021-09-03,20,100,2000',
  ],
  'overrides.csv': undefined,
}

/** The trades of a household in a run, and the cash flows that they were planned for. */
async function planOf(firmId: string, batchId: string, reference: string) {
  return byTest(server.database, firmId, async (transaction) => {
    const { kysely } = transaction
    const proposal = await kysely
      .selectFrom('proposal as p')
      .innerJoin('household as h', 'h.id', 'p.household_id')
      .select(['p.id', 'p.month', 'p.snapshot_sha256', 'p.scope', 'p.tax_cost'])
      .where('p.batch_id', '=', batchId)
      .where('h.reference', '=', reference)
      .executeTakeFirstOrThrow()
    const trades = await kysely
      .selectFrom('proposed_trade as t')
      .innerJoin('account as a', 'a.id', 't.account_id')
      .innerJoin('security as s', 's.id', 't.security_id')
      .select(['a.account_number', 's.symbol', 't.side', 't.shares', 't.value', 't.realized_gain'])
      .where('t.proposal_id', '=', proposal.id)
      .orderBy('t.ordinal')
      .execute()
    const snapshot = await restoreSnapshot(proposal.snapshot_sha256, (hashes) =>
      readContents(transaction, proposal.month, hashes),
    )
    const flows = snapshot.accounts
      .filter(({ contribution, withdrawal }) => contribution !== '0.00' || withdrawal !== '0.00')
      .map(({ name, contribution, withdrawal }) => ({ name, contribution, withdrawal }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    return { scope: proposal.scope, taxCost: proposal.tax_cost, trades, flows }
  })
}

const sold = (trades: Awaited<ReturnType<typeof planOf>>['trades'], account: string) =>
  trades
    .filter(({ account_number, side }) => account_number === account && side === 'sell')
    .reduce((sum, { value }) => sum.plus(value), new Decimal(0))
    .toNumber()

test('withdrawals, required distributions and contributions over the firm, each funded at the least tax', async () => {
  const client = await batchClient(server, FIRM)
  const started = await client.send('startCashRun', {
    name: 'Quarter end',
    flows: [
      { rowKey: 'a', accountNumber: '3001', withdrawal: '3000' },
      { rowKey: 'b', accountNumber: '1002', withdrawal: '900.10', kind: 'RMD' },
      { rowKey: 'c', accountNumber: ' 1002 ', withdrawal: '50' },
      { rowKey: 'd', accountNumber: '3002', contribution: '1000' },
    ],
  })
  expect(started).toMatchObject({
    alreadyRunning: false,
    batch: { kind: 'CASH_RUN', name: 'Quarter end', scope: null, householdCount: 2 },
  })
  await worker.workAll(client.firmId, started.batch.id)
  const done = await client.batch(started.batch.id)
  expect(outcomesOf(done)).toEqual({ H1: 'PROPOSED', H3: 'PROPOSED' })

  // H1 pays out alone: sales alone, in the account that pays. The debit of 20.25, 900.10 and 50 are 970.35: 10 AGG at 100.07.
  const h1 = await planOf(client.firmId, started.batch.id, 'H1')
  expect(h1.scope).toBe('raise_cash')
  expect(h1.flows).toEqual([{ name: '1002', contribution: '0.00', withdrawal: '950.10' }])
  expect(h1.trades).toMatchObject([
    { account_number: '1002', symbol: 'AGG', side: 'sell', shares: '10.00000000' },
  ])

  // H3 does both. 3,000 is 9.2 shares of VTI, sold from the lot at a loss: 72.82 a share less than it cost.
  const h3 = await planOf(client.firmId, started.batch.id, 'H3')
  expect(h3.scope).toBe('band')
  expect(h3.flows).toEqual([
    { name: '3001', contribution: '0.00', withdrawal: '3000.00' },
    { name: '3002', contribution: '1000.00', withdrawal: '0.00' },
  ])
  expect(sold(h3.trades, '3001')).toBeGreaterThan(3_000)
  expect(Number(h3.taxCost)).toBeLessThanOrEqual(0)
  expect(
    h3.trades.filter(({ side }) => side === 'buy').map(({ account_number }) => account_number),
  ).toContain('3002')
})

test('rows with faults are refused with their places, and nothing is started', async () => {
  const client = await batchClient(server, FIRM)
  const refusal = await client.send('startCashRun', {
    name: 'Faulty',
    flows: [
      { rowKey: '1', accountNumber: '1002', withdrawal: '100' },
      { rowKey: '2', accountNumber: '9999', withdrawal: '100' },
      { rowKey: '3', accountNumber: '1001', withdrawal: '100', kind: 'RMD' },
      { rowKey: '4', accountNumber: '3001', withdrawal: '-5' },
      { rowKey: '5', accountNumber: '3001', withdrawal: '0.001' },
      { rowKey: '6', accountNumber: '3001' },
      { rowKey: '7', accountNumber: '3001', withdrawal: '1', contribution: '1' },
      { rowKey: '8', accountNumber: '3001', withdrawal: '1', kind: 'CONTRIBUTION' },
      { rowKey: '9', accountNumber: '1002', withdrawal: '7' },
      { rowKey: '1', accountNumber: '3001', withdrawal: '7' },
    ],
  })
  expect(refusal.code).toBe('ROWS_REFUSED')
  expect(refusal.message).toMatch(/^Row 4: .* \(the first of 9 problems\) Nothing was started\.$/)
  const told = Object.fromEntries(refusal.problems.map(({ place, code }: any) => [place, code]))
  expect(told).toEqual({
    'flows.1.accountNumber': 'UNKNOWN_ACCOUNT',
    'flows.2.kind': 'NOT_TAX_DEFERRED',
    'flows.3.withdrawal': 'NOT_AN_AMOUNT',
    'flows.4.withdrawal': 'NOT_AN_AMOUNT',
    'flows.5.withdrawal': 'ONE_AMOUNT',
    'flows.6.withdrawal': 'ONE_AMOUNT',
    'flows.7.kind': 'KIND_DISAGREES',
    'flows.8.accountNumber': 'ACCOUNT_TWICE',
    'flows.9.rowKey': 'ROW_KEY_TWICE',
  })
  expect(await client.send('startCashRun', { name: 'Empty', flows: [] })).toMatchObject({
    code: 'EMPTY_SELECTION',
  })
  const kept = await byTest(server.database, client.firmId, ({ kysely }) =>
    kysely.selectFrom('batch_household').select('household_id').execute(),
  )
  expect(kept).toEqual([])
})

test('the same rows in another order are the same run while it runs', async () => {
  const client = await batchClient(server, FIRM)
  const flows = [
    { rowKey: 'a', accountNumber: '3001', withdrawal: '300' },
    { rowKey: 'b', accountNumber: '1002', withdrawal: '90.10' },
  ]
  const first = await client.send('startCashRun', { name: 'Once', flows })
  const second = await client.send('startCashRun', { name: 'Once', flows: flows.toReversed() })
  expect(second).toMatchObject({ alreadyRunning: true, batch: { id: first.batch.id } })
  const other = await client.send('startCashRun', {
    ...{ name: 'Once', flows: [flows[0], { ...flows[1], withdrawal: '90.11' }] },
  })
  expect(other.alreadyRunning).toBe(false)
})
