import type { Proposal } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'

export type Planner = (snapshot: Snapshot) => Proposal

/** The engine, ready to plan one household after another. */
export async function loadPlanner(): Promise<Planner> {
  const { rebalance } = await import('../engine/rebalance.ts')
  const { loadGeneralSolver } = await import('../engine/optimize/general-solver.ts')
  const solver = await loadGeneralSolver()
  return (snapshot) => rebalance(snapshot, solver)
}
