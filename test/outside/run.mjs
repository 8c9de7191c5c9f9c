// What other people wrote to test or use a GraphQL server, run against the built product: Apollo's suite for web frameworks
// on the product's way of mounting, and real clients on a real server. The last line is `N passed, N failed`.
//   node test/outside/run.mjs
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const launcher = join(here, '..', '..', 'server', 'evenkeel.mjs')

const results = []
if (await isInstalled()) {
  await built()
  results.push(await runSuite())
  results.push(await runClients())
} else {
  results.push({ passed: 0, failed: 1 })
}
const sum = (of) => results.reduce((total, result) => total + result[of], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0

/** Installs what this folder's own lockfile names, unless that has been done. */
async function isInstalled() {
  const stampFile = join(here, 'node_modules', '.stamp')
  const stamp = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm']
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await run([...npm, ...options], {
    stdio: ['ignore', 2, 2],
    shell: npm[0] === 'npm' && process.platform === 'win32',
  })
  if (code !== 0) {
    console.log('✗ npm ci in test/outside has failed: see its messages above.')
    return false
  }
  writeFileSync(stampFile, stamp)
  return true
}

/** Both parts run what is compiled. */
async function built() {
  const { code } = await run([process.execPath, launcher, 'build'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error('The build has failed.')
}

async function runSuite() {
  const jest = join(here, 'node_modules', 'jest', 'bin', 'jest.js')
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-suite-'))
  const outputFile = join(folder, 'results.json')
  try {
    const { output } = await run(
      [
        process.execPath,
        '--experimental-vm-modules',
        '--no-warnings',
        jest,
        '--ci',
        '--forceExit',
        '--json',
        `--outputFile=${outputFile}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    if (!existsSync(outputFile)) {
      console.log(`✗ Apollo's suite did not run\n${output}`)
      return { passed: 0, failed: 1 }
    }
    const found = JSON.parse(readFileSync(outputFile, 'utf8'))
    const failed = found.numFailedTests + found.numRuntimeErrorTestSuites
    if (failed > 0) console.log(output)
    // Those that need graphql 17 are passed over by the suite itself.
    console.log(
      `${failed > 0 ? '✗' : '✓'} Apollo's suite: ${found.numPassedTests} passed, ${failed} failed, ` +
        `${found.numPendingTests} passed over by it`,
    )
    return { passed: found.numPassedTests, failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runClients() {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-clients-'))
  // PostgreSQL runs as nobody where root runs this, and must pass through.
  chmodSync(folder, 0o711)
  const env = { PATH: process.env.PATH, EVENKEEL_HOME: join(folder, 'home'), PORT: '0', LOG_LEVEL: 'error' }
  const server = spawn(process.execPath, [launcher, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 2] })
  const ended = once(server, 'exit')
  try {
    const [line] = await Promise.race([
      once(createInterface(server.stdout), 'line'),
      ended.then(([code]) => {
        throw new Error(`The server has ended with ${code}.`)
      }),
    ])
    const { graphql, error } = JSON.parse(line)
    if (error) throw new Error(error.message)
    const minted = await run([process.execPath, launcher, 'token', '--user', 'ann', '--role', 'analyst'], {
      env,
      stdio: ['ignore', 'pipe', 2],
    })
    const { checks } = await import('./clients.mjs')
    const counts = { passed: 0, failed: 0 }
    for (const [name, check] of checks(graphql, minted.output.trim())) {
      const fault = await check().then(
        () => undefined,
        (error) => error,
      )
      counts[fault ? 'failed' : 'passed'] += 1
      console.log(fault ? `✗ ${name}\n  ${fault.stack ?? fault}` : `✓ ${name}`)
    }
    return counts
  } finally {
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a program in this folder; gives its exit code and what it wrote to a pipe. */
async function run([program, ...args], options) {
  const child = spawn(program, args, { cwd: here, ...options })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  return { code, output }
}
