import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

const LAUNCHER = join(import.meta.dirname, '..', '..', 'server', 'evenkeel.mjs')

/** Stands in for tsc: "compiles" the command line to one that tells its arguments, and fails where a source says so. */
const COMPILER = `
  const fs = require('node:fs')
  if (fs.readFileSync('server/cli/main.ts', 'utf8').includes('broken')) process.exit(2)
  fs.mkdirSync('dist/server/cli', { recursive: true })
  if (fs.existsSync('killed-here')) {
    fs.writeFileSync('dist/server/cli/main.js', 'half')
    process.kill(process.ppid, 'SIGKILL')
  }
  fs.writeFileSync('dist/server/cli/main.js', \`console.log('ran', ...process.argv.slice(2)); process.exitCode = 3\`)`

/** Stands in for Vite: leaves a page in the place of the mode's. */
const BUNDLER = `
  import fs from 'node:fs'
  const page = { addin: 'dist/addin/taskpane.html', explorer: 'dist/explorer/index.html' }[process.argv[4]]
  fs.mkdirSync(page.replace(/[^/]+$/, ''), { recursive: true })
  fs.writeFileSync(page, '')`

/** Stands in for npm: installs a compiler. */
const NPM = `
  const fs = require('node:fs')
  if (fs.existsSync('npm-fails')) process.exit(7)
  fs.rmSync('node_modules', { recursive: true, force: true })
  fs.mkdirSync('node_modules/typescript/bin', { recursive: true })
  if (fs.existsSync('killed-here')) process.kill(process.pid, 'SIGKILL')
  fs.writeFileSync('node_modules/typescript/bin/tsc', fs.readFileSync('tsc.cjs'))
  fs.mkdirSync('node_modules/vite/bin', { recursive: true })
  fs.writeFileSync('node_modules/vite/bin/vite.js', fs.readFileSync('vite.mjs'))
  fs.writeFileSync('node_modules/.package-lock.json', '{"packages":{"node_modules/typescript":{"version":"6.0.3"}}}')
  console.log('npm', ...process.argv.slice(2))`

/** A checkout of a small project with the real launcher. */
async function checkout(): Promise<string> {
  const folder = await temporaryFolder()
  for (const name of ['server/cli', 'server/explorer', 'addin/taskpane']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await cp(LAUNCHER, join(folder, 'server', 'evenkeel.mjs'))
  const files = {
    'package.json': '{"type":"module"}',
    'package-lock.json': lockOf('6.0.3'),
    'tsc.cjs': COMPILER,
    'vite.mjs': BUNDLER,
    'addin/taskpane/taskpane.html': '',
    'server/explorer/index.html': '',
    'npm.js': NPM,
    'server/tsconfig.json': '{}',
    'server/cli/main.ts': '',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await writeFile(
    join(folder, 'npm.js'),
    `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\n${NPM}`,
  )
  return folder
}

function lockOf(version: string): string {
  const optional = { 'node_modules/fsevents': { version: '2.3.3', optional: true } }
  return JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version }, ...optional } })
}

function launch(folder: string, ...args: string[]) {
  return launchAs({}, folder, args)
}

function launchAs(
  as: { uid?: number; gid?: number },
  folder: string,
  args: string | string[],
  environment: Record<string, string> = {},
) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'server', 'evenkeel.mjs'), ...[args].flat()],
    {
      ...as,
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], npm_execpath: join(folder, 'npm.js'), ...environment },
    },
  )
  return { status, stdout, stderr, notes: stderr.split('\n').filter((line) => line.startsWith('evenkeel:')) }
}

test('a fresh clone installs, builds and runs, with the command’s own exit code, and nothing of it on its output', async () => {
  const folder = await checkout()
  const { status, stdout, stderr } = launch(folder, 'plan', '--json')
  expect(status).toBe(3)
  expect(stdout).toBe('ran plan --json\n')
  expect(stderr).toContain('npm ci --no-audit --no-fund')
  expect(stderr).toMatch(
    /evenkeel: Installing packages\n[^]*evenkeel: Building the server, the add-in, the explorer\n/,
  )
})

test('a second start installs and compiles nothing', async () => {
  const folder = await checkout()
  launch(folder)
  expect(launch(folder, 'serve')).toMatchObject({ stdout: 'ran serve\n', stderr: '' })
})

test.each([
  ['a changed source of the server', 'server/cli/main.ts', 'the server'],
  ['a new source of the server', 'server/rule.ts', 'the server'],
  ['a changed source of the pane', 'addin/taskpane/taskpane.html', 'the add-in'],
  ['a changed source of the explorer', 'server/explorer/index.html', 'the explorer'],
  ['another compiler setting', 'tsconfig.json', 'the server, the add-in, the explorer'],
])('%s is built alone, without installing', async (_, file, parts) => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, file), '// changed')
  expect(launch(folder).notes[0]).toBe(`evenkeel: Building ${parts}`)
  expect(launch(folder).notes).toEqual([])
})

test('what is compiled no more goes: dist is made anew', async () => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, 'dist/server/renamed-migration.js'), '')
  await writeFile(join(folder, 'server/cli/main.ts'), '// changed')
  launch(folder)
  await expect(readFile(join(folder, 'dist/server/renamed-migration.js'))).rejects.toThrow('ENOENT')
})

test('a changed lockfile is installed, unless npm install has brought its versions already', async () => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, 'package-lock.json'), lockOf('6.0.4'))
  expect(launch(folder).notes[0]).toBe('evenkeel: Installing packages')
  await writeFile(join(folder, 'package-lock.json'), lockOf('6.0.5'))
  const hidden = '{"packages":{"node_modules/typescript":{"version":"6.0.5"}}}'
  await writeFile(join(folder, 'node_modules/.package-lock.json'), hidden)
  expect(launch(folder).notes[0]).toMatch(/^evenkeel: Building /)
})

test('a build that fails runs nothing, and is tried again', async () => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, 'server/cli/main.ts'), 'broken')
  for (const _ of [1, 2]) {
    const { status, stdout, notes } = launch(folder)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(notes.at(-1)).toBe('evenkeel: Building the server has failed: see the messages above.')
  }
})

test('a build that was killed half way is begun again, also where the sources have gone back to what was built before', async () => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, 'server/cli/main.ts'), '// changed')
  await writeFile(join(folder, 'killed-here'), '')
  expect(launch(folder)).toMatchObject({ status: null, stdout: '' })
  await rm(join(folder, 'killed-here'))
  await writeFile(join(folder, 'server/cli/main.ts'), '')
  const { stdout, notes } = launch(folder, 'serve')
  expect(notes[0]).toMatch(/^evenkeel: Building the server/)
  expect(stdout).toBe('ran serve\n')
})

test('an installation that was killed half way is begun again', async () => {
  const folder = await checkout()
  await writeFile(join(folder, 'killed-here'), '')
  expect(launch(folder).notes.at(-1)).toBe('evenkeel: npm ci has failed: see its messages above.')
  await rm(join(folder, 'killed-here'))
  expect(launch(folder, 'serve')).toMatchObject({ status: 3, stdout: expect.stringContaining('ran serve\n') })
})

test('files that were written half, by a full disk or a kill, are made anew', async () => {
  const folder = await checkout()
  launch(folder)
  await writeFile(join(folder, 'dist/.build.json'), '{"server": "')
  await writeFile(join(folder, 'node_modules/.evenkeel-install'), '')
  await writeFile(join(folder, 'node_modules/.package-lock.json'), '{"packa')
  const { status, notes } = launch(folder, 'serve')
  expect(status).toBe(3)
  expect(notes.slice(0, 2)).toEqual([
    'evenkeel: Installing packages',
    'evenkeel: Building the server, the add-in, the explorer',
  ])
})

test.runIf(process.getuid?.() === 0)(
  'a checkout of another user’s runs where it is built, and else says who must build it',
  async () => {
    const folder = await checkout()
    await chmod(folder, 0o755)
    launch(folder)
    await rm(join(folder, 'node_modules/.evenkeel-install'))
    const ordinary = { uid: 54_321, gid: 54_321 }
    expect(launchAs(ordinary, folder, 'serve')).toMatchObject({
      status: 3,
      stdout: 'ran serve\n',
      stderr: '',
    })
    await writeFile(join(folder, 'server/cli/main.ts'), '// changed')
    const { status, notes } = launchAs(ordinary, folder, 'serve')
    expect(status).toBe(78)
    expect(notes.at(-1)).toMatch(
      /^evenkeel: .*dist.* has to be written to install and build, and cannot be \(EACCES\): start Evenkeel once as its owner\.$/,
    )
  },
)

test('an old Node hands over to the one that npm has brought, or says what is needed', async () => {
  const folder = await checkout()
  launch(folder)
  // The launcher believes to run on Node 20: it reads the version it runs on from process.versions.
  const pretend = join(folder, 'pretend.cjs')
  await writeFile(
    pretend,
    `if (!process.env.HANDED_OVER) Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })
     process.env.HANDED_OVER = '1'`,
  )
  const old = { NODE_OPTIONS: `--require ${pretend}` }
  const without = launchAs({}, folder, 'serve', old)
  expect(without.status).toBe(78)
  expect(without.notes).toEqual([
    expect.stringMatching(
      /^evenkeel: Evenkeel needs Node 22\.18 or later and found 20\.1\.0; npm brings none for \w+ on \w+: install one from https:\/\/nodejs\.org\.$/,
    ),
  ])
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const brought = join(folder, `node_modules/node-${platform}-${process.arch}`)
  await mkdir(join(brought, 'bin'), { recursive: true })
  await writeFile(join(brought, 'package.json'), '{}')
  await symlink(process.execPath, join(brought, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'))
  expect(launchAs({}, folder, 'serve', old)).toMatchObject({ status: 3, stdout: 'ran serve\n', stderr: '' })
})

test('an installation that fails is said in a sentence', async () => {
  const folder = await checkout()
  await writeFile(join(folder, 'npm-fails'), '')
  const { status, notes } = launch(folder)
  expect(status).toBe(1)
  expect(notes.at(-1)).toBe('evenkeel: npm ci has failed: see its messages above.')
})

test('an installed package, without sources, runs what it brings', async () => {
  const folder = await checkout()
  launch(folder)
  const installed = await temporaryFolder()
  for (const name of ['package.json', 'dist', 'server/evenkeel.mjs']) {
    await cp(join(folder, name), join(installed, name), { recursive: true })
  }
  expect(launch(installed, 'serve')).toMatchObject({ status: 3, stdout: 'ran serve\n', stderr: '' })
})
