import type { ExcelHost } from '../host/excel-host.ts'
import { bodyArea, columnNames, tableAt } from '../host/workbook/table.ts'
import type { TableModel } from '../host/workbook/table.ts'
import type { Commands } from './commands.ts'
import type { Grid } from './grid/grid.ts'
import type { CellPlace } from './grid/selection.ts'
import type { Menu, MenuPlace } from './menu.ts'

/** Excel lists up to 10,000; a person reads fewer. */
const MOST_VALUES = 1000

/** The menu of a table's header cell: sort, and the values to show. False where there is no such cell. */
export function openFilterMenu(
  excel: ExcelHost,
  grid: Grid,
  { commands, menu }: { commands: Commands; menu: Menu },
  { row, column }: CellPlace,
  place: MenuPlace,
): boolean {
  const table = tableAt(excel.workbook.tables, grid.sheet, row, column)
  if (!table?.showsHeaders || !table.showsFilterButton || row !== table.area.row) return false
  const index = column - table.area.column
  const name = columnNames(table)[index] ?? ''
  const attempt = (act: () => void) => void commands.attempt(act)
  const filter = (shown: readonly string[]) => attempt(() => excel.user.filterTable(table.name, name, shown))
  const values = valuesOf(excel, table, column)
  const shown = table.filters.get(index)
  const form = valuesForm(name, values, shown, (chosen) => {
    menu.close()
    filter(chosen.length === values.length ? [] : chosen)
  })
  menu.open(
    `Column ${name}`,
    place,
    [
      { label: 'Sort ascending', act: () => attempt(() => excel.user.sortTable(table.name, name)) },
      {
        label: 'Sort descending',
        act: () => attempt(() => excel.user.sortTable(table.name, name, { ascending: false })),
      },
      { label: `Clear filter from ${name}`, isDisabled: shown === undefined, act: () => filter([]) },
    ],
    [form],
  )
  return true
}

/** What the column's cells show, each text once, in order; without those that other columns' filters hide. */
function valuesOf({ workbook }: ExcelHost, table: TableModel, column: number): string[] {
  const body = bodyArea(table)
  const own = table.filters.get(column - table.area.column)
  const texts = new Set<string>()
  for (let row = body.row; row < body.row + body.rows; row += 1) {
    const isHidden = table.sheet.hiddenRows.has(row) && own === undefined
    if (!isHidden && texts.size < MOST_VALUES) texts.add(workbook.text(table.sheet, row, column))
  }
  return [...texts].sort((a, b) => a.localeCompare(b, 'en-US', { numeric: true }))
}

function valuesForm(
  name: string,
  values: readonly string[],
  shown: readonly string[] | undefined,
  choose: (values: string[]) => void,
): HTMLFormElement {
  const form = document.createElement('form')
  const list = document.createElement('fieldset')
  const legend = document.createElement('legend')
  legend.textContent = `Show where ${name} is`
  const boxes = values.map((value) => checkbox(value || '(Blanks)', shown?.includes(value) ?? true))
  const all = checkbox(
    '(Select all)',
    boxes.every(({ input }) => input.checked),
  )
  all.input.addEventListener('change', () => {
    for (const { input } of boxes) input.checked = all.input.checked
  })
  const apply = document.createElement('button')
  apply.textContent = 'Apply filter'
  list.append(legend, all.label, ...boxes.map(({ label }) => label))
  form.append(list, apply)
  form.addEventListener('change', () => {
    const chosen = boxes.filter(({ input }) => input.checked).length
    all.input.checked = chosen === boxes.length
    // Excel does not let a filter hide everything.
    apply.disabled = chosen === 0
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    choose(values.filter((_, index) => boxes[index]?.input.checked))
  })
  return form
}

function checkbox(text: string, isChecked: boolean): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = document.createElement('label')
  const input = document.createElement('input')
  input.type = 'checkbox'
  input.checked = isChecked
  label.append(input, text)
  return { label, input }
}
