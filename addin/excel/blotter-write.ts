import { keyHeader, type Baseline } from '../sheets/baseline.ts'
import { BLOTTER_HEADERS, YES, blotterColumn } from '../sheets/blotter-columns.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { ACCEPTED, REFUSED } from '../sheets/trades-merge.ts'
import { NO_IDS_YET, hideKeyColumn, readyBaseline, storedBaselines } from './baseline-sheet.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { BODY_ROW, HEADER_ROW, bodyRowCount, columnLetters } from './sheet-layout.ts'
import { writeTableIn } from './write-table.ts'

const INPUT_FILL = '#FFF9E5'
/** Each pair has a contrast of at least 4.5 to 1; the word in the cell says the same. */
const STATUS_COLOURS = [
  { word: ACCEPTED, fill: '#DDF1DF', text: '#0E4A17' },
  { word: REFUSED, fill: '#FDE7E9', text: '#750B1C' },
] as const

export interface BlotterWriteOptions extends RunOptions {
  /** Ids of pulls whose sheets are no more: forgotten once this one stands. */
  readonly replaces: readonly string[]
  /** Told after each request how many rows stand in the sheet. */
  readonly onRowsWritten?: (rows: number) => void
}

/**
 * Writes a blotter to a new sheet, in requests of at most 800 kB of cells; the last one also makes it a table and keeps what it
 * needs to be found and pushed. Throws ExcelFailure; a sheet left half written is taken away. Answers the sheet's name.
 */
export function writeBlotter(
  blotter: SheetTable,
  baseline: Omit<Baseline, 'tableId' | 'sheetId'>,
  { replaces, ...options }: BlotterWriteOptions,
): Promise<string> {
  return runInExcel(async (context) => {
    const stored = await storedBaselines(context)
    const keep = await readyBaseline(context, stored, { ...baseline, ...NO_IDS_YET }, replaces)
    const { sheetName } = await writeTableIn(context, blotter, {
      ...options,
      placement: 'addSheet',
      onDressed: (sheet) => {
        dressBlotter(sheet, blotter, baseline.id)
        keep()
      },
    })
    return sheetName
  }, options)
}

/** What may be typed where, and colours that follow rows when they are sorted. */
function dressBlotter(sheet: Excel.Worksheet, blotter: SheetTable, baselineId: string): void {
  const rowCount = bodyRowCount(blotter)
  const column = (header: string, columns = 1) =>
    sheet.getRangeByIndexes(BODY_ROW, blotterColumn(header), rowCount, columns)
  for (const header of [BLOTTER_HEADERS.approve, BLOTTER_HEADERS.strike]) {
    const { dataValidation } = column(header)
    dataValidation.rule = { list: { inCellDropDown: true, source: YES } }
    dataValidation.errorAlert = alert(`Choose ${YES}, or leave the cell empty.`)
  }
  const shares = column(BLOTTER_HEADERS.shares).dataValidation
  shares.rule = { decimal: { formula1: 0, operator: 'GreaterThanOrEqualTo' } }
  shares.errorAlert = alert(`Type how many shares, or ${YES} under ${BLOTTER_HEADERS.strike}.`)
  // Shares, approve, strike and note stand side by side.
  column(BLOTTER_HEADERS.shares, 4).format.fill.color = INPUT_FILL
  const status = column(BLOTTER_HEADERS.status)
  const first = `$${columnLetters(blotterColumn(BLOTTER_HEADERS.status))}${BODY_ROW + 1}`
  for (const { word, fill, text } of STATUS_COLOURS) {
    const format = status.conditionalFormats.add(Excel.ConditionalFormatType.custom)
    format.custom.rule.formula = `=LEFT(${first},${word.length})="${word}"`
    format.custom.format.fill.color = fill
    format.custom.format.font.color = text
  }
  const keys = blotter.columns.findIndex(({ header }) => header === keyHeader(baselineId))
  hideKeyColumn(sheet.getRangeByIndexes(HEADER_ROW, keys, rowCount + 1, 1))
}

function alert(message: string): Excel.DataValidationErrorAlert {
  return { title: 'Blotter', message, showAlert: true, style: 'Stop' }
}
