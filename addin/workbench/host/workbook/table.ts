import { containsCell, intersection } from './address.ts'
import type { Area } from './address.ts'
import type { CellValue } from './cell.ts'
import type { Sheet } from './sheet.ts'

/** An Excel table: a header row, at least one body row, perhaps a totals row. */
export interface TableModel {
  readonly id: string
  name: string
  readonly sheet: Sheet
  area: Area
  style: string
  showsTotals: boolean
  showsHeaders: boolean
  showsBandedRows: boolean
  showsBandedColumns: boolean
  highlightsFirstColumn: boolean
  highlightsLastColumn: boolean
  showsFilterButton: boolean
  /** Values that a filter leaves visible, by the column's index. */
  readonly filters: Map<number, readonly string[]>
  sortFields: readonly SortField[]
}

/** One level of a sort: the column counted from the area's left edge. */
export interface SortField {
  readonly key: number
  readonly ascending: boolean
}

/** The rows between header and totals. */
export function bodyArea(table: TableModel): Area {
  const headers = table.showsHeaders ? 1 : 0
  const totals = table.showsTotals ? 1 : 0
  return {
    ...table.area,
    row: table.area.row + headers,
    rows: Math.max(1, table.area.rows - headers - totals),
  }
}

export function headerArea(table: TableModel): Area {
  return { ...table.area, rows: 1 }
}

export function totalsArea(table: TableModel): Area {
  return { ...table.area, row: table.area.row + table.area.rows - 1, rows: 1 }
}

export function columnNames(table: TableModel): string[] {
  return Array.from({ length: table.area.columns }, (_, index) =>
    String(table.sheet.cell(table.area.row, table.area.column + index)?.value ?? ''),
  )
}

/** Names the header cells as Excel does: text, never empty, never the same twice. */
export function nameColumns(table: TableModel): void {
  const taken = new Set<string>()
  for (let index = 0; index < table.area.columns; index += 1) {
    const column = table.area.column + index
    const wanted = String(table.sheet.cell(table.area.row, column)?.value ?? '') || `Column${index + 1}`
    let name = wanted
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}${number}`
    taken.add(name.toLowerCase())
    const style = table.sheet.styleAt(table.area.row, column)
    table.sheet.place(table.area.row, column, { value: name, style })
  }
}

/** Table and defined names: a letter or underscore first, no spaces, not shaped like a cell. */
export function isValidName(name: string): boolean {
  return (
    name.length <= 255 && /^[\p{L}_\\][\p{L}\p{N}_.\\]*$/u.test(name) && !/^([A-Z]{1,3}\d+|[RC])$/i.test(name)
  )
}

/** Orders the rows of an area as Excel does: numbers, then text, then truth values; empty cells last. */
export function sortRows(
  sheet: Sheet,
  area: Area,
  fields: readonly SortField[],
  valueAt: (row: number, column: number) => CellValue,
): void {
  const rows = Array.from({ length: area.rows }, (_, index) => {
    const row = area.row + index
    const columns = Array.from({ length: area.columns }, (_unused, offset) => area.column + offset)
    return {
      cells: columns.map((column) => sheet.cell(row, column)),
      values: columns.map((column) => valueAt(row, column)),
    }
  })
  rows.sort((a, b) => {
    for (const field of fields) {
      const order = compareForSort(a.values[field.key] ?? '', b.values[field.key] ?? '', field.ascending)
      if (order !== 0) return order
    }
    return 0
  })
  rows.forEach(({ cells }, index) =>
    cells.forEach((cell, offset) => sheet.place(area.row + index, area.column + offset, cell)),
  )
}

function compareForSort(a: CellValue, b: CellValue, ascending: boolean): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1
  const rank = (value: CellValue) => (typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2)
  const order =
    rank(a) !== rank(b)
      ? rank(a) - rank(b)
      : typeof a === 'number' && typeof b === 'number'
        ? a - b
        : String(a).localeCompare(String(b), 'en-US', { sensitivity: 'base' })
  return ascending ? order : -order
}

/** Hides the body rows that the table's filters do not let through. `textAt` is the text a person filters by. */
export function applyFilters(table: TableModel, textAt: (row: number, column: number) => string): void {
  const body = bodyArea(table)
  for (let row = body.row; row < body.row + body.rows; row += 1) {
    const isVisible = [...table.filters].every(([index, kept]) =>
      kept.some((text) => text.toLowerCase() === textAt(row, body.column + index).toLowerCase()),
    )
    if (isVisible) table.sheet.hiddenRows.delete(row)
    else table.sheet.hiddenRows.add(row)
  }
}

export function isInTable(table: TableModel, sheet: Sheet, area: Area): boolean {
  return table.sheet === sheet && intersection(table.area, area) !== null
}

export function tableAt(
  tables: readonly TableModel[],
  sheet: Sheet,
  row: number,
  column: number,
): TableModel | null {
  return tables.find((table) => table.sheet === sheet && containsCell(table.area, row, column)) ?? null
}
