import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { DECISIONS } from '../proposals/decision.entity.ts'

export interface DecisionRecord {
  readonly id: string
  readonly proposalId: string
  readonly decision: (typeof DECISIONS)[number]
  readonly listSha256: string
  readonly note: string | null
  readonly author: string
  readonly recordedAt: Date
  readonly clientBy: string | null
  readonly clientOn: string | null
  readonly clientHow: string | null
  /** Of an approval: the list is still the one approved, and nothing was rejected or sent back since. */
  readonly isInForce: boolean
}

/** Decisions on proposals, in the order they were made. */
export async function decisionsOf(
  { firmId, kysely }: FirmTransaction,
  proposalIds: readonly string[],
): Promise<DecisionRecord[]> {
  const { rows } = await sql<DecisionRecord>`
    select d.id, d.proposal_id as "proposalId", d.decision, d.list_sha256 as "listSha256", d.note, d.author,
      d.recorded_at as "recordedAt", d.client_by as "clientBy", d.client_on::text as "clientOn", d.client_how as "clientHow",
      d.decision = 'approve' and d.list_sha256 = p.current_sha256 and not exists (
        select from proposal_decision later
        where later.firm_id = d.firm_id and later.proposal_id = d.proposal_id and later.decision in ('reject', 'send_back')
          and (later.recorded_at, later.id) > (d.recorded_at, d.id)
      ) as "isInForce"
    from proposal_decision d join proposal p on p.firm_id = d.firm_id and p.id = d.proposal_id
    where d.firm_id = ${firmId} and d.proposal_id = any(${[...proposalIds]}::uuid[])
    order by d.recorded_at, d.id`.execute(kysely)
  return rows
}
