import type { ExcelHost } from '../host/excel-host.ts'
import { SHEET_COLUMNS, SHEET_ROWS, areaText } from '../host/workbook/address.ts'
import type { Commands } from './commands.ts'
import type { Grid } from './grid/grid.ts'
import type { Menu, MenuPlace } from './menu.ts'

/** The context menu of the selection: rows and columns, undo, clear. */
export function openCellMenu(
  excel: ExcelHost,
  grid: Grid,
  { commands, menu }: { commands: Commands; menu: Menu },
  place: MenuPlace,
): void {
  const { area } = grid.selection
  const address = areaText(area)
  const item = (label: string, act: () => void, isDisabled = false) => ({
    label,
    isDisabled,
    act: () => void commands.attempt(act),
  })
  const { user } = excel
  const [rows, columns] = [count(area.rows, 'row'), count(area.columns, 'column')]
  const isColumns = area.rows === SHEET_ROWS
  const isRows = area.columns === SHEET_COLUMNS
  menu.open(`Cells ${address}`, place, [
    item('Undo', () => void user.undo(), !user.history.canUndo),
    item('Redo', () => void user.redo(), !user.history.canRedo),
    null,
    item(`Insert ${rows} above`, () => user.insertRows(address), isColumns),
    item(`Delete ${rows}`, () => user.deleteRows(address), isColumns),
    item(`Insert ${columns} to the left`, () => user.insertColumns(address), isRows),
    item(`Delete ${columns}`, () => user.deleteColumns(address), isRows),
    null,
    item('Clear contents', () => user.clear(address)),
  ])
}

function count(number: number, noun: string): string {
  return number === 1 ? noun : `${number.toLocaleString('en-US')} ${noun}s`
}
