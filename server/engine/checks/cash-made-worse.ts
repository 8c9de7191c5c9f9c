import { formatMoney } from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import { cashAfter } from './cash-after.ts'
import type { Check } from './check.ts'
import { violation } from './check.ts'

/** No account below its reserve after the list has less cash than before it. */
export const cashMadeWorse: Check = (list) =>
  list.household.accounts
    .filter((account) => {
      const after = cashAfter(list, account)
      return after < account.reserve && after < account.cash
    })
    .map((account) =>
      violation(
        { accountId: account.id, securityId: null },
        reason('cashMadeWorse', {
          account: account.id,
          before: formatMoney(account.cash),
          after: formatMoney(cashAfter(list, account)),
          reserve: formatMoney(account.reserve),
        }),
      ),
    )
