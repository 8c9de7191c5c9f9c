// The test command: static checks two at a time, then every test, then one plain line `N passed, N failed`.
// With arguments it runs vitest alone with them.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { COUNTS_FILE } from './count-reporter.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tool = (...names) => join(root, 'node_modules', ...names)
const cache = (name) => join('.cache', name)

/** Each counts as one test: its name, and the program with its arguments. */
const STATIC_CHECKS = [
  [
    'types',
    tool('typescript', 'bin', 'tsc'),
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    cache('types.tsbuildinfo'),
  ],
  [
    'lint',
    tool('eslint', 'bin', 'eslint.js'),
    '.',
    '--max-warnings=0',
    '--cache',
    '--cache-location',
    cache('eslint/'),
  ],
  [
    'format',
    tool('prettier', 'bin', 'prettier.cjs'),
    '--check',
    '.',
    '--log-level=warn',
    '--cache',
    '--cache-location',
    cache('prettier'),
  ],
  ['layers', tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'server', 'addin', 'test'],
  ['schema.graphql in step', join(root, 'dist', 'server', 'cli', 'main.js'), 'schema', '--check'],
]

mkdirSync(join(root, '.cache'), { recursive: true })
const args = process.argv.slice(2)
const checks = args.length > 0 ? [] : await runTwoAtATime(STATIC_CHECKS)
const tests = await runVitest(args)
const outside = args.length > 0 ? { passed: 0, failed: 0 } : await runOutside()
const passed = checks.filter(Boolean).length + tests.passed + outside.passed
const failed = checks.filter((isPassed) => !isPassed).length + tests.failed + outside.failed
// On a line of its own: the last one is for programs.
if (tests.skipped > 0)
  console.log(`${tests.skipped} skipped, as what they need is not here or was not asked for`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

async function runTwoAtATime(checks) {
  const waiting = checks.map((check, index) => ({ check, index }))
  const results = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next.index] = await runCheck(next.check)
  }
  await Promise.all([work(), work()])
  return results
}

async function runCheck([name, ...command]) {
  const began = performance.now()
  const { code, output } = await run(command, 'pipe')
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(code === 0 ? `✓ ${name} (${seconds} s)` : `✗ ${name} (${seconds} s)\n${output.trimEnd()}\n`)
  return code === 0
}

async function runVitest(args) {
  rmSync(join(root, COUNTS_FILE), { force: true })
  const reporters = ['--reporter=default', `--reporter=${join(root, 'test', 'count-reporter.mjs')}`]
  const { code } = await run([tool('vitest', 'vitest.mjs'), 'run', ...reporters, ...args], 'inherit')
  try {
    const counts = JSON.parse(readFileSync(join(root, COUNTS_FILE), 'utf8'))
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch {
    // It ended before it could count.
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** Suites that others wrote, in a folder and lockfile of their own. */
async function runOutside() {
  const began = performance.now()
  const { code, output } = await run([join(root, 'test', 'outside', 'run.mjs')], 'pipe')
  const [, passed = 0, failed = 1] = /(\d+) passed, (\d+) failed\s*$/.exec(output)?.map(Number) ?? []
  const isGreen = code === 0 && failed === 0
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    isGreen
      ? `✓ outside suites: ${passed} (${seconds} s)`
      : `✗ outside suites (${seconds} s)\n${output.trimEnd()}\n`,
  )
  return { passed, failed: isGreen ? 0 : Math.max(failed, 1) }
}

function run(command, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', stdio, stdio] })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    const stop = (signal) => child.kill(signal)
    process.once('SIGTERM', stop)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      process.off('SIGTERM', stop)
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output })
    })
  })
}
