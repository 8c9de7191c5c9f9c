import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { factsHashes } from './facts-hash.ts'
import { POSITIONS_MOVED } from './recheck.ts'

/** Proposals with why they are stale, of which those that were approved stay so: nobody may pass them on any more. */
export interface Staleness {
  readonly id: string
  readonly code: string
  readonly because: string
}

/** Marks proposals as stale, in one statement. */
export async function staleProposals(
  { firmId, kysely }: FirmTransaction,
  staleness: readonly Staleness[],
): Promise<void> {
  if (staleness.length === 0) return
  await sql`
    update proposal p set stale_code = s.code, stale_because = s.because, version = p.version + 1,
      state = case when p.state = 'approved' then p.state else 'stale' end
    from unnest(${staleness.map(({ id }) => id)}::uuid[], ${staleness.map(({ code }) => code)}::text[],
      ${staleness.map(({ because }) => because)}::text[]) as s (id, code, because)
    where p.firm_id = ${firmId} and p.id = s.id`.execute(kysely)
}

/**
 * Marks the proposals whose facts a change has moved: open ones become stale; of approved ones it is said what moved. Called by
 * whatever changes facts, within its transaction and its lock on them, beside the refresh of drift. Two statements.
 */
export async function markStale(
  transaction: FirmTransaction,
  asOf: string,
  householdIds?: readonly string[],
): Promise<void> {
  const { firmId, kysely } = transaction
  let query = kysely
    .selectFrom('proposal')
    .select(['id', 'household_id', 'as_of', 'facts_sha256'])
    .where('firm_id', '=', firmId)
    .where('state', 'in', ['proposed', 'edited', 'approved'])
    .where('stale_code', 'is', null)
    .orderBy('id')
    .forUpdate()
  if (householdIds !== undefined) {
    if (householdIds.length === 0) return
    query = query.where('household_id', '=', sql<string>`any(${[...householdIds]}::uuid[])`)
  }
  const standing = await query.execute()
  if (standing.length === 0) return
  const planned = standing.map((row) => ({ householdId: row.household_id, asOf: row.as_of }))
  await sql`
    update proposal p set stale_code = 'POSITIONS_MOVED', stale_because = ${POSITIONS_MOVED}, version = p.version + 1,
      state = case when p.state = 'approved' then p.state else 'stale' end
    from (${factsHashes(firmId, planned, asOf)}) f
    where p.firm_id = ${firmId} and p.id = any(${standing.map(({ id }) => id)}::uuid[])
      and f.household_id = p.household_id and f.planned_on = p.as_of and f.facts_sha256 is distinct from p.facts_sha256
  `.execute(kysely)
}
