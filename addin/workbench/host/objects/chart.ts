import { addressText, areaText } from '../workbook/address.ts'
import type { ChartModel } from '../workbook/sheet.ts'
import { cellsOf, numberOf, textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

function measure(side: keyof ChartModel['position']) {
  return {
    read: ({ chart }: { chart: ChartModel }) => chart.position[side],
    write: ({ chart }: { chart: ChartModel }, value: unknown) => {
      chart.position[side] = numberOf(value)
    },
  }
}

export const chart = defineClass({
  name: 'Chart',
  identity: ({ chart }) => ({ Id: chart.id }),
  scalars: {
    id: { read: ({ chart }) => chart.id },
    name: {
      read: ({ chart }) => chart.name,
      write: ({ chart }, value) => {
        chart.name = textOf(value)
      },
    },
    chartType: {
      read: ({ chart }) => chart.chartType,
      write: ({ chart }, value) => {
        chart.chartType = textOf(value)
      },
    },
    top: measure('top'),
    left: measure('left'),
    width: measure('width'),
    height: measure('height'),
  },
  links: {
    axes: ({ chart }) => new ExcelObject('ChartAxes', { chart }),
    legend: ({ chart }) => new ExcelObject('ChartLegend', { chart }),
    series: ({ sheet, chart }) => new ExcelObject('ChartSeriesCollection', { sheet, chart }),
    title: ({ chart }) => new ExcelObject('ChartTitle', { chart }),
    worksheet: ({ sheet }) => new ExcelObject('Worksheet', { sheet }),
  },
  methods: {
    setData: ({ sheet, chart }, [source], host) => {
      const cells = cellsOf(source, sheet, host)
      chart.sourceAddress = addressText(cells.sheet.name, cells.area)
    },
    setPosition: ({ sheet, chart }, [start, end], host) => {
      const corners = [start, end].filter((corner) => corner !== undefined && corner !== null)
      chart.placedAt = corners.map((corner) => areaText(cellsOf(corner, sheet, host).area))
    },
    delete: ({ sheet, chart }) => {
      sheet.charts = sheet.charts.filter((other) => other !== chart)
    },
  },
})
