import type { HeldAccount } from '../facts/household.ts'
import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'
import { lossSales } from './loss-sales.ts'

/** One list does not both take a loss in an identical group and buy it, in accounts that wash each other's losses. */
export const washSaleSameProposal: Check = (list) => {
  const unitOf = (account: HeldAccount) => list.watch.unitOfAccount.get(account.id)
  const groupsAtLoss = new Set(
    lossSales(list).map(({ trade }) =>
      JSON.stringify([unitOf(trade.account), trade.security.identicalGroupId]),
    ),
  )
  return list.orders
    .filter(
      ({ side, account, security }) =>
        side === 'buy' && groupsAtLoss.has(JSON.stringify([unitOf(account), security.identicalGroupId])),
    )
    .map((order) =>
      violationOf(
        order,
        reason('washSaleSameProposal', { security: order.security.id, account: order.account.id }),
      ),
    )
}
