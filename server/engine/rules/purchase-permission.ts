import type { ShareUnits } from '../facts/fixed-point.ts'
import { atLeastZero } from '../facts/fixed-point.ts'
import type { ExactSecurity, HeldAccount, Household } from '../facts/household.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { isTradable } from './account-block.ts'
import { limitsOn } from './holding-limit.ts'
import { RESTRICTIONS, restrictionOn } from './restriction.ts'
import { isInScope } from './scope.ts'
import type { WashSaleWatch } from './wash-sale.ts'
import { lossWashedByPurchase } from './wash-sale.ts'

export interface PurchaseQuestion {
  readonly household: Household
  readonly watch: WashSaleWatch
  readonly account: HeldAccount
  readonly security: ExactSecurity
}

type PurchaseRule = (question: PurchaseQuestion) => Reason | null

/** Each says why a security is not bought in an account, or null; the first reason is the one reported. */
const PURCHASE_RULES: readonly PurchaseRule[] = [
  tradableAccount,
  pricedSecurity,
  unrestrictedPurchase,
  noPurchaseAfterLoss,
  withinScope,
  belowLimit,
]

/** Why a security may not be bought in an account; null: it may. */
export function purchaseRefusal(question: PurchaseQuestion): Reason | null {
  for (const rule of PURCHASE_RULES) {
    const refusal = rule(question)
    if (refusal) return refusal
  }
  return null
}

function tradableAccount({ household, account, security }: PurchaseQuestion): Reason | null {
  return isTradable(household, account)
    ? null
    : reason('purchaseForbidden', {
        security: security.id,
        account: account.id,
        kind: 'the account is blocked',
      })
}

function pricedSecurity({ account, security }: PurchaseQuestion): Reason | null {
  return security.price === null
    ? reason('purchaseUnpriced', { security: security.id, account: account.id })
    : null
}

function unrestrictedPurchase({ account, security }: PurchaseQuestion): Reason | null {
  const override = restrictionOn(account, security.id, 'buy')
  if (!override) return null
  const kind = RESTRICTIONS[override.kind].phrase
  return reason('purchaseForbidden', { security: security.id, account: account.id, kind })
}

function noPurchaseAfterLoss({ watch, account, security }: PurchaseQuestion): Reason | null {
  return (
    lossWashedByPurchase(watch, security.identicalGroupId, account.id) &&
    reason('purchaseWouldBeWashSale', { security: security.id, days: String(watch.days) })
  )
}

function withinScope({ household, account, security }: PurchaseQuestion): Reason | null {
  return isInScope(household, 'buy', { account, security })
    ? null
    : reason('purchaseOutOfScope', { security: security.id, account: account.id })
}

function belowLimit(question: PurchaseQuestion): Reason | null {
  const room = sharesBelowLimit(question)
  return room === null || room > 0n
    ? null
    : reason('purchaseLimitReached', {
        security: question.security.id,
        account: question.account.id,
        kind: 'an override',
      })
}

/** Shares that may still be bought before a cap is reached; null: no cap. */
export function sharesBelowLimit({ household, account, security }: PurchaseQuestion): ShareUnits | null {
  const { mostShares } = limitsOn(household, account, security)
  if (mostShares === null) return null
  const held = account.positions.find((position) => position.security.id === security.id)?.shares ?? 0n
  return atLeastZero(mostShares - held)
}
