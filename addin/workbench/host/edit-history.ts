import type { Area } from './workbook/address.ts'
import { SHEET_COLUMNS, SHEET_ROWS } from './workbook/address.ts'
import type { Sheet } from './workbook/sheet.ts'
import type { WorkbookModel } from './workbook/workbook.ts'

const MOST_STEPS = 50
const WHOLE_SHEET: Area = { row: 0, column: 0, rows: SHEET_ROWS, columns: SHEET_COLUMNS }

/** How an act of a person is told when it is taken back or done again. */
export interface Announcement {
  readonly area: Area
  readonly undone: string
  readonly redone: string
}

interface Step {
  readonly sheet: Sheet
  /** Keeps what the act touches as it is now; the answer puts it back. */
  readonly keep: () => () => void
  readonly putBack: () => void
  readonly announcement: Announcement
}

/** What a person can take back. As in Excel, a write of an add-in ends it. */
export class EditHistory {
  #done: Step[] = []
  #undone: Step[] = []

  /** Call before the act. `isWhole`: it moves rows or columns, so that the whole sheet has to be kept. */
  remember(
    workbook: WorkbookModel,
    sheet: Sheet,
    announcement: Announcement,
    { isWhole = false } = {},
  ): void {
    const keep = () => (isWhole ? keepSheet(workbook, sheet) : keepCells(workbook, sheet, announcement.area))
    this.#done.push({ sheet, keep, putBack: keep(), announcement })
    if (this.#done.length > MOST_STEPS) this.#done.shift()
    this.#undone = []
  }

  /** Takes the last act back; null when there is none. */
  undo(): { sheet: Sheet; announcement: Announcement } | null {
    return swap(this.#done, this.#undone)
  }

  redo(): { sheet: Sheet; announcement: Announcement } | null {
    return swap(this.#undone, this.#done)
  }

  forget(): void {
    this.#done = []
    this.#undone = []
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }
}

function swap(from: Step[], to: Step[]) {
  const step = from.pop()
  if (!step) return null
  const putBack = step.keep()
  step.putBack()
  to.push({ ...step, putBack })
  return { sheet: step.sheet, announcement: step.announcement }
}

function keepCells(workbook: WorkbookModel, sheet: Sheet, area: Area): () => void {
  const cells = [...sheet.cellsIn(area)].map(({ row, column, cell }) => ({ row, column, cell: { ...cell } }))
  const tables = workbook.tables.map((table) => ({ table, area: table.area, sortFields: table.sortFields }))
  const hiddenRows = [...sheet.hiddenRows]
  return () => {
    for (const { row, column } of [...sheet.cellsIn(area)]) sheet.place(row, column, undefined)
    for (const { row, column, cell } of cells) sheet.place(row, column, { ...cell })
    for (const { table, ...kept } of tables) Object.assign(table, kept)
    replaceAll(sheet.hiddenRows, hiddenRows)
  }
}

function keepSheet(workbook: WorkbookModel, sheet: Sheet): () => void {
  const putCellsBack = keepCells(workbook, sheet, WHOLE_SHEET)
  const tables = [...workbook.tables]
  const formats = sheet.conditionalFormats.map((format) => ({ format, area: format.area }))
  const validations = sheet.dataValidations.map((validation) => ({ validation, area: validation.area }))
  const names = workbook.names.map((name) => ({ name, target: name.target }))
  const { merges } = sheet
  const [heights, widths, hiddenColumns] = [
    [...sheet.rowHeights],
    [...sheet.columnWidths],
    [...sheet.hiddenColumns],
  ]
  return () => {
    workbook.tables = tables
    putCellsBack()
    sheet.conditionalFormats = formats.map(({ format, area }) => Object.assign(format, { area }))
    sheet.dataValidations = validations.map(({ validation, area }) => Object.assign(validation, { area }))
    for (const { name, target } of names) name.target = target
    sheet.merges = merges
    replaceEntries(sheet.rowHeights, heights)
    replaceEntries(sheet.columnWidths, widths)
    replaceAll(sheet.hiddenColumns, hiddenColumns)
  }
}

function replaceAll<T>(set: Set<T>, items: readonly T[]): void {
  set.clear()
  for (const item of items) set.add(item)
}

function replaceEntries<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}
