import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const conditionalRangeFormat = defineClass({
  name: 'ConditionalRangeFormat',
  scalars: {
    numberFormat: {
      read: ({ format }) => format.style.numberFormat ?? null,
      write: ({ format }, value) => {
        format.style.numberFormat = textOf(value)
      },
    },
  },
  links: {
    fill: (state) => new ExcelObject('ConditionalRangeFill', state),
    font: (state) => new ExcelObject('ConditionalRangeFont', state),
  },
})
