import type { ShareUnits } from '../facts/fixed-point.ts'
import { compareText, formatMoney, formatShares, formatWeight, sum } from '../facts/fixed-point.ts'
import type { Valuation } from '../facts/holdings.ts'
import { accountBase } from '../facts/holdings.ts'
import type { AccountGroup, HeldAccount, Household } from '../facts/household.ts'
import { securityOf } from '../facts/household.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { weightOf } from '../facts/weight.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage } from './cash-reserve.ts'
import { holdingLimits } from './holding-limit.ts'

/**
 * Why there is reason to trade: a class at any tier out of its band, a holding outside what overrides keep it within, cash that
 * is due, or a request. Empty: nothing is proposed, in any mode.
 */
export function dueBecause(
  household: Household,
  valuations: ReadonlyMap<string, Valuation>,
): readonly Reason[] {
  const { trigger, scope } = household.settings
  const asked = trigger === 'asked' ? [reason('askedFor', {})] : []
  const harvest = scope.kind === 'harvest' ? [reason('harvestAsked', {})] : []
  const drifted = household.groups.flatMap((group) => {
    const valuation = valuations.get(group.id)
    return valuation ? classesOutOfBand(group, valuation) : []
  })
  const managed = household.groups.flatMap(({ accounts }) => accounts)
  const limited = managed.flatMap((account) => holdingsOutsideLimits(household, account))
  return [...asked, ...harvest, ...drifted, ...limited, ...managed.flatMap(cashDueIn)]
}

function classesOutOfBand(group: AccountGroup, { base, valueByLeaf }: Valuation): Reason[] {
  return group.model.nodes.flatMap((node) => {
    const value = sum(node.leafIds.map((leafId) => valueByLeaf.get(leafId) ?? 0n))
    const status = bandStatus(value, base, node)
    const weight = weightOf(value, base)
    if (status === 'inBand' || weight === null) return []
    return [
      reason('classOutOfBand', {
        class: node.name,
        group: group.id,
        weight: formatWeight(weight),
        low: formatWeight(node.low),
        high: formatWeight(node.high),
      }),
    ]
  })
}

/** Priced holdings below or above what caps and keep-within overrides allow; what is kept but not held at all is below. */
function holdingsOutsideLimits(household: Household, account: HeldAccount): Reason[] {
  if (account.limits.length === 0) return []
  const base = accountBase(household, account)
  const limited = new Set(account.limits.map(({ securityId }) => securityId))
  return [...limited].sort(compareText).flatMap((securityId) => {
    const security = securityOf(household, securityId)
    const position = account.positions.find((held) => held.security.id === securityId)
    if (security.price === null || position?.isExcluded) return []
    const shares = position?.shares ?? 0n
    const { leastShares, mostShares } = holdingLimits(account, security, base)
    const outside = (side: string, limit: ShareUnits) => [
      reason('holdingOutsideLimits', {
        account: account.id,
        security: securityId,
        shares: formatShares(shares),
        side,
        limit: formatShares(limit),
      }),
    ]
    if (mostShares !== null && shares > mostShares) return outside('at most', mostShares)
    return shares < leastShares ? outside('at least', leastShares) : []
  })
}

function cashDueIn(account: HeldAccount): Reason[] {
  const due: Reason[] = []
  const { id } = account
  if (account.openingCash < 0n && !account.marginApproved)
    due.push(reason('marginDebitDue', { account: id, amount: formatMoney(-account.openingCash) }))
  const shortage = cashShortage(account, account.cash)
  if (shortage > 0n)
    due.push(
      reason('reserveDue', {
        account: id,
        amount: formatMoney(shortage),
        reserve: formatMoney(account.reserve),
      }),
    )
  if (account.withdrawal > 0n)
    due.push(reason('withdrawalDue', { account: id, amount: formatMoney(account.withdrawal) }))
  if (account.contribution > 0n)
    due.push(reason('contributionDue', { account: id, amount: formatMoney(account.contribution) }))
  return due
}
