import { reason } from '../reasons.ts'
import type { RawCheck } from './check.ts'
import { violation } from './check.ts'

/** Every trade names an account and a security of the snapshot. */
export const unknown: RawCheck = (household, trades) =>
  trades.flatMap((trade, index) => {
    const at = { index, accountId: trade.accountId, securityId: trade.securityId }
    const hasAccount = household.accounts.some(({ id }) => id === trade.accountId)
    return [
      ...(hasAccount ? [] : [violation(at, reason('unknown', { what: 'account', id: trade.accountId }))]),
      ...(household.securities.has(trade.securityId)
        ? []
        : [violation(at, reason('unknown', { what: 'security', id: trade.securityId }))]),
    ]
  })
