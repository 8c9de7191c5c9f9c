import { containsCell } from '../../host/workbook/address.ts'
import type { Area } from '../../host/workbook/address.ts'
import type { Sheet } from '../../host/workbook/sheet.ts'
import type { WorkbookModel } from '../../host/workbook/workbook.ts'
import { CellView } from './cell-view.ts'
import type { SheetLayout } from './sheet-layout.ts'

/** Which columns are on the page: the frozen ones always, of the others those in the window. */
export interface ColumnWindow {
  readonly first: number
  readonly last: number
}

/** What is selected, as the grid marks it. */
export interface Marks {
  readonly area: Area
  readonly active: { readonly row: number; readonly column: number }
}

/** One row on the page: its header, its frozen cells, and the cells that scroll to the side below these. */
export class RowView {
  readonly element = document.createElement('div')
  readonly index: number
  readonly #header = document.createElement('div')
  readonly #moving = document.createElement('div')
  readonly #cells = new Map<number, CellView>()
  #place = ''

  constructor(index: number, layout: SheetLayout) {
    this.index = index
    this.element.role = 'row'
    this.element.ariaRowIndex = String(index + 2)
    this.element.className = index === layout.frozenRows - 1 ? 'row frozen-edge' : 'row'
    this.#header.role = 'rowheader'
    this.#header.className = 'header'
    this.#header.dataset['row'] = String(index)
    this.#header.ariaColIndex = '1'
    this.#header.style.width = `${layout.rowHeaderWidth}px`
    this.#header.textContent = String(index + 1)
    this.#moving.role = 'none'
    this.#moving.className = 'moving'
    this.#moving.style.left = `${layout.rowHeaderWidth + layout.frozenWidth}px`
    this.element.append(this.#header, this.#moving)
  }

  place(top: number, height: number): void {
    const place = `transform: translateY(${top}px); height: ${height}px`
    if (place === this.#place) return
    this.#place = place
    this.element.style.cssText = place
  }

  /** Brings the cells of the window onto the page and takes others off. */
  fill(workbook: WorkbookModel, sheet: Sheet, layout: SheetLayout, window: ColumnWindow, marks: Marks): void {
    for (const [column, cell] of this.#cells) {
      if (column < layout.frozenColumns || (column >= window.first && column <= window.last)) continue
      cell.element.remove()
      this.#cells.delete(column)
    }
    for (const column of columnsOnPage(layout, window)) {
      if (this.#cells.has(column)) continue
      const cell = this.#addCell(layout, column)
      cell.draw(workbook, sheet, layout.columns, this.index, column)
      this.#markCell(cell, column, marks)
    }
  }

  #addCell(layout: SheetLayout, column: number): CellView {
    const isFrozen = column < layout.frozenColumns
    const left = layout.columns.offset(column) + (isFrozen ? layout.rowHeaderWidth : -layout.frozenWidth)
    const cell = new CellView(this.index, column, left, layout.columns.size(column))
    const parent = isFrozen ? this.element : this.#moving
    if (isFrozen) cell.element.dataset['frozen'] = column === layout.frozenColumns - 1 ? 'edge' : 'inner'
    parent.insertBefore(cell.element, this.#cellAfter(column, parent) ?? (isFrozen ? this.#moving : null))
    this.#cells.set(column, cell)
    return cell
  }

  #cellAfter(column: number, parent: HTMLElement): HTMLElement | null {
    let next = Infinity
    for (const [other, { element }] of this.#cells) {
      if (other > column && other < next && element.parentElement === parent) next = other
    }
    return this.#cells.get(next)?.element ?? null
  }

  /** Draws every cell again, after something in the workbook has changed. */
  redraw(workbook: WorkbookModel, sheet: Sheet, layout: SheetLayout): void {
    for (const [column, cell] of this.#cells) cell.draw(workbook, sheet, layout.columns, this.index, column)
  }

  mark(marks: Marks): void {
    this.#header.classList.toggle('within', containsCell(marks.area, this.index, marks.area.column))
    for (const [column, cell] of this.#cells) this.#markCell(cell, column, marks)
  }

  #markCell(cell: CellView, column: number, { area, active }: Marks): void {
    const isActive = active.row === this.index && active.column === column
    cell.mark({ isActive, isSelected: !isActive && containsCell(area, this.index, column) })
  }
}

/** The columns of a window that are not hidden, frozen ones first. */
export function columnsOnPage({ columns, frozenColumns }: SheetLayout, window: ColumnWindow): number[] {
  const all = [...range(0, frozenColumns - 1), ...range(Math.max(frozenColumns, window.first), window.last)]
  return all.filter((column) => columns.size(column) > 0)
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
