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

/** Where a spreadsheet would begin a formula: at the start of a field or of a line in it, behind spaces, in full-width signs as well. */
const FORMULA_START = /^(?=[ \u00a0]*[=+\-@\t\r＝＋－＠])/gm

/** An apostrophe makes text of it (OWASP, CSV injection); numbers stay numbers. */
function csvField(text: string, isText: boolean): string {
  const harmless = isText ? text.replace(FORMULA_START, "'") : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
