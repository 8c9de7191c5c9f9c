import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorkbench, type Workbench } from '../browser.ts'
import { accessibilityFaults } from './accessibility-faults.ts'

const ROOT = join(import.meta.dirname, '../../..')
const pictures = process.env['EVENKEEL_SCREENSHOTS'] ?? join(ROOT, '.cache/screenshots')

let browser: Workbench
let page: Page
let pane: Frame

beforeAll(async () => {
  browser = await startWorkbench({
    folders: [join(ROOT, 'test/addin/host')],
    viewport: { width: 1400, height: 860 },
  })
  ;({ page, pane } = await browser.openPane(`${browser.origin}/fixture-pane.html`))
  page.setDefaultTimeout(10_000)
  await mkdir(pictures, { recursive: true })
})

afterAll(() => browser?.close())

const cell = (address: string) => page.locator(`[data-cell="${address}"]`)
const screenshot = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })

/** What a person sees in a cell. */
const shown = (address: string) => cell(address).textContent()

async function goTo(address: string) {
  await page.getByLabel('Name box').fill(address)
  await page.keyboard.press('Enter')
  await cell(address.split('!').at(-1)!).waitFor()
}

/** What an add-in or a test puts into the workbook; the page draws it as it draws everything. */
const inHost = <R>(run: (host: typeof window.host) => R) =>
  page.evaluate<R>(`(${run.toString()})(window.host)`)

const valueAt = (address: string) =>
  page.evaluate((wanted) => {
    const found = window.host.excel.workbook.locate(wanted)
    return found && window.host.excel.workbook.value(found.sheet, found.area.row, found.area.column)
  }, address)

async function pressInOrder(...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key)
}

describe('a sheet of 10,000 rows and 30 columns', () => {
  beforeAll(async () => {
    await inHost(({ excel }) => {
      const sheet = excel.workbook.addSheet('Long')
      for (let column = 0; column < 30; column += 1) sheet.enter(0, column, `Column ${column + 1}`)
      for (let row = 1; row <= 10_000; row += 1) {
        for (let column = 0; column < 30; column += 1)
          sheet.enter(row, column, column === 0 ? `Row ${row}` : row * 100 + column)
      }
      sheet.frozen = { rows: 1, columns: 1 }
      excel.user.activateSheet('Long')
    })
    await cell('A2').waitFor()
  })

  test('has only what is in the window on the page', async () => {
    expect(await page.locator('#sheet [role=gridcell]').count()).toBeLessThan(1_500)
    expect(await page.locator('#sheet').getAttribute('aria-rowcount')).toBe('10062')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  test('is scrolled to its last row, the header and first column staying where they were', async () => {
    const header = await cell('A1').boundingBox()
    await page.locator('#sheet').focus()
    await page.keyboard.press('Control+End')
    await cell('AD10001').waitFor()
    expect(await shown('AD10001')).toBe('1000029')
    expect(await cell('A1').boundingBox()).toEqual(header)
    expect(await shown('A10001')).toBe('Row 10000')
    expect(await page.locator('#sheet').getAttribute('aria-activedescendant')).toBe('cell-AD10001')
  })

  test('takes a number that is typed there, and the add-in hears of it', async () => {
    await page.keyboard.type('12.5%')
    await page.keyboard.press('Enter')
    await expect.poll(() => valueAt('Long!AD10001')).toBe(0.125)
    await page.keyboard.press('ArrowUp')
    expect(await page.getByLabel('Formula bar').inputValue()).toBe('12.5%')
    await page.keyboard.press('Control+z')
    expect(await valueAt('Long!AD10001')).toBe(1_000_029)
    await page.keyboard.press('Control+y')
    expect(await valueAt('Long!AD10001')).toBe(0.125)
  })

  test('draws each step of scrolling in less than 50 ms for the most part', async () => {
    await goTo('B2')
    const frames = await page.evaluate(async () => {
      const grid = document.querySelector('#sheet')!
      const times: number[] = []
      const costs: number[] = []
      let before = performance.now()
      for (let step = 0; step < 120; step += 1) {
        const began = performance.now()
        grid.scrollTop += step < 60 ? 60 : 1_500
        grid.dispatchEvent(new Event('scroll'))
        void (grid as HTMLElement).offsetHeight
        costs.push(performance.now() - began)
        await new Promise(requestAnimationFrame)
        times.push(performance.now() - before)
        before = performance.now()
      }
      return { times, costs }
    })
    const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
    const worst = (numbers: number[]) => Math.max(...numbers)
    const figures = {
      frame: {
        small: median(frames.times.slice(0, 60)),
        jumps: median(frames.times.slice(60)),
        worst: worst(frames.times),
      },
      drawing: {
        small: median(frames.costs.slice(0, 60)),
        jumps: median(frames.costs.slice(60)),
        worst: worst(frames.costs),
      },
    }
    if (process.env['EVENKEEL_MEASURE'])
      console.info(
        JSON.stringify(figures, (_, value: unknown) =>
          typeof value === 'number' ? Math.round(value * 10) / 10 : value,
        ),
      )
    expect(figures.drawing.small).toBeLessThan(50)
    expect(await page.locator('#sheet [role=gridcell]').count()).toBeLessThan(1_500)
  })
})

describe('a small sheet', () => {
  beforeAll(async () => {
    await inHost(({ excel }) => {
      const sheet = excel.workbook.addSheet('Small')
      const rows = [
        ['Class', 'Weight', 'Kind'],
        ['Bonds', 0.4, 'Fixed'],
        ['US', 0.5, 'Equity'],
        ['Cash', 0.1, 'Cash'],
      ]
      rows.forEach((line, row) => line.forEach((value, column) => sheet.enter(row, column, value)))
      sheet.restyle({ row: 1, column: 1, rows: 3, columns: 1 }, { numberFormat: '0.0%' })
      excel.user.activateSheet('Small')
    })
    await cell('A4').waitFor()
  })

  const status = () => page.getByRole('status').textContent()
  const selected = () => page.evaluate(() => window.host.grid.selection.area)

  test('is selected by dragging and by Shift with arrows, and the status bar adds up', async () => {
    await cell('B2').hover()
    await page.mouse.down()
    await cell('B4').hover()
    await page.mouse.up()
    expect(await selected()).toEqual({ row: 1, column: 1, rows: 3, columns: 1 })
    await expect.poll(status).toBe('Average: 0.333333 · Count: 3 · Sum: 1')
    expect(await cell('B3').getAttribute('aria-selected')).toBe('true')
    await cell('A1').click()
    await pressInOrder('Shift+ArrowDown', 'Shift+ArrowRight')
    expect(await selected()).toEqual({ row: 0, column: 0, rows: 2, columns: 2 })
    await pressInOrder('Control+Home', 'Control+Shift+ArrowDown')
    expect(await selected()).toEqual({ row: 0, column: 0, rows: 4, columns: 1 })
    await page.getByRole('rowheader', { name: '3', exact: true }).click()
    expect(await selected()).toMatchObject({ row: 2, rows: 1, column: 0, columns: 16_384 })
  })

  test('is edited by F2, in the formula bar, and left unchanged by Escape', async () => {
    await cell('A2').click()
    await page.keyboard.press('F2')
    await page.keyboard.type(' long')
    await page.keyboard.press('Tab')
    expect(await valueAt('Small!A2')).toBe('Bonds long')
    expect(await page.locator('#sheet').getAttribute('aria-activedescendant')).toBe('cell-B2')
    await page.keyboard.type('7')
    await page.keyboard.press('Escape')
    expect(await valueAt('Small!B2')).toBe(0.4)
    await cell('A2').click()
    await page.getByLabel('Formula bar').fill('Bonds')
    await page.keyboard.press('Enter')
    expect(await valueAt('Small!A2')).toBe('Bonds')
    await cell('D2').dblclick()
    await page.keyboard.type('=SUM(B2:B4)')
    await page.keyboard.press('Enter')
    expect(await valueAt('Small!D2')).toBe(1)
    await cell('D2').click()
    expect(await page.getByLabel('Formula bar').inputValue()).toBe('=SUM(B2:B4)')
    await page.keyboard.press('Delete')
    expect(await valueAt('Small!D2')).toBe('')
  })

  test('is copied as tab-separated text and HTML, and takes such text', async () => {
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await cell('A2').click()
    await pressInOrder('Shift+ArrowDown', 'Shift+ArrowRight', 'Control+c')
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const textOf = async (type: string) => (await item!.getType(type)).text()
      return { text: await textOf('text/plain'), html: await textOf('text/html') }
    })
    expect(copied.text.replaceAll('\r', '')).toBe('Bonds\t40.0%\nUS\t50.0%\n')
    expect(copied.html).toContain('<td>Bonds</td><td>40.0%</td>')
    await cell('F2').click()
    await page.keyboard.press('Control+v')
    expect(await valueAt('Small!F3')).toBe('US')
    expect(await valueAt('Small!G3')).toBe(0.5)
    await page.keyboard.press('Control+z')
    expect(await valueAt('Small!G3')).toBe('')
  })

  test('tells why a typed value is refused, and offers a list’s choices', async () => {
    await inHost(({ excel }) => {
      const common = { ignoreBlanks: true, prompt: null }
      excel.workbook.activeSheet.dataValidations.push(
        {
          ...common,
          area: { row: 1, column: 1, rows: 3, columns: 1 },
          rule: { decimal: { formula1: 0, formula2: 1, operator: 'Between' } },
          errorAlert: {
            title: 'Weight',
            message: 'A weight is from 0% to 100%.',
            style: 'Stop',
            showAlert: true,
          },
        },
        {
          ...common,
          area: { row: 1, column: 2, rows: 3, columns: 1 },
          rule: { list: { inCellDropDown: true, source: 'Fixed,Equity,Cash' } },
          errorAlert: null,
        },
      )
    })
    await cell('B2').click()
    await page.keyboard.type('150%')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Weight' })
    await dialog.getByText('A weight is from 0% to 100%.').waitFor()
    await screenshot('workbench-refusal')
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Retry' }).click()
    await page.keyboard.type('45%')
    await page.keyboard.press('Enter')
    await expect.poll(() => valueAt('Small!B2')).toBe(0.45)
    await cell('C2').click()
    await page.keyboard.type('Gold')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await valueAt('Small!C2')).toBe('Fixed')
    await page.locator('#sheet').press('F2')
    expect(
      await page
        .locator('#cell-choices option')
        .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value)),
    ).toEqual(['Fixed', 'Equity', 'Cash'])
    await page.keyboard.press('Escape')
  })

  test('has its table sorted and filtered from the header, by keyboard too', async () => {
    await pane.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Small').tables.add('A1:C4', true).name = 'Classes'
        await context.sync()
      }),
    )
    await page.waitForSelector('[data-cell="A1"].filterable')
    await cell('A1').click()
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('menu', { name: 'Column Class' }).waitFor()
    await screenshot('workbench-filter-menu')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect
      .poll(() => Promise.all([shown('A2'), shown('A3'), shown('A4')]))
      .toEqual(['Bonds', 'Cash', 'US'])
    const box = (await cell('A1').boundingBox())!
    await page.mouse.click(box.x + box.width - 6, box.y + box.height / 2)
    await page.getByLabel('Cash').uncheck()
    await page.getByRole('button', { name: 'Apply filter' }).click()
    await cell('A3').waitFor({ state: 'detached' })
    expect(await shown('A4')).toBe('US')
    await cell('A1').click()
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('menuitem', { name: 'Clear filter from Class' }).click()
    await cell('A3').waitFor()
  })

  test('gets and loses rows and columns by its context menu, and Undo brings them back', async () => {
    const menu = async (at: string, name: string) => {
      await cell(at).click()
      await cell(at).click({ button: 'right' })
      await page.getByRole('menuitem', { name, exact: true }).click()
    }
    await menu('A3', 'Insert row above')
    await expect.poll(() => valueAt('Small!A4')).toBe('Cash')
    await menu('B2', 'Insert column to the left')
    await expect.poll(() => valueAt('Small!C2')).toBe(0.45)
    expect(await valueAt('Small!B1')).toBe('Column2')
    await menu('B2', 'Delete column')
    await menu('A3', 'Delete row')
    await expect.poll(() => valueAt('Small!A3')).toBe('Cash')
    for (let times = 0; times < 4; times += 1) await page.getByRole('button', { name: 'Undo' }).click()
    expect(await valueAt('Small!A3')).toBe('Cash')
    expect(await valueAt('Small!B1')).toBe('Weight')
    expect(await page.evaluate(() => window.host.excel.workbook.table('Classes')?.area)).toEqual({
      row: 0,
      column: 0,
      rows: 4,
      columns: 3,
    })
  })

  test('refuses edits in a sentence while it is protected', async () => {
    await inHost(({ excel }) => (excel.workbook.activeSheet.isProtected = true))
    await cell('A2').click()
    await page.keyboard.type('x')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('on a protected sheet').waitFor()
    await page.getByRole('button', { name: 'OK' }).click()
    expect(await valueAt('Small!A2')).toBe('Bonds')
    await inHost(({ excel }) => (excel.workbook.activeSheet.isProtected = false))
  })

  test('is told apart by tabs: add, rename, delete after a question; hidden sheets have none', async () => {
    await inHost(({ excel }) => (excel.workbook.addSheet('Baseline').visibility = 'VeryHidden'))
    await page.getByRole('button', { name: 'Add a sheet' }).click()
    const tabs = page.getByRole('tab')
    await expect.poll(() => tabs.allTextContents()).toEqual(['Sheet1', 'Long', 'Small', 'Sheet5'])
    await page.getByRole('tab', { name: 'Sheet5' }).dblclick()
    await page.keyboard.type('Notes')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Notes' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => tabs.allTextContents()).toEqual(['Sheet1', 'Long', 'Small'])
    await page.getByRole('tab', { name: 'Small' }).click()
  })

  test('is saved as CSV and, with the workbook, as .xlsx', async () => {
    const saved = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ])
      const path = join(pictures, download.suggestedFilename())
      await download.saveAs(path)
      return path
    }
    expect((await readFile(await saved('Save sheet as CSV'), 'utf8')).split('\r\n')[1]).toBe(
      'Bonds,45.0%,Fixed',
    )
    const { sheets } = await readXlsx(await readFile(await saved('Save as .xlsx')))
    expect(sheets.map(({ name }) => name)).toContain('Long')
    expect(sheets.find(({ name }) => name === 'Small')?.rows[1]).toEqual(['Bonds', 0.45, 'Fixed'])
  })
})

test('no page complained', () => {
  expect(browser.outsideRequests).toEqual([])
  expect(browser.consoleProblems.filter((problem) => !problem.includes('telemetryservice'))).toEqual([])
})
