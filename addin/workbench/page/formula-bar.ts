import type { ExcelHost } from '../host/excel-host.ts'
import { areaText } from '../host/workbook/address.ts'
import type { CellEditor } from './grid/cell-editor.ts'
import type { Grid } from './grid/grid.ts'

/** Keeps the formula bar in step with the active cell, and lets the name box go to an address or a name. */
export function connectFormulaBar(
  excel: ExcelHost,
  grid: Grid,
  editor: CellEditor,
  { nameBox, formulaBar }: { nameBox: HTMLInputElement; formulaBar: HTMLInputElement },
): { show(): void } {
  nameBox.addEventListener('focus', () => nameBox.select())
  nameBox.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') grid.element.focus({ preventScroll: true })
    if (event.key !== 'Enter') return
    const found = excel.workbook.locate(nameBox.value.trim())
    nameBox.ariaInvalid = String(found === null)
    if (!found || found.sheet.visibility !== 'Visible') return
    excel.user.select(nameBox.value.trim())
    grid.draw()
    grid.reveal(found.area.row, found.area.column)
    grid.element.focus({ preventScroll: true })
  })
  return {
    show() {
      if (document.activeElement !== nameBox) {
        nameBox.value = areaText({ ...grid.selection.active, rows: 1, columns: 1 })
        nameBox.ariaInvalid = 'false'
      }
      if (!editor.isOpen) formulaBar.value = editor.content
    },
  }
}
