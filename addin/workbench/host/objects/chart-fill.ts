import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const chartFill = defineClass({
  name: 'ChartFill',
  methods: {
    setSolidColor: ({ chart, index }, [color]) => {
      chart.fills[index] = textOf(color)
    },
    clear: ({ chart, index }) => {
      chart.fills[index] = ''
    },
  },
})
