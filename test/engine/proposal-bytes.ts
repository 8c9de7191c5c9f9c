/**
 * One hash of the proposals for every scenario and for generated households: `node test/engine/proposal-bytes.ts` prints it, on
 * whatever Node is at hand.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import { benchmarkCase, type Size } from '../benchmark/benchmark-households.ts'
import { type Scenario, snapshotOf } from '../scenarios/read-scenario.ts'

const SCENARIOS = join(import.meta.dirname, '..', 'scenarios')
const COUNTS: Readonly<Record<Exclude<Size, 'vast'>, number>> = { medium: 40, large: 10 }

export async function hashOfProposals(): Promise<string> {
  const solver = await loadGeneralSolver()
  const hash = createHash('sha256')
  for (const snapshot of [...scenarios(), ...generated()])
    hash.update(canonicalJson(rebalance(snapshot, solver)))
  return hash.digest('hex')
}

function scenarios(): Snapshot[] {
  return readdirSync(SCENARIOS)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => snapshotOf(JSON.parse(readFileSync(join(SCENARIOS, name), 'utf8')) as Scenario))
}

function generated(): Snapshot[] {
  return (['medium', 'large'] as const).flatMap((size) =>
    Array.from({ length: COUNTS[size] }, (_, seed) => {
      const reading = readHouseholdCase(JSON.stringify(benchmarkCase(size, seed)))
      if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.problems[0]))
      return reading.snapshot
    }),
  )
}

if (import.meta.main) console.log(await hashOfProposals())
