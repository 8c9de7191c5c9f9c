import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { startWorkbench, type Workbench } from '../addin/browser.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'

let server: TestServer
let workbench: Workbench
let page: Page

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  workbench = await startWorkbench({ viewport: { width: 1000, height: 900 } })
  page = await workbench.context.newPage()
  await page.goto(`http://localhost:${server.http.port}/digest`)
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

test('an analyst pastes a token and reads what the day brought', async () => {
  await page.getByText('Paste a token to read the digest.').waitFor()
  await page.getByLabel('Token').fill(await server.token('nora', 'analyst'))
  await page.getByRole('button', { name: 'Use' }).click()
  await page.getByRole('heading', { name: 'Digest of 2025-09-26' }).waitFor()
  const bellamy = page.getByRole('row', { name: /Bellamy household \(EK-102\).*-\$4,812\.33, a debit/ })
  expect(await bellamy.count()).toBe(1)
  // The counts of the page are those of the queue.
  const answer = await server.query(
    await server.token('nora', 'analyst'),
    '{ queue { households counts { kind alerts households } } digest { households counts { kind raised standing households } } }',
  )
  const { queue, digest } = answer.data
  expect(digest.households).toBe(queue.households)
  expect(
    digest.counts.map(({ kind, standing, households }: any) => ({ kind, alerts: standing, households })),
  ).toEqual(queue.counts)
  expect(digest.counts.every(({ raised, standing }: any) => raised === standing)).toBe(true)
  await page.getByLabel('Day').fill('2025-09-25')
  await page.getByRole('heading', { name: 'Digest of 2025-09-25' }).waitFor()
  expect(await page.getByText('None.').count()).toBe(2)
  expect(workbench.consoleProblems).toEqual([])
})

test.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
  ['print', { media: 'print' }],
] as const)('it can be read in %s', async (look, emulated) => {
  await page.getByLabel('Day').evaluate((field: any) => {
    field.value = '2025-09-26'
    field.dispatchEvent(new Event('change'))
  })
  await page.getByRole('heading', { name: 'Digest of 2025-09-26' }).waitFor()
  await page.emulateMedia({ colorScheme: null, forcedColors: null, media: null, ...emulated })
  const folder = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/digest-${look.replaceAll(' ', '-')}.png` })
  const colors = await page.evaluate(() => {
    const style = getComputedStyle(document.body)
    return [style.color, style.backgroundColor]
  })
  expect(new Set(colors).size).toBe(2)
  expect(await page.locator('.bar').isVisible()).toBe(look !== 'print')
  // Nothing is cut off to the side.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})
