import { reason } from '../reasons.ts'
import { lossWashedByPurchase } from '../rules/wash-sale.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/** What was sold at a loss within the window is bought in no account that is watched with it. IRC 1091(a); Rev. Rul. 2008-5. */
export const washSaleBuyAfterLoss: Check = ({ orders, watch }) =>
  orders
    .filter(({ side }) => side === 'buy')
    .flatMap((order) => {
      const loss = lossWashedByPurchase(watch, order.security.identicalGroupId, order.account.id)
      if (!loss) return []
      const facts = { security: order.security.id, account: order.account.id, sold: loss.date }
      return [violationOf(order, reason('washSaleBuyAfterLoss', facts))]
    })
