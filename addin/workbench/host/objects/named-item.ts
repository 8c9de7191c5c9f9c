import { HostError } from '../host-error.ts'
import { booleanOf, optionalTextOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const namedItem = defineClass({
  name: 'NamedItem',
  identity: ({ name }) => ({ _Id: name.name }),
  scalars: {
    name: { read: ({ name }) => name.name },
    type: { read: ({ name }) => (name.target ? 'Range' : 'String') },
    formula: { read: ({ name }, { workbook }) => workbook.nameFormula(name) },
    value: { read: ({ name }, { workbook }) => workbook.nameFormula(name).replace(/^=/, '') },
    scope: { read: ({ name }) => (name.scope ? 'Worksheet' : 'Workbook') },
    comment: {
      read: ({ name }) => name.comment,
      write: ({ name }, value) => {
        name.comment = optionalTextOf(value) ?? ''
      },
    },
    visible: {
      read: ({ name }) => name.isVisible,
      write: ({ name }, value) => {
        name.isVisible = booleanOf(value)
      },
    },
  },
  methods: {
    getRange: ({ name }) => {
      if (!name.target) throw new HostError('InvalidReference')
      return new ExcelObject('Range', name.target)
    },
    getRangeOrNullObject: ({ name }) => name.target && new ExcelObject('Range', name.target),
    delete: ({ name }, _args, { workbook }) => {
      workbook.names = workbook.names.filter((other) => other !== name)
    },
  },
})
