import type { ExcelHost } from '../../host/excel-host.ts'
import { areaText } from '../../host/workbook/address.ts'
import type { Commands } from '../commands.ts'
import type { AfterEdit, CellEditor } from './cell-editor.ts'
import type { Grid } from './grid.ts'
import type { CellPlace } from './selection.ts'
import { edgeOfData, lastUsedCell, stepWithin } from './steps.ts'
import type { Direction } from './steps.ts'

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowDown: { row: 1, column: 0 },
  ArrowUp: { row: -1, column: 0 },
  ArrowRight: { row: 0, column: 1 },
  ArrowLeft: { row: 0, column: -1 },
}
const AFTER: Readonly<Record<Exclude<AfterEdit, 'stay'>, Direction>> = {
  down: { row: 1, column: 0 },
  up: { row: -1, column: 0 },
  right: { row: 0, column: 1 },
  left: { row: 0, column: -1 },
}

/** The sheet by keyboard, with Excel's keys. */
export class Keyboard {
  readonly #excel: ExcelHost
  readonly #grid: Grid
  readonly #editor: CellEditor
  readonly #commands: Commands
  /** Opens the menu of a table's header cell, or of the cell (the menu key). */
  readonly #openMenu: (kind: 'filter' | 'context', cell: CellPlace) => boolean

  constructor(
    excel: ExcelHost,
    grid: Grid,
    editor: CellEditor,
    commands: Commands,
    openMenu: (kind: 'filter' | 'context', cell: CellPlace) => boolean,
  ) {
    this.#excel = excel
    this.#grid = grid
    this.#editor = editor
    this.#commands = commands
    this.#openMenu = openMenu
    editor.move = (after) => {
      if (after !== 'stay') this.#step(AFTER[after])
    }
    grid.element.addEventListener('keydown', (event) => {
      if (event.target !== grid.element || event.isComposing) return
      if (this.#pressed(event)) event.preventDefault()
    })
  }

  #pressed(event: KeyboardEvent): boolean {
    const { key } = event
    const isControl = event.ctrlKey || event.metaKey
    const { active } = this.#grid.selection
    if (event.altKey) return key === 'ArrowDown' && this.#openMenu('filter', active)
    if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) return this.#openMenu('context', active)
    if (isControl && this.#pressedWithControl(event)) return true
    const target = this.#target(event)
    if (target) return this.#go(target, { extends: event.shiftKey })
    if (isControl) return false
    return this.#pressedPlainly(event)
  }

  #pressedPlainly({ key, shiftKey }: KeyboardEvent): boolean {
    switch (key) {
      case 'Enter':
        return this.#step(shiftKey ? AFTER.up : AFTER.down)
      case 'Tab':
        return this.#tab(shiftKey)
      case 'F2':
        this.#editor.begin()
        return true
      case 'Delete':
        void this.#commands.attempt(() => this.#excel.user.clear(areaText(this.#grid.selection.area)))
        return true
      case 'Backspace':
        this.#editor.begin({ isEmpty: true })
        return true
      default:
        // The field has the focus before the browser enters the character.
        if ([...key].length === 1) this.#editor.begin({ isEmpty: true })
        return false
    }
  }

  /** Out of the sheet from its first or last cell, so that Tab is no trap. */
  #tab(isBack: boolean): boolean {
    const { active, isOneCell } = this.#grid.selection
    if (isOneCell && isBack && active.column === 0) return false
    return this.#step(isBack ? AFTER.left : AFTER.right)
  }

  #pressedWithControl({ key, shiftKey }: KeyboardEvent): boolean {
    const { selection } = this.#grid
    switch (key.toLowerCase()) {
      case 'a':
        selection.selectAll()
        this.#grid.commitSelection()
        return true
      case 'z':
        return shiftKey ? this.#excel.user.redo() || true : this.#excel.user.undo() || true
      case 'y':
        return this.#excel.user.redo() || true
      case ' ':
        selection.selectColumns(selection.active.column, selection.focus.column)
        this.#grid.commitSelection()
        return true
      case 'pagedown':
      case 'pageup':
        return this.#turnSheet(key.toLowerCase() === 'pagedown' ? 1 : -1)
      default:
        return false
    }
  }

  #turnSheet(step: 1 | -1): boolean {
    const sheets = this.#excel.workbook.sheets.filter(({ visibility }) => visibility === 'Visible')
    const next = sheets[sheets.indexOf(this.#grid.sheet) + step]
    if (next) this.#excel.user.activateSheet(next.name)
    return true
  }

  #target(event: KeyboardEvent): CellPlace | null {
    const { selection, sheet, layout } = this.#grid
    const from = event.shiftKey ? selection.focus : selection.active
    const isControl = event.ctrlKey || event.metaKey
    const arrow = ARROWS[event.key]
    if (arrow) {
      return isControl ? edgeOfData(this.#excel.workbook, sheet, from, arrow) : this.#beside(from, arrow)
    }
    const page = this.#grid.rowsInWindow
    switch (event.key) {
      case 'PageDown':
        return { ...from, row: layout.rows.visibleFrom(Math.min(from.row + page, layout.rows.count - 1), 1) }
      case 'PageUp':
        return { ...from, row: layout.rows.visibleFrom(Math.max(0, from.row - page), -1) }
      case 'Home':
        return isControl ? { row: layout.frozenRows, column: layout.frozenColumns } : { ...from, column: 0 }
      case 'End':
        return isControl ? lastUsedCell(sheet) : null
      case ' ':
        if (!event.shiftKey || isControl) return null
        selection.selectRows(selection.active.row, selection.focus.row)
        this.#grid.commitSelection()
        return selection.focus
      default:
        return null
    }
  }

  #beside({ row, column }: CellPlace, step: Direction): CellPlace {
    const { rows, columns } = this.#grid.layout
    const down = Math.max(0, row + step.row)
    const aside = Math.max(0, column + step.column)
    return {
      row: step.row === 0 ? row : rows.visibleFrom(down, step.row < 0 ? -1 : 1),
      column: step.column === 0 ? column : columns.visibleFrom(aside, step.column < 0 ? -1 : 1),
    }
  }

  #go(target: CellPlace, { extends: isExtending }: { extends: boolean }): boolean {
    const { selection } = this.#grid
    if (isExtending) selection.extendTo(target)
    else selection.goTo(target)
    this.#grid.commitSelection()
    this.#grid.reveal(target.row, target.column)
    return true
  }

  /** Enter and Tab go round inside a selection of several cells. */
  #step(direction: Direction): boolean {
    const { selection } = this.#grid
    if (selection.isOneCell) return this.#go(this.#beside(selection.active, direction), { extends: false })
    selection.moveWithin(stepWithin(selection.area, selection.active, direction))
    this.#grid.reveal(selection.active.row, selection.active.column)
    this.#grid.markSelection()
    return true
  }
}
