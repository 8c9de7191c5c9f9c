import { objectOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const textConditionalFormat = defineClass({
  name: 'TextConditionalFormat',
  scalars: {
    rule: {
      read: ({ format }) => format.rule,
      write: ({ format }, value) => {
        format.rule = objectOf(value)
      },
    },
  },
  links: { format: (state) => new ExcelObject('ConditionalRangeFormat', state) },
})
