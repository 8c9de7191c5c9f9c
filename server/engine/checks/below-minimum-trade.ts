import type { Cents } from '../facts/fixed-point.ts'
import { formatMoney, greatest } from '../facts/fixed-point.ts'
import type { Household } from '../facts/household.ts'
import { valueOf } from '../facts/money.ts'
import { reason } from '../reasons.ts'
import { minimumOrder } from '../rules/order-size.ts'
import type { Check, CheckedOrder } from './check.ts'
import { violationOf } from './check.ts'

/** No order is worth less than the minimum trade, unless it sells a whole position. */
export const belowMinimumTrade: Check = ({ household, orders }) => {
  return orders.flatMap((order) => {
    const { side, security, account, shares, position } = order
    if (security.price === null || (side === 'sell' && shares === position?.shares)) return []
    const value = valueOf(shares, security.price)
    const minimumTrade = minimumOf(household, order)
    if (value >= minimumTrade) return []
    const facts = { side: side === 'sell' ? 'sale' : 'purchase', security: security.id, account: account.id }
    const amounts = { amount: formatMoney(value), minimum: formatMoney(minimumTrade) }
    return [violationOf(order, reason('belowMinimumTrade', { ...facts, ...amounts }))]
  })
}

/** What an order must be worth; a first purchase of a fund also what the fund asks for. */
function minimumOf(household: Household, { side, account, security, position }: CheckedOrder): Cents {
  const minimum = minimumOrder(household, account)
  return side === 'buy' && position === null ? greatest(minimum, security.minimumPurchase) : minimum
}
