import { cellLook } from '../../host/cell-look.ts'
import { columnLetters } from '../../host/workbook/address.ts'
import type { Sheet } from '../../host/workbook/sheet.ts'
import { tableAt } from '../../host/workbook/table.ts'
import type { WorkbookModel } from '../../host/workbook/workbook.ts'
import type { Axis } from './axis.ts'

/** Widest run of a text over empty neighbours, in columns: as far as anyone reads. */
const LONGEST_RUN = 12
/** Pixels of one character, roughly; enough to see whether a number fits. */
const CHARACTER = 6.6

const ALIGN_ITEMS: Readonly<Record<string, string>> = { top: 'flex-start', middle: 'center' }

/** The id by which the grid names its active cell to a screen reader. */
export function cellId(row: number, column: number): string {
  return `cell-${columnLetters(column)}${row + 1}`
}

/** One cell on the page. It writes to the page only what has changed. */
export class CellView {
  readonly element = document.createElement('div')
  readonly #text = document.createElement('span')
  #shown = ''

  constructor(row: number, column: number, left: number, width: number) {
    this.element.role = 'gridcell'
    this.element.id = cellId(row, column)
    this.element.dataset['cell'] = `${columnLetters(column)}${row + 1}`
    this.element.ariaColIndex = String(column + 2)
    this.element.style.left = `${left}px`
    this.element.style.width = `${width}px`
    this.element.append(this.#text)
  }

  draw(workbook: WorkbookModel, sheet: Sheet, columns: Axis, row: number, column: number): void {
    const look = cellLook(workbook, sheet, row, column)
    const width = columns.size(column)
    const run = look.runsOn ? runWidth(workbook, sheet, columns, { row, column, text: look.text }) : width
    const table = tableAt(workbook.tables, sheet, row, column)
    const filters = table?.showsFilterButton && row === table.area.row ? table.filters : null
    const classes = [
      'cell',
      run > width ? 'runs-on' : '',
      filters ? 'filterable' : '',
      table && filters?.has(column - table.area.column) ? 'filtered' : '',
    ]
    const { verticalAlign = 'bottom', ...css } = look.css
    const text = fitted(look.text, look.isNumber, width)
    const shown = JSON.stringify([text, css, verticalAlign, classes, run, width])
    if (shown === this.#shown) return
    this.#shown = shown
    const { left } = this.element.style
    this.element.style.cssText = ''
    Object.assign(this.element.style, css, {
      left,
      width: `${width}px`,
      alignItems: ALIGN_ITEMS[verticalAlign] ?? 'flex-end',
    })
    const marks = [...this.element.classList].filter((name) => name === 'active' || name === 'selected')
    this.element.className = [...classes, ...marks].filter(Boolean).join(' ')
    this.#text.style.width = run > width ? `${run - 6}px` : ''
    this.#text.textContent = text
  }

  mark({ isActive, isSelected }: { isActive: boolean; isSelected: boolean }): void {
    this.element.classList.toggle('active', isActive)
    this.element.classList.toggle('selected', isSelected)
    this.element.ariaSelected = String(isSelected || isActive)
  }
}

/** As in Excel, text runs on over empty neighbours up to the first one that holds something. */
function runWidth(
  workbook: WorkbookModel,
  sheet: Sheet,
  columns: Axis,
  { row, column, text }: { row: number; column: number; text: string },
): number {
  let width = columns.size(column)
  const wanted = (text.length * CHARACTER * sheet.styleAt(row, column).fontSize) / 10 + 16
  for (let next = column + 1; width < wanted && next <= column + LONGEST_RUN; next += 1) {
    if (workbook.value(sheet, row, next) !== '') break
    width += columns.size(next)
  }
  return width
}

/** Excel shows ### where a number does not fit its column, and cuts text. */
function fitted(text: string, isNumber: boolean, width: number): string {
  const isTooWide = isNumber && text.length * CHARACTER > width + 6
  return isTooWide ? '#'.repeat(Math.max(1, Math.floor(width / 8))) : text
}
