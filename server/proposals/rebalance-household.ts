import type { Outcome } from '../audit/once.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import { ENGINE_VERSION, type Proposal } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import type { Refused } from '../graphql/refusals.ts'
import { contentOf, currentMonth, keepContents } from './content.ts'
import { loadPlannable, type PlanRequest } from './load-wished.ts'
import { plan } from './plan.ts'
import { modeOf, wish, type PlanPreference, type WishRefused } from './plan-wishes.ts'
import { totalsOf } from './proposal-totals.ts'
import { saveTrades } from './save-proposal.ts'
import { storeSnapshot } from './stored-snapshot.ts'

export interface RebalanceRequest extends PlanRequest {
  readonly preference: PlanPreference
  readonly author: string
}

const refuse = (refused: WishRefused): Outcome<never, Refused> => ({ kind: 'refused', refused })

/** Proposes trades for a household, or one account of it, as of the latest complete date, and keeps them with all they rest on. */
export async function rebalanceHousehold(
  transaction: FirmTransaction,
  request: RebalanceRequest,
): Promise<Outcome<{ proposalId: string }, Refused>> {
  if (!(await lockFactsToRead(transaction))) {
    const message = 'Files are being loaded just now: try again in some seconds.'
    return refuse({ kind: 'refused', code: 'BUSY', message })
  }
  const found = await loadPlannable(transaction, request)
  if (found.kind === 'refused') return refuse(found)
  const wished = wish(found.snapshot, request, request.preference)
  if (wished.kind === 'refused') return refuse(wished)
  const { snapshot } = wished
  const proposalId = await saveProposal(transaction, request, snapshot, await plan(snapshot))
  return {
    kind: 'done',
    result: { proposalId },
    audit: [
      {
        action: 'proposal.create',
        noun: 'proposal',
        nounId: proposalId,
        detail: {
          household: request.householdId,
          scope: request.scope,
          mode: snapshot.settings.mode,
          preference: request.preference,
          asOf: snapshot.asOf,
        },
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
      mode: modeOf(request),
      preference: request.preference,
      sleeve: request.scope === 'sleeve' ? request.sleeve! : null,
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
