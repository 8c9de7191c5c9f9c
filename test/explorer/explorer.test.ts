import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { startTestServer, type TestServer } from '../api/server.ts'
import { startWorkbench, type Workbench } from '../addin/browser.ts'

let server: TestServer
let workbench: Workbench
let page: Page
const outside: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  workbench = await startWorkbench({ viewport: { width: 1400, height: 800 } })
  page = await workbench.context.newPage()
  page.on('request', (request) => {
    const url = request.url()
    if (/^(https?|wss?):/.test(url) && !url.startsWith('http://localhost:')) outside.push(url)
  })
  await page.goto(`http://localhost:${server.http.port}/explorer/`)
})

afterAll(async () => {
  await workbench?.close()
  await server?.close()
})

/** Monaco is megabytes of script on a cold machine. */
const PATIENT = { timeout: 20_000 }
const answer = () => page.locator('.graphiql-response')

test('an analyst pastes a token, runs the first query and reads who asks', async () => {
  await page.getByText('Paste a token to read the schema').waitFor()
  await page.getByLabel('Token').fill(await server.token('nora', 'analyst'))
  await page.getByRole('button', { name: 'Use' }).click()
  await page.locator('.graphiql-query-editor .view-line', { hasText: 'viewer' }).waitFor()
  await page.getByRole('button', { name: /^Execute query/ }).click()
  await expect.poll(() => answer().textContent(), PATIENT).toContain('"nora"')
})

test('types a query of her own, and reads the documentation of a type', async () => {
  await page.getByRole('button', { name: 'New tab' }).click()
  const editor = page
    .locator('.graphiql-query-editor textarea, .graphiql-query-editor .native-edit-context')
    .first()
  await editor.focus()
  await page.keyboard.press('ControlOrMeta+A')
  // The editor closes brackets by itself.
  await page.keyboard.type('{ firm { householdCount ')
  // First the list of suggestions goes, then the query runs.
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => answer().textContent(), PATIENT).toMatch(/"householdCount":\s*0/)

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
  await page.getByRole('link', { name: 'Household', exact: true }).first().click()
  await expect.poll(() => page.locator('.graphiql-plugin').textContent()).toContain('rebalanceLevel')
  await page.screenshot({
    path: `${process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'}/explorer.png`,
  })
})

test('the token lasts as long as the tab, and nothing was asked of anybody else', async () => {
  await page.reload()
  await page.locator('.graphiql-query-editor').waitFor()
  await page.getByRole('button', { name: 'Forget' }).click()
  await page.getByText('Paste a token to read the schema').waitFor()
  await page.reload()
  await page.getByText('Paste a token to read the schema').waitFor()
  expect(outside).toEqual([])
  expect(workbench.consoleProblems).toEqual([])
})
