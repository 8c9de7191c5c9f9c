import { describe, expect, test } from 'vitest'
import type { AccountClassesFragment } from '../../../addin/api/generated/graphql.ts'
import {
  accountClassSheet,
  accountSheet,
  householdClassSheet,
  householdSheet,
} from '../../../addin/sheets/drift-sheet.ts'
import { BAKERS, STAMP, UNMAPPED } from '../drift-fixture.ts'

const ACCOUNT: AccountClassesFragment = {
  id: 'a1',
  accountNumber: '00010375',
  name: 'Grace Baker roth ira',
  taxStatus: 'TAX_EXEMPT',
  household: { reference: 'HH-0001', name: 'Baker household', model: { name: 'Moderate' } },
  drift: BAKERS.drift,
}

describe('the table by household and class', () => {
  const sheet = householdClassSheet([BAKERS, UNMAPPED], STAMP)

  test('has the columns an advisor reads from left to right', () => {
    expect(sheet.columns.map(({ header }) => header)).toEqual([
      'Household',
      'Reference',
      'Model',
      'Class',
      'Kind',
      'Value ($)',
      'Weight',
      'Target',
      'Low',
      'High',
      'Drift (points)',
      'Band status',
    ])
  })

  test('gives each class a row, tiers marked, weights as fractions and drift in points', () => {
    const who = ['Baker household', 'HH-0001', 'Moderate']
    expect(sheet.rows.slice(0, 3)).toEqual([
      [...who, 'Equity', 'Tier', 675000, 0.675, 0.5, 0.45, 0.55, 2.5, 'In band'],
      [...who, 'US Equity', 'Class', 575000, 0.575, 0.5, 0.45, 0.55, 7.5, 'Above band'],
      [...who, 'Outside the model', 'Outside model', 0, 0, 0.5, 0.45, 0.55, 0, 'In band'],
    ])
  })

  test('keeps a household that nothing is measured for, in one row that says so', () => {
    const empty = Array<string>(8).fill('')
    expect(sheet.rows[3]).toEqual([UNMAPPED.name, '0042', 'no model', ...empty.slice(0, 8), 'Not measured'])
  })

  test('names the columns to colour and the rows to set in bold', () => {
    expect(sheet.bands).toEqual({ status: 11, firstColoured: 10 })
    expect(sheet.emphasis).toEqual({ column: 4, words: ['Tier'] })
  })
})

test('the table by household says how many classes are out and how far the farthest is', () => {
  const { rows } = householdSheet([BAKERS, UNMAPPED], STAMP)
  expect(rows).toEqual([
    ['Baker household', 'HH-0001', 'Moderate', 1000000, 1, 7.5, 'Out of band'],
    [UNMAPPED.name, '0042', 'no model', '', '', '', 'Not measured'],
  ])
})

test('account numbers keep their zeros as text', () => {
  const byAccount = accountSheet([ACCOUNT], STAMP)
  expect(byAccount.rows).toEqual([
    [
      'Baker household',
      'HH-0001',
      '00010375',
      'Grace Baker roth ira',
      'tax-exempt',
      'Moderate',
      1000000,
      1,
      7.5,
      'Out of band',
    ],
  ])
  expect(byAccount.columns[2]).toEqual({ header: 'Account', kind: 'text' })
  expect(accountClassSheet([ACCOUNT], STAMP).rows).toHaveLength(3)
})

test('the stamp says firm, date, moment, person, how many households and which', () => {
  expect(householdSheet([], STAMP).stamp).toEqual([
    { label: 'Firm', value: 'Demonstration firm', format: '@' },
    { label: 'As of', value: 45926, format: 'yyyy-mm-dd' },
    { label: 'Pulled at', value: '2026-06-02 14:05 UTC', format: '@' },
    { label: 'By', value: 'ada', format: '@' },
    { label: 'Households', value: 2, format: '#,##0' },
    { label: 'Scope', value: 'All households', format: '@' },
  ])
  expect(householdSheet([], { ...STAMP, asOf: null }).stamp[1]?.value).toBe('nothing loaded')
})
