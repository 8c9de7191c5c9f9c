import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const MODEL = 'Growth'
const SHEET = `Targets ${MODEL}`
const pictureFolder = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'

let server: TestServer
let workbench: Workbench
let opened: OpenPane
let ada: string
let ben: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  workbench = await startWorkbench({ viewport: { width: 1700, height: 900 } })
  opened = await openPane()
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

const paneUrl = () => `https://localhost:${server.http.httpsPort}/addin/taskpane.html`
const openPane = () => workbench.openPane(paneUrl())
const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const heading = (name: string) => opened.pane.getByRole('heading', { level: 1, name, exact: true })
const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()

async function signIn(token: string) {
  await opened.pane.getByLabel('Token').fill(token)
  await opened.pane.getByRole('button', { name: 'Sign in' }).click()
  await opened.pane.getByRole('tab', { name: 'Models' }).waitFor()
}

async function openModel() {
  await opened.pane.getByRole('tab', { name: 'Models' }).click()
  await heading('Models').waitFor()
  await opened.pane.getByRole('button', { name: new RegExp(`^${MODEL} ?Version`) }).click()
  await heading(MODEL).waitFor()
}

async function expectAccessible() {
  const axe = new AxeBuilder({ page: opened.page }).include('#pane iframe')
  // Fluent's own sentinels that keep the focus inside; they hold nothing.
  const { violations } = await axe.exclude(['#pane iframe', '[data-tabster-dummy]']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** What the server says, asked by a second client without the pane. */
async function latestVersion(token = ben): Promise<any> {
  const { data, errors } = await server.query(
    token,
    `{ models { edges { node { id name current { number author rationale nodes {
      name parentOrdinal isCash target low high securities { holder slot rank weight security { symbol } }
    } } } } } }`,
  )
  expect(errors).toBeUndefined()
  const model = data.models.edges.map(({ node }: any) => node).find(({ name }: any) => name === MODEL)
  return { id: model.id, ...model.current }
}
const targetsOf = ({ nodes }: any) =>
  Object.fromEntries(nodes.map(({ name, target }: any) => [name, Number(target)]))

/** Where the cell of a class or security is now, as a person would look for it. */
const addressOf = (name: string, header: string) =>
  opened.host(
    ({ excel }, asked) => {
      const table = excel.workbook.tables.find((each) => each.name.startsWith('EvenkeelTargets'))
      if (!table) throw new Error('There is no table of targets')
      const { sheet, area } = table
      const columns = Array.from({ length: area.columns }, (_, at) =>
        excel.workbook.text(sheet, area.row, area.column + at),
      )
      const at = (header: string) => area.column + columns.indexOf(header)
      for (let row = area.row + 1; row < area.row + area.rows; row += 1) {
        const name =
          excel.workbook.text(sheet, row, at('Symbol')) || excel.workbook.text(sheet, row, at('Class'))
        if (name === asked.name) {
          return `'${sheet.name}'!${String.fromCharCode(65 + at(asked.header))}${row + 1}`
        }
      }
      throw new Error(`There is no row ${asked.name}`)
    },
    { name, header },
  )

async function type(name: string, header: string, text: string) {
  const address = await addressOf(name, header)
  await opened.host(({ excel }, typed) => excel.user.type(typed.address, typed.text), { address, text })
}

async function shown(name: string, header: string): Promise<string> {
  const address = await addressOf(name, header)
  return opened.host(({ excel }, asked) => {
    const found = excel.workbook.locate(asked)
    return found ? excel.workbook.text(found.sheet, found.area.row, found.area.column) : ''
  }, address)
}

const percent = (fraction: number) => `${Number((fraction * 100).toFixed(4))}%`

describe('an advisor edits a model in a sheet', () => {
  let before: any

  test('finds the models, opens one, and pulls it', async () => {
    before = await latestVersion()
    await signIn(ada)
    await opened.pane.getByRole('tab', { name: 'Models' }).click()
    await opened.pane.getByRole('button', { name: new RegExp(`^${MODEL} ?Version 1`) }).waitFor()
    await expectAccessible()
    await opened.screenshot('pane-models')
    await openModel()
    await said('Nothing of this model was pulled into this workbook yet.')
    await button('Pull into a sheet').click()
    await said(`Sheet “${SHEET}” is ready to be edited.`)
    await said('All targets sum to 100%.')
    await expectAccessible()
    await opened.screenshot('sheet-targets')
    for (const { name, target, low, high } of before.nodes) {
      const cells = await Promise.all(['Target', 'Low', 'High'].map((header) => shown(name, header)))
      expect(cells.map((text) => Number.parseFloat(text))).toEqual(
        [target, low, high].map((fraction) => Number((Number(fraction) * 100).toFixed(4))),
      )
    }
  })

  test('sees the sum go wrong as it is typed, in the cells and in the pane', async () => {
    const [, first] = before.nodes
    await type(first.name, 'Target', percent(Number(first.target) + 0.01))
    await said(/Parts of .* sum to .*, 1% over/)
    const tier = before.nodes[first.parentOrdinal].name
    expect(await shown(tier, 'Live check')).toBe('Over')
    await button('Check').click()
    await said(/1 problem, explained in its row/)
    expect(await shown(tier, 'Check')).toMatch(/^Parts of .* 1% over .*\.$/)
    await expectAccessible()
    await opened.screenshot('sheet-targets-check')
  })

  test('is told by the server what only it can know, in the row', async () => {
    const [, first] = before.nodes
    await type(first.name, 'Target', percent(Number(first.target)))
    const symbol = first.securities[0].security.symbol
    await type(symbol, 'Symbol', 'NOPE')
    await opened.pane.getByLabel('Rationale').fill('A better fund.')
    await button('Publish').click()
    await said(/Not published: 1 problem/)
    expect(await shown('NOPE', 'Check')).toContain('NOPE is not among the firm')
    expect(await latestVersion()).toEqual(before)
    await type('NOPE', 'Symbol', symbol)
  })

  test('publishes with a rationale; a second client reads it; the pane was reloaded in between', async () => {
    const { from, to } = twoSiblings(before)
    await type(from.name, 'Target', percent(Number(from.target) - 0.01))
    await type(to.name, 'Target', percent(Number(to.target) + 0.01))
    opened = { ...opened, pane: await opened.reopenPane() }
    await signIn(ada)
    await openModel()
    await said(`Sheet “${SHEET}” holds version 1, with 2 edits.`)
    await opened.pane.getByLabel('Rationale').fill('One point over.')
    await button('Publish').click()
    await said(/Published as version 2/)
    const now = await latestVersion()
    expect(now).toMatchObject({ number: 2, author: 'ada', rationale: 'One point over.' })
    expect(targetsOf(now)).toEqual({
      ...targetsOf(before),
      [from.name]: Number((Number(from.target) - 0.01).toFixed(6)),
      [to.name]: Number((Number(to.target) + 0.01).toFixed(6)),
    })
    expect(now.nodes.map(({ securities }: any) => securities)).toEqual(
      before.nodes.map(({ securities }: any) => securities),
    )
    await said(`holds version 2, with no edits`)
  })

  test('sets theirs and mine side by side where a colleague was first, and publishes on top', async () => {
    const pulled = await latestVersion()
    const { from, to } = twoSiblings(pulled)
    await publishAsColleague(pulled, from.name, to.name, 0.02)
    await type(from.name, 'Target', percent(Number(from.target) - 0.005))
    await type(to.name, 'Target', percent(Number(to.target) + 0.005))
    await opened.pane.getByLabel('Rationale').fill('Half a point.')
    await button('Publish').click()
    await opened.pane.getByRole('heading', { name: 'A colleague published first' }).waitFor()
    await said(/ben published version 3 of Growth/)
    expect(await opened.pane.getByRole('list', { name: 'Differences' }).getByRole('listitem').count()).toBe(2)
    await said('2 differences left to choose')
    await expectAccessible()
    await opened.screenshot('pane-conflict')
    await button('Show in a sheet').click()
    await said('Sheet “Conflict” shows')
    await opened.screenshot('sheet-conflict')
    for (const radio of await opened.pane.getByRole('radio', { name: /^Mine/ }).all()) await radio.click()
    await said('Everything is chosen.')
    await button('Publish on top of version 3').click()
    await said(/Published as version 4/)
    const now = await latestVersion()
    expect(now).toMatchObject({ number: 4, author: 'ada', rationale: 'Half a point.' })
    expect(targetsOf(now)[from.name]).toBeCloseTo(Number(from.target) - 0.005, 9)
  })

  test('without a network keeps what was sent, and publishes it once when there is one again', async () => {
    const pulled = await latestVersion()
    const { from, to } = twoSiblings(pulled)
    await type(from.name, 'Target', percent(Number(from.target) - 0.001))
    await type(to.name, 'Target', percent(Number(to.target) + 0.001))
    await opened.pane.getByLabel('Rationale').fill('After the storm.')
    // The server does it; its answer is lost on the way.
    await opened.page.context().route('**/graphql', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await button('Publish').click()
    await said(/Whether the version was published is not known yet/)
    await opened.page.context().unroute('**/graphql')
    await opened.screenshot('pane-unanswered')
    await button('Finish publishing').click()
    await said(/Published as version 5/)
    expect(await latestVersion()).toMatchObject({ number: 5, rationale: 'After the storm.' })
  })

  test('with a token that is no longer valid signs in again and loses nothing', async () => {
    const { from, to } = twoSiblings(await latestVersion())
    await type(from.name, 'Target', percent(Number(from.target) - 0.002))
    await type(to.name, 'Target', percent(Number(to.target) + 0.002))
    await opened.pane.getByLabel('Rationale').fill('With a new token.')
    await opened.page.context().route('**/graphql', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/json',
        body: JSON.stringify({ errors: [{ message: 'Expired.', extensions: { code: 'UNAUTHENTICATED' } }] }),
      }),
    )
    await button('Publish').click()
    await heading('Sign in to Evenkeel').waitFor()
    await opened.page.context().unroute('**/graphql')
    await signIn(ada)
    await openModel()
    await said(/was sent and not answered yet/)
    await button('Finish publishing').click()
    await said(/Published as version 6/)
    expect(await latestVersion()).toMatchObject({ number: 6, rationale: 'With a new token.' })
  })

  test('asked nobody outside and left nothing tracked or guessed', async () => {
    const cost = await opened.host(({ excel }) => ({
      referencesLeft: excel.statistics.referencesLeft,
      nullObjectWrites: excel.nullObjectWrites,
      notSimulated: excel.notSimulated,
      simulatorFaults: excel.simulatorFaults,
      uncalculated: [...excel.workbook.uncalculated],
    }))
    expect(cost).toEqual({
      referencesLeft: 0,
      nullObjectWrites: [],
      notSimulated: [],
      simulatorFaults: [],
      uncalculated: [],
    })
    expect(workbench.outsideRequests).toEqual([])
  })
})

describe('a pane of 320 pixels', () => {
  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['high contrast', { colorScheme: 'dark', forcedColors: 'active' }],
  ] as const)('shows models to everybody in %s', async (look, media) => {
    const page = await workbench.context.newPage()
    await page.setViewportSize({ width: 320, height: 720 })
    await page.emulateMedia(media)
    await page.goto(paneUrl())
    await page.getByLabel('Token').fill(ada)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('tab', { name: 'Models' }).click()
    await page.getByRole('button', { name: new RegExp(`^${MODEL} ?Version`) }).waitFor()
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await page.screenshot({ path: join(pictureFolder, `pane-320-${look.replace(' ', '-')}-${screen}.png`) })
    }
    await check('models')
    await page.getByRole('button', { name: new RegExp(`^${MODEL} ?Version`) }).click()
    await page.getByRole('heading', { level: 1, name: MODEL, exact: true }).waitFor()
    await check('model')
    await page.close()
  })
})

/** Two classes of one tier, whose ranges have room: points may move between them and every sum stays. */
function twoSiblings({ nodes }: any): { from: any; to: any } {
  const room = (node: any) => Math.min(node.target - node.low, node.high - node.target) > 0.02
  for (const from of nodes) {
    const to = nodes.find(
      (other: any) => other !== from && other.parentOrdinal === from.parentOrdinal && room(other),
    )
    if (from.parentOrdinal !== null && to && room(from)) return { from, to }
  }
  throw new Error('No two classes have room')
}

async function publishAsColleague(version: any, from: string, to: string, share: number): Promise<void> {
  const { nodes } = version
  const moved = (name: string, target: string) =>
    (Number(target) + (name === to ? share : name === from ? -share : 0)).toFixed(6)
  const input = {
    clientMutationId: randomUUID(),
    modelId: version.id,
    expectedVersion: version.number,
    rationale: 'Two points over.',
    nodes: nodes.map(({ name, parentOrdinal, isCash, target, low, high }: any) => ({
      name,
      parent: parentOrdinal === null ? null : nodes[parentOrdinal].name,
      isCash,
      target: moved(name, target),
      low,
      high,
    })),
    securities: nodes.flatMap(({ name, securities }: any) =>
      securities
        .filter(({ rank }: any) => rank === 0)
        .map(({ holder, slot, weight, security }: any) => ({
          assetClass: name,
          holder,
          symbol: security.symbol,
          weight,
          alternatives: securities
            .filter((other: any) => other.holder === holder && other.slot === slot && other.rank > 0)
            .map((other: any) => other.security.symbol),
        })),
    ),
  }
  const { data, errors } = await server.query(
    ben,
    'mutation ($input: PublishModelVersionInput!) { publishModelVersion(input: $input) { __typename ... on MutationRefused { message } } }',
    { input },
  )
  expect(errors).toBeUndefined()
  expect(data.publishModelVersion.__typename).toBe('PublishModelVersionPayload')
}
