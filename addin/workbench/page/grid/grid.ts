import type { ExcelHost } from '../../host/excel-host.ts'
import { areaText } from '../../host/workbook/address.ts'
import type { Sheet } from '../../host/workbook/sheet.ts'
import { cellId } from './cell-view.ts'
import { ColumnHeaders } from './column-headers.ts'
import { RowView, range } from './row-view.ts'
import type { ColumnWindow } from './row-view.ts'
import { Selection } from './selection.ts'
import { COLUMN_HEADER_HEIGHT, layOut } from './sheet-layout.ts'
import type { SheetLayout } from './sheet-layout.ts'

/** Lines drawn beyond the window, so that short steps find them there; to the left more, for texts that run on. */
const MARGIN = { rows: 4, before: 4, after: 1 }

/** A place in the grid's own window, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * The sheet in front, scrollable, of which only what is in the window is on the page. The window stays where it is
 * while the scroller's content moves, and is drawn anew for each position: no scrolling shows an undrawn part.
 */
export class Grid {
  readonly element: HTMLElement
  readonly window = document.createElement('div')
  readonly selection: Selection
  /** Called after the selection or the drawn sheet has changed. */
  onDraw: () => void = () => undefined

  readonly #excel: ExcelHost
  readonly #extent = document.createElement('div')
  readonly #headers: ColumnHeaders
  readonly #frozenRows = rowGroup('frozen-rows')
  readonly #movingRows = rowGroup('moving-rows')
  readonly #rows = new Map<number, RowView>()
  readonly #scrollOf = new Map<Sheet, { left: number; top: number }>()
  #layout: SheetLayout
  #layoutKey = ''
  #sheet: Sheet
  #columns: ColumnWindow = { first: 0, last: -1 }

  constructor(element: HTMLElement, excel: ExcelHost) {
    this.element = element
    this.#excel = excel
    this.#sheet = excel.workbook.activeSheet
    this.selection = new Selection(excel)
    this.#layout = layOut(this.#sheet, this.selection.focus)
    this.#headers = new ColumnHeaders()
    this.#extent.className = 'extent'
    this.window.className = 'window'
    this.window.append(this.#headers.element, this.#frozenRows, this.#movingRows)
    this.#extent.append(this.window)
    element.append(this.#extent)
    element.addEventListener('scroll', () => this.#drawWindow(), { passive: true })
    new ResizeObserver(() => this.#drawWindow()).observe(element)
  }

  get sheet(): Sheet {
    return this.#sheet
  }

  get layout(): SheetLayout {
    return this.#layout
  }

  /** Draws the sheet in front as the workbook now is. */
  draw(): void {
    const { activeSheet } = this.#excel.workbook
    if (activeSheet !== this.#sheet) this.#turnTo(activeSheet)
    this.selection.follow()
    this.#layout = layOut(this.#sheet, this.selection.focus)
    const key = layoutKey(this.#sheet, this.#layout)
    if (key !== this.#layoutKey) this.#forgetRows()
    this.#layoutKey = key
    this.element.classList.toggle('gridlines', this.#sheet.showsGridlines)
    this.element.ariaLabel = `Sheet ${this.#sheet.name}`
    this.element.ariaRowCount = String(this.#layout.rows.count + 1)
    this.element.ariaColCount = String(this.#layout.columns.count + 1)
    this.element.ariaReadOnly = String(this.#sheet.isProtected)
    this.#size()
    this.#drawWindow({ isChanged: true })
  }

  #turnTo(sheet: Sheet): void {
    this.#scrollOf.set(this.#sheet, { left: this.element.scrollLeft, top: this.element.scrollTop })
    this.#sheet = sheet
    this.#forgetRows()
    this.#layout = layOut(sheet, this.selection.focus)
    this.#size()
    const { left, top } = this.#scrollOf.get(sheet) ?? { left: 0, top: 0 }
    this.element.scrollTo(left, top)
  }

  #forgetRows(): void {
    for (const row of this.#rows.values()) row.element.remove()
    this.#rows.clear()
    this.#columns = { first: 0, last: -1 }
  }

  #size(): void {
    const { rows, columns, rowHeaderWidth } = this.#layout
    this.#extent.style.width = `${columns.total + rowHeaderWidth}px`
    this.#extent.style.height = `${rows.total + COLUMN_HEADER_HEIGHT}px`
  }

  #drawWindow({ isChanged = false } = {}): void {
    const { rows, columns, frozenRows, frozenHeight, frozenWidth, rowHeaderWidth } = this.#layout
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = this.element
    if (clientWidth === 0) return
    const bodyHeight = clientHeight - COLUMN_HEADER_HEIGHT - frozenHeight
    const bodyWidth = clientWidth - rowHeaderWidth - frozenWidth
    Object.assign(this.window.style, { width: `${clientWidth}px`, height: `${clientHeight}px` })
    this.window.style.setProperty('--shift', `${-scrollLeft}px`)
    this.#frozenRows.style.height = `${frozenHeight}px`
    this.#frozenRows.hidden = frozenRows === 0

    const top = frozenHeight + scrollTop
    const left = frozenWidth + scrollLeft
    const window = {
      first: Math.max(this.#layout.frozenColumns, columns.at(left) - MARGIN.before),
      last: Math.min(columns.count - 1, columns.at(left + Math.max(0, bodyWidth)) + MARGIN.after),
    }
    const wanted = new Set([
      ...range(0, frozenRows - 1),
      ...range(
        Math.max(frozenRows, rows.at(top) - MARGIN.rows),
        Math.min(rows.count - 1, rows.at(top + Math.max(0, bodyHeight)) + MARGIN.rows),
      ),
    ])
    const isMovedAside = window.first !== this.#columns.first || window.last !== this.#columns.last
    this.#columns = window
    if (isChanged || isMovedAside) this.#headers.draw(this.#layout, window, this.selection.area)
    this.#changeRows(wanted, window, { isChanged, isMovedAside })
    for (const row of this.#rows.values()) {
      const isFrozen = row.index < frozenRows
      row.place(isFrozen ? rows.offset(row.index) : rows.offset(row.index) - top, rows.size(row.index))
    }
    this.#nameActiveCell()
    this.onDraw()
  }

  #changeRows(
    wanted: ReadonlySet<number>,
    window: ColumnWindow,
    { isChanged, isMovedAside }: { isChanged: boolean; isMovedAside: boolean },
  ): void {
    const { workbook } = this.#excel
    for (const [index, row] of this.#rows) {
      if (wanted.has(index) && this.#layout.rows.size(index) > 0) {
        if (isChanged) row.redraw(workbook, this.#sheet, this.#layout)
        if (isMovedAside) row.fill(workbook, this.#sheet, this.#layout, window, this.selection)
        if (isChanged) row.mark(this.selection)
      } else {
        row.element.remove()
        this.#rows.delete(index)
      }
    }
    for (const index of wanted) {
      if (this.#rows.has(index) || this.#layout.rows.size(index) === 0) continue
      const row = new RowView(index, this.#layout)
      row.fill(workbook, this.#sheet, this.#layout, window, this.selection)
      row.mark(this.selection)
      this.#addRow(row)
    }
  }

  /** Rows stand in the page in their order, for those who read it instead of seeing it. */
  #addRow(row: RowView): void {
    const group = row.index < this.#layout.frozenRows ? this.#frozenRows : this.#movingRows
    let next: RowView | null = null
    for (const other of this.#rows.values()) {
      if (other.element.parentElement !== group || other.index < row.index) continue
      if (next === null || other.index < next.index) next = other
    }
    group.insertBefore(row.element, next?.element ?? null)
    this.#rows.set(row.index, row)
  }

  /** Marks the selection while it is being drawn, before the workbook is told. */
  markSelection(): void {
    for (const row of this.#rows.values()) row.mark(this.selection)
    this.#headers.draw(this.#layout, this.#columns, this.selection.area)
    this.#nameActiveCell()
    this.onDraw()
  }

  #nameActiveCell(): void {
    const { row, column } = this.selection.active
    const id = cellId(row, column)
    if (document.getElementById(id)) this.element.setAttribute('aria-activedescendant', id)
    else this.element.removeAttribute('aria-activedescendant')
  }

  /** Scrolls as little as is needed to have the cell in the window; beyond the drawn sheet, the sheet grows. */
  reveal(row: number, column: number): void {
    if (row >= this.#layout.rows.count || column >= this.#layout.columns.count) this.draw()
    const { rows, columns, frozenRows, frozenColumns, frozenHeight, frozenWidth } = this.#layout
    const height = this.element.clientHeight - COLUMN_HEADER_HEIGHT - frozenHeight
    const width = this.element.clientWidth - this.#layout.rowHeaderWidth - frozenWidth
    const into = (at: number, size: number, scrolled: number, room: number) =>
      at < scrolled ? at : at + size > scrolled + room ? Math.min(at, at + size - room) : scrolled
    const { scrollLeft, scrollTop } = this.element
    const top =
      row < frozenRows ? scrollTop : into(rows.offset(row) - frozenHeight, rows.size(row), scrollTop, height)
    const left =
      column < frozenColumns
        ? scrollLeft
        : into(columns.offset(column) - frozenWidth, columns.size(column), scrollLeft, width)
    if (top !== scrollTop || left !== scrollLeft) this.element.scrollTo(left, top)
    this.#drawWindow()
  }

  /** Rows that fit below the frozen ones: a page. */
  get rowsInWindow(): number {
    const room = this.element.clientHeight - COLUMN_HEADER_HEIGHT - this.#layout.frozenHeight
    return Math.max(1, Math.floor(room / this.#layout.rows.size(this.#layout.frozenRows) || 1) - 1)
  }

  /** Where a cell lies in the window. */
  box(row: number, column: number): Box {
    const { rows, columns, frozenRows, frozenColumns, rowHeaderWidth } = this.#layout
    const { scrollLeft, scrollTop } = this.element
    return {
      left: rowHeaderWidth + columns.offset(column) - (column < frozenColumns ? 0 : scrollLeft),
      top: COLUMN_HEADER_HEIGHT + rows.offset(row) - (row < frozenRows ? 0 : scrollTop),
      width: columns.size(column),
      height: rows.size(row),
    }
  }

  /** The cell at a place of the window: headers count as the nearest cell. */
  cellAt(clientX: number, clientY: number): { row: number; column: number } {
    const { rows, columns, frozenHeight, frozenWidth, rowHeaderWidth } = this.#layout
    const { left, top } = this.window.getBoundingClientRect()
    const x = Math.max(0, clientX - left - rowHeaderWidth)
    const y = Math.max(0, clientY - top - COLUMN_HEADER_HEIGHT)
    return {
      row: rows.at(y < frozenHeight ? y : y + this.element.scrollTop),
      column: columns.at(x < frozenWidth ? x : x + this.element.scrollLeft),
    }
  }

  /** Tells the workbook what is selected now. */
  commitSelection(): void {
    this.#excel.user.select(areaText(this.selection.area))
  }
}

function rowGroup(className: string): HTMLElement {
  const group = document.createElement('div')
  group.className = className
  group.role = 'rowgroup'
  return group
}

/** While this stays the same, rows and cells on the page can be kept. */
function layoutKey(sheet: Sheet, { rowHeaderWidth, frozenRows, frozenColumns }: SheetLayout): string {
  return JSON.stringify([
    sheet.id,
    rowHeaderWidth,
    frozenRows,
    frozenColumns,
    sheet.standardColumnWidth,
    [...sheet.columnWidths],
    [...sheet.hiddenColumns],
  ])
}
