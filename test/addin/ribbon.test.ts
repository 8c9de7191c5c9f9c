import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'
import { readManifest } from './manifest-faults.ts'

/** The buttons of the manifest that run a function of the pane: label to id and function. */
const BUTTONS = ribbonButtons()

/** Other tests run at the same time. */
const PATIENTLY = { timeout: 10_000 }

let server: TestServer
let workbench: Workbench
let opened: OpenPane

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  workbench = await startWorkbench()
  workbench.context.setDefaultTimeout(10_000)
  opened = await workbench.openPane(`https://localhost:${server.http.httpsPort}/addin/taskpane.html`)
  await opened.pane.getByLabel('Token').waitFor()
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

function ribbonButtons(): Map<string, { id: string; functionName: string }> {
  const manifest = readManifest(readFileSync(join(import.meta.dirname, '../../manifest.xml'), 'utf8'))
  const labelOf = (control: Element) => {
    const label = control.querySelector('Label')?.getAttribute('resid') ?? ''
    return manifest.querySelector(`[id="${label}"]`)?.getAttribute('DefaultValue') ?? ''
  }
  return new Map(
    Array.from(manifest.querySelectorAll('Control'), (control) => {
      const functionName = control.querySelector('FunctionName')?.textContent ?? ''
      return [labelOf(control), { id: control.getAttribute('id') ?? '', functionName }] as const
    }).filter(([, { functionName }]) => functionName !== ''),
  )
}

/** Presses a button as Excel does, the pane being closed, and waits until Excel has its button back. */
async function press(label: string): Promise<number> {
  const button = BUTTONS.get(label)
  if (!button) throw new Error(`The ribbon has no button ${label}`)
  return pressFunction(button.functionName, button.id)
}

async function pressFunction(functionName: string, buttonId: string): Promise<number> {
  const before = await opened.host(({ channel }) => channel.completedCommands.length)
  await opened.host(
    ({ channel, excel }, asked) => {
      excel.runtime.visibility = 'Background'
      channel.runCommand(asked.functionName, asked.buttonId)
    },
    { functionName, buttonId },
  )
  await expect
    .poll(() => opened.host(({ channel }) => channel.completedCommands.length), PATIENTLY)
    .toBe(before + 1)
  const completed = await opened.host(({ channel }) => channel.completedCommands.at(-1))
  expect(completed?.buttonId).toBe(buttonId)
  return completed?.status ?? -1
}

const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const isPaneShown = () => opened.host(({ excel }) => excel.runtime.visibility === 'Visible')
const valueAt = (row: number, column: number) =>
  opened.host(({ excel }, at) => excel.workbook.sheet('Drift')?.cell(at.row, at.column)?.value, {
    row,
    column,
  })
const type = (address: string, text: string) =>
  opened.host(({ excel }, typed) => excel.user.type(typed.address, typed.text), { address, text })

describe('the Evenkeel tab', () => {
  test('has two buttons that run in the pane', () => {
    expect([...BUTTONS.keys()]).toEqual(['Refresh workbook', 'Refresh this sheet'])
  })

  test('shows the pane where nobody is signed in, and does what was asked after that', async () => {
    expect(await press('Refresh workbook')).toBe(0)
    expect(await isPaneShown()).toBe(true)
    await said('the refresh that you asked for on the ribbon begins then')
    await opened.pane.getByLabel('Token').fill(await server.token('ada', 'advisor'))
    await opened.pane.getByRole('button', { name: 'Sign in' }).click()
    await said('Nothing in this workbook was pulled yet.')
  })

  test('brings every pulled table up to date from another screen of the pane', async () => {
    await opened.pane.getByRole('tab', { name: 'Households' }).click()
    await opened.pane.getByRole('button', { name: 'Pull into a sheet' }).click()
    await opened.pane.getByRole('button', { name: 'Pull', exact: true }).click()
    await said(/rows now in sheet “Drift”/)
    const pulled = await valueAt(5, 5)
    await type('Drift!F6', '12345')
    expect(await press('Refresh workbook')).toBe(0)
    expect(await isPaneShown()).toBe(true)
    await said('1 row changed; what changed is marked.')
    expect(await valueAt(5, 5)).toBe(pulled)
  })

  test('refreshes the sheet in front alone, and says so where nothing of it was pulled', async () => {
    const pulled = await valueAt(6, 5)
    await type('Drift!F7', '12345')
    await opened.host(({ excel }) => excel.user.activateSheet('Sheet1'))
    expect(await press('Refresh this sheet')).toBe(0)
    await said('The sheet in front holds no table that was pulled.')
    expect(await valueAt(6, 5)).toBe(12_345)
    await opened.host(({ excel }) => excel.user.activateSheet('Drift'))
    expect(await press('Refresh this sheet')).toBe(0)
    await expect.poll(() => valueAt(6, 5), PATIENTLY).toBe(pulled)
    expect(await opened.pane.getByText('The sheet in front holds no table that was pulled.').count()).toBe(0)
  })

  test('pressed again while it works, works once more after that', async () => {
    let asked = 0
    await workbench.context.route('**/graphql', async (route) => {
      asked += 1
      await new Promise((passed) => setTimeout(passed, 100))
      await route.continue()
    })
    expect(await press('Refresh workbook')).toBe(0)
    await said('Up to date, nothing had changed.')
    const once = asked
    expect(once).toBeGreaterThan(0)
    expect([await press('Refresh workbook'), await press('Refresh workbook')]).toEqual([0, 0])
    await expect.poll(() => asked, PATIENTLY).toBe(3 * once)
    await said('Up to date, nothing had changed.')
    await workbench.context.unroute('**/graphql')
  })

  test('says in the pane what went wrong', async () => {
    await workbench.context.setOffline(true)
    expect(await press('Refresh workbook')).toBe(0)
    await said(/The Evenkeel server does not answer/)
    expect(await isPaneShown()).toBe(true)
    await workbench.context.setOffline(false)
  })

  test('would be told by Office’s own library of a button whose function is not there', async () => {
    expect(await pressFunction('refreshNothing', 'Evenkeel.RefreshNothing')).not.toBe(0)
  })

  test('left nothing tracked, guessed or simulated beyond what the host knows', async () => {
    await expect.poll(() => opened.host(({ excel }) => excel.statistics.referencesLeft)).toBe(0)
    const left = await opened.host(({ excel, channel }) => [
      ...excel.nullObjectWrites,
      ...excel.notSimulated,
      ...excel.simulatorFaults,
      ...channel.unknownCalls,
    ])
    expect(left).toEqual([])
  })
})
