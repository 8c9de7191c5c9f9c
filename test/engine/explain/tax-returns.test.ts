import { expect, test } from 'vitest'
import { taxReturnEffects } from '../../../server/engine/explain/tax-returns.ts'
import { relieveLots } from '../../../server/engine/facts/gain.ts'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import type { TaxCharacter, Taxpayer } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

/** Everything at 100; each lot of ten shares is named after its gain on all of them. Rates 40 and 20 percent. */
function effectsOf(
  sold: readonly string[],
  taxpayer: Partial<Taxpayer> = {},
  characterOf: Record<string, TaxCharacter> = {},
) {
  const lots = [
    ['short 100', '90', '2026-03-02'],
    ['short -200', '120', '2026-03-02'],
    ['long 500', '50', '2020-01-02'],
    ['long -100', '110', '2020-01-02'],
    ['gold 400', '60', '2020-01-02'],
    ['pool 100', '90', '2026-03-02'],
  ] as const
  const snapshot = snapshotOf({
    story: 'netting',
    why: '',
    given: {
      asOf: '2026-06-02',
      taxpayer,
      securities: Object.fromEntries(lots.map(([id]) => [id, { class: 'Equity', price: '100' }])),
      model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
      accounts: [
        {
          id: 'A',
          taxStatus: 'taxable',
          cash: '0',
          lots: lots.map(([id, cost, date]) => [id, id, '10', cost, date]),
        },
        {
          id: 'IRA',
          taxStatus: 'tax_deferred',
          cash: '0',
          lots: [['ira', 'long 500', '10', '50', '2020-01-02']],
        },
      ],
    },
    expect: { trades: [] },
  })
  const household = readSnapshot({
    ...snapshot,
    securities: snapshot.securities.map((security) => ({
      ...security,
      taxCharacter: characterOf[security.id] ?? security.taxCharacter,
    })),
  })
  const positions = household.accounts.flatMap((account) =>
    account.positions.map((position) => ({ account, position })),
  )
  const sales = positions
    .filter(({ position }) => sold.includes(position.lots[0]!.id))
    .map(({ account, position }) => ({
      account,
      position,
      reliefs: relieveLots(position.lots, position.shares, position.security.price!),
    }))
  return taxReturnEffects(household, sales)
}

test('short and long are netted with what was realized before, in order and to the cent', () => {
  const effects = effectsOf(['short -200', 'long 500'], {
    yearToDateShortTermGain: '150',
    yearToDateLongTermGain: '-100',
    gainsBudget: '1000',
    taxBudget: '60',
  })
  // Before: 50 short at 40 percent. After: short -50, long 400: 350 at 20 percent.
  expect(effects).toEqual([
    {
      taxpayerIds: ['taxpayer'],
      shortTermGain: '-200.00',
      longTermGain: '500.00',
      yearShortTermGain: '-50.00',
      yearLongTermGain: '400.00',
      lossCarryforwardUsed: '0.00',
      lossCarriedForward: '0.00',
      nettedTaxBefore: '20.00',
      nettedTaxAfter: '70.00',
      nettedTax: '50.00',
      gainsBudgetLeft: '650.00', // 1,000 - 50 - 300
      taxBudgetLeft: '-10.00', // 60 - 20 - 50
    },
  ])
})

test('a carried loss pays for gains, and what is left of it goes on', () => {
  // 4,000 - 500 - 3,000 = 500; both years deduct 3,000 of other income, so the gain costs nothing now.
  expect(effectsOf(['long 500'], { lossCarryforward: '4000' })).toMatchObject([
    { nettedTax: '0.00', lossCarryforwardUsed: '3500.00', lossCarriedForward: '500.00', taxBudgetLeft: null },
  ])
})

test('sales in a sheltered account are on no return', () => {
  expect(effectsOf(['ira'])).toMatchObject([{ longTermGain: '0.00', nettedTax: '0.00' }])
})

test('a commodity pool is 60 percent long and 40 percent short, and collectibles have their own rate', () => {
  const characters = { 'pool 100': 'commodity_pool', 'gold 400': 'collectible' } as const
  const ratesByCharacter = [
    { taxCharacter: 'collectible', shortTermRate: '0.40', longTermRate: '0.28' } as const,
  ]
  expect(effectsOf(['pool 100'], { ratesByCharacter }, characters)).toMatchObject([
    { shortTermGain: '40.00', longTermGain: '60.00', nettedTax: '28.00' },
  ])
  // 400 at 28 percent; with a long-term loss of 100 the gold is still 400, of which 300 are left.
  expect(effectsOf(['gold 400'], { ratesByCharacter }, characters)).toMatchObject([{ nettedTax: '112.00' }])
  expect(effectsOf(['gold 400', 'long -100'], { ratesByCharacter }, characters)).toMatchObject([
    { longTermGain: '300.00', nettedTax: '84.00' },
  ])
  // Without a rate of its own it is taxed like any long-term gain.
  expect(effectsOf(['gold 400'], {}, characters)).toMatchObject([{ nettedTax: '80.00' }])
})
