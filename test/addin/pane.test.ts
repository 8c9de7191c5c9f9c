import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { AS_OF, fillRandomFirm } from '../monitoring/random-firm.ts'
import { newFirm } from '../firm.ts'
import { expectedDriftRows } from './expected-drift.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const BUILT_PANE = join(import.meta.dirname, '../../dist/addin')
/** Households of the demonstration firm. */
const HOUSEHOLDS = 24
const DEMONSTRATION_AS_OF = '2025-09-26'

const pictureFolder = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'

let server: TestServer
let workbench: Workbench
let opened: OpenPane
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token('ada', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  workbench = await startWorkbench({ viewport: { width: 1700, height: 900 } })
  opened = await openPane()
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

const openPane = () => workbench.openPane(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const heading = (name: string) => opened.pane.getByRole('heading', { level: 1, name })
const households = () => opened.pane.getByRole('list', { name: 'Households by drift' }).getByRole('listitem')

/** What the server says, asked without the pane. */
async function ask(query: string, variables?: object, asker = token): Promise<any> {
  const { data, errors } = await server.query(asker, query, variables)
  expect(errors).toBeUndefined()
  return data
}

async function expectAccessible() {
  const axe = new AxeBuilder({ page: opened.page }).include('#pane iframe')
  // Fluent's own sentinels that keep the focus inside; they hold nothing.
  const { violations } = await axe.exclude(['#pane iframe', '[data-tabster-dummy]']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** The texts that a person sees in a sheet's rows, counted from 0. */
const shownRows = (name: string, firstRow: number, rowCount: number, columnCount: number) =>
  opened.host(
    ({ excel }, asked) => {
      const sheet = excel.workbook.sheet(asked.name)
      if (!sheet) throw new Error(`There is no sheet ${asked.name}`)
      return Array.from({ length: asked.rowCount }, (_, row) =>
        Array.from({ length: asked.columnCount }, (__, column) =>
          excel.workbook.text(sheet, asked.firstRow + row, column),
        ),
      )
    },
    { name, firstRow, rowCount, columnCount },
  )

const sheetNames = () => opened.host(({ excel }) => excel.workbook.sheets.map(({ name }) => name))

async function signIn(typed: string) {
  const field = opened.pane.getByLabel('Token')
  await field.fill('')
  await field.pressSequentially(typed)
  await opened.pane.getByRole('button', { name: 'Sign in' }).click()
}

const showHouseholds = () => opened.pane.getByRole('tab', { name: 'Households' }).click()

describe('an advisor with the pane beside a workbook', () => {
  test('is told where the token stands, and in a sentence when it is wrong', async () => {
    await heading('Sign in to Evenkeel').waitFor()
    await expectAccessible()
    await signIn('not a token')
    await opened.pane.getByText('This is not a token: tokens begin with evk_').waitFor()
    await signIn(`${token}x`)
    expect(await opened.pane.getByRole('alert').textContent()).toContain('does not accept this token')
    await opened.screenshot('pane-wrong-token')
  })

  test('signs in, and sees households with the largest drift first', async () => {
    await signIn(token)
    await showHouseholds()
    await households().first().waitFor()
    const { households: expected } = await ask(
      '{ households(first: 5) { edges { node { name reference drift { largestDrift outOfBand } } } } }',
    )
    for (const [index, { node }] of expected.edges.entries()) {
      const text = await households().nth(index).textContent()
      expect(text).toContain(node.name)
      expect(text).toContain(node.reference)
      expect(text).toContain(`${(Number(node.drift.largestDrift) * 100).toFixed(2)} pts`)
      expect(text).toContain(node.drift.outOfBand > 0 ? 'Out of band' : 'In band')
    }
    await opened.pane.getByText(`${HOUSEHOLDS} households, largest drift first`).waitFor()
    await expectAccessible()
    await opened.screenshot('pane-households')
  })

  test('searches and filters, with counts that agree with the server', async () => {
    const { firm, found } = await ask(
      `query ($search: HouseholdFilter) {
        firm { householdsOutOfBand }
        found: households(first: 1, filter: $search) { totalCount edges { node { name reference } } }
      }`,
      { search: { search: 'EK-11', outOfBand: true } },
    )
    await button(`Out of band ${firm.householdsOutOfBand}`).click()
    await opened.pane.getByText(`${firm.householdsOutOfBand} households, largest drift first`).waitFor()
    await opened.pane.getByRole('searchbox').pressSequentially('EK-11')
    await opened.pane.getByText(new RegExp(`^${found.totalCount} households? found`)).waitFor()
    expect(await households().first().textContent()).toContain(found.edges[0].node.reference)

    await opened.pane.getByRole('searchbox').fill('nobody has this name')
    await opened.pane.getByText('No household matches “nobody has this name”.').waitFor()
    await opened.pane.getByRole('searchbox').fill('')
    await button(`All ${HOUSEHOLDS}`).click()
    await opened.pane.getByText(`${HOUSEHOLDS} households, largest drift first`).waitFor()
  })

  test('opens a household: classes against their bands, its accounts', async () => {
    const { households: first } = await ask(
      `{ households(first: 1) { edges { node {
          name accounts { accountNumber } drift { classes { name weight status } }
        } } } }`,
    )
    const { name, accounts, drift } = first.edges[0].node
    await households().first().getByRole('button').click()
    await heading(name).waitFor()
    const bars = opened.pane.getByRole('img')
    expect(await bars.count()).toBe(drift.classes.length)
    expect(await bars.first().getAttribute('aria-label')).toContain(drift.classes[0].name)
    for (const { accountNumber } of accounts) await opened.pane.getByText(accountNumber).first().waitFor()
    await expectAccessible()
    await opened.screenshot('pane-household')
  })

  test('asks for trades, and reads each with its reason as the server keeps it', async () => {
    await button('Propose trades').click()
    const trades = opened.pane.getByRole('list', { name: 'Proposed trades' }).getByRole('listitem')
    await trades.first().waitFor()
    const isInSight = () => trades.first().evaluate((row) => row.getBoundingClientRect().bottom < innerHeight)
    await expect.poll(isInSight).toBe(true)
    const { proposals } = await ask(
      '{ proposals { edges { node { author trades { side shares reason security { symbol } } } } } }',
    )
    expect(proposals.edges).toHaveLength(1)
    const { author, trades: kept } = proposals.edges[0].node
    expect(author).toBe('ada')
    expect(kept.length).toBeGreaterThan(0)
    expect(await trades.count()).toBe(kept.length)
    for (const [index, { side, shares, reason, security }] of kept.entries()) {
      const text = await trades.nth(index).textContent()
      expect(text).toContain(
        `${side === 'SELL' ? 'Sell' : 'Buy'} ${Number(shares).toLocaleString('en-US')} ${security.symbol}`,
      )
      expect(text).toContain(reason)
    }
    await expectAccessible()
    await trades.first().scrollIntoViewIfNeeded()
    await opened.screenshot('pane-proposal')
  })

  test('compares the best fit with the fewest trades, with the tax of each, and keeps neither', async () => {
    const { households: first } = await ask('{ households(first: 1) { edges { node { id } } } }')
    const { compareFits: expected } = await ask(
      `query ($input: PlanInput!) { compareFits(input: $input) { ... on FitComparison {
         bestFit { tradeCount taxCost nettedTax outOfBand } fewestTrades { tradeCount taxCost nettedTax outOfBand } } } }`,
      { input: { householdId: first.edges[0].node.id, scope: 'BAND' } },
    )
    await opened.pane.getByLabel('What to trade').selectOption('Everything, into band')
    await button('Compare the two').click()
    await opened.pane.getByText('Both were planned; nothing was kept.').waitFor()
    for (const [name, fit] of [
      ['Best fit', expected.bestFit],
      ['Fewest trades', expected.fewestTrades],
    ]) {
      const label = await opened.pane.getByText(new RegExp(`^${name}: `)).textContent()
      const dollars = Number(fit.nettedTax ?? fit.taxCost).toLocaleString('en-US', {
        style: 'currency',
        currency: 'USD',
      })
      expect(label).toMatch(new RegExp(`^${name}: ${fit.tradeCount} trades?, `))
      expect(label).toContain(`tax ${dollars}, ${fit.outOfBand} out of band`)
    }
    await expectAccessible()
    await opened.screenshot('pane-comparison')
    // What was compared is not what is chosen any more.
    await opened.pane.getByLabel('What to trade').selectOption('Everything, to target')
    await opened.pane.getByText(/^Best fit: /).waitFor({ state: 'detached' })
    expect((await ask('{ proposals { edges { node { id } } } }')).proposals.edges).toHaveLength(1)
  })

  test('plans a withdrawal with the fewest trades, once its amount is one', async () => {
    const { households: first } = await ask(
      '{ households(first: 1) { edges { node { accounts { accountNumber name } } } } }',
    )
    const [account] = first.edges[0].node.accounts
    await opened.pane.getByLabel('Cash to plan for').selectOption('A withdrawal')
    await opened.pane.getByLabel('Account').selectOption(`${account.accountNumber} · ${account.name}`)
    await opened.pane.getByLabel('Dollars').fill('a lot')
    await button('Propose trades').click()
    await opened.pane.getByText('Type dollars above zero, such as 12,500 or 12500.50.').waitFor()
    expect(await opened.pane.getByLabel('Dollars').getAttribute('aria-invalid')).toBe('true')
    await expectAccessible()
    await opened.pane.getByLabel('Dollars').fill('$2,500.50')
    await opened.pane.getByRole('radio', { name: 'Fewest trades' }).check()
    await button('Propose trades').click()
    await opened.pane.getByText(/fewest trades preferred/).waitFor()
    const { proposals } = await ask(
      '{ proposals(first: 1) { edges { node { preference scope dueBecause { code facts { name value } } } } } }',
    )
    expect(proposals.edges[0].node).toMatchObject({ preference: 'FEWEST_TRADES', scope: 'TARGET' })
    const due = proposals.edges[0].node.dueBecause.find(({ code }: any) => code === 'withdrawalDue')
    expect(due.facts).toContainEqual({ name: 'amount', value: '2500.50' })
    await opened.screenshot('pane-withdrawal')
  })

  test('shows why a proposal can be trusted, and warns of losses that are disallowed', async () => {
    const proof = {
      certificate: {
        __typename: 'Certificate',
        isOptimal: false,
        levels: [
          { level: 'CASH_SHORTFALL', gap: '0' },
          { level: 'BAND_VIOLATION', gap: '12.3' },
        ],
        causes: [{ sentence: 'Orders are in whole shares.' }],
      },
      taxReturns: [{ taxpayers: [{ reference: 'EK-1' }], nettedTaxBefore: '100', nettedTaxAfter: '1250.5' }],
      disallowedLosses: [
        {
          lotId: 'lot',
          shares: '5',
          loss: '77',
          isLostForGood: true,
          bought: '2025-09-10',
          account: { accountNumber: '1001' },
          security: { symbol: 'VTI' },
          blockerAccount: { accountNumber: '1002' },
          blockerSecurity: { symbol: 'ITOT' },
        },
      ],
    }
    // What only some households come to: the server's own answer, but for the proof.
    await workbench.context.route('**/graphql', async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      if (answer.data?.rebalanceHousehold) Object.assign(answer.data.rebalanceHousehold.proposal, proof)
      await route.fulfill({ response, json: answer })
    })
    await button('Propose trades').click()
    await opened.pane
      .getByText(
        'Within $12.30 of the best possible, counted in value outside bands. Orders are in whole shares.',
      )
      .waitFor()
    await workbench.context.unroute('**/graphql')
    await opened.pane
      .getByText('Year’s tax on gains, EK-1: $100.00 before, $1,250.50 after the trades')
      .waitFor()
    const warning = opened.pane.getByRole('group').filter({ hasText: 'Losses that cannot be used' })
    expect(await warning.last().textContent()).toContain(
      '$77.00 of loss on 5 VTI in 1001 is disallowed: ITOT is bought in 1002 on 2025-09-10. It is lost for good.',
    )
    await expectAccessible()
    await opened.screenshot('pane-proof')
    await opened.pane.getByLabel('Cash to plan for').selectOption('None')
  })

  test('pulls the household’s classes with the securities that fill them', async () => {
    const { households: first } = await ask(
      `{ households(first: 1) { edges { node { reference drift {
          securities { security { symbol } } unpriced { security { symbol } }
        } } } } }`,
    )
    const { reference, drift } = first.edges[0].node
    await button('Pull classes and securities').click()
    await opened.pane.getByText(`now in sheet “Holdings ${reference}”`).waitFor()
    const rows = await shownRows(`Holdings ${reference}`, 5, 60, 3)
    const symbols = rows.filter(([, kind]) => kind === 'Security').map(([, , symbol]) => symbol)
    const held = [...drift.securities, ...drift.unpriced].map(({ security }: any) => security.symbol)
    expect(symbols.sort()).toEqual(held.sort())
    await opened.screenshot('sheet-holdings')
    await button('Households').click()
    await heading('Households').waitFor()
  })

  test('pulls the drift of every household into a sheet, equal to what GraphQL says', async () => {
    await button('Pull into a sheet').click()
    await heading('Pull drift into a sheet').waitFor()
    await expectAccessible()
    await opened.host(({ excel }) => excel.resetStatistics())
    await button('Pull').click()
    const outcome = opened.pane.getByText(/rows now in sheet “Drift”/)
    await outcome.waitFor()
    expect(await outcome.textContent()).toContain(`as of ${DEMONSTRATION_AS_OF}`)

    const expected = await expectedDriftRows(ask)
    const rows = await shownRows('Drift', 5, expected.length + 1, 12)
    expect(rows.slice(0, -1)).toEqual(expected)
    expect(rows.at(-1)?.join('')).toBe('')
    await opened.page.locator('[data-cell="A5"]').waitFor()
    await opened.screenshot('sheet-drift')
  })

  test('finds the stamp above, the table with its name, frozen header and colours by band', async () => {
    const stamp = await shownRows('Drift', 0, 5, 12)
    expect(stamp[0]?.[0]).toBe('Drift by household and class')
    expect(stamp[1]?.slice(0, 6)).toEqual(['Firm', 'As of', 'Pulled at', 'By', 'Households', 'Scope'])
    expect(stamp[2]?.slice(0, 2)).toEqual(['Test firm', DEMONSTRATION_AS_OF])
    expect(stamp[2]?.[2]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/)
    expect(stamp[2]?.slice(3, 6)).toEqual(['ada', String(HOUSEHOLDS), 'All households'])

    const { table, frozen, narrow } = await opened.host(({ excel }) => {
      const found = excel.workbook.table('EvenkeelDrift')
      return {
        table: found && { area: found.area, sheet: found.sheet.name },
        frozen: found?.sheet.frozen,
        narrow: document.querySelector('#sheet')?.textContent?.includes('###'),
      }
    })
    expect(table).toMatchObject({ sheet: 'Drift', area: { row: 4, column: 0, columns: 12 } })
    expect(frozen).toMatchObject({ rows: 5 })
    expect(narrow).toBe(false)

    const fills = {
      'Below band': 'rgb(207, 228, 250)',
      'In band': 'rgb(221, 241, 223)',
      'Above band': 'rgb(251, 221, 194)',
    }
    const rows = await shownRows('Drift', 5, 30, 12)
    for (const [word, fill] of Object.entries(fills)) {
      const row = rows.findIndex((each) => each[11] === word)
      expect(row, word).toBeGreaterThanOrEqual(0)
      const cell = opened.page.locator(`[data-cell="L${row + 6}"]`)
      expect(await cell.evaluate((td) => getComputedStyle(td).backgroundColor), word).toBe(fill)
    }
  })

  test('pulled in three round trips at most, leaving nothing tracked and nothing guessed', async () => {
    const cost = await opened.host(({ excel }) => ({
      syncs: excel.statistics.syncs,
      largest: Math.max(...excel.statistics.batches.map(({ requestBytes }) => requestBytes)),
      referencesLeft: excel.statistics.referencesLeft,
      nullObjectWrites: excel.nullObjectWrites,
      notSimulated: excel.notSimulated,
    }))
    expect(cost.syncs).toBeLessThanOrEqual(3)
    expect(cost.largest).toBeLessThan(1_048_576)
    expect(cost).toMatchObject({ referencesLeft: 0, nullObjectWrites: [], notSimulated: [] })
  })

  test('pulls the ticked accounts’ households into another sheet, and replaces a table when asked', async () => {
    await button('Households').click()
    for (const index of [0, 1]) await households().nth(index).getByRole('checkbox').click()
    await opened.pane.getByText('2 selected').waitFor()
    await button('Pull into a sheet').click()
    await opened.pane.getByRole('radio', { name: 'Account', exact: true }).click()
    await button('Pull').click()
    await opened.pane.getByText(/now in sheet “Account drift”/).waitFor()
    const { households: first } = await ask(
      '{ households(first: 2) { edges { node { accounts { accountNumber } } } } }',
    )
    const numbers = first.edges.flatMap(({ node }: any) =>
      node.accounts.map((each: any) => each.accountNumber),
    )
    const rows = await shownRows('Account drift', 5, numbers.length + 1, 3)
    expect(rows.map(([, , number]) => number).sort()).toEqual(['', ...numbers].sort())

    await button('Pull').click()
    await opened.pane.getByText(/replaced sheet “Account drift”/).waitFor()
    await opened.pane.getByRole('radio', { name: 'Add another sheet' }).click()
    await button('Pull').click()
    await opened.pane.getByText(/now in sheet “Account drift \(2\)”/).waitFor()
    expect((await sheetNames()).slice(-3)).toEqual(['Drift', 'Account drift', 'Account drift (2)'])
  })

  test('is told when the server does not answer, and goes on when it does again', async () => {
    await button('Households').click()
    await workbench.context.setOffline(true)
    await button('Read again').click()
    expect(await opened.pane.getByRole('alert').textContent()).toContain(
      'The Evenkeel server does not answer',
    )
    await workbench.context.setOffline(false)
    await button('Try again').click()
    await households().first().waitFor()
  })

  test('is asked to sign in again after the pane was closed, as the token was not to be remembered', async () => {
    opened = { ...opened, pane: await opened.reopenPane() }
    await heading('Sign in to Evenkeel').waitFor()
    await opened.pane.getByRole('checkbox', { name: 'Remember on this computer' }).click()
    await signIn(token)
    await showHouseholds()
    await households().first().waitFor()
    opened = { ...opened, pane: await opened.reopenPane() }
    await showHouseholds()
    await households().first().waitFor()
    await button('Signed in as ada').click()
    await opened.pane.getByRole('menuitem', { name: 'Sign out ada' }).click()
    opened = { ...opened, pane: await opened.reopenPane() }
    await heading('Sign in to Evenkeel').waitFor()
  })
})

describe('a pane of 320 pixels in an ordinary browser tab', () => {
  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['high contrast', { colorScheme: 'dark', forcedColors: 'active' }],
  ] as const)('can be used by everybody in %s', async (look, media) => {
    const page = await workbench.context.newPage()
    await page.setViewportSize({ width: 320, height: 720 })
    await page.emulateMedia(media)
    await page.goto(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('tab', { name: 'Households' }).click()
    await page.getByRole('list', { name: 'Households by drift' }).getByRole('listitem').first().waitFor()
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await page.screenshot({ path: join(pictureFolder, `pane-320-${look.replace(' ', '-')}-${screen}.png`) })
    }
    await check('households')
    await page.getByRole('listitem').first().getByRole('button').click()
    await page.getByRole('heading', { name: 'Classes' }).waitFor()
    await check('household')
    await page.getByRole('button', { name: 'Households' }).click()
    await page.getByRole('button', { name: 'Pull into a sheet' }).click()
    await page.getByText('This page is not open inside Excel').waitFor()
    await check('pull')
    await page.close()
  })
})

describe('an advisor of another firm, with three pages of households', () => {
  const COUNT = 120
  let otherToken: string

  beforeAll(async () => {
    const otherFirm = await newFirm(server.database, 'Other firm')
    await fillRandomFirm(server.database, otherFirm, COUNT, 11)
    await server.database.inFirm(otherFirm, (transaction) => refreshDrift(transaction, AS_OF))
    otherToken = await server.token('bob', 'advisor', otherFirm)
    opened = await openPane()
    await heading('Sign in to Evenkeel').waitFor()
    await signIn(otherToken)
    await showHouseholds()
    await opened.pane.getByText(`${COUNT} households, largest drift first`).waitFor()
  })

  test('reaches the last household by keyboard, page after page', async () => {
    await households().first().getByRole('button').focus()
    const last = opened.pane.locator(`[aria-posinset="${COUNT}"]`)
    await expect
      .poll(
        async () => {
          await opened.page.keyboard.press('End')
          return last.count()
        },
        { timeout: 50_000 },
      )
      .toBe(1)
    await opened.page.keyboard.press('Home')
    await expect.poll(() => households().first().getAttribute('aria-posinset')).toBe('1')
  })

  test('pulls all pages into one table', async () => {
    await button('Pull into a sheet').click()
    await button('Pull').click()
    await opened.pane.getByText(/rows now in sheet “Drift”/).waitFor()
    const expected = await expectedDriftRows((query, variables) => ask(query, variables, otherToken))
    expect(await shownRows('Drift', 5, expected.length, 12)).toEqual(expected)
    expect((await shownRows('Drift', 2, 1, 6))[0]?.[3]).toBe('bob')
  })
})

test('asked nobody outside, and no page complained but about the refused tokens', () => {
  expect(workbench.outsideRequests).toEqual([])
  const complaints = workbench.consoleProblems.filter(
    (problem) => !/status of 401|ERR_INTERNET_DISCONNECTED|Framing 'https:\/\/telemetryservice/.test(problem),
  )
  expect(complaints).toEqual([])
})

test('all the script that the pane loads is under 500 kB compressed', async () => {
  const files = (await readdir(join(BUILT_PANE, 'assets'))).filter((name) => name.endsWith('.js'))
  const sizes = await Promise.all(
    files.map(async (name) => gzipSync(await readFile(join(BUILT_PANE, 'assets', name))).length),
  )
  const sum = sizes.reduce((total, size) => total + size, 0)
  expect(sum).toBeGreaterThan(50_000)
  expect(sum).toBeLessThan(500_000)
})
