import { keyHeader } from '../sheets/baseline.ts'
import { LIVE_HEADERS, VERDICTS, type EditColumn, type TargetsSheet } from '../sheets/targets-sheet.ts'
import { hideKeyColumn } from './baseline-sheet.ts'
import { BODY_ROW, STAMP_ROW, columnLetters, pointsFor } from './sheet-layout.ts'

/** Each pair has a contrast of at least 4.5 to 1; the word beside it says the same. */
const GOOD = { fill: '#DDF1DF', text: '#0B5A1E' }
const BAD = { fill: '#FBDAD7', text: '#8A1A10' }

/** Look and guards of a model's sheet: lists and ranges for what is typed, red and green beside the words of the live check. */
export function dressTargets(sheet: Excel.Worksheet, table: Excel.Table, content: TargetsSheet): void {
  const { columns, rows, stamp, liveStamp } = content
  table.style = 'TableStyleLight9'
  table.showBandedRows = false
  columns.forEach((column, place) => {
    const cells = sheet.getRangeByIndexes(BODY_ROW, place, rows.length, 1)
    guardCells(cells, column)
    sheet.getRangeByIndexes(0, place, 1, 1).format.columnWidth = pointsFor(column.width)
    if (column.header === LIVE_HEADERS.check) cells.format.font.color = BAD.text
    if (column.formula !== undefined) cells.format.font.color = '#605E5C'
  })
  const verdict = columns.findIndex(({ header }) => header === LIVE_HEADERS.verdict)
  colourVerdict(sheet.getRangeByIndexes(BODY_ROW, verdict, rows.length, 1), verdict, BODY_ROW)
  const whole = stamp.length + liveStamp.length - 1
  colourVerdict(sheet.getRangeByIndexes(STAMP_ROW + 1, whole, 1, 1), whole, STAMP_ROW + 1)
  hideKeyColumn(table.columns.getItem(keyHeaderOf(columns)).getRange())
  sheet.freezePanes.freezeRows(BODY_ROW)
}

function keyHeaderOf(columns: readonly EditColumn[]): string {
  const start = keyHeader('')
  const column = columns.find(({ header }) => header.startsWith(start))
  if (!column) throw new Error('The sheet has no column of row keys')
  return column.header
}

function guardCells(cells: Excel.Range, { header, choices, isWeight }: EditColumn): void {
  if (choices) {
    cells.dataValidation.rule = { list: { inCellDropDown: true, source: choices.join(',') } }
    cells.dataValidation.errorAlert = alert(header, `Choose one of ${choices.join(', ')}.`)
  }
  if (isWeight) {
    cells.dataValidation.rule = { decimal: { formula1: 0, formula2: 1, operator: 'Between' } }
    cells.dataValidation.errorAlert = alert(header, 'Type a percentage from 0% to 100%.')
  }
}

function alert(title: string, message: string): Excel.DataValidationErrorAlert {
  return { title, message, showAlert: true, style: 'Stop' }
}

function colourVerdict(cells: Excel.Range, column: number, row: number): void {
  const cell = `$${columnLetters(column)}${row + 1}`
  const rules = [
    { formula: `=${cell}="${VERDICTS.good}"`, ...GOOD },
    { formula: `=AND(${cell}<>"",${cell}<>"${VERDICTS.good}")`, ...BAD },
  ]
  for (const { formula, fill, text } of rules) {
    const format = cells.conditionalFormats.add(Excel.ConditionalFormatType.custom)
    format.custom.rule.formula = formula
    format.custom.format.fill.color = fill
    format.custom.format.font.color = text
  }
}
