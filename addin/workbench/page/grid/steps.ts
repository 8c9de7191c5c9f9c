import { SHEET_COLUMNS, SHEET_ROWS } from '../../host/workbook/address.ts'
import type { Area } from '../../host/workbook/address.ts'
import type { Sheet } from '../../host/workbook/sheet.ts'
import type { WorkbookModel } from '../../host/workbook/workbook.ts'
import type { CellPlace } from './selection.ts'

/** One step down, up or to a side. */
export interface Direction {
  readonly row: -1 | 0 | 1
  readonly column: -1 | 0 | 1
}

/** Ctrl and an arrow: to the end of a block of filled cells, or over empty ones to the next block or the edge. */
export function edgeOfData(
  workbook: WorkbookModel,
  sheet: Sheet,
  from: CellPlace,
  step: Direction,
): CellPlace {
  const used = sheet.usedArea({ valuesOnly: true })
  const last = {
    row: (used?.row ?? 0) + (used?.rows ?? 1) - 1,
    column: (used?.column ?? 0) + (used?.columns ?? 1) - 1,
  }
  const isFilled = ({ row, column }: CellPlace) => workbook.value(sheet, row, column) !== ''
  const isSeen = ({ row, column }: CellPlace) =>
    !sheet.hiddenRows.has(row) && !sheet.hiddenColumns.has(column)
  const next = ({ row, column }: CellPlace) => ({ row: row + step.row, column: column + step.column })
  const isInside = ({ row, column }: CellPlace) =>
    row >= 0 && column >= 0 && row < SHEET_ROWS && column < SHEET_COLUMNS
  const isBeyondUse = ({ row, column }: CellPlace) => row > last.row || column > last.column
  const edge = {
    row: step.row === 0 ? from.row : step.row > 0 ? SHEET_ROWS - 1 : 0,
    column: step.column === 0 ? from.column : step.column > 0 ? SHEET_COLUMNS - 1 : 0,
  }

  const isInBlock = isFilled(from) && isInside(next(from)) && isFilled(next(from))
  let at = next(from)
  let found = from
  while (isInside(at) && !isBeyondUse(at)) {
    if (isInBlock && !isFilled(at)) return found
    if (isSeen(at) && isFilled(at)) {
      found = at
      if (!isInBlock) return found
    }
    at = next(at)
  }
  if (isInBlock) return found
  return isInside(at) || isBeyondUse(from)
    ? edge
    : { row: Math.max(0, edge.row), column: Math.max(0, edge.column) }
}

/** Ctrl+End: where the last used row and the last used column meet. */
export function lastUsedCell(sheet: Sheet): CellPlace {
  const used = sheet.usedArea({ valuesOnly: true }) ?? { row: 0, column: 0, rows: 1, columns: 1 }
  return { row: used.row + used.rows - 1, column: used.column + used.columns - 1 }
}

/** The next cell of a selection: down its columns or along its rows, from the last one to the first again. */
export function stepWithin(area: Area, { row, column }: CellPlace, step: Direction): CellPlace {
  const isDown = step.row !== 0
  const [lines, places] = isDown ? [area.columns, area.rows] : [area.rows, area.columns]
  const line = isDown ? column - area.column : row - area.row
  const place = isDown ? row - area.row : column - area.column
  const count = lines * places
  const next = (line * places + place + step.row + step.column + count) % count
  const [nextLine, nextPlace] = [Math.floor(next / places), next % places]
  return isDown
    ? { row: area.row + nextPlace, column: area.column + nextLine }
    : { row: area.row + nextLine, column: area.column + nextPlace }
}
