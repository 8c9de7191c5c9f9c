import type { Area } from '../workbook/address.ts'
import { SHEET_COLUMNS, SHEET_ROWS, intersection } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { STANDARD_ROW_HEIGHT } from '../workbook/sheet.ts'
import { booleanOf, numberOf, wholeNumberOf, wordOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'
import { styleScalar } from './style-scalar.ts'

const HORIZONTAL = 'General Left Center Right Fill Justify CenterAcrossSelection Distributed'.split(' ')
const VERTICAL = 'Top Center Bottom Justify Distributed'.split(' ')
/** Points of one character of the standard font, and the margin of a cell: how wide autofit makes a column. */
const POINTS_PER_CHARACTER = 5.6
const CELL_MARGIN = 9

export const rangeFormat = defineClass({
  name: 'RangeFormat',
  scalars: {
    horizontalAlignment: styleScalar('horizontalAlignment', (value) => wordOf(value, HORIZONTAL)),
    verticalAlignment: styleScalar('verticalAlignment', (value) => wordOf(value, VERTICAL)),
    wrapText: styleScalar('wrapText', booleanOf),
    indentLevel: styleScalar('indentLevel', wholeNumberOf),
    columnWidth: {
      read: ({ sheet, area }) => sameSize(area.column, area.columns, (column) => columnWidth(sheet, column)),
      write: ({ sheet, area }, value, host) => {
        host.guardWrite(sheet)
        if (area.columns === SHEET_COLUMNS) {
          sheet.standardColumnWidth = numberOf(value)
          sheet.columnWidths.clear()
          return
        }
        for (let column = area.column; column < area.column + area.columns; column += 1) {
          sheet.columnWidths.set(column, numberOf(value))
        }
      },
    },
    rowHeight: {
      read: ({ sheet, area }) => {
        const rows = area.rows === SHEET_ROWS ? 1 : area.rows
        return sameSize(area.row, rows, (row) => sheet.rowHeights.get(row) ?? STANDARD_ROW_HEIGHT)
      },
      write: ({ sheet, area }, value, host) => {
        host.guardWrite(sheet)
        const rows = area.rows === SHEET_ROWS ? (sheet.usedArea({ valuesOnly: false })?.rows ?? 0) : area.rows
        for (let row = area.row; row < area.row + rows; row += 1) sheet.rowHeights.set(row, numberOf(value))
      },
    },
  },
  links: {
    borders: (state) => new ExcelObject('RangeBorderCollection', state),
    fill: (state) => new ExcelObject('RangeFill', state),
    font: (state) => new ExcelObject('RangeFont', state),
  },
  methods: {
    autofitColumns: ({ sheet, area }, _args, host) => autofitColumns(sheet, area, host),
    autofitRows: ({ sheet, area }, _args, host) => autofitRows(sheet, area, host),
  },
})

function columnWidth(sheet: Sheet, column: number): number {
  return sheet.columnWidths.get(column) ?? sheet.standardColumnWidth
}

function sameSize(from: number, count: number, size: (index: number) => number): number | null {
  const first = size(from)
  for (let index = from; index < from + count; index += 1) if (size(index) !== first) return null
  return first
}

/** Heightens rows to their longest wrapped text, or lets them go back to one line; a guess by character count. */
function autofitRows(sheet: Sheet, area: Area, host: HostServices): void {
  for (let row = area.row; row < area.row + Math.min(area.rows, 100_000); row += 1)
    sheet.rowHeights.delete(row)
  const used = sheet.usedArea({ valuesOnly: true })
  const filled = used && intersection(used, { ...area, column: used.column, columns: used.columns })
  if (!filled) return
  for (const { row, column } of sheet.cellsIn(filled)) {
    const style = sheet.styleAt(row, column)
    if (!style.wrapText) continue
    const width = host.workbook.text(sheet, row, column).length * POINTS_PER_CHARACTER * (style.fontSize / 11)
    const lines = Math.ceil(width / Math.max(1, columnWidth(sheet, column) - CELL_MARGIN))
    const height = lines * STANDARD_ROW_HEIGHT
    if (lines > 1 && height > (sheet.rowHeights.get(row) ?? 0)) sheet.rowHeights.set(row, height)
  }
}

/** Widens or narrows columns to their longest text; a guess by character count, not by measuring. */
function autofitColumns(sheet: Sheet, area: Area, host: HostServices): void {
  const used = sheet.usedArea({ valuesOnly: true })
  const filled = used && intersection(used, area)
  if (!filled) return
  const widths = new Map<number, number>()
  for (const { row, column } of sheet.cellsIn(filled)) {
    const style = sheet.styleAt(row, column)
    if (style.wrapText) continue
    const characters = host.workbook.text(sheet, row, column).length
    const width =
      characters * POINTS_PER_CHARACTER * (style.fontSize / 11) * (style.bold ? 1.08 : 1) + CELL_MARGIN
    if (characters > 0) widths.set(column, Math.max(widths.get(column) ?? 0, Math.round(width)))
  }
  for (const [column, width] of widths) sheet.columnWidths.set(column, width)
}
