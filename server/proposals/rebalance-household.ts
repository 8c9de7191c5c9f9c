import type { Outcome } from '../audit/once.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import { ENGINE_VERSION, type Proposal } from '../engine/proposal.ts'
import { rebalance } from '../engine/rebalance.ts'
import type { RebalanceMode, Snapshot } from '../engine/snapshot.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { contentOf, currentMonth, keepContents } from './content.ts'
import { loadSnapshots } from './load-snapshot.ts'
import { saveTrades } from './save-proposal.ts'
import { storeSnapshot } from './stored-snapshot.ts'

export interface RebalanceRequest {
  readonly householdId: string
  /** Plans this account alone. */
  readonly accountId?: string | null | undefined
  readonly scope: RebalanceMode
  readonly author: string
}

const refuse = (code: string, message: string): Outcome<never, Refused> => ({
  kind: 'refused',
  refused: { kind: 'refused', code, message },
})

/** Proposes trades for a household, or one account of it, as of the latest complete date, and keeps them with all they rest on. */
export async function rebalanceHousehold(
  transaction: FirmTransaction,
  request: RebalanceRequest,
): Promise<Outcome<{ proposalId: string }, Refused>> {
  const { kysely, firmId } = transaction
  if (!(await lockFactsToRead(transaction)))
    return refuse('BUSY', 'Files are being loaded just now: try again in some seconds.')
  const household = await kysely
    .selectFrom('household')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .where('id', '=', request.householdId)
    .executeTakeFirst()
  if (!household) return { kind: 'refused', refused: notFound('household') }
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined)
    return refuse('NO_POSITIONS', 'Nothing was loaded yet: import lots and prices first.')
  const [snapshot] = await loadSnapshots(transaction, {
    householdIds: [request.householdId],
    mode: request.scope,
    asOf,
    accountId: request.accountId ?? undefined,
  })
  if (!snapshot) {
    return refuse(
      'NO_MODEL',
      `${household.name} has no model in force on ${asOf}: assign one before it can be rebalanced.`,
    )
  }
  if (request.accountId && snapshot.groups.length === 0) {
    return { kind: 'refused', refused: notFound('account in this household') }
  }
  const proposalId = await saveProposal(transaction, request, snapshot, rebalance(snapshot))
  return {
    kind: 'done',
    result: { proposalId },
    audit: [
      {
        action: 'proposal.create',
        noun: 'proposal',
        nounId: proposalId,
        detail: { household: household.id, scope: request.scope, asOf },
      },
    ],
  }
}

async function saveProposal(
  transaction: FirmTransaction,
  request: RebalanceRequest,
  snapshot: Snapshot,
  proposal: Proposal,
): Promise<string> {
  const proposalId = uuidv7()
  const month = await currentMonth(transaction)
  const stored = storeSnapshot(snapshot)
  const content = contentOf(proposal)
  await keepContents(transaction, month, [...stored, content])
  await transaction.kysely
    .insertInto('proposal')
    .values({
      firm_id: transaction.firmId,
      id: proposalId,
      household_id: request.householdId,
      account_id: request.accountId ?? null,
      scope: request.scope,
      state: 'proposed',
      as_of: snapshot.asOf,
      engine_version: ENGINE_VERSION,
      month,
      snapshot_sha256: stored[0].sha256,
      content_sha256: content.sha256,
      current_sha256: content.sha256,
      ...totalsOf(proposal),
      author: request.author,
      version: 1,
    })
    .execute()
  await saveTrades(transaction, proposalId, proposal.trades, new Map())
  return proposalId
}

/** The totals of a proposal that lists sort and filter by. */
export const totalsOf = ({ trades, totals }: Proposal) => ({
  trade_count: trades.length,
  tax_cost: totals.estimatedTax,
  turnover_value: dollarsTraded(totals.sold, totals.bought),
})

function dollarsTraded(sold: string, bought: string): string {
  const cents = BigInt(sold.replace('.', '')) + BigInt(bought.replace('.', ''))
  const digits = cents.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
