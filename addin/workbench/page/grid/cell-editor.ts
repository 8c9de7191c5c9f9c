import type { ExcelHost } from '../../host/excel-host.ts'
import { areaText } from '../../host/workbook/address.ts'
import { listChoices } from '../../host/workbook/validation.ts'
import type { Commands } from '../commands.ts'
import type { Grid } from './grid.ts'

/** Where the selection goes after an edit. */
export type AfterEdit = 'down' | 'up' | 'right' | 'left' | 'stay'

/** The field in which a cell is typed: in the cell itself or in the formula bar, which show the same text. */
export class CellEditor {
  readonly #excel: ExcelHost
  readonly #grid: Grid
  readonly #commands: Commands
  readonly #formulaBar: HTMLInputElement
  readonly #field = document.createElement('input')
  readonly #choices = document.createElement('datalist')
  /** Moves on after an edit; the keyboard knows how. */
  move: (after: AfterEdit) => void = () => undefined
  #isOpen = false
  #isAsking = false
  /** Arrows end an edit that began by typing; after F2 they move in the text. */
  #arrowsLeave = false

  constructor(excel: ExcelHost, grid: Grid, commands: Commands, formulaBar: HTMLInputElement) {
    this.#excel = excel
    this.#grid = grid
    this.#commands = commands
    this.#formulaBar = formulaBar
    this.#field.className = 'cell-editor'
    this.#field.hidden = true
    this.#field.autocomplete = 'off'
    this.#choices.id = 'cell-choices'
    // A grid may hold rows alone, so the field lies over it.
    grid.element.after(this.#field, this.#choices)
    for (const field of [this.#field, formulaBar]) {
      field.addEventListener('keydown', (event) => void this.#pressed(event))
      field.addEventListener('blur', (event) => void this.#left(event))
    }
    formulaBar.addEventListener('focus', () => this.#open({ isInBar: true }))
    formulaBar.addEventListener('input', () => (this.#field.value = formulaBar.value))
    this.#field.addEventListener('input', () => {
      formulaBar.value = this.#field.value
      this.place()
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Begins with the cell's content, or with nothing where a person just types. */
  begin({ isEmpty = false } = {}): void {
    this.#open({ isInBar: false })
    this.#arrowsLeave = isEmpty
    this.#field.value = isEmpty ? '' : this.content
    this.place()
    this.#field.focus({ preventScroll: true })
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length)
  }

  #open({ isInBar }: { isInBar: boolean }): void {
    const { row, column } = this.#grid.selection.active
    if (this.#isOpen) return
    this.#grid.reveal(row, column)
    this.#isOpen = true
    this.#arrowsLeave = false
    this.#excel.faults.setCellEditMode(true)
    this.#field.hidden = false
    this.#field.value = this.content
    this.#field.ariaLabel = `Cell ${this.address}`
    const choices = listChoices(this.#excel.workbook, this.#grid.sheet, row, column)
    this.#choices.replaceChildren(...(choices ?? []).map((choice) => new Option(choice)))
    if (choices) this.#field.setAttribute('list', this.#choices.id)
    else this.#field.removeAttribute('list')
    if (isInBar) this.#formulaBar.value = this.content
    this.place()
  }

  get address(): string {
    return areaText({ ...this.#grid.selection.active, rows: 1, columns: 1 })
  }

  /** What the formula bar shows of the active cell: its formula, or its value as it would be typed. */
  get content(): string {
    const { row, column } = this.#grid.selection.active
    const sheet = this.#grid.sheet
    const cell = sheet.cell(row, column)
    if (!cell) return ''
    if (cell.formula !== undefined) return cell.formula
    if (typeof cell.value === 'boolean') return cell.value ? 'TRUE' : 'FALSE'
    if (typeof cell.value === 'number')
      return typedNumber(cell.value, cell.style.numberFormat, () =>
        this.#excel.workbook.text(sheet, row, column),
      )
    return cell.value
  }

  /** Keeps the field over its cell while the sheet scrolls or the text grows. */
  place(): void {
    if (!this.#isOpen) return
    const { row, column } = this.#grid.selection.active
    const { left, top, width, height } = this.#grid.box(row, column)
    const wanted = Math.max(width, this.#field.value.length * 7.5 + 20)
    Object.assign(this.#field.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${Math.min(wanted, Math.max(width, this.#grid.element.clientWidth - left))}px`,
      height: `${height}px`,
    })
  }

  async #pressed(event: KeyboardEvent): Promise<void> {
    if (!this.#isOpen || event.isComposing) return
    const { key } = event
    const way = { Enter: event.shiftKey ? 'up' : 'down', Tab: event.shiftKey ? 'left' : 'right' }[key] as
      AfterEdit | undefined
    const arrow = { ArrowDown: 'down', ArrowUp: 'up', ArrowLeft: 'left', ArrowRight: 'right' }[key] as
      AfterEdit | undefined
    const isTaken = way !== undefined || key === 'Escape' || (arrow !== undefined && this.#arrowsLeave)
    event.stopPropagation()
    // The arrows choose from the drop-down where there is one.
    if (!isTaken || (arrow && this.#field.hasAttribute('list'))) return
    event.preventDefault()
    if (key === 'Escape') this.cancel()
    else await this.commit(way ?? arrow ?? 'stay')
  }

  async #left({ relatedTarget }: FocusEvent): Promise<void> {
    if (!this.#isOpen || this.#isAsking) return
    if (relatedTarget === this.#formulaBar || relatedTarget === this.#field) return
    await this.commit('stay', { takesFocus: false })
  }

  cancel(): void {
    this.#close()
    this.#grid.onDraw()
    this.#grid.element.focus({ preventScroll: true })
  }

  /** Enters the text; where it is refused, the person may go on typing. */
  async commit(after: AfterEdit, { takesFocus = true } = {}): Promise<void> {
    if (!this.#isOpen || this.#isAsking) return
    const text = this.#field.value
    const isUnchanged = text === this.content
    this.#isAsking = true
    const isEntered = isUnchanged || (await this.#commands.enter(this.address, text))
    this.#isAsking = false
    if (isEntered === 'again') {
      this.#field.focus({ preventScroll: true })
      // The browser gives the focus back without the place of the text cursor.
      this.#field.select()
      return
    }
    this.#close()
    this.#grid.onDraw()
    if (takesFocus) this.#grid.element.focus({ preventScroll: true })
    if (isEntered) this.move(after)
  }

  #close(): void {
    this.#isOpen = false
    this.#field.hidden = true
    this.#excel.faults.setCellEditMode(false)
  }
}

/** Percents and dates are edited as they are shown, in full; other numbers as they are. */
function typedNumber(value: number, numberFormat: string, shown: () => string): string {
  if (numberFormat.endsWith('%')) return `${Number((value * 100).toPrecision(15))}%`
  return /[ymdh]/i.test(numberFormat.replace(/"[^"]*"|\[[^\]]*\]/g, '')) ? shown() : String(value)
}
