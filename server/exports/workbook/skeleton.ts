import { inflateRawSync } from 'node:zlib'
import { cellRef, colToLetter, rangeRef, writeXlsx, type SheetChart } from 'hucre/xlsx'
import { readDirectory } from '../../imports/workbook/zip-directory.ts'
import { serialOf, type Cell } from './cells.ts'
import type { Drawing, LaidSheet, Line, SheetShape } from './sheet.ts'
import { KIND_STYLES, LOOK_STYLES, SERIES_COLORS, TITLES_STYLE } from './styles.ts'
import { linesOf } from './widths.ts'

type WriteSheet = Parameters<typeof writeXlsx>[0]['sheets'][number]

/** A table of so many rows, which are written elsewhere. */
export interface PlannedTable extends SheetShape {
  readonly rows: number
}

export type PlannedSheet = LaidSheet | PlannedTable

const isLaid = (sheet: PlannedSheet): sheet is LaidSheet => 'lines' in sheet

/** Parts of a workbook by name, as text. */
export type Parts = ReadonlyMap<string, string>

/** The part that holds a sheet, counted from 0. */
export const sheetPart = (index: number) => `xl/worksheets/sheet${index + 1}.xml`

/**
 * The whole workbook but for the rows of its tables: styles, titles, filters, print set-up, small sheets and drawings, by the
 * library. Each table has one row that shows the style of every column.
 */
export async function skeleton(
  sheets: readonly PlannedSheet[],
  properties: { title: string },
): Promise<Parts> {
  const bytes = await writeXlsx({
    sheets: sheets.map((sheet) =>
      isLaid(sheet) ? laidSheet(sheet, properties.title) : tableSheet(sheet, properties.title),
    ),
    properties: { title: properties.title, creator: 'Evenkeel' },
    defaultFont: { name: 'Calibri', size: 10 },
    stringMode: 'inline',
  })
  const entries = readDirectory(Buffer.from(bytes))
  if ('what' in entries) throw new Error(`The skeleton of a workbook: ${entries.what} ${entries.found}`)
  return new Map(
    entries.map(({ name, packed, isDeflated }) => [
      name,
      quotedSheets((isDeflated ? inflateRawSync(packed) : packed).toString('utf8')),
    ]),
  )
}

/** The library names sheets in defined names as they are; Excel asks for quotes where a name has a space. */
const quotedSheets = (part: string) => part.replace(/(<definedName [^>]*>)([^'<!]+)!/g, "$1'$2'!")

const PRINTED = {
  orientation: 'landscape',
  paperSize: 'letter',
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
  margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
} as const

/** Columns that can still be read on one page; more go on beside it, with the first again. */
const MOST_ACROSS = 16

/** In headers and footers `&` starts a code. */
const pageEnds = (title: string) => ({
  oddHeader: `&L&8${title.slice(0, 180).replaceAll('&', '&&')}`,
  oddFooter: '&L&8&A&R&8Page &P of &N',
})

function tableSheet({ name, columns, rows }: PlannedTable, title: string): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map()
  columns.forEach((column, index) => {
    cells.set(`0,${index}`, { value: column.title, style: TITLES_STYLE })
    cells.set(`1,${index}`, { value: 1, style: KIND_STYLES[column.kind] })
  })
  const printed = columns.findLastIndex(({ kind }) => kind !== 'hash')
  return {
    name,
    cells,
    columns: columns.map(() => ({ width: 10 })),
    rowDefs: new Map([[0, { height: 30 }]]),
    freezePane: { rows: 1 },
    autoFilter: { range: rangeRef(0, 0, Math.max(rows, 1), columns.length - 1) },
    pageSetup: {
      ...PRINTED,
      ...(printed < MOST_ACROSS ? {} : { fitToWidth: 2, printTitlesColumn: '$A:$A' }),
      printTitlesRow: '$1:$1',
      printArea: `$A:$${colToLetter(printed)}`,
    },
    headerFooter: pageEnds(title),
  }
}

function laidSheet(sheet: LaidSheet, title: string): WriteSheet {
  const { name, lines, widths, isOnePage, drawings } = sheet
  const cells: NonNullable<WriteSheet['cells']> = new Map()
  lines.forEach((line, row) => {
    line.cells.forEach((cell, col) => {
      if (cell !== null) cells.set(`${row},${col}`, { value: valueOf(cell), style: styleOf(line, col, cell) })
    })
  })
  const wide = lines.flatMap(({ isWide, cells: { length } }, row) =>
    isWide && length < widths.length
      ? [{ startRow: row, endRow: row, startCol: length - 1, endCol: widths.length - 1 }]
      : [],
  )
  return {
    name,
    cells,
    columns: widths.map((width) => ({ width })),
    merges: wide,
    rowDefs: new Map(lines.map((line, row) => [row, { height: heightOf(line, widths) }])),
    view: { showGridLines: false },
    charts: drawings.map((drawing) => chartOf(drawing, lines)),
    pageSetup: { ...PRINTED, fitToHeight: isOnePage ? 1 : 0 },
    headerFooter: pageEnds(title),
  }
}

const valueOf = (cell: NonNullable<Cell>) => (cell instanceof Date ? serialOf(cell) : cell)

function styleOf({ look, kinds }: Line, col: number, cell: NonNullable<Cell>) {
  const kind = kinds?.[col] ?? (cell instanceof Date ? 'date' : typeof cell === 'number' ? 'count' : 'prose')
  return (look === 'code' && col === 0 ? null : LOOK_STYLES[look]) ?? KIND_STYLES[kind]
}

const LINE_POINTS = { title: 26, heading: 22, columns: 18, plain: 14, code: 12 } as const
/** Points of height that the text of a line takes where it is broken to the widths. */
function heightOf({ look, cells, isWide }: Line, widths: readonly number[]): number {
  const lines = cells.map((cell, col) => {
    if (typeof cell !== 'string') return 1
    const isLast = col === cells.length - 1
    const width = isWide && isLast ? widths.slice(col).reduce((sum, each) => sum + each, 0) : widths[col]!
    return linesOf(cell, width)
  })
  return LINE_POINTS[look] + (Math.max(1, ...lines) - 1) * LINE_POINTS[look === 'code' ? 'code' : 'plain']
}

function chartOf({ title, head, last, series, from, to }: Drawing, lines: readonly Line[]): SheetChart {
  const range = (col: number) => `${colToLetter(col)}${head + 2}:${colToLetter(col)}${last + 1}`
  return {
    type: 'area',
    areaGrouping: 'stacked',
    title,
    titleFontSize: 12,
    legend: 'right',
    altText: `${title}: the target of each class from ${cellRef(head + 1, 0)} to ${cellRef(last, series)}`,
    anchor: { from, to },
    // Targets sum to the whole, and nothing stands above it.
    axes: { y: { scale: { min: 0, max: 1 } } },
    series: Array.from({ length: series }, (_, index) => ({
      name: String(lines[head]!.cells[index + 1]),
      categories: range(0),
      values: range(index + 1),
      color: SERIES_COLORS[index % SERIES_COLORS.length]!,
    })),
  }
}
