import { cellsOfMarks, marksOf, type Marks } from '../sheets/refresh-marks.ts'
import { planRefresh, type RefreshCounts, type StandingRow, type WantedRow } from '../sheets/refresh-plan.ts'
import { FORMATS, type Cell, type SheetTable, type StampEntry } from '../sheets/sheet-table.ts'
import { clearMarks, makeRoom, setMarks, writeRows, type StandingTable } from './carry-out-plan.ts'
import { colourBands, emphasize } from './dress-table.ts'
import { beginBody } from './read-body.ts'
import { marksIn, marksProperty, rememberMarks } from './pull-record.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { literal } from './sheet-layout.ts'

/** What a refresh did, or why it left the table as it was. */
export type Refreshed =
  | {
      readonly kind: 'refreshed'
      readonly sheetName: string
      readonly rowCount: number
      readonly counts: RefreshCounts
      /** False where too much changed, too scattered, to be coloured. */
      readonly isMarked: boolean
    }
  | { readonly kind: 'tableGone' }
  /** A column by which rows are told apart was deleted or renamed. */
  | { readonly kind: 'columnGone'; readonly header: string }

export interface TableNames {
  /** What the table is called now. */
  readonly tableName: string
  /** What it was called when it was pulled. */
  readonly keptAs: string
}

/**
 * Brings a read-only table up to date where it stands: the table stays, with its place, its order, the person's own
 * columns and every formula that points at it. One request to look, then one for each 800 kB that changed. Throws ExcelFailure.
 */
export function refreshTable(
  table: SheetTable,
  { tableName, keptAs }: TableNames,
  options?: RunOptions,
): Promise<Refreshed> {
  return runInExcel(async (context) => {
    const found = await readStanding(context, table, { tableName, keptAs })
    if (!('standing' in found)) return found
    const { standing, rows, marks, stampAt } = found
    const headers = table.columns.map(({ header }) => header)
    clearMarks(
      standing,
      cellsOfMarks(
        marks,
        rows.map(({ key }) => key),
        headers,
      ),
    )
    const plan = planRefresh(standing.isEmpty ? [] : rows, wantedRows(table))
    await makeRoom(context, standing, plan)
    await writeRows(context, standing, plan)
    const isMarked = setMarks(standing, plan.changes)
    const keyAt = (row: number) => plan.rows[row]?.key ?? ''
    rememberMarks(
      standing.sheet,
      keptAs,
      isMarked ? marksOf(plan.changes, keyAt, (column) => headers[column] ?? '') : {},
    )
    if (stampAt) writeStamp(standing.sheet, stampAt, table.stamp)
    if (standing.isEmpty && plan.rows.length > 0) redress(standing, table)
    await context.sync()
    return {
      kind: 'refreshed',
      sheetName: found.sheetName,
      rowCount: table.rows.length,
      counts: plan.counts,
      isMarked,
    }
  }, options)
}

function wantedRows({ rows, keys = [] }: SheetTable): readonly WantedRow[] {
  return rows.map((cells) => ({ key: keyOf(cells, keys), cells }))
}

/** Nothing that a cell can hold parts the pieces, so that no two rows share a key by chance. */
const BETWEEN_PARTS = '\u001F'

function keyOf(cells: readonly unknown[], keys: readonly number[]): string {
  return keys.map((column) => textOf(cells[column])).join(BETWEEN_PARTS)
}

/** A cell is text, a number or a truth value. */
function textOf(cell: unknown): string {
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? `${cell}` : ''
}

interface Found {
  readonly standing: StandingTable
  readonly rows: readonly StandingRow[]
  readonly marks: Marks
  readonly sheetName: string
  readonly stampAt: Place | null
}

interface Place {
  readonly row: number
  readonly column: number
}

/** The stamp is looked for here; a person may have put rows above it. */
const TOP_OF_SHEET = 'A1:Z20'

async function readStanding(
  context: Excel.RequestContext,
  wanted: SheetTable,
  { tableName, keptAs }: TableNames,
): Promise<Found | Exclude<Refreshed, { kind: 'refreshed' }>> {
  const table = context.workbook.tables.getItemOrNullObject(tableName)
  const header = table.getHeaderRowRange()
  header.load('values,rowIndex,columnIndex')
  const readBody = beginBody(context, table, 'values')
  const sheet = table.worksheet
  sheet.load('name')
  const top = sheet.getRange(TOP_OF_SHEET)
  top.load('values')
  const kept = marksProperty(sheet, keptAs)
  kept.load('value')
  await context.sync()
  if (table.isNullObject) return { kind: 'tableGone' }
  const names = (header.values[0] ?? []).map(String)
  const places = wanted.columns.map((column) => names.indexOf(column.header))
  const keys = wanted.keys ?? []
  const lost = keys.find((column) => (places[column] ?? -1) < 0)
  if (lost !== undefined) return { kind: 'columnGone', header: wanted.columns[lost]?.header ?? '' }
  const { values } = await readBody()
  const rows = values.map((row): StandingRow => {
    const cells = places.map((place) => (place < 0 ? '' : (row[place] ?? '')))
    // A row without the first part of a key is the person's own: a sum, a remark.
    return { key: cells[keys[0] ?? 0] === '' ? null : keyOf(cells, keys), cells }
  })
  const standing: StandingTable = {
    table,
    sheet,
    bodyRow: header.rowIndex + 1,
    bodyRows: rows.length,
    firstColumn: header.columnIndex,
    columnCount: names.length,
    places: places.map((place) => (place < 0 ? -1 : header.columnIndex + place)),
    formats: wanted.columns.map(({ kind }) => FORMATS[kind]),
    keyColumn: keys[0] ?? 0,
    isEmpty: rows.length === 1 && (values[0] ?? []).every((cell) => cell === ''),
  }
  return {
    standing,
    rows,
    marks: marksIn(kept),
    sheetName: sheet.name,
    stampAt: placeOfStamp(top.values, wanted.stamp),
  }
}

/** Where the stamp's labels stand; null where the person took them away. */
export function placeOfStamp(
  cells: readonly (readonly unknown[])[],
  stamp: readonly Pick<StampEntry, 'label'>[],
): Place | null {
  for (const [row, values] of cells.entries()) {
    const column = values.findIndex((_, at) =>
      stamp.every(({ label }, entry) => values[at + entry] === label),
    )
    if (column >= 0) return { row, column }
  }
  return null
}

/** The values below the labels. */
export function writeStamp(
  sheet: Excel.Worksheet,
  { row, column }: Place,
  stamp: readonly StampEntry[],
): void {
  const cells = sheet.getRangeByIndexes(row + 1, column, 1, stamp.length)
  cells.numberFormat = [stamp.map(({ format }) => format)]
  cells.values = [stamp.map(({ value }): Cell => literal(value))]
}

/** The rules of a table that was empty cover its one row only. */
function redress(
  { sheet, bodyRow, bodyRows, firstColumn, columnCount }: StandingTable,
  table: SheetTable,
): void {
  sheet.getRangeByIndexes(bodyRow, firstColumn, bodyRows, columnCount).conditionalFormats.clearAll()
  colourBands(sheet, table)
  emphasize(sheet, table)
}
