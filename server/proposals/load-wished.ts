import type { FirmTransaction } from '../database/in-firm.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { loadSnapshots } from './load-snapshot.ts'
import { whyNoRates } from './rates-on-date.ts'
import { modeOf, type PlanWishes, type WishRefused } from './plan-wishes.ts'

/** Which household, or which one account of it, is to be planned, and how. */
export interface PlanRequest extends PlanWishes {
  readonly householdId: string
  /** Plans this account alone. */
  readonly accountId?: string | null | undefined
}

const refuse = (code: string, message: string): WishRefused => ({ kind: 'refused', code, message })

/** The snapshot of a household as of the latest complete date, before wishes, or why there is none. */
export async function loadPlannable(
  transaction: FirmTransaction,
  request: PlanRequest,
): Promise<{ readonly kind: 'found'; readonly snapshot: Snapshot } | WishRefused> {
  const { kysely, firmId } = transaction
  const household = await kysely
    .selectFrom('household')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', '=', request.householdId)
    .executeTakeFirst()
  if (!household) return refuse('NOT_FOUND', 'There is no such household in this firm.')
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined)
    return refuse('NO_POSITIONS', 'Nothing was loaded yet: import lots and prices first.')
  const noRates = (await whyNoRates(transaction, [request.householdId], asOf)).get(
    request.householdId.toLowerCase(),
  )
  if (noRates !== undefined) return refuse('RATES_UNKNOWN', noRates)
  const [snapshot] = await loadSnapshots(transaction, {
    householdIds: [request.householdId],
    mode: modeOf(request),
    asOf,
    accountId: request.accountId ?? undefined,
  })
  if (!snapshot) {
    return refuse(
      'NO_MODEL',
      `${household.name} has no model in force on ${asOf}: assign one before it can be rebalanced.`,
    )
  }
  if (request.accountId && snapshot.groups.length === 0)
    return refuse('NOT_FOUND', 'There is no such account in this household in this firm.')
  return { kind: 'found', snapshot }
}
