import { isTaxable } from '../facts/household.ts'
import { reason } from '../reasons.ts'
import { whatForbidsTrading } from '../rules/account-block.ts'
import { limitsOn } from '../rules/holding-limit.ts'
import { RESTRICTIONS, restrictionOn } from '../rules/restriction.ts'
import type { Check, CheckedList, CheckedOrder } from './check.ts'
import { violationOf } from './check.ts'

/** Nothing is sold that an override, a blocked account or an unknown basis forbids to sell. */
export const soldRestricted: Check = (list) =>
  list.orders
    .filter(({ side }) => side === 'sell')
    .flatMap((order) =>
      whatForbids(list, order).map((kind) =>
        violationOf(
          order,
          reason('soldRestricted', { security: order.security.id, account: order.account.id, kind }),
        ),
      ),
    )

function whatForbids({ household }: CheckedList, order: CheckedOrder): string[] {
  const { account, security, position, shares } = order
  const override = restrictionOn(account, security.id, 'sell')
  const { leastShares } = limitsOn(household, account, security)
  const hasUnknownBasis =
    isTaxable(account) && order.trades.some(({ lots }) => lots.some(({ lot }) => lot?.unitCost === null))
  return [
    ...whatForbidsTrading(household, account),
    ...(override ? [RESTRICTIONS[override.kind].phrase] : []),
    ...(leastShares > 0n && (position?.shares ?? 0n) - shares < leastShares
      ? ['an override keeps more of it']
      : []),
    ...(hasUnknownBasis ? ['its cost basis is unknown'] : []),
  ]
}
