import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { yearGone } from '../../server/proposals/firm-settings.ts'
import { loadSnapshots } from '../../server/proposals/load-snapshot.ts'
import { rowsOf } from '../imports/firm-rows.ts'
import { load, loadedFirm, openTestDatabase, told } from '../imports/loading.ts'
import { only, SMALL_FIRM, smallFirm, type SmallFile } from '../imports/small-firm.ts'
import { statementsOf } from './statements.ts'

const AS_OF = '2025-09-26'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function snapshotOf(firmId: string, reference = 'H1'): Promise<Snapshot> {
  const [household] = await rowsOf<{ id: string }>(
    database,
    firmId,
    `select id from household where reference = '${reference}'`,
  )
  const [snapshot] = await database.readInFirm(firmId, (transaction) =>
    loadSnapshots(transaction, { householdIds: [household!.id], mode: 'target', asOf: AS_OF }),
  )
  return snapshot!
}

/** A file of the small firm with further columns: cells for its first rows in their order, none for the others. */
const withColumns = (file: SmallFile, columns: string, ...cells: readonly string[]) => {
  const none = columns.replace(/[^,]/g, '')
  return {
    [file]: SMALL_FIRM[file].map(
      (line, index) => `${line},${index === 0 ? columns : (cells[index - 1] ?? none)}`,
    ),
  }
}

const loaded = async (firmId: string, files: Record<string, readonly string[]>) =>
  told(await load(database, firmId, smallFirm({ ...only(), ...files })))

const accountOf = (snapshot: Snapshot, name: string) =>
  snapshot.accounts.find((account) => account.name === name)!
const securityOf = (snapshot: Snapshot, symbol: string) =>
  snapshot.securities.find((security) => security.symbol === symbol)!

const CASH_FLOW = [
  '"Transactions  for account Joint ...1001 as of 09/26/2025 09:12:01 ET"',
  '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"',
  '"08/23/2024","Reinvest Shares","SPY","S&P","0.0191","$560.80","","-$10.71"',
  '"08/21/2024","Reinvest Shares","VTI","ALL","0.0191","$280.80","","-$5.36"',
  '"09/23/2025","Reinvest Shares","AGG","BONDS","0.1","$100.07","","-$10.01"',
  '"Transactions Total","","","","","","","-$26.08"',
]

describe('the facts of a snapshot', () => {
  test('without any optional column are the defaults that the documents name', async () => {
    const snapshot = await snapshotOf(await loadedFirm(database))
    expect(snapshot.settings).toMatchObject({
      scope: { kind: 'all' },
      preference: 'bestFit',
      lotRelief: 'MIN_TAX',
      budgetShare: '1',
      longTermWaitDays: 0,
      washedLotsForCash: true,
    })
    const { settings } = snapshot
    expect(
      [
        settings.lossCredit,
        settings.deviationPrice,
        settings.locationYears,
        settings.harvestThreshold,
        settings.minimumTradeFraction,
        settings.sellAllBelow,
        settings.minimumImprovement,
        settings.switchBackPrice,
      ].map(Number),
    ).toEqual([0, 0.002, 3, 100, 0, 0, 0, 0])
    expect(snapshot.taxpayers.map(({ taxBudget }) => taxBudget)).toEqual([null, null])
    for (const security of snapshot.securities) {
      expect(security).toMatchObject({
        kind: 'etf',
        roundLot: null,
        minimumPurchase: null,
        redemptionFee: null,
      })
      expect(Number(security.halfSpreadBps)).toBe(0)
    }
    for (const account of snapshot.accounts) {
      expect(account).toMatchObject({ marginApproved: false, blocks: [], averageCost: [], reinvested: [] })
    }
  })

  test('are what the optional columns say, and stay where a later file leaves them out', async () => {
    const firmId = await loadedFirm(database)
    const told = await loaded(firmId, {
      ...withColumns(
        'securities.csv',
        'kind,half_spread_bps,round_lot,minimum_purchase,redemption_fee,redemption_fee_days',
        'etf,1.25,,,,',
        'stock,,5,,,',
        'fund,0,0,2500,0.01,90',
      ),
      ...withColumns('taxpayers.csv', 'tax_budget', '1500', '', ''),
      ...withColumns(
        'accounts.csv',
        'management,margin_approved,fund_cost_basis',
        'managed,no,lots',
        'held_away,yes,average',
      ),
    })
    expect(told).toEqual(['securities.csv +0 ~3 =2', 'taxpayers.csv +0 ~1 =2', 'accounts.csv +0 ~1 =2'])
    const check = async () => {
      const snapshot = await snapshotOf(firmId)
      const [vti, spy, agg] = ['VTI', 'SPY', 'AGG'].map((symbol) => securityOf(snapshot, symbol))
      expect(vti).toMatchObject({ kind: 'etf', roundLot: null, redemptionFee: null })
      expect(Number(vti!.halfSpreadBps)).toBe(1.25)
      expect(spy!.kind).toBe('stock')
      expect(Number(spy!.roundLot)).toBe(5)
      expect(agg).toMatchObject({ kind: 'fund', roundLot: null, minimumPurchase: '2500.00' })
      expect(agg!.redemptionFee!.days).toBe(90)
      expect(Number(agg!.redemptionFee!.rate)).toBe(0.01)
      expect(snapshot.taxpayers.map(({ taxBudget }) => taxBudget)).toEqual(['1500.00', null])
      expect(accountOf(snapshot, '1001')).toMatchObject({
        marginApproved: false,
        blocks: [],
        averageCost: [],
      })
      const away = accountOf(snapshot, '1002')
      expect(away).toMatchObject({ marginApproved: true, averageCost: [agg!.id] })
      expect(away.blocks).toEqual([
        { code: 'heldAway', detail: 'It is held away: it counts, but the firm cannot trade it.' },
      ])
      expect(snapshot.groups[0]!.accountIds).toContain(away.id)
    }
    await check()
    const plain = {
      'securities.csv': SMALL_FIRM['securities.csv'],
      'taxpayers.csv': SMALL_FIRM['taxpayers.csv'],
      'accounts.csv': SMALL_FIRM['accounts.csv'],
    }
    expect(await loaded(firmId, plain)).toEqual([
      'securities.csv +0 ~0 =5',
      'taxpayers.csv +0 ~0 =3',
      'accounts.csv +0 ~0 =3',
    ])
    await check()
    expect(await loaded(firmId, withColumns('taxpayers.csv', 'tax_budget', 'none', '', ''))).toEqual([
      'taxpayers.csv +0 ~1 =2',
    ])
    expect((await snapshotOf(firmId)).taxpayers.map(({ taxBudget }) => taxBudget)).toEqual([null, null])
  })

  test('say what each class loses to tax a year, by what fills it in taxable accounts', async () => {
    const dragsOf = async (firmId: string) =>
      Object.fromEntries(
        (await snapshotOf(firmId)).models[0]!.nodes.map(({ name, yearlyDrag }) => [
          name,
          yearlyDrag.map(({ appliesTo, drag }) => `${appliesTo} ${Number(drag)}`),
        ]),
      )
    const sheltered = ['tax_deferred 0', 'tax_exempt 0']
    // Stocks: 1.52% at 18.8% and 0.08% at 38.8%. Treasuries, which taxable accounts hold here: 4% at 38.8%.
    expect(await dragsOf(await loadedFirm(database))).toEqual({
      Equity: [],
      'US Equity': ['taxable 0.003168', ...sheltered],
      Safety: [],
      'Core Bonds': ['taxable 0.01552', ...sheltered],
      // As the bills that fill it.
      Cash: ['taxable 0.01552', ...sheltered],
    })
    const withMunicipals = await loadedFirm(database, {
      'securities.csv': [...SMALL_FIRM['securities.csv'], 'MUB,Municipals,Core Bonds,,high,municipal'],
      'prices.csv': [...SMALL_FIRM['prices.csv'], '2025-09-26,MUB,106,106,100'],
      'model-securities.csv': [
        ...SMALL_FIRM['model-securities.csv'].filter((line) => line !== 'Core Bonds,taxable,IEF,1,'),
        'Core Bonds,taxable,MUB,0.75,',
        'Core Bonds,taxable,IEF,0.25,',
      ],
    })
    // Three quarters of it lose nothing.
    expect((await dragsOf(withMunicipals))['Core Bonds']).toEqual(['taxable 0.00388', ...sheltered])
    const withoutBills = SMALL_FIRM['model-securities.csv'].filter((line) => !line.startsWith('Cash,'))
    const ofCash = (await dragsOf(await loadedFirm(database, { 'model-securities.csv': withoutBills })))[
      'Cash'
    ]
    expect(ofCash).toEqual(['taxable 0.01552', ...sheltered])
  })

  test('hold limits in their units and holdings that are marked for sale', async () => {
    const firmId = await loadedFirm(database)
    const header = 'account_number,household_id,kind,symbol,value,upper_value,unit,reason,starts,expires'
    expect(
      await loaded(firmId, {
        'overrides.csv': [
          header,
          '1001,,sell,SPY,,,,To be given up,2025-01-01,',
          '1001,,cap,VTI,2500.25,,dollars,Enough,2025-01-01,',
          '1002,,keep_within,AGG,5.125,40,shares,Some,2025-01-01,',
          ',H1,keep_within,VTI,0.1,0.5,,As a part,2025-01-01,',
        ],
      }),
    ).toEqual(['overrides.csv +4 ~0 =0'])
    const { overrides } = await snapshotOf(firmId)
    expect(overrides.find(({ kind }) => kind === 'sell')).toMatchObject({ reason: 'To be given up' })
    const limits = overrides.flatMap((override) =>
      'unit' in override && override.reason !== 'Too much of it'
        ? [{ ...override, low: override.low && Number(override.low), high: Number(override.high) }]
        : [],
    )
    expect(limits.map(({ reason, unit, low, high }) => ({ reason, unit, low, high }))).toEqual([
      { reason: 'Enough', unit: 'dollars', low: null, high: 2500.25 },
      { reason: 'Some', unit: 'shares', low: 5.125, high: 40 },
      { reason: 'As a part', unit: 'fraction', low: 0.1, high: 0.5 },
    ])
    expect(
      await loaded(firmId, {
        'overrides.csv': [
          header,
          '1001,,cap,VTI,2500.251,,dollars,why,2025-01-01,',
          '1001,,hold,SPY,,,shares,why,2025-01-01,',
          '1001,,keep_within,SPY,9,8,shares,why,2025-01-01,',
        ],
      }),
    ).toEqual([
      'overrides.csv:2:5: "cap" has too many decimals, found "2500.251", expected dollars and cents',
      'overrides.csv:3:7: "hold" has a unit, found "shares", expected nothing',
      'overrides.csv:4:6: "keep_within" ends outside its range, found "8", expected from 9 on',
    ])
  })

  test('name what is held and was reinvested within 400 days', async () => {
    const firmId = await loadedFirm(database)
    await loaded(firmId, { 'transactions.csv': CASH_FLOW })
    const snapshot = await snapshotOf(firmId)
    // SPY 399 days ago; VTI 401 days ago; AGG is not held in this account.
    expect(accountOf(snapshot, '1001').reinvested).toEqual([securityOf(snapshot, 'SPY').id])
    expect(accountOf(snapshot, '1002').reinvested).toEqual([])
  })

  test('follow the firm, whose settings lie within what makes sense', async () => {
    const firmId = await loadedFirm(database)
    const change = (set: string) =>
      database.inFirm(firmId, ({ em }) => em.execute(`update firm set ${set} where firm_id = ?`, [firmId]))
    await change(`lot_relief = 'FIFO', loss_credit = 0.5, deviation_price = 0.01, location_years = 1.5, harvest_threshold = 250,
      long_term_wait_days = 45, minimum_trade_fraction = 0.001, sell_all_below = 75, minimum_improvement = 0.002,
      switch_back_price = 0.003, washed_lots_for_cash = false, prorate_budgets = true`)
    const { settings } = await snapshotOf(firmId)
    expect(settings).toMatchObject({
      lotRelief: 'FIFO',
      longTermWaitDays: 45,
      harvestThreshold: '250.00',
      sellAllBelow: '75.00',
      washedLotsForCash: false,
      // 26 September is day 269 of 365.
      budgetShare: '0.736986',
    })
    expect(
      [
        settings.lossCredit,
        settings.deviationPrice,
        settings.locationYears,
        settings.minimumTradeFraction,
        settings.minimumImprovement,
        settings.switchBackPrice,
      ].map(Number),
    ).toEqual([0.5, 0.01, 1.5, 0.001, 0.002, 0.003])
    for (const wrong of [
      'loss_credit = 1.01',
      'deviation_price = -0.1',
      'location_years = 101',
      'long_term_wait_days = 367',
      'harvest_threshold = -1',
    ]) {
      await expect(change(wrong)).rejects.toThrow(/_range/)
    }
    await expect(change(`lot_relief = 'AVERAGE'`)).rejects.toThrow(/firm_lot_relief_check/)
  })

  test('take as many statements for all households as for one', async () => {
    const firmId = await loadedFirm(database)
    const ids = (await rowsOf<{ id: string }>(database, firmId, 'select id from household')).map(
      ({ id }) => id,
    )
    const countOf = async (householdIds: readonly string[]) =>
      (
        await statementsOf(() =>
          database.readInFirm(firmId, (transaction) =>
            loadSnapshots(transaction, { householdIds, mode: 'target', asOf: AS_OF }),
          ),
        )
      ).length
    const [mapped] = await rowsOf<{ id: string }>(
      database,
      firmId,
      `select id from household where reference = 'H1'`,
    )
    expect(ids.length).toBe(2)
    expect(await countOf(ids)).toBe(await countOf([mapped!.id]))
  })
})

test.each([
  ['2025-01-01', '0.002739'],
  ['2024-07-01', '0.500000'],
  ['2024-12-31', '1'],
  ['2025-12-30', '0.997260'],
])('of the year of %s the part %s is gone', (date, part) => {
  expect(yearGone(date)).toBe(part)
})
