import { expect, test } from 'vitest'
import type { ClassKind } from '../../../server/engine/facts/location-defaults.ts'
import {
  CLASS_KIND_OF,
  defaultYearlyDrag,
  YEARLY_INCOME,
} from '../../../server/engine/facts/location-defaults.ts'

const IN_A_TAXING_STATE = {
  federalShortRate: '0.37',
  federalLongRate: '0.20',
  netInvestmentIncomeTax: '0.038',
  stateRate: '0.10',
}

const dragOf = (kind: ClassKind, rates?: typeof IN_A_TAXING_STATE) =>
  Object.fromEntries(defaultYearlyDrag(kind, rates).map(({ appliesTo, drag }) => [appliesTo, drag]))

test.each([
  ['us_equity', '0.003168'], // 1.52% x 18.8% + 0.08% x 38.8%
  ['international_equity', '0.007440'], // 2.1% x 18.8% + 0.9% x 38.8%
  ['bond', '0.015520'], // 4% x 38.8%
  ['treasury', '0.015520'],
  ['municipal', '0.000000'],
  ['reit', '0.012416'], // 4% x 80% x 38.8%
  ['collectible', '0.000000'],
  ['commodity_pool', '0.008040'], // 3% x (0.6 x 15% + 0.4 x 35% + 3.8%)
] as const)('%s loses %s of its value a year in a taxable account and nothing elsewhere', (kind, drag) => {
  expect(dragOf(kind)).toEqual({ taxable: drag, tax_deferred: '0.000000', tax_exempt: '0.000000' })
})

test('a state taxes bonds and not Treasuries', () => {
  // 4% x 50.8%, and 4% x 40.8%.
  expect([dragOf('bond', IN_A_TAXING_STATE).taxable, dragOf('treasury', IN_A_TAXING_STATE).taxable]).toEqual([
    '0.020320',
    '0.016320',
  ])
})

test('bonds are sheltered before real estate, and that before stocks, as the field has it', () => {
  const kinds = Object.keys(YEARLY_INCOME) as ClassKind[]
  const taxed = kinds
    .filter((kind) => ['bond', 'reit', 'international_equity', 'us_equity', 'municipal'].includes(kind))
    .sort((a, b) => Number(dragOf(b).taxable) - Number(dragOf(a).taxable))
  expect(taxed).toEqual(['bond', 'reit', 'international_equity', 'us_equity', 'municipal'])
})

test('every tax character has a class', () => {
  expect(Object.values(CLASS_KIND_OF).every((kind) => kind in YEARLY_INCOME)).toBe(true)
})
