import { reason } from '../reasons.ts'
import { whatForbidsTrading } from '../rules/account-block.ts'
import { limitsOn } from '../rules/holding-limit.ts'
import { RESTRICTIONS, restrictionOn } from '../rules/restriction.ts'
import type { Check, CheckedList, CheckedOrder } from './check.ts'
import { violationOf } from './check.ts'

/** Nothing is bought that an override or a blocked account forbids to buy, nor above a cap. */
export const boughtRestricted: Check = (list) =>
  list.orders
    .filter(({ side }) => side === 'buy')
    .flatMap((order) =>
      whatForbids(list, order).map((kind) =>
        violationOf(
          order,
          reason('boughtRestricted', { security: order.security.id, account: order.account.id, kind }),
        ),
      ),
    )

function whatForbids({ household }: CheckedList, order: CheckedOrder): string[] {
  const { account, security, position, shares } = order
  const override = restrictionOn(account, security.id, 'buy')
  const { mostShares } = limitsOn(household, account, security)
  return [
    ...whatForbidsTrading(household, account),
    ...(override ? [RESTRICTIONS[override.kind].phrase] : []),
    ...(mostShares !== null && (position?.shares ?? 0n) + shares > mostShares
      ? ['an override caps it below that']
      : []),
  ]
}
