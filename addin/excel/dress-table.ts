import { BAND_COLOURS } from '../sheets/band-words.ts'
import { columnWidths } from '../sheets/column-widths.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { BODY_ROW, HEADER_ROW, bodyRowCount, columnLetters, pointsFor } from './sheet-layout.ts'

/** Makes the written cells an Excel table: name, look, colours by band, widths, header kept in sight. */
export function dressTable(sheet: Excel.Worksheet, table: SheetTable, tableName: string): void {
  const cells = sheet.getRangeByIndexes(HEADER_ROW, 0, bodyRowCount(table) + 1, table.columns.length)
  const excelTable = sheet.tables.add(cells, true)
  excelTable.name = tableName
  excelTable.style = 'TableStyleLight9'
  excelTable.showBandedRows = false

  colourBands(sheet, table)
  emphasize(sheet, table)
  columnWidths(table).forEach((characters, place) => {
    sheet.getRangeByIndexes(0, place, 1, 1).format.columnWidth = pointsFor(characters)
  })
  sheet.freezePanes.freezeRows(BODY_ROW)
  sheet.activate()
  sheet.getRangeByIndexes(BODY_ROW, 0, 1, 1).select()
}

/** Rules rather than fills: they stay right when the rows are sorted, and cost the same for 10 rows and 10,000. */
export function colourBands(sheet: Excel.Worksheet, table: SheetTable): void {
  if (table.bands === null) return
  const { status, firstColoured } = table.bands
  const cells = sheet.getRangeByIndexes(
    BODY_ROW,
    firstColoured,
    bodyRowCount(table),
    status - firstColoured + 1,
  )
  const words = new Set(table.rows.map((row) => row[status]))
  for (const { word, fill, text } of BAND_COLOURS.filter((band) => words.has(band.word))) {
    const format = cells.conditionalFormats.add(Excel.ConditionalFormatType.custom)
    format.custom.rule.formula = `=$${columnLetters(status)}${BODY_ROW + 1}="${word}"`
    format.custom.format.fill.color = fill
    format.custom.format.font.color = text
  }
}

export function emphasize(sheet: Excel.Worksheet, table: SheetTable): void {
  if (table.emphasis === null) return
  const { column, words } = table.emphasis
  const cells = sheet.getRangeByIndexes(BODY_ROW, 0, bodyRowCount(table), table.columns.length)
  const present = new Set(table.rows.map((row) => row[column]))
  for (const word of words.filter((each) => present.has(each))) {
    const format = cells.conditionalFormats.add(Excel.ConditionalFormatType.custom)
    format.custom.rule.formula = `=$${columnLetters(column)}${BODY_ROW + 1}="${word}"`
    format.custom.format.font.bold = true
  }
}
