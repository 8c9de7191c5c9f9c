import { WHOLE_WORKBOOK } from '../events.ts'
import { HostError } from '../host-error.ts'
import { applyFilters, bodyArea, headerArea, isInTable, isValidName, totalsArea } from '../workbook/table.ts'
import type { TableModel } from '../workbook/table.ts'
import { booleanOf, cellsOf, textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'

/** A yes or no of the table's look. */
function flag(
  key:
    | 'showsBandedRows'
    | 'showsBandedColumns'
    | 'showsFilterButton'
    | 'highlightsFirstColumn'
    | 'highlightsLastColumn',
) {
  return {
    read: ({ table }: { table: TableModel }) => table[key],
    write: ({ table }: { table: TableModel }, value: unknown) => {
      table[key] = booleanOf(value)
    },
  }
}

export const table = defineClass({
  name: 'Table',
  identity: ({ table }) => ({ Id: table.id }),
  scalars: {
    id: { read: ({ table }) => table.id },
    name: {
      read: ({ table }) => table.name,
      write: ({ table }, value, host) => {
        const name = textOf(value)
        if (!isValidName(name)) throw new HostError('InvalidArgument')
        const other = host.workbook.table(name)
        if ((other && other !== table) || host.workbook.definedName(name, null)) {
          throw new HostError('ItemAlreadyExists')
        }
        table.name = name
      },
    },
    style: {
      read: ({ table }) => table.style,
      write: ({ table }, value) => {
        table.style = textOf(value)
      },
    },
    showTotals: {
      read: ({ table }) => table.showsTotals,
      write: ({ table }, value) => {
        if (table.showsTotals === booleanOf(value)) return
        table.showsTotals = booleanOf(value)
        table.area = { ...table.area, rows: table.area.rows + (table.showsTotals ? 1 : -1) }
      },
    },
    showHeaders: { read: ({ table }) => table.showsHeaders },
    showBandedRows: flag('showsBandedRows'),
    showBandedColumns: flag('showsBandedColumns'),
    showFilterButton: flag('showsFilterButton'),
    highlightFirstColumn: flag('highlightsFirstColumn'),
    highlightLastColumn: flag('highlightsLastColumn'),
  },
  links: {
    autoFilter: (state) => new ExcelObject('AutoFilter', state),
    columns: (state) => new ExcelObject('TableColumnCollection', state),
    rows: (state) => new ExcelObject('TableRowCollection', state),
    sort: (state) => new ExcelObject('TableSort', state),
    worksheet: ({ table }) => new ExcelObject('Worksheet', { sheet: table.sheet }),
  },
  methods: {
    getRange: ({ table }) => new ExcelObject('Range', { sheet: table.sheet, area: table.area }),
    getDataBodyRange: ({ table }) => new ExcelObject('Range', { sheet: table.sheet, area: bodyArea(table) }),
    getHeaderRowRange: ({ table }) =>
      new ExcelObject('Range', { sheet: table.sheet, area: headerArea(table) }),
    getTotalRowRange: ({ table }) => {
      if (!table.showsTotals) throw new HostError('ItemNotFound')
      return new ExcelObject('Range', { sheet: table.sheet, area: totalsArea(table) })
    },
    resize: ({ table }, [cells], host) => resize(table, cells, host),
    clearFilters: ({ table }, _args, host) => {
      table.filters.clear()
      applyFilters(table, (row, column) => host.workbook.text(table.sheet, row, column))
    },
    convertToRange: ({ table }, _args, host) => {
      host.workbook.tables = host.workbook.tables.filter((other) => other !== table)
      return new ExcelObject('Range', { sheet: table.sheet, area: table.area })
    },
    delete: ({ table }, _args, host) => {
      host.guardWrite(table.sheet)
      table.filters.clear()
      applyFilters(table, () => '')
      table.sheet.clear(table.area, { contents: true, formats: true })
      host.workbook.tables = host.workbook.tables.filter((other) => other !== table)
      host.emit('tableDeleted', WHOLE_WORKBOOK, {
        tableId: table.id,
        tableName: table.name,
        worksheetId: table.sheet.id,
        source: 'Local',
      })
    },
  },
  events: {
    onChanged: {
      kind: 'tableChanged',
      register: '_RegisterDataChangedEvent',
      targetId: ({ table }) => table.id,
    },
    onSelectionChanged: {
      kind: 'tableSelectionChanged',
      register: '_RegisterSelectionChangedEvent',
      targetId: ({ table }) => table.id,
    },
  },
})

/** A table keeps its header row, stays on its sheet and never covers another table. */
function resize(table: TableModel, cells: unknown, host: HostServices): void {
  const { sheet, area } = cellsOf(cells, table.sheet, host)
  const others = host.workbook.tables.filter((other) => other !== table)
  const isAllowed =
    sheet === table.sheet &&
    area.row === table.area.row &&
    area.rows >= 2 &&
    area.column < table.area.column + table.area.columns &&
    table.area.column < area.column + area.columns &&
    !others.some((other) => isInTable(other, sheet, area))
  if (!isAllowed) throw new HostError('InvalidArgument')
  table.area = { row: area.row, column: area.column, rows: area.rows, columns: area.columns }
}
