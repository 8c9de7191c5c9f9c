import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { ProposalFlag } from '../proposals/review-flags.ts'
import type { Standing } from './decision-verdict.ts'

/** A proposal as it stands, which nobody else changes until the transaction ends. */
export interface LockedProposal extends Pick<
  Standing,
  'state' | 'listSha256' | 'editors' | 'isDiscretionary' | 'recordedOn' | 'today'
> {
  readonly id: string
  readonly version: number
  readonly householdId: string
  /** Set where one account of the household was planned. */
  readonly accountId: string | null
  readonly batchId: string | null
  readonly asOf: string
  readonly factsSha256: string | null
  readonly month: string
  readonly snapshotSha256: string
  /** Its trades, by their ids. */
  readonly trades: readonly string[]
  readonly flags: readonly ProposalFlag[]
  readonly taxCost: string
  readonly turnoverValue: string
  readonly base: string
  /** Its list, or what was written to it, is not as the engine made it. */
  readonly isEdited: boolean
}

/**
 * Locks proposals, and their households before them, so that two proposals of one are not approved at once; in order of id, so
 * that two who lock several wait for one another instead of for ever.
 */
export async function lockProposals(
  { firmId, kysely }: FirmTransaction,
  ids: readonly string[],
): Promise<Map<string, LockedProposal>> {
  await sql`select from household h where h.firm_id = ${firmId} and h.id in (
      select household_id from proposal where firm_id = ${firmId} and id = any(${[...ids]}::uuid[]))
    order by h.id for no key update`.execute(kysely)
  const { rows } = await sql<LockedProposal>`
    select p.id, p.state, p.version, p.current_sha256 as "listSha256", p.editors, not ('non_discretionary' = any(p.flags)) as "isDiscretionary",
      (p.recorded_at at time zone 'America/New_York')::date::text as "recordedOn",
      (clock_timestamp() at time zone 'America/New_York')::date::text as today,
      p.household_id as "householdId", p.account_id as "accountId", p.batch_id as "batchId", p.as_of::text as "asOf", p.facts_sha256 as "factsSha256", p.flags,
      p.month::text as month, p.snapshot_sha256 as "snapshotSha256",
      array(select t.id from proposed_trade t where t.firm_id = ${firmId} and t.proposal_id = p.id) as trades,
      p.tax_cost::text as "taxCost", p.turnover_value::text as "turnoverValue", p.base::text as base,
      p.content_sha256 <> p.current_sha256 as "isEdited"
    from proposal p where p.firm_id = ${firmId} and p.id = any(${[...ids]}::uuid[])
    order by p.id for update`.execute(kysely)
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Which of proposals have another one for the same accounts that is approved and whose facts have not moved since: its trades are
 * about to be made, so that none may be approved beside it. Two of single accounts of a household do not touch.
 */
export async function otherApproved(
  { firmId, kysely }: FirmTransaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select p.id from proposal p
    where p.firm_id = ${firmId} and p.id = any(${[...ids]}::uuid[]) and exists (
      select from proposal o where o.firm_id = p.firm_id and o.household_id = p.household_id and o.id <> p.id
        and o.state = 'approved' and o.stale_code is null
        and (o.account_id is null or p.account_id is null or o.account_id = p.account_id))`.execute(kysely)
  return new Set(rows.map(({ id }) => id))
}
