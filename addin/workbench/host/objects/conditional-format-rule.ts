import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const conditionalFormatRule = defineClass({
  name: 'ConditionalFormatRule',
  scalars: {
    formula: {
      read: ({ format }) => (format.rule as { formula?: string } | null)?.formula ?? '',
      write: ({ format }, value) => {
        format.rule = { formula: textOf(value) }
      },
    },
  },
})
