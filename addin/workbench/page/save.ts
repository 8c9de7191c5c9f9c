import type { ExcelHost } from '../host/excel-host.ts'
import { sheetAsCsv } from './save-csv.ts'

const BYTE_ORDER_MARK = '\u{FEFF}'

/** The two buttons that save: the sheet in front as CSV, the workbook as .xlsx. */
export function connectSaving(
  { workbook }: ExcelHost,
  buttons: { csv: HTMLElement; xlsx: HTMLElement },
): void {
  buttons.csv.addEventListener('click', () => {
    const sheet = workbook.activeSheet
    // The mark lets Excel read the file as UTF-8.
    offer(`${sheet.name}.csv`, 'text/csv', BYTE_ORDER_MARK + sheetAsCsv(workbook, sheet))
  })
  buttons.xlsx.addEventListener('click', () => {
    void import('./save-xlsx.ts').then(async ({ workbookAsXlsx }) => {
      offer(workbook.name, XLSX, (await workbookAsXlsx(workbook)).slice())
    })
  })
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function offer(fileName: string, type: string, content: BlobPart): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
