import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { environmentOf, stop } from '../../start/evenkeel-process.ts'
import { temporaryFolder } from '../../start/temporary-folder.ts'
import { startWorkbench, type Workbench } from '../browser.ts'

const SCRIPT = join(import.meta.dirname, '../../../addin/workbench/serve.mjs')
const TOLD = /Workbench +(?<address>https:\S+)\n +Token +in (?<tokenFile>.+)\n/

let browser: Workbench

beforeAll(async () => {
  browser = await startWorkbench()
})
afterAll(() => browser?.close())

interface Started {
  readonly child: ChildProcess
  readonly complaints: () => string
  /** What it prints once it is ready. */
  readonly told: Promise<{ address: string; tokenFile: string }>
}

/** npm run workbench, with a home and ports of its own. */
function startScript(home: string, port: string): Started {
  const env = environmentOf(home, { WORKBENCH_PORT: port })
  const child = spawn(process.execPath, [SCRIPT], { env })
  onTestFinished(async () => void (await stop(child)))
  let printed = ''
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const told = new Promise<{ address: string; tokenFile: string }>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = TOLD.exec(printed)?.groups as { address: string; tokenFile: string } | undefined
      if (found) ready(found)
    })
    child.once('exit', (code) => failed(new Error(`It ended with ${code}: ${complaints}`)))
  })
  told.catch(() => undefined)
  return { child, complaints: () => complaints, told }
}

/** Processes that were started with this home: the script, its server, its PostgreSQL. Linux alone can tell. */
function processesOf(home: string): string[] {
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home)
      } catch {
        return false // Ended meanwhile, or somebody else's.
      }
    })
}

describe('npm run workbench', () => {
  test('starts a server of its own, serves the page, and ends without leaving anything behind', async () => {
    const home = join(await temporaryFolder(), 'home')
    const { child, told } = startScript(home, '0')
    const { address, tokenFile } = await told
    expect(processesOf(home).length === 0).toBe(process.platform !== 'linux')

    const page = await browser.context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(address)
    await page.getByText(`Sign in with the token in ${tokenFile}`).waitFor()
    const pane = await (await page.waitForSelector('#pane iframe')).contentFrame()
    if (!pane) throw new Error('The pane has no frame')
    await pane.getByLabel('Token').fill((await readFile(tokenFile, 'utf8')).trim())
    await pane.getByRole('button', { name: 'Sign in' }).click()
    await pane.getByRole('tab', { name: 'Households' }).click()
    await pane.getByRole('button', { name: 'Pull into a sheet' }).click()
    await pane.getByRole('button', { name: 'Pull', exact: true }).click()
    await pane.getByText(/rows now in sheet “Drift”/).waitFor()
    expect(await page.locator('[data-cell="A1"]').textContent()).toBe('Drift by household and class')
    await page.close()

    child.kill('SIGTERM')
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(processesOf(home)).toEqual([])
    await expect(fetch(address)).rejects.toThrow('fetch failed')
  })

  test('says in a sentence that its port is taken, and stops the server that it had started', async () => {
    const home = join(await temporaryFolder(), 'home')
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const { child, complaints } = startScript(home, String(port))
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(complaints()).toContain(`Port ${port} is taken by another program: stop it, or start with another`)
    expect(code).toBe(75)
    expect(processesOf(home)).toEqual([])
  })
})

test('nothing was asked of anyone outside', () => {
  expect(browser.outsideRequests).toEqual([])
})
