import { ExcelObject, defineClass } from './object-class.ts'

export const customConditionalFormat = defineClass({
  name: 'CustomConditionalFormat',
  links: {
    format: (state) => new ExcelObject('ConditionalRangeFormat', state),
    rule: (state) => new ExcelObject('ConditionalFormatRule', state),
  },
})
