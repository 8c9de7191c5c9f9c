import { isAtLoss } from '../facts/gain.ts'
import type { ExactSecurity, HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import { groupOf, isTaxable } from '../facts/household.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import type { TradeSide } from '../snapshot.ts'

/** What is asked of a scope: a lot to be sold, or a security to be bought. */
type Asked =
  | { readonly account: HeldAccount; readonly position: Position; readonly lot: HeldLot }
  | { readonly account: HeldAccount; readonly security: ExactSecurity }

/** May a trade of this side be proposed under the scope that was asked for? */
export function isInScope(household: Household, side: TradeSide, asked: Asked): boolean {
  const { scope } = household.settings
  switch (scope.kind) {
    case 'all':
      return true
    case 'investCash':
    case 'buyOnly':
      return side === 'buy'
    case 'raiseCash':
    case 'sellOnly':
      return side === 'sell'
    case 'harvest':
      return side === 'buy' || isLossToTake(asked)
    case 'sleeve':
      return isInSleeve(household, scope.nodeId, asked)
  }
}

function isLossToTake(asked: Asked): boolean {
  if (!('lot' in asked)) return false
  const { price } = asked.position.security
  return isTaxable(asked.account) && price !== null && isAtLoss(asked.lot, price)
}

function isInSleeve(household: Household, nodeId: string, asked: Asked): boolean {
  const model = groupOf(household, asked.account)?.model
  const security = 'lot' in asked ? asked.position.security : asked.security
  const node = model?.nodes.find(({ id }) => id === nodeId)
  return (
    model !== undefined && (node?.leafIds.includes(leafOfClass(model, security.assetClassId).id) ?? false)
  )
}
