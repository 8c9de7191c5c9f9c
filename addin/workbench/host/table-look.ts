import type { Sheet } from './workbook/sheet.ts'
import { tableAt } from './workbook/table.ts'
import type { WorkbookModel } from './workbook/workbook.ts'

/** Header, band and rule colours of Excel's table styles, by theme colour: dark, and its lighter tints. */
const ACCENTS = [
  { main: '#000000', band: '#D9D9D9', pale: '#F2F2F2', rule: '#7F7F7F' },
  { main: '#156082', band: '#C0E4F5', pale: '#DFF2FA', rule: '#45B0E1' },
  { main: '#E97132', band: '#FBE2D5', pale: '#FDF0EA', rule: '#F1A983' },
  { main: '#196B24', band: '#C1F0C8', pale: '#E0F7E3', rule: '#47D459' },
  { main: '#0F9ED5', band: '#CAEDFB', pale: '#E4F6FD', rule: '#60CAF3' },
  { main: '#A02B93', band: '#F2CEEF', pale: '#F8E7F7', rule: '#D86DCD' },
  { main: '#4EA72E', band: '#D9F2D0', pale: '#ECF8E8', rule: '#8ED973' },
] as const

interface TableLook {
  readonly css: Readonly<Record<string, string>>
}

const PLAIN: TableLook = { css: {} }

/** What a table's style gives to one of its cells; an approximation of Excel's light and medium styles. */
export function tableLook(workbook: WorkbookModel, sheet: Sheet, row: number, column: number): TableLook {
  const table = tableAt(workbook.tables, sheet, row, column)
  const style = /^TableStyle(Light|Medium|Dark)(\d+)$/.exec(table?.style ?? '')
  if (!table || !style) return PLAIN
  const number = Number(style[2]) - 1
  const accent = ACCENTS[number % ACCENTS.length] ?? ACCENTS[0]
  const offset = row - table.area.row
  const isLast = offset === table.area.rows - 1
  const isHeader = table.showsHeaders && offset === 0
  const isTotals = table.showsTotals && isLast
  // Light styles come in three families of seven: open with bands, filled header with rules, open with grid.
  const family = style[1] === 'Light' ? Math.floor(number / ACCENTS.length) : null
  const isOpen = family === 0 || family === 2
  if (isHeader) return isOpen ? openHeader(accent.main) : filledHeader(accent.main)
  if (isTotals) return { css: { fontWeight: '700', borderTop: `1px solid ${accent.main}` } }
  const isBanded = table.showsBandedRows && offset % 2 === 1
  return {
    css: {
      ...(isBanded && family !== 1 ? { backgroundColor: isOpen ? accent.pale : accent.band } : {}),
      ...(isOpen && !isLast ? {} : { borderBottom: `1px solid ${accent.rule}` }),
    },
  }
}

function openHeader(color: string): TableLook {
  return { css: { fontWeight: '700', borderTop: `1px solid ${color}`, borderBottom: `1px solid ${color}` } }
}

function filledHeader(color: string): TableLook {
  return { css: { fontWeight: '700', color: '#FFFFFF', backgroundColor: color } }
}
