import { writeXlsx } from 'hucre/xlsx'
import type { WorkbookModel } from '../host/workbook/workbook.ts'
import { writtenSheet } from './xlsx-sheet.ts'

/** The workbook as a real .xlsx: cells, formats, tables, conditional formats, validations, frozen panes. */
export function workbookAsXlsx(workbook: WorkbookModel): Promise<Uint8Array> {
  return writeXlsx({
    sheets: workbook.sheets.map((sheet) => writtenSheet(workbook, sheet)),
    activeSheet: workbook.sheets.indexOf(workbook.activeSheet),
    defaultFont: { name: 'Aptos Narrow', size: 11 },
  })
}
