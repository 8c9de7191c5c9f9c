import { parseDecimal, WEIGHT_PLACES } from '../engine/facts/fixed-point.ts'
import type { DriftReport, Proposal } from '../engine/proposal.ts'
import { addDollars } from './dollars.ts'

/** The totals of a proposal that lists sort and filter by. */
export function totalsOf({ trades, totals, driftBefore, driftAfter }: Proposal) {
  return {
    trade_count: trades.length,
    tax_cost: totals.estimatedTax,
    turnover_value: addDollars([totals.sold, totals.bought]),
    base: addDollars(driftBefore.groups.map(({ base }) => base)),
    drift_before: largestDrift(driftBefore),
    drift_after: largestDrift(driftAfter),
    out_of_band_after: driftAfter.groups.reduce(
      (count, { nodes }) => count + nodes.filter(({ status }) => OUT_OF_BAND.has(status)).length,
      0,
    ),
  }
}

const OUT_OF_BAND: ReadonlySet<string> = new Set(['belowBand', 'aboveBand'])
/** A margin debit may put a class any number of bases away; the column is an integer. */
const MOST_DRIFT = 2_000_000_000

/** Of classes, and of what lies outside the model, in millionths of the base; tiers are left out, as in measured drift. */
function largestDrift({ groups }: DriftReport): number {
  let largest = 0
  for (const { nodes } of groups) {
    const tiers = new Set(nodes.map(({ parentId }) => parentId))
    for (const { nodeId, drift } of nodes) {
      if (drift === null || tiers.has(nodeId)) continue
      largest = Math.max(largest, Math.abs(Number(parseDecimal(drift, WEIGHT_PLACES))))
    }
  }
  return Math.min(largest, MOST_DRIFT)
}
