import { CHART_HEADERS } from '../sheets/batch-drift.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { HEADER_ROW } from './sheet-layout.ts'

/** In points: wide enough for a dozen classes with their names. */
const SIZE = { width: 560, height: 320 } as const
/** Columns between the table and the chart. */
const GAP = 1
/** Apart in hue and in lightness, so that they are told apart in grey as well. */
const COLOURS = { before: '#8A8886', after: '#0F749B' } as const

/**
 * Adds a chart of clustered columns beside a table of drift before and after: Excel's own, so that it can be changed, copied and
 * printed. To be called where the table is dressed.
 */
export function addDriftChart(sheet: Excel.Worksheet, { title, columns, rows }: SheetTable): void {
  const headers = columns.map(({ header }) => header)
  const first = headers.indexOf(CHART_HEADERS.name)
  const count = headers.indexOf(CHART_HEADERS.after) - first + 1
  const source = sheet.getRangeByIndexes(HEADER_ROW, first, rows.length + 1, count)
  const chart = sheet.charts.add('ColumnClustered', source, 'Columns')
  chart.title.text = title
  chart.legend.position = 'Bottom'
  chart.axes.valueAxis.title.text = 'Mean distance from target, in points'
  for (const [index, colour] of Object.values(COLOURS).entries())
    chart.series.getItemAt(index).format.fill.setSolidColor(colour)
  chart.setPosition(sheet.getRangeByIndexes(HEADER_ROW, columns.length + GAP, 1, 1))
  chart.width = SIZE.width
  chart.height = SIZE.height
}
