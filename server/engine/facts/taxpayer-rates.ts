import type { CharacterRates, Fraction } from '../snapshot.ts'
import { formatWeight, parseDecimal, WEIGHT_PLACES, type Millionths } from './fixed-point.ts'

/** The parts of a taxpayer's rates on gains, all fractions. */
export interface RateParts {
  readonly federalShortRate: Fraction
  readonly federalLongRate: Fraction
  readonly netInvestmentIncomeTax: Fraction
  readonly stateRate: Fraction
}

/** The most that a long-term gain of a collectible is taxed federally. IRC 1(h)(4) and (5). */
export const COLLECTIBLE_MOST: Millionths = 280_000n

/** A taxpayer's rates on short- and long-term gains, with those of the tax characters that have their own. */
export function ratesOfTaxpayer(parts: RateParts): {
  shortTermRate: Fraction
  longTermRate: Fraction
  ratesByCharacter: CharacterRates[]
} {
  const read = (rate: Fraction) => parseDecimal(rate, WEIGHT_PLACES)
  const short = read(parts.federalShortRate)
  const long = read(parts.federalLongRate)
  const beside = read(parts.netInvestmentIncomeTax) + read(parts.stateRate)
  const collectible = short < COLLECTIBLE_MOST ? short : COLLECTIBLE_MOST
  // 60% of a section 1256 gain is long-term and 40% short-term, however long it was held. IRC 1256(a)(3).
  const section1256 = (6n * long + 4n * short) / 10n
  return {
    shortTermRate: formatWeight(short + beside),
    longTermRate: formatWeight(long + beside),
    ratesByCharacter: [
      {
        taxCharacter: 'collectible',
        shortTermRate: formatWeight(short + beside),
        longTermRate: formatWeight(collectible + beside),
      },
      {
        taxCharacter: 'commodity_pool',
        shortTermRate: formatWeight(section1256 + beside),
        longTermRate: formatWeight(section1256 + beside),
      },
    ],
  }
}
