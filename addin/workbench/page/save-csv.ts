import type { Sheet } from '../host/workbook/sheet.ts'
import type { WorkbookModel } from '../host/workbook/workbook.ts'

/** The sheet as comma-separated texts, as they are shown (RFC 4180); a formula's beginning is made harmless. */
export function sheetAsCsv(workbook: WorkbookModel, sheet: Sheet): string {
  const used = sheet.usedArea({ valuesOnly: true })
  if (!used) return ''
  return Array.from({ length: used.row + used.rows }, (_, row) =>
    Array.from({ length: used.column + used.columns }, (__, column) =>
      csvField(workbook.text(sheet, row, column), typeof workbook.value(sheet, row, column) === 'string'),
    ).join(','),
  )
    .map((line) => `${line}\r\n`)
    .join('')
}

function csvField(text: string, isText: boolean): string {
  const harmless = isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
