import { parseAddress } from '../workbook/address.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const chartSeries = defineClass({
  name: 'ChartSeries',
  scalars: {
    // The heading of its column, as Excel takes it over from the source.
    name: {
      read: ({ sheet, chart, index }, host) => {
        const source = parseAddress(chart.sourceAddress)
        return source ? host.workbook.text(sheet, source.row, source.column + 1 + index) : ''
      },
    },
  },
  links: { format: (state) => new ExcelObject('ChartSeriesFormat', state) },
})
