import {
  ROW_WORDS,
  SIDE_WORDS,
  STRUCK,
  TRADE_COLUMNS,
  TRADE_HEADERS,
  columnOf,
} from '../sheets/trades-columns.ts'
import { ACCEPTED, REFUSED } from '../sheets/trades-merge.ts'
import type { TradesSheet } from '../sheets/trades-sheet.ts'
import { columnLetters, pointsFor } from './sheet-layout.ts'

/** Excel takes lists of at most 255 characters in a rule. */
const LONGEST_LIST = 255
const INPUT_FILL = '#FFF9E5'
const QUIET_TEXT = '#605E5C'

/** Each pair has a contrast of at least 4.5 to 1; the word in the cell says the same. */
const STATUS_COLOURS = [
  { word: ACCEPTED, fill: '#DDF1DF', text: '#0E4A17' },
  { word: REFUSED, fill: '#FDE7E9', text: '#750B1C' },
] as const

/** Look and guards of a sheet of trades: what may be typed where, and colours that follow rows when they are sorted. */
export function dressTrades(
  sheet: Excel.Worksheet,
  table: Excel.Table,
  trades: TradesSheet,
  bodyRow: number,
): void {
  table.style = 'TableStyleLight9'
  table.showBandedRows = false
  const rowCount = trades.lines.length
  const column = (header: string, columns = 1) =>
    sheet.getRangeByIndexes(bodyRow, columnOf(header), rowCount, columns)
  guardColumns(column, trades)
  // A refusal is a sentence: it is read in its cell, not in the formula bar.
  column(TRADE_HEADERS.status).format.wrapText = true
  colourRows(sheet, column, bodyRow, rowCount)
  TRADE_COLUMNS.forEach(({ width }, place) => {
    sheet.getRangeByIndexes(0, place, 1, 1).format.columnWidth = pointsFor(width)
  })
}

type ColumnCells = (header: string, columns?: number) => Excel.Range

function guardColumns(column: ColumnCells, { accountNumbers, symbols }: TradesSheet): void {
  guard(column(TRADE_HEADERS.account), accountNumbers, 'Stop', 'Choose an account of this household.')
  guard(column(TRADE_HEADERS.side), Object.values(SIDE_WORDS), 'Stop', 'Choose Sell or Buy.')
  guard(column(TRADE_HEADERS.symbol), symbols, 'Warning', 'The security should be held or in the model.')
  guard(column(TRADE_HEADERS.strike), [STRUCK], 'Stop', 'Choose yes, or leave the cell empty.')
  const shares = column(TRADE_HEADERS.shares).dataValidation
  shares.rule = { decimal: { formula1: 0, operator: 'GreaterThanOrEqualTo' } }
  shares.errorAlert = alert('Stop', 'Type how many shares, or yes under Strike.')
}

function guard(
  cells: Excel.Range,
  choices: readonly string[],
  style: 'Stop' | 'Warning',
  message: string,
): void {
  const source = choices.join(',')
  if (source === '' || source.length > LONGEST_LIST) return
  cells.dataValidation.rule = { list: { inCellDropDown: true, source } }
  cells.dataValidation.errorAlert = alert(style, message)
}

function alert(style: 'Stop' | 'Warning', message: string): Excel.DataValidationErrorAlert {
  return { title: 'Trades', message, showAlert: true, style }
}

function colourRows(sheet: Excel.Worksheet, column: ColumnCells, bodyRow: number, rowCount: number): void {
  const cell = (header: string) => `$${columnLetters(columnOf(header))}${bodyRow + 1}`
  const rowWord = cell(TRADE_HEADERS.row)
  const status = column(TRADE_HEADERS.status)
  for (const { word, fill, text } of STATUS_COLOURS) {
    const format = rule(status, `=LEFT(${cell(TRADE_HEADERS.status)},${word.length})="${word}"`)
    format.fill.color = fill
    format.font.color = text
  }
  // Shares, strike and note stand side by side; of a new trade account, side and symbol are typed too.
  rule(column(TRADE_HEADERS.shares, 3), `=${rowWord}<>"${ROW_WORDS.lot}"`).fill.color = INPUT_FILL
  rule(column(TRADE_HEADERS.account, 3), `=${rowWord}="${ROW_WORDS.new}"`).fill.color = INPUT_FILL
  const everything = sheet.getRangeByIndexes(bodyRow, 0, rowCount, TRADE_COLUMNS.length)
  rule(everything, `=${rowWord}="${ROW_WORDS.lot}"`).font.color = QUIET_TEXT
}

function rule(cells: Excel.Range, formula: string): Excel.ConditionalRangeFormat {
  const format = cells.conditionalFormats.add(Excel.ConditionalFormatType.custom)
  format.custom.rule.formula = formula
  return format.custom.format
}
