import { daysBetween } from '../facts/calendar.ts'
import { compareText } from '../facts/fixed-point.ts'
import { isAtGain, isAtLoss, payerOf, ratesFor } from '../facts/gain.ts'
import type { HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { lotsForSale } from '../rules/lot-relief.ts'
import {
  isAvoidedShortTermGain,
  isLegacyGain,
  lotBar,
  positionBar,
  type SaleQuestion,
  washBar,
} from '../rules/sale-permission.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import { MONEY_BY_DOLLAR } from './class-goals.ts'
import type { SaleLot } from './possible-trades.ts'

/** The lots of a position that may be sold, with what selling a dollar of each does, in the order they are sold. */
export function saleLotsOf(
  household: Household,
  watch: WashSaleWatch,
  account: HeldAccount,
  position: Position,
): SaleLot[] {
  const price = Number(position.security.price ?? 0n) / 1e6
  const { settings } = household
  const [first] = position.lots
  if (!first || positionBar({ household, watch, account, position, lot: first }) !== null) return []
  const lots: SaleLot[] = []
  for (const lot of lotsInRelief(household, account, position)) {
    const question = { household, watch, account, position, lot }
    if (lotBar(question) !== null) continue
    const isWashed = washBar(question) !== null
    if (isWashed && !settings.washedLotsForCash) continue
    lots.push(priced(question, price, isWashed))
  }
  const isWorthHarvesting =
    lots.reduce((saved, { tax, value, isWashed }) => saved - (isWashed ? 0 : Math.min(0, tax)) * value, 0) >=
    (Number(settings.harvestThreshold) / 100) * MONEY_BY_DOLLAR
  // Of a harvest what is not worth it is no part.
  if (!isWorthHarvesting && settings.scope.kind === 'harvest') return []
  const counted = isWorthHarvesting ? lots : lots.map((lot) => ({ ...lot, tax: Math.max(0, lot.tax) }))
  // What is to be avoided comes after what is free, whatever the order of relief says of the free ones.
  const byReluctance = (a: SaleLot, b: SaleLot) => reluctance(a) - reluctance(b)
  const inOrder = isForcedOrder(household, account, position)
    ? byReluctance
    : (a: SaleLot, b: SaleLot) =>
        byReluctance(a, b) ||
        a.shortTermGain - b.shortTermGain ||
        a.legacyGain - b.legacyGain ||
        a.tax - b.tax
  return withRedemptionFees(household, position, counted.sort(inOrder))
}

/** What shares are worth, to the hundredth of a cent. */
export const moneyOfShares = (shares: number, price: number): number =>
  Math.round((shares / 1e8) * price * MONEY_BY_DOLLAR)

/** Shares that a fund takes back without a fee; it counts the oldest as sold first, whichever lots are relieved for tax. */
export function agedShares(household: Household, { security, lots }: Position): number {
  const { redemptionFee } = security
  if (redemptionFee === null) return Infinity
  return lots
    .filter(({ acquired }) => daysBetween(acquired, household.asOf) >= redemptionFee.days)
    .reduce((total, { shares }) => total + Number(shares), 0)
}

/** Puts the fee on what is sold after the aged shares are used up; the lot in which they end is cut there in two. */
function withRedemptionFees(household: Household, position: Position, lots: SaleLot[]): SaleLot[] {
  const { redemptionFee } = position.security
  if (redemptionFee === null) return lots
  const redemption = Number(redemptionFee.rate) / 1e6
  let aged = agedShares(household, position)
  return lots.flatMap((lot): SaleLot[] => {
    const free = Math.min(aged, lot.shares)
    aged -= free
    if (free === lot.shares) return [lot]
    if (free === 0) return [{ ...lot, redemption }]
    const value = moneyOfShares(free, Number(position.security.price ?? 0n) / 1e6)
    return [
      { ...lot, shares: free, value },
      { ...lot, shares: lot.shares - free, value: lot.value - value, redemption },
    ]
  })
}

/** In the order of the method of relief; of least tax, where the lots are sorted by what they cost, in any. */
function lotsInRelief(household: Household, account: HeldAccount, position: Position): readonly HeldLot[] {
  const isByCost =
    household.settings.lotRelief === 'MIN_TAX' && !account.averageCost.has(position.security.id)
  return isByCost
    ? position.lots.toSorted(dearestThenOldest)
    : lotsForSale(household, account, position).map(({ lot }) => lot)
}

/** What decides between lots that cost the same. */
function dearestThenOldest(a: HeldLot, b: HeldLot): number {
  if (a.unitCost !== b.unitCost) {
    if (a.unitCost === null || b.unitCost === null)
      return Number(a.unitCost === null) - Number(b.unitCost === null)
    return a.unitCost > b.unitCost ? -1 : 1
  }
  return compareText(a.acquired, b.acquired) || compareText(a.id, b.id)
}

/** Does a method other than least tax say which lot goes first? In sheltered accounts no order costs anything. */
export function isForcedOrder(household: Household, account: HeldAccount, position: Position): boolean {
  return (
    isTaxable(account) &&
    (household.settings.lotRelief !== 'MIN_TAX' || account.averageCost.has(position.security.id))
  )
}

const reluctance = ({ isWashed, shortTermGain, legacyGain }: SaleLot): number =>
  isWashed ? 3 : shortTermGain > 0 ? 2 : legacyGain > 0 ? 1 : 0

function priced(question: SaleQuestion, price: number, isWashed: boolean): SaleLot {
  const { household, account, position, lot } = question
  const { security } = position
  const shares = Number(lot.shares)
  const isTaxed = isTaxable(account) && lot.unitCost !== null
  const gain = isTaxed ? (price - Number(lot.unitCost) / 1e6) / price : 0
  const rate = isTaxed ? Number(ratesFor(payerOf(household, account), security)[lot.term]) / 1e6 : 0
  const credit = Number(household.settings.lossCredit) / 1e6
  const isLoss = isTaxed && isAtLoss(lot, security.price ?? 0n)
  return {
    lot,
    shares,
    value: moneyOfShares(shares, price),
    // A loss that a purchase disallows saves nothing.
    tax: isLoss && isWashed ? 0 : gain >= 0 ? gain * rate : gain * rate * credit,
    gain: isLoss && isWashed ? 0 : gain,
    unitCost: !isTaxed || (isLoss && isWashed) ? null : Number(lot.unitCost) / 1e6,
    fullTax: isLoss && isWashed ? 0 : gain * rate,
    isLoss,
    isWashed,
    shortTermGain:
      isTaxed && isAtGain(lot, security.price ?? 0n) && isAvoidedShortTermGain(question) ? gain : 0,
    legacyGain: isLegacyGain(question) ? gain : 0,
    redemption: 0,
  }
}
