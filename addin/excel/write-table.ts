import { FORMATS, type SheetTable } from '../sheets/sheet-table.ts'
import { findPlace, type Place, type Placement } from './find-place.ts'
import { dressTable } from './dress-table.ts'
import { rememberPull } from './pull-record.ts'
import { rowChunks, type RowChunk } from './row-chunks.ts'
import { inOneRequest, patiently, runInExcel, type RunOptions } from './run-in-excel.ts'
import { BODY_ROW, HEADER_ROW, STAMP_ROW, TITLE_ROW, bodyRowCount, literal } from './sheet-layout.ts'

export interface WriteOptions extends RunOptions {
  readonly placement: Placement
  /** What the table answers, as JSON of the caller's own, so that it can be refreshed. */
  readonly question?: string
  /** Adds to the last request, in which the cells become a table: so that Excel does both or neither. */
  readonly onDressed?: (sheet: Excel.Worksheet, table: SheetTable) => void
  /** Told after each request how many rows stand in the sheet. */
  readonly onRowsWritten?: (rows: number) => void
}

/** Where the table now stands. */
export interface WrittenTable {
  readonly sheetName: string
  readonly tableName: string
  readonly rowCount: number
  readonly replaced: boolean
  /** A sheet that was to be replaced and was not, as it holds things of the person's own. */
  readonly leftAlone: string | null
}

/**
 * Writes a table with its stamp to a sheet of its own and shows it: one request to look where, then one for each
 * 800 kB of cells, the last of which also makes it an Excel table. A request that Excel refuses for the moment is sent
 * again by itself. Throws ExcelFailure; a new sheet left half written is taken away again.
 */
export function writeTable(table: SheetTable, options: WriteOptions): Promise<WrittenTable> {
  return runInExcel((context) => writeTableIn(context, table, options), options)
}

/** The same within an action that does more. Throws ExcelFailure. */
export async function writeTableIn(
  context: Excel.RequestContext,
  table: SheetTable,
  options: WriteOptions,
): Promise<WrittenTable> {
  const place = await findPlace(context, table, options.placement)
  try {
    await fillSheet(context, table, place, options)
  } catch (error) {
    if (!place.replaces) await removeHalfWritten(context, place.sheetName, options)
    throw error
  }
  return {
    sheetName: place.sheetName,
    tableName: place.tableName,
    rowCount: table.rows.length,
    replaced: place.replaces,
    leftAlone: place.leftAlone,
  }
}

async function fillSheet(
  context: Excel.RequestContext,
  table: SheetTable,
  place: Place,
  options: WriteOptions,
): Promise<void> {
  const { onRowsWritten, question, onDressed } = options
  const chunks = rowChunks(table.rows)
  const requests = chunks.length > 0 ? chunks : [{ firstRow: 0, rows: [] }]
  let sheet: Excel.Worksheet | null = null
  for (const [index, chunk] of requests.entries()) {
    const standing = sheet
    const fill = () => {
      sheet = standing ?? openSheet(context, table, place)
      if (chunk.rows.length > 0) writeRows(sheet, table, chunk)
      if (index < requests.length - 1) return
      dressTable(sheet, table, place.tableName)
      if (question !== undefined) rememberPull(sheet, place.tableName, question)
      onDressed?.(sheet, table)
    }
    await inOneRequest(context, fill, options)
    onRowsWritten?.(chunk.firstRow + chunk.rows.length)
  }
}

function openSheet(context: Excel.RequestContext, table: SheetTable, place: Place): Excel.Worksheet {
  const sheet = place.replaces
    ? emptiedSheet(context, place)
    : context.workbook.worksheets.add(place.sheetName)
  writeTitleAndStamp(sheet, table)
  prepareColumns(sheet, table)
  return sheet
}

function emptiedSheet(context: Excel.RequestContext, place: Place): Excel.Worksheet {
  context.workbook.tables.getItem(place.tableName).delete()
  const sheet = context.workbook.worksheets.getItem(place.sheetName)
  const everything = sheet.getRange()
  everything.conditionalFormats.clearAll()
  everything.clear()
  sheet.freezePanes.unfreeze()
  return sheet
}

/** Title and stamp above a table. */
export function writeTitleAndStamp(
  sheet: Excel.Worksheet,
  { title, stamp }: Pick<SheetTable, 'title' | 'stamp'>,
): void {
  const heading = sheet.getRangeByIndexes(TITLE_ROW, 0, 1, 1)
  heading.numberFormat = [['@']]
  heading.values = [[literal(title)]]
  heading.format.font.bold = true
  heading.format.font.size = 14

  const block = sheet.getRangeByIndexes(STAMP_ROW, 0, 2, stamp.length)
  block.numberFormat = [stamp.map(() => '@'), stamp.map(({ format }) => format)]
  block.values = [stamp.map(({ label }) => label), stamp.map(({ value }) => literal(value))]
  block.format.horizontalAlignment = 'Left'
  block.getRow(0).format.font.color = '#605E5C'
}

/** Formats come before values: text written to an unformatted cell may turn into a number or a date. */
function prepareColumns(sheet: Excel.Worksheet, table: SheetTable): void {
  table.columns.forEach((column, place) => {
    const cells = sheet.getRangeByIndexes(BODY_ROW, place, bodyRowCount(table), 1)
    cells.numberFormat = [[FORMATS[column.kind]]]
  })
  const header = sheet.getRangeByIndexes(HEADER_ROW, 0, 1, table.columns.length)
  header.values = [table.columns.map((column) => column.header)]
}

function writeRows(sheet: Excel.Worksheet, table: SheetTable, chunk: RowChunk): void {
  const cells = sheet.getRangeByIndexes(BODY_ROW + chunk.firstRow, 0, chunk.rows.length, table.columns.length)
  cells.values = chunk.rows.map((row) => row.map(literal))
}

/** Best effort: where Excel does not answer any more, the first failure is the one to tell. */
export async function removeHalfWritten(
  context: Excel.RequestContext,
  sheetName: string,
  options?: RunOptions,
): Promise<void> {
  const remove = async () => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(sheetName)
    await context.sync()
    if (sheet.isNullObject) return
    sheet.delete()
    await context.sync()
  }
  await patiently(remove, options).catch(() => undefined)
}
