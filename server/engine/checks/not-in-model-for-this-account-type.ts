import { groupOf } from '../facts/household.ts'
import { reason } from '../reasons.ts'
import { isNamedFor } from '../rules/substitution.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/** Bought is only what the model names for the account's type. */
export const notInModelForThisAccountType: Check = ({ household, orders }) =>
  orders
    .filter(({ side, account, security }) => {
      const model = groupOf(household, account)?.model
      return side === 'buy' && !(model && isNamedFor(model, account, security.id))
    })
    .map((order) =>
      violationOf(
        order,
        reason('notInModelForThisAccountType', {
          security: order.security.id,
          account: order.account.id,
          type: order.account.type,
        }),
      ),
    )
