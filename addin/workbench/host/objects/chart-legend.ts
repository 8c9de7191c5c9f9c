import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const chartLegend = defineClass({
  name: 'ChartLegend',
  scalars: {
    position: {
      read: ({ chart }) => chart.legendPosition,
      write: ({ chart }, value) => {
        chart.legendPosition = textOf(value)
      },
    },
  },
})
