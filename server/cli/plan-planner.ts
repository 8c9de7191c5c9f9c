import type { Proposal } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import type { Transition, TransitionTerms } from '../engine/transition.ts'

/** Plans a household when it is called: everything that has to be loaded is loaded by then. */
export async function readyToPlan(snapshot: Snapshot): Promise<() => Proposal> {
  const { rebalance } = await import('../engine/rebalance.ts')
  const { solverFor } = await import('../engine/optimize/solver-for.ts')
  const solver = await solverFor(snapshot)
  return () => rebalance(snapshot, solver)
}

/** Several runs of one household. */
export async function transition(snapshot: Snapshot, terms: TransitionTerms): Promise<Transition> {
  const { planTransition } = await import('../engine/transition.ts')
  const { loadGeneralSolver } = await import('../engine/optimize/general-solver.ts')
  return planTransition(snapshot, terms, await loadGeneralSolver())
}
