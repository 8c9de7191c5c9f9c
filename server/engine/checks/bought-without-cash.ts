import { formatMoney } from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import { cashAfter } from './cash-after.ts'
import type { Check } from './check.ts'
import { violation } from './check.ts'

/** An account that buys keeps at least its reserve. */
export const boughtWithoutCash: Check = (list) =>
  list.household.accounts
    .filter((account) => list.orders.some((order) => order.account === account && order.side === 'buy'))
    .filter((account) => cashAfter(list, account) < account.reserve)
    .map((account) =>
      violation(
        { accountId: account.id, securityId: null },
        reason('boughtWithoutCash', {
          account: account.id,
          after: formatMoney(cashAfter(list, account)),
          reserve: formatMoney(account.reserve),
        }),
      ),
    )
