import { daysBetween } from '../facts/calendar.ts'
import { formatMoney } from '../facts/fixed-point.ts'
import { isAtGain, isAtLoss } from '../facts/gain.ts'
import type { HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import { groupOf, isTaxable } from '../facts/household.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import { OUTSIDE_MODEL } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { isTradable } from './account-block.ts'
import { hasBudget } from './gains-budget.ts'
import { RESTRICTIONS, restrictionOn } from './restriction.ts'
import { isInScope } from './scope.ts'
import type { WashSaleWatch } from './wash-sale.ts'
import { purchaseDisallowingLoss } from './wash-sale.ts'

export interface SaleQuestion {
  readonly household: Household
  readonly watch: WashSaleWatch
  readonly account: HeldAccount
  readonly position: Position
  readonly lot: HeldLot
}

type SaleRule = (question: SaleQuestion) => Reason | null

/** What forbids every sale of a position, whatever it is for; asked in this order, and the first reason is the one reported. */
const POSITION_BARS: readonly SaleRule[] = [pricedPosition, tradableAccount, unrestrictedSale]

/** What forbids to sell a lot of it. */
const LOT_BARS: readonly SaleRule[] = [knownBasis, withinScope]

/** What a cash need excuses, and nothing else does. */
const SALE_RELUCTANCES: readonly SaleRule[] = [washBar, longTermGainOnly, legacyGainWithinBudget]

/** Why a lot may not be sold at all; null: it may. */
export function saleBar(question: SaleQuestion): Reason | null {
  return positionBar(question) ?? lotBar(question)
}

/** Why no lot of the position may be sold; which lot is asked about does not matter. */
export function positionBar(question: SaleQuestion): Reason | null {
  return firstReason(POSITION_BARS, question)
}

/** Why this lot may not be sold where others of the position may. */
export function lotBar(question: SaleQuestion): Reason | null {
  return firstReason(LOT_BARS, question)
}

/** Why a lot is not sold for the sake of targets; null: nothing speaks against it. */
export function saleRefusal(question: SaleQuestion): Reason | null {
  return saleBar(question) ?? firstReason(SALE_RELUCTANCES, question)
}

function firstReason(rules: readonly SaleRule[], question: SaleQuestion): Reason | null {
  for (const rule of rules) {
    const refusal = rule(question)
    if (refusal) return refusal
  }
  return null
}

function pricedPosition({ account, position }: SaleQuestion): Reason | null {
  if (position.security.price !== null) return null
  return reason('saleUnpriced', { security: position.security.id, account: account.id })
}

function tradableAccount(question: SaleQuestion): Reason | null {
  return isTradable(question.household, question.account)
    ? null
    : reason('saleInBlockedAccount', factsOf(question))
}

function unrestrictedSale(question: SaleQuestion): Reason | null {
  const override = restrictionOn(question.account, question.position.security.id, 'sell')
  return (
    override && reason('saleForbidden', { ...factsOf(question), kind: RESTRICTIONS[override.kind].phrase })
  )
}

/** A gain that cannot be computed cannot be taxed or kept within a budget. */
function knownBasis(question: SaleQuestion): Reason | null {
  const isUnknown = isTaxable(question.account) && question.lot.unitCost === null
  return isUnknown ? reason('saleOfUnknownBasis', factsOf(question)) : null
}

function withinScope(question: SaleQuestion): Reason | null {
  return isInScope(question.household, 'sell', question)
    ? null
    : reason('saleOutOfScope', { security: question.position.security.id, account: question.account.id })
}

/** Is a loss on the lot disallowed by a purchase within the window? */
export function washBar(question: SaleQuestion): Reason | null {
  if (!wouldTakeLoss(question)) return null
  const { identicalGroupId } = question.position.security
  const purchase = purchaseDisallowingLoss(question.watch, identicalGroupId, {
    id: question.lot.id,
    accountId: question.account.id,
  })
  if (!purchase) return null
  return purchase.isScheduled
    ? reason('saleWouldBeWashedBySchedule', { ...factsOf(question), scheduled: purchase.date })
    : reason('saleWouldBeWashSale', { ...factsOf(question), days: String(question.watch.days) })
}

function longTermGainOnly(question: SaleQuestion): Reason | null {
  return wouldTakeGain(question) && isAvoidedShortTermGain(question)
    ? reason('saleRealizesShortTermGain', factsOf(question))
    : null
}

/** Short-term, and either all such gains are avoided or this one turns long-term soon enough to wait for. */
export function isAvoidedShortTermGain({ household, lot }: SaleQuestion): boolean {
  const { avoidShortTermGains, longTermWaitDays } = household.settings
  if (lot.term === 'long') return false
  return avoidShortTermGains || daysBetween(household.asOf, lot.longTermFrom) <= longTermWaitDays
}

function legacyGainWithinBudget(question: SaleQuestion): Reason | null {
  return isLegacyGain(question) ? reason('saleOfLegacyGain', factsOf(question)) : null
}

/** A gain outside the model that no budget allows, of a holding that nobody marked for sale. */
export function isLegacyGain(question: SaleQuestion): boolean {
  const { household, account, position } = question
  if (household.settings.legacyGains === 'free' || !wouldTakeGain(question)) return false
  const model = groupOf(household, account)?.model
  const isLegacy = !model || leafOfClass(model, position.security.assetClassId).id === OUTSIDE_MODEL
  const isMarked = account.securityOverrides.some(
    ({ kind, securityId }) => kind === 'sell' && securityId === position.security.id,
  )
  return isLegacy && !isMarked && !hasBudget(household, account)
}

function wouldTakeLoss({ account, position, lot }: SaleQuestion): boolean {
  const { price } = position.security
  return isTaxable(account) && price !== null && isAtLoss(lot, price)
}

function wouldTakeGain({ account, position, lot }: SaleQuestion): boolean {
  const { price } = position.security
  return isTaxable(account) && price !== null && isAtGain(lot, price)
}

function factsOf({ account, position, lot }: SaleQuestion) {
  const { id, price } = position.security
  return {
    security: id,
    account: account.id,
    amount: formatMoney(price === null ? 0n : valueOf(lot.shares, price)),
  }
}
