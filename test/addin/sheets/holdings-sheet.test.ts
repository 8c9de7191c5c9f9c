import { expect, test } from 'vitest'
import { holdingsSheet } from '../../../addin/sheets/holdings-sheet.ts'
import { STAMP, classRow } from '../drift-fixture.ts'

const held = (symbol: string, assetClass: string | null, value: string | null) => ({
  shares: '10.00000000',
  price: value === null ? null : '100.000000',
  value,
  weight: value === null ? null : '0.100000',
  unrealizedGain: null,
  security: { symbol, name: `${symbol} fund`, assetClass },
})

const sheet = holdingsSheet(
  {
    name: 'Baker household',
    reference: 'HH/0001',
    drift: {
      classes: [
        classRow({ ordinal: 0, name: 'Equity', isTier: true }),
        classRow({ ordinal: 1, parentOrdinal: 0, name: 'US Equity' }),
        classRow({ ordinal: -1, name: 'Outside the model', isOutsideModel: true }),
      ],
      securities: [held('VTI', 'US Equity', '1000.00'), held('GLD', 'Gold', '1000.00')],
      unpriced: [held('XYZ', null, null)],
    },
  },
  STAMP,
)

test('each class is followed by what fills it; what no class takes stands outside the model', () => {
  const [name, symbol, status] = [0, 2, sheet.bands!.status]
  expect(sheet.rows.map((row) => [row[name], row[symbol], row[status]])).toEqual([
    ['Equity', '', 'In band'],
    ['US Equity', '', 'In band'],
    ['US Equity', 'VTI', ''],
    ['Outside the model', '', 'In band'],
    ['Outside the model', 'GLD', ''],
    ['Outside the model', 'XYZ', 'No price'],
  ])
})

test('a security shows shares, price, value and weight, but no band of its own', () => {
  expect(sheet.columns.map(({ header }) => header)).toEqual([
    'Class',
    'Kind',
    'Symbol',
    'Security',
    'Shares',
    'Price ($)',
    'Unrealized gain ($)',
    'Value ($)',
    'Weight',
    'Target',
    'Low',
    'High',
    'Drift (points)',
    'Band status',
  ])
  expect(sheet.rows[2]).toEqual([
    'US Equity',
    'Security',
    'VTI',
    'VTI fund',
    10,
    100,
    '',
    1000,
    0.1,
    '',
    '',
    '',
    '',
    '',
  ])
})

test('sheet and table get names that Excel takes, whatever the reference holds', () => {
  expect(sheet.sheetName).toBe('Holdings HH-0001')
  expect(sheet.tableName).toBe('EvenkeelHoldings_HH_0001')
})
