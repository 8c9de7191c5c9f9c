import type { Cents } from '../facts/fixed-point.ts'
import { sum } from '../facts/fixed-point.ts'
import type { HeldAccount } from '../facts/household.ts'
import { valueOf } from '../facts/money.ts'
import { orderCost } from '../facts/order-cost.ts'
import type { CheckedList } from './check.ts'

/** Cash of an account after a list: what it has, plus sales, less purchases, less half-spreads and fees on both. */
export function cashAfter({ orders, household }: CheckedList, account: HeldAccount): Cents {
  const flows = orders
    .filter((order) => order.account === account && order.security.price !== null)
    .map(({ side, security, shares, position }) => {
      const value = valueOf(shares, security.price ?? 0n)
      const held = position?.shares ?? 0n
      // What is sold beyond what is held is told as oversold; no fund asks a fee for it.
      const taken = side === 'sell' && shares > held ? held : shares
      const lots = position?.lots ?? []
      const cost = orderCost({ account, security, side, shares: taken, lots, asOf: household.asOf })
      return (side === 'sell' ? value : -value) - cost
    })
  return account.cash + sum(flows)
}
