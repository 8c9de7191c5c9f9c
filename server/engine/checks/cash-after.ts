import type { Cents } from '../facts/fixed-point.ts'
import { sum } from '../facts/fixed-point.ts'
import type { HeldAccount } from '../facts/household.ts'
import { tradingCost, valueOf } from '../facts/money.ts'
import type { CheckedList } from './check.ts'

/** Cash of an account after a list: what it has, plus sales, less purchases, less half-spreads on both. */
export function cashAfter({ orders }: CheckedList, account: HeldAccount): Cents {
  const flows = orders
    .filter((order) => order.account === account && order.security.price !== null)
    .map(({ side, security, shares }) => {
      const value = valueOf(shares, security.price ?? 0n)
      return (side === 'sell' ? value : -value) - tradingCost(value, security.halfSpread)
    })
  return account.cash + sum(flows)
}
