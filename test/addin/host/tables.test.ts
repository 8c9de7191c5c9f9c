import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startNodeHost } from '../../../addin/workbench/host/node-host.ts'
import type { NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { cellLook } from '../../../addin/workbench/host/cell-look.ts'

let node: NodeHost
beforeEach(async () => {
  node = startNodeHost()
  await inExcel((context) => {
    const sheet = context.workbook.worksheets.getItem('Sheet1')
    sheet.getRange('A1:B4').values = [
      ['Class', 'Drift'],
      ['US', 0.02],
      ['Bonds', -0.01],
      ['Cash', 0],
    ]
    sheet.getRange('A6').values = [['as of 2026-06-02']]
    sheet.tables.add('A1:B4', true).name = 'DriftTable'
  })
})
afterEach(() => node.close())

function inExcel<T>(work: (context: Excel.RequestContext) => T): Promise<T> {
  return node.Excel.run(async (context) => {
    const result = work(context)
    await context.sync()
    return result
  })
}

const column = (index: number, rows = 8) =>
  Array.from({ length: rows }, (_, row) =>
    node.host.workbook.value(node.host.workbook.activeSheet, row, index),
  )

describe('a table', () => {
  test('grows by added rows and pushes down what lies below it', async () => {
    const body = await inExcel((context) => {
      const table = context.workbook.tables.getItem('DriftTable')
      table.rows.add(undefined, [
        ['Gold', 0.01],
        ['Oil', 0.03],
      ])
      return table.getDataBodyRange().load('address')
    })
    expect(body.address).toBe('Sheet1!A2:B6')
    expect(column(0)).toEqual(['Class', 'US', 'Bonds', 'Cash', 'Gold', 'Oil', '', 'as of 2026-06-02'])
  })

  test('stretches the conditional formats of its body over added rows', async () => {
    await inExcel((context) => {
      const table = context.workbook.tables.getItem('DriftTable')
      table.getDataBodyRange().conditionalFormats.add('Custom').custom.rule.formula = '=$B2<0'
      table.rows.add(undefined, [['Gold', -0.01]])
    })
    expect(node.host.workbook.activeSheet.conditionalFormats[0]?.area).toEqual({
      row: 1,
      column: 0,
      rows: 4,
      columns: 2,
    })
  })

  test('takes rows in the middle, and loses them', async () => {
    await inExcel((context) => context.workbook.tables.getItem('DriftTable').rows.add(1, [['Gold', 0.01]]))
    expect(column(0, 5)).toEqual(['Class', 'US', 'Gold', 'Bonds', 'Cash'])
    await inExcel((context) => context.workbook.tables.getItem('DriftTable').rows.getItemAt(0).delete())
    expect(column(0, 6)).toEqual(['Class', 'Gold', 'Bonds', 'Cash', '', 'as of 2026-06-02'])
    expect(node.host.workbook.table('DriftTable')?.area.rows).toBe(4)
  })

  test('is reached by name, by column, and refuses a neighbour that overlaps', async () => {
    const [drift, header] = await inExcel((context) => {
      const table = context.workbook.tables.getItem('drifttable')
      return [
        table.columns.getItem('Drift').getDataBodyRange().load('values'),
        table.getHeaderRowRange().load('values'),
      ] as const
    })
    expect(drift.values).toEqual([[0.02], [-0.01], [0]])
    expect(header.values).toEqual([['Class', 'Drift']])
    const overlapping = inExcel((context) => void context.workbook.tables.add('Sheet1!B4:C6', true))
    await expect(overlapping).rejects.toMatchObject({ code: 'InvalidArgument' })
  })

  test('names its columns as Excel does: never empty, never twice', async () => {
    const header = await inExcel((context) => {
      const sheet = context.workbook.worksheets.getItem('Sheet1')
      sheet.getRange('D1:G2').values = [
        ['Value', '', 'value', 2026],
        [1, 2, 3, 4],
      ]
      return sheet.tables.add('D1:G2', true).getHeaderRowRange().load('values')
    })
    expect(header.values).toEqual([['Value', 'Column2', 'value2', '2026']])
  })

  test('sorts whole rows', async () => {
    await inExcel((context) =>
      context.workbook.tables.getItem('DriftTable').sort.apply([{ key: 1, ascending: true }]),
    )
    expect(column(0, 4)).toEqual(['Class', 'Bonds', 'Cash', 'US'])
  })

  test('colours its cells by conditional formats, also after a sort', async () => {
    await inExcel((context) => {
      const sheet = context.workbook.worksheets.getItem('Sheet1')
      const format = sheet.getRange('A2:B4').conditionalFormats.add('Custom')
      format.custom.rule.formula = '=$B2<0'
      format.custom.format.fill.color = '#FFC7CE'
      const zero = sheet.getRange('B2:B4').conditionalFormats.add('CellValue')
      zero.cellValue.format.font.color = '#808080'
      zero.cellValue.rule = { formula1: '=0', operator: 'EqualTo' }
    })
    const { workbook } = node.host
    const look = (row: number, index: number) => cellLook(workbook, workbook.activeSheet, row, index).css
    expect([1, 2, 3].map((row) => look(row, 0)['backgroundColor'] === '#FFC7CE')).toEqual([
      false,
      true,
      false,
    ])
    expect(look(3, 1)['color']).toBe('#808080')
    node.host.user.sortTable('DriftTable', 'Drift')
    expect([1, 2, 3].map((row) => look(row, 0)['backgroundColor'] === '#FFC7CE')).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('a person', () => {
  test('types, and the add-in hears of it once, with the values of the one cell', async () => {
    const heard: Excel.WorksheetChangedEventArgs[] = []
    await inExcel((context) => {
      context.workbook.worksheets.getItem('Sheet1').onChanged.add((event) => {
        heard.push(event)
        return Promise.resolve()
      })
    })
    node.host.user.type('B2', '3%')
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]).toMatchObject({
      address: 'B2',
      triggerSource: 'Unknown',
      details: { valueBefore: 0.02, valueAfter: 0.03 },
    })
  })

  test('changes a table, and who listens to the table hears its id; a removed handler hears nothing', async () => {
    const heard: string[] = []
    const registration = await inExcel((context) =>
      context.workbook.tables.getItem('DriftTable').onChanged.add((event) => {
        heard.push(`${event.tableId} ${event.address}`)
        return Promise.resolve()
      }),
    )
    node.host.user.type('B3', '0.5')
    node.host.user.type('A6', 'outside')
    await expect.poll(() => heard).toEqual([`${node.host.workbook.table('DriftTable')?.id} B3`])
    await node.Excel.run(registration.context as Excel.RequestContext, async (context) => {
      registration.remove()
      await context.sync()
    })
    expect(node.host.events.registrations).toEqual([])
  })

  test('pastes text where numbers were, as a spreadsheet reads it', () => {
    node.host.user.paste('B2', '1.5%\nn/a\n(0.02)\n')
    expect(column(1, 4)).toEqual(['Drift', 0.015, 'n/a', -0.02])
  })

  test('types below a table and makes it longer; deletes a row and makes it shorter', () => {
    node.host.user.type('A5', 'Gold')
    expect(node.host.workbook.table('DriftTable')?.area.rows).toBe(5)
    node.host.user.deleteRows('2:3')
    expect(node.host.workbook.table('DriftTable')?.area).toEqual({ row: 0, column: 0, rows: 3, columns: 2 })
    expect(column(0, 4)).toEqual(['Class', 'Cash', 'Gold', 'as of 2026-06-02'])
  })

  test('filters rows away and back', () => {
    const hidden = () => [...node.host.workbook.activeSheet.hiddenRows]
    node.host.user.filterTable('DriftTable', 'Class', ['US', 'Cash'])
    expect(hidden()).toEqual([2])
    node.host.user.filterTable('DriftTable', 'Class', [])
    expect(hidden()).toEqual([])
  })

  test('types a plain number into a percent cell and means percents', () => {
    node.host.workbook.activeSheet.restyle(
      { row: 1, column: 1, rows: 1, columns: 1 },
      { numberFormat: '0.0%' },
    )
    node.host.user.type('B2', '25')
    expect(column(1, 2)).toEqual(['Drift', 0.25])
  })

  test('renames and deletes sheets, and the add-in that listens hears of it', async () => {
    const heard: string[] = []
    await inExcel((context) => {
      context.workbook.worksheets.add('Other')
      context.workbook.worksheets.onDeleted.add((event) => {
        heard.push(event.worksheetId)
        return Promise.resolve()
      })
    })
    const id = node.host.workbook.sheet('Sheet1')?.id
    node.host.user.renameSheet('Sheet1', 'Mine')
    node.host.user.deleteSheet('Mine')
    await expect.poll(() => heard).toEqual([id])
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Other'])
    expect(node.host.workbook.tables).toEqual([])
  })
})
