import { afterTrades } from './after-trades.ts'
import { divideDown, formatMoney, formatWeight, parseDecimal, sum, WHOLE } from './facts/fixed-point.ts'
import type { GeneralSolver } from './optimize/general-solver.ts'
import type { Proposal } from './proposal.ts'
import { rebalance } from './rebalance.ts'
import type { IsoDate, Money, Snapshot } from './snapshot.ts'

/** How a household is to be brought to its model in several runs. */
export interface TransitionTerms {
  /** The days of the runs, in order; the first is not before the snapshot's. */
  readonly runs: readonly IsoDate[]
  /** The most dollars that the runs of one year may sell together; null: no limit. */
  readonly yearlyTurnover: Money | null
}

/** A plan in several runs. Only the first is to be carried out; the others say where it leads if prices stay. */
export interface Transition {
  readonly runs: readonly TransitionRun[]
}

export interface TransitionRun {
  readonly asOf: IsoDate
  /** Part of the year's budgets that may be used up by this run. */
  readonly budgetShare: string
  readonly proposal: Proposal
}

/**
 * Plans run after run, each on what the one before leaves, at unchanged prices. The year's budgets of gains, tax and turnover
 * are prorated: with four runs in a year the first may use up a quarter, the second what is left of a half, and so on.
 */
export function planTransition(
  snapshot: Snapshot,
  terms: TransitionTerms,
  solver: GeneralSolver,
): Transition {
  const runs: TransitionRun[] = []
  let facts = snapshot
  for (const [index, asOf] of terms.runs.entries()) {
    if (asOf < facts.asOf) throw new Error(`The run of ${asOf} is before what it starts from, ${facts.asOf}`)
    const last = runs.at(-1)
    facts = last ? afterTrades(facts, last.proposal, asOf) : { ...facts, asOf }
    const share = shareOfYear(terms.runs, index)
    const settings = {
      ...facts.settings,
      budgetShare: formatWeight(share),
      turnoverBudget: turnoverLeft(terms, runs, asOf, share),
    }
    runs.push({
      asOf,
      budgetShare: settings.budgetShare,
      proposal: rebalance({ ...facts, settings }, solver),
    })
  }
  return { runs }
}

/** The runs of the year up to this one, as a part of all of them. */
function shareOfYear(runs: readonly IsoDate[], index: number): bigint {
  const year = runs[index]?.slice(0, 4)
  const ofYear = runs.filter((run) => run.startsWith(`${year}-`)).length
  const soFar = runs.slice(0, index + 1).filter((run) => run.startsWith(`${year}-`)).length
  return divideDown(WHOLE * BigInt(soFar), BigInt(ofYear))
}

/** What the year's turnover still allows this run. */
function turnoverLeft(
  { yearlyTurnover }: TransitionTerms,
  runs: readonly TransitionRun[],
  asOf: IsoDate,
  share: bigint,
): Money | null {
  if (yearlyTurnover === null) return null
  const sold = runs
    .filter((run) => run.asOf.slice(0, 4) === asOf.slice(0, 4))
    .map(({ proposal }) => parseDecimal(proposal.totals.sold, 2))
  const left = divideDown(parseDecimal(yearlyTurnover, 2) * share, WHOLE) - sum(sold)
  return formatMoney(left > 0n ? left : 0n)
}
