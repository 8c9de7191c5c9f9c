import { expect, test } from 'vitest'
import { ExcelHost } from '../../../addin/workbench/host/excel-host.ts'
import { parseAddress, addressText } from '../../../addin/workbench/host/workbook/address.ts'

function bookOf(cells: Readonly<Record<string, string>>) {
  const { workbook, user } = new ExcelHost()
  for (const [address, text] of Object.entries(cells)) user.type(address, text)
  return {
    workbook,
    user,
    value: (row: number, column: number) => workbook.value(workbook.activeSheet, row, column),
  }
}

test('formulas follow the cells they name, through other formulas', () => {
  const { user, value } = bookOf({ A1: '10', A2: '=A1*2', A3: '=SUM(A1:A2)+ROUND(2.345,2)' })
  expect(value(2, 0)).toBeCloseTo(32.35, 10)
  user.type('A1', '20')
  expect(value(2, 0)).toBeCloseTo(62.35, 10)
})

test.each([
  ['=IF(AND(A1>5,B1="aboveBand"),"sell","hold")', 'sell'],
  ['=A1&" points"', '10 points'],
  ['=10%+0.4', 0.5],
  ['=-2^2', 4],
  ['=ROUND(0.4+0.2-0.6,6)', 0],
  ['=1/0', '#DIV/0!'],
  ['=IFERROR(1/0,"none")', 'none'],
  ['=ABS(-A1)>=10', true],
  ['=ISNUMBER(SEARCH("band",B1))', true],
  ['=ROW()', 3],
  ['=Sheet1!$A$1+1', 11],
])('%s is %j', (formula, expected) => {
  const { value } = bookOf({ A1: '10', B1: 'aboveBand', C3: formula })
  expect(value(2, 2)).toBe(expected)
})

test('a formula beyond the calculated set shows #NAME? and is listed', () => {
  const { workbook, value } = bookOf({ A1: '=XLOOKUP(1,B:B,C:C)' })
  expect(value(0, 0)).toBe('#NAME?')
  expect([...workbook.uncalculated]).toEqual(['=XLOOKUP(1,B:B,C:C)'])
})

test.each([
  ['A1', { row: 0, column: 0, rows: 1, columns: 1 }],
  ['$B$3:A1', { row: 0, column: 0, rows: 3, columns: 2 }],
  ['C:D', { row: 0, column: 2, rows: 1_048_576, columns: 2 }],
  ['2:5', { row: 1, column: 0, rows: 4, columns: 16_384 }],
  [
    "'Owner''s drift'!XFD1048576",
    { row: 1_048_575, column: 16_383, rows: 1, columns: 1, sheetName: "Owner's drift" },
  ],
  ['XFE1', null],
  ['A0', null],
  ['DriftBand', null],
])('the address %s', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected)
})

test('addresses are written with quotes where the sheet needs them', () => {
  expect(addressText("Owner's drift", { row: 0, column: 26, rows: 2, columns: 1 })).toBe(
    "'Owner''s drift'!AA1:AA2",
  )
  expect(addressText('Drift', { row: 0, column: 0, rows: 1_048_576, columns: 2 })).toBe('Drift!A:B')
})

test('formulas name columns of a table, whole or in their own row, and sum where criteria are met', () => {
  const { workbook, value } = bookOf({
    A1: 'Kind',
    B1: 'Held in',
    C1: 'Share',
    D1: 'Of its kind',
    A2: 'Class',
    B2: 'Any',
    C2: '0.25',
    A3: 'class',
    B3: 'Any',
    C3: '0.5',
    A4: 'Security',
    B4: 'Roth',
    C4: '0.125',
    F1: '=SUMIFS(Shares[Share],Shares[Kind],"<>Security")',
    F2: '=COUNTIFS(Shares[Held in],"Any",Shares[Kind],"class")',
    F3: '=SUMIFS(Shares[Share],Shares[Nothing],"Any")',
  })
  const formula = '=SUMIFS(Shares[Share],Shares[Kind],Shares[@Kind],Shares[Held in],Shares[@[Held in]])'
  for (const row of [1, 2, 3]) workbook.activeSheet.enter(row, 3, formula)
  workbook.tables.push({
    id: '1',
    name: 'Shares',
    sheet: workbook.activeSheet,
    area: { row: 0, column: 0, rows: 4, columns: 4 },
    style: '',
    showsTotals: false,
    showsHeaders: true,
    showsBandedRows: false,
    showsBandedColumns: false,
    highlightsFirstColumn: false,
    highlightsLastColumn: false,
    showsFilterButton: true,
    filters: new Map(),
    sortFields: [],
  })
  expect([value(1, 3), value(2, 3), value(3, 3)]).toEqual([0.75, 0.75, 0.125])
  expect([value(0, 5), value(1, 5), value(2, 5)]).toEqual([0.75, 2, '#NAME?'])
})
