import { SHEET_ROWS, intersection, isInsideSheet } from './address.ts'
import type { Area } from './address.ts'
import type { TableModel } from './table.ts'
import type { WorkbookModel } from './workbook.ts'
import type { Sheet } from './sheet.ts'

/** Takes the area's cells out and moves what lies below them up. Formulas are moved as they stand. */
export function deleteCellsUp(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  const below = cellsBelow(sheet, { ...area, rows: 1, row: area.row + area.rows - 1 })
  for (const { row, column } of [...sheet.cellsIn(area)]) sheet.place(row, column, undefined)
  for (const { row, column } of below) sheet.place(row, column, undefined)
  for (const { row, column, cell } of below) sheet.place(row - area.rows, column, cell)
  moveParts(workbook, sheet, (part) => areaAfterDelete(part, area))
}

/** Makes room for `area` by moving its cells and those below down. */
export function insertCellsDown(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  const moving = cellsBelow(sheet, { ...area, row: area.row - 1, rows: 1 })
  for (const { row, column } of moving) sheet.place(row, column, undefined)
  for (const { row, column, cell } of moving) sheet.place(row + area.rows, column, cell)
  moveParts(workbook, sheet, (part) => areaAfterInsert(part, area))
}

function cellsBelow(sheet: Sheet, { row, column, columns }: Area) {
  const used = sheet.usedArea({ valuesOnly: false })
  const rows = used ? used.row + used.rows - (row + 1) : 0
  return rows > 0 ? [...sheet.cellsIn({ row: row + 1, column, rows, columns })] : []
}

/** Where a part of the sheet lies after the cells of `gone` were deleted; null when nothing of it is left. */
function areaAfterDelete(part: Area, gone: Area): Area | null {
  if (!isWithinColumns(part, gone) || part.rows === SHEET_ROWS) return part
  const lost = intersection(part, gone)?.rows ?? 0
  const lostAbove = Math.max(0, Math.min(part.row, gone.row + gone.rows) - gone.row)
  return lost === part.rows ? null : { ...part, row: part.row - lostAbove, rows: part.rows - lost }
}

function areaAfterInsert(part: Area, room: Area): Area | null {
  if (!isWithinColumns(part, room) || part.rows === SHEET_ROWS) return part
  if (room.row >= part.row + part.rows) return part
  const moved =
    room.row <= part.row ? { ...part, row: part.row + room.rows } : { ...part, rows: part.rows + room.rows }
  return isInsideSheet(moved) ? moved : null
}

function isWithinColumns(part: Area, shifted: Area): boolean {
  return part.column >= shifted.column && part.column + part.columns <= shifted.column + shifted.columns
}

/** Moves what lies on a sheet by its place: tables, conditional formats, validations, merges, names. */
export function moveParts(workbook: WorkbookModel, sheet: Sheet, moved: (part: Area) => Area | null): void {
  workbook.tables = workbook.tables.filter((table: TableModel) => {
    if (table.sheet !== sheet) return true
    const area = moved(table.area)
    if (area) table.area = area
    return area !== null
  })
  sheet.conditionalFormats = sheet.conditionalFormats.filter((format) => {
    const area = moved(format.area)
    if (area) format.area = area
    return area !== null
  })
  sheet.dataValidations = sheet.dataValidations.filter((validation) => {
    const area = moved(validation.area)
    if (area) validation.area = area
    return area !== null
  })
  sheet.merges = sheet.merges.flatMap((merge) => moved(merge) ?? [])
  for (const name of workbook.names) {
    if (name.target?.sheet !== sheet) continue
    const area = moved(name.target.area)
    name.target = area ? { sheet, area } : null
  }
}
