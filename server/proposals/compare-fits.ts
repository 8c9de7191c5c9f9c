import type { FirmTransaction } from '../database/in-firm.ts'
import type { Proposal } from '../engine/proposal.ts'
import { addDollars } from './dollars.ts'
import { loadPlannable, type PlanRequest } from './load-wished.ts'
import { plan } from './plan.ts'
import { wish, type PlanPreference, type WishRefused } from './plan-wishes.ts'
import { nettedTaxOf } from './proof.ts'

/** What a plan comes to, without its trades. */
export interface FitOutcome {
  readonly tradeCount: number
  readonly taxCost: string
  readonly nettedTax: string | null
  readonly tradingCost: string
  readonly turnover: string | null
  readonly turnoverValue: string
  readonly outOfBand: number
  readonly isOptimal: boolean
}

export interface FitComparison {
  readonly kind: 'compared'
  readonly asOf: string
  readonly bestFit: FitOutcome
  readonly fewestTrades: FitOutcome
}

/** Plans a household both ways on the same facts and keeps neither. */
export async function compareFits(
  transaction: FirmTransaction,
  request: PlanRequest,
): Promise<FitComparison | WishRefused> {
  const found = await loadPlannable(transaction, request)
  if (found.kind === 'refused') return found
  const outcomeOf = async (preference: PlanPreference) => {
    const wished = wish(found.snapshot, request, preference)
    return wished.kind === 'refused' ? wished : outcomeOfPlan(await plan(wished.snapshot))
  }
  const bestFit = await outcomeOf('best_fit')
  if ('kind' in bestFit) return bestFit
  const fewestTrades = await outcomeOf('fewest_trades')
  if ('kind' in fewestTrades) return fewestTrades
  return { kind: 'compared', asOf: found.snapshot.asOf, bestFit, fewestTrades }
}

/** What a plan comes to. */
export function outcomeOfPlan(proposal: Proposal): FitOutcome {
  const { trades, totals, driftAfter, certificate } = proposal
  const nodes = driftAfter.groups.flatMap((group) => group.nodes)
  return {
    tradeCount: trades.length,
    taxCost: totals.estimatedTax,
    nettedTax: nettedTaxOf(proposal),
    tradingCost: totals.tradingCost,
    turnover: totals.turnover,
    turnoverValue: addDollars([totals.sold, totals.bought]),
    outOfBand: nodes.filter(({ status }) => status === 'belowBand' || status === 'aboveBand').length,
    isOptimal: certificate.isOptimal,
  }
}
