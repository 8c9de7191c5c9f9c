import { colorOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const conditionalRangeFill = defineClass({
  name: 'ConditionalRangeFill',
  scalars: {
    color: {
      read: ({ format }) => format.style.fill ?? '',
      write: ({ format }, value) => {
        Object.assign(format.style, { fill: colorOf(value) })
      },
    },
  },
  methods: {
    clear: ({ format }) => {
      Object.assign(format.style, { fill: undefined })
    },
  },
})
