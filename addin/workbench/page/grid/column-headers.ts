import { columnLetters } from '../../host/workbook/address.ts'
import type { Area } from '../../host/workbook/address.ts'
import { columnsOnPage } from './row-view.ts'
import type { ColumnWindow } from './row-view.ts'
import { COLUMN_HEADER_HEIGHT } from './sheet-layout.ts'
import type { SheetLayout } from './sheet-layout.ts'

/** The letters above the columns and the corner that selects everything. */
export class ColumnHeaders {
  readonly element = document.createElement('div')

  constructor() {
    this.element.role = 'row'
    this.element.ariaRowIndex = '1'
    this.element.className = 'column-headers'
    this.element.style.height = `${COLUMN_HEADER_HEIGHT}px`
  }

  draw(layout: SheetLayout, window: ColumnWindow, selected: Area): void {
    const corner = headerCell('corner', 1)
    corner.ariaLabel = 'Select all'
    corner.textContent = '◢'
    corner.style.width = `${layout.rowHeaderWidth}px`
    const moving = document.createElement('div')
    moving.role = 'none'
    moving.className = 'moving'
    moving.style.left = `${layout.rowHeaderWidth + layout.frozenWidth}px`
    const frozen: HTMLElement[] = []
    for (const column of columnsOnPage(layout, window)) {
      const header = headerCell('header', column + 2)
      header.dataset['column'] = String(column)
      header.textContent = columnLetters(column)
      header.style.width = `${layout.columns.size(column)}px`
      const isWithin = column >= selected.column && column < selected.column + selected.columns
      header.classList.toggle('within', isWithin)
      const isFrozen = column < layout.frozenColumns
      const left = layout.columns.offset(column) + (isFrozen ? layout.rowHeaderWidth : -layout.frozenWidth)
      header.style.left = `${left}px`
      if (isFrozen) header.dataset['frozen'] = column === layout.frozenColumns - 1 ? 'edge' : 'inner'
      if (isFrozen) frozen.push(header)
      else moving.append(header)
    }
    this.element.replaceChildren(corner, ...frozen, moving)
  }
}

function headerCell(className: string, index: number): HTMLElement {
  const header = document.createElement('div')
  header.role = 'columnheader'
  header.className = className
  header.ariaColIndex = String(index)
  return header
}
