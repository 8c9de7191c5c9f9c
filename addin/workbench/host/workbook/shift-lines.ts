import { SHEET_COLUMNS, SHEET_ROWS } from './address.ts'
import type { Area } from './address.ts'
import { deleteCellsUp, insertCellsDown, moveParts } from './shift-cells.ts'
import type { Sheet } from './sheet.ts'
import { nameColumns } from './table.ts'
import type { WorkbookModel } from './workbook.ts'

/** Whole rows or whole columns: the first one and how many. */
export interface Lines {
  readonly at: number
  readonly count: number
}

/** The area of whole rows. */
export function wholeRows({ at, count }: Lines): Area {
  return { row: at, rows: count, column: 0, columns: SHEET_COLUMNS }
}

/** The area of whole columns. */
export function wholeColumns({ at, count }: Lines): Area {
  return { row: 0, rows: SHEET_ROWS, column: at, columns: count }
}

/** Deletes whole rows; their heights go with them. */
export function deleteRows(workbook: WorkbookModel, sheet: Sheet, lines: Lines): void {
  deleteCellsUp(workbook, sheet, wholeRows(lines))
  moveKeys(sheet.rowHeights, lines, -1)
  moveItems(sheet.hiddenRows, lines, -1)
}

/** Inserts empty rows, which take over the look of the row above. */
export function insertRows(workbook: WorkbookModel, sheet: Sheet, lines: Lines): void {
  insertCellsDown(workbook, sheet, wholeRows(lines))
  moveKeys(sheet.rowHeights, lines, 1)
  moveItems(sheet.hiddenRows, lines, 1)
  if (lines.at === 0) return
  for (const { column, cell } of [...sheet.cellsIn(wholeRows({ at: lines.at - 1, count: 1 }))]) {
    for (let row = lines.at; row < lines.at + lines.count; row += 1) {
      sheet.place(row, column, { value: '', style: cell.style })
    }
  }
}

/** Deletes whole columns; tables they cut through become narrower. Formulas are moved as they stand. */
export function deleteColumns(workbook: WorkbookModel, sheet: Sheet, lines: Lines): void {
  moveCellsAside(sheet, lines, -1)
  moveParts(workbook, sheet, (part) => turned(afterDelete(turnedBack(part), lines)))
  moveKeys(sheet.columnWidths, lines, -1)
  moveItems(sheet.hiddenColumns, lines, -1)
}

/** Inserts empty columns; a table around them becomes wider, its new columns get names. */
export function insertColumns(workbook: WorkbookModel, sheet: Sheet, lines: Lines): void {
  moveCellsAside(sheet, lines, 1)
  moveParts(workbook, sheet, (part) => turned(afterInsert(turnedBack(part), lines)))
  moveKeys(sheet.columnWidths, lines, 1)
  moveItems(sheet.hiddenColumns, lines, 1)
  for (const table of workbook.tables) if (table.sheet === sheet && table.showsHeaders) nameColumns(table)
}

function moveCellsAside(sheet: Sheet, { at, count }: Lines, direction: 1 | -1): void {
  const moving = [...sheet.cellsIn(wholeColumns({ at, count: SHEET_COLUMNS - at }))]
  for (const { row, column } of moving) sheet.place(row, column, undefined)
  for (const { row, column, cell } of moving) {
    if (direction === 1) sheet.place(row, column + count, cell)
    else if (column >= at + count) sheet.place(row, column - count, cell)
  }
}

/** The part of an area that columns concern: where it begins and how many it has. */
type Span = Lines & { readonly rest: Area }

function turnedBack(part: Area): Span {
  return { at: part.column, count: part.columns, rest: part }
}

function turned(span: Span | null): Area | null {
  return span && { ...span.rest, column: span.at, columns: span.count }
}

function afterDelete(span: Span, gone: Lines): Span | null {
  if (span.count === SHEET_COLUMNS) return span
  const end = gone.at + gone.count
  const lost = Math.max(0, Math.min(span.at + span.count, end) - Math.max(span.at, gone.at))
  if (lost === span.count) return null
  const lostBefore = Math.max(0, Math.min(span.at, end) - gone.at)
  return { ...span, at: span.at - lostBefore, count: span.count - lost }
}

function afterInsert(span: Span, room: Lines): Span {
  if (span.count === SHEET_COLUMNS || room.at >= span.at + span.count) return span
  return room.at <= span.at
    ? { ...span, at: span.at + room.count }
    : { ...span, count: span.count + room.count }
}

function moveKeys(map: Map<number, number>, lines: Lines, direction: 1 | -1): void {
  const entries = [...map]
  map.clear()
  for (const [index, value] of entries) {
    const moved = movedIndex(index, lines, direction)
    if (moved !== null) map.set(moved, value)
  }
}

function moveItems(set: Set<number>, lines: Lines, direction: 1 | -1): void {
  const items = [...set]
  set.clear()
  for (const index of items) {
    const moved = movedIndex(index, lines, direction)
    if (moved !== null) set.add(moved)
  }
}

function movedIndex(index: number, { at, count }: Lines, direction: 1 | -1): number | null {
  if (index < at) return index
  if (direction === 1) return index + count
  return index < at + count ? null : index - count
}
