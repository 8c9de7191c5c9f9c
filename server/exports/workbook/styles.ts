import type { CellStyle } from 'hucre/xlsx'
import type { CellKind } from './cells.ts'
import type { LineLook } from './sheet.ts'

const FONT = { name: 'Calibri', size: 10 }
const INK = '1F3864'
const LINE = { style: 'thin', color: { rgb: 'D9D9D9' } } as const
const CODE = { name: 'Consolas', size: 8 }
const top = { vertical: 'top' } as const
/** Dates stand where text does; figures keep a distance from the text that follows. */
const left = { vertical: 'top', horizontal: 'left' } as const
const right = { vertical: 'top', horizontal: 'right', indent: 1 } as const

/** How each kind of value is shown. Text is marked as text, so that a program that saves the file anew leaves it so. */
export const KIND_STYLES = {
  text: { font: FONT, numFmt: '@', alignment: top },
  prose: { font: FONT, numFmt: '@', alignment: { ...top, wrapText: true } },
  hash: { font: CODE, numFmt: '@', alignment: top },
  count: { font: FONT, numFmt: '#,##0', alignment: right },
  money: { font: FONT, numFmt: '#,##0.00', alignment: right },
  price: { font: FONT, numFmt: '#,##0.00####', alignment: right },
  shares: { font: FONT, numFmt: '#,##0.########', alignment: right },
  fraction: { font: FONT, numFmt: '0.00##%', alignment: right },
  date: { font: FONT, numFmt: 'yyyy-mm-dd', alignment: left },
  moment: { font: FONT, numFmt: 'yyyy-mm-dd hh:mm:ss', alignment: left },
} satisfies Record<CellKind, CellStyle>

export const TITLES_STYLE: CellStyle = {
  font: { ...FONT, bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: INK } },
  alignment: { vertical: 'center', wrapText: true },
  border: { bottom: LINE },
}

/** How the lines of small sheets look; what is plain follows the kind of its cell. */
export const LOOK_STYLES = {
  title: { font: { ...FONT, size: 18, bold: true, color: { rgb: INK } } },
  heading: { font: { ...FONT, size: 12, bold: true, color: { rgb: INK } } },
  columns: TITLES_STYLE,
  plain: null,
  code: { font: CODE, numFmt: '@', alignment: { ...top, wrapText: true } },
} satisfies Record<LineLook, CellStyle | null>

/** Of series in drawings, told apart by people who see colours otherwise too. */
export const SERIES_COLORS = [
  '1F3864',
  '2E75B6',
  '9DC3E6',
  '548235',
  'A9D18E',
  'BF9000',
  'FFD966',
  'C55A11',
  'F4B183',
  '7F7F7F',
]
