import { absoluteFormula, cellCount, parseAddress } from './address.ts'
import type { Address, Area } from './address.ts'
import type { CellValue } from './cell.ts'
import { calculate } from './formula.ts'
import { UnreadableFormula } from './formula-parser.ts'
import { formatValue } from './number-format.ts'
import { Sheet } from './sheet.ts'
import { bodyArea, columnNames } from './table.ts'
import type { TableModel } from './table.ts'

export interface NameModel {
  readonly name: string
  /** Null for a name of the whole workbook. */
  readonly scope: Sheet | null
  comment: string
  isVisible: boolean
  /** The cells it stands for; null for a constant, a formula, or cells that were deleted. */
  target: { readonly sheet: Sheet; readonly area: Area } | null
  formula: string | null
}

/** The workbook a person would see: sheets, tables, names, settings, selection. Knows nothing of Office. */
export class WorkbookModel {
  name = 'Book1.xlsx'
  isDirty = false
  calculationMode = 'Automatic'
  sheets: Sheet[] = []
  tables: TableModel[] = []
  names: NameModel[] = []
  readonly settings = new Map<string, unknown>()
  readonly properties = new Map<string, unknown>()
  readonly customProperties = new Map<string, unknown>()
  activeSheet: Sheet
  selection: Area = { row: 0, column: 0, rows: 1, columns: 1 }
  /** Formulas beyond the simulated subset; their cells show #NAME?. */
  readonly uncalculated = new Set<string>()

  #nextId = 1
  #calculated = new Map<Sheet, Map<string, CellValue>>()
  #calculatedEdition = -1
  readonly #calculating = new Set<string>()

  constructor() {
    this.activeSheet = this.addSheet('Sheet1')
  }

  /** A number never given before in this workbook. */
  nextId(): number {
    return this.#nextId++
  }

  addSheet(name: string): Sheet {
    const id = `{00000000-0001-0000-${String(this.nextId()).padStart(4, '0')}-000000000000}`
    const sheet = new Sheet(id, name)
    this.sheets.push(sheet)
    return sheet
  }

  /** The name Excel gives to a new sheet: the first free Sheet2, Sheet3, … */
  freeSheetName(): string {
    let number = this.sheets.length + 1
    while (this.sheet(`Sheet${number}`)) number += 1
    return `Sheet${number}`
  }

  /** A sheet by name or id, without regard to case. */
  sheet(nameOrId: string): Sheet | null {
    const wanted = nameOrId.toLowerCase()
    return (
      this.sheets.find((sheet) => sheet.name.toLowerCase() === wanted || sheet.id.toLowerCase() === wanted) ??
      null
    )
  }

  removeSheet(sheet: Sheet): void {
    const index = this.sheets.indexOf(sheet)
    this.sheets.splice(index, 1)
    this.#calculatedEdition = -1
    this.tables = this.tables.filter((table) => table.sheet !== sheet)
    this.names = this.names.filter((name) => name.scope !== sheet)
    for (const name of this.names) if (name.target?.sheet === sheet) name.target = null
    if (this.activeSheet !== sheet) return
    const next = this.sheets.slice(Math.max(0, index - 1)).find((other) => other.visibility === 'Visible')
    this.activate(
      next ?? this.sheets.find((other) => other.visibility === 'Visible') ?? this.sheets[0] ?? sheet,
    )
  }

  activate(sheet: Sheet): void {
    if (this.activeSheet === sheet) return
    this.activeSheet = sheet
    this.selection = { row: 0, column: 0, rows: 1, columns: 1 }
  }

  table(nameOrId: string): TableModel | null {
    const wanted = nameOrId.toLowerCase()
    return (
      this.tables.find((table) => table.name.toLowerCase() === wanted || table.id.toLowerCase() === wanted) ??
      null
    )
  }

  definedName(name: string, scope: Sheet | null): NameModel | null {
    const wanted = name.toLowerCase()
    return this.names.find((item) => item.scope === scope && item.name.toLowerCase() === wanted) ?? null
  }

  nameFormula(name: NameModel): string {
    if (name.target) return absoluteFormula(name.target.sheet.name, name.target.area)
    return name.formula ?? '=#REF!'
  }

  /** The cells that a name or a table name stands for, as in a formula or in getRange('Name'). */
  areaOfName(text: string, sheet: Sheet | null): { sheet: Sheet; area: Area } | null {
    const name = (sheet && this.definedName(text, sheet)) ?? this.definedName(text, null)
    if (name) return name.target
    const table = this.table(text)
    return table ? { sheet: table.sheet, area: bodyArea(table) } : null
  }

  /** The cell's value, calculated when it holds a formula. */
  value(sheet: Sheet, row: number, column: number): CellValue {
    const cell = sheet.cell(row, column)
    if (!cell) return ''
    return cell.formula === undefined ? cell.value : this.#formulaValue(sheet, row, column, cell.formula)
  }

  /** The text the cell shows. */
  text(sheet: Sheet, row: number, column: number): string {
    return formatValue(this.value(sheet, row, column), sheet.styleAt(row, column).numberFormat).text
  }

  #formulaValue(sheet: Sheet, row: number, column: number, formula: string): CellValue {
    const edition = this.sheets.reduce((sum, each) => sum + each.edition, 0)
    if (edition !== this.#calculatedEdition) {
      this.#calculated = new Map()
      this.#calculatedEdition = edition
    }
    let known = this.#calculated.get(sheet)
    if (!known) this.#calculated.set(sheet, (known = new Map<string, CellValue>()))
    const key = `${row},${column}`
    const before = known.get(key)
    if (before !== undefined) return before
    const running = `${sheet.id}${key}`
    // Excel shows 0 in a circular reference.
    if (this.#calculating.has(running)) return 0
    this.#calculating.add(running)
    const value = this.evaluate(formula, sheet, { row, rowOffset: 0, columnOffset: 0 })
    this.#calculating.delete(running)
    known.set(key, value)
    return value
  }

  /** Calculates a formula as seen from a sheet; what the simulation cannot calculate is #NAME? and is listed. */
  evaluate(
    formula: string,
    sheet: Sheet,
    { row, rowOffset, columnOffset }: { row: number; rowOffset: number; columnOffset: number },
  ): CellValue {
    try {
      return calculate(formula, {
        row,
        rowOffset,
        columnOffset,
        valuesAt: (address) => this.#valuesAt(address, sheet),
        addressOfName: (name) => {
          const found = this.areaOfName(name, sheet)
          return found && { ...found.area, sheetName: found.sheet.name }
        },
        valuesOfColumn: (table, column, isThisRow) =>
          this.#valuesOfColumn(table, column, isThisRow ? row : null),
      })
    } catch (error) {
      if (!(error instanceof UnreadableFormula)) throw error
      this.uncalculated.add(formula)
      return '#NAME?'
    }
  }

  /** Every cell of the column, empty ones too, so that columns can be held against each other row by row. */
  #valuesOfColumn(tableName: string, columnName: string, onlyRow: number | null): CellValue[] | null {
    const table = this.table(tableName)
    const index = table ? columnNames(table).findIndex((name) => sameText(name, columnName)) : -1
    if (!table || index < 0) return null
    const body = bodyArea(table)
    const rows = onlyRow === null ? Array.from({ length: body.rows }, (_, at) => body.row + at) : [onlyRow]
    return rows.map((row) => this.value(table.sheet, row, body.column + index))
  }

  #valuesAt(address: Address, from: Sheet): CellValue[][] {
    const sheet = address.sheetName === undefined ? from : this.sheet(address.sheetName)
    if (!sheet) return [['#REF!']]
    if (cellCount(address) === 1) return [[this.value(sheet, address.row, address.column)]]
    const found = [...sheet.cellsIn(address)].map(({ row, column }) => this.value(sheet, row, column))
    return [found]
  }

  /** Where an address or a name typed by a person leads, seen from the active sheet. */
  locate(text: string): { sheet: Sheet; area: Area } | null {
    const address = parseAddress(text)
    if (!address) return this.areaOfName(text, this.activeSheet)
    const sheet = address.sheetName === undefined ? this.activeSheet : this.sheet(address.sheetName)
    return sheet && { sheet, area: address }
  }
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
