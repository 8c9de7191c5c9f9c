import { intersection } from '../host/workbook/address.ts'
import type { Area } from '../host/workbook/address.ts'
import { isBlank } from '../host/workbook/sheet.ts'
import type { Sheet } from '../host/workbook/sheet.ts'
import type { WorkbookModel } from '../host/workbook/workbook.ts'

/** Excel's status bar under several selected cells: how many are filled, and the sum and average of their numbers. */
export function selectionStatus(workbook: WorkbookModel, sheet: Sheet, area: Area): string {
  const used = sheet.usedArea({ valuesOnly: true })
  const within = used && intersection(area, used)
  if (!within || (area.rows === 1 && area.columns === 1)) return ''
  let [filled, numbers, sum] = [0, 0, 0]
  for (const { row, column, cell } of sheet.cellsIn(within)) {
    if (isBlank(cell) || sheet.hiddenRows.has(row)) continue
    filled += 1
    const value = workbook.value(sheet, row, column)
    if (typeof value !== 'number') continue
    numbers += 1
    sum += value
  }
  const shown = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 6 })
  if (filled < 2) return ''
  const count = `Count: ${shown(filled)}`
  return numbers === 0 ? count : `Average: ${shown(sum / numbers)} · ${count} · Sum: ${shown(sum)}`
}
