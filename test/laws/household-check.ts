import type { GeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { HOUSEHOLD_LAWS } from './household-laws.ts'
import { otherRules, secondRun } from './second-run.ts'
import type { SecondRun } from './second-run.ts'

/** The law that comes before all others: there is a proposal, and another after it, and both are sound. */
const IS_SOLVED = 'every household has a proposal, and leaves its snapshot as it was'
export const LAW_NAMES: readonly string[] = [IS_SOLVED, ...Object.keys(HOUSEHOLD_LAWS)]

/** How a law fared on one household. */
export interface Verdict {
  readonly law: string
  /** `idle`: there was nothing to hold it against; `choice`: it left the engine a choice, which fell the other way. */
  readonly result: 'held' | 'idle' | 'choice' | 'broken'
  /** What broke it. */
  readonly message?: string
}

/** What a second run bettered, of a household in which it stands under the same rules. */
export interface SecondRunFacts {
  readonly level: string | null
  readonly improvement: number
  /** Dollars. */
  readonly base: number
  readonly tradingCost: number
  readonly hasTrades: boolean
}

export interface HouseholdCheck {
  readonly verdicts: readonly Verdict[]
  readonly second: SecondRunFacts | null
}

/** Asks every law, or one, of a household: one proposal, and a second after it, serve them all. */
export function checkHousehold(snapshot: Snapshot, solver: GeneralSolver, only?: string): HouseholdCheck {
  const given = solved(snapshot, solver)
  if ('message' in given)
    return { verdicts: [{ law: IS_SOLVED, result: 'broken', message: given.message }], second: null }
  const verdicts = Object.entries(HOUSEHOLD_LAWS)
    .filter(([law]) => only === undefined || law === only)
    .map(([law, holds]): Verdict => {
      try {
        return { law, result: holds({ ...given, snapshot, solver }) ?? 'held' }
      } catch (error) {
        return { law, result: 'broken', message: told(error) }
      }
    })
  return { verdicts: [{ law: IS_SOLVED, result: 'held' }, ...verdicts], second: factsOf(snapshot, given) }
}

type Solved = { readonly proposal: ReturnType<typeof rebalance>; readonly second: SecondRun }

function solved(snapshot: Snapshot, solver: GeneralSolver): Solved | { readonly message: string } {
  const before = canonicalJson(snapshot)
  try {
    const proposal = rebalance(snapshot, solver)
    if (canonicalJson(snapshot) !== before) return { message: 'The snapshot was changed' }
    return { proposal, second: secondRun(snapshot, proposal, solver) }
  } catch (error) {
    return { message: told(error) }
  }
}

function factsOf(snapshot: Snapshot, { proposal, second }: Solved): SecondRunFacts | null {
  if (proposal.trades.length === 0 || otherRules(snapshot, proposal) !== null) return null
  return {
    ...second.change,
    base: proposal.driftBefore.groups.reduce((sum, { base }) => sum + Number(base), 0),
    tradingCost: Number(proposal.totals.tradingCost),
    hasTrades: second.proposal.trades.length > 0,
  }
}

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error))
