import { baselineCells, baselineOf } from '../sheets/baseline-text.ts'
import { KEY_FORMAT, type Baseline } from '../sheets/baseline.ts'
import { patiently, runInExcel, type RunOptions } from './run-in-excel.ts'

/** The workbook's one sheet of baselines. Very hidden: Excel's menus neither show nor delete it. */
const SHEET_NAME = 'Evenkeel baselines'
const TEXT = '@'
/** In points: of a width that nobody sees. Narrow rather than hidden, so that “unhide all” shows nothing either. */
const KEY_COLUMN_WIDTH = 3

/** Every baseline of the workbook; none where nothing was ever pulled for editing. One sync. */
export async function loadBaselines(context: Excel.RequestContext): Promise<readonly Baseline[]> {
  return baselinesOf(await storedBaselines(context))
}

export function baselinesOf({ rows }: StoredBaselines): readonly Baseline[] {
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

async function keepBaseline(context: Excel.RequestContext, baseline: Baseline): Promise<void> {
  const keep = await readyBaseline(context, await storedBaselines(context), baseline)
  keep()
  await context.sync()
}

/**
 * Gets ready to keep a baseline in place of those that it replaces, and answers how: a call that adds the rest to the
 * request in which the table is written, so that Excel does both or neither. Nothing must wait to be sent, as most of a
 * large text goes ahead to a free row; only the call gives it its id and takes the old ones away, so that a cut in
 * between loses neither.
 */
export async function readyBaseline(
  context: Excel.RequestContext,
  { sheet: existing, rows }: StoredBaselines,
  baseline: Baseline,
  replaces: readonly string[] = [],
): Promise<() => void> {
  const free = rows.find(({ id }) => id === '') ?? { index: (rows.at(-1)?.index ?? -1) + 1, width: 0 }
  const [format = '', id = '', ...pieces] = baselineCells(baseline)
  const groups = pieceGroups(pieces, free.width)
  let sheet = existing
  for (const group of groups.slice(0, -1)) {
    sheet ??= addSheet(context)
    writeCells(sheet, free.index, group.column, group.cells)
    await context.sync()
  }
  return () => {
    const standing = sheet ?? addSheet(context)
    for (const { column, cells } of groups.slice(-1)) writeCells(standing, free.index, column, cells)
    writeCells(standing, free.index, 0, [format, id])
    const old = new Set([baseline.id, ...replaces])
    for (const row of rows) if (old.has(row.id)) clearRow(standing, row)
  }
}

/** Where a table is not there yet: until its ids are known it is found by the header of its key column. */
export const NO_IDS_YET = { tableId: '', sheetId: '' } as const

/** Adds ids that Excel gave a new table. Best effort: without them the table is found all the same, a request later. */
export async function rememberIds(
  context: Excel.RequestContext,
  baseline: Baseline,
  options?: RunOptions,
): Promise<void> {
  await patiently(() => keepBaseline(context, baseline), options).catch(() => undefined)
}

/** Forgets a baseline in the request in which its table stops being edited, so that Excel does both or neither. */
export function forget({ sheet, rows }: StoredBaselines, id: string): void {
  if (sheet) for (const row of rows) if (row.id === id) clearRow(sheet, row)
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

/** The sheet of baselines as it stands. */
export interface StoredBaselines {
  /** Null where the workbook has no sheet of baselines yet. */
  readonly sheet: Excel.Worksheet | null
  readonly rows: readonly StoredRow[]
}

/** Reads the sheet of baselines. One sync. */
export async function storedBaselines(context: Excel.RequestContext): Promise<StoredBaselines> {
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
/** In the last request, which takes up to 800 kB of a table besides. */
const PIECES_WITH_A_TABLE = 2
/** Format and id stand before the pieces. */
const FIRST_PIECE = 2

interface PieceGroup {
  readonly column: number
  readonly cells: readonly string[]
}

/** All pieces, and empty cells for what an earlier text left behind them, by the request they go out in. */
function pieceGroups(pieces: readonly string[], width: number): readonly PieceGroup[] {
  const count = Math.max(pieces.length, width - FIRST_PIECE)
  const cells = Array.from({ length: count }, (_, at) => pieces[at] ?? '')
  const ahead = Math.max(0, count - PIECES_WITH_A_TABLE)
  const starts = Array.from({ length: Math.ceil(ahead / PIECES_A_REQUEST) }, (_, at) => at * PIECES_A_REQUEST)
  const groups = starts.map((start) => ({
    column: FIRST_PIECE + start,
    cells: cells.slice(start, Math.min(start + PIECES_A_REQUEST, ahead)),
  }))
  return [...groups, { column: FIRST_PIECE + ahead, cells: cells.slice(ahead) }]
}

function writeCells(sheet: Excel.Worksheet, row: number, column: number, cells: readonly string[]): void {
  const range = sheet.getRangeByIndexes(row, column, 1, cells.length)
  range.numberFormat = [[TEXT]]
  range.values = [[...cells]]
}

function clearRow(sheet: Excel.Worksheet, row: StoredRow): void {
  sheet.getRangeByIndexes(row.index, 0, 1, row.width).clear('Contents')
}
