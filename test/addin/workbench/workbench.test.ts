import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Frame, Page } from 'playwright-core'
import { builtPage } from '../../../addin/workbench/build-page.ts'
import { servePage, type PageServer } from '../../../addin/workbench/page-server.ts'
import { loadDemonstrationFirm } from '../../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../../api/server.ts'
import { startWorkbench, type Workbench } from '../browser.ts'
import { accessibilityFaults } from './accessibility-faults.ts'
import { palettePng } from './palette-png.ts'

const ROOT = join(import.meta.dirname, '../../..')
const README_PICTURE = join(ROOT, 'addin/workbench/pane-and-drift-sheet.png')
const pictures = process.env['EVENKEEL_SCREENSHOTS'] ?? join(ROOT, '.cache/screenshots')

let server: TestServer
let served: PageServer
let browser: Workbench
let page: Page
let pane: Frame

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
  served = await servePage({
    port: 0,
    evenkeel: { host: '127.0.0.1', port: server.http.port },
    certificate: { cert, key },
    page: await builtPage(),
    tokenFile: '.evenkeel/token',
  })
  browser = await startWorkbench({ viewport: { width: 1400, height: 860 } })
  page = await browser.context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(served.address)
  pane = await paneFrame()
  await mkdir(pictures, { recursive: true })
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  await server?.close()
})

async function paneFrame(): Promise<Frame> {
  const frame = await (await page.waitForSelector('#pane iframe')).contentFrame()
  if (!frame) throw new Error('The pane has no frame')
  return frame
}

const cell = (address: string) => page.locator(`[data-cell="${address}"]`)
const screenshot = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })

/** EVENKEEL_PICTURE=1 makes the picture anew: every column of the sheet, at five sixths of its size. */
async function takeReadmePicture() {
  const session = await browser.context.newCDPSession(page)
  const [width, height, deviceScaleFactor] = [1680, 1032, 5 / 6]
  await session.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor,
    mobile: false,
  })
  await page.waitForFunction(() => document.querySelector('[data-cell="L20"]'))
  const { data } = await session.send('Page.captureScreenshot', { format: 'png' })
  await session.send('Emulation.clearDeviceMetricsOverride')
  const picture = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data
    let text = ''
    for (let at = 0; at < pixels.length; at += 30_000)
      text += String.fromCharCode(...pixels.subarray(at, at + 30_000))
    return { pixels: btoa(text), width: bitmap.width, height: bitmap.height }
  }, data)
  await writeFile(README_PICTURE, palettePng(Buffer.from(picture.pixels, 'base64'), picture))
}

describe('the page on a real server', () => {
  test('says that it is a simulation, and where the token stands', async () => {
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Simulated Excel, not Excel itself',
    )
    await page.getByText('Sign in with the token in .evenkeel/token').waitFor()
  })

  test('runs the pane from the server: a person signs in and sees the households', async () => {
    await pane.getByLabel('Token').fill(await server.token('ada', 'advisor'))
    await pane.getByRole('button', { name: 'Sign in' }).click()
    await pane.getByText('24 households, largest drift first').waitFor()
    await pane.getByRole('tab', { name: 'Households' }).click()
    await pane.getByRole('list', { name: 'Households by drift' }).waitFor()
  })

  test('pulls drift into the sheet, as README’s picture shows it', async () => {
    await pane.getByRole('button', { name: 'Pull into a sheet' }).click()
    await pane.getByRole('button', { name: 'Pull', exact: true }).click()
    await pane.getByText(/rows now in sheet “Drift”/).waitFor()
    await pane.getByRole('button', { name: 'Households' }).click()
    await pane.getByRole('listitem').first().waitFor()
    await cell('A6').waitFor()
    await page.emulateMedia({ colorScheme: 'light' })
    if (process.env['EVENKEEL_PICTURE']) await takeReadmePicture()
    await screenshot('workbench-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await screenshot('workbench-dark')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' })
    await screenshot('workbench-high-contrast')
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  })
})

test('nothing was asked of anyone outside, and the add-in met nothing that is not simulated', async () => {
  expect(browser.outsideRequests).toEqual([])
  const missed = await page.evaluate(() => {
    const { notSimulated, simulatorFaults } = window.host.excel
    return [...notSimulated, ...simulatorFaults]
  })
  expect(missed).toEqual([])
  expect(browser.consoleProblems.filter((problem) => !problem.includes('telemetryservice'))).toEqual([])
})
