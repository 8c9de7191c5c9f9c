// How long a start takes until requests are answered: node test/benchmark/start.ts [runs]. Goals after installation, on a quiet
// machine: the first one (makes the database, loads the demonstration firm) under 5 s, later ones under 1.5 s, nothing compiled.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..', '..')
const LAUNCHER = join(ROOT, 'server', 'evenkeel.mjs')
const runs = Number(process.argv[2] ?? 5)

/** Milliseconds from the start of the process to its addresses; stopped afterwards as a supervisor stops it. */
async function startOnce(home: string): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--json'], {
    env: { PATH: process.env['PATH'], EVENKEEL_HOME: home, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface(child.stdout), 'line')
  const milliseconds = performance.now() - began
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return milliseconds
}

/** The latest time at which a file of dist was written. */
async function lastBuilt(folder = join(ROOT, 'dist')): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const times = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? lastBuilt(path) : (await stat(path)).mtimeMs
    }),
  )
  return Math.max(0, ...times)
}

function row(name: string, goal: number, milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  const cells = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  const figures = cells.map((cell) => `${((cell ?? 0) / 1000).toFixed(2)} s`.padStart(9)).join('')
  return `${name.padEnd(12)}${figures}${`${goal.toFixed(1)} s`.padStart(9)}`
}

spawnSync(process.execPath, [LAUNCHER, 'build'], { stdio: 'inherit' })
const built = await lastBuilt()
const load = loadavg()[0] ?? 0
const first: number[] = []
const later: number[] = []
for (let run = 0; run < runs; run++) {
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-benchmark-'))
  await chmod(home, 0o711)
  first.push(await startOnce(home))
  later.push(await startOnce(home))
  await rm(home, { recursive: true })
}
const compiled = (await lastBuilt()) !== built
console.log(
  `${''.padEnd(12)}${['fastest', 'median', 'slowest', 'goal'].map((name) => name.padStart(9)).join('')}`,
)
console.log(row('first start', 5, first))
console.log(row('later start', 1.5, later))
console.log(
  `${runs} runs each, load ${load.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after; files of dist written by them: ${compiled ? 'SOME' : 'none'}.`,
)
const median = (milliseconds: number[]) =>
  milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)] ?? 0
process.exitCode = compiled || median(first) > 5_000 || median(later) > 1_500 ? 1 : 0
