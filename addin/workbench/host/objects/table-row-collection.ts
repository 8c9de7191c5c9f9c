import { HostError } from '../host-error.ts'
import { insertCellsDown } from '../workbook/shift-cells.ts'
import { intersection } from '../workbook/address.ts'
import type { Area } from '../workbook/address.ts'
import { bodyArea } from '../workbook/table.ts'
import type { TableModel } from '../workbook/table.ts'
import { wholeNumberOf } from './arguments.ts'
import { eachWritten } from './grid.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'

export const tableRowCollection = defineClass({
  name: 'TableRowCollection',
  scalars: { count: { read: ({ table }) => bodyArea(table).rows } },
  items: ({ table }) =>
    Array.from({ length: bodyArea(table).rows }, (_, index) => new ExcelObject('TableRow', { table, index })),
  methods: {
    getCount: ({ table }) => bodyArea(table).rows,
    getItemAt: ({ table }, [at]) => {
      const index = wholeNumberOf(at)
      if (index < 0 || index >= bodyArea(table).rows) throw new HostError('InvalidArgument')
      return new ExcelObject('TableRow', { table, index })
    },
    add: ({ table }, [index, values], host) => addRows(table, index, values, host),
  },
})

function addRows(
  table: TableModel,
  at: unknown,
  values: unknown,
  host: HostServices,
): ExcelObject<'TableRow'> {
  host.guardWrite(table.sheet)
  const rows: readonly unknown[] = Array.isArray(values)
    ? values
    : [Array<unknown>(table.area.columns).fill(values ?? '')]
  const body = bodyArea(table)
  const index = at === undefined || at === null || at === -1 ? body.rows : wholeNumberOf(at)
  if (rows.length === 0 || index < 0 || index > body.rows) throw new HostError('InvalidArgument')

  // A new table's only, empty row takes the first of the added rows.
  const isUnused = body.rows === 1 && isEmptyRow(table, body, host)
  const target: Area = { ...body, row: body.row + (isUnused ? 0 : index), rows: rows.length }
  const added = isUnused ? rows.length - 1 : rows.length
  if (added > 0) {
    const styles = Array.from({ length: body.columns }, (_, column) =>
      table.sheet.styleAt(body.row + Math.max(0, Math.min(index, body.rows) - 1), body.column + column),
    )
    const before = table.area
    insertCellsDown(host.workbook, table.sheet, {
      ...target,
      row: target.row + (isUnused ? 1 : 0),
      rows: added,
    })
    table.area = { ...before, rows: before.rows + added }
    if (index >= body.rows && !isUnused) stretchFormats(table, body, added)
    styles.forEach((style, column) =>
      table.sheet.restyle({ ...target, column: body.column + column, columns: 1 }, style),
    )
  }
  eachWritten({ sheet: table.sheet, area: target }, rows, (row, column, raw) =>
    table.sheet.enter(row, column, raw),
  )
  host.edited(table.sheet, target, { changeType: 'RowInserted' })
  return new ExcelObject('TableRow', { table, index: isUnused ? 0 : index })
}

/** Conditional formats over the whole length of the body take in the rows added below it. */
function stretchFormats(table: TableModel, body: Area, added: number): void {
  for (const format of table.sheet.conditionalFormats) {
    const { area } = format
    const coversBody = area.row <= body.row && area.row + area.rows === body.row + body.rows
    if (coversBody && intersection(area, body)) format.area = { ...area, rows: area.rows + added }
  }
}

function isEmptyRow(table: TableModel, row: Area, host: HostServices): boolean {
  return Array.from({ length: row.columns }, (_, column) => row.column + column).every(
    (column) => host.workbook.value(table.sheet, row.row, column) === '',
  )
}
