import { HostError } from '../host-error.ts'
import type { Area } from '../workbook/address.ts'
import { bodyArea, columnNames, headerArea, totalsArea } from '../workbook/table.ts'
import type { StateOf } from './class-map.ts'
import { textOf } from './arguments.ts'
import { eachWritten, readGrid } from './grid.ts'
import { ExcelObject, defineClass } from './object-class.ts'

type Column = StateOf<'TableColumn'>

export const tableColumn = defineClass({
  name: 'TableColumn',
  identity: ({ index }) => ({ Id: index + 1 }),
  scalars: {
    id: { read: ({ index }) => index + 1 },
    index: { read: ({ index }) => index },
    name: {
      read: ({ table, index }) => columnNames(table)[index],
      write: ({ table, index }, value, host) => {
        host.guardWrite(table.sheet)
        const name = textOf(value)
        const taken = columnNames(table).some(
          (other, at) => at !== index && other.toLowerCase() === name.toLowerCase(),
        )
        if (taken || name === '') throw new HostError('InvalidArgument')
        table.sheet.enter(table.area.row, table.area.column + index, `'${name}`)
      },
    },
    values: {
      read: ({ table, index }, host) =>
        readGrid(columnOf(table.area, index), (row, column) => host.workbook.value(table.sheet, row, column)),
      write: ({ table, index }, value, host) => {
        host.guardWrite(table.sheet)
        const area = columnOf(table.area, index)
        eachWritten({ sheet: table.sheet, area }, value, (row, column, raw) =>
          table.sheet.enter(row, column, raw),
        )
        host.edited(table.sheet, area)
      },
    },
  },
  links: { filter: (state) => new ExcelObject('Filter', state) },
  methods: {
    getRange: (state) => rangeOf(state, state.table.area),
    getDataBodyRange: (state) => rangeOf(state, bodyArea(state.table)),
    getHeaderRowRange: (state) => rangeOf(state, headerArea(state.table)),
    getTotalRowRange: (state) => {
      if (!state.table.showsTotals) throw new HostError('ItemNotFound')
      return rangeOf(state, totalsArea(state.table))
    },
  },
})

function columnOf(area: Area, index: number): Area {
  return { ...area, column: area.column + index, columns: 1 }
}

function rangeOf({ table, index }: Column, area: Area): ExcelObject<'Range'> {
  return new ExcelObject('Range', { sheet: table.sheet, area: columnOf(area, index) })
}
