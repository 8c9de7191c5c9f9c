import { HostError } from '../host-error.ts'
import { parseAddress } from '../workbook/address.ts'
import type { ChartModel } from '../workbook/sheet.ts'
import { wholeNumberOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

/** Series of a chart by columns, whose source has names in its first column and a series in each other one. */
export const chartSeriesCollection = defineClass({
  name: 'ChartSeriesCollection',
  scalars: { count: { read: ({ chart }) => seriesCount(chart) } },
  methods: {
    getItemAt: ({ sheet, chart }, [index]) => {
      const at = wholeNumberOf(index)
      if (at < 0 || at >= seriesCount(chart)) throw new HostError('InvalidArgument')
      return new ExcelObject('ChartSeries', { sheet, chart, index: at })
    },
  },
})

function seriesCount({ sourceAddress }: ChartModel): number {
  return Math.max(0, (parseAddress(sourceAddress)?.columns ?? 1) - 1)
}
