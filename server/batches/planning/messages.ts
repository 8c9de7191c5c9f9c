import type { Snapshot } from '../../engine/snapshot.ts'
import type { PlanPreference, PlanWishes } from '../../proposals/plan-wishes.ts'
import type { PreparedProposal } from '../../proposals/prepare-proposal.ts'

/** One household that the planning thread is asked to plan. */
export interface PlanQuestion {
  readonly householdId: string
  /** Before wishes. Those of one message share models, securities and settings, which are sent once. */
  readonly snapshot: Snapshot
  readonly wishes: PlanWishes
  readonly preference: PlanPreference
}

/** What came of planning one household. */
export type PlanAnswer =
  | { readonly kind: 'proposed'; readonly prepared: PreparedProposal }
  | { readonly kind: 'nothingDue' }
  /** Its data, or the wishes, do not allow a plan. */
  | { readonly kind: 'setAside'; readonly code: string; readonly message: string }
  /** Planning it went wrong. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }

/** Why planning a household went wrong; each with its sentence in FAILURES. */
export type FailureCode =
  'PLANNING_FAILED' | 'PLANNING_CRASHED' | 'PLANNING_TIME_LIMIT' | 'WORKER_LOST' | 'CHUNK_FAILED'

/** The thread's answers come in the order of its questions. */
export interface ThreadAnswer {
  readonly answer: PlanAnswer
  /** The stack of a fault, for the log. */
  readonly fault?: string
}
