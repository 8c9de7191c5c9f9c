import { HostError } from '../host-error.ts'
import { bodyArea, sortRows } from '../workbook/table.ts'
import type { SortField } from '../workbook/table.ts'
import { objectOf, wholeNumberOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const tableSort = defineClass({
  name: 'TableSort',
  scalars: {
    fields: { read: ({ table }) => table.sortFields },
    matchCase: { read: () => false },
  },
  methods: {
    apply: ({ table }, [fields], host) => {
      host.guardWrite(table.sheet)
      if (!Array.isArray(fields) || fields.length === 0) throw new HostError('InvalidArgument')
      table.sortFields = fields.map(fieldOf)
      const body = bodyArea(table)
      sortRows(table.sheet, body, table.sortFields, (row, column) =>
        host.workbook.value(table.sheet, row, column),
      )
      host.edited(table.sheet, body)
    },
    clear: ({ table }) => {
      table.sortFields = []
    },
  },
})

function fieldOf(value: unknown): SortField {
  const { key, ascending, sortOn } = objectOf(value)
  if (sortOn !== undefined && sortOn !== 'Value')
    throw new HostError('NotSimulated', 'Tables sort by value only.')
  return { key: wholeNumberOf(key), ascending: ascending !== false }
}
