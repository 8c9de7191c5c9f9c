import { driftOf } from '../facts/drift.ts'
import { atLeastZero, formatMoney } from '../facts/fixed-point.ts'
import { taxableGain } from '../facts/gain.ts'
import { HOLDINGS_BEFORE } from '../facts/holdings.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { GroupPlanning } from '../orders/planning.ts'
import type { Proposal } from '../proposal.ts'
import { ENGINE_VERSION, PROPOSAL_FORMAT } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage } from '../rules/cash-reserve.ts'
import { budgetsOf } from '../rules/gains-budget.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import { classesLeftAlone } from './classes-left-alone.ts'
import { cashBeforeAndAfter, proposedTrades, totalsOf } from './proposed-trades.ts'
import { refusalsOf } from './refusals.ts'

/** Writes a plan out as a proposal: its trades, what it leaves and refuses and why, and the household before and after. */
export function explain(
  plan: DraftPlan,
  watch: WashSaleWatch,
  terms: { readonly plannings: readonly GroupPlanning[]; readonly dueBecause: readonly Reason[] },
): Proposal {
  const { household } = plan
  const isDue = terms.dueBecause.length > 0
  return {
    format: PROPOSAL_FORMAT,
    engineVersion: ENGINE_VERSION,
    householdId: household.id,
    asOf: household.asOf,
    mode: household.settings.mode,
    dueBecause: terms.dueBecause,
    trades: proposedTrades(plan),
    classesLeftAlone: terms.plannings.flatMap((planning) => classesLeftAlone(planning, { isDue })),
    refusals: refusalsOf(plan, watch),
    warnings: warningsOf(plan),
    driftBefore: driftOf(household, HOLDINGS_BEFORE),
    driftAfter: driftOf(household, plan),
    cash: cashBeforeAndAfter(plan),
    totals: totalsOf(plan),
    levels: {
      cashShortfall: '0.00',
      washedForCash: '0.00',
      budgetExcess: '0.00',
      shortTermGain: '0.00',
      legacyGain: '0.00',
      bandViolation: '0.00',
      goalViolation: '0.00',
      cost: '0.00',
      deviation: '0.00',
      relativeShortfall: '0.000000',
      locationDrag: '0.00',
      orders: 0,
    },
    certificate: { levels: [], isOptimal: false, causes: [] },
    taxes: [],
    disallowedLosses: [],
  }
}

function warningsOf(plan: DraftPlan): Reason[] {
  const { household } = plan
  const managed = household.accounts.filter(({ groupId }) => groupId !== null)
  const shortages = managed.flatMap((account) => {
    const missing = cashShortage(account, plan.cashOf(account))
    if (missing === 0n) return []
    return [reason('cashShortfallRemains', { account: account.id, amount: formatMoney(missing) })]
  })
  const budgets = budgetsOf(household).flatMap(({ id, kind, room, taxpayerId }) => {
    const excess = kind === 'gains' ? atLeastZero((plan.netGains.get(id) ?? 0n) - room) : 0n
    if (excess === 0n) return []
    return [reason('gainsBudgetExceeded', { taxpayer: taxpayerId, amount: formatMoney(excess) })]
  })
  const shortTerm = plan.sales.flatMap(({ account, reliefs }) => {
    const gain = taxableGain(account, reliefs, 'short')
    if (!household.settings.avoidShortTermGains || gain <= 0n) return []
    return [reason('shortTermGainRealized', { account: account.id, amount: formatMoney(gain) })]
  })
  return [...shortages, ...budgets, ...shortTerm]
}
