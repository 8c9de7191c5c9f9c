import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { ProposalFlag } from '../proposals/review-flags.ts'
import { factsHashes } from './facts-hash.ts'
import { latestPrices } from './price-moves.ts'

/** A proposal that was just kept, within the transaction that holds the lock on the facts it was planned on. */
export interface ToSeal {
  readonly id: string
  readonly householdId: string
  /** What stands out by itself. */
  readonly flags: readonly ProposalFlag[]
}

/**
 * Parts of a statement: what the database alone knows of the trades of proposals, as a table `flagged` of (proposal_id, flags).
 * Trades are found by their proposals first, and prices by the securities of those, whatever the planner knows of the tables.
 */
const flagged = (firmId: string, proposalIds: readonly string[], asOf: string): RawBuilder<unknown> => sql`
  traded as materialized (
    select proposal_id, account_id, security_id from proposed_trade
    where firm_id = ${firmId} and proposal_id = any(${[...proposalIds]}::uuid[])
  ),
  barred as materialized (
    select security_id from (${latestPrices(firmId, sql`select distinct security_id from traded`, asOf)}) m where moved
  ),
  flagged as materialized (
    select proposal_id,
      case when bool_or(account_id in (
          select id from account where firm_id = ${firmId} and id = any(array(select distinct account_id from traded)) and not discretionary))
        then array['non_discretionary'] else '{}' end
      || case when bool_or(security_id in (select security_id from barred)) then array['price_move'] else '{}' end as flags
    from traded group by proposal_id
  )`

/**
 * Adds to proposals what makes them fit for a review, in one statement whatever their number: the hash of the facts that they rest
 * on, and their flags, those among them of accounts that are not discretionary and of prices that moved with no split to explain it.
 */
export async function sealProposals(
  { firmId, kysely }: FirmTransaction,
  proposals: readonly ToSeal[],
  asOf: string,
): Promise<void> {
  const ids = proposals.map(({ id }) => id)
  const planned = proposals.map(({ householdId }) => ({ householdId, asOf }))
  await sql`
    with facts as materialized (${factsHashes(firmId, planned, asOf)}), ${flagged(firmId, ids, asOf)}
    update proposal p set facts_sha256 = f.facts_sha256,
      flags = string_to_array(nullif(w.flags, ''), ' ') || coalesce(g.flags, '{}')
    from unnest(${ids}::uuid[], ${proposals.map(({ flags }) => flags.join(' '))}::text[]) as w (id, flags)
    left join flagged g on g.proposal_id = w.id
    cross join facts f
    where p.firm_id = ${firmId} and p.id = any(${ids}::uuid[]) and p.id = w.id and f.household_id = p.household_id
  `.execute(kysely)
}

/** Works out anew, from the trades that stand, the two flags that the database alone knows; the others stay. */
export async function flagTrades(
  { firmId, kysely }: FirmTransaction,
  proposalIds: readonly string[],
  asOf: string,
): Promise<void> {
  await sql`
    with ${flagged(firmId, proposalIds, asOf)}
    update proposal p set flags = array_remove(array_remove(p.flags, 'non_discretionary'), 'price_move') || coalesce(g.flags, '{}')
    from unnest(${[...proposalIds]}::uuid[]) as w (id)
    left join flagged g on g.proposal_id = w.id
    where p.firm_id = ${firmId} and p.id = any(${[...proposalIds]}::uuid[]) and p.id = w.id
  `.execute(kysely)
}
