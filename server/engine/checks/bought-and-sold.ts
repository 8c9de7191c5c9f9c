import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/** Nobody buys and sells the same security in one account. */
export const boughtAndSold: Check = ({ orders }) =>
  orders
    .filter(
      (order) =>
        order.side === 'buy' &&
        orders.some(
          (other) =>
            other.side === 'sell' && other.account === order.account && other.security === order.security,
        ),
    )
    .map((order) =>
      violationOf(order, reason('boughtAndSold', { security: order.security.id, account: order.account.id })),
    )
