import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import {
  ask,
  cellOf,
  householdWithTrades,
  readModel,
  readProposal,
  siblings,
  wordsOfTrade,
} from './advisor.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const MODEL = 'Growth'
/** More controls than page and pane have between one and any other. */
const MOST_STEPS = 150

let server: TestServer
let workbench: Workbench
let opened: OpenPane
let ada: string
/** Another client, that reads and has neither pane nor workbook. */
let ben: string
let household: { reference: string; name: string }
let proposalId: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  ;({ household, proposalId } = await householdWithTrades(server, ben, { buys: 2 }))
  workbench = await startWorkbench({ viewport: { width: 1400, height: 860 } })
  workbench.context.setDefaultTimeout(10_000)
  opened = await workbench.openPane(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
  await opened.pane.getByLabel('Token').waitFor()
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const press = async (...keys: string[]) => {
  for (const key of keys) await opened.page.keyboard.press(key)
}
const type = (text: string) => opened.page.keyboard.type(text)

/** What has the focus, in the pane or around it, as a screen reader would name it. */
async function focused(): Promise<string> {
  const name = () => {
    const element = document.activeElement as HTMLInputElement | null
    if (element === document.body) return ''
    const label = element?.labels?.[0]?.textContent
    return `${element?.id ?? ''} ${element?.ariaLabel ?? label ?? element?.textContent ?? ''}`.trim()
  }
  const isInPane = await opened.page.evaluate(() => document.activeElement?.tagName === 'IFRAME')
  return isInPane ? `pane: ${await opened.pane.evaluate(name)}` : opened.page.evaluate(name)
}

/** Presses Tab, or Shift+Tab, until this has the focus. */
async function tabTo(wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const name = await focused()
    if (wanted.test(name)) return
    passed.push(name)
    await press(key)
  }
  throw new Error(`Tab never comes to ${wanted}, only to ${[...new Set(passed)].join(' | ')}`)
}

/** A section of the pane by its tab: the arrows choose among tabs. */
async function showSection(name: string): Promise<void> {
  await goToPane()
  await tabTo(/^pane: .*(Queue|Households|Models|Batches|Workbook)$/)
  for (let step = 0; step < 5 && !(await focused()).endsWith(name); step += 1) await press('ArrowRight')
  await press('Enter')
}

/** To the first control of the pane, from wherever. */
async function goToPane(): Promise<void> {
  await goToSheet()
  await press('F6')
  await expect.poll(focused, { timeout: 10_000 }).toMatch(/^pane: ./)
}

/** Out of the pane by the key that leaves it in Excel as well. */
async function goToSheet(): Promise<void> {
  if ((await focused()).startsWith('pane: ')) await press('Control+F6')
  await expect.poll(focused, { timeout: 10_000 }).toMatch(/^sheet /)
}

/** Goes to a cell by the arrows and types into it, as a person does. */
async function typeInto(cell: { row: number; column: number }, text: string): Promise<void> {
  await goToSheet()
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { row, column } = await opened.host(({ grid }) => grid.selection.active)
    if (row === cell.row && column === cell.column) break
    if (row !== cell.row) await press(row < cell.row ? 'ArrowDown' : 'ArrowUp')
    else await press(column < cell.column ? 'ArrowRight' : 'ArrowLeft')
  }
  await type(text)
  await press('Enter')
}

/** Finds a button of the pane by Tab and presses it. */
async function pressButton(name: RegExp): Promise<void> {
  await goToPane()
  await tabTo(name)
  await press('Enter')
}

const shown = ({ row, column, sheetName }: { row: number; column: number; sheetName: string }) =>
  opened.host(
    ({ excel: { workbook } }, at) => {
      const sheet = workbook.sheet(at.sheetName)
      return sheet ? workbook.text(sheet, at.row, at.column) : ''
    },
    { row, column, sheetName },
  )

describe('by keyboard alone', () => {
  test('an advisor signs in', async () => {
    await tabTo(/^pane: .*Token/)
    await type(ada)
    await press('Enter')
    await opened.pane.getByRole('listitem').first().waitFor()
  })

  test('leaves the pane by Tab at its end, Shift+Tab before its start and Escape, and comes back', async () => {
    await goToPane()
    await tabTo(/^sheet /, 'Shift+Tab')
    await goToPane()
    await tabTo(/^sheet /)
    await goToPane()
    await press('Escape')
    await expect.poll(focused, { timeout: 10_000 }).toMatch(/^sheet /)
    await goToPane()
  })

  test('goes through the queue by arrows, ticks a household and starts a run for it', async () => {
    const { queuedHouseholds } = await ask(
      server,
      ben,
      '{ queuedHouseholds(first: 2) { edges { node { household { name } } } } }',
    )
    const [first, second] = queuedHouseholds.edges.map(({ node }: any) => node.household.name)
    await tabTo(new RegExp(`^pane: ${first}$`))
    await press('ArrowDown')
    await expect.poll(focused).toBe(`pane: ${second}`)
    await tabTo(new RegExp(`^pane: .*Select ${second}`), 'Shift+Tab')
    await press('Space')
    await said('1 selected')
    await tabTo(/^pane: Rebalance…$/)
    await press('Enter')
    await opened.pane.getByRole('heading', { level: 1, name: 'Rebalance many' }).waitFor()
    await expect.poll(focused).toBe('pane: Rebalance many')
    await tabTo(/^pane: Start$/)
    await press('Enter')
    await opened.pane.getByRole('heading', { level: 1, name: '1 household, everything, to target' }).waitFor()
    await tabTo(/^pane: Stop$/)
    await press('Enter')
    await said('Stopped')
  })

  test('changes a trade, notes one, is held back by the cell’s own rule, and pushes', async () => {
    const before = await readProposal(server, ben, proposalId)
    const [changed, noted] = before.trades.filter(
      (each: any) => each.side === 'BUY' && Number(each.shares) > 3,
    )
    await showSection('Households')
    await tabTo(/^pane: .*Search households/)
    await type(household.reference)
    await said(/^1 household found/)
    await tabTo(new RegExp(`^pane: .*${household.name}.*${household.reference}`))
    await press('Enter')
    await opened.pane.getByRole('heading', { level: 1, name: household.name }).waitFor()
    await said('Edit trades in a sheet')
    await tabTo(/^pane: .*Edit trades in a sheet/)
    await press('Enter')
    await said(/now in sheet “Trades/)

    const shares = await cellOf(opened, 'EvenkeelTrades', wordsOfTrade(changed), 'Shares')
    await typeInto(shares, 'many')
    expect(await opened.page.getByRole('dialog').textContent()).toContain('Type how many shares')
    await press('Escape')
    expect(await shown(shares)).toBe(shares.text)
    await typeInto(shares, String(Number(changed.shares) - 1))
    const note = await cellOf(opened, 'EvenkeelTrades', wordsOfTrade(noted), 'Note')
    await typeInto(note, 'Call first.')
    expect(await shown(note)).toBe('Call first.')
    await pressButton(/^pane: .*Push edits/)
    await said('2 edits accepted.')

    const after = await readProposal(server, ben, proposalId)
    const now = (id: string) => after.trades.find((each: any) => each.id === id)
    expect(after.version).toBe(before.version + 1)
    expect(now(changed.id)).toMatchObject({ shares: String(Number(changed.shares) - 1), editedBy: 'ada' })
    expect(now(noted.id)).toMatchObject({ note: 'Call first.', shares: noted.shares })
  })

  test('moves a point between two classes, is held back by the cell’s own rule, and publishes', async () => {
    const before = await readModel(server, ben, MODEL)
    const { from, to } = siblings(before)
    await showSection('Models')
    await said(MODEL)
    await tabTo(new RegExp(`^pane: .*${MODEL} ?Version`))
    await press('Enter')
    await opened.pane.getByRole('heading', { level: 1, name: MODEL, exact: true }).waitFor()
    await said('Pull into a sheet')
    await tabTo(/^pane: .*Pull into a sheet/)
    await press('Enter')
    await said('All targets sum to 100%.')

    const target = (name: string) => cellOf(opened, 'EvenkeelTargets', { Class: name, Symbol: '' }, 'Target')
    const first = await target(from.name)
    await typeInto(first, '150%')
    expect(await opened.page.getByRole('dialog').textContent()).toContain(
      'Type a percentage from 0% to 100%.',
    )
    await press('Escape')
    expect(await shown(first)).toBe(first.text)
    await typeInto(first, `${(Number(from.target) - 0.01) * 100}%`)
    await said(/sum to .*, 1% short/)
    await typeInto(await target(to.name), `${(Number(to.target) + 0.01) * 100}%`)
    await said('All targets sum to 100%.')
    await goToPane()
    await tabTo(/^pane: .*Rationale/)
    await type('One point over.')
    await tabTo(/^pane: .*Publish/)
    await press('Enter')
    await said(/Published as version 2/)

    const now = await readModel(server, ben, MODEL)
    expect(now).toMatchObject({ number: 2, author: 'ada', rationale: 'One point over.' })
    const targetOf = (name: string) => Number(now.nodes.find((each: any) => each.name === name).target)
    expect(targetOf(from.name)).toBeCloseTo(Number(from.target) - 0.01, 9)
    expect(targetOf(to.name)).toBeCloseTo(Number(to.target) + 0.01, 9)
  })
})
