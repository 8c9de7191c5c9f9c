import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { BrowserContext, Frame, Page } from 'playwright-core'
import { builtPage } from '../../addin/workbench/build-page.ts'
import type { HostPage } from '../../addin/workbench/page/workbench.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from './chromium.ts'
import { serveFolders } from './https-server.ts'

const OFFICE_JS_CDN = 'https://appsforoffice.microsoft.com/lib/1/hosted/'
const OFFICE_JS_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/office-js/package.json')),
  'dist',
)

export interface WorkbenchOptions {
  /** Folders served beside the host page, for fixture panes that no server serves. */
  readonly folders?: readonly string[]
  readonly viewport?: { readonly width: number; readonly height: number }
}

export interface OpenPane {
  readonly page: Page
  /** The pane's own frame: find its buttons here. */
  readonly pane: Frame
  /** Runs a function in the host page with the simulated Excel and returns its JSON. */
  host<A, R>(run: (host: HostPage, argument: A) => R | Promise<R>, argument: A): Promise<R>
  host<R>(run: (host: HostPage) => R | Promise<R>): Promise<R>
  /** Saves a picture of the whole window under EVENKEEL_SCREENSHOTS, else .cache/screenshots; answers its path. */
  screenshot(name: string): Promise<string>
  /** Loads the pane again in the same workbook; answers its new frame. */
  reopenPane(): Promise<Frame>
  close(): Promise<void>
}

export interface Workbench {
  /** Where the host page is served: https://localhost:<port>. Fixture panes lie beside it. */
  readonly origin: string
  /** Requests that wanted to leave this machine and were refused; a test expects none. */
  readonly outsideRequests: readonly string[]
  /** Errors and warnings of the pages' consoles, and exceptions that nobody caught. */
  readonly consoleProblems: readonly string[]
  readonly context: BrowserContext
  /** Opens a new workbook with this pane beside it. The pane must be https on localhost, on any port. */
  openPane(paneUrl: string, options?: { readonly paneWidth?: number }): Promise<OpenPane>
  close(): Promise<void>
}

/** A real Chromium with the simulated Excel in it; office.js comes from node_modules, nothing from outside. */
export async function startWorkbench({ folders = [], viewport }: WorkbenchOptions = {}): Promise<Workbench> {
  const server = await serveFolders([await builtPage(), ...folders])
  const browser = await chromium.launch({
    ...(await findChromium()),
    args: [...CHROMIUM_ARGUMENTS],
    // Playwright's own headless mode is the other one; as root its default, no sandbox, is the only way.
    ignoreDefaultArgs: ['--headless'],
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: viewport ?? { width: 1280, height: 800 },
  })
  const outsideRequests: string[] = []
  const consoleProblems: string[] = []
  await answerOutsideRequests(context, outsideRequests)
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      consoleProblems.push(`${message.type()}: ${message.text()}`)
  })
  context.on('weberror', (error) => consoleProblems.push(`uncaught: ${error.error().message}`))
  return {
    origin: server.origin,
    outsideRequests,
    consoleProblems,
    context,
    openPane: (paneUrl, { paneWidth = 380 } = {}) =>
      openPane(context, `${server.origin}/workbench.html?paneWidth=${paneWidth}`, paneUrl),
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/** Microsoft's address is answered with the unmodified files of its npm package; everything else outside fails. */
async function answerOutsideRequests(context: BrowserContext, refused: string[]): Promise<void> {
  await context.route(
    (url) => url.protocol.startsWith('http') && url.hostname !== 'localhost',
    async (route) => {
      const url = route.request().url()
      const path = url.startsWith(OFFICE_JS_CDN) ? new URL(url).pathname.slice('/lib/1/hosted/'.length) : null
      const file = path === null ? null : join(OFFICE_JS_FOLDER, path.toLowerCase())
      if (file !== null && !path?.includes('..') && existsSync(file)) return route.fulfill({ path: file })
      refused.push(url)
      return route.abort()
    },
  )
}

async function openPane(context: BrowserContext, hostUrl: string, paneUrl: string): Promise<OpenPane> {
  const page = await context.newPage()
  await page.goto(`${hostUrl}&pane=${encodeURIComponent(paneUrl)}`)
  const host = await page.evaluateHandle(() => window.host)
  return {
    page,
    pane: await paneFrame(page),
    // One function serves both shapes of `host`; the browser's handle cannot tell them apart by type.
    host: (run: (host: HostPage, argument: unknown) => unknown, argument?: unknown) =>
      host.evaluate(run, argument),
    screenshot: async (name) => {
      const folder = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'
      await mkdir(folder, { recursive: true })
      const path = join(folder, `${name}.png`)
      await page.screenshot({ path })
      return path
    },
    reopenPane: async () => {
      await page.evaluate(() => window.host.reopenPane())
      return paneFrame(page)
    },
    close: () => page.close(),
  }
}

async function paneFrame(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('#pane iframe')
  const frame = await element.contentFrame()
  if (!frame) throw new Error('The pane has no frame')
  return frame
}
