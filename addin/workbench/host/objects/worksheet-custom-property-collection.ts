import { HostError } from '../host-error.ts'
import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const worksheetCustomPropertyCollection = defineClass({
  name: 'WorksheetCustomPropertyCollection',
  items: ({ sheet }) =>
    [...sheet.customProperties.keys()].map(
      (key) => new ExcelObject('WorksheetCustomProperty', { store: sheet.customProperties, key }),
    ),
  item: ({ sheet }, key) => {
    if (!sheet.customProperties.has(textOf(key))) throw new HostError('ItemNotFound')
    return new ExcelObject('WorksheetCustomProperty', { store: sheet.customProperties, key: textOf(key) })
  },
  methods: {
    add: ({ sheet }, [key, value]) => {
      sheet.customProperties.set(textOf(key), textOf(value))
      return new ExcelObject('WorksheetCustomProperty', { store: sheet.customProperties, key: textOf(key) })
    },
    getItemOrNullObject: ({ sheet }, [key]) =>
      sheet.customProperties.has(textOf(key))
        ? new ExcelObject('WorksheetCustomProperty', { store: sheet.customProperties, key: textOf(key) })
        : null,
    getCount: ({ sheet }) => sheet.customProperties.size,
  },
})
