import { HostError } from '../host-error.ts'
import { columnNames } from '../workbook/table.ts'
import type { TableModel } from '../workbook/table.ts'
import { textOf, wholeNumberOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const tableColumnCollection = defineClass({
  name: 'TableColumnCollection',
  scalars: { count: { read: ({ table }) => table.area.columns } },
  items: ({ table }) =>
    columnNames(table).map((_name, index) => new ExcelObject('TableColumn', { table, index })),
  item: ({ table }, key) => {
    const index = indexOf(table, key)
    if (index === null) throw new HostError('ItemNotFound')
    return new ExcelObject('TableColumn', { table, index })
  },
  methods: {
    getItemOrNullObject: ({ table }, [key]) => {
      const index = indexOf(table, key)
      return index === null ? null : new ExcelObject('TableColumn', { table, index })
    },
    getItemAt: ({ table }, [at]) => {
      const index = wholeNumberOf(at)
      if (index < 0 || index >= table.area.columns) throw new HostError('InvalidArgument')
      return new ExcelObject('TableColumn', { table, index })
    },
    getCount: ({ table }) => table.area.columns,
  },
})

/** A column by its id (its number from 1) or its header. */
function indexOf(table: TableModel, key: unknown): number | null {
  const names = columnNames(table)
  const index =
    typeof key === 'number'
      ? key - 1
      : names.findIndex((name) => name.toLowerCase() === textOf(key).toLowerCase())
  return index >= 0 && index < names.length ? index : null
}
