import type { ExcelHost } from '../../host/excel-host.ts'
import { areaText, containsCell } from '../../host/workbook/address.ts'
import type { CellEditor } from './cell-editor.ts'
import type { Grid } from './grid.ts'
import { pointsOf } from './sheet-layout.ts'
import type { CellPlace } from './selection.ts'

/** Pixels at a header's right edge where dragging changes the column's width. */
const EDGE = 5
const NARROWEST = 12
/** The button of a table's header is at the cell's right end. */
const FILTER_BUTTON = 18

type Drag =
  | { readonly kind: 'cells' }
  | { readonly kind: 'rows' | 'columns'; readonly from: number }
  | { readonly kind: 'width'; readonly column: number; readonly left: number }

/** The sheet by mouse or pen: selecting, dragging, widths, the table's buttons, the context menu. */
export class Pointer {
  readonly #excel: ExcelHost
  readonly #grid: Grid
  readonly #editor: CellEditor
  readonly #openMenu: (kind: 'filter' | 'context', cell: CellPlace, at: { x: number; y: number }) => boolean
  #drag: Drag | null = null

  constructor(
    excel: ExcelHost,
    grid: Grid,
    editor: CellEditor,
    openMenu: (kind: 'filter' | 'context', cell: CellPlace, at: { x: number; y: number }) => boolean,
  ) {
    this.#excel = excel
    this.#grid = grid
    this.#editor = editor
    this.#openMenu = openMenu
    grid.window.addEventListener('pointerdown', (event) => void this.#pressed(event))
    grid.window.addEventListener('pointermove', (event) => this.#moved(event))
    grid.window.addEventListener('pointerup', (event) => this.#released(event))
    grid.window.addEventListener('pointercancel', () => (this.#drag = null))
    grid.window.addEventListener('dblclick', (event) => {
      if (cellOf(event.target)) editor.begin()
    })
    grid.element.addEventListener('contextmenu', (event) => this.#asked(event))
  }

  async #pressed(event: PointerEvent): Promise<void> {
    const target = event.target as HTMLElement
    if (event.button === 1) return
    // The browser would select text, and take the focus from the grid.
    event.preventDefault()
    if (this.#editor.isOpen) await this.#editor.commit('stay')
    this.#grid.element.focus({ preventScroll: true })
    if (this.#editor.isOpen || event.button !== 0) return
    const drag = this.#begun(event, target)
    if (!drag) return
    this.#drag = drag
    this.#grid.window.setPointerCapture(event.pointerId)
    if (drag.kind !== 'width') this.#grid.markSelection()
  }

  #begun(event: PointerEvent, target: HTMLElement): Drag | null {
    const { selection } = this.#grid
    const { column, row } = target.dataset
    if (target.classList.contains('corner')) {
      selection.selectAll()
      this.#grid.commitSelection()
      return null
    }
    if (column !== undefined) return this.#begunOnColumn(event, target, Number(column))
    if (row !== undefined) {
      selection.selectRows(event.shiftKey ? selection.active.row : Number(row), Number(row))
      return { kind: 'rows', from: selection.active.row }
    }
    const cell = this.#grid.cellAt(event.clientX, event.clientY)
    const element = cellOf(target)
    const isOnButton =
      element?.classList.contains('filterable') &&
      element.getBoundingClientRect().right - event.clientX < FILTER_BUTTON
    if (event.shiftKey) selection.extendTo(cell)
    else selection.goTo(cell)
    if (isOnButton) {
      this.#grid.commitSelection()
      this.#openMenu('filter', cell, { x: event.clientX, y: event.clientY })
      return null
    }
    return { kind: 'cells' }
  }

  #begunOnColumn(event: PointerEvent, header: HTMLElement, column: number): Drag {
    const box = header.getBoundingClientRect()
    if (box.right - event.clientX <= EDGE) return { kind: 'width', column, left: box.left }
    const { selection } = this.#grid
    selection.selectColumns(event.shiftKey ? selection.active.column : column, column)
    return { kind: 'columns', from: selection.active.column }
  }

  #moved(event: PointerEvent): void {
    if (!this.#drag) return
    const { selection } = this.#grid
    const cell = this.#grid.cellAt(event.clientX, event.clientY)
    switch (this.#drag.kind) {
      case 'cells':
        selection.extendTo(cell)
        break
      case 'rows':
        selection.selectRows(this.#drag.from, cell.row)
        break
      case 'columns':
        selection.selectColumns(this.#drag.from, cell.column)
        break
      case 'width': {
        const width = Math.max(NARROWEST, event.clientX - this.#drag.left)
        this.#excel.user.widenColumn(
          areaText({ row: 0, column: this.#drag.column, rows: 1, columns: 1 }),
          pointsOf(width),
        )
        return
      }
    }
    this.#grid.markSelection()
    this.#grid.reveal(
      this.#drag.kind === 'columns' ? this.#grid.selection.active.row : cell.row,
      this.#drag.kind === 'rows' ? this.#grid.selection.active.column : cell.column,
    )
  }

  #released(event: PointerEvent): void {
    const drag = this.#drag
    if (!drag) return
    this.#drag = null
    this.#grid.window.releasePointerCapture(event.pointerId)
    if (drag.kind !== 'width') this.#grid.commitSelection()
  }

  #asked(event: MouseEvent): void {
    event.preventDefault()
    const { selection } = this.#grid
    const { column, row } = (event.target as HTMLElement).dataset
    const cell = this.#grid.cellAt(event.clientX, event.clientY)
    if (
      !containsCell(selection.area, row === undefined && column !== undefined ? 0 : cell.row, cell.column)
    ) {
      if (column !== undefined) selection.selectColumns(cell.column, cell.column)
      else if (row !== undefined) selection.selectRows(cell.row, cell.row)
      else selection.goTo(cell)
      this.#grid.commitSelection()
    }
    this.#openMenu('context', cell, { x: event.clientX, y: event.clientY })
  }
}

function cellOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null
}
