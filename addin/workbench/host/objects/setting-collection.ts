import { HostError } from '../host-error.ts'
import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const settingCollection = defineClass({
  name: 'SettingCollection',
  items: ({ workbook }) =>
    [...workbook.settings.keys()].map((key) => new ExcelObject('Setting', { store: workbook.settings, key })),
  item: ({ workbook }, key) => {
    if (!workbook.settings.has(textOf(key))) throw new HostError('ItemNotFound')
    return new ExcelObject('Setting', { store: workbook.settings, key: textOf(key) })
  },
  methods: {
    add: ({ workbook }, [key, value]) => {
      workbook.settings.set(textOf(key), value)
      workbook.isDirty = true
      return new ExcelObject('Setting', { store: workbook.settings, key: textOf(key) })
    },
    getItemOrNullObject: ({ workbook }, [key]) =>
      workbook.settings.has(textOf(key))
        ? new ExcelObject('Setting', { store: workbook.settings, key: textOf(key) })
        : null,
    getCount: ({ workbook }) => workbook.settings.size,
  },
})
