import { sql } from 'kysely'
import { sha256, type AuditNote } from '../audit/audit-line.ts'
import type { Outcome } from '../audit/once.ts'
import { wishesOf, type BatchWishes } from '../batches/batch-wishes.ts'
import type { PlanAnswer, PlanQuestion } from '../batches/planning/messages.ts'
import { Planner } from '../batches/planning/planner.ts'
import { notifyChanges } from '../database/changes.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import { uuidv7 } from '../database/ids.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import type { Refused } from '../graphql/refusals.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { loadSnapshots } from '../proposals/load-snapshot.ts'
import {
  modeOf,
  type CashFlow,
  type PlanPreference,
  type PlanWishes,
  type RebalanceScope,
} from '../proposals/plan-wishes.ts'
import { whyNoRates } from '../proposals/rates-on-date.ts'
import { askedFor, saveProposals, type NewProposal } from '../proposals/save-proposal.ts'
import { restoreSnapshots } from '../proposals/stored-snapshots.ts'
import { BUSY, refuse } from './decide-proposals.ts'
import { lockProposals } from './lock-proposals.ts'

const MOST_REPLANS = 500
/** Seconds that planning one household may take. */
const HOUSEHOLD_SECONDS = 20

export interface Replan {
  readonly ids: readonly string[]
  readonly author: string
  /** Hears of faults of planning, with their stacks. */
  readonly onFault: (householdId: string, fault: string) => void
}

/** What became of one proposal; the new one stands in its place. */
export interface ReplanOutcome {
  readonly proposalId: string
  readonly newProposalId: string | null
  readonly accepted: boolean
  readonly code: string
  readonly message: string
}

/** A proposal as it was asked for. */
interface Asked {
  readonly id: string
  readonly householdId: string
  readonly accountId: string | null
  readonly batchId: string | null
  readonly state: string
  readonly staleCode: string | null
  readonly scope: RebalanceScope
  readonly mode: Snapshot['settings']['mode']
  readonly preference: PlanPreference
  readonly sleeve: string | null
  readonly month: string
  readonly snapshotSha256: string
  /** Of a batch: how it plans every household, and the flows of this one. */
  readonly batchWishes: BatchWishes | null
  readonly flows: readonly CashFlow[] | null
}

/**
 * Plans proposals anew as they were asked for, on the facts of now, in a fixed number of statements; those that they replace stay
 * as stale. What a batch planned stays of the batch.
 */
export async function replanProposals(
  transaction: FirmTransaction,
  { ids, author, onFault }: Replan,
): Promise<Outcome<{ verdicts: ReplanOutcome[] }, Refused>> {
  if (ids.length === 0 || ids.length > MOST_REPLANS)
    return refuse('TOO_MANY_PROPOSALS', `1 to ${MOST_REPLANS} proposals are planned anew at once.`)
  if (!(await lockFactsToRead(transaction))) return BUSY
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined)
    return refuse('NO_POSITIONS', 'Nothing was loaded yet: import lots and prices first.')
  await lockProposals(transaction, ids)
  const asked = await loadAsked(transaction, ids)
  const seen = new Set<string>()
  const refusals = ids.map((id) => {
    const refusal = seen.has(id) ? TWICE : whyNotReplanned(asked.get(id))
    seen.add(id)
    return refusal
  })
  const wanted = [...new Set(ids.filter((_id, index) => refusals[index] === undefined))].map((id) =>
    asked.get(id)!,
  )
  const replanned = await planAnew(transaction, wanted, { asOf, author, onFault })
  const fresh = [...replanned.values()].filter(isNew)
  await saveProposals(transaction, fresh)
  const replaced = wanted.flatMap(({ id }): Replaced[] => {
    const outcome = replanned.get(id)!
    if (outcome === 'nothingDue') return [{ id, newId: null, contentSha256: null }]
    return isNew(outcome) ? [{ id, newId: outcome.id, contentSha256: outcome.contentSha256 }] : []
  })
  await replace(transaction, replaced, asOf)
  const verdicts = ids.map((proposalId, index) => ({
    proposalId,
    ...told(refusals[index] ?? replanned.get(proposalId)!),
  }))
  return { kind: 'done', result: { verdicts }, audit: replaced.length === 0 ? [] : [noteOf(replaced, asOf)] }
}

/** A proposal that another one has taken the place of; none: nothing is to be traded any more. */
interface Replaced {
  readonly id: string
  readonly newId: string | null
  readonly contentSha256: string | null
}

const isNew = (outcome: Replanned): outcome is NewProposal => typeof outcome === 'object' && 'id' in outcome

function told(outcome: Replanned): Omit<ReplanOutcome, 'proposalId'> {
  if (outcome === 'nothingDue') {
    const message = 'On the facts of now nothing is to be traded.'
    return { newProposalId: null, accepted: true, code: 'NOTHING_DUE', message }
  }
  return isNew(outcome)
    ? { newProposalId: outcome.id, accepted: true, code: '', message: '' }
    : { newProposalId: null, accepted: false, code: outcome.code, message: outcome.message }
}

const noteOf = (replaced: readonly Replaced[], asOf: string): AuditNote => ({
  action: 'proposal.replan',
  noun: 'proposal',
  nounId: replaced[0]!.id,
  afterSha256: sha256(canonicalJson(replaced)),
  detail: { count: replaced.length, asOf },
})

interface Refusal {
  readonly code: string
  readonly message: string
}

const TWICE: Refusal = { code: 'PROPOSAL_TWICE', message: 'The same proposal is named before.' }

function whyNotReplanned(proposal: Asked | undefined): Refusal | undefined {
  if (!proposal) return { code: 'NOT_FOUND', message: 'There is no such proposal in this firm.' }
  if (proposal.staleCode === 'REPLANNED')
    return { code: 'ALREADY_REPLANNED', message: 'It was planned anew before.' }
  if (proposal.state === 'rejected') return { code: 'REJECTED', message: 'It was rejected.' }
  if (proposal.state === 'approved' && proposal.staleCode === null)
    return { code: 'APPROVED', message: 'It is approved and nothing has moved: send it back first.' }
  return undefined
}

async function loadAsked(
  { firmId, kysely }: FirmTransaction,
  ids: readonly string[],
): Promise<Map<string, Asked>> {
  const { rows } = await sql<Asked>`
    select p.id, p.household_id as "householdId", p.account_id as "accountId", p.batch_id as "batchId", p.state,
      p.stale_code as "staleCode", p.scope, p.mode, p.preference, p.sleeve, p.month::text as month,
      p.snapshot_sha256 as "snapshotSha256", b.wishes as "batchWishes", h.flows
    from proposal p
    left join batch b on b.firm_id = ${firmId} and b.id = p.batch_id
    left join batch_household h on h.firm_id = ${firmId} and h.batch_id = p.batch_id and h.household_id = p.household_id
    where p.firm_id = ${firmId} and p.id = any(${[...ids]}::uuid[])`.execute(kysely)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What each plan was asked for: by its batch, or as its kept snapshot has it. */
async function wishesOfAsked(
  transaction: FirmTransaction,
  asked: readonly Asked[],
): Promise<Map<string, PlanWishes>> {
  const wishes = new Map<string, PlanWishes>()
  const alone = asked.filter(({ batchWishes }) => batchWishes === null)
  for (const { id, batchWishes, flows } of asked)
    if (batchWishes !== null) wishes.set(id, wishesOf(batchWishes, flows))
  for (const [month, ofMonth] of Map.groupBy(alone, (row) => row.month)) {
    const snapshots = await restoreSnapshots(
      transaction,
      month,
      ofMonth.map(({ snapshotSha256 }) => snapshotSha256),
    )
    for (const row of ofMonth) wishes.set(row.id, keptWishes(row, snapshots.get(row.snapshotSha256)!))
  }
  return wishes
}

const isAmount = (dollars: string) => !/^[0.]*$/.test(dollars)

function keptWishes({ scope, mode, sleeve }: Asked, { accounts, settings }: Snapshot): PlanWishes {
  return {
    scope,
    mode: scope === mode ? null : mode,
    sleeve,
    flows: accounts
      .filter(({ contribution, withdrawal }) => isAmount(contribution) || isAmount(withdrawal))
      .map(({ id, contribution, withdrawal }) => ({ accountId: id, contribution, withdrawal })),
    deviationPrice: settings.deviationPrice,
    locationYears: settings.locationYears,
    harvest: settings.lossCredit === '1' || (settings.lossCredit === '0' ? false : null),
  }
}

/** A new proposal, none since nothing is to be traded any more, or why there cannot be one. */
type Replanned = NewProposal | 'nothingDue' | Refusal

interface PlanningAnew extends Pick<Replan, 'author' | 'onFault'> {
  readonly asOf: string
}

/** Plans in a thread of its own, so that whoever else asks something of this process is answered meanwhile. */
async function planAnew(
  transaction: FirmTransaction,
  asked: readonly Asked[],
  { asOf, author, onFault }: PlanningAnew,
): Promise<Map<string, Replanned>> {
  const outcomes = new Map<string, Replanned>()
  if (asked.length === 0) return outcomes
  const wishes = await wishesOfAsked(transaction, asked)
  const noRates = await whyNoRates(
    transaction,
    [...new Set(asked.map(({ householdId }) => householdId))],
    asOf,
  )
  const questions: (PlanQuestion & { readonly asked: Asked })[] = []
  for (const [mode, alike] of Map.groupBy(asked, ({ id }) => modeOf(wishes.get(id)!))) {
    const householdIds = [...new Set(alike.map(({ householdId }) => householdId))]
    const loaded = await loadSnapshots(transaction, { householdIds, mode, asOf })
    const snapshots = new Map(loaded.map((snapshot) => [snapshot.householdId, snapshot]))
    for (const row of alike) {
      const unknown = noRates.get(row.householdId)
      const snapshot = snapshots.get(row.householdId)
      if (unknown !== undefined) outcomes.set(row.id, { code: 'RATES_UNKNOWN', message: unknown })
      else if (!snapshot)
        outcomes.set(row.id, { code: 'NO_MODEL', message: `Its household has no model in force on ${asOf}.` })
      else {
        const { householdId, accountId, preference } = row
        const wish = wishes.get(row.id)!
        questions.push({
          householdId,
          snapshot: ofAccount(snapshot, accountId),
          wishes: wish,
          preference,
          asked: row,
        })
      }
    }
  }
  const planner = new Planner({ householdSeconds: HOUSEHOLD_SECONDS, onFault })
  try {
    const answers = await planner.plan(questions.map(({ asked: _asked, ...question }) => question))
    if (!answers) throw new Error('The planning thread was closed while it planned')
    for (const [index, question] of questions.entries())
      outcomes.set(
        question.asked.id,
        outcomeOf(question, question.asked, { answer: answers[index]!, author }),
      )
  } finally {
    await planner.close()
  }
  return outcomes
}

function outcomeOf(
  { wishes }: PlanQuestion,
  { householdId, accountId, batchId, preference }: Asked,
  { answer, author }: { readonly answer: PlanAnswer; readonly author: string },
): Replanned {
  if (answer.kind === 'nothingDue') return 'nothingDue'
  if (answer.kind !== 'proposed') return { code: answer.code, message: answer.message }
  return {
    ...answer.prepared,
    id: uuidv7(),
    householdId,
    accountId,
    batchId,
    ...askedFor(wishes, preference),
    author,
  }
}

/** The snapshot of one account's plan, the others being watched for wash sales; with no account the household's. */
function ofAccount(snapshot: Snapshot, accountId: string | null): Snapshot {
  if (accountId === null) return snapshot
  const [{ id: modelId }] = snapshot.models as [Snapshot['models'][number]]
  return { ...snapshot, groups: [{ id: accountId, modelId, accountIds: [accountId], ranges: [] }] }
}

/** Puts new proposals in the place of old ones, which stay as stale. */
async function replace(
  transaction: FirmTransaction,
  replaced: readonly Replaced[],
  asOf: string,
): Promise<void> {
  if (replaced.length === 0) return
  const { firmId, kysely } = transaction
  const pairs = sql`unnest(${replaced.map(({ id }) => id)}::uuid[], ${replaced.map(({ newId }) => newId)}::uuid[]) as r (id, new_id)`
  await sql`update proposal p set state = 'stale', stale_code = 'REPLANNED', version = p.version + 1,
      stale_because = concat_ws(' ', p.stale_because, ${`It was planned anew on the facts of ${asOf}.`}::text)
    from ${pairs} where p.firm_id = ${firmId} and p.id = r.id`.execute(kysely)
  const { rows } = await sql<{ id: string }>`
    select distinct batch_id as id from proposal where firm_id = ${firmId} and batch_id is not null
      and id = any(${replaced.map(({ id }) => id)}::uuid[])`.execute(kysely)
  const batchIds = rows.map(({ id }) => id)
  await sql`update batch_household h
    set proposal_id = r.new_id, state = case when r.new_id is null then 'nothing_due' else 'proposed' end
    from ${pairs}
    where h.firm_id = ${firmId} and h.batch_id = any(${batchIds}::uuid[]) and h.proposal_id = r.id`.execute(
    kysely,
  )
  await notifyChanges(transaction, [
    ...batchIds.map((id) => ({ kind: 'batch' as const, id })),
    ...replaced.map(({ id }) => ({ kind: 'proposal' as const, id })),
  ])
}
