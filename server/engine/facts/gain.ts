import type { GainTerm } from '../proposal.ts'
import { apportion } from './apportion.ts'
import type { Cents, Millionths, PriceUnits, ShareUnits } from './fixed-point.ts'
import { divideRounded, least, sum, WHOLE } from './fixed-point.ts'
import type { ExactSecurity, ExactTaxpayer, HeldAccount, HeldLot, Household, Rates } from './household.ts'
import { isTaxable } from './household.ts'
import { valueOf } from './money.ts'

/** What one lot gives to a sale. */
export interface Relief {
  readonly lot: HeldLot
  readonly shares: ShareUnits
  readonly proceeds: Cents
  /** Null where the basis is unknown. */
  readonly costBasis: Cents | null
  /** Proceeds less basis; null where the basis is unknown. */
  readonly gain: Cents | null
}

/** Consumes lots in the order given; the proceeds of the order are shared out to the last cent. */
export function relieveLots(lots: readonly HeldLot[], shares: ShareUnits, price: PriceUnits): Relief[] {
  const taken: { lot: HeldLot; shares: ShareUnits }[] = []
  let left = shares
  for (const lot of lots) {
    if (left === 0n) break
    const fromLot = least(lot.shares, left)
    taken.push({ lot, shares: fromLot })
    left -= fromLot
  }
  if (left !== 0n) throw new Error(`The lots given hold ${left} units too few for the sale`)
  if (taken.length === 0) return []
  const proceeds = apportion(
    valueOf(shares, price),
    taken.map((part) => part.shares),
  )
  return taken.map((part, index) => {
    const received = proceeds[index] ?? 0n
    const costBasis = part.lot.unitCost === null ? null : valueOf(part.shares, part.lot.unitCost)
    return { ...part, proceeds: received, costBasis, gain: costBasis === null ? null : received - costBasis }
  })
}

/** At a loss by the share, however few cents the shares sold make of it; an unknown basis is no loss. */
export function isAtLoss(lot: HeldLot, price: PriceUnits): boolean {
  return lot.unitCost !== null && lot.unitCost > price
}

export function isAtGain(lot: HeldLot, price: PriceUnits): boolean {
  return lot.unitCost !== null && lot.unitCost < price
}

/** Net gain that a sale lands on the account's taxpayer; nothing in a sheltered account. */
export function taxableGain(account: HeldAccount, reliefs: readonly Relief[], term?: GainTerm): Cents {
  if (!isTaxable(account)) return 0n
  return sum(reliefs.map(({ lot, gain }) => (term && lot.term !== term ? 0n : (gain ?? 0n))))
}

/** Gains times rates, losses times rates times what a loss is worth; before any netting over the year. */
export function estimatedTax(
  household: Household,
  account: HeldAccount,
  security: ExactSecurity,
  reliefs: readonly Relief[],
): Cents {
  if (!isTaxable(account)) return 0n
  const rates = ratesFor(payerOf(household, account), security)
  const scaled = sum(
    reliefs.map(({ lot, gain }) => (gain ?? 0n) * taxRate(rates[lot.term], gain ?? 0n, household)),
  )
  return divideRounded(scaled, WHOLE)
}

function taxRate(rate: Millionths, gain: Cents, household: Household): Millionths {
  return gain >= 0n ? rate : divideRounded(rate * household.settings.lossCredit, WHOLE)
}

/** Tax that one unit of price sold of a lot costs, times a million: what MIN_TAX compares, before dividing by price. */
export function taxOnShare(
  household: Household,
  account: HeldAccount,
  security: ExactSecurity,
  lot: HeldLot,
  price: PriceUnits,
): bigint {
  if (!isTaxable(account) || lot.unitCost === null) return 0n
  const gain = price - lot.unitCost
  return gain * taxRate(ratesFor(payerOf(household, account), security)[lot.term], gain, household)
}

/** Whose return the account's gains land on: a grantor trust is its grantor. */
export function payerOf(household: Household, account: HeldAccount): ExactTaxpayer {
  const own = taxpayerOf(household, account.taxpayerId)
  return own.grantorId === null ? own : taxpayerOf(household, own.grantorId)
}

export function taxpayerOf(household: Household, taxpayerId: string): ExactTaxpayer {
  const taxpayer = household.taxpayers.get(taxpayerId)
  if (!taxpayer) throw new Error(`No taxpayer ${taxpayerId} in household ${household.id}`)
  return taxpayer
}

/** The rates of a security's gains on a return, by its tax character. */
export function ratesFor(taxpayer: ExactTaxpayer, security: ExactSecurity): Rates {
  return taxpayer.ratesByCharacter.get(security.taxCharacter) ?? taxpayer.rates
}
