/**
 * The engine against the second opinion and the judge, over as many random households as asked for:
 *
 *     node test/optimum/run.ts --count 2000 --seed 1 [--kind budget] [--size large]
 *     node test/optimum/run.ts --show budget-large-17     (prints that case)
 *
 * Ends with 1 where anything differs.
 */
import { parseArgs } from 'node:util'
import type { Comparison } from './compare.ts'
import type { HouseholdKind, HouseholdSize } from './household-kinds.ts'
import { householdCase, HOUSEHOLD_KINDS, HOUSEHOLD_SIZES } from './household-kinds.ts'
import { DECIDING_LEVELS } from './second-opinion.ts'

const { values: asked } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    size: { type: 'string' },
    show: { type: 'string' },
  },
})

if (asked.show === undefined) await run()
else console.log(JSON.stringify(shown(asked.show), null, 1))

async function run(): Promise<void> {
  const { loadComparison } = await import('./compare.ts')
  const compare = await loadComparison()
  const kinds = asked.kind === undefined ? HOUSEHOLD_KINDS : [known(HOUSEHOLD_KINDS, asked.kind)]
  const size = asked.size === undefined ? undefined : known(HOUSEHOLD_SIZES, asked.size)
  const each = Math.ceil(Number(asked.count) / kinds.length)
  let differing = 0
  for (const kind of kinds) {
    const comparisons = Array.from({ length: each }, (_, index) =>
      compare(householdCase(kind, Number(asked.seed) + index, size)),
    )
    differing += report(kind, comparisons)
  }
  console.log(differing === 0 ? 'all equal' : `${differing} differ`)
  process.exitCode = differing === 0 ? 0 : 1
}

/** Prints a kind's lines and tells how many of its households differ. */
function report(kind: HouseholdKind, comparisons: readonly Comparison[]): number {
  const differing = comparisons.filter(({ differences }) => differences.length > 0)
  const largest = Math.max(...comparisons.map((comparison) => comparison.largest))
  console.log(
    `${kind.padEnd(17)} count ${comparisons.length}  equal ${comparisons.length - differing.length}` +
      `  largest difference ${largest.toFixed(4)}`,
  )
  for (const [index, level] of DECIDING_LEVELS.entries()) {
    const gaps = comparisons.flatMap(({ gaps }) => gaps[index] ?? []).sort((a, b) => a - b)
    const at = (part: number) =>
      (gaps[Math.min(gaps.length - 1, Math.floor(part * gaps.length))] ?? 0).toFixed(2)
    if (gaps.some((gap) => Math.abs(gap) >= 0.005))
      console.log(`    ${level.padEnd(15)} gap: median ${at(0.5)}  p90 ${at(0.9)}  max ${at(1)}`)
  }
  for (const { id, differences } of differing.slice(0, 5))
    for (const difference of differences.slice(0, 5)) console.log(`  ! ${id}: ${difference}`)
  return differing.length
}

function shown(id: string) {
  const [kind = '', size = '', seed = ''] = id.split('-')
  return householdCase(known(HOUSEHOLD_KINDS, kind), Number(seed), known(HOUSEHOLD_SIZES, size))
}

function known<Name extends HouseholdKind | HouseholdSize>(names: readonly Name[], asked: string): Name {
  const name = names.find((each) => each === asked)
  if (name === undefined) throw new Error(`${asked} is none of ${names.join(', ')}`)
  return name
}
