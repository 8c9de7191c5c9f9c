import { MARK_FILL, markedAreas, type MarkedArea } from '../sheets/refresh-marks.ts'
import type { ChangedCell, RefreshPlan } from '../sheets/refresh-plan.ts'
import type { Cell } from '../sheets/sheet-table.ts'
import { rowChunks } from './row-chunks.ts'
import { literal } from './sheet-layout.ts'

/** A table as it was found: places of the sheet counted from 0. */
export interface StandingTable {
  readonly table: Excel.Table
  readonly sheet: Excel.Worksheet
  readonly bodyRow: number
  readonly bodyRows: number
  readonly firstColumn: number
  /** The person's own columns included. */
  readonly columnCount: number
  /** Column of the sheet of each of our columns, in our order; -1 where the person deleted it. */
  readonly places: readonly number[]
  /** Number format of each of our columns. */
  readonly formats: readonly string[]
  /**
   * The one of our columns that names each row, or begins its name: filled as soon as a row is opened, so that a cut leaves no
   * nameless ones, which would be taken for the person's own.
   */
  readonly keyColumn: number
  /** An Excel table is never without a row: whether its one row stands for none. */
  readonly isEmpty: boolean
}

/** What colouring needs to know of a table. */
export type MarkedTable = Pick<StandingTable, 'sheet' | 'bodyRow' | 'bodyRows' | 'places'>

/** Each costs half a kilobyte of a request. */
const MOST_STEPS_A_REQUEST = 800

/** The names of more new rows than this leave no room for their values in the same request. */
const MOST_ROWS_WITH_VALUES = 500

/** Makes room for the plan's rows: takes rows out, opens others. What lies below the table moves along. */
export async function makeRoom(
  context: Excel.RequestContext,
  standing: StandingTable,
  plan: RefreshPlan,
): Promise<void> {
  const { table, sheet, bodyRow, bodyRows, firstColumn, columnCount, isEmpty } = standing
  const rowsAt = (first: number, count: number) =>
    sheet.getRangeByIndexes(bodyRow + first, firstColumn, count, columnCount)
  const isRearranged = plan.deletions.length > 0 || plan.insertions.length > 0
  // Excel moves no cells within a filtered table.
  if (isRearranged) table.clearFilters()
  const isAllGone = plan.rows.length === 0
  let steps = 0
  const step = async () => {
    steps += 1
    if (steps % MOST_STEPS_A_REQUEST === 0) await context.sync()
  }
  for (const { first, count } of plan.replacesAll ? [] : plan.deletions) {
    const keepsOne = isAllGone && first === 0 ? 1 : 0
    if (count > keepsOne) rowsAt(first + keepsOne, count - keepsOne).delete('Up')
    await step()
  }
  const openedRows = plan.insertions.reduce((sum, { count }) => sum + count, 0)
  let opened = openedRows
  for (const { first, count } of plan.insertions) {
    opened -= count
    rowsAt(first, count).insert('Down')
    formatRows(standing, first, count)
    nameRows(standing, first, plan.rows.slice(first + opened, first + opened + count))
    await step()
  }
  if (openedRows > MOST_ROWS_WITH_VALUES) await context.sync()
  const extra = plan.rows.length - bodyRows
  if (isEmpty && extra > 0)
    table.resize(sheet.getRangeByIndexes(bodyRow - 1, firstColumn, plan.rows.length + 1, columnCount))
}

/** Above this many rows a column at a time is the shorter request. */
const MOST_ROWS_OF_FORMATS = 20

/** Formats before values: text in an unformatted cell may turn into a number or a date. */
function formatRows({ sheet, bodyRow, places, formats }: StandingTable, first: number, count: number): void {
  for (const group of columnGroups(places)) {
    const row = formats.slice(group.first, group.first + group.count)
    if (count <= MOST_ROWS_OF_FORMATS) {
      const cells = sheet.getRangeByIndexes(bodyRow + first, group.at, count, group.count)
      cells.numberFormat = Array.from({ length: count }, () => row)
    } else {
      row.forEach((format, at) => {
        sheet.getRangeByIndexes(bodyRow + first, group.at + at, count, 1).numberFormat = [[format]]
      })
    }
  }
}

function nameRows(
  { sheet, bodyRow, places, keyColumn }: StandingTable,
  first: number,
  rows: RefreshPlan['rows'],
): void {
  const at = places[keyColumn] ?? -1
  if (at < 0) return
  const names = rows.map((row) => [written(row?.cells[keyColumn] ?? '')])
  sheet.getRangeByIndexes(bodyRow + first, at, rows.length, 1).values = names
}

/** Writes what differs, in requests of at most 800 kB of cells; the last one is left to the caller's next sync. */
export async function writeRows(
  context: Excel.RequestContext,
  standing: StandingTable,
  plan: RefreshPlan,
): Promise<void> {
  const { sheet, bodyRow, places } = standing
  const { rows, changes, appended } = plan
  const old = standing.isEmpty ? rows.length : rows.length - appended
  if (rows.length === 0) return emptyFirstRow(standing)
  const changedRows = changes.flatMap(({ row }) => (row < old ? [row] : []))
  const [first, last] = [Math.min(...extent(changedRows)), Math.max(...extent(changedRows))]
  const wanted =
    changedRows.length === 0
      ? []
      : rows.slice(first, last + 1).map((row) => row?.cells ?? places.map(() => null))
  const chunks = rowChunks(withoutUnchanged(wanted, changes, first))
  for (const [index, chunk] of chunks.entries()) {
    for (const group of columnGroups(places)) {
      const cells = chunk.rows.map((row) => row.slice(group.first, group.first + group.count).map(written))
      if (cells.every((row) => row.every((cell) => cell === null))) continue
      sheet.getRangeByIndexes(
        bodyRow + first + chunk.firstRow,
        group.at,
        chunk.rows.length,
        group.count,
      ).values = cells
    }
    if (index < chunks.length - 1) await context.sync()
  }
  if (!standing.isEmpty && appended > 0) await append(context, standing, plan)
  if (plan.replacesAll) {
    const { firstColumn, columnCount, bodyRows } = standing
    sheet.getRangeByIndexes(bodyRow, firstColumn, bodyRows, columnCount).delete('Up')
  }
}

/** Spreading ten thousand numbers over a call's arguments is too much for some engines. */
function extent(numbers: readonly number[]): readonly number[] {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted.length === 0 ? [0] : [sorted[0] ?? 0, sorted.at(-1) ?? 0]
}

/** New rows at the end, by the table itself: it then stretches its formats and moves what lies below. */
async function append(
  context: Excel.RequestContext,
  standing: StandingTable,
  { rows, appended }: RefreshPlan,
) {
  const { table, firstColumn, columnCount, places } = standing
  const width = Array.from({ length: columnCount }, (_, column) => places.indexOf(firstColumn + column))
  const values = rows
    .slice(-appended)
    .map((row) => width.map((own) => (own < 0 ? null : (row?.cells[own] ?? null))))
  const chunks = rowChunks(values)
  for (const [index, chunk] of chunks.entries()) {
    // Microsoft's types leave out that null keeps a cell as it is, here the person's own columns.
    table.rows.add(undefined, chunk.rows.map((row) => row.map(written)) as (string | number | boolean)[][])
    if (index < chunks.length - 1) await context.sync()
  }
}

function emptyFirstRow({ sheet, bodyRow, places }: StandingTable): void {
  for (const group of columnGroups(places))
    sheet.getRangeByIndexes(bodyRow, group.at, 1, group.count).clear('Contents')
}

function withoutUnchanged(
  rows: readonly (readonly (Cell | null)[])[],
  changes: readonly ChangedCell[],
  first: number,
): (Cell | null)[][] {
  const sparse = rows.map((row): (Cell | null)[] => row.map(() => null))
  for (const { row, column } of changes) {
    const target = sparse[row - first]
    if (target) target[column] = rows[row - first]?.[column] ?? null
  }
  return sparse
}

function written(cell: Cell | null | undefined): Cell | null {
  return cell === null || cell === undefined ? null : literal(cell)
}

interface ColumnGroup {
  /** In our order. */
  readonly first: number
  readonly count: number
  /** Column of the sheet. */
  readonly at: number
}

/** Our columns that stand side by side, so that a column put between them is stepped over. */
function columnGroups(places: readonly number[]): readonly ColumnGroup[] {
  const groups: { first: number; count: number; at: number }[] = []
  places.forEach((at, index) => {
    if (at < 0) return
    const group = groups.at(-1)
    if (group && group.first + group.count === index && group.at + group.count === at) group.count += 1
    else groups.push({ first: index, count: 1, at })
  })
  return groups
}

/** Takes the colour of earlier marks off, cell by cell, so that a person's own colours stay. */
export function clearMarks(standing: MarkedTable, cells: readonly ChangedCell[]): void {
  const areas = markedAreas(cells)
  // Too scattered after a sort to be taken off one by one: our columns lose their fills as a whole.
  const wholeColumns = () =>
    [...new Set(cells.map(({ column }) => column))].map((column): MarkedArea => ({
      row: 0,
      column,
      rows: standing.bodyRows,
      columns: 1,
    }))
  for (const area of areas ?? wholeColumns()) eachPart(standing, area, (range) => range.format.fill.clear())
}

/** Colours what changed; false where it is too scattered. */
export function setMarks(standing: MarkedTable, changes: readonly ChangedCell[]): boolean {
  const areas = markedAreas(changes)
  for (const area of areas ?? []) {
    eachPart(standing, area, (range) => {
      range.format.fill.color = MARK_FILL
    })
  }
  return areas !== null
}

function eachPart(
  { sheet, bodyRow, places }: MarkedTable,
  { row, column, rows, columns }: MarkedArea,
  act: (range: Excel.Range) => void,
): void {
  const own = places.map((place, index) => (index >= column && index < column + columns ? place : -1))
  for (const group of columnGroups(own))
    act(sheet.getRangeByIndexes(bodyRow + row, group.at, rows, group.count))
}
