import { driftOf } from './facts/drift.ts'
import { HOLDINGS_BEFORE } from './facts/holdings.ts'
import type { DriftReport } from './proposal.ts'
import { readSnapshot } from './read-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** The drift that a snapshot states: per group, per account and per security, for every node and the row outside. */
export function measureDrift(snapshot: Snapshot): DriftReport {
  return driftOf(readSnapshot(snapshot), HOLDINGS_BEFORE)
}
