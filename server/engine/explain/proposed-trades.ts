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
import { valueOf } from '../facts/money.ts'
import { divideRounded } from '../facts/fixed-point.ts'
import type { DraftPlan, Purchase, Sale } from '../orders/draft-plan.ts'
import { proceedsOf, realizedGains, valueOfPurchase } from '../orders/draft-plan.ts'
import type { Reason } from '../reasons.ts'
import type { AccountCash, ProposalTotals, ProposedTrade, RelievedLot } from '../proposal.ts'

/** Why each order is proposed. */
export interface OrderReasons {
  readonly ofSale: (sale: Sale) => Reason
  readonly ofPurchase: (purchase: Purchase) => Reason
}

/** The trades of a plan in their fixed order: account, sells before buys, security. */
export function proposedTrades(plan: DraftPlan, reasons: OrderReasons): ProposedTrade[] {
  const trades = [
    ...plan.sales.map((sale) => sellTrade(plan.household, sale, reasons.ofSale(sale))),
    ...plan.purchases.map((purchase) => buyTrade(purchase, reasons.ofPurchase(purchase))),
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

function sellTrade(household: Household, sale: Sale, reason: Reason): ProposedTrade {
  const { account, position, reliefs } = sale
  const { security } = position
  return {
    ...orderFacts(sale, security),
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

function buyTrade(purchase: Purchase, reason: Reason): ProposedTrade {
  return {
    ...orderFacts(purchase, purchase.security),
    id: '',
    accountId: purchase.account.id,
    side: 'buy',
    lots: [],
    estimatedTax: formatMoney(0n),
    reason,
  }
}

function orderFacts(order: Sale | Purchase, security: Purchase['security']) {
  const price = security.price ?? 0n
  return {
    securityId: security.id,
    shares: formatShares(order.shares),
    price: formatPrice(price),
    value: formatMoney(valueOf(order.shares, price)),
    tradingCost: formatMoney(order.tradingCost),
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
  const sold = sum(plan.sales.map(proceedsOf))
  const bought = sum(plan.purchases.map(valueOfPurchase))
  const base = householdBase(plan.household, HOLDINGS_BEFORE)
  const turnover = base > 0n ? divideRounded((sold + bought) * 10n ** BigInt(WEIGHT_PLACES), 2n * base) : null
  const taxes = plan.sales.map(({ account, position, reliefs }) =>
    estimatedTax(plan.household, account, position.security, reliefs),
  )
  const costs = [...plan.sales, ...plan.purchases].map(({ tradingCost }) => tradingCost)
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
