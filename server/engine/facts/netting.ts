import type { Cents, Millionths } from './fixed-point.ts'
import { atLeastZero, divideRounded, greatest, least, WHOLE } from './fixed-point.ts'
import type { Rates } from './household.ts'

/** What a net loss of the year deducts from other income at most; the rest is carried. IRC 1211(b). */
export const MOST_LOSS_DEDUCTED: Cents = 300_000n

export interface YearOfGains {
  /** Net of the year, negative is a loss. */
  readonly short: Cents
  readonly long: Cents
  /** Loss carried from earlier years, not negative. Records tell no term, so it is taken for short-term. IRC 1212(b). */
  readonly carryforward: Cents
  readonly rates: Rates
  /** The part of the net long-term gain that is of collectibles, and the rate on it. IRC 1(h)(4). */
  readonly collectibles?: { readonly long: Cents; readonly rate: Millionths }
}

export interface NettedTax {
  /** Negative: what the deducted loss saves on other income. */
  readonly tax: Cents
  /** By how much the year makes the carryforward smaller; its own losses are used first. */
  readonly carryforwardUsed: Cents
  /** Into the next year, this year's losses included. */
  readonly carriedForward: Cents
}

/**
 * The tax on a year's gains: short and long netted each by itself, then a loss of the one against the gain of the other. A net
 * loss deducts up to $3,000 at the short-term rate. IRC 1222, 1211(b), 1212(b).
 */
export function nettedTax({ short, long, carryforward, rates, collectibles }: YearOfGains): NettedTax {
  const netShort = short - carryforward
  const gainLeft = {
    short: atLeastZero(netShort - atLeastZero(-long)),
    long: atLeastZero(long - atLeastZero(-netShort)),
  }
  const loss = atLeastZero(-(netShort + long))
  const deducted = least(loss, MOST_LOSS_DEDUCTED)
  const carriedForward = loss - deducted
  const atRates = gainLeft.short * rates.short + gainLeft.long * rates.long - deducted * rates.short
  const onCollectibles = collectibles
    ? taxedAsCollectible({ netShort, longGainLeft: gainLeft.long, collectibleGain: collectibles.long }) *
      (collectibles.rate - rates.long)
    : 0n
  return {
    tax: divideRounded(atRates + onCollectibles, WHOLE),
    carryforwardUsed: greatest(0n, carryforward - carriedForward),
    carriedForward,
  }
}

/** The gain of collectibles that the year leaves: a net short-term loss takes from it first. IRC 1(h)(4)(B). */
function taxedAsCollectible(year: { netShort: Cents; longGainLeft: Cents; collectibleGain: Cents }): Cents {
  return least(year.longGainLeft, atLeastZero(year.collectibleGain - atLeastZero(-year.netShort)))
}
