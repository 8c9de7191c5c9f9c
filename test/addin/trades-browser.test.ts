import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { pino } from 'pino'
import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCertificate } from '../../server/certificate.ts'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startHttp, type HttpServer } from '../../server/http.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const pictureFolder = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'

let server: TestServer
let http: HttpServer
let workbench: Workbench
let opened: OpenPane
let ada: string
let ben: string
let household: { id: string; reference: string; name: string }
let proposalId: string

beforeAll(async () => {
  server = await startTestServer()
  http = server.http
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  household = await householdWithBothSides()
  workbench = await startWorkbench({ viewport: { width: 1700, height: 900 } })
  workbench.context.setDefaultTimeout(10_000)
  opened = await openPane()
})

afterAll(async () => {
  await workbench?.close()
  await http?.close()
  await server?.database.close()
})

/** Stops the server, which forgets everything that is not in its database, and starts another on the same ports. */
async function restartServer(whileDown: () => Promise<void>) {
  const { port, httpsPort } = http
  await http.close()
  await whileDown()
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-home-'))
  http = await startHttp({
    database: server.database,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port,
    httpsPort,
    home,
    certificate: await loadCertificate({ home, tls: null }, new Date()),
    pages: resolve('dist'),
    version: 'test',
  })
}

const openPane = () => workbench.openPane(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
const button = (name: string | RegExp, where = opened) =>
  where.pane.getByRole('button', { name, exact: true })
const said = (text: string | RegExp, where = opened) => where.pane.getByText(text).first().waitFor()
const sheetName = () => `Trades ${household.reference}`

/** What the server says, asked by a second client without the pane. */
async function ask(query: string, variables: object = {}, token = ben): Promise<any> {
  const { data, errors } = await server.query(token, query, variables)
  expect(errors).toBeUndefined()
  return data
}

/** A household whose proposal both sells and buys at least twice. */
async function householdWithBothSides() {
  const { households } = await ask(
    '{ households(first: 100) { edges { node { id reference name model { id } } } } }',
  )
  for (const { node } of households.edges.filter((edge: any) => edge.node.model)) {
    const { rebalanceHousehold } = await ask(
      `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
        ... on RebalanceHouseholdPayload { proposal { id trades { side shares } } }
      } }`,
      { input: { clientMutationId: randomUUID(), householdId: node.id } },
    )
    const { id, trades } = rebalanceHousehold.proposal
    const large = (side: string) =>
      trades.filter((each: any) => each.side === side && Number(each.shares) > 3)
    if (large('SELL').length < 1 || large('BUY').length < 3) continue
    proposalId = id
    return node
  }
  throw new Error('No household of the demonstration firm sells and buys enough')
}

async function proposalNow(): Promise<any> {
  const { proposal } = await ask(
    `query ($id: ID!) { proposal(id: $id) {
      version state taxCost turnoverValue
      trades { id side shares price value reason note editedBy account { accountNumber } security { symbol } lots { shares } }
    } }`,
    { id: proposalId },
  )
  return proposal
}

/** A change by a second client, without a workbook. */
async function reviseAsBen(edits: object[]) {
  const { version } = await proposalNow()
  const { reviseProposal } = await ask(
    `mutation ($input: ReviseProposalInput!) { reviseProposal(input: $input) {
      __typename ... on ReviseProposalPayload { verdicts { accepted message } }
    } }`,
    { input: { clientMutationId: randomUUID(), proposalId, expectedVersion: version, edits } },
  )
  expect(reviseProposal).toMatchObject({ __typename: 'ReviseProposalPayload' })
  expect(reviseProposal.verdicts.every(({ accepted }: any) => accepted)).toBe(true)
}

/** The rows of the table of trades as a person reads them, by header. */
const rows = (where = opened): Promise<Record<string, string>[]> =>
  where.host(({ excel }) => {
    const table = excel.workbook.tables.find(({ name }) => name.startsWith('EvenkeelTrades'))
    if (!table) throw new Error('There is no table of trades')
    const { sheet, area } = table
    const text = (row: number, column: number) =>
      excel.workbook.text(sheet, area.row + row, area.column + column)
    return Array.from({ length: area.rows - 1 }, (_, row) =>
      Object.fromEntries(
        Array.from({ length: area.columns }, (__, column) => [text(0, column), text(row + 1, column)]),
      ),
    )
  })

/** Types into the row that shows these words, in the column of this header. */
const type = (words: Record<string, string>, header: string, typed: string, where = opened) =>
  where.host(
    ({ excel }, asked) => {
      const table = excel.workbook.tables.find(({ name }) => name.startsWith('EvenkeelTrades'))
      if (!table) throw new Error('There is no table of trades')
      const { sheet, area } = table
      const text = (row: number, column: number) =>
        excel.workbook.text(sheet, area.row + row, area.column + column)
      const headers = Array.from({ length: area.columns }, (_, column) => text(0, column))
      for (let row = 1; row < area.rows; row += 1) {
        const isRow = Object.entries(asked.words).every(
          ([name, word]) => text(row, headers.indexOf(name)) === word,
        )
        if (!isRow) continue
        const letter = String.fromCharCode(65 + area.column + headers.indexOf(asked.header))
        excel.user.type(`'${sheet.name}'!${letter}${area.row + row + 1}`, asked.typed)
        return
      }
      throw new Error(`No row ${JSON.stringify(asked.words)}`)
    },
    { words, header, typed },
  )

const SIDES: Readonly<Record<string, string>> = { SELL: 'Sell', BUY: 'Buy' }
const wordsOf = ({ account, side, security }: any) => ({
  Row: 'Trade',
  Account: account.accountNumber,
  Side: SIDES[side] ?? '',
  Symbol: security.symbol,
})
const rowOf = async (trade: any, where = opened) =>
  (await rows(where)).find((row) =>
    Object.entries(wordsOf(trade)).every(([name, word]) => row[name] === word),
  )
const newRow = { Row: 'New', Symbol: '', Account: '' }
const find = (trades: any[], id: string) => trades.find((each) => each.id === id)
const fewer = (shares: string, by = 1) => String(Number(shares) - by)
const buysOf = ({ trades }: any) =>
  trades.filter((each: any) => each.side === 'BUY' && Number(each.shares) > 2)

async function expectAccessible(where = opened) {
  const axe = new AxeBuilder({ page: where.page }).include('#pane iframe')
  const { violations } = await axe.exclude(['#pane iframe', '[data-tabster-dummy]']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

async function signIn(token: string, where = opened) {
  await where.pane.getByLabel('Token').fill(token)
  await where.pane.getByRole('button', { name: 'Sign in' }).click()
  await where.pane.getByRole('tab', { name: 'Households' }).click()
  await where.pane.getByRole('searchbox').waitFor()
}

async function openHousehold(where = opened) {
  await where.pane.getByRole('searchbox').fill(household.reference)
  await where.pane.getByText(/^1 household found/).waitFor()
  await where.pane.getByRole('list', { name: 'Households by drift' }).getByRole('button').first().click()
  await where.pane.getByRole('heading', { level: 1, name: household.name }).waitFor()
}

const pushButton = (where = opened) => button('Push edits', where)
async function push(where = opened) {
  await pushButton(where).click()
}

/** The next answer to a push is lost on its way back: the server has done it, the pane cannot know. */
async function loseNextAnswer() {
  let isLost = false
  const lose = async (route: Route) => {
    if (isLost || !route.request().postData()?.includes('mutation ReviseProposal')) return route.continue()
    isLost = true
    await route.fetch()
    return route.abort('connectionreset')
  }
  await workbench.context.route('**/graphql', lose)
  return () => workbench.context.unroute('**/graphql', lose)
}

describe('an advisor with the trades of a household in a sheet', () => {
  test('pulls the proposal: each trade with its reason, its lots below it', async () => {
    await signIn(ada)
    await openHousehold()
    await button('Edit trades in a sheet').click()
    await said(`now in sheet “${sheetName()}”`)
    const { trades, taxCost } = await proposalNow()
    const all = await rows()
    const ofTrades = all.filter((row) => row['Row'] === 'Trade')
    expect(ofTrades.map((row) => [row['Account'], row['Side'], row['Symbol'], row['Reason']])).toEqual(
      trades.map((each: any) => [
        each.account.accountNumber,
        SIDES[each.side],
        each.security.symbol,
        each.reason,
      ]),
    )
    const lots = trades.flatMap((each: any) => each.lots)
    expect(all.filter((row) => row['Row'] === 'Lot')).toHaveLength(lots.length)
    for (const row of all) expect(row['Reason']).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
    expect(await blockFigure('Estimated tax ($)')).toBeCloseTo(Number(taxCost), 2)
    await expectAccessible()
    await pushButton().scrollIntoViewIfNeeded()
    await opened.screenshot('sheet-trades')
  })

  test('changes one, notes one, strikes one, adds one, and goes too far with one: each row has its answer', async () => {
    const before = await proposalNow()
    const [changed, noted, struck] = buysOf(before)
    const sale = before.trades.find((each: any) => each.side === 'SELL' && Number(each.shares) > 3)
    await type(wordsOf(changed), 'Shares', fewer(changed.shares))
    await type(wordsOf(noted), 'Note', 'Call first.')
    await type(wordsOf(struck), 'Strike', 'yes')
    await type(wordsOf(sale), 'Shares', '10000000')
    const other = before.trades.find(
      (each: any) => each.account.accountNumber !== changed.account.accountNumber,
    )
    const number = (other ?? changed).account.accountNumber
    await type(newRow, 'Shares', '1')
    await type({ ...newRow, Shares: '1.00' }, 'Symbol', 'NOPE')
    await type({ Row: 'New', Symbol: 'NOPE' }, 'Account', number)
    await type({ Row: 'New', Symbol: 'NOPE' }, 'Side', 'Buy')
    await push()
    await said(/3 edits accepted, 2 refused; each row says why/)

    const after = await proposalNow()
    expect(after.version).toBe(before.version + 1)
    expect(find(after.trades, changed.id)).toMatchObject({ shares: fewer(changed.shares), editedBy: 'ada' })
    expect(find(after.trades, noted.id)).toMatchObject({ shares: noted.shares, note: 'Call first.' })
    expect(find(after.trades, struck.id)).toBeUndefined()
    expect(find(after.trades, sale.id)).toMatchObject({ shares: sale.shares })

    expect(await rowOf(changed)).toMatchObject({ Status: 'Accepted' })
    expect(await rowOf(noted)).toMatchObject({ Status: 'Accepted' })
    expect(await rowOf(struck)).toMatchObject({ Strike: 'yes', Shares: '0.00', Status: 'Accepted' })
    const refusedRow = await rowOf(sale)
    expect(refusedRow).toMatchObject({ Shares: '10,000,000.00' })
    expect(refusedRow?.['Status']).toMatch(/^Refused: .+\.$/)
    const added = (await rows()).find((row) => row['Symbol'] === 'NOPE')
    expect(added?.['Status']).toBe('Refused: NOPE is neither held nor in the model.')
    expect(await blockFigure('Estimated tax ($)')).toBeCloseTo(Number(after.taxCost), 2)
    expect(await blockFigure('Turnover ($)')).toBeCloseTo(Number(after.turnoverValue), 2)
    await expectAccessible()
    await opened.screenshot('sheet-trades-pushed')
  })

  test('puts the refused rows right, and pushes twice to one effect', async () => {
    const before = await proposalNow()
    const sale = before.trades.find((each: any) => each.side === 'SELL' && Number(each.shares) > 3)
    await type(wordsOf(sale), 'Shares', String(Number(sale.shares)))
    for (const header of ['Account', 'Side', 'Shares']) await type({ Row: 'New', Symbol: 'NOPE' }, header, '')
    await type({ Row: 'New', Symbol: 'NOPE' }, 'Symbol', '')
    const [buy] = buysOf(before)
    await type(wordsOf(buy), 'Shares', fewer(buy.shares))
    await push()
    await said('1 edit accepted.')
    await push()
    await said('Nothing was changed in the sheet since it was pulled.')
    const after = await proposalNow()
    expect(after.version).toBe(before.version + 1)
    expect(find(after.trades, buy.id).shares).toBe(fewer(buy.shares))
  })

  test('loses an answer and reloads the pane: the same push again has one effect', async () => {
    const before = await proposalNow()
    const [buy] = buysOf(before)
    await type(wordsOf(buy), 'Shares', fewer(buy.shares))
    const stop = await loseNextAnswer()
    await push()
    await said(/Your edits are kept in the sheet. Whether they arrived is not known yet/)
    await stop()
    expect((await proposalNow()).version).toBe(before.version + 1)

    opened = { ...opened, pane: await opened.reopenPane() }
    await signIn(ada)
    await openHousehold()
    await said(/a push is still without its answer/)
    await push()
    await said('1 edit accepted.')
    const after = await proposalNow()
    expect(after.version).toBe(before.version + 1)
    expect(find(after.trades, buy.id).shares).toBe(fewer(buy.shares))
    expect(await rowOf(buy)).toMatchObject({ Status: 'Accepted' })
  })

  test('is cut off, and told so; nothing is lost, and it goes through when the server is back', async () => {
    const before = await proposalNow()
    const [buy] = buysOf(before)
    await type(wordsOf(buy), 'Note', 'Typed without a network')
    await workbench.context.setOffline(true)
    await push()
    await said(/The Evenkeel server does not answer.*Your edits are kept/)
    await opened.screenshot('pane-push-unanswered')
    await workbench.context.setOffline(false)
    await button('Try again').click()
    await said('1 edit accepted.')
    const after = await proposalNow()
    expect(find(after.trades, buy.id).note).toBe('Typed without a network')
    expect(after.version).toBe(before.version + 1)
  })

  test('pushes into a server that was restarted in between', async () => {
    const before = await proposalNow()
    const [buy] = buysOf(before)
    await type(wordsOf(buy), 'Note', 'Typed while it was down')
    await restartServer(async () => {
      await push()
      await said(/does not answer.*Your edits are kept/)
    })
    await button('Try again').click()
    await said('1 edit accepted.')
    const after = await proposalNow()
    expect(after.version).toBe(before.version + 1)
    expect(find(after.trades, buy.id).note).toBe('Typed while it was down')
  })

  test('is asked to sign in again when the token has expired, and then pushes what was typed', async () => {
    const before = await proposalNow()
    const [buy] = buysOf(before)
    await type(wordsOf(buy), 'Note', 'Typed with an old token')
    const refuse = (route: Route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/json',
        body: JSON.stringify({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }),
      })
    await workbench.context.route('**/graphql', refuse)
    await push()
    await said(/What you typed is still in the sheet/)
    await workbench.context.unroute('**/graphql', refuse)
    await signIn(ada)
    await openHousehold()
    await push()
    await said('1 edit accepted.')
    expect(find((await proposalNow()).trades, buy.id).note).toBe('Typed with an old token')
  })
})

describe('a colleague in a workbook of their own', () => {
  let bens: OpenPane

  beforeAll(async () => {
    bens = await openPane()
    await signIn(ben, bens)
    await openHousehold(bens)
    await button('Edit trades in a sheet', bens).click()
    await said(`now in sheet “${sheetName()}”`, bens)
  })

  afterAll(() => bens.close())

  test('who pushes second sees three editions, keeps theirs or mine by one choice, and loses nothing', async () => {
    const before = await proposalNow()
    const [both, hers, his] = buysOf(before)
    await type(wordsOf(both), 'Shares', fewer(both.shares))
    await type(wordsOf(hers), 'Note', 'hers')
    await push()
    await said('2 edits accepted.')

    await type(wordsOf(both), 'Shares', fewer(both.shares, 2), bens)
    if (his) await type(wordsOf(his), 'Note', 'his', bens)
    await push(bens)
    await said('A colleague changed this proposal', bens)
    const changed = bens.pane.getByRole('list', { name: 'Changed trades' }).getByRole('listitem')
    const contested = await changed.first().textContent()
    for (const shares of [both.shares, fewer(both.shares), fewer(both.shares, 2)]) {
      expect(contested).toContain(`${shares} shares`)
    }
    await expectAccessible(bens)
    await bens.screenshot('pane-trades-conflict')
    await button('Keep mine and push', bens).click()
    await said(/edits? accepted\./, bens)
    const after = await proposalNow()
    expect(find(after.trades, both.id)).toMatchObject({ shares: fewer(both.shares, 2), editedBy: 'ben' })
    expect(find(after.trades, hers.id).note).toBe('hers')
    if (his) expect(find(after.trades, his.id).note).toBe('his')
    expect(await rowOf(hers, bens)).toMatchObject({ Note: 'hers' })
  })

  test('whose change stands is followed, and what gave way is still named in its row', async () => {
    const before = await proposalNow()
    const [both] = buysOf(before)
    await type(wordsOf(both), 'Note', 'mine', bens)
    await reviseAsBen([{ rowKey: '1', tradeId: both.id, shares: both.shares, note: 'from elsewhere' }])
    await push(bens)
    await said('A colleague changed this proposal', bens)
    await button('Keep theirs', bens).click()
    await said('Nothing was left to push', bens)
    expect(await rowOf(both, bens)).toMatchObject({
      Note: 'from elsewhere',
      Status: `Theirs stands; you had ${both.shares}, “mine”`,
    })
    expect(find((await proposalNow()).trades, both.id).note).toBe('from elsewhere')
  })
})

describe('the workbook, refreshed and frozen', () => {
  test('refuses to write over edits that were not pushed, and asks', async () => {
    const [buy] = buysOf(await proposalNow())
    await type(wordsOf(buy), 'Note', 'not pushed')
    await opened.pane.getByRole('tab', { name: 'Workbook' }).click()
    await opened.pane.getByRole('heading', { level: 1, name: 'This workbook' }).waitFor()
    await button(`Refresh ${sheetName()}`).click()
    await said(/has edits that were not pushed/)
    expect(await rowOf(buy)).toMatchObject({ Note: 'not pushed' })
    await expectAccessible()
    await opened.screenshot('pane-workbook-unsaved')
    await button('Give them up and refresh').click()
    await said(/rows? changed|Up to date/)
    const now = await proposalNow()
    expect(await rowOf(buy)).toMatchObject({ Note: find(now.trades, buy.id).note ?? '' })
  })

  test('follows the server in every table at once, in place, marking what changed', async () => {
    await opened.pane.getByRole('tab', { name: 'Households' }).click()
    await opened.pane.getByRole('searchbox').fill('')
    await button('Pull into a sheet').click()
    await button('Pull', opened).click()
    await said(/rows now in sheet “Drift”/)
    const { household: now } = await ask(
      'query ($id: ID!) { household(id: $id) { drift { classes { name value } } } }',
      { id: household.id },
    )
    expect(now.drift.classes.length).toBeGreaterThan(0)
    const [buy] = buysOf(await proposalNow())
    await reviseAsBen([{ rowKey: '1', tradeId: buy.id, shares: buy.shares, note: 'changed meanwhile' }])
    // A person's formula against the table, and a value of ours that has gone wrong.
    await opened.host(({ excel }) => {
      excel.user.type('Sheet1!A1', '=SUM(EvenkeelDrift)')
      excel.user.type('Drift!F6', '12345')
    })
    await opened.pane.getByRole('tab', { name: 'Workbook' }).click()
    await button('Refresh the workbook').click()
    await expect
      .poll(() => opened.pane.getByText(/1 row changed; what changed is marked/).count(), { timeout: 10_000 })
      .toBe(2)
    expect(await rowOf(buy)).toMatchObject({ Note: 'changed meanwhile' })
    const { formula, fill, value } = await opened.host(({ excel }) => ({
      formula: excel.workbook.sheet('Sheet1')?.cell(0, 0)?.formula,
      fill: excel.workbook.sheet('Drift')?.styleAt(5, 5).fill,
      value: excel.workbook.sheet('Drift')?.cell(5, 5)?.value,
    }))
    expect(formula).toBe('=SUM(EvenkeelDrift)')
    expect(fill).toBe('#FFF2CC')
    expect(value).not.toBe(12345)
    await expectAccessible()
    await opened.screenshot('pane-workbook-refreshed')
  })

  test('is frozen to plain values with a line that says so', async () => {
    await button('Freeze Drift').click()
    await said('Frozen to plain values.')
    const { line, tables } = await opened.host(({ excel }) => ({
      line: excel.workbook.sheet('Drift')?.cell(3, 0)?.value,
      tables: excel.workbook.tables.map(({ name }) => name),
    }))
    expect(line).toMatch(/^Frozen on \d{4}-\d\d-\d\d \d\d:\d\d UTC by ada; not refreshed$/)
    expect(tables.filter((name) => name === 'EvenkeelDrift')).toEqual([])
    await button('Look again').click()
    await expect.poll(() => button('Freeze Drift').count()).toBe(0)
  })

  test('left nothing tracked, guessed or simulated beyond what the host knows', async () => {
    // Excel.run gives its ranges back in a request of its own, a moment after it has ended.
    await expect.poll(() => opened.host(({ excel }) => excel.statistics.referencesLeft)).toBe(0)
    const left = await opened.host(({ excel }) => ({
      nullObjectWrites: excel.nullObjectWrites,
      notSimulated: excel.notSimulated,
      faults: excel.simulatorFaults,
    }))
    expect(left).toEqual({ nullObjectWrites: [], notSimulated: [], faults: [] })
  })
})

describe('the new screens of 320 pixels', () => {
  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['high contrast', { colorScheme: 'dark', forcedColors: 'active' }],
  ] as const)('can be used by everybody in %s', async (look, media) => {
    await mkdir(pictureFolder, { recursive: true })
    const page = await workbench.context.newPage()
    await page.setViewportSize({ width: 320, height: 720 })
    await page.emulateMedia(media)
    await page.goto(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
    await page.getByLabel('Token').fill(ada)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await page.screenshot({ path: join(pictureFolder, `pane-320-${look.replace(' ', '-')}-${screen}.png`) })
    }
    await page.getByRole('tab', { name: 'Workbook' }).click()
    await page.getByText('This page is not open inside Excel, so there is no workbook.').waitFor()
    await check('workbook')
    await page.getByRole('tab', { name: 'Households' }).click()
    await page.getByRole('searchbox').fill(household.reference)
    await page.getByText(/^1 household found/).waitFor()
    await page.getByRole('list', { name: 'Households by drift' }).getByRole('button').first().click()
    await page.getByRole('button', { name: 'Edit trades in a sheet' }).scrollIntoViewIfNeeded()
    await check('trades')
    await page.close()
  })
})

test('paints within a second, and not only that it is starting', async () => {
  const loads: { first: number; form: number }[] = []
  for (let load = 0; load < 3; load += 1) {
    const page = await workbench.context.newPage()
    await page.goto(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
    await page.getByLabel('Token').waitFor()
    loads.push(
      await page.evaluate(async () => {
        const largest = new Promise<number>((told) => {
          const observer = new PerformanceObserver((list) => told(list.getEntries().at(-1)?.startTime ?? 0))
          observer.observe({ type: 'largest-contentful-paint', buffered: true })
        })
        const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
        return { first, form: await largest }
      }),
    )
    await page.close()
  }
  const sorted = (kind: 'first' | 'form') => loads.map((load) => load[kind]).sort((one, two) => one - two)
  const [first = 0, medianFirst = 0] = sorted('first')
  const [form = 0, medianForm = 0] = sorted('form')
  const told = `first paint ${Math.round(medianFirst)} ms, sign-in form ${Math.round(medianForm)} ms`
  console.info(`${told} after the pane was opened, medians of three loads`)
  // The best of three, so that a machine busy with other tests fails nothing that is fast.
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(1_000)
  expect(form).toBeGreaterThanOrEqual(first)
  expect(form).toBeLessThan(1_000)
})

/** A figure of the block above the trades, by its label. */
async function blockFigure(label: string): Promise<number> {
  const text = await opened.host(
    ({ excel }, asked) => {
      const sheet = excel.workbook.sheet(asked.sheetName)
      if (!sheet) throw new Error('There is no sheet of trades')
      for (let row = 0; row < 40; row += 1) {
        for (let column = 0; column < 16; column += 1) {
          if (sheet.cell(row, column)?.value === asked.label) {
            return excel.workbook.text(sheet, row, column + 1)
          }
        }
      }
      return ''
    },
    { sheetName: sheetName(), label },
  )
  return Number(text.replaceAll(',', ''))
}
