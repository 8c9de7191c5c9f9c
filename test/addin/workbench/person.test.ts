import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExcelHost } from '../../../addin/workbench/host/excel-host.ts'
import { HostError } from '../../../addin/workbench/host/host-error.ts'
import { startNodeHost } from '../../../addin/workbench/host/node-host.ts'
import type { NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { readTabSeparated, writeTabSeparated } from '../../../addin/workbench/host/workbook/clipboard-text.ts'
import { listChoices } from '../../../addin/workbench/host/workbook/validation.ts'

const ROWS = [
  ['Class', 'Weight'],
  ['Bonds', 0.4],
  ['US', 0.5],
  ['Cash', 0.1],
] as const

function filledHost(): ExcelHost {
  const host = new ExcelHost()
  const sheet = host.workbook.activeSheet
  ROWS.forEach((line, row) => line.forEach((value, column) => sheet.enter(row, column, value)))
  return host
}

const texts = (host: ExcelHost, rows: number, columns: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) =>
      host.workbook.text(host.workbook.activeSheet, row, column),
    ),
  )

describe('text of the clipboard', () => {
  test.each([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"two\nlines"\t"say ""yes"""\n', [['two\nlines', 'say "yes"']]],
    ['5" pipe\tx', [['5" pipe', 'x']]],
    [
      '\t\n\tz',
      [
        ['', ''],
        ['', 'z'],
      ],
    ],
    ['one', [['one']]],
  ])('%j is read as Excel pastes it', (text, rows) => {
    expect(readTabSeparated(text)).toEqual(rows)
  })

  test('is written so that reading gives the same cells', () => {
    const rows = [
      ['a\tb', '"quoted"', ''],
      ['line\nend', 'plain', '5" pipe'],
    ]
    expect(readTabSeparated(writeTabSeparated(rows))).toEqual(rows)
  })
})

describe('undo', () => {
  test('takes back what was typed, pasted and cleared, and does it again', () => {
    const host = filledHost()
    host.user.type('B2', '45%')
    host.user.paste('A6', 'x\ty')
    host.user.clear('A2:B3')
    expect(texts(host, 3, 2)).toEqual([
      ['Class', 'Weight'],
      ['', ''],
      ['', ''],
    ])
    for (let times = 0; times < 3; times += 1) expect(host.user.undo()).toBe(true)
    expect(texts(host, 6, 2).flat().slice(2, 4)).toEqual(['Bonds', '0.4'])
    expect(host.user.undo()).toBe(false)
    for (let times = 0; times < 3; times += 1) expect(host.user.redo()).toBe(true)
    expect(texts(host, 6, 2)[5]).toEqual(['x', 'y'])
    expect(texts(host, 2, 2)[1]).toEqual(['', ''])
  })

  test('brings deleted rows back with the table, its filter’s hidden rows and the validations', () => {
    const host = filledHost()
    const sheet = host.workbook.activeSheet
    sheet.dataValidations.push({
      area: { row: 2, column: 1, rows: 2, columns: 1 },
      rule: {},
      ignoreBlanks: true,
      errorAlert: null,
      prompt: null,
    })
    sheet.rowHeights.set(3, 30)
    host.user.deleteRows('2:2')
    expect(sheet.dataValidations[0]?.area).toMatchObject({ row: 1, rows: 2 })
    expect([...sheet.rowHeights]).toEqual([[2, 30]])
    host.user.undo()
    expect(texts(host, 4, 1).flat()).toEqual(['Class', 'Bonds', 'US', 'Cash'])
    expect(sheet.dataValidations[0]?.area).toMatchObject({ row: 2, rows: 2 })
    expect([...sheet.rowHeights]).toEqual([[3, 30]])
  })
})

describe('with an add-in that listens', () => {
  let node: NodeHost
  beforeEach(() => {
    node = startNodeHost()
    const sheet = node.host.workbook.activeSheet
    ROWS.forEach((line, row) => line.forEach((value, column) => sheet.enter(row, column, value)))
  })
  afterEach(() => node.close())

  test('undo is told as an edit, rows and columns by their kind', async () => {
    const heard: string[] = []
    await node.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Sheet1')
      sheet.onChanged.add(({ changeType, address }) => {
        heard.push(`${changeType} ${address}`)
        return Promise.resolve()
      })
      await context.sync()
    })
    const { user } = node.host
    user.type('B2', '0.3')
    user.undo()
    user.insertRows('3:4')
    user.undo()
    user.insertColumns('B:B')
    user.deleteColumns('B:B')
    await expect
      .poll(() => heard)
      .toEqual([
        'RangeEdited B2',
        'RangeEdited B2',
        'RowInserted 3:4',
        'RowDeleted 3:4',
        'ColumnInserted B:B',
        'ColumnDeleted B:B',
      ])
  })

  test('a write of the add-in ends what can be taken back, as in Excel', async () => {
    node.host.user.type('B2', '0.3')
    expect(node.host.user.history.canUndo).toBe(true)
    await node.Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').getRange('D1').values = [['pulled']]
      await context.sync()
    })
    expect(node.host.user.undo()).toBe(false)
  })

  test('columns that are put into a table widen it and get names of their own', async () => {
    await node.Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').tables.add('A1:B4', true).name = 'Classes'
      await context.sync()
    })
    node.host.user.insertColumns('B:C')
    expect(node.host.workbook.table('Classes')?.area).toEqual({ row: 0, column: 0, rows: 4, columns: 4 })
    expect(texts(node.host, 2, 4)).toEqual([
      ['Class', 'Column2', 'Column3', 'Weight'],
      ['Bonds', '', '', '0.4'],
    ])
    node.host.user.deleteColumns('A:B')
    expect(node.host.workbook.table('Classes')?.area).toMatchObject({ column: 0, columns: 2 })
  })

  test('pasted rows right below a table become its rows; one text fills the whole selection', async () => {
    await node.Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').tables.add('A1:B4', true).name = 'Classes'
      await context.sync()
    })
    node.host.user.paste('A5', 'Gold\t0\r\nOil\t0\r\n')
    expect(node.host.workbook.table('Classes')?.area.rows).toBe(6)
    node.host.user.paste('B5:B6', '0.2')
    expect(texts(node.host, 6, 2).slice(4)).toEqual([
      ['Gold', '0.2'],
      ['Oil', '0.2'],
    ])
  })
})

describe('data validation', () => {
  const withRule = (rule: object, area = { row: 1, column: 1, rows: 3, columns: 1 }) => {
    const host = filledHost()
    const errorAlert = { title: 'Weight', message: 'From 0 to 1.', style: 'Stop', showAlert: true }
    host.workbook.activeSheet.dataValidations.push({
      area,
      rule: rule as Record<string, unknown>,
      ignoreBlanks: true,
      errorAlert,
      prompt: null,
    })
    return host
  }

  test.each([
    [{ decimal: { formula1: 0, formula2: 1, operator: 'Between' } }, '0.5', '1.5'],
    [{ decimal: { formula1: '=B3', operator: 'LessThanOrEqualTo' } }, '0.5', '0.6'],
    [{ wholeNumber: { formula1: 1, operator: 'GreaterThan' } }, '2', '2.5'],
    [{ textLength: { formula1: 2, operator: 'EqualTo' } }, 'ab', 'abc'],
    [{ list: { inCellDropDown: true, source: 'Low, High' } }, 'High', 'Middle'],
    [{ list: { inCellDropDown: true, source: '=$A$2:$A$4' } }, 'Cash', 'Gold'],
    [{ custom: { formula: '=SUM(B2:B4)<2' } }, '1', null],
  ])('%j takes %s and refuses %s', (rule, taken, refused) => {
    const host = withRule(rule)
    expect(host.user.refusalOf('B2', taken)).toBeNull()
    expect(host.user.refusalOf('B2', '')).toBeNull()
    expect(host.user.refusalOf('C2', refused ?? 'anything')).toBeNull()
    if (refused === null) return
    expect(host.user.refusalOf('B2', refused)).toEqual({
      title: 'Weight',
      sentence: 'From 0 to 1.',
      mayGoOn: false,
    })
  })

  test('refuses text where a number is asked for, and pasting is not asked, as in Excel', () => {
    const host = withRule({ decimal: { formula1: 0, formula2: 1, operator: 'Between' } })
    expect(host.user.refusalOf('B2', 'half')?.sentence).toBe('From 0 to 1.')
    host.user.paste('B2', 'half')
    expect(host.workbook.text(host.workbook.activeSheet, 1, 1)).toBe('half')
  })

  test('offers the choices of a list', () => {
    const host = withRule({ list: { inCellDropDown: true, source: '=$A$2:$A$4' } })
    expect(listChoices(host.workbook, host.workbook.activeSheet, 1, 1)).toEqual(['Bonds', 'US', 'Cash'])
    expect(listChoices(host.workbook, host.workbook.activeSheet, 1, 2)).toBeNull()
  })
})

describe('a protected sheet', () => {
  test('refuses what is locked and takes what is not', () => {
    const host = filledHost()
    const sheet = host.workbook.activeSheet
    sheet.restyle({ row: 1, column: 1, rows: 3, columns: 1 }, { locked: false })
    sheet.isProtected = true
    host.user.type('B2', '0.3')
    expect(sheet.cell(1, 1)?.value).toBe(0.3)
    expect(() => host.user.type('A2', 'x')).toThrow(HostError)
    expect(() => host.user.paste('A2', 'x\t0.1')).toThrow('The sheet is protected.')
    expect(() => host.user.deleteRows('2:2')).toThrow(HostError)
    expect(sheet.cell(1, 0)?.value).toBe('Bonds')
  })
})

test('a workbook keeps its last visible sheet, and two sheets never share a name', () => {
  const host = filledHost()
  expect(() => host.user.deleteSheet('Sheet1')).toThrow('at least one visible worksheet')
  expect(host.user.addSheet()).toBe('Sheet2')
  expect(() => host.user.renameSheet('Sheet2', 'sheet1')).toThrow(HostError)
  host.user.deleteSheet('Sheet1')
  expect(host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet2'])
})
