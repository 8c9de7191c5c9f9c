import { ExcelHost } from '../host/excel-host.ts'
import { XdmHost } from '../host/xdm-host.ts'
import { openCellMenu } from './cell-menu.ts'
import { Commands } from './commands.ts'
import { openFilterMenu } from './filter-menu.ts'
import { connectFormulaBar } from './formula-bar.ts'
import { CellEditor } from './grid/cell-editor.ts'
import { connectClipboard } from './grid/clipboard.ts'
import { Grid } from './grid/grid.ts'
import { Keyboard } from './grid/keyboard.ts'
import { Pointer } from './grid/pointer.ts'
import type { CellPlace } from './grid/selection.ts'
import { Menu } from './menu.ts'
import type { MenuPlace } from './menu.ts'
import { Messages } from './messages.ts'
import { connectSaving } from './save.ts'
import { selectionStatus } from './selection-status.ts'
import { SheetTabs } from './sheet-tabs.ts'

/** What a test finds as `window.host`. */
export interface HostPage {
  readonly excel: ExcelHost
  readonly channel: XdmHost
  readonly grid: Grid
  /** Loads the pane again, as closing and opening it would; the workbook stays. */
  reopenPane(): void
}

declare global {
  interface Window {
    host: HostPage
  }
}

const PANE_WIDTH = '380'

function openWorkbench(): HostPage {
  const query = new URLSearchParams(location.search)
  const excel = new ExcelHost()
  const channel = new XdmHost(excel)
  const paneArea = part('pane')
  paneArea.style.width = `${query.get('paneWidth') ?? PANE_WIDTH}px`
  const grid = connectGrid(excel, paneArea)

  const paneUrl = query.get('pane')
  const reopenPane = () => {
    if (paneUrl !== null) paneArea.replaceChildren(channel.createPane(paneUrl))
  }
  part('reload-pane').addEventListener('click', reopenPane)
  // F6 goes between sheet and pane, as in Excel; inside the pane its library hears the keys and tells.
  channel.onExit = () => grid.element.focus({ preventScroll: true })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F6' || event.altKey) return
    event.preventDefault()
    channel.focusPane()
  })
  const tokenFile = query.get('tokenFile')
  part('hint').hidden = tokenFile === null
  part('token-file').textContent = tokenFile
  reopenPane()
  return { excel, channel, grid, reopenPane }
}

function connectGrid(excel: ExcelHost, paneArea: HTMLElement): Grid {
  const menu = new Menu(part('workbook'))
  const commands = new Commands(excel, new Messages())
  const grid = new Grid(part('sheet'), excel)
  const fields = { nameBox: input('name-box'), formulaBar: input('formula-bar') }
  const editor = new CellEditor(excel, grid, commands, fields.formulaBar)
  const openMenu = (kind: 'filter' | 'context', cell: CellPlace, at?: MenuPlace) => {
    const { left, top, height } = grid.box(cell.row, cell.column)
    const window = grid.window.getBoundingClientRect()
    const place = at ?? { x: window.left + left, y: window.top + top + height }
    if (kind === 'filter') return openFilterMenu(excel, grid, { commands, menu }, cell, place)
    openCellMenu(excel, grid, { commands, menu }, place)
    return true
  }
  new Keyboard(excel, grid, editor, commands, openMenu)
  new Pointer(excel, grid, editor, openMenu)
  connectClipboard(excel, grid, commands)
  connectSaving(excel, { csv: part('save-csv'), xlsx: part('save-xlsx') })
  const formulaLine = connectFormulaBar(excel, grid, editor, fields)
  const tabs = new SheetTabs(excel, { commands, menu }, part('tabs'))
  const [undo, redo, status] = [part('undo'), part('redo'), part('status')]
  undo.addEventListener('click', () => excel.user.undo())
  redo.addEventListener('click', () => excel.user.redo())
  part('add-sheet').addEventListener('click', () => excel.user.addSheet())

  grid.onDraw = () => {
    formulaLine.show()
    editor.place()
  }
  const draw = () => {
    paneArea.hidden = excel.runtime.visibility !== 'Visible'
    undo.toggleAttribute('disabled', !excel.user.history.canUndo)
    redo.toggleAttribute('disabled', !excel.user.history.canRedo)
    grid.draw()
    tabs.draw()
    status.textContent = selectionStatus(excel.workbook, grid.sheet, grid.selection.area)
  }
  let isWaiting = false
  excel.onChange = () => {
    if (isWaiting) return
    isWaiting = true
    requestAnimationFrame(() => {
      isWaiting = false
      draw()
    })
  }
  draw()
  return grid
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`workbench.html lacks #${id}`)
  return found
}

function input(id: string): HTMLInputElement {
  const found = part(id)
  if (!(found instanceof HTMLInputElement)) throw new Error(`#${id} is no field`)
  return found
}

window.host = openWorkbench()
