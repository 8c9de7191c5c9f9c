import { WHOLE_WORKBOOK } from './events.ts'
import type { ExcelHost } from './excel-host.ts'
import { HostError } from './host-error.ts'
import { areaText } from './workbook/address.ts'
import type { Area } from './workbook/address.ts'
import { readTabSeparated } from './workbook/clipboard-text.ts'
import { EditHistory } from './edit-history.ts'
import { requireSheetName } from './objects/sheet-name.ts'
import { deleteColumns, deleteRows, insertColumns, insertRows } from './workbook/shift-lines.ts'
import { wholeColumns, wholeRows } from './workbook/shift-lines.ts'
import type { Sheet } from './workbook/sheet.ts'
import { applyFilters, bodyArea, columnNames, sortRows, tableAt } from './workbook/table.ts'
import type { TableModel } from './workbook/table.ts'
import { validationRefusal } from './workbook/validation.ts'
import type { ValidationRefusal } from './workbook/validation.ts'

/** What a person does in the workbook. Addresses without a sheet mean the sheet in front. */
export class User {
  readonly history = new EditHistory()
  readonly #host: ExcelHost

  constructor(host: ExcelHost) {
    this.#host = host
  }

  /** What Excel would say to this text in a cell with data validation; null when it would take it. */
  refusalOf(address: string, text: string): ValidationRefusal | null {
    const { sheet, area } = this.#cells(address)
    return validationRefusal(this.#host.workbook, sheet, area, percentTyped(text, formatAt(sheet, area)))
  }

  /** Types into a cell and presses Enter. Data validation is not asked here: see refusalOf. */
  type(address: string, text: string): void {
    this.#act(address, (sheet, { row, column }) => {
      const cell = { row, column, rows: 1, columns: 1 }
      const before = this.#host.workbook.value(sheet, row, column)
      this.#editing(sheet, cell)
      sheet.enter(row, column, percentTyped(text, formatAt(sheet, cell)))
      this.#growTable(sheet, cell)
      this.#host.edited(sheet, cell, { before })
    })
  }

  /** Pastes tab-separated text; one cell of it fills the whole address, more begin at the address's first cell. */
  paste(address: string, text: string): void {
    this.#act(address, (sheet, { row, column, ...selected }) => {
      const cells = readTabSeparated(text)
      const columns = Math.max(...cells.map((line) => line.length))
      const isOne = cells.length === 1 && columns === 1
      const size = isOne ? selected : { rows: cells.length, columns }
      const area = { row, column, ...size }
      this.#editing(sheet, area)
      for (let down = 0; down < area.rows; down += 1) {
        for (let aside = 0; aside < area.columns; aside += 1) {
          const item = isOne ? cells[0]?.[0] : cells[down]?.[aside]
          if (item !== undefined) sheet.enter(row + down, column + aside, item)
        }
      }
      this.#growTable(sheet, area)
      this.#host.edited(sheet, area)
    })
  }

  /** Selects cells and presses Delete. */
  clear(address: string): void {
    this.#act(address, (sheet, area) => {
      this.#editing(sheet, area)
      sheet.clear(area, { contents: true, formats: false })
      this.#host.edited(sheet, area)
    })
  }

  select(address: string): void {
    this.#act(address, (sheet, area) => {
      this.#bringToFront(sheet)
      this.#host.workbook.selection = area
      this.#host.emit('worksheetSelectionChanged', sheet.id, {
        worksheetId: sheet.id,
        address: areaText(area),
      })
    })
  }

  /** Deletes whole rows: '5:7', or every row that an address touches. */
  deleteRows(address: string): void {
    this.#act(address, (sheet, { row, rows }) => {
      const lines = { at: row, count: rows }
      this.#moving(sheet, wholeRows(lines), 'RowDeleted', 'RowInserted', () =>
        deleteRows(this.#host.workbook, sheet, lines),
      )
    })
  }

  /** Inserts as many rows as the address has, above it. */
  insertRows(address: string): void {
    this.#act(address, (sheet, { row, rows }) => {
      const lines = { at: row, count: rows }
      this.#moving(sheet, wholeRows(lines), 'RowInserted', 'RowDeleted', () =>
        insertRows(this.#host.workbook, sheet, lines),
      )
    })
  }

  /** Deletes every column that an address touches. */
  deleteColumns(address: string): void {
    this.#act(address, (sheet, { column, columns }) => {
      const lines = { at: column, count: columns }
      this.#moving(sheet, wholeColumns(lines), 'ColumnDeleted', 'ColumnInserted', () =>
        deleteColumns(this.#host.workbook, sheet, lines),
      )
    })
  }

  /** Inserts as many columns as the address has, before it. */
  insertColumns(address: string): void {
    this.#act(address, (sheet, { column, columns }) => {
      const lines = { at: column, count: columns }
      this.#moving(sheet, wholeColumns(lines), 'ColumnInserted', 'ColumnDeleted', () =>
        insertColumns(this.#host.workbook, sheet, lines),
      )
    })
  }

  /** Drags the edge of a column's header; the width is in points. */
  widenColumn(address: string, points: number): void {
    this.#act(address, (sheet, { column }) => {
      this.#host.guardWrite(sheet)
      sheet.columnWidths.set(column, points)
    })
  }

  /** Sorts a table by one of its columns, from the button in the header. */
  sortTable(tableName: string, columnName: string, { ascending = true } = {}): void {
    const table = this.#table(tableName)
    this.#host.asPerson(() => {
      const body = bodyArea(table)
      this.#editing(table.sheet, body)
      table.sortFields = [{ key: this.#column(table, columnName), ascending }]
      sortRows(table.sheet, body, table.sortFields, (row, column) =>
        this.#host.workbook.value(table.sheet, row, column),
      )
      if (table.filters.size > 0) this.#filter(table)
      this.#host.edited(table.sheet, body)
      this.#host.emit('worksheetRowSorted', table.sheet.id, {
        worksheetId: table.sheet.id,
        address: areaText(body),
      })
    })
  }

  /** Leaves only rows whose column shows one of the texts; an empty list takes the filter off. */
  filterTable(tableName: string, columnName: string, shown: readonly string[]): void {
    const table = this.#table(tableName)
    this.#host.asPerson(() => {
      if (shown.length === 0) table.filters.delete(this.#column(table, columnName))
      else table.filters.set(this.#column(table, columnName), shown)
      this.#filter(table)
    })
  }

  #filter(table: TableModel): void {
    applyFilters(table, (row, column) => this.#host.workbook.text(table.sheet, row, column))
  }

  /** Takes the person's last edit back; false when there is none, or the add-in has written since. */
  undo(): boolean {
    return this.#turnBack('undo')
  }

  redo(): boolean {
    return this.#turnBack('redo')
  }

  #turnBack(way: 'undo' | 'redo'): boolean {
    return this.#host.asPerson(() => {
      const step = this.history[way]()
      if (!step) return false
      const { area, undone, redone } = step.announcement
      this.#host.edited(step.sheet, area, { changeType: way === 'undo' ? undone : redone })
      return true
    })
  }

  /** Presses + beside the tabs; answers the new sheet's name. */
  addSheet(): string {
    return this.#host.asPerson(() => {
      const sheet = this.#host.workbook.addSheet(this.#host.workbook.freeSheetName())
      this.#host.workbook.isDirty = true
      this.#host.emit('worksheetAdded', WHOLE_WORKBOOK, { worksheetId: sheet.id, source: 'Local' })
      this.#bringToFront(sheet)
      return sheet.name
    })
  }

  renameSheet(name: string, newName: string): void {
    this.#host.asPerson(() => {
      const sheet = this.#sheet(name)
      if (newName.toLowerCase() !== name.toLowerCase()) requireSheetName(this.#host.workbook, newName)
      sheet.name = newName
      this.#host.emit('worksheetNameChanged', sheet.id, {
        worksheetId: sheet.id,
        nameBefore: name,
        nameAfter: newName,
        source: 'Local',
      })
    })
  }

  deleteSheet(name: string): void {
    this.#host.asPerson(() => {
      const sheet = this.#sheet(name)
      const isLast = !this.#host.workbook.sheets.some(
        (other) => other !== sheet && other.visibility === 'Visible',
      )
      if (isLast)
        throw new HostError('InvalidOperation', 'A workbook must contain at least one visible worksheet.')
      this.history.forget()
      this.#host.workbook.removeSheet(sheet)
      this.#host.emit('worksheetDeleted', WHOLE_WORKBOOK, { worksheetId: sheet.id, source: 'Local' })
    })
  }

  activateSheet(name: string): void {
    this.#host.asPerson(() => this.#bringToFront(this.#sheet(name)))
  }

  #act(address: string, act: (sheet: Sheet, area: Area) => void): void {
    const { sheet, area } = this.#cells(address)
    this.#host.asPerson(() => act(sheet, area))
  }

  #cells(address: string): { sheet: Sheet; area: Area } {
    const cells = this.#host.workbook.locate(address)
    if (!cells) throw new Error(`There is no cell ${address} to act on`)
    return cells
  }

  /** Before cells are changed: a protected sheet refuses, and what was there is kept for undo. */
  #editing(sheet: Sheet, area: Area): void {
    this.#host.guardWrite(sheet, area)
    const announcement = { area, undone: 'RangeEdited', redone: 'RangeEdited' }
    this.history.remember(this.#host.workbook, sheet, announcement)
  }

  #moving(sheet: Sheet, area: Area, redone: string, undone: string, move: () => void): void {
    this.#host.guardWrite(sheet)
    this.history.remember(this.#host.workbook, sheet, { area, undone, redone }, { isWhole: true })
    move()
    this.#host.edited(sheet, area, { changeType: redone })
  }

  /** What is typed or pasted right below a table becomes its next rows. */
  #growTable(sheet: Sheet, { row, column, rows }: Area): void {
    const above = row > 0 ? tableAt(this.#host.workbook.tables, sheet, row - 1, column) : null
    if (!above || above.showsTotals || row !== above.area.row + above.area.rows) return
    above.area = { ...above.area, rows: above.area.rows + rows }
  }

  #bringToFront(sheet: Sheet): void {
    const left = this.#host.workbook.activeSheet
    if (left === sheet) return
    this.#host.workbook.activate(sheet)
    this.#host.emit('worksheetDeactivated', left.id, { worksheetId: left.id })
    this.#host.emit('worksheetActivated', sheet.id, { worksheetId: sheet.id })
  }

  #sheet(name: string): Sheet {
    const sheet = this.#host.workbook.sheet(name)
    if (!sheet) throw new Error(`There is no sheet ${name}`)
    return sheet
  }

  #table(name: string): TableModel {
    const table = this.#host.workbook.table(name)
    if (!table) throw new Error(`There is no table ${name}`)
    return table
  }

  #column(table: TableModel, name: string): number {
    const index = columnNames(table).indexOf(name)
    if (index < 0) throw new Error(`Table ${table.name} has no column ${name}`)
    return index
  }
}

function formatAt(sheet: Sheet, { row, column }: Area): string {
  return sheet.styleAt(row, column).numberFormat
}

/** In a cell with a percent format Excel reads a plain number of 1 or more as percents. */
function percentTyped(text: string, numberFormat: string): string {
  const isPlainNumber = /^[+-]?\d+(\.\d+)?$/.test(text.trim())
  return numberFormat.endsWith('%') && isPlainNumber && Math.abs(Number(text)) >= 1 ? `${text.trim()}%` : text
}
