import type { ExcelHost } from '../../host/excel-host.ts'
import { SHEET_COLUMNS, SHEET_ROWS, isSameArea } from '../../host/workbook/address.ts'
import type { Area } from '../../host/workbook/address.ts'

export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** What a person has selected: the active cell, where typing goes, and the corner opposite, which Shift moves. */
export class Selection {
  active: CellPlace = { row: 0, column: 0 }
  focus: CellPlace = { row: 0, column: 0 }
  readonly #excel: ExcelHost
  #area: Area = { row: 0, column: 0, rows: 1, columns: 1 }

  constructor(excel: ExcelHost) {
    this.#excel = excel
  }

  get area(): Area {
    return this.#area
  }

  get isOneCell(): boolean {
    return this.#area.rows === 1 && this.#area.columns === 1
  }

  goTo(place: CellPlace): void {
    this.active = place
    this.focus = place
    this.#area = { ...place, rows: 1, columns: 1 }
  }

  /** Stretches the selection from the active cell to this one. */
  extendTo(focus: CellPlace): void {
    this.focus = focus
    this.#area = between(this.active, focus)
  }

  /** Moves the active cell inside the selection, as Enter and Tab do. */
  moveWithin(active: CellPlace): void {
    this.active = active
  }

  selectRows(from: number, to: number): void {
    const { row, rows } = between({ row: from, column: 0 }, { row: to, column: 0 })
    this.active = { row: from, column: 0 }
    this.focus = { row: to, column: 0 }
    this.#area = { row, rows, column: 0, columns: SHEET_COLUMNS }
  }

  selectColumns(from: number, to: number): void {
    const { column, columns } = between({ row: 0, column: from }, { row: 0, column: to })
    this.active = { row: 0, column: from }
    this.focus = { row: 0, column: to }
    this.#area = { row: 0, rows: SHEET_ROWS, column, columns }
  }

  selectAll(): void {
    this.#area = { row: 0, rows: SHEET_ROWS, column: 0, columns: SHEET_COLUMNS }
  }

  /** Takes over what someone else has selected in the workbook: the add-in, or a change of sheet. */
  follow(): void {
    const { selection } = this.#excel.workbook
    if (isSameArea(selection, this.#area)) return
    this.active = { row: selection.row, column: selection.column }
    const isWhole = selection.rows === SHEET_ROWS || selection.columns === SHEET_COLUMNS
    this.focus = isWhole
      ? this.active
      : { row: selection.row + selection.rows - 1, column: selection.column + selection.columns - 1 }
    this.#area = selection
  }
}

function between(a: CellPlace, b: CellPlace): Area {
  const row = Math.min(a.row, b.row)
  const column = Math.min(a.column, b.column)
  return { row, column, rows: Math.abs(a.row - b.row) + 1, columns: Math.abs(a.column - b.column) + 1 }
}
