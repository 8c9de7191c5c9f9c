import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCertificate } from '../../server/certificate.ts'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startHttp, type HttpServer } from '../../server/http.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const FIRST = 'Targets Growth'
const SECOND = 'Targets Growth (2)'
/** Columns counted from 0. */
const TARGET = 5

let server: TestServer
let http: HttpServer
let workbench: Workbench
let opened: OpenPane
let ben: string

beforeAll(async () => {
  server = await startTestServer()
  http = server.http
  await loadDemonstrationFirm(server.database, server.firmId)
  ben = await server.token('ben', 'advisor')
  workbench = await startWorkbench({ viewport: { width: 1700, height: 900 } })
  workbench.context.setDefaultTimeout(10_000)
  opened = await workbench.openPane(`https://localhost:${http.httpsPort}/addin/taskpane.html`)
  await signIn(await server.token('ada', 'advisor'))
  await openModel()
  await button('Pull into a sheet').click()
  await said(`Sheet “${FIRST}” is ready to be edited.`)
})

afterAll(async () => {
  await workbench?.close()
  await http?.close()
  await server?.database.close()
})

const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const rationale = () => opened.pane.getByLabel('Rationale')

async function expectAccessible() {
  const axe = new AxeBuilder({ page: opened.page }).include('#pane iframe')
  const { violations } = await axe.exclude(['#pane iframe', '[data-tabster-dummy]']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

async function signIn(token: string) {
  await opened.pane.getByLabel('Token').fill(token)
  await button('Sign in').click()
  await opened.pane.getByRole('tab', { name: 'Models' }).waitFor()
}

async function openModel() {
  await opened.pane.getByRole('tab', { name: 'Models' }).click()
  await opened.pane.getByRole('button', { name: /^Growth ?Version/ }).click()
  await opened.pane.getByRole('heading', { level: 1, name: 'Growth', exact: true }).waitFor()
}

/** What the server says, asked by a second client. */
async function latest(): Promise<{ number: number; rationale: string; author: string }> {
  const { data } = await server.query(
    ben,
    '{ models { edges { node { name current { number rationale author } } } } }',
  )
  return data.models.edges.map(({ node }: any) => node).find(({ name }: any) => name === 'Growth').current
}

/** Two classes of one tier with room in their ranges, by their rows in the sheet, from 1. */
const siblings = (sheetName: string) =>
  opened.host(({ excel }, name) => {
    const sheet = excel.workbook.sheet(name)!
    const number = (row: number, column: number) => Number(excel.workbook.value(sheet, row, column))
    const rows = Array.from({ length: 60 }, (_, at) => at + 5).filter(
      (row) => excel.workbook.text(sheet, row, 0) === 'Class' && excel.workbook.text(sheet, row, 2) !== '',
    )
    const room = (row: number) =>
      Math.min(number(row, 5) - number(row, 6), number(row, 7) - number(row, 5)) > 0.02
    for (const from of rows.filter(room)) {
      const parent = excel.workbook.text(sheet, from, 2)
      const to = rows.find(
        (row) => row !== from && room(row) && excel.workbook.text(sheet, row, 2) === parent,
      )
      if (to !== undefined) return { from: from + 1, to: to + 1 }
    }
    throw new Error('No two classes have room')
  }, sheetName)

/** Moves a tenth of a percent between two classes, so that every sum stays. */
async function edit(sheetName = FIRST) {
  const { from, to } = await siblings(sheetName)
  await opened.host(
    ({ excel }, { name, rows }) => {
      const sheet = excel.workbook.sheet(name)!
      for (const [row, change] of rows) {
        const target = Number(excel.workbook.value(sheet, row - 1, 5)) + change
        excel.user.type(`'${name}'!F${row}`, `${Number((target * 100).toFixed(4))}%`)
      }
    },
    {
      name: sheetName,
      rows: [
        [from, -0.001],
        [to, 0.001],
      ] as const,
    },
  )
}

/** Ends every token of a person on the server itself. */
const endTokens = (name: string, ending: keyof typeof ENDINGS) =>
  server.database.inFirm(server.firmId, ({ em }) =>
    em.execute(
      `update access_token set ${ENDINGS[ending]}
       where firm_id = ? and user_id in (select id from firm_user where firm_id = ? and name = ?)`,
      [server.firmId, server.firmId, name],
    ),
  )

const ENDINGS = {
  revoked: 'revoked_at = now()',
  expired: "expires_at = now() - interval '1 second'",
} as const

describe('a token that ends while a model is edited', () => {
  test.each(['revoked', 'expired'] as const)(
    '%s: the pane says that the edits are kept, and publishes them once after a new sign-in',
    async (ending) => {
      const before = await latest()
      await edit()
      await rationale().fill(`Typed before the token was ${ending}.`)
      await endTokens('ada', ending)
      await button('Publish').click()
      await said(/What you typed is still in the sheet/)
      expect((await latest()).number).toBe(before.number)
      await signIn(await server.token('ada', 'advisor'))
      await openModel()
      await said(/was sent and not answered yet/)
      await button('Finish publishing').click()
      await said(`Published as version ${before.number + 1}`)
      expect(await latest()).toEqual({
        number: before.number + 1,
        author: 'ada',
        rationale: `Typed before the token was ${ending}.`,
      })
      await said(`holds version ${before.number + 1}, with no edits`)
    },
  )

  test('keeps a rationale that was typed and not sent, for the same person only', async () => {
    await rationale().fill('Half a thought')
    await endTokens('ada', 'revoked')
    await button('Pull anew').click()
    await said(/What you typed is still in the sheet/)
    await signIn(await server.token('eve', 'advisor'))
    await openModel()
    await rationale().waitFor()
    expect(await rationale().inputValue()).toBe('')
    await endTokens('eve', 'revoked')
    await button('Pull anew').click()
    await said(/What you typed is still in the sheet/)
    await signIn(await server.token('ada', 'advisor'))
    await openModel()
    await rationale().waitFor()
    expect(await rationale().inputValue()).toBe('Half a thought')
    await rationale().fill('')
  })
})

test('a server that was restarted in between publishes once what was sent while it was down', async () => {
  const before = await latest()
  await edit()
  await rationale().fill('Typed while it was down.')
  const { port, httpsPort } = http
  await http.close()
  await button('Publish').click()
  await said(/Whether the version was published is not known yet/)
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
  await button('Finish publishing').click()
  await said(`Published as version ${before.number + 1}`)
  expect(await latest()).toMatchObject({
    number: before.number + 1,
    rationale: 'Typed while it was down.',
  })
})

test('a failure of Excel while publishing says that the edits are kept, and they are published once', async () => {
  const before = await latest()
  await edit()
  await rationale().fill('Excel was in the way.')
  // The last write after the server's answer is the one that fails.
  await workbench.context.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('publishModelVersion')) return route.continue()
    const response = await route.fetch()
    await opened.host(({ excel }) => excel.faults.failNext('GeneralException'))
    return route.fulfill({ response })
  })
  await button('Publish').click()
  await said(/Your edits are kept in the sheet: leave it as it is and try again; nothing is sent twice/)
  await workbench.context.unroute('**/graphql')
  expect(await opened.pane.getByText(/delete it/).count()).toBe(0)
  await opened.pane.getByRole('tab', { name: 'Households' }).click()
  await openModel()
  await button('Finish publishing').click()
  await said(`Published as version ${before.number + 1}`)
  expect((await latest()).number).toBe(before.number + 1)
})

describe('pulling anew', () => {
  test('is refused over an edit that Excel never told of', async () => {
    await said(/with no edits/)
    const { from } = await siblings(FIRST)
    const target = await opened.host(
      ({ excel }, { name, row, column }) => {
        const sheet = excel.workbook.sheet(name)!
        // Past the events, as Excel may miss fast typing.
        sheet.enter(row, column, 0.123)
        return excel.workbook.text(sheet, row, column)
      },
      { name: FIRST, row: from - 1, column: TARGET },
    )
    await button('Pull anew').click()
    await said(/has edits that were not published/)
    await expectAccessible()
    await opened.screenshot('pane-pull-anew')
    expect(
      await opened.host(
        ({ excel }, { name, row, column }) => excel.workbook.text(excel.workbook.sheet(name)!, row, column),
        { name: FIRST, row: from - 1, column: TARGET },
      ),
    ).toBe(target)
    await button('Give up the edits').click()
    await said(`Sheet “${FIRST}” is ready to be edited.`)
    await said(/with no edits/)
  })

  test('into another sheet leaves the first one’s edits to be published from the pane', async () => {
    const before = await latest()
    await edit()
    await button('Pull anew').click()
    await button('Into another sheet').click()
    await said(`Sheet “${SECOND}” is ready to be edited.`)
    await said(`Sheet “${SECOND}” holds version ${before.number}, with no edits.`)
    await expectAccessible()
    await opened.screenshot('pane-two-sheets')
    await opened.pane.getByRole('radio', { name: FIRST, exact: true }).click()
    await said(`Sheet “${FIRST}” holds version ${before.number}, with 2 edits.`)
    expect(await opened.host(({ excel }) => excel.workbook.activeSheet.name)).toBe(FIRST)
    // The pane follows the sheet that is brought to the front in Excel itself.
    await opened.host(({ excel }, name) => excel.user.activateSheet(name), SECOND)
    await said(`Sheet “${SECOND}” holds`)
    await opened.host(({ excel }, name) => excel.user.activateSheet(name), FIRST)
    await said(`Sheet “${FIRST}” holds`)
    await rationale().fill('From the first sheet.')
    await button('Publish').click()
    await said(`Published as version ${before.number + 1}`)
    expect(await latest()).toMatchObject({ rationale: 'From the first sheet.' })
  })
})

test('an analyst is told what the role may not do, and has no button for it', async () => {
  await button(/^Signed in as/).click()
  await opened.pane.getByRole('menuitem', { name: /Sign out/ }).click()
  await signIn(await server.token('uma', 'analyst'))
  await openModel()
  await said('Your role may read models, not publish them.')
  await said(`Sheet “${FIRST}” holds`)
  expect(await button(/Publish|Finish/).count()).toBe(0)
  await opened.pane.getByRole('tab', { name: 'Households' }).click()
  await opened.pane.getByRole('list', { name: 'Households by drift' }).getByRole('button').first().click()
  await said('Your role may read proposals, not make or change them.')
  expect(await button(/Propose trades|Push edits/).count()).toBe(0)
})
