import { booleanOf, colorOf, numberOf, textOf, wordOf } from './arguments.ts'
import { defineClass } from './object-class.ts'
import { styleScalar } from './style-scalar.ts'

const UNDERLINES = ['None', 'Single', 'Double', 'SingleAccountant', 'DoubleAccountant']

export const rangeFont = defineClass({
  name: 'RangeFont',
  scalars: {
    bold: styleScalar('bold', booleanOf),
    color: styleScalar('fontColor', colorOf),
    italic: styleScalar('italic', booleanOf),
    name: styleScalar('fontName', textOf),
    size: styleScalar('fontSize', numberOf),
    strikethrough: styleScalar('strikethrough', booleanOf),
    underline: styleScalar('underline', (value) => wordOf(value, UNDERLINES)),
  },
})
