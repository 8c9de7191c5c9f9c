import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import {
  enter,
  householdWithTrades,
  openHousehold,
  openModel,
  publishMoved,
  readModel,
  readProposal,
  reviseTrades,
  showHouseholds,
  siblings,
  signIn,
  wordsOfTrade,
} from './advisor.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'
import { NARROW_PANE, PANE_WIDTH, expectFit } from './looks.ts'
import { photograph, readSaved, saveWorkbook, type SavedSheet } from './saved-workbook.ts'

const MODEL = 'Growth'
/** A client whose name would run in a sheet. */
const HOSTILE_NAME = '=HYPERLINK("https://example.com","Refund")'
const pictures = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'

let server: TestServer
let workbench: Workbench
let opened: OpenPane
let ada: string
let ben: string
let household: { reference: string; name: string }
let proposalId: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  await server.database.inFirm(server.firmId, ({ em }) =>
    em.execute("update household set name = ? where firm_id = ? and reference = 'EK-113'", [
      HOSTILE_NAME,
      server.firmId,
    ]),
  )
  ;({ household, proposalId } = await householdWithTrades(server, ben, { buys: 2 }))
  await mkdir(pictures, { recursive: true })
  workbench = await startWorkbench({ viewport: { width: 460, height: 800 } })
  workbench.context.setDefaultTimeout(10_000)
  const address = `https://localhost:${server.http.httpsPort}/addin/taskpane.html`
  opened = await workbench.openPane(address, NARROW_PANE)
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const percent = (fraction: number) => `${Number((fraction * 100).toFixed(4))}%`

const expectFitFor = (screen: string) => expectFit(opened, screen, pictures)

describe('a pane of 320 pixels inside the simulated Excel', () => {
  test('is Excel’s own, not a page outside of it', async () => {
    await opened.pane.getByLabel('Token').waitFor()
    expect(await opened.pane.evaluate(() => window.innerWidth)).toBe(PANE_WIDTH)
  })

  test('signs in', async () => {
    await expectFitFor('sign-in')
    await opened.pane.getByLabel('Token').fill(`${ada}x`)
    await button('Sign in').click()
    await said(/does not accept this token/)
    await expectFitFor('sign-in-refused')
  })

  test('lists households, and pulls them', async () => {
    await signIn(opened, ada)
    await showHouseholds(opened)
    await opened.pane.getByRole('listitem').first().waitFor()
    await expectFitFor('households')
    await button('Pull into a sheet').click()
    await opened.pane.getByRole('heading', { level: 1, name: 'Pull drift into a sheet' }).waitFor()
    await expectFitFor('pull')
    await button('Pull').click()
    await said(/rows now in sheet “Drift”/)
    await button('Households').click()
  })

  test('shows a household with its proposal', async () => {
    await openHousehold(opened, household)
    await expectFitFor('household')
    await opened.pane.getByRole('heading', { name: 'Proposal' }).scrollIntoViewIfNeeded()
    await expectFitFor('proposal')
    await button('Pull classes and securities').click()
    await said(/now in sheet “Holdings/)
  })

  test('tells which edited trades were refused, and what a colleague changed', async () => {
    await button('Edit trades in a sheet').click()
    await said(/now in sheet “Trades/)
    const { trades } = await readProposal(server, ben, proposalId)
    const [buy, other] = trades.filter((each: any) => each.side === 'BUY' && Number(each.shares) > 3)
    const sale = trades.find((each: any) => each.side === 'SELL' && Number(each.shares) > 3)
    const row = 'EvenkeelTrades'
    await enter(
      opened,
      row,
      wordsOfTrade(buy),
      'Note',
      'Call first, they asked to be told before any purchase.',
    )
    await enter(opened, row, wordsOfTrade(sale), 'Shares', '10000000')
    await button('Push edits').click()
    await said(/1 edit accepted, 1 refused/)
    await opened.pane.getByText(/1 edit accepted, 1 refused/).scrollIntoViewIfNeeded()
    await expectFitFor('trades-refused')
    await enter(opened, row, wordsOfTrade(sale), 'Shares', String(Number(sale.shares)))
    await reviseTrades(server, ben, proposalId, [
      { rowKey: '1', tradeId: other.id, shares: String(Number(other.shares) - 1), note: 'From elsewhere.' },
    ])
    await enter(opened, row, wordsOfTrade(other), 'Shares', String(Number(other.shares) - 2))
    await button('Push edits').click()
    await said('A colleague changed this proposal')
    await opened.pane.getByText('A colleague changed this proposal').scrollIntoViewIfNeeded()
    await expectFitFor('trades-conflict')
    await button('Keep theirs').click()
    await said('Nothing was left to push; the sheet is up to date.')
  })

  test('shows a model’s targets, what is wrong with them, and what a colleague published', async () => {
    await opened.pane.getByRole('tab', { name: 'Models' }).click()
    await opened.pane.getByRole('button', { name: new RegExp(`^${MODEL} ?Version`) }).waitFor()
    await expectFitFor('models')
    await openModel(opened, MODEL)
    await button('Pull into a sheet').click()
    await said('All targets sum to 100%.')
    const version = await readModel(server, ben, MODEL)
    const { from, to } = siblings(version)
    const target = (name: string, fraction: number) =>
      enter(opened, 'EvenkeelTargets', { Class: name, Symbol: '' }, 'Target', percent(fraction))
    await target(from.name, Number(from.target) - 0.005)
    await said(/sum to .*, 0.5% short/)
    await button('Check').click()
    await said(/problem, explained in its row/)
    await expectFitFor('targets-problem')
    await target(to.name, Number(to.target) + 0.005)
    await said('All targets sum to 100%.')
    await opened.pane.getByLabel('Rationale').fill('Half a point, as the committee decided on Tuesday.')
    await expectFitFor('publish')
    await publishMoved(server, ben, version, { from: from.name, to: to.name, share: 0.02 })
    await button('Publish').click()
    await opened.pane.getByRole('heading', { name: 'A colleague published first' }).waitFor()
    await expectFitFor('targets-conflict')
    await button('Show in a sheet').click()
    await said('Sheet “Conflict” shows')
  })

  test('lists what was pulled into the workbook', async () => {
    await opened.pane.getByRole('tab', { name: 'Workbook' }).click()
    await opened.pane.getByRole('list', { name: 'Pulled tables' }).waitFor()
    await button('Refresh the workbook').click()
    await said(/edits that were not published/)
    await expectFitFor('workbook')
  })
})

describe('the workbook, saved as .xlsx', () => {
  let path: string
  let sheets: readonly SavedSheet[]
  const sheet = (name: string) => {
    const found = sheets.find((each) => each.name === name)
    if (!found) throw new Error(`The file has no sheet ${name}`)
    return found
  }
  const shown = () => sheets.filter(({ isHidden }) => !isHidden)
  /** The cells below a table’s header: the last cell with this text, as the block above may have it too. */
  const below = ({ cells }: SavedSheet, header: string) => {
    const at = cells.findLast(({ value }) => value === header)
    return cells.filter(({ row, column }) => at && column === at.column && row > at.row)
  }

  beforeAll(async () => {
    path = await saveWorkbook(opened, pictures)
    sheets = await readSaved(path)
  })

  test('holds what was pulled, and what the add-in keeps for itself out of sight', () => {
    const trades = `Trades ${household.reference}`
    expect(shown().map(({ name }) => name)).toEqual([
      'Sheet1',
      'Drift',
      `Holdings ${household.reference}`,
      trades,
      `Targets ${MODEL}`,
      'Conflict',
    ])
    expect(sheets.find(({ name }) => name === 'Evenkeel baselines')?.isHidden).toBe(true)
  })

  test('runs no client’s name as a formula', () => {
    const [hostile] = below(sheet('Drift'), 'Household').filter(({ value }) => String(value).startsWith('='))
    expect(hostile).toMatchObject({ value: HOSTILE_NAME, formula: undefined, format: '@' })
    const formulas = shown().flatMap(({ name, cells }) =>
      cells.filter(({ formula }) => formula).map(() => name),
    )
    expect([...new Set(formulas)]).toEqual([`Targets ${MODEL}`])
    // [@Column] is how Excel shows it; a file with it is one that Excel calls damaged.
    const written = sheet(`Targets ${MODEL}`).cells.map(({ formula }) => formula ?? '')
    expect(written.filter((formula) => formula.includes('[@'))).toEqual([])
    expect(written.filter((formula) => formula.includes('[[#This Row],[Class]]')).length).toBeGreaterThan(5)
  })

  test('keeps account numbers and references as text, and figures as numbers with their formats', () => {
    const accounts = below(sheet(`Trades ${household.reference}`), 'Account').filter(({ value }) => value)
    expect(accounts.length).toBeGreaterThan(10)
    for (const cell of accounts) expect(cell).toMatchObject({ value: expect.any(String), format: '@' })
    for (const cell of below(sheet('Drift'), 'Reference')) expect(cell.format).toBe('@')
    const formatsOf = (name: string, header: string) =>
      new Set(
        below(sheet(name), header)
          .filter(({ value }) => typeof value === 'number')
          .map(({ format }) => format),
      )
    expect(formatsOf('Drift', 'Weight')).toEqual(new Set(['0.00%']))
    expect(formatsOf('Drift', 'Value ($)')).toEqual(new Set(['#,##0.00']))
  })

  test('has no column too narrow for its numbers', async () => {
    const texts = await opened.host(({ excel: { workbook } }) =>
      Object.fromEntries(
        workbook.sheets.map((each) => {
          const used = each.usedArea({ valuesOnly: true })
          const cells = used ? [...each.cellsIn(used)] : []
          return [
            each.name,
            cells.map(({ row, column }) => [row, column, workbook.text(each, row, column)] as const),
          ]
        }),
      ),
    )
    const narrow = shown().flatMap(({ name, cells, widths }) => {
      const isNumber = new Set(
        cells.filter(({ value }) => typeof value === 'number').map(({ row, column }) => `${row},${column}`),
      )
      return (texts[name] ?? [])
        .filter(([row, column, text]) => {
          const width = widths[column] ?? 8
          return isNumber.has(`${row},${column}`) && width > 1 && text.length + 1 > width
        })
        .map(([row, column, text]) => `${name}!${String.fromCharCode(65 + column)}${row + 1} ${text}`)
    })
    expect(narrow).toEqual([])
  })

  test('is laid out by LibreOffice, where that is installed', async () => {
    const pages = await photograph(path, pictures)
    if (pages === null) return void console.info('not run: LibreOffice or pdftoppm is not installed')
    expect(pages.length).toBeGreaterThanOrEqual(shown().length - 1)
  }, 120_000)
})
