import type { FirmTransaction } from '../database/in-firm.ts'
import type { ProposedTrade } from '../engine/proposal.ts'
import { addDollars } from './dollars.ts'

/** An account has at most one order of a side in a security, so these three name a trade through every change of the list. */
export const tradeId = (trade: { accountId: string; securityId: string; side: string }) =>
  `${trade.accountId}.${trade.securityId}.${trade.side}`

const gainOf = (trade: ProposedTrade) =>
  addDollars(trade.lots.map(({ realizedGain }) => realizedGain ?? '0.00'))

/** What people did to a trade, beside the trade itself. */
export interface TradeMarks {
  readonly editedBy?: string | null
  readonly note?: string | null
}

/** Writes the lines of a proposal in place of those that stood, with the marks of each by trade id. */
export async function saveTrades(
  { firmId, kysely }: FirmTransaction,
  proposalId: string,
  trades: readonly ProposedTrade[],
  marks: ReadonlyMap<string, TradeMarks>,
): Promise<void> {
  await kysely
    .deleteFrom('proposed_trade')
    .where('firm_id', '=', firmId)
    .where('proposal_id', '=', proposalId)
    .execute()
  if (trades.length === 0) return
  await kysely
    .insertInto('proposed_trade')
    .values(
      trades.map((trade, ordinal) => ({
        firm_id: firmId,
        proposal_id: proposalId,
        id: tradeId(trade),
        ordinal,
        account_id: trade.accountId,
        security_id: trade.securityId,
        side: trade.side,
        shares: trade.shares,
        price: trade.price,
        value: trade.value,
        tax_cost: trade.estimatedTax,
        realized_gain: gainOf(trade),
        reason_code: trade.reason.code,
        reason: trade.reason.sentence,
        reason_facts: JSON.stringify(trade.reason.facts),
        lots: JSON.stringify(trade.lots),
        edited_by: marks.get(tradeId(trade))?.editedBy ?? null,
        note: marks.get(tradeId(trade))?.note ?? null,
      })),
    )
    .execute()
}
