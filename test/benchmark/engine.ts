// How long the engine takes for a household, and what its plans are worth: npm run bench:engine -- [runs]. Times are from the
// snapshot to the proposal, in one process after a warm-up; every household is another one. Goals are for a quiet machine.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FolderPlanned } from '../../server/cli/plan-folder.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Proposal } from '../../server/engine/proposal.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import { benchmarkCase, SIZES, type Size } from './benchmark-households.ts'
import { loadSolveByHighs } from './by-highs.ts'
import { greedyHifo } from './greedy-hifo.ts'
import { effectOf, type Effect, type Trade } from './trades.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const LAUNCHER = join(ROOT, 'server', 'evenkeel.mjs')
const COMMAND_LINE = join(ROOT, 'dist', 'server', 'cli', 'main.js')
const COUNTS: Readonly<Record<Size, number>> = { medium: 1_000, large: 200, vast: 5 }
/** Seeds of the warm-up, of households that are not timed. */
const WARM_UP_FROM = 1_000_000
const WARM_UP: Readonly<Record<Size, number>> = { medium: 150, large: 30, vast: 1 }
const TYPICAL = 100
const NAME_WIDTH = 78
const WORTH_WIDTH = 45
/** Linux alone tells the peak of the program itself; elsewhere that of the process it grew out of may count. */
const TELL_PEAK = `
  import { readFileSync } from 'node:fs'
  process.on('exit', () => {
    let peak = process.resourceUsage().maxRSS
    try { peak = /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] } catch {}
    console.error('peak ' + peak)
  })`
const runs = Number(process.argv[2] ?? 3)

const underGoals: boolean[] = []
const load = loadavg()[0] ?? 0
const solver = await loadGeneralSolver()
const plan = (snapshot: Snapshot): Proposal => rebalance(snapshot, solver)
const reference = referenceMs()
console.log(line('', ['figure', 'goal', '', 'x sorting']))

const medium = timeSize('medium')
row(`medium ${described('medium')}: median`, medium.p50, 2)
row('— 99th percentile', medium.p99, 15)
row(`— ${COUNTS.medium} households in all`, medium.total, 3_000)
const large = timeSize('large')
row(`large ${described('large')}: median`, large.p50, 6)
row('— 99th percentile', large.p99)
const vast = timeSize('vast')
row(`${vast.lots} lots ${described('vast')}: median`, vast.p50, 80)
await timeCommand()
await timeOthers()
console.log(
  `Sorting 100,000 numbers took ${reference.toFixed(1)} ms before and ${referenceMs().toFixed(1)} ms after; medians of ${runs} runs; ` +
    `load ${load.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after.\n`,
)
for (const size of ['medium', 'large'] as const) compareWorth(size)
process.exitCode = underGoals.includes(false) ? 1 : 0

interface Times {
  readonly p50: number
  readonly p99: number
  readonly total: number
  /** Of a household, on average. */
  readonly lots: number
}

/** Plans every household of a size in each run; of each figure the median of the runs, in milliseconds. */
function timeSize(size: Size): Times {
  const snapshots = snapshotsOf(size, { from: 0, count: COUNTS[size] })
  for (const snapshot of snapshotsOf(size, { from: WARM_UP_FROM, count: WARM_UP[size] })) plan(snapshot)
  const timed = Array.from({ length: runs }, () => snapshots.map((snapshot) => timeOf(() => plan(snapshot))))
  const lots = snapshots.flatMap(({ accounts }) => accounts.map((account) => account.lots.length))
  return {
    p50: median(timed.map((times) => quantile(times, 0.5))),
    p99: median(timed.map((times) => quantile(times, 0.99))),
    total: median(timed.map(sum)),
    lots: Math.round(sum(lots) / snapshots.length),
  }
}

/** The thousand once more by the command itself: what it takes of memory, as its system counts the peak. */
async function timeCommand(): Promise<void> {
  spawnSync(process.execPath, [LAUNCHER, 'build'], { stdio: 'inherit' })
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-benchmark-'))
  try {
    const cases = join(folder, 'cases')
    await mkdir(cases)
    for (let seed = 0; seed < COUNTS.medium; seed += 1)
      await writeFile(join(cases, `${seed}.json`), JSON.stringify(benchmarkCase('medium', seed)))
    const tellPeak = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', tellPeak, COMMAND_LINE, 'plan', cases, '--out', join(folder, 'plans'), '--json'],
      { encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    const { solving } = JSON.parse(stdout) as FolderPlanned
    row(`evenkeel plan of the ${COUNTS.medium}: solving in all, without a warm-up`, solving.total, 3_000)
    row('— peak memory', Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024, 150, 'MB')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The same households by a general solver and by the plain way. */
async function timeOthers(): Promise<void> {
  const solveByHighs = await loadSolveByHighs()
  for (const size of ['medium', 'large'] as const) {
    const snapshots = snapshotsOf(size, { from: 0, count: TYPICAL })
    row(`${size} by each account alone, greedy, dearest first: median`, medianOf(snapshots, greedyHifo))
    const name = `${size} by highs, the same levels: median`
    const cases = Array.from({ length: TYPICAL }, (_, seed) => benchmarkCase(size, seed))
    const times: number[] = []
    for (const each of cases) {
      const began = performance.now()
      solveByHighs(each)
      times.push(performance.now() - began)
    }
    row(name, median(times))
  }
}

function medianOf(snapshots: readonly Snapshot[], work: (snapshot: Snapshot) => unknown): number {
  for (const snapshot of snapshots) work(snapshot)
  return median(snapshots.map((snapshot) => timeOf(() => work(snapshot))))
}

/** What planning the household as one is worth against each account alone, in basis points of value, over typical households. */
function compareWorth(size: 'medium' | 'large'): void {
  const snapshots = snapshotsOf(size, { from: 0, count: TYPICAL })
  console.log(line(`${TYPICAL} ${size} households, to target`, ['tax', 'sold', 'out of band'], WORTH_WIDTH))
  const ways: readonly (readonly [string, (snapshot: Snapshot) => readonly Trade[]])[] = [
    ['as they are', () => []],
    ['household optimum', optimum(plan)],
    ['each account alone, greedy, dearest first', greedyHifo],
  ]
  for (const [name, way] of ways) {
    const effects = snapshots.map((snapshot) => effectOf(snapshot, way(snapshot)))
    const inBps = (part: (effect: Effect) => number) =>
      `${((sum(effects.map((effect) => part(effect) / effect.value)) / effects.length) * 10_000).toFixed(1)} bp`
    const cells = [inBps(({ tax }) => tax), inBps(({ sold }) => sold), inBps(({ outOfBand }) => outOfBand)]
    console.log(line(name, cells, WORTH_WIDTH))
  }
  console.log()
}

function optimum(planner: typeof plan): (snapshot: Snapshot) => Trade[] {
  return (snapshot) => planner(snapshot).trades.flatMap(tradesOf)
}

function tradesOf({ accountId, securityId, side, shares, lots }: Proposal['trades'][number]): Trade[] {
  if (side === 'buy') return [{ accountId, securityId, lotId: null, shares: Number(shares) }]
  return lots.map((lot) => ({ accountId, securityId, lotId: lot.lotId, shares: Number(lot.shares) }))
}

function snapshotsOf(
  size: Size,
  { from, count }: { readonly from: number; readonly count: number },
): Snapshot[] {
  return Array.from({ length: count }, (_, at) => {
    const reading = readHouseholdCase(JSON.stringify(benchmarkCase(size, from + at)))
    if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.problems[0]))
    return reading.snapshot
  })
}

function described(size: Size): string {
  const { accounts, securities, lots } = SIZES[size]
  return `(${accounts} accounts, ${securities} securities, up to ${lots} lots)`
}

/** What this machine is at the moment: milliseconds to sort the same 100,000 numbers, the median of 15 times. */
function referenceMs(): number {
  const numbers = new Float64Array(100_000)
  for (let at = 0, state = 1; at < numbers.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    numbers[at] = state
  }
  return median(Array.from({ length: 15 }, () => timeOf(() => numbers.toSorted())))
}

function timeOf(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

function row(name: string, figure: number, goal?: number, unit: 'ms' | 'MB' = 'ms'): void {
  const isUnder = goal === undefined || figure < goal
  underGoals.push(isUnder)
  const cells = [
    shown(figure, unit),
    goal === undefined ? '' : `< ${goal} ${unit}`,
    goal === undefined ? '' : isUnder ? 'met' : 'MISSED',
    unit === 'ms' ? (figure / reference).toFixed(2) : '',
  ]
  console.log(line(name, cells))
}

function shown(figure: number, unit: string): string {
  return `${figure.toFixed(figure < 100 ? 2 : 0)} ${unit}`
}

function line(name: string, cells: readonly string[], width = NAME_WIDTH): string {
  return `${name.padEnd(width)}${cells.map((cell) => cell.padStart(13)).join('')}`.trimEnd()
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The least of the values that at least this part of them does not exceed. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
}
