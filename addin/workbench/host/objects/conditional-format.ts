import { HostError } from '../host-error.ts'
import type { ClassName, StateOf } from './class-map.ts'
import { booleanOf, wholeNumberOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

type Format = StateOf<'ConditionalFormat'>

export const conditionalFormat = defineClass({
  name: 'ConditionalFormat',
  identity: ({ format }) => ({ Id: format.id }),
  scalars: {
    id: { read: ({ format }) => format.id },
    type: { read: ({ format }) => format.type },
    priority: {
      read: ({ sheet, format }) => sheet.conditionalFormats.indexOf(format),
      write: ({ sheet, format }, value) => {
        const others = sheet.conditionalFormats.filter((other) => other !== format)
        sheet.conditionalFormats = others.toSpliced(wholeNumberOf(value), 0, format)
      },
    },
    stopIfTrue: {
      read: ({ format }) => format.stopIfTrue,
      write: ({ format }, value) => {
        format.stopIfTrue = booleanOf(value)
      },
    },
  },
  links: {
    cellValue: ofType('CellValue', 'CellValueConditionalFormat', 'refuse'),
    cellValueOrNullObject: ofType('CellValue', 'CellValueConditionalFormat', 'null'),
    custom: ofType('Custom', 'CustomConditionalFormat', 'refuse'),
    customOrNullObject: ofType('Custom', 'CustomConditionalFormat', 'null'),
    textComparison: ofType('ContainsText', 'TextConditionalFormat', 'refuse'),
    textComparisonOrNullObject: ofType('ContainsText', 'TextConditionalFormat', 'null'),
  },
  methods: {
    delete: ({ sheet, format }) => {
      sheet.conditionalFormats = sheet.conditionalFormats.filter((other) => other !== format)
    },
    getRange: ({ sheet, format }) => new ExcelObject('Range', { sheet, area: format.area }),
    getRangeOrNullObject: ({ sheet, format }) => new ExcelObject('Range', { sheet, area: format.area }),
  },
})

/** Excel offers each kind's own properties only on a format of that kind. */
function ofType(
  type: string,
  className: Extract<
    ClassName,
    'CellValueConditionalFormat' | 'CustomConditionalFormat' | 'TextConditionalFormat'
  >,
  otherwise: 'refuse' | 'null',
) {
  return (state: Format) => {
    if (state.format.type === type) return new ExcelObject(className, state)
    if (otherwise === 'null') return null
    throw new HostError('InvalidOperation')
  }
}
