import { sql } from 'kysely'
import { sha256 } from '../audit/audit-line.ts'
import type { AuditNote } from '../audit/audit-line.ts'
import type { Outcome } from '../audit/once.ts'
import { notifyChanges } from '../database/changes.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import { uuidv7 } from '../database/ids.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { clearNeverRebalanced } from '../monitoring/clear-never-rebalanced.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { batchTotals } from './batch-sums.ts'
import { conditionsThatHold } from './approval-conditions.ts'
import { loadPolicy, type PolicyInForce } from './approval-policy.ts'
import { verdictOf, type Decided, type Standing, type Verdict } from './decision-verdict.ts'
import { decisionsOf } from './load-decisions.ts'
import { lockProposals, otherApproved, type LockedProposal } from './lock-proposals.ts'
import { staleProposals } from './mark-stale.ts'
import { recheckProposals } from './recheck.ts'
import { selected, selectionHash, type ProposalConditions } from './select-proposals.ts'

/** One decision on all that a filter finds, as long as they are those that were seen. */
export interface DecidedForAll extends Omit<Decided, 'proposalId' | 'listSha256' | 'clientApproval'> {
  readonly filter?: ProposalConditions | null | undefined
  readonly count: number
  readonly sha256: string
}

export interface DecisionSet {
  /** All proposals must be of it; none: of any. */
  readonly batchId?: string | null | undefined
  readonly decisions?: readonly Decided[] | null | undefined
  readonly all?: DecidedForAll | null | undefined
  readonly confirmOverCap: boolean
  readonly author: string
}

export interface ProposalVerdict extends Verdict {
  readonly proposalId: string
}

const MOST_DECISIONS = 2_000
const MOST_OF_ALL = 10_000

export const refuse = (code: string, message: string): { kind: 'refused'; refused: Refused } => ({
  kind: 'refused',
  refused: { kind: 'refused', code, message },
})

export const BUSY = refuse('BUSY', 'Files are being loaded just now: try again in some seconds.')

/**
 * Takes decisions on proposals, each for itself, in a fixed number of statements. Facts are locked meanwhile, so that nothing moves
 * between the look at them and the approval; proposals whose facts moved become stale instead of approved.
 */
export async function decideProposals(
  transaction: FirmTransaction,
  set: DecisionSet,
): Promise<Outcome<{ verdicts: ProposalVerdict[] }, Refused>> {
  if (!(await lockFactsToRead(transaction))) return BUSY
  const policy = await loadPolicy(transaction)
  const chosen = await decisionsToTake(transaction, set, policy)
  if ('kind' in chosen) return chosen
  const { verdicts, audit } = await takeDecisions(transaction, chosen, { set, policy })
  return { kind: 'done', result: { verdicts }, audit }
}

/** The decisions of a request, one by one. */
async function decisionsToTake(
  transaction: FirmTransaction,
  { batchId, decisions, all }: DecisionSet,
  policy: PolicyInForce,
): Promise<readonly Decided[] | { kind: 'refused'; refused: Refused }> {
  if (Boolean(decisions) === Boolean(all))
    return refuse('NO_DECISIONS', 'Give either decisions or one for all that a filter finds.')
  if (decisions) {
    return decisions.length > MOST_DECISIONS
      ? refuse('TOO_MANY_DECISIONS', `A request has at most ${MOST_DECISIONS} decisions.`)
      : decisions
  }
  if (!batchId) return { kind: 'refused', refused: notFound('batch') }
  const scope = { firmId: transaction.firmId, batchId, policy }
  const conditions = all!.filter ?? {}
  const found = await selectionHash(transaction, scope, conditions)
  if (found.count !== all!.count || found.sha256 !== all!.sha256)
    return refuse('SELECTION_CHANGED', 'The filter finds other proposals, or other trades, than you saw.')
  if (found.count > MOST_OF_ALL)
    return refuse('TOO_MANY_DECISIONS', `A filter may find at most ${MOST_OF_ALL} proposals: narrow it.`)
  const { rows } = await sql<{ proposalId: string; listSha256: string }>`
    select p.id as "proposalId", p.current_sha256 as "listSha256" from ${selected(scope, conditions)} order by p.id`.execute(
    transaction.kysely,
  )
  return rows.map((row) => ({ ...row, decision: all!.decision, note: all!.note }))
}

interface Taking {
  readonly set: Pick<DecisionSet, 'batchId' | 'confirmOverCap' | 'author'>
  readonly policy: PolicyInForce
}

/** Takes decisions within a transaction that has locked the facts; the verdicts stand in the order of the decisions. */
export async function takeDecisions(
  transaction: FirmTransaction,
  decisions: readonly Decided[],
  { set, policy }: Taking,
): Promise<{ verdicts: ProposalVerdict[]; audit: AuditNote[] }> {
  const proposals = await lockProposals(
    transaction,
    decisions.map(({ proposalId }) => proposalId),
  )
  const standingOf = await standings(transaction, { proposals, decisions, policy })
  const seen = new Set<string>()
  const approved = new Map<string, LockedProposal[]>()
  const verdicts = decisions.map((decided): ProposalVerdict => {
    const { proposalId } = decided
    const proposal = proposals.get(proposalId)
    const refused = (code: string, message: string) => ({ proposalId, accepted: false, code, message })
    if (!proposal) return refused('NOT_FOUND', 'There is no such proposal in this firm.')
    if (set.batchId && proposal.batchId !== set.batchId)
      return refused('NOT_OF_BATCH', 'This proposal is not one of the batch.')
    if (seen.has(proposalId)) return refused('PROPOSAL_TWICE', 'Another decision is on the same proposal.')
    seen.add(proposalId)
    const standing = standingOf(proposal)
    const ofHousehold = approved.get(proposal.householdId) ?? []
    const isOtherApproved =
      standing.isOtherApproved || ofHousehold.some((other) => isForSame(other, proposal))
    const verdict = verdictOf(decided, { ...standing, isOtherApproved }, set)
    // A second approval for the same household within the set would be made on positions that the first is about to change.
    if (decided.decision === 'approve' && isFinal(verdict))
      approved.set(proposal.householdId, [...ofHousehold, proposal])
    return { proposalId, ...verdict }
  })
  const audit = await keepDecisions(transaction, { decisions, verdicts, proposals, author: set.author })
  const stale = [...seen].flatMap((id) => {
    const moved = standingOf(proposals.get(id)!).moved
    return moved?.isStale ? [{ id, code: moved.code, because: moved.message }] : []
  })
  await staleProposals(transaction, stale)
  if (stale.length > 0) {
    audit.push({
      action: 'proposal.stale',
      noun: stale.length === 1 ? 'proposal' : 'proposals',
      nounId: stale[0]!.id,
      afterSha256: sha256(canonicalJson(stale)),
      detail: { count: stale.length },
    })
  }
  await tellChanges(
    transaction,
    [...seen].map((id) => proposals.get(id)!),
  )
  return { verdicts, audit }
}

/** Whether two proposals of a household trade in the same accounts. */
const isForSame = (one: LockedProposal, other: LockedProposal) =>
  one.accountId === null || other.accountId === null || one.accountId === other.accountId

const isFinal = ({ accepted, code }: Verdict) => accepted && code === ''

/** Everything that verdicts look at, in a fixed number of statements. */
async function standings(
  transaction: FirmTransaction,
  {
    proposals,
    decisions,
    policy,
  }: {
    readonly proposals: ReadonlyMap<string, LockedProposal>
    readonly decisions: readonly Decided[]
    readonly policy: PolicyInForce
  },
): Promise<(proposal: LockedProposal) => Standing> {
  const toApprove = new Set(
    decisions.filter(({ decision }) => decision === 'approve').map(({ proposalId }) => proposalId),
  )
  const open = [...proposals.values()].filter(
    ({ id, state }) => toApprove.has(id) && (state === 'proposed' || state === 'edited'),
  )
  const asOf = await latestCompleteDate(transaction)
  const moved =
    asOf === undefined
      ? new Map<string, never>()
      : await recheckProposals(transaction, open, { asOf, priceDays: policy.priceDays })
  const ids = [...proposals.keys()]
  const approvals = Map.groupBy(
    (await decisionsOf(transaction, ids)).filter(({ isInForce }) => isInForce),
    ({ proposalId }) => proposalId,
  )
  const totals = await batchTotals(transaction, [
    ...new Set([...proposals.values()].flatMap(({ batchId }) => batchId ?? [])),
  ])
  const others = await otherApproved(
    transaction,
    open.map(({ id }) => id),
  )
  return (proposal) => ({
    ...proposal,
    holding: conditionsThatHold(
      policy.terms,
      proposal,
      proposal.batchId === null ? undefined : totals.get(proposal.batchId),
    ),
    approvals: approvals.get(proposal.id) ?? [],
    moved: moved.get(proposal.id),
    isOtherApproved: others.has(proposal.id),
  })
}

interface Taken {
  readonly decisions: readonly Decided[]
  readonly verdicts: readonly ProposalVerdict[]
  readonly proposals: ReadonlyMap<string, LockedProposal>
  readonly author: string
}

/** Keeps what was accepted and the states that follow from it, in three statements; the audit's one entry for all of it. */
async function keepDecisions(
  transaction: FirmTransaction,
  { decisions, verdicts, proposals, author }: Taken,
): Promise<AuditNote[]> {
  const { firmId, kysely } = transaction
  const accepted = decisions.filter((_decided, index) => verdicts[index]!.accepted)
  if (accepted.length === 0) return []
  const setId = uuidv7()
  const rows = accepted.map(({ proposalId, listSha256, decision, note, clientApproval }) => ({
    id: uuidv7(),
    proposal_id: proposalId,
    decision,
    list_sha256: listSha256,
    note: note?.trim() || null,
    client_by: clientApproval?.by.trim() ?? null,
    client_on: clientApproval?.on ?? null,
    client_how: clientApproval?.how.trim() ?? null,
  }))
  await sql`
    insert into proposal_decision (firm_id, id, proposal_id, decision, list_sha256, note, set_id, client_by, client_on, client_how, author)
    select ${firmId}, r.id, r.proposal_id, r.decision, r.list_sha256, r.note, ${setId}, r.client_by, r.client_on, r.client_how, ${author}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, proposal_id uuid, decision text, list_sha256 text,
      note text, client_by text, client_on date, client_how text)`.execute(kysely)
  const states = decisions.flatMap(({ proposalId, decision }, index) => {
    const state = stateAfter(decision, verdicts[index]!, proposals.get(proposalId))
    return state === undefined ? [] : [{ id: proposalId, state }]
  })
  await sql`
    update proposal p set state = s.state, version = p.version + 1
    from unnest(${states.map(({ id }) => id)}::uuid[], ${states.map(({ state }) => state)}::text[]) as s (id, state)
    where p.firm_id = ${firmId} and p.id = s.id and p.state <> s.state`.execute(kysely)
  const approved = states.filter(({ state }) => state === 'approved')
  await clearNeverRebalanced(
    transaction,
    approved.map(({ id }) => proposals.get(id)!.householdId),
  )
  const counts = Object.groupBy(rows, ({ decision }) => decision)
  return [
    {
      action: 'proposal.decide',
      noun: rows.length === 1 ? 'proposal' : 'decision_set',
      nounId: rows.length === 1 ? rows[0]!.proposal_id : setId,
      afterSha256: sha256(canonicalJson(rows)),
      detail: {
        set: setId,
        ...Object.fromEntries(Object.entries(counts).map(([decision, of]) => [decision, of.length])),
      },
    },
  ]
}

/** The state that a decision puts a proposal in; none: it stays as it is. */
function stateAfter(decision: Decided['decision'], verdict: Verdict, proposal: LockedProposal | undefined) {
  if (!isFinal(verdict) || decision === 'note') return undefined
  if (decision === 'approve') return 'approved'
  if (decision === 'reject') return 'rejected'
  return proposal!.isEdited ? 'edited' : 'proposed'
}

/** A batch is told once, whatever the number of its proposals. */
async function tellChanges(transaction: FirmTransaction, proposals: readonly LockedProposal[]) {
  const batches = new Set(proposals.flatMap(({ batchId }) => batchId ?? []))
  await notifyChanges(transaction, [
    { kind: 'queue', id: transaction.firmId },
    ...[...batches].map((id) => ({ kind: 'batch' as const, id })),
    ...proposals.map(({ id }) => ({ kind: 'proposal' as const, id })),
  ])
}
