import { keyHeader, type Baseline } from '../sheets/baseline.ts'
import { freeSheetName, freeTableName } from '../sheets/sheet-names.ts'
import { TRADE_COLUMNS, formatOf } from '../sheets/trades-columns.ts'
import type { TradesSheet } from '../sheets/trades-sheet.ts'
import { blockHeight } from '../sheets/trades-totals.ts'
import { NO_IDS_YET, hideKeyColumn, readyBaseline, rememberIds, storedBaselines } from './baseline-sheet.ts'
import { isHalfDone } from './excel-failure.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { HEADER_ROW, literal } from './sheet-layout.ts'
import { writeBlock } from './trades-block.ts'
import { dressTrades } from './trades-dress.ts'
import { removeHalfWritten, writeTitleAndStamp } from './write-table.ts'

/** Where the block of totals begins; the table's header follows below it, a row between. */
const BLOCK_ROW = HEADER_ROW

export interface TradesWriteOptions extends RunOptions {
  /** Ids of pulls whose sheets are no more: forgotten once this one stands. */
  readonly replaces?: readonly string[]
}

/** Where the trades now stand. */
export interface WrittenTrades {
  readonly baseline: Baseline
  readonly sheetName: string
}

/**
 * Writes a proposal to a new sheet to be edited, and keeps what was pulled, in one request: Excel does both or neither.
 * Throws ExcelFailure; a sheet left half written is taken away.
 */
export function writeTrades(
  trades: TradesSheet,
  baseline: Omit<Baseline, 'tableId' | 'sheetId' | 'rows'>,
  { replaces = [], ...options }: TradesWriteOptions = {},
): Promise<WrittenTrades> {
  return runInExcel(async (context) => {
    const { worksheets, tables } = context.workbook
    worksheets.load('items/name')
    tables.load('items/name')
    const stored = await storedBaselines(context)
    const taken = worksheets.items.map(({ name }) => name)
    const sheetName = freeSheetName(trades.sheetName, taken)
    const tableName = freeTableName(
      trades.tableName,
      tables.items.map(({ name }) => name),
    )
    const draft: Baseline = { ...baseline, ...NO_IDS_YET, rows: trades.baselineRows }
    const keep = await readyBaseline(context, stored, draft, replaces)
    try {
      const sheet = context.workbook.worksheets.add(sheetName)
      const table = fillSheet(sheet, { trades, baselineId: baseline.id, tableName })
      keep()
      await context.sync()
      const kept: Baseline = { ...draft, tableId: table.id, sheetId: sheet.id }
      await rememberIds(context, kept, options)
      return { baseline: kept, sheetName }
    } catch (error) {
      if (isHalfDone(error)) await removeHalfWritten(context, sheetName, options)
      throw error
    }
  }, options)
}

interface NewSheet {
  readonly trades: TradesSheet
  readonly baselineId: string
  readonly tableName: string
}

function fillSheet(sheet: Excel.Worksheet, { trades, baselineId, tableName }: NewSheet): Excel.Table {
  const { lines, block } = trades
  writeTitleAndStamp(sheet, trades)
  writeBlock(sheet, block, { row: BLOCK_ROW, columns: block.map(({ column }) => column) })
  const headerRow = BLOCK_ROW + blockHeight(block) + 1
  const bodyRow = headerRow + 1
  TRADE_COLUMNS.forEach((column, place) => {
    sheet.getRangeByIndexes(bodyRow, place, lines.length, 1).numberFormat = [[formatOf(column)]]
  })
  const headers = [...TRADE_COLUMNS.map(({ header }) => header), keyHeader(baselineId)]
  sheet.getRangeByIndexes(headerRow, 0, 1, headers.length).values = [headers]
  sheet.getRangeByIndexes(bodyRow, 0, lines.length, headers.length).values = lines.map(({ key, cells }) => [
    ...cells.map(literal),
    key ?? '',
  ])
  const table = sheet.tables.add(
    sheet.getRangeByIndexes(headerRow, 0, lines.length + 1, headers.length),
    true,
  )
  table.name = tableName
  dressTrades(sheet, table, trades, bodyRow)
  hideKeyColumn(sheet.getRangeByIndexes(headerRow, headers.length - 1, lines.length + 1, 1))
  sheet.activate()
  sheet.getRangeByIndexes(bodyRow, 0, 1, 1).select()
  table.load('id')
  sheet.load('id')
  return table
}
