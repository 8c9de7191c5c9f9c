import type { ExcelHost } from '../../host/excel-host.ts'
import { SHEET_COLUMNS, SHEET_ROWS, areaText, intersection } from '../../host/workbook/address.ts'
import { writeTabSeparated } from '../../host/workbook/clipboard-text.ts'
import type { Commands } from '../commands.ts'
import type { Grid } from './grid.ts'

/** Copy, cut and paste between the sheet and anything else, as texts and as an HTML table. */
export function connectClipboard(excel: ExcelHost, grid: Grid, commands: Commands): void {
  const { element } = grid
  element.addEventListener('copy', (event) => copy(event, excel, grid))
  element.addEventListener('cut', (event) => {
    if (copy(event, excel, grid)) void commands.attempt(() => excel.user.clear(areaText(grid.selection.area)))
  })
  element.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain')
    if (event.target !== element || !text) return
    event.preventDefault()
    void commands.attempt(() => excel.user.paste(areaText(grid.selection.area), text))
  })
}

function copy(event: ClipboardEvent, excel: ExcelHost, grid: Grid): boolean {
  if (event.target !== grid.element || !event.clipboardData) return false
  const texts = selectedTexts(excel, grid)
  event.clipboardData.setData('text/plain', writeTabSeparated(texts))
  event.clipboardData.setData('text/html', htmlTable(texts))
  event.preventDefault()
  return true
}

/** What the selected cells show; of whole rows and columns the used part, of filtered rows those that are seen. */
function selectedTexts({ workbook }: ExcelHost, { selection, sheet }: Grid): string[][] {
  const { area } = selection
  const used = sheet.usedArea({ valuesOnly: true })
  const isWhole = area.rows === SHEET_ROWS || area.columns === SHEET_COLUMNS
  const { row, column, rows, columns } = (isWhole && used && intersection(area, used)) || area
  if (isWhole && !used) return [['']]
  return Array.from({ length: rows }, (_, down) => row + down)
    .filter((index) => !sheet.hiddenRows.has(index))
    .map((index) =>
      Array.from({ length: columns }, (_, aside) => workbook.text(sheet, index, column + aside)),
    )
}

function htmlTable(texts: readonly (readonly string[])[]): string {
  const table = document.createElement('table')
  for (const line of texts) {
    const row = table.insertRow()
    for (const text of line) row.insertCell().textContent = text
  }
  return table.outerHTML
}
