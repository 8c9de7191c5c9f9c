import { formatMoney, formatShares, least } from '../facts/fixed-point.ts'
import { isAtLoss } from '../facts/gain.ts'
import { isTaxable } from '../facts/household.ts'
import { divideRounded } from '../facts/fixed-point.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { DisallowedLoss } from '../proposal.ts'
import {
  purchaseDisallowingLoss,
  purchasesDisallowingLoss,
  sharesReplaced,
  type WashSaleWatch,
} from '../rules/wash-sale.ts'

/**
 * Losses that sales take although a purchase disallows them: of each identical group no more shares than were bought.
 * Reg. 1.1091-1(c). In order of sale and lot.
 */
export function disallowedLosses(plan: DraftPlan, watch: WashSaleWatch): DisallowedLoss[] {
  const replacedBefore = new Map<string, bigint>()
  return plan.sales.flatMap(({ account, position: { security }, reliefs }) =>
    reliefs.flatMap(({ lot, shares, gain }): DisallowedLoss[] => {
      const group = security.identicalGroupId
      const sold = { id: lot.id, accountId: account.id }
      const blocker = purchaseDisallowingLoss(watch, group, sold)
      if (!isTaxable(account) || !blocker || gain === null || !isAtLoss(lot, security.price ?? 0n)) return []
      const replaced = sharesReplaced(watch, group, sold)
      const before = replacedBefore.get(group) ?? 0n
      const disallowed =
        replaced === null ? shares : least(shares, replaced > before ? replaced - before : 0n)
      replacedBefore.set(group, before + disallowed)
      if (disallowed === 0n) return []
      return [
        {
          accountId: account.id,
          securityId: security.id,
          lotId: lot.id,
          shares: formatShares(disallowed),
          loss: formatMoney(divideRounded(-gain * disallowed, shares)),
          isLostForGood: purchasesDisallowingLoss(watch, group, sold).some(({ isSheltered }) => isSheltered),
          blockerAccountId: blocker.accountId,
          blockerSecurityId: blocker.securityId,
          bought: blocker.date,
        },
      ]
    }),
  )
}
