import { formatMoney } from '../facts/fixed-point.ts'
import { valueOf } from '../facts/money.ts'
import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/** No order is worth less than the minimum trade, unless it sells a whole position. */
export const belowMinimumTrade: Check = ({ household, orders }) => {
  const { minimumTrade } = household.settings
  return orders.flatMap((order) => {
    const { side, security, account, shares, position } = order
    if (security.price === null || (side === 'sell' && shares === position?.shares)) return []
    const value = valueOf(shares, security.price)
    if (value >= minimumTrade) return []
    const facts = { side: side === 'sell' ? 'sale' : 'purchase', security: security.id, account: account.id }
    const amounts = { amount: formatMoney(value), minimum: formatMoney(minimumTrade) }
    return [violationOf(order, reason('belowMinimumTrade', { ...facts, ...amounts }))]
  })
}
