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
import { gainRoomLeft } from './gains-budget.ts'
import type { ProposedSoFar } from './proposed-so-far.ts'
import { RESTRICTIONS, restrictionOn } from './restriction.ts'
import type { WashSaleWatch } from './wash-sale.ts'
import { purchaseDisallowingLoss } from './wash-sale.ts'

/** `rebalance`: to come nearer to the model; `cash`: to meet a cash need, for which some gains are excused. */
export type SaleNeed = 'rebalance' | 'cash'

export interface SaleQuestion {
  readonly household: Household
  readonly watch: WashSaleWatch
  readonly proposed: ProposedSoFar
  readonly account: HeldAccount
  readonly position: Position
  readonly lot: HeldLot
  readonly need: SaleNeed
}

type SaleRule = (question: SaleQuestion) => Reason | null

/** Each says why a lot is not sold, or null; asked in this order, and the first reason is the one reported. */
const SALE_RULES: readonly SaleRule[] = [
  pricedPosition,
  tradableAccount,
  unrestrictedSale,
  knownBasis,
  noWashSale,
  noWashWithinProposal,
  longTermGainOnly,
  legacyGainWithinBudget,
]

/** Why a lot may not be sold; null: it may. */
export function saleRefusal(question: SaleQuestion): Reason | null {
  for (const rule of SALE_RULES) {
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

function noWashSale(question: SaleQuestion): Reason | null {
  if (!wouldTakeLoss(question)) return null
  const { identicalGroupId } = question.position.security
  const purchase = purchaseDisallowingLoss(question.watch, identicalGroupId, {
    ...question.lot,
    accountId: question.account.id,
  })
  if (!purchase) return null
  return purchase.isScheduled
    ? reason('saleWouldBeWashedBySchedule', { ...factsOf(question), scheduled: purchase.date })
    : reason('saleWouldBeWashSale', { ...factsOf(question), days: String(question.watch.days) })
}

function noWashWithinProposal(question: SaleQuestion): Reason | null {
  const { security } = question.position
  return wouldTakeLoss(question) && question.proposed.buysIn(security.identicalGroupId)
    ? reason('saleWouldWashWithProposal', { security: security.id, account: question.account.id })
    : null
}

function longTermGainOnly(question: SaleQuestion): Reason | null {
  const { household, lot, need } = question
  if (need === 'cash' || !household.settings.avoidShortTermGains || lot.term === 'long') return null
  return wouldTakeGain(question) ? reason('saleRealizesShortTermGain', factsOf(question)) : null
}

function legacyGainWithinBudget(question: SaleQuestion): Reason | null {
  const { household, account, position, need, proposed } = question
  if (need === 'cash' || household.settings.legacyGains === 'free' || !wouldTakeGain(question)) return null
  const model = groupOf(household, account)?.model
  const isLegacy = !model || leafOfClass(model, position.security.assetClassId).id === OUTSIDE_MODEL
  const hasBudget = gainRoomLeft(household, account, proposed.netGains) !== null
  return isLegacy && !hasBudget ? reason('saleOfLegacyGain', factsOf(question)) : null
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
