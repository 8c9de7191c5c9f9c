import { sql } from 'kysely'
import { appendAudit } from '../../audit/append-audit.ts'
import { sha256 } from '../../audit/audit-line.ts'
import { notifyChange } from '../../database/changes.ts'
import { factsVersion, lockFactsToRead } from '../../database/facts-lock.ts'
import type { Database, FirmTransaction } from '../../database/in-firm.ts'
import { uuidv7 } from '../../database/ids.ts'
import { unnested, type BulkColumns } from '../../database/unnested.ts'
import { canonicalJson } from '../../engine/canonical-json.ts'
import { askedFor, saveProposals, type NewProposal } from '../../proposals/save-proposal.ts'
import type { PlanAnswer, PlanQuestion } from '../planning/messages.ts'
import type { Attempt } from './chunk.ts'
import { batchActor, finishBatch } from './finish-batch.ts'

/** Milliseconds that a worker waits at a time for whoever changes facts. */
const WAITS_MS = 10_000

/** What a worker made of a chunk. */
export interface PlannedChunk {
  /** Of the facts that the plans rest on. */
  readonly factsVersion: string
  readonly outcomes: readonly HouseholdOutcome[]
  readonly loadMs: number
  readonly planMs: number
}

export interface HouseholdOutcome {
  readonly householdId: string
  /** What was asked of it; none: there was nothing to plan. */
  readonly question: PlanQuestion | undefined
  readonly answer: PlanAnswer
}

/**
 * Whether it was saved; 'factsChanged': what the plans rest on is no longer so, and nothing was; 'busy': facts are being changed
 * just now; 'ended': the chunk was cancelled, or another worker was quicker; 'elsewhere': another worker is at it.
 */
export type Saved = 'saved' | 'factsChanged' | 'busy' | 'ended' | 'elsewhere'

/**
 * Saves all that came of a chunk in one transaction with its row, or nothing: whoever else works the same chunk finds it done. Its
 * plans rest on facts that are true at this moment, since whoever changes facts waits for it.
 */
export async function saveChunk(database: Database, attempt: Attempt, planned: PlannedChunk): Promise<Saved> {
  return database.inFirm(attempt.firmId, async (transaction) => {
    if (!(await lockFactsToRead(transaction, WAITS_MS))) return 'busy'
    const hands = await whoseIsIt(transaction, attempt)
    if (hands !== 'ours') return hands
    if ((await factsVersion(transaction)) !== planned.factsVersion) return 'factsChanged'
    const began = performance.now()
    const proposals = newProposals(attempt, planned.outcomes)
    await saveProposals(transaction, [...proposals.values()])
    await saveOutcomes(transaction, attempt, planned.outcomes, proposals)
    await endChunk(transaction, attempt, { ...planned, saveMs: performance.now() - began })
    await finishBatch(transaction, attempt.batchId)
    await notifyChange(transaction, { kind: 'batch', id: attempt.batchId })
    await appendAudit(transaction, batchActor(attempt.batchId, attempt.batch.author), [
      {
        action: 'batch.chunk',
        noun: 'batch',
        nounId: attempt.batchId,
        afterSha256: proofOf([...proposals.values()]),
        detail: { chunk: attempt.ordinal, proposals: proposals.size, households: planned.outcomes.length },
      },
    ])
    return 'saved'
  })
}

/** Locks the chunk's row and says who may end it. */
async function whoseIsIt(
  { firmId, kysely }: FirmTransaction,
  attempt: Attempt,
): Promise<'ours' | 'ended' | 'elsewhere'> {
  const { state, worker, attempts } = await kysely
    .selectFrom('batch_chunk')
    .select(['state', 'worker', 'attempts'])
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', attempt.batchId)
    .where('ordinal', '=', attempt.ordinal)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (state === 'done' || state === 'cancelled') return 'ended'
  return state === 'running' && worker === attempt.worker && attempts === attempt.attempts
    ? 'ours'
    : 'elsewhere'
}

/** SHA-256 of the canonical JSON of [proposal, hash of its content] in order of proposal: what a chunk's audit entry proves. */
export const proofOf = (proposals: readonly { readonly id: string; readonly contentSha256: string }[]) =>
  sha256(canonicalJson(proposals.map(({ id, contentSha256 }) => [id, contentSha256]).sort()))

/** By household. */
function newProposals(
  { batchId, batch: { author } }: Attempt,
  outcomes: readonly HouseholdOutcome[],
): Map<string, NewProposal> {
  const proposals = new Map<string, NewProposal>()
  for (const { householdId, question, answer } of outcomes) {
    if (answer.kind !== 'proposed' || !question) continue
    const { wishes, preference } = question
    proposals.set(householdId, {
      ...answer.prepared,
      id: uuidv7(),
      householdId,
      accountId: null,
      batchId,
      ...askedFor(wishes, preference),
      author,
    })
  }
  return proposals
}

interface OutcomeRow {
  readonly householdId: string
  readonly state: string
  readonly code: string | null
  readonly message: string | null
  readonly proposalId: string | null
}

const OUTCOME_COLUMNS: BulkColumns<OutcomeRow> = {
  household_id: { type: 'uuid', of: ({ householdId }) => householdId },
  state: { type: 'text', of: ({ state }) => state },
  code: { type: 'text', of: ({ code }) => code },
  message: { type: 'text', of: ({ message }) => message },
  proposal_id: { type: 'uuid', of: ({ proposalId }) => proposalId },
}

const STATES = {
  proposed: 'proposed',
  nothingDue: 'nothing_due',
  setAside: 'set_aside',
  failed: 'failed',
} as const satisfies Record<PlanAnswer['kind'], string>

async function saveOutcomes(
  { firmId, kysely }: FirmTransaction,
  { batchId, ordinal }: Attempt,
  outcomes: readonly HouseholdOutcome[],
  proposals: ReadonlyMap<string, NewProposal>,
): Promise<void> {
  const rows = outcomes.map(({ householdId, answer }): OutcomeRow => ({
    householdId,
    state: STATES[answer.kind],
    code: 'code' in answer ? answer.code : null,
    message: 'message' in answer ? answer.message : null,
    proposalId: proposals.get(householdId)?.id ?? null,
  }))
  await sql`update batch_household h
    set state = o.state, code = o.code, message = o.message, proposal_id = o.proposal_id, attempts = h.attempts + 1
    from ${unnested(rows, OUTCOME_COLUMNS, 'o')}
    where h.firm_id = ${firmId} and h.batch_id = ${batchId} and h.household_id = o.household_id and h.chunk = ${ordinal}`.execute(
    kysely,
  )
}

async function endChunk(
  { firmId, kysely }: FirmTransaction,
  { batchId, ordinal }: Attempt,
  { loadMs, planMs, saveMs }: { loadMs: number; planMs: number; saveMs: number },
): Promise<void> {
  await kysely
    .updateTable('batch_chunk')
    .set({
      state: 'done',
      finished_at: sql`clock_timestamp()`,
      load_ms: Math.round(loadMs),
      plan_ms: Math.round(planMs),
      save_ms: Math.round(saveMs),
    })
    .where('firm_id', '=', firmId)
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .execute()
}
