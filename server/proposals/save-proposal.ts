import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { inChunks, unnested, type BulkColumns } from '../database/unnested.ts'
import type { RebalanceMode } from '../engine/snapshot.ts'
import { currentMonth, keepContents } from './content.ts'
import type { PreparedProposal, PreparedTrade } from './prepare-proposal.ts'
import { sealProposals } from '../reviews/seal-proposals.ts'
import { modeOf, type PlanPreference, type PlanWishes, type RebalanceScope } from './plan-wishes.ts'

/** What a proposal was asked for. */
interface AskedFor {
  readonly scope: RebalanceScope
  readonly mode: RebalanceMode
  readonly preference: PlanPreference
  readonly sleeve: string | null
}

/** A proposal, and what was asked for. */
export interface NewProposal extends PreparedProposal, AskedFor {
  readonly id: string
  readonly householdId: string
  readonly accountId: string | null
  /** None: asked for by itself. */
  readonly batchId: string | null
  readonly author: string
}

/** What a proposal is kept with of the wishes that it was planned by. */
export const askedFor = (wishes: PlanWishes, preference: PlanPreference): AskedFor => ({
  scope: wishes.scope,
  mode: modeOf(wishes),
  preference,
  sleeve: wishes.scope === 'sleeve' ? (wishes.sleeve ?? null) : null,
})

/** What people did to a trade, beside the trade itself. */
export interface TradeMarks {
  readonly editedBy?: string | null
  readonly note?: string | null
}

const PROPOSAL_COLUMNS: BulkColumns<NewProposal> = {
  id: { type: 'uuid', of: ({ id }) => id },
  household_id: { type: 'uuid', of: ({ householdId }) => householdId },
  account_id: { type: 'uuid', of: ({ accountId }) => accountId },
  batch_id: { type: 'uuid', of: ({ batchId }) => batchId },
  scope: { type: 'text', of: ({ scope }) => scope },
  mode: { type: 'text', of: ({ mode }) => mode },
  preference: { type: 'text', of: ({ preference }) => preference },
  sleeve: { type: 'text', of: ({ sleeve }) => sleeve },
  as_of: { type: 'date', of: ({ asOf }) => asOf },
  engine_version: { type: 'text', of: ({ engineVersion }) => engineVersion },
  snapshot_sha256: { type: 'text', of: ({ snapshotSha256 }) => snapshotSha256 },
  content_sha256: { type: 'text', of: ({ contentSha256 }) => contentSha256 },
  current_sha256: { type: 'text', of: ({ contentSha256 }) => contentSha256 },
  trade_count: { type: 'integer', of: ({ totals }) => totals.trade_count },
  tax_cost: { type: 'numeric', of: ({ totals }) => totals.tax_cost },
  turnover_value: { type: 'numeric', of: ({ totals }) => totals.turnover_value },
  base: { type: 'numeric', of: ({ totals }) => totals.base },
  drift_before: { type: 'integer', of: ({ totals }) => totals.drift_before },
  drift_after: { type: 'integer', of: ({ totals }) => totals.drift_after },
  out_of_band_after: { type: 'integer', of: ({ totals }) => totals.out_of_band_after },
  author: { type: 'text', of: ({ author }) => author },
}

/** A line, whose it is, its place in the list, and what people did to it. */
interface TradeLine extends PreparedTrade, TradeMarks {
  readonly proposalId: string
  readonly ordinal: number
}

const TRADE_COLUMNS: BulkColumns<TradeLine> = {
  proposal_id: { type: 'uuid', of: ({ proposalId }) => proposalId },
  id: { type: 'text', of: ({ id }) => id },
  ordinal: { type: 'integer', of: ({ ordinal }) => ordinal },
  account_id: { type: 'uuid', of: ({ accountId }) => accountId },
  security_id: { type: 'uuid', of: ({ securityId }) => securityId },
  side: { type: 'text', of: ({ side }) => side },
  shares: { type: 'numeric', of: ({ shares }) => shares },
  price: { type: 'numeric', of: ({ price }) => price },
  value: { type: 'numeric', of: ({ value }) => value },
  tax_cost: { type: 'numeric', of: ({ taxCost }) => taxCost },
  realized_gain: { type: 'numeric', of: ({ realizedGain }) => realizedGain },
  reason_code: { type: 'text', of: ({ reasonCode }) => reasonCode },
  reason: { type: 'text', of: ({ reason }) => reason },
  reason_facts: { type: 'jsonb', of: ({ reasonFacts }) => reasonFacts },
  lots: { type: 'jsonb', of: ({ lots }) => lots },
  edited_by: { type: 'text', of: ({ editedBy }) => editedBy ?? null },
  note: { type: 'text', of: ({ note }) => note ?? null },
}

const namesOf = (columns: BulkColumns<never>) => sql.join(Object.keys(columns).map((name) => sql.ref(name)))

/** Saves proposals with all that they rest on, in a fixed number of statements whatever their number. */
export async function saveProposals(
  transaction: FirmTransaction,
  proposals: readonly NewProposal[],
): Promise<void> {
  if (proposals.length === 0) return
  const { firmId, kysely } = transaction
  const month = await currentMonth(transaction)
  await keepContents(
    transaction,
    month,
    proposals.flatMap(({ contents }) => contents),
  )
  const names = namesOf(PROPOSAL_COLUMNS)
  await sql`insert into proposal (firm_id, month, state, version, ${names})
    select ${firmId}::uuid, ${month}::date, 'proposed', 1, ${names} from ${unnested(proposals, PROPOSAL_COLUMNS, 'planned')}`.execute(
    kysely,
  )
  const lines = proposals.flatMap(({ id, trades }) =>
    trades.map((trade, ordinal): TradeLine => ({ ...trade, proposalId: id, ordinal })),
  )
  await insertTrades(transaction, lines)
  for (const [asOf, ofDate] of Map.groupBy(proposals, (proposal) => proposal.asOf))
    await sealProposals(transaction, ofDate, asOf)
}

/** Lines of a proposal, with what people did to each by trade id. */
export interface TradeList {
  readonly proposalId: string
  readonly trades: readonly PreparedTrade[]
  readonly marks: ReadonlyMap<string, TradeMarks>
}

/** Writes the lines of proposals in place of those that stood. */
export async function replaceTrades(
  transaction: FirmTransaction,
  lists: readonly TradeList[],
): Promise<void> {
  await transaction.kysely
    .deleteFrom('proposed_trade')
    .where('firm_id', '=', transaction.firmId)
    .where('proposal_id', '=', sql<string>`any(${lists.map(({ proposalId }) => proposalId)}::uuid[])`)
    .execute()
  const lines = lists.flatMap(({ proposalId, trades, marks }) =>
    trades.map((trade, ordinal): TradeLine => ({ ...trade, ...marks.get(trade.id), proposalId, ordinal })),
  )
  await insertTrades(transaction, lines)
}

async function insertTrades({ firmId, kysely }: FirmTransaction, lines: readonly TradeLine[]): Promise<void> {
  const names = namesOf(TRADE_COLUMNS)
  for (const rows of inChunks(lines)) {
    await sql`insert into proposed_trade (firm_id, ${names})
      select ${firmId}::uuid, ${names} from ${unnested(rows, TRADE_COLUMNS, 'line')}`.execute(kysely)
  }
}
