import { reason } from '../reasons.ts'
import { purchaseDisallowingLoss } from '../rules/wash-sale.ts'
import type { Check } from './check.ts'
import { violationAt } from './check.ts'
import { lossSales } from './loss-sales.ts'

/** No loss is taken on a lot whose identical group was bought, in another lot, within the window. IRC 1091(a). */
export const washSaleRecentBuy: Check = (list) =>
  lossSales(list).flatMap(({ trade, lot }) => {
    const { security, account } = trade
    const purchase = purchaseDisallowingLoss(list.watch, security.identicalGroupId, {
      ...lot,
      accountId: account.id,
    })
    if (!purchase) return []
    const facts = { lot: lot.id, security: security.id, account: account.id, bought: purchase.date }
    return [violationAt(trade, reason('washSaleRecentBuy', facts))]
  })
