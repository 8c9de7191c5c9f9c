import { HostError } from '../host-error.ts'
import { addressText } from '../workbook/address.ts'
import type { ChartModel, Sheet } from '../workbook/sheet.ts'
import { cellsOf, textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

/** Charts are kept as facts (type, source, title, place); none is drawn. */
export const chartCollection = defineClass({
  name: 'ChartCollection',
  scalars: { count: { read: ({ sheet }) => sheet.charts.length } },
  items: ({ sheet }) => sheet.charts.map((chart) => new ExcelObject('Chart', { sheet, chart })),
  item: ({ sheet }, key) => {
    const chart = find(sheet, key)
    if (!chart) throw new HostError('ItemNotFound')
    return new ExcelObject('Chart', { sheet, chart })
  },
  methods: {
    add: ({ sheet }, [type, source], host) => {
      const cells = cellsOf(source, sheet, host)
      const chart: ChartModel = {
        id: `{C${host.workbook.nextId()}}`,
        name: `Chart ${sheet.charts.length + 1}`,
        chartType: textOf(type),
        sourceAddress: addressText(cells.sheet.name, cells.area),
        title: '',
        legendPosition: 'Right',
        axisTitles: {},
        fills: [],
        position: { top: 0, left: 0, width: 360, height: 216 },
        placedAt: [],
      }
      sheet.charts.push(chart)
      return new ExcelObject('Chart', { sheet, chart })
    },
    getItemOrNullObject: ({ sheet }, [key]) => {
      const chart = find(sheet, key)
      return chart && new ExcelObject('Chart', { sheet, chart })
    },
    getCount: ({ sheet }) => sheet.charts.length,
  },
})

function find(sheet: Sheet, key: unknown): ChartModel | null {
  return sheet.charts.find((chart) => chart.name === textOf(key) || chart.id === key) ?? null
}
