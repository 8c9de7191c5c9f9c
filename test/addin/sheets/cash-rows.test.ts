import { expect, test } from 'vitest'
import { cashRows } from '../../../addin/sheets/cash-rows.ts'
import { referencesOf, type SelectedRow } from '../../../addin/sheets/selected-rows.ts'

/** Rows as they are read from a sheet, the first of them row 5. A number is shown as it is held. */
const rows = (...cells: (string | number)[][]): SelectedRow[] =>
  cells.map((row, index) => ({
    number: index + 5,
    cells: row.map((value) => ({ value, text: String(value) })),
  }))

test('reads flows by their headings, in any order and with others beside them', () => {
  const list = cashRows(
    rows(
      ['A list of Tuesday'],
      ['Client', 'Kind', 'Account number', 'withdrawal ($)', 'Contribution'],
      ['Baker', '', '00123', 1250.5, ''],
      ['', '', '', '', ''],
      ['Cole', 'rmd', '00456', '$12,000', ''],
      ['Dunn', '', '00789', '', 300],
    ),
  )
  expect(list).toEqual({
    flows: [
      { rowKey: 'row 7', accountNumber: '00123', withdrawal: '1250.5' },
      { rowKey: 'row 9', accountNumber: '00456', withdrawal: '12000', kind: 'RMD' },
      { rowKey: 'row 10', accountNumber: '00789', contribution: '300' },
    ],
    faults: [],
    rows: [7, 9, 10],
  })
})

test.each([
  [['', 100, '', ''], 'the account is empty.'],
  [['1', '', '', ''], 'neither a withdrawal nor a contribution is given.'],
  [['1', 10, 20, ''], 'has a withdrawal and a contribution: give each a row of its own.'],
  [['1', 0, '', ''], 'type dollars above zero with at most two places, such as 12500.50.'],
  [['1', 1.005, '', ''], 'type dollars above zero with at most two places, such as 12500.50.'],
  [['1', 'soon', '', ''], 'type dollars above zero with at most two places, such as 12500.50.'],
  [['1', 5, '', 'Gift'], '“Gift” is none of Withdrawal, RMD, Contribution.'],
])('says of %j what is wrong, with its row', (row, sentence) => {
  const { flows, faults } = cashRows(rows(['Account', 'Withdrawal', 'Contribution', 'Kind'], row))
  expect(flows).toEqual([])
  expect(faults).toEqual([`Row 6: ${sentence}`])
})

test('needs headings', () => {
  expect(cashRows(rows(['00123', 100])).faults).toEqual([expect.stringContaining('No headings were found.')])
})

test('takes references as they are shown, each once', () => {
  const shownWithZeros: SelectedRow = { number: 1, cells: [{ value: 123, text: '00123' }] }
  expect(referencesOf([shownWithZeros, ...rows(['HH-1', ''], ['00123', ' HH-2 '])])).toEqual([
    '00123',
    'HH-1',
    'HH-2',
  ])
})
