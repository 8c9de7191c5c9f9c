import type { FirmTransaction } from '../database/in-firm.ts'
import type { Model, Security, Snapshot } from '../engine/snapshot.ts'
import { classIdsByName } from '../models/load-models.ts'
import type { ModelContent } from '../models/model-content.ts'
import { outcomeOfPlan, type FitOutcome } from './compare-fits.ts'
import { loadPlannable, type PlanRequest } from './load-wished.ts'
import { withLocationDrag } from './location-drag.ts'
import { plan } from './plan.ts'
import { plannedDrifts } from './planned.ts'
import { modeOf, wish, type PlanPreference, type PlanWishes, type WishRefused } from './plan-wishes.ts'
import { prepareTrades, type PreparedTrade } from './prepare-proposal.ts'
import { loadPricedSecurities } from './priced-securities.ts'
import type { PlannedDrift } from './proposal.types.ts'
import { supposeFacts, type SupposedFacts } from './what-if-facts.ts'
import { draftModel, publishedModel, withRanges, type RangeChange } from './what-if-model.ts'

/** What is supposed of a plan, in place of what the firm's settings, models, prices and budgets say. */
export interface WhatIfRequest extends PlanRequest, SupposedFacts {
  /** A published version, in force or not. */
  readonly modelVersionId?: string | null | undefined
  /** A model that is only an idea; not beside a version. */
  readonly draft?: ModelContent | null | undefined
  /** Other targets and ranges, of whichever model it is. */
  readonly ranges?: readonly RangeChange[] | null | undefined
}

/** What a plan comes to, with its trades and where they lead. */
export interface SupposedPlan extends FitOutcome {
  readonly trades: readonly PreparedTrade[]
  readonly after: readonly PlannedDrift[]
}

export interface BothFits {
  readonly bestFit: SupposedPlan
  readonly fewestTrades: SupposedPlan
}

export interface WhatIfOutcome {
  readonly kind: 'supposed'
  readonly asOf: string
  /** To target, with nothing supposed. */
  readonly baseline: BothFits
  readonly supposed: BothFits
}

const AS_IT_STANDS: PlanWishes = { scope: 'target' }

/** Plans a household on what is supposed, both ways, beside what it comes to as things stand. Nothing is kept. */
export async function whatIf(
  transaction: FirmTransaction,
  request: WhatIfRequest,
): Promise<WhatIfOutcome | WishRefused> {
  if (request.modelVersionId && request.draft)
    return {
      kind: 'refused',
      code: 'MODEL_TWICE',
      message: 'Suppose either a version of a model or a draft.',
    }
  const found = await loadPlannable(transaction, request)
  if (found.kind === 'refused') return found
  const baseline =
    modeOf(request) === 'target'
      ? found
      : await loadPlannable(transaction, {
          ...AS_IT_STANDS,
          householdId: request.householdId,
          accountId: request.accountId,
        })
  if (baseline.kind === 'refused') return baseline
  const supposed = await suppose(transaction, found.snapshot, request)
  if ('kind' in supposed) return supposed
  const asSupposed = await bothFits(supposed, request)
  if ('kind' in asSupposed) return asSupposed
  const asItStands = await bothFits(baseline.snapshot, AS_IT_STANDS)
  if ('kind' in asItStands) return asItStands
  return { kind: 'supposed', asOf: found.snapshot.asOf, baseline: asItStands, supposed: asSupposed }
}

async function bothFits(snapshot: Snapshot, wishes: PlanWishes): Promise<BothFits | WishRefused> {
  const planned = async (preference: PlanPreference): Promise<SupposedPlan | WishRefused> => {
    const wished = wish(snapshot, wishes, preference)
    if (wished.kind === 'refused') return wished
    const proposal = await plan(wished.snapshot)
    return {
      ...outcomeOfPlan(proposal),
      trades: prepareTrades(proposal.trades),
      after: plannedDrifts(proposal.driftAfter, snapshot.householdId),
    }
  }
  const bestFit = await planned('best_fit')
  if ('kind' in bestFit) return bestFit
  const fewestTrades = await planned('fewest_trades')
  return 'kind' in fewestTrades ? fewestTrades : { bestFit, fewestTrades }
}

/** The snapshot on which is planned: its model, then ranges, then facts replaced. */
async function suppose(
  transaction: FirmTransaction,
  snapshot: Snapshot,
  request: WhatIfRequest,
): Promise<Snapshot | WishRefused> {
  const changed = await withModel(transaction, snapshot, request)
  if ('kind' in changed) return changed
  const model = withRanges(changed.models[0]!, request.ranges ?? [])
  if ('kind' in model) return model
  return supposeFacts({ ...changed, models: [model] }, request)
}

async function withModel(
  transaction: FirmTransaction,
  snapshot: Snapshot,
  { modelVersionId, draft }: WhatIfRequest,
): Promise<Snapshot | WishRefused> {
  if (!modelVersionId && !draft) return snapshot
  const securities = await loadPricedSecurities(transaction, snapshot.asOf)
  const model = draft
    ? draftModel(draft, [...securities.values()], await classIdsByName(transaction))
    : await publishedModel(transaction, modelVersionId!)
  return 'kind' in model ? model : onModel(snapshot, withLocationDrag(model, securities), securities)
}

/** The snapshot steered by another model, with the securities that it names. */
function onModel(snapshot: Snapshot, model: Model, securities: ReadonlyMap<string, Security>): Snapshot {
  const named = model.classHoldings.flatMap(({ slots }) =>
    slots.flatMap(({ securityId, alternatives }) => [securityId, ...alternatives]),
  )
  const ids = new Set([...snapshot.securities.map(({ id }) => id), ...named])
  return {
    ...snapshot,
    models: [model],
    groups: snapshot.groups.map((group) => ({ ...group, modelId: model.id })),
    securities: [...ids].sort().map((id) => securities.get(id)!),
  }
}
