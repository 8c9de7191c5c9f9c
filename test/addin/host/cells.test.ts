import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startNodeHost } from '../../../addin/workbench/host/node-host.ts'
import type { NodeHost } from '../../../addin/workbench/host/node-host.ts'

let node: NodeHost
beforeEach(() => {
  node = startNodeHost()
})
afterEach(() => node.close())

/** Runs in the first sheet and synchronises once at the end. */
function inSheet<T>(work: (sheet: Excel.Worksheet, context: Excel.RequestContext) => T): Promise<T> {
  return node.Excel.run(async (context) => {
    const result = work(context.workbook.worksheets.getItem('Sheet1'), context)
    await context.sync()
    return result
  })
}

describe('values', () => {
  test('account numbers stay text in @ cells and behind an apostrophe, and lose their zeros elsewhere', async () => {
    const range = await inSheet((sheet) => {
      sheet.getRange('A1').numberFormat = [['@']]
      sheet.getRange('A1:C1').values = [['00123', "'00123", '00123']]
      return sheet.getRange('A1:C1').load('values,valueTypes,text')
    })
    expect(range.values).toEqual([['00123', '00123', 123]])
    expect(range.valueTypes).toEqual([['String', 'String', 'Double']])
  })

  test('a format set on a whole column holds for cells written later', async () => {
    const range = await inSheet((sheet) => {
      sheet.getRange('B:B').numberFormat = [['@']]
      sheet.getRange('B5').values = [['00042']]
      return sheet.getRange('B4:B5').load('values,numberFormat')
    })
    expect(range.values).toEqual([[''], ['00042']])
    expect(range.numberFormat).toEqual([['@'], ['@']])
  })

  test('one value fills a range, null leaves a cell alone, another shape is refused', async () => {
    const range = await inSheet((sheet) => {
      sheet.getRange('A1:B2').values = [[7]]
      sheet.getRange('A1:B2').values = [
        [1, null],
        [null, 4],
      ]
      return sheet.getRange('A1:B2').load('values')
    })
    expect(range.values).toEqual([
      [1, 7],
      [7, 4],
    ])
    const refused = inSheet((sheet) => {
      sheet.getRange('A1:B2').values = [[1, 2, 3]]
    })
    await expect(refused).rejects.toMatchObject({ code: 'InvalidArgument' })
  })

  test('formulas are calculated, texts formatted, and the used range found', async () => {
    const [cells, used] = await inSheet((sheet) => {
      sheet.getRange('B2:D2').formulas = [[1000, 0.25, '=B2*C2']]
      sheet.getRange('B2').numberFormat = [['$#,##0.00']]
      sheet.getRange('C2').numberFormat = [['0.0%']]
      const all = sheet.getRange('B2:D2').load('values,formulas,text')
      return [all, sheet.getUsedRange(true).load('address')] as const
    })
    expect(cells.values).toEqual([[1000, 0.25, 250]])
    expect(cells.formulas).toEqual([[1000, 0.25, '=B2*C2']])
    expect(cells.text).toEqual([['$1,000.00', '25.0%', '250']])
    expect(used.address).toBe('Sheet1!B2:D2')
  })

  test('ranges are found from other ranges', async () => {
    const ranges = await inSheet((sheet) => {
      const range = sheet.getRange('B2:D5')
      return [
        range.getCell(1, 1),
        range.getRow(0),
        range.getLastRow(),
        range.getOffsetRange(1, -1),
        range.getResizedRange(-3, 1),
        range.getEntireColumn(),
        range.getBoundingRect('F9'),
        range.getIntersection('A1:B3'),
      ].map((each) => each.load('address'))
    })
    expect(ranges.map(({ address }) => address.replace('Sheet1!', ''))).toEqual([
      'C3',
      'B2:D2',
      'B5:D5',
      'A3:C6',
      'B2:E2',
      'B:D',
      'B2:F9',
      'B2:B3',
    ])
  })
})

describe('looks', () => {
  test('formats are kept by cell and answered as null where cells differ', async () => {
    const format = await inSheet((sheet) => {
      sheet.getRange('A1').format.font.bold = true
      const row = sheet.getRange('A1:B1').format
      row.fill.color = '#ffc7ce'
      row.horizontalAlignment = 'Center'
      row.borders.getItem('EdgeBottom').style = 'Continuous'
      row.columnWidth = 90
      row.load('font/bold,font/color,fill/color,horizontalAlignment,columnWidth')
      return row
    })
    expect([format.font.bold, format.font.color, format.fill.color]).toEqual([null, '#000000', '#FFC7CE'])
    expect([format.horizontalAlignment, format.columnWidth]).toEqual(['Center', 90])
    expect(node.host.workbook.activeSheet.styleAt(0, 1).edgeBottom.style).toBe('Continuous')
  })

  test('a colour that is none is refused', async () => {
    const refused = inSheet((sheet) => {
      sheet.getRange('A1').format.fill.color = 'salmonish'
    })
    await expect(refused).rejects.toMatchObject({ code: 'InvalidArgument' })
  })

  test('clear takes contents, formats, or both', async () => {
    const range = await inSheet((sheet) => {
      sheet.getRange('A1:C1').values = [[1, 2, 3]]
      sheet.getRange('A1:C1').numberFormat = [['0.00']]
      sheet.getRange('A1').clear('Contents')
      sheet.getRange('B1').clear('Formats')
      sheet.getRange('C1').clear()
      return sheet.getRange('A1:C1').load('values,numberFormat')
    })
    expect(range.values).toEqual([['', 2, '']])
    expect(range.numberFormat).toEqual([['0.00', 'General', 'General']])
  })
})

describe('sheets', () => {
  test('names are held to Excel’s rules', async () => {
    for (const [name, code] of [
      ['sheet1', 'ItemAlreadyExists'],
      ['a/b', 'InvalidArgument'],
      ['x'.repeat(32), 'InvalidArgument'],
      ["'quoted'", 'InvalidArgument'],
    ]) {
      const refused = inSheet((_sheet, context) => void context.workbook.worksheets.add(name))
      await expect(refused, name).rejects.toMatchObject({ code })
    }
  })

  test('the last visible sheet can be neither hidden nor deleted', async () => {
    await expect(inSheet((sheet) => sheet.delete())).rejects.toMatchObject({ code: 'InvalidOperation' })
    const hidden = inSheet((sheet) => {
      sheet.visibility = 'VeryHidden'
    })
    await expect(hidden).rejects.toMatchObject({ code: 'InvalidOperation' })
  })

  test('names, settings and properties are kept', async () => {
    const kept = await inSheet((sheet, context) => {
      const { workbook } = context
      workbook.names.add('DriftBand', sheet.getRange('K1:K2'))
      workbook.settings.add('firm', { id: 7 })
      sheet.customProperties.add('baseline', 'v1')
      workbook.properties.title = 'Drift'
      return [
        workbook.names.getItem('driftband').load('formula'),
        workbook.settings.getItem('firm').load('value'),
        sheet.customProperties.getItem('baseline').load('value'),
        workbook.properties.load('title'),
        workbook.names.getItem('DriftBand').getRange().load('address'),
      ] as const
    })
    expect([kept[0].formula, kept[1].value, kept[2].value, kept[3].title, kept[4].address]).toEqual([
      '=Sheet1!$K$1:$K$2',
      { id: 7 },
      'v1',
      'Drift',
      'Sheet1!K1:K2',
    ])
  })
})
