import { formatMoney, formatShares } from '../facts/fixed-point.ts'
import { isAtLoss } from '../facts/gain.ts'
import type { HeldAccount, Household, Position } from '../facts/household.ts'
import { groupOf, isTaxable, securityOf } from '../facts/household.ts'
import type { DraftPlan } from '../orders/draft-plan.ts'
import type { Refusal } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { blocksOf } from '../rules/account-block.ts'
import { cashShortage } from '../rules/cash-reserve.ts'
import { choicesOf, classHoldingsFor } from '../rules/substitution.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import { freeFrom, lossWashedByPurchase, purchaseDisallowingLoss } from '../rules/wash-sale.ts'
import type { SecurityOverride } from '../snapshot.ts'

/** Every account and holding that may not be traded, or not in one direction, whether or not the plan wanted to. */
export function refusalsOf(plan: DraftPlan, watch: WashSaleWatch): Refusal[] {
  return plan.household.accounts.flatMap((account) => {
    const ofAccount = accountReasons(plan, account).map((why) => refusal(account, null, why))
    if (account.groupId === null) return ofAccount
    return [
      ...ofAccount,
      ...account.securityOverrides
        .filter(({ securityId }) => isRelevant(plan.household, account, securityId))
        .map((override) => refusal(account, override.securityId, overrideReason(account, override))),
      ...account.positions.flatMap((position) =>
        positionReasons(account, position, watch).map((why) => refusal(account, position.security.id, why)),
      ),
      ...purchasesBarred(plan.household, account, watch),
    ]
  })
}

const refusal = (account: HeldAccount, securityId: string | null, why: Reason): Refusal => ({
  accountId: account.id,
  securityId,
  reason: why,
})

function accountReasons(plan: DraftPlan, account: HeldAccount): Reason[] {
  if (account.groupId === null) return [reason('accountNotAssigned', { account: account.id })]
  const blocks = blocksOf(plan.household, account)
  const shortage = cashShortage(account, plan.cashOf(account))
  return [
    ...blocks.map((detail) => reason('accountBlocked', { account: account.id, detail })),
    ...(shortage > 0n
      ? [reason('buyingStopped', { account: account.id, amount: formatMoney(shortage) })]
      : []),
  ]
}

/** Held in the account, or named by the model for it: else an override changes nothing here. */
function isRelevant(household: Household, account: HeldAccount, securityId: string): boolean {
  const isHeld = account.positions.some(({ security }) => security.id === securityId)
  return isHeld || securitiesNamedFor(household, account).includes(securityId)
}

function securitiesNamedFor(household: Household, account: HeldAccount): string[] {
  const model = groupOf(household, account)?.model
  if (!model) return []
  return model.leaves.flatMap(({ id }) =>
    (classHoldingsFor(model, id, account)?.slots ?? []).flatMap(choicesOf),
  )
}

const OVERRIDE_REASONS = {
  hold: 'heldByOverride',
  do_not_sell: 'doNotSellByOverride',
  do_not_buy: 'doNotBuyByOverride',
  restricted: 'restrictedByFirm',
  exclude: 'excludedByOverride',
  sell: 'markedForSale',
} as const satisfies Record<SecurityOverride['kind'], Reason['code']>

function overrideReason(account: HeldAccount, override: SecurityOverride): Reason {
  return reason(OVERRIDE_REASONS[override.kind], {
    security: override.securityId,
    account: account.id,
    why: override.reason,
  })
}

function positionReasons(account: HeldAccount, position: Position, watch: WashSaleWatch): Reason[] {
  const { security, shares, lots, isExcluded } = position
  if (isExcluded) return []
  const { price } = security
  if (price === null)
    return [
      reason('unpricedHolding', {
        security: security.id,
        account: account.id,
        shares: formatShares(shares),
      }),
    ]
  if (!isTaxable(account)) return []
  return lots.flatMap((lot) => {
    const facts = { lot: lot.id, security: security.id, account: account.id }
    if (lot.unitCost === null) return [reason('unknownBasis', facts)]
    if (!isAtLoss(lot, price)) return []
    const purchase = purchaseDisallowingLoss(watch, security.identicalGroupId, {
      id: lot.id,
      accountId: account.id,
    })
    if (!purchase) return []
    const blocker = { blocker: purchase.securityId, blockerAccount: purchase.accountId }
    const dates = { bought: purchase.date, freeFrom: freeFrom(watch, purchase.date) }
    const code = purchase.isScheduled ? 'lotBlockedByScheduledPurchase' : 'lotBlockedByWashSale'
    return [reason(code, { ...facts, ...dates, ...blocker })]
  })
}

function purchasesBarred(household: Household, account: HeldAccount, watch: WashSaleWatch): Refusal[] {
  const named = [...new Set(securitiesNamedFor(household, account))]
  return named.flatMap((securityId) => {
    const loss = lossWashedByPurchase(watch, securityOf(household, securityId).identicalGroupId, account.id)
    if (!loss) return []
    const facts = { security: securityId, account: loss.accountId, sold: loss.date }
    return [
      refusal(
        account,
        securityId,
        reason('purchaseBlockedByWashSale', { ...facts, freeFrom: freeFrom(watch, loss.date) }),
      ),
    ]
  })
}
