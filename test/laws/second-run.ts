import { evaluate } from '../../server/engine/evaluate.ts'
import type { GeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { LevelName, Levels, Proposal } from '../../server/engine/proposal.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { afterTrades } from './after-trades.ts'
import { missingCash } from './short-of-cash.ts'

/** What a second run, on what the first one left, still found to better. */
export interface SecondRun {
  readonly snapshot: Snapshot
  readonly proposal: Proposal
  readonly change: Change
}

/** The first level, in the order that the household prefers, in which two plans differ; null: in none. */
export interface Change {
  readonly level: LevelName | null
  /** Dollars, or for orders a number, by which that level falls; negative: it rises. */
  readonly improvement: number
}

const NO_CHANGE: Change = { level: null, improvement: 0 }

const DECIDING = [
  'cashShortfall',
  'washedForCash',
  'budgetExcess',
  'shortTermGain',
  'legacyGain',
  'bandViolation',
  'goalViolation',
  'cost',
] as const satisfies readonly LevelName[]
const TIES = ['deviation', 'relativeShortfall', 'locationDrag'] as const satisfies readonly LevelName[]
const BY_FIT: readonly LevelName[] = [...DECIDING, ...TIES, 'orders']
const BY_ORDERS: readonly LevelName[] = [...DECIDING.slice(0, 6), 'orders', ...DECIDING.slice(6), ...TIES]

/** What is rounding: a cent elsewhere, none of cash, which is counted in cents, and a millionth of a class. */
const ROUNDING: Partial<Record<LevelName, number>> = { cashShortfall: 0.005, relativeShortfall: 2e-6 }

/** Carries a proposal out and asks again, with the same settings. */
export function secondRun(snapshot: Snapshot, first: Proposal, solver: GeneralSolver): SecondRun {
  const after = afterTrades(snapshot, first)
  const proposal = rebalance(after, solver)
  const isAgain = proposal.trades.length > 0
  return { snapshot: after, proposal, change: isAgain ? changeByTrading(after, proposal, solver) : NO_CHANGE }
}

/** What the trades of a proposal do for the first level that they change. */
export function changeByTrading(snapshot: Snapshot, { levels }: Proposal, solver: GeneralSolver): Change {
  const unchanged = evaluate(snapshot, [], solver)
  if (unchanged.kind === 'refused') throw new Error('No trades at all were refused')
  return changeOf(snapshot, unchanged.proposal.levels, levels)
}

function changeOf({ settings }: Snapshot, before: Levels, after: Levels): Change {
  for (const level of settings.preference === 'fewestTrades' ? BY_ORDERS : BY_FIT) {
    const improvement = Number(before[level]) - Number(after[level])
    if (Math.abs(improvement) > (ROUNDING[level] ?? 0.015)) return { level, improvement }
  }
  return NO_CHANGE
}

export const isDeciding = (level: LevelName): boolean => (DECIDING as readonly LevelName[]).includes(level)

/**
 * Why a second run may rightly do more than the first: it stands under other rules. Null: under none.
 *
 * The cushion is free to be spent. A debit on approved margin is paid back, and its account may buy again. Budgets of tax
 * count every gain at its rate before the trades, and as netted over the year after them. A fund that asks a minimum of a
 * first purchase takes any amount of the next. A budget of turnover is of a run, with what cash still lacks beside it. Where a
 * cap on what a slot names first is reached, its alternative is next.
 */
export function otherRules(snapshot: Snapshot, first: Proposal): string | null {
  const { settings, taxpayers, accounts, securities } = snapshot
  if (Number(settings.cashCushion) > 0) return 'cushion'
  if (taxpayers.some(({ taxBudget }) => taxBudget !== null)) return 'tax budget'
  const isOnMargin = first.cash.some(({ accountId, before, reserve }) => {
    const account = accounts.find(({ id }) => id === accountId)
    return account?.marginApproved && Number(account.cash) < 0 && Number(before) < Number(reserve)
  })
  if (isOnMargin) return 'margin'
  const hasMinimum = first.trades.some(
    ({ side, securityId }) =>
      side === 'buy' && securities.some(({ id, minimumPurchase }) => id === securityId && minimumPurchase),
  )
  if (hasMinimum) return 'fund minimum'
  const isCapped = snapshot.overrides.some(
    (override) =>
      (override.kind === 'cap' || override.kind === 'keep_within') &&
      first.trades.some(({ side, securityId }) => side === 'buy' && securityId === override.securityId),
  )
  if (isCapped) return 'cap'
  const isShort = missingCash(snapshot, first, 'after') > 0n
  if (isShort && settings.turnoverBudget !== null) return 'turnover'
  return null
}
