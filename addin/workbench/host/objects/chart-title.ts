import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const chartTitle = defineClass({
  name: 'ChartTitle',
  scalars: {
    text: {
      read: ({ chart }) => chart.title,
      write: ({ chart }, value) => {
        chart.title = textOf(value)
      },
    },
  },
})
