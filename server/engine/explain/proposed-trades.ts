import {
  compareText,
  formatMoney,
  formatPrice,
  formatShares,
  formatWeight,
  sum,
  WEIGHT_PLACES,
} from '../facts/fixed-point.ts'
import { estimatedTax } from '../facts/gain.ts'
import type { Household } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { HOLDINGS_BEFORE, householdBase } from '../facts/holdings.ts'
import { tradingCost, valueOf } from '../facts/money.ts'
import { divideRounded } from '../facts/fixed-point.ts'
import type { DraftPlan, Purchase, Sale } from '../orders/draft-plan.ts'
import { realizedGains } from '../orders/draft-plan.ts'
import type { AccountCash, ProposalTotals, ProposedTrade, RelievedLot } from '../proposal.ts'

/** The trades of a plan in their fixed order: account, sells before buys, security. */
export function proposedTrades(plan: DraftPlan): ProposedTrade[] {
  const trades = [
    ...plan.sales.map((sale) => sellTrade(plan.household, sale)),
    ...plan.purchases.map(buyTrade),
  ]
  return trades
    .sort(
      (a, b) =>
        compareText(a.accountId, b.accountId) ||
        compareText(b.side, a.side) ||
        compareText(a.securityId, b.securityId),
    )
    .map((trade, index) => ({ ...trade, id: `T${index + 1}` }))
}

function sellTrade(
  household: Household,
  { account, position, shares, reliefs, reason }: Sale,
): ProposedTrade {
  const { security } = position
  return {
    ...orderFacts(security, shares),
    id: '',
    accountId: account.id,
    side: 'sell',
    lots: reliefs.map((relief): RelievedLot => ({
      lotId: relief.lot.id,
      shares: formatShares(relief.shares),
      proceeds: formatMoney(relief.proceeds),
      costBasis: relief.costBasis === null ? null : formatMoney(relief.costBasis),
      realizedGain: !isTaxable(account) || relief.gain === null ? null : formatMoney(relief.gain),
      term: relief.lot.term,
    })),
    estimatedTax: formatMoney(estimatedTax(household, account, security, reliefs)),
    reason,
  }
}

function buyTrade({ account, security, shares, reason }: Purchase): ProposedTrade {
  return {
    ...orderFacts(security, shares),
    id: '',
    accountId: account.id,
    side: 'buy',
    lots: [],
    estimatedTax: formatMoney(0n),
    reason,
  }
}

function orderFacts(security: Purchase['security'], shares: bigint) {
  const price = security.price ?? 0n
  const value = valueOf(shares, price)
  return {
    securityId: security.id,
    shares: formatShares(shares),
    price: formatPrice(price),
    value: formatMoney(value),
    tradingCost: formatMoney(tradingCost(value, security.halfSpread)),
  }
}

/** Cash of every account that is in a group, before and after the trades. */
export function cashBeforeAndAfter(plan: DraftPlan): AccountCash[] {
  return plan.household.accounts
    .filter(({ groupId }) => groupId !== null)
    .map((account) => ({
      accountId: account.id,
      before: formatMoney(account.cash),
      after: formatMoney(plan.cashOf(account)),
      reserve: formatMoney(account.reserve),
    }))
}

export function totalsOf(plan: DraftPlan): ProposalTotals {
  const valueOfOrder = (order: Sale | Purchase) => {
    const security = 'security' in order ? order.security : order.position.security
    return valueOf(order.shares, security.price ?? 0n)
  }
  const securityOfOrder = (order: Sale | Purchase) =>
    'security' in order ? order.security : order.position.security
  const orders = [...plan.sales, ...plan.purchases]
  const sold = sum(plan.sales.map(valueOfOrder))
  const bought = sum(plan.purchases.map(valueOfOrder))
  const base = householdBase(plan.household, HOLDINGS_BEFORE)
  const turnover = base > 0n ? divideRounded((sold + bought) * 10n ** BigInt(WEIGHT_PLACES), 2n * base) : null
  const taxes = plan.sales.map(({ account, position, reliefs }) =>
    estimatedTax(plan.household, account, position.security, reliefs),
  )
  const costs = orders.map((order) => tradingCost(valueOfOrder(order), securityOfOrder(order).halfSpread))
  return {
    sold: formatMoney(sold),
    bought: formatMoney(bought),
    turnover: turnover === null ? null : formatWeight(turnover),
    shortTermGain: formatMoney(realizedGains(plan.sales, 'short')),
    longTermGain: formatMoney(realizedGains(plan.sales, 'long')),
    estimatedTax: formatMoney(sum(taxes)),
    tradingCost: formatMoney(sum(costs)),
  }
}
