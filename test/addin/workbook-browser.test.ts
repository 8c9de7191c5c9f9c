import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'

const TARGETS = 'Targets Growth'

let server: TestServer
let workbench: Workbench
let opened: OpenPane

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  workbench = await startWorkbench({ viewport: { width: 1700, height: 900 } })
  workbench.context.setDefaultTimeout(10_000)
  opened = await workbench.openPane(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
  await signIn()
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const tab = (name: string) => opened.pane.getByRole('tab', { name, exact: true })
const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const type = (address: string, text: string) =>
  opened.host(({ excel }, typed) => excel.user.type(typed.address, typed.text), { address, text })
const shown = (sheetName: string, row: number, column: number) =>
  opened.host(
    ({ excel }, at) => {
      const sheet = excel.workbook.sheet(at.sheetName)
      return sheet ? excel.workbook.text(sheet, at.row, at.column) : ''
    },
    { sheetName, row, column },
  )
async function signIn() {
  await opened.pane.getByLabel('Token').fill(await server.token('ada', 'advisor'))
  await button('Sign in').click()
  await tab('Households').waitFor()
}
const bringToFront = (name: string) =>
  opened.host(({ excel }, sheetName) => excel.user.activateSheet(sheetName), name)

async function pullDrift() {
  await tab('Households').click()
  await button('Pull into a sheet').click()
  await button('Pull').click()
  await said(/rows now in sheet “Drift”/)
}

async function pullTargets() {
  await tab('Models').click()
  await opened.pane.getByRole('button', { name: /^Growth ?Version/ }).click()
  await button('Pull into a sheet').click()
  await said(`Sheet “${TARGETS}” is ready to be edited.`)
}

/** The first household’s classes and securities; answers the name of their sheet. */
async function pullHoldings(): Promise<string> {
  await tab('Households').click()
  await opened.pane.getByRole('list', { name: 'Households by drift' }).getByRole('button').first().click()
  await button('Pull classes and securities').click()
  await said(/rows now in sheet “Holdings /)
  return opened.host(
    ({ excel }) => excel.workbook.sheets.find(({ name }) => name.startsWith('Holdings'))?.name ?? '',
  )
}

describe('the screen of the workbook', () => {
  let holdings: string

  beforeAll(async () => {
    holdings = await pullHoldings()
    await pullDrift()
    await pullTargets()
    await tab('Workbook').click()
    await button('Refresh Drift').waitFor()
  })

  test('refreshes the sheet in front when it is asked to, not the one at the time the screen was opened', async () => {
    const value = await shown('Drift', 5, 5)
    await bringToFront(TARGETS)
    await bringToFront('Drift')
    await type('Drift!F6', '12345')
    await button('Refresh this sheet').click()
    await said('1 row changed; what changed is marked.')
    await expect.poll(() => shown('Drift', 5, 5)).toBe(value)
  })

  test('refreshes the classes and securities of a household, marking what changed', async () => {
    const column = await opened.host(({ excel }, name) => {
      const sheet = excel.workbook.sheet(name)!
      return Array.from({ length: 12 }, (_, at) => excel.workbook.text(sheet, 4, at)).indexOf('Value ($)')
    }, holdings)
    const value = await shown(holdings, 5, column)
    await type(`'${holdings}'!${String.fromCharCode(65 + column)}6`, '12345')
    await bringToFront(holdings)
    await button('Refresh this sheet').click()
    await said('1 row changed; what changed is marked.')
    await expect.poll(() => shown(holdings, 5, column)).toBe(value)
  })

  test('says so where the sheet in front was not pulled', async () => {
    await bringToFront('Sheet1')
    await type('Drift!F6', '12345')
    await button('Refresh this sheet').click()
    await said(/The sheet in front holds no table that was pulled/)
    expect(await shown('Drift', 5, 5)).toBe('12,345.00')
    await button('Refresh the workbook').click()
    await said('1 row changed; what changed is marked.')
  })

  test('says which tables were refreshed where the token ends on the way', async () => {
    let isOver = false
    await workbench.context.route('**/graphql', async (route) => {
      const response = await route.fetch()
      if (!isOver) {
        isOver = true
        await server.database.inFirm(server.firmId, ({ em }) =>
          em.execute('update access_token set revoked_at = now() where firm_id = ?', [server.firmId]),
        )
      }
      return route.fulfill({ response })
    })
    await type(`'${holdings}'!F6`, '12345')
    await button('Refresh the workbook').click()
    await said(new RegExp(`Refreshed before: “${holdings}”. The rest is as it was.`))
    await workbench.context.unroute('**/graphql')
    await signIn()
    await tab('Workbook').click()
    await button('Refresh Drift').waitFor()
  })

  test('freezes a sheet with edits that were not published only when told so', async () => {
    await type(`'${TARGETS}'!F6`, '12%')
    await button(`Freeze ${TARGETS}`).click()
    await said(/has edits that the server does not have/)
    await opened.screenshot('pane-freeze-unsaved')
    const tables = () => opened.host(({ excel }) => excel.workbook.tables.map(({ name }) => name))
    expect(await tables()).toContain('EvenkeelTargets')
    await button('Freeze all the same').click()
    await said(/Frozen to plain values/)
    expect(await tables()).not.toContain('EvenkeelTargets')
    expect(await shown(TARGETS, 5, 5)).toBe('12.00%')
  })
})
