import type { ExcelHost } from '../host/excel-host.ts'
import type { Sheet } from '../host/workbook/sheet.ts'
import type { Commands } from './commands.ts'
import type { Menu } from './menu.ts'

/** The tabs below the sheet: to another sheet, add one, rename, delete. Hidden sheets have none. */
export class SheetTabs {
  readonly #excel: ExcelHost
  readonly #commands: Commands
  readonly #menu: Menu
  readonly #list: HTMLElement
  #shown = ''
  #isRenaming = false

  constructor(excel: ExcelHost, { commands, menu }: { commands: Commands; menu: Menu }, list: HTMLElement) {
    this.#excel = excel
    this.#commands = commands
    this.#menu = menu
    this.#list = list
    list.addEventListener('click', (event) => {
      const name = tabOf(event)?.dataset['sheet']
      if (name !== undefined) excel.user.activateSheet(name)
    })
    list.addEventListener('dblclick', (event) => this.#rename(tabOf(event)))
    list.addEventListener('contextmenu', (event) => {
      event.preventDefault()
      this.#openMenu(tabOf(event), { x: event.clientX, y: event.clientY })
    })
    list.addEventListener('keydown', (event) => this.#pressed(event))
  }

  draw(): void {
    const { sheets, activeSheet } = this.#excel.workbook
    const visible = sheets.filter(({ visibility }) => visibility === 'Visible')
    const shown = JSON.stringify([visible.map(({ name, tabColor }) => [name, tabColor]), activeSheet.id])
    if (shown === this.#shown || this.#isRenaming) return
    this.#shown = shown
    const hadFocus = this.#list.contains(document.activeElement)
    this.#list.replaceChildren(...visible.map((sheet) => tab(sheet, sheet === activeSheet)))
    const selected = this.#list.querySelector<HTMLElement>('[aria-selected="true"]')
    if (hadFocus) selected?.focus()
    selected?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #pressed(event: KeyboardEvent): void {
    if (this.#isRenaming) return
    const current = tabOf(event)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step !== undefined) {
      const tabs = [...this.#list.querySelectorAll<HTMLElement>('[role=tab]')]
      const next = current && tabs[tabs.indexOf(current) + step]
      if (next?.dataset['sheet'] !== undefined) this.#excel.user.activateSheet(next.dataset['sheet'])
    } else if (event.key === 'F2') this.#rename(current)
    else if (event.key === 'Delete') void this.#delete(current)
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = current?.getBoundingClientRect()
      this.#openMenu(current, { x: box?.left ?? 0, y: box?.top ?? 0 })
    } else return
    event.preventDefault()
  }

  #openMenu(chosen: HTMLElement | null, place: { x: number; y: number }): void {
    const name = chosen?.dataset['sheet']
    if (name === undefined) return
    this.#menu.open(`Sheet ${name}`, place, [
      { label: 'Rename', act: () => this.#rename(chosen) },
      { label: 'Delete', act: () => void this.#delete(chosen) },
    ])
  }

  async #delete(chosen: HTMLElement | null): Promise<void> {
    const name = chosen?.dataset['sheet']
    if (name === undefined) return
    const sentence = `The sheet “${name}” and what is on it will be deleted. This cannot be undone.`
    if (!(await this.#commands.ask('Delete sheet', sentence, 'Delete'))) return
    await this.#commands.attempt(() => this.#excel.user.deleteSheet(name))
  }

  #rename(chosen: HTMLElement | null): void {
    const name = chosen?.dataset['sheet']
    if (!chosen || name === undefined || this.#isRenaming) return
    this.#isRenaming = true
    const field = document.createElement('input')
    field.value = name
    field.ariaLabel = `New name of sheet ${name}`
    field.maxLength = 31
    chosen.replaceWith(field)
    field.select()
    const end = async (newName: string) => {
      if (!this.#isRenaming) return
      this.#isRenaming = false
      this.#shown = ''
      if (newName !== '' && newName !== name)
        await this.#commands.attempt(() => this.#excel.user.renameSheet(name, newName))
      this.draw()
    }
    field.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Enter') void end(field.value.trim())
      if (event.key === 'Escape') void end(name)
    })
    field.addEventListener('blur', () => void end(field.value.trim()))
  }
}

function tab({ name, tabColor }: Sheet, isSelected: boolean): HTMLElement {
  const made = document.createElement('button')
  made.role = 'tab'
  made.textContent = name
  made.dataset['sheet'] = name
  made.ariaSelected = String(isSelected)
  made.tabIndex = isSelected ? 0 : -1
  made.setAttribute('aria-controls', 'sheet')
  if (tabColor !== '') made.style.boxShadow = `inset 0 3px 0 ${tabColor}`
  return made
}

function tabOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('[role=tab]') : null
}
