import { HostError } from '../host-error.ts'
import type { WorkbookModel } from '../workbook/workbook.ts'

/** Excel's rules for sheet names: 1 to 31 characters, none of \ / ? * [ ] :, no apostrophe at the ends, not taken. */
export function requireSheetName(workbook: WorkbookModel, name: string): void {
  const isAllowed =
    name.length >= 1 &&
    name.length <= 31 &&
    !/[\\/?*[\]:]/.test(name) &&
    !/^'|'$/.test(name) &&
    name.toLowerCase() !== 'history'
  if (!isAllowed) throw new HostError('InvalidArgument')
  if (workbook.sheets.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase())) {
    throw new HostError('ItemAlreadyExists')
  }
}
