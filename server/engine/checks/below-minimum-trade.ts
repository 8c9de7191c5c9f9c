import { formatMoney, greatest } from '../facts/fixed-point.ts'
import { valueOf } from '../facts/money.ts'
import { reason } from '../reasons.ts'
import { minimumOrder } from '../rules/order-size.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/**
 * No order is worth less than the minimum trade, in dollars or as a part of its account, unless it sells a whole position; and no
 * first purchase less than the fund asks.
 */
export const belowMinimumTrade: Check = ({ household, orders }) =>
  orders.flatMap((order) => {
    const { side, security, account, shares, position } = order
    if (security.price === null || (side === 'sell' && shares === position?.shares)) return []
    const value = valueOf(shares, security.price)
    const ofFund = side === 'buy' && !position ? security.minimumPurchase : 0n
    const minimum = greatest(minimumOrder(household, account), ofFund)
    if (value >= minimum) return []
    const facts = { side: side === 'sell' ? 'sale' : 'purchase', security: security.id, account: account.id }
    const amounts = { amount: formatMoney(value), minimum: formatMoney(minimum) }
    return [violationOf(order, reason('belowMinimumTrade', { ...facts, ...amounts }))]
  })
