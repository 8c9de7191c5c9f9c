import { addressText, type Area } from '../workbook/address.ts'
import type { StateOf } from './class-map.ts'
import { defineClass } from './object-class.ts'

/** The cells of a range that can be seen: rows and columns that are hidden, by a filter or by hand, are left out. */
export const rangeView = defineClass({
  name: 'RangeView',
  scalars: {
    rowCount: { read: (state) => seen(state).rows.length },
    columnCount: { read: (state) => seen(state).columns.length },
    values: {
      read: (state, host) => grid(state, (row, column) => host.workbook.value(state.sheet, row, column)),
    },
    text: {
      read: (state, host) => grid(state, (row, column) => host.workbook.text(state.sheet, row, column)),
    },
    cellAddresses: {
      read: (state) =>
        grid(state, (row, column) => addressText(state.sheet.name, { row, column, rows: 1, columns: 1 })),
    },
  },
})

function seen({ sheet, area }: StateOf<'RangeView'>): { rows: number[]; columns: number[] } {
  return {
    rows: places(area.row, area.rows).filter((row) => !sheet.hiddenRows.has(row)),
    columns: places(area.column, area.columns).filter((column) => !sheet.hiddenColumns.has(column)),
  }
}

const places = (first: Area['row'], count: number) =>
  Array.from({ length: count }, (_, index) => first + index)

function grid<T>(state: StateOf<'RangeView'>, at: (row: number, column: number) => T): T[][] {
  const { rows, columns } = seen(state)
  return rows.map((row) => columns.map((column) => at(row, column)))
}
