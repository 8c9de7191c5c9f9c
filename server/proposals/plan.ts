import { solverFor } from '../engine/optimize/solver-for.ts'
import type { Proposal } from '../engine/proposal.ts'
import { rebalance } from '../engine/rebalance.ts'
import type { Snapshot } from '../engine/snapshot.ts'

/** What the engine proposes on a snapshot: the one place that calls it, and brings what it needs beside the facts. */
export async function plan(snapshot: Snapshot): Promise<Proposal> {
  return rebalance(snapshot, await solverFor(snapshot))
}
