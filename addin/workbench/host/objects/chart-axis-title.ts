import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const chartAxisTitle = defineClass({
  name: 'ChartAxisTitle',
  scalars: {
    text: {
      read: ({ chart, axis }) => chart.axisTitles[axis] ?? '',
      write: ({ chart, axis }, value) => {
        chart.axisTitles[axis] = textOf(value)
      },
    },
  },
})
