import { WHOLE_WORKBOOK } from '../events.ts'
import { HostError } from '../host-error.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { insertCellsDown } from '../workbook/shift-cells.ts'
import { isInTable, nameColumns } from '../workbook/table.ts'
import type { TableModel } from '../workbook/table.ts'
import { booleanOf, cellsOf, textOf, wholeNumberOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'

export const tableCollection = defineClass({
  name: 'TableCollection',
  scalars: { count: { read: ({ sheet }, host) => tablesOf(sheet, host).length } },
  items: ({ sheet }, host) => tablesOf(sheet, host).map((table) => new ExcelObject('Table', { table })),
  item: ({ sheet }, key, host) => {
    const table = find(sheet, key, host)
    if (!table) throw new HostError('ItemNotFound')
    return new ExcelObject('Table', { table })
  },
  methods: {
    getItemOrNullObject: ({ sheet }, [key], host) => {
      const table = find(sheet, key, host)
      return table && new ExcelObject('Table', { table })
    },
    getItemAt: ({ sheet }, [index], host) => {
      const table = tablesOf(sheet, host)[wholeNumberOf(index)]
      if (!table) throw new HostError('InvalidArgument')
      return new ExcelObject('Table', { table })
    },
    getCount: ({ sheet }, _args, host) => tablesOf(sheet, host).length,
    add: ({ sheet }, [cells, hasHeaders], host) =>
      new ExcelObject('Table', { table: add(sheet, cells, hasHeaders, host) }),
  },
  events: {
    onAdded: { kind: 'tableAdded', register: '_RegisterAddedEvent', targetId: () => WHOLE_WORKBOOK },
    onChanged: {
      kind: 'tableChanged',
      register: '_RegisterDataChangedEvent',
      targetId: () => WHOLE_WORKBOOK,
    },
    onDeleted: { kind: 'tableDeleted', register: '_RegisterDeletedEvent', targetId: () => WHOLE_WORKBOOK },
  },
})

function tablesOf(sheet: Sheet | null, { workbook }: HostServices): readonly TableModel[] {
  return workbook.tables.filter((table) => sheet === null || table.sheet === sheet)
}

function find(sheet: Sheet | null, key: unknown, host: HostServices): TableModel | null {
  const table = host.workbook.table(textOf(key))
  return table && (sheet === null || table.sheet === sheet) ? table : null
}

function add(own: Sheet | null, cells: unknown, hasHeaders: unknown, host: HostServices): TableModel {
  const { workbook } = host
  const { sheet, area } = cellsOf(cells, own ?? workbook.activeSheet, host)
  host.guardWrite(sheet)
  if (workbook.tables.some((table) => isInTable(table, sheet, area))) {
    throw new HostError('InvalidArgument', "A table can't overlap another table.")
  }
  // Without headers Excel pushes the cells down to make room for a header row of its own.
  if (!booleanOf(hasHeaders)) insertCellsDown(workbook, sheet, { ...area, rows: 1 })
  const rows = booleanOf(hasHeaders) ? Math.max(2, area.rows) : area.rows + 1
  const number = workbook.nextId()
  const table: TableModel = {
    id: `{T${number}}`,
    name: freeTableName(host),
    sheet,
    area: { row: area.row, column: area.column, rows, columns: area.columns },
    style: 'TableStyleMedium2',
    showsTotals: false,
    showsHeaders: true,
    showsBandedRows: true,
    showsBandedColumns: false,
    highlightsFirstColumn: false,
    highlightsLastColumn: false,
    showsFilterButton: true,
    filters: new Map(),
    sortFields: [],
  }
  nameColumns(table)
  workbook.tables.push(table)
  workbook.isDirty = true
  host.emit('tableAdded', WHOLE_WORKBOOK, { tableId: table.id, worksheetId: sheet.id, source: 'Local' })
  return table
}

function freeTableName({ workbook }: HostServices): string {
  let number = workbook.tables.length + 1
  while (workbook.areaOfName(`Table${number}`, null)) number += 1
  return `Table${number}`
}
