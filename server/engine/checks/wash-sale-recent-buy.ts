import { reason } from '../reasons.ts'
import { purchaseDisallowingLoss } from '../rules/wash-sale.ts'
import { cashToRestore } from '../rules/cash-reserve.ts'
import { sum } from '../facts/fixed-point.ts'
import { valueOf } from '../facts/money.ts'
import type { HeldAccount } from '../facts/household.ts'
import { cashAfter } from './cash-after.ts'
import type { Check, CheckedList, CheckedTrade } from './check.ts'
import { violationAt } from './check.ts'
import { lossSales } from './loss-sales.ts'

/**
 * No loss is taken on a lot whose identical group was bought, in another lot, within the window (IRC 1091(a)); unless the firm
 * lets such lots go last of all for a cash need, and without them the account would stay short.
 */
export const washSaleRecentBuy: Check = (list) =>
  lossSales(list).flatMap(({ trade, lot }) => {
    const { security, account } = trade
    const purchase = purchaseDisallowingLoss(list.watch, security.identicalGroupId, {
      ...lot,
      accountId: account.id,
    })
    if (!purchase || isForUnmetCash(list, account)) return []
    const facts = { lot: lot.id, security: security.id, account: account.id, bought: purchase.date }
    return [violationAt(trade, reason('washSaleRecentBuy', facts))]
  })

function isForUnmetCash(list: CheckedList, account: HeldAccount): boolean {
  if (!list.household.settings.washedLotsForCash) return false
  if (list.orders.some((order) => order.account === account && order.side === 'buy')) return false
  const washed = lossSales(list)
    .filter(({ trade }) => trade.account === account)
    .filter(({ trade, lot }) =>
      purchaseDisallowingLoss(list.watch, trade.security.identicalGroupId, { ...lot, accountId: account.id }),
    )
    .map(({ trade, lot }) => valueOf(sharesOf(trade, lot.id), trade.security.price ?? 0n))
  return cashAfter(list, account) - sum(washed) < cashToRestore(account)
}

function sharesOf({ lots }: CheckedTrade, lotId: string): bigint {
  return sum(lots.filter((part) => part.lotId === lotId).map(({ shares }) => shares))
}
