import { expect, test } from 'vitest'
import type { FilingStatus } from '../../../server/engine/facts/gain-rates.ts'
import { GAIN_RATES, gainRatesOn } from '../../../server/engine/facts/gain-rates.ts'
import { ratesOfTaxpayer } from '../../../server/engine/facts/taxpayer-rates.ts'

const income = (filingStatus: FilingStatus, taxableIncome: string, gross = taxableIncome) => ({
  filingStatus,
  taxableIncome,
  modifiedAdjustedGrossIncome: gross,
  stateRate: '0.05',
})

// The revenue procedures print the tax at the start of the highest bracket beside its edge: a second writing of all edges.
test.each([
  ['2025', 'single', 188_769.75],
  ['2025', 'married_joint', 202_154.5],
  ['2025', 'married_separate', 101_077.25],
  ['2025', 'head_of_household', 187_031.5],
  ['2025', 'trust', 3_777],
  ['2026', 'single', 192_979.25],
  ['2026', 'married_joint', 206_583.5],
  ['2026', 'married_separate', 103_291.75],
  ['2026', 'head_of_household', 191_171],
  ['2026', 'trust', 3_851],
] as const)('in %s the brackets of %s add up to %d below the highest', (year, status, tax) => {
  const row = GAIN_RATES.find(({ from }) => from === `${year}-01-01`)!
  const brackets = row.ordinary[status]
  const total = brackets.slice(1).reduce((sum, [edge], index) => {
    const [from, rate] = brackets[index]!
    return sum + (edge - from) * Number(rate)
  }, 0)
  expect(total).toBeCloseTo(tax, 6)
})

test.each([
  // date         status               taxable income   short    long    on investment income
  ['2025-12-31', 'single', '48349.99', '0.12', '0', '0'],
  ['2025-12-31', 'single', '48350.00', '0.12', '0.15', '0'],
  ['2026-01-01', 'single', '48350.00', '0.12', '0', '0'],
  ['2026-06-02', 'single', '50399.99', '0.12', '0.15', '0'],
  ['2026-06-02', 'single', '50400.00', '0.22', '0.15', '0'],
  ['2026-06-02', 'married_joint', '249999.99', '0.24', '0.15', '0'],
  ['2026-06-02', 'married_joint', '250000.00', '0.24', '0.15', '0.038'],
  ['2026-06-02', 'married_separate', '306850.00', '0.35', '0.20', '0.038'],
  ['2026-06-02', 'head_of_household', '201750.00', '0.32', '0.15', '0.038'],
  ['2026-06-02', 'head_of_household', '201749.99', '0.24', '0.15', '0.038'],
  ['2026-12-31', 'married_joint', '9000000.00', '0.37', '0.20', '0.038'],
  ['2026-06-02', 'trust', '15999.99', '0.35', '0.15', '0'],
  ['2026-06-02', 'trust', '16000.00', '0.37', '0.15', '0.038'],
  ['2026-06-02', 'trust', '16250.00', '0.37', '0.20', '0.038'],
  ['2025-06-02', 'trust', '15650.00', '0.37', '0.15', '0.038'],
  ['2026-06-02', 'single', '-500.00', '0.10', '0', '0'],
] as const)('on %s the next dollar of a %s with %s is taxed', (date, status, taxable, short, long, extra) => {
  expect(gainRatesOn(date, income(status, taxable))).toEqual({
    federalShortRate: short,
    federalLongRate: long,
    netInvestmentIncomeTax: extra,
    stateRate: '0.05',
  })
})

test('deductions bring taxable income down and not the income that the investment tax looks at', () => {
  expect(gainRatesOn('2026-06-02', income('single', '195000.00', '210000.00'))).toMatchObject({
    federalShortRate: '0.24',
    netInvestmentIncomeTax: '0.038',
  })
})

test.each(['2024-12-31', '2027-01-01'])('%s is in no year of the table, which is a fault', (date) => {
  expect(() => gainRatesOn(date, income('single', '1.00'))).toThrow(`No capital gain rates for ${date}`)
})

test('a taxpayer of the highest bracket: gold at 28 percent, futures at 60/40, each with the other taxes on top', () => {
  const { shortTermRate, longTermRate, ratesByCharacter } = ratesOfTaxpayer(
    gainRatesOn('2026-06-02', income('single', '1000000.00')),
  )
  // 37 + 3.8 + 5; 20 + 3.8 + 5; 28 + 8.8; 0.6 x 20 + 0.4 x 37 = 26.8, and 8.8.
  expect([shortTermRate, longTermRate]).toEqual(['0.458000', '0.288000'])
  expect(ratesByCharacter.map((rates) => [rates.taxCharacter, rates.longTermRate])).toEqual([
    ['collectible', '0.368000'],
    ['commodity_pool', '0.356000'],
  ])
})
