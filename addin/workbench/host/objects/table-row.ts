import type { Area } from '../workbook/address.ts'
import { deleteCellsUp } from '../workbook/shift-cells.ts'
import { bodyArea } from '../workbook/table.ts'
import type { StateOf } from './class-map.ts'
import { eachWritten, readGrid } from './grid.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const tableRow = defineClass({
  name: 'TableRow',
  scalars: {
    index: { read: ({ index }) => index },
    values: {
      read: (state, host) =>
        readGrid(rowArea(state), (row, column) => host.workbook.value(state.table.sheet, row, column)),
      write: (state, value, host) => {
        const { sheet } = state.table
        host.guardWrite(sheet)
        eachWritten({ sheet, area: rowArea(state) }, value, (row, column, raw) =>
          sheet.enter(row, column, raw),
        )
        host.edited(sheet, rowArea(state))
      },
    },
  },
  methods: {
    getRange: (state) => new ExcelObject('Range', { sheet: state.table.sheet, area: rowArea(state) }),
    delete: (state, _args, host) => {
      const { sheet } = state.table
      host.guardWrite(sheet)
      const gone = rowArea(state)
      // A table keeps one row, then empty.
      if (bodyArea(state.table).rows === 1) sheet.clear(gone, { contents: true, formats: false })
      else deleteCellsUp(host.workbook, sheet, gone)
      host.edited(sheet, gone, { changeType: 'RowDeleted' })
    },
  },
})

function rowArea({ table, index }: StateOf<'TableRow'>): Area {
  const body = bodyArea(table)
  return { ...body, row: body.row + index, rows: 1 }
}
