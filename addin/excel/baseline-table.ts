import {
  keyHeader,
  type Baseline,
  type SheetCell,
  type SheetRow,
  type TableCells,
} from '../sheets/baseline.ts'

/** Why a pulled table cannot be read any more. */
export type TableLoss = 'tableGone' | 'sheetGone'

/** A sentence for a person whose table is not there any more. */
export const LOSS_SENTENCES = {
  tableGone:
    'The table is not in this workbook any more: it was deleted or turned into ordinary cells. Undo that, or pull anew.',
  // Excel undoes the deletion of a table, never that of a sheet.
  sheetGone:
    'The sheet of this table was deleted, which Excel cannot undo. Pull anew and type again what was not pushed, or restore an earlier version of the workbook (File, Info, Version History).',
} satisfies Record<TableLoss, string>

/** Where a pulled table stands now, under whatever names. */
export interface FoundTable {
  readonly kind: 'found'
  readonly table: Excel.Table
  readonly sheet: Excel.Worksheet
  readonly tableName: string
  readonly sheetName: string
  readonly sheetId: string
}

export type TablePlace = FoundTable | { readonly kind: TableLoss }

/**
 * Finds a pulled table by the header of its key column, which carries our own id; Excel's id of the table tells it from a copy.
 * The id alone proves nothing: another session may have given it to a person's own table. At most two syncs.
 */
export async function locateTable(context: Excel.RequestContext, baseline: Baseline): Promise<TablePlace> {
  const { tables, worksheets } = context.workbook
  tables.load('items/id,items/name,items/worksheet/id,items/worksheet/name')
  worksheets.load('items/id')
  const header = tables.getItemOrNullObject(baseline.tableId).getHeaderRowRange()
  header.load('values')
  await context.sync()
  const byId = tables.items.find(({ id }) => id === baseline.tableId)
  const isOurs = byId && !header.isNullObject && hasHeadersOf(baseline, header.values)
  const table = isOurs ? byId : await tableWithKeys(context, tables, baseline)
  if (table) {
    const { id, name } = table.worksheet
    return {
      kind: 'found',
      table,
      sheet: worksheets.getItem(id),
      tableName: table.name,
      sheetName: name,
      sheetId: id,
    }
  }
  const isSheetThere = worksheets.items.some(({ id }) => id === baseline.sheetId)
  return { kind: isSheetThere ? 'tableGone' : 'sheetGone' }
}

/** The key column, or else all others: where only that one was deleted, it is said so and not that the table is gone. */
function hasHeadersOf({ id, columns }: Baseline, values: unknown[][]): boolean {
  const headers = (values[0] ?? []).map(String)
  return headers.includes(keyHeader(id)) || columns.every(({ header }) => headers.includes(header))
}

async function tableWithKeys(
  context: Excel.RequestContext,
  tables: Excel.TableCollection,
  { id }: Baseline,
): Promise<Excel.Table | undefined> {
  const headers = tables.items.map((table) => table.getHeaderRowRange())
  for (const header of headers) header.load('values')
  await context.sync()
  const wanted = keyHeader(id)
  return tables.items.find((_, index) => headers[index]?.values[0]?.some((each) => each === wanted))
}

/** A table as it was read, and where. */
export interface ReadTable {
  readonly cells: TableCells
  /** Of the sheet, from 0: header row, first column, and the last row that the table covers. */
  readonly headerRow: number
  readonly firstColumn: number
  readonly lastRow: number
  /** The table's own columns among those read: first, and one behind the last. */
  readonly tableColumns: readonly [number, number]
  /** What stands above the header: rows of the sheet from 0, as texts. */
  readonly above: readonly {
    readonly row: number
    readonly firstColumn: number
    readonly cells: readonly string[]
  }[]
}

/** Reads all cells of a found table, and those left and right of it and below it that a resize has put outside. One sync. */
export async function readTableCells(
  context: Excel.RequestContext,
  { table, sheet }: FoundTable,
  baseline: Baseline,
): Promise<ReadTable> {
  const area = table.getRange()
  area.load('rowIndex,rowCount,columnIndex,columnCount')
  const used = sheet.getUsedRange(true)
  used.load('values,formulas,rowIndex,columnIndex')
  table.load('showTotals')
  await context.sync()
  const headerRow = area.rowIndex
  const lastRow = area.rowIndex + area.rowCount - (table.showTotals ? 2 : 1)
  const at = headerRow - used.rowIndex
  const headers = (grid(used.values)[at] ?? []).map(String)
  const keyColumn = headers.indexOf(keyHeader(baseline.id))
  const keys = new Set(baseline.rows.map(({ key }) => key))
  const rows = grid(used.values)
    .slice(at + 1)
    .flatMap((values, index): SheetRow[] => {
      const row = headerRow + 1 + index
      const isInTable = row <= lastRow
      // Below the table only rows that carry one of our keys are ours; a person's notes there are not.
      if (!isInTable && !keys.has(String(values[keyColumn] ?? ''))) return []
      const formulas = grid(used.formulas)[at + 1 + index] ?? []
      const cells = values.map((value, column): SheetCell => ({ value, formula: formulas[column] ?? value }))
      return [{ number: row + 1, isInTable, cells }]
    })
  const above = grid(used.values)
    .slice(0, at)
    .map((cells, index) => ({
      row: used.rowIndex + index,
      firstColumn: used.columnIndex,
      cells: cells.map(String),
    }))
  const left = area.columnIndex - used.columnIndex
  const tableColumns = [left, left + area.columnCount] as const
  return {
    cells: { headers, rows, tableColumns },
    headerRow,
    firstColumn: used.columnIndex,
    lastRow,
    tableColumns,
    above,
  }
}

/** Microsoft types cells as any. */
function grid(values: unknown[][]): readonly (readonly SheetCell['value'][])[] {
  return values as SheetCell['value'][][]
}
