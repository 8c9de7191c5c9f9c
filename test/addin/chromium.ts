import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Starts without a window and without asking anything of the network. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--headless=shell',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--disable-sync',
  '--disable-quic',
]

export interface Chromium {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** A browser to test with: CHROMIUM_PATH, else one that is installed, else npm's (Linux on x64 only). */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`)
    return { executablePath: named, env: environment() }
  }
  const installed = installedChromium()
  if (installed !== null) return { executablePath: installed, env: environment() }
  const folder = await unpackedChromium()
  // Open Sans comes with it, so that pictures look alike on machines with few fonts.
  return {
    executablePath: join(folder, 'chromium'),
    env: { ...environment(), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function installedChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const places = folders.flatMap((folder) => INSTALLED.map((name) => join(folder, name)))
  const known = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ]
  return [...places, ...known].find((place) => existsSync(place)) ?? null
}

/**
 * npm's Chromium, unpacked once. The package reuses whatever `chromium` it finds in the temporary folder, of any
 * version and owner, so ours lies in a folder named after both; test files that start together each unpack
 * into a folder of their own and the first to finish gives it its name.
 */
async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('There is no Chromium here: install Chrome or set CHROMIUM_PATH.')
  }
  const folder = join(tmpdir(), `evenkeel-chromium-${await packageVersion()}-${process.getuid?.() ?? 0}`)
  if (existsSync(join(folder, 'fonts.conf'))) return folder

  const own = `${folder}.${process.pid}`
  await mkdir(own, { recursive: true, mode: 0o700 })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = own
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  await writeFile(join(own, 'fonts.conf'), fontConfiguration(join(folder, 'fonts')))
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }))
  return folder
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
</fontconfig>
`
}

async function packageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const text = await readFile(pathToFileURL(join(dirname(entry), '..', 'package.json')), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
