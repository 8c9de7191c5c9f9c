import { expect, test } from 'vitest'
import { batchDriftSheet, classDriftMeans } from '../../../addin/sheets/batch-drift.ts'
import { meanOf } from '../../../addin/sheets/exact-sums.ts'
import { outliersSheet } from '../../../addin/sheets/outliers-sheet.ts'
import { STAMP } from '../drift-fixture.ts'

const classes = (...drifts: [string, string | null][]) => ({
  classes: drifts.map(([name, drift]) => ({ name, drift })),
})

test('a mean is exact but for its last digit, rounded half up', () => {
  expect(meanOf(['0.1', '0.2', '0.2'], 6)).toBe('0.166667')
  expect(meanOf(['0.000001', '0.000002'], 6)).toBe('0.000002')
  expect(meanOf(['1', '3'], 6)).toBe('2')
})

test('drift of a batch is the mean distance of each class, the farthest first, without tiers', () => {
  const means = classDriftMeans(
    [
      {
        before: [classes(['Equity', '0.09'], ['US Equity', '0.06'], ['Bonds', '-0.04'])],
        after: [classes(['Equity', '0'], ['US Equity', '0.01'], ['Bonds', '-0.01'])],
      },
      // Steered account by account; the second has no value.
      {
        before: [classes(['US Equity', '-0.02'], ['Bonds', '0.10']), classes(['Bonds', null])],
        after: [classes(['US Equity', '0'], ['Bonds', '0.01']), classes(['Bonds', null])],
      },
    ],
    new Set(['Equity']),
  )
  expect(means).toEqual([
    { name: 'Bonds', count: 2, before: '0.07', after: '0.01' },
    { name: 'US Equity', count: 2, before: '0.04', after: '0.005' },
  ])
  expect(batchDriftSheet('Autumn', means, STAMP).rows).toEqual([
    ['Bonds', 7, 1, 2],
    ['US Equity', 4, 0.5, 2],
  ])
})

test('outliers keep the server’s order, and dollars and fractions apart', () => {
  const household = { reference: 'HH-1', name: 'Baker', advisor: null, model: { name: 'Growth' } }
  const proposal = {
    id: 'p1',
    taxCost: '1200',
    turnoverValue: '5000',
    largestDriftBefore: '0.08',
    largestDriftAfter: '0.015',
    state: 'PROPOSED' as const,
  }
  const { rows, stamp } = outliersSheet(
    { id: '0a-1b', name: 'Autumn' },
    [
      { kind: 'REFUSED', message: 'No price.', amount: null, household, proposal: null },
      { kind: 'TAX', message: 'Much tax.', amount: '1200', household, proposal },
      { kind: 'TURNOVER', message: 'Much turnover.', amount: '0.31', household, proposal },
    ],
    {
      ...{ proposals: 1, proposed: 1, edited: 0, approved: 0, rejected: 0, stale: 0, trades: 4 },
      ...{ taxCost: '1200', turnoverValue: '5000', turnover: '0.31', base: '8000' },
      ...{ outOfBandLeft: 1, refusedHouseholds: 1 },
    },
    STAMP,
  )
  expect(rows.map((row) => row.slice(0, 10))).toEqual([
    ['No proposal', 'Baker', 'HH-1', 'No price.', '', '', '', '', '', ''],
    ['Tax', 'Baker', 'HH-1', 'Much tax.', 1200, '', 1.5, 8, 1200, 5000],
    ['Turnover', 'Baker', 'HH-1', 'Much turnover.', '', 0.31, 1.5, 8, 1200, 5000],
  ])
  expect(stamp.slice(-6).map(({ label, value }) => [label, value])).toEqual([
    ['Proposals', 1],
    ['Trades', 4],
    ['Without a proposal', 1],
    ['Tax of all ($)', 1200],
    ['Turnover of all ($)', 5000],
    ['Out of band left', 1],
  ])
})
