import { ExcelObject, defineClass } from './object-class.ts'

export const chartSeriesFormat = defineClass({
  name: 'ChartSeriesFormat',
  links: { fill: (state) => new ExcelObject('ChartFill', state) },
})
