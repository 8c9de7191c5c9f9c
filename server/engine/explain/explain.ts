import { driftOf } from '../facts/drift.ts'
import { atLeastZero, formatMoney } from '../facts/fixed-point.ts'
import { isAtLoss, taxableGain } from '../facts/gain.ts'
import { HOLDINGS_BEFORE } from '../facts/holdings.ts'
import { isTaxable } from '../facts/household.ts'
import type { DisallowedLoss, Proposal } from '../proposal.ts'
import { ENGINE_VERSION, PROPOSAL_FORMAT } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage } from '../rules/cash-reserve.ts'
import { budgetsOf } from '../rules/gains-budget.ts'
import { certify } from './certify.ts'
import { classesLeftAlone } from './classes-left-alone.ts'
import { disallowedLosses } from './disallowed-losses.ts'
import type { PlanToExplain } from './plan-to-explain.ts'
import { cashBeforeAndAfter, type OrderReasons, proposedTrades, totalsOf } from './proposed-trades.ts'
import { reachedLevels, tellLevels } from './reached-levels.ts'
import { refusalsOf } from './refusals.ts'
import { taxReturnEffects } from './tax-returns.ts'
import { purchaseReason, saleReason } from './trade-reasons.ts'

/** Writes a plan out as a proposal: its trades, what it leaves and refuses and why, and the household before and after. */
export function explain(terms: PlanToExplain, reasons = reasonsFor(terms)): Proposal {
  const { plan, possible, best, watch, dueBecause } = terms
  const { household } = plan
  const reached = reachedLevels(possible, plan)
  const disallowed = disallowedLosses(plan, watch)
  return {
    format: PROPOSAL_FORMAT,
    engineVersion: ENGINE_VERSION,
    householdId: household.id,
    asOf: household.asOf,
    mode: household.settings.mode,
    dueBecause,
    trades: proposedTrades(plan, reasons),
    classesLeftAlone: classesLeftAlone(terms),
    refusals: refusalsOf(plan, watch),
    warnings: [...terms.warnings, ...warningsOf(terms, disallowed)],
    driftBefore: driftOf(household, HOLDINGS_BEFORE),
    driftAfter: driftOf(household, plan),
    cash: cashBeforeAndAfter(plan),
    totals: totalsOf(plan),
    levels: tellLevels(reached),
    certificate: certify(possible, best, { plan, reached, given: terms.gapCauses }),
    taxes: taxReturnEffects(household, plan.sales),
    disallowedLosses: disallowed,
  }
}

/** Why the engine itself proposes each order. */
function reasonsFor(terms: PlanToExplain): OrderReasons {
  return {
    ofSale: (sale) => saleReason(terms, sale),
    ofPurchase: (purchase) => purchaseReason(terms, purchase),
  }
}

function warningsOf(terms: PlanToExplain, disallowed: readonly DisallowedLoss[]): Reason[] {
  const { plan } = terms
  const { household } = plan
  const managed = household.accounts.filter(({ groupId }) => groupId !== null)
  const shortages = managed.flatMap((account) => {
    const missing = cashShortage(account, plan.cashOf(account))
    if (missing === 0n) return []
    return [reason('cashShortfallRemains', { account: account.id, amount: formatMoney(missing) })]
  })
  const budgets = budgetsOf(household).flatMap(({ kind, accountIds, room, taxpayerId }) => {
    const excess = kind === 'gains' ? atLeastZero(plan.netGain(accountIds) - room) : 0n
    if (excess === 0n) return []
    return [reason('gainsBudgetExceeded', { taxpayer: taxpayerId, amount: formatMoney(excess) })]
  })
  const shortTerm = plan.sales.flatMap(({ account, reliefs }) => {
    const gain = taxableGain(account, reliefs, 'short')
    if (!household.settings.avoidShortTermGains || gain <= 0n) return []
    return [reason('shortTermGainRealized', { account: account.id, amount: formatMoney(gain) })]
  })
  const washed = disallowed.map(({ accountId, securityId, shares, loss, bought }) =>
    reason('washedLossForCash', { security: securityId, account: accountId, shares, amount: loss, bought }),
  )
  return [...shortages, ...budgets, ...shortTerm, ...washed, ...reinvestmentsThatMayWash(terms)]
}

/** Reinvested dividends of what is sold at a loss: a purchase that nobody places. */
function reinvestmentsThatMayWash({ plan, watch }: PlanToExplain): Reason[] {
  const { household } = plan
  return plan.sales.flatMap(({ account, position: { security }, reliefs, shares }) => {
    const takesLoss = isTaxable(account) && reliefs.some(({ lot }) => isAtLoss(lot, security.price ?? 0n))
    if (!takesLoss) return []
    return household.accounts.flatMap((other) => {
      if (watch.unitOfAccount.get(other.id) !== watch.unitOfAccount.get(account.id)) return []
      const reinvested = other.positions.filter(
        (position) =>
          other.reinvested.has(position.security.id) &&
          position.security.identicalGroupId === security.identicalGroupId &&
          !(other === account && shares === position.shares),
      )
      return reinvested.map((position) =>
        reason('reinvestmentMayWash', {
          security: position.security.id,
          account: other.id,
          days: String(watch.days),
        }),
      )
    })
  })
}
