import { formatShares } from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import { stepOf } from '../rules/order-size.ts'
import type { Check, CheckedList, CheckedOrder } from './check.ts'
import { violationOf } from './check.ts'

/** Orders are whole steps, of which security and custodian may ask for coarser ones than the firm; a fraction goes only with the whole position. It holds for the order, not for its lots. */
export const rounding: Check = (list) =>
  list.orders
    .filter((order) => !isWholeOrder(list, order))
    .map((order) =>
      violationOf(
        order,
        reason('rounding', {
          shares: formatShares(order.shares),
          security: order.security.id,
          account: order.account.id,
          step: formatShares(stepOf(list.household, order.account, order.security)),
        }),
      ),
    )

function isWholeOrder({ household }: CheckedList, order: CheckedOrder): boolean {
  const { side, shares, position, account, security } = order
  return (
    shares % stepOf(household, account, security) === 0n || (side === 'sell' && shares === position?.shares)
  )
}
