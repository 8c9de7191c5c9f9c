import { formatShares, sum } from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import type { Check, CheckedOrder } from './check.ts'
import { violationOf } from './check.ts'

/** No order sells more than the account holds, no lot gives more than it has, and lots cover the whole sale. */
export const oversold: Check = ({ orders }) =>
  orders
    .filter((order) => order.side === 'sell' && order.shares > sharesCovered(order))
    .map((order) =>
      violationOf(
        order,
        reason('oversold', {
          shares: formatShares(order.shares),
          security: order.security.id,
          account: order.account.id,
          held: formatShares(sharesCovered(order)),
        }),
      ),
    )

/** What the lots named can give: of each the shares asked of it, but never more than it holds. */
function sharesCovered(order: CheckedOrder): bigint {
  const parts = order.trades.flatMap(({ lots }) => lots)
  const byLot = Map.groupBy(parts, ({ lotId }) => lotId)
  return sum(
    [...byLot.values()].map((ofLot) => {
      const asked = sum(ofLot.map(({ shares }) => shares))
      const held = ofLot[0]?.lot?.shares ?? 0n
      return asked < held ? asked : held
    }),
  )
}
