import { ExcelObject, defineClass } from './object-class.ts'

export const chartAxes = defineClass({
  name: 'ChartAxes',
  links: {
    categoryAxis: ({ chart }) => new ExcelObject('ChartAxis', { chart, axis: 'category' }),
    valueAxis: ({ chart }) => new ExcelObject('ChartAxis', { chart, axis: 'value' }),
  },
})
