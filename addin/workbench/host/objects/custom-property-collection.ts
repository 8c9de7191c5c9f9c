import { HostError } from '../host-error.ts'
import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const customPropertyCollection = defineClass({
  name: 'CustomPropertyCollection',
  items: ({ workbook: { customProperties: store } }) =>
    [...store.keys()].map((key) => new ExcelObject('CustomProperty', { store, key })),
  item: ({ workbook: { customProperties: store } }, key) => {
    if (!store.has(textOf(key))) throw new HostError('ItemNotFound')
    return new ExcelObject('CustomProperty', { store, key: textOf(key) })
  },
  methods: {
    add: ({ workbook: { customProperties: store } }, [key, value]) => {
      store.set(textOf(key), value)
      return new ExcelObject('CustomProperty', { store, key: textOf(key) })
    },
    getItemOrNullObject: ({ workbook: { customProperties: store } }, [key]) =>
      store.has(textOf(key)) ? new ExcelObject('CustomProperty', { store, key: textOf(key) }) : null,
    getCount: ({ workbook }) => workbook.customProperties.size,
    deleteAll: ({ workbook }) => workbook.customProperties.clear(),
  },
})
