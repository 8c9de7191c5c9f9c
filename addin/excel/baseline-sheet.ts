import { baselineCells, baselineOf } from '../sheets/baseline-text.ts'
import { KEY_FORMAT, type Baseline } from '../sheets/baseline.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'

/** The workbook's one sheet of baselines. Very hidden: Excel's menus neither show nor delete it. */
const SHEET_NAME = 'Evenkeel baselines'
const TEXT = '@'
/** In points: of a width that nobody sees. Narrow rather than hidden, so that “unhide all” shows nothing either. */
const KEY_COLUMN_WIDTH = 3

/** Every baseline of the workbook; none where nothing was ever pulled for editing. One sync. */
export async function loadBaselines(context: Excel.RequestContext): Promise<readonly Baseline[]> {
  const { rows } = await storedRows(context)
  return rows.flatMap(({ baseline }) => (baseline ? [baseline] : []))
}

/** Reads every baseline of the workbook. Throws ExcelFailure. */
export function readBaselines(options?: RunOptions): Promise<readonly Baseline[]> {
  return runInExcel(loadBaselines, options)
}

/** Keeps a baseline in place of the earlier one with its id. Two syncs. Throws ExcelFailure. */
export function saveBaseline(baseline: Baseline, options?: RunOptions): Promise<void> {
  return runInExcel((context) => keepBaseline(context, baseline), options)
}

/**
 * As `saveBaseline`, within an action that goes on. The new text goes to a free row; only the last request gives it its
 * id and takes the old one away, so that a cut in between loses neither.
 */
export async function keepBaseline(context: Excel.RequestContext, baseline: Baseline): Promise<void> {
  const { sheet: existing, rows } = await storedRows(context)
  const sheet = existing ?? addSheet(context)
  const free = rows.find(({ id }) => id === '') ?? { index: (rows.at(-1)?.index ?? -1) + 1, width: 0 }
  const [format = '', id = '', ...pieces] = baselineCells(baseline)
  await writePieces(context, sheet, free, pieces)
  writeCells(sheet, free.index, 0, [format, id])
  clearRow(
    sheet,
    rows.find((row) => row.id === baseline.id),
  )
  await context.sync()
}

/** Forgets a baseline whose table is not to be edited any more. Two syncs. Throws ExcelFailure. */
export function forgetBaseline(id: string, options?: RunOptions): Promise<void> {
  return runInExcel((context) => forgetStored(context, id), options)
}

/** As `forgetBaseline`, within an action that goes on. */
export async function forgetStored(context: Excel.RequestContext, id: string): Promise<void> {
  const { sheet, rows } = await storedRows(context)
  if (!sheet) return
  clearRow(
    sheet,
    rows.find((row) => row.id === id),
  )
  await context.sync()
}

/** Makes the column of row keys, header included, unseen: it stays part of the table, so sorting moves each key with its row. */
export function hideKeyColumn(cells: Excel.Range): void {
  cells.numberFormat = [[KEY_FORMAT]]
  cells.format.columnWidth = KEY_COLUMN_WIDTH
}

interface StoredRow {
  /** Row of the sheet, from 0. */
  readonly index: number
  /** '' where a forgotten or half written baseline left the row free. */
  readonly id: string
  /** Cells up to the last with anything in it. */
  readonly width: number
  readonly baseline: Baseline | null
}

interface StoredRows {
  /** Null where the workbook has no sheet of baselines yet. */
  readonly sheet: Excel.Worksheet | null
  readonly rows: readonly StoredRow[]
}

async function storedRows(context: Excel.RequestContext): Promise<StoredRows> {
  const sheet = context.workbook.worksheets.getItemOrNullObject(SHEET_NAME)
  const used = sheet.getUsedRangeOrNullObject(true)
  used.load('values,rowIndex,columnIndex')
  await context.sync()
  if (sheet.isNullObject) return { sheet: null, rows: [] }
  if (used.isNullObject) return { sheet, rows: [] }
  const rows = used.values.map((values, at): StoredRow => {
    const cells = [...Array<string>(used.columnIndex).fill(''), ...values.map(String)]
    const width = cells.findLastIndex((cell) => cell !== '') + 1
    const filled = cells.slice(0, width)
    return { index: used.rowIndex + at, id: filled[1] ?? '', width, baseline: baselineOf(filled) }
  })
  return { sheet, rows: rows.map((row) => (row.baseline ? row : { ...row, id: '' })) }
}

function addSheet(context: Excel.RequestContext): Excel.Worksheet {
  const sheet = context.workbook.worksheets.add(SHEET_NAME)
  sheet.visibility = Excel.SheetVisibility.veryHidden
  return sheet
}

/** Pieces of 32,000 characters in one request of at most 1 MB. */
const PIECES_A_REQUEST = 24
/** Format and id stand before the pieces. */
const FIRST_PIECE = 2

/** Writes all pieces, and empties what an earlier text left behind them. The last of them wait for the next sync. */
async function writePieces(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  { index, width }: Pick<StoredRow, 'index' | 'width'>,
  pieces: readonly string[],
): Promise<void> {
  const count = Math.max(pieces.length, width - FIRST_PIECE)
  const cells = Array.from({ length: count }, (_, at) => pieces[at] ?? '')
  for (let start = 0; start < count; start += PIECES_A_REQUEST) {
    if (start > 0) await context.sync()
    writeCells(sheet, index, FIRST_PIECE + start, cells.slice(start, start + PIECES_A_REQUEST))
  }
}

function writeCells(sheet: Excel.Worksheet, row: number, column: number, cells: readonly string[]): void {
  const range = sheet.getRangeByIndexes(row, column, 1, cells.length)
  range.numberFormat = [[TEXT]]
  range.values = [[...cells]]
}

function clearRow(sheet: Excel.Worksheet, row: StoredRow | undefined): void {
  if (row) sheet.getRangeByIndexes(row.index, 0, 1, row.width).clear('Contents')
}
