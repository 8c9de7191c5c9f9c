import { camelRows } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'

/** Proposals, latest first, before an id, of one household or of all. */
export async function proposalsBefore(
  { firmId, kysely }: FirmTransaction,
  householdId: string | undefined,
  id: string | undefined,
  limit: number,
) {
  let query = kysely
    .selectFrom('proposal')
    .selectAll()
    .where('firm_id', '=', firmId)
    .orderBy('id', 'desc')
    .limit(limit)
  if (householdId !== undefined) query = query.where('household_id', '=', householdId)
  if (id !== undefined) query = query.where('id', '<', id)
  return camelRows(await query.execute())
}

export async function proposalsById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('proposal')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

export type ProposalRecord = Awaited<ReturnType<typeof proposalsById>>[number]

/** Trades of proposals as they stand, sells before buys within an account. */
export async function tradesOfProposals({ firmId, kysely }: FirmTransaction, proposalIds: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('proposed_trade')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('proposal_id', 'in', [...proposalIds])
      .orderBy('ordinal')
      .execute(),
  )
}
