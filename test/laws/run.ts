/**
 * Asks every law of many households: `node test/laws/run.ts --count 1000000 --seed 1 [--workers 2]`. A case that breaks one
 * is told by seed and place; `--seed SEED --place PLACE` asks it again by itself and prints its snapshot.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { checkHousehold, LAW_NAMES } from './household-check.ts'
import type { DrawResult } from './law-runs.ts'
import { drawsOf, householdsOf, runLaws } from './law-runs.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    place: { type: 'string' },
  },
})
const seed = Number(values.seed)
process.exitCode = (values.place === undefined ? await runAll() : await runOne(Number(values.place))) ? 0 : 1

async function runOne(place: number): Promise<boolean> {
  const snapshot = householdsOf({ seed, count: place + 1 })[place]!
  const broken = checkHousehold(snapshot, await loadGeneralSolver()).verdicts.filter(
    ({ result }) => result === 'broken',
  )
  console.log(JSON.stringify(snapshot, null, 2))
  for (const { law, message } of broken) console.error(`✗ ${law}\n  ${message}`)
  return broken.length === 0
}

async function runAll(): Promise<boolean> {
  const count = Number(values.count)
  let done = 0
  const result = await runLaws(drawsOf(count, seed), Number(values.workers), ({ asked, broken }) => {
    done += asked[LAW_NAMES[0]!] ?? 0
    process.stderr.write(`\r${done} of ${count} households`)
    for (const each of broken)
      process.stderr.write(
        `\n✗ ${each.law}\n  ${each.message.replaceAll('\n', ' ')}\n  --seed ${each.seed} --place ${each.place}\n`,
      )
  })
  process.stderr.write('\n')
  printLaws(result)
  printSecondRuns(result)
  return result.broken.length === 0
}

function printLaws({ asked, idle, choice, broken }: DrawResult): void {
  console.log(['asked', 'told', 'choice', 'broken'].map((title) => title.padStart(9)).join('') + '  law')
  for (const law of LAW_NAMES) {
    const ofLaw = broken.filter((each) => each.law === law).length
    const told = (asked[law] ?? 0) - (idle[law] ?? 0)
    const row = [asked[law], told, choice[law], ofLaw].map((number) => String(number).padStart(9))
    console.log(`${row.join('')}  ${law}`)
  }
}

/** How much a second run betters, in dollars and in hundredths of a percent of the household. */
function printSecondRuns({ second }: DrawResult): void {
  const traded = second.filter(({ hasTrades }) => hasTrades)
  const beyondCost = traded.filter(({ improvement, tradingCost }) => improvement > 2 * tradingCost + 0.05)
  console.log(
    `\nA second run under the same rules: ${second.length} households, trades again in ${traded.length}, ` +
      `betters a level by more than twice what the first cost in ${beyondCost.length}`,
  )
  for (const [level, runs] of Map.groupBy(traded, ({ level }) => level)) {
    const dollars = runs.map(({ improvement }) => improvement).sort((a, b) => a - b)
    const points = runs.map(({ improvement, base }) => (improvement / base) * 1e4).sort((a, b) => a - b)
    const at = (sorted: readonly number[], part: number) =>
      (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(2)
    const spread = (sorted: readonly number[]) =>
      [0.5, 0.9, 0.99, 1].map((part) => at(sorted, part)).join(' / ')
    console.log(
      `${String(runs.length).padStart(9)}  ${level ?? 'no level, to the cent'}: $ ${spread(dollars)}; ` +
        `basis points ${spread(points)} (median / 90% / 99% / most)`,
    )
  }
  const worst = traded.toSorted((a, b) => b.improvement / b.base - a.improvement / a.base).slice(0, 3)
  for (const { level, improvement, base, seed, place } of worst)
    console.log(
      `  most: ${level} by $${improvement.toFixed(2)} of ${base.toFixed(0)}, --seed ${seed} --place ${place}`,
    )
}
