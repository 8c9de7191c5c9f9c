import { atLeastZero, least, sum } from '../facts/fixed-point.ts'
import type { Position } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import { holdingLimits } from '../rules/holding-limit.ts'
import type { LotForSale } from '../rules/lot-relief.ts'
import { LOT_ORDERS, lotsForSale } from '../rules/lot-relief.ts'
import type { SaleNeed } from '../rules/sale-permission.ts'
import { saleRefusal } from '../rules/sale-permission.ts'
import { isNamedFor } from '../rules/substitution.ts'
import type { AccountPlanning } from './planning.ts'

/**
 * The lots of an account that no rule forbids to sell, in the order they are sold: by the household's lot relief, where in a
 * sheltered account, whose sales are not taxed, what the model does not name goes first.
 */
export function sellableLots(
  { plan, watch, group, account }: AccountPlanning,
  terms: { readonly need: SaleNeed; readonly leafId?: string },
): LotForSale[] {
  const { household } = plan
  const lotOrder = LOT_ORDERS[household.settings.lotRelief]
  const staysLonger = ({ position }: LotForSale) =>
    isTaxable(account) || isNamedFor(group.model, account, position.security.id)
  return account.positions
    .filter(({ security }) => {
      const leafId = leafOfClass(group.model, security.assetClassId).id
      return terms.leafId === undefined || leafId === terms.leafId
    })
    .filter(({ security }) => plan.boughtShares(account.id, security.id) === 0n)
    .flatMap((position) => lotsForSale(household, account, position))
    .filter(({ position, lot }) => {
      const question = { household, watch, proposed: plan, account, position, lot, need: terms.need }
      return saleRefusal(question) === null
    })
    .sort((a, b) => Number(staysLonger(a)) - Number(staysLonger(b)) || lotOrder(a, b))
}

/** What an account could sell of a class for the sake of targets, after what overrides keep. */
export function sellableValue(planning: AccountPlanning, leafId: string): bigint {
  const lots = sellableLots(planning, { need: 'rebalance', leafId })
  const byPosition = Map.groupBy(lots, ({ position }) => position)
  return sum(
    [...byPosition].map(([position, ofPosition]) => {
      const free = sum(ofPosition.map(({ lot }) => lot.shares))
      return valueOf(
        least(free, atLeastZero(position.shares - keptShares(planning, position))),
        position.security.price ?? 0n,
      )
    }),
  )
}

function keptShares({ plan, account }: AccountPlanning, { security }: Position): bigint {
  return holdingLimits(account, security, plan.accountBase(account.id)).leastShares
}
