import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'
import { lossSales } from './loss-sales.ts'

/** One list does not both take a loss in an identical group and buy it. */
export const washSaleSameProposal: Check = (list) => {
  const groupsAtLoss = new Set(lossSales(list).map(({ trade }) => trade.security.identicalGroupId))
  return list.orders
    .filter(({ side, security }) => side === 'buy' && groupsAtLoss.has(security.identicalGroupId))
    .map((order) =>
      violationOf(
        order,
        reason('washSaleSameProposal', { security: order.security.id, account: order.account.id }),
      ),
    )
}
