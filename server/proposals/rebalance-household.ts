import type { Outcome } from '../audit/once.ts'
import { lockFactsToRead } from '../database/facts-lock.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import type { Refused } from '../graphql/refusals.ts'
import { loadPlannable, type PlanRequest } from './load-wished.ts'
import { plan } from './plan.ts'
import { wish, type PlanPreference, type WishRefused } from './plan-wishes.ts'
import { prepareProposal } from './prepare-proposal.ts'
import { askedFor, saveProposals } from './save-proposal.ts'

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
  const proposalId = uuidv7()
  await saveProposals(transaction, [
    {
      ...prepareProposal(snapshot, await plan(snapshot)),
      id: proposalId,
      householdId: request.householdId,
      accountId: request.accountId ?? null,
      batchId: null,
      ...askedFor(request, request.preference),
      author: request.author,
    },
  ])
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
