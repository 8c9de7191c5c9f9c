import { ExcelObject, defineClass } from './object-class.ts'

export const chartAxis = defineClass({
  name: 'ChartAxis',
  links: { title: (state) => new ExcelObject('ChartAxisTitle', state) },
})
