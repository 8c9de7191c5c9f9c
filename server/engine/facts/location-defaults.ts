import type { Fraction, TaxCharacter, YearlyDrag } from '../snapshot.ts'
import type { Millionths } from './fixed-point.ts'
import { divideRounded, formatWeight, parseDecimal, WEIGHT_PLACES, WHOLE } from './fixed-point.ts'
import type { RateParts } from './taxpayer-rates.ts'

/** Classes that differ in what of their return is taxed every year. */
export type ClassKind =
  | 'us_equity'
  | 'international_equity'
  | 'bond'
  | 'treasury'
  | 'municipal'
  | 'reit'
  | 'collectible'
  | 'commodity_pool'

/** One part of what a class yields in a year. */
interface YearlyIncome {
  readonly yield: Fraction
  /** The part of it that is taxed. */
  readonly taxed: Fraction
  readonly at: 'ordinaryRate' | 'qualifiedRate' | 'rateWithoutState' | 'section1256Rate'
}

/**
 * What a class is assumed to yield, and how that is taxed where it is held in a taxable account. Yields are round figures near
 * those of broad index funds over the ten years to 2025; a firm that expects others sets its own drag on the class. Growth is
 * left out: it is taxed when sold, and lots have their own place in the cost of a plan.
 *
 * The order that follows, bonds and real estate sheltered before stocks, is that of Reichenstein and Meyer, Journal of Financial
 * Planning, November 2013. That the order should follow wealth after tax and not tax alone is Daryanani and Cordaro, Journal of
 * Financial Planning, January 2005: a drag is a first approximation of it, good as long as the years counted are few.
 */
export const YEARLY_INCOME: Readonly<Record<ClassKind, readonly YearlyIncome[]>> = {
  // Nearly all dividends of US companies are qualified. IRC 1(h)(11).
  us_equity: [
    { yield: '0.0152', taxed: '1', at: 'qualifiedRate' },
    { yield: '0.0008', taxed: '1', at: 'ordinaryRate' },
  ],
  // Companies of some countries pay none that are. The foreign tax credit, which only a taxable account can use, is left out.
  international_equity: [
    { yield: '0.0210', taxed: '1', at: 'qualifiedRate' },
    { yield: '0.0090', taxed: '1', at: 'ordinaryRate' },
  ],
  bond: [{ yield: '0.0400', taxed: '1', at: 'ordinaryRate' }],
  // States may not tax interest on obligations of the United States. 31 USC 3124.
  treasury: [{ yield: '0.0400', taxed: '1', at: 'rateWithoutState' }],
  // IRC 103; bonds of the taxpayer's own state are assumed.
  municipal: [],
  // A fifth of the ordinary dividends is deducted (IRC 199A(b)(1)(B)), here before the tax on investment income as well.
  reit: [{ yield: '0.0400', taxed: '0.8', at: 'ordinaryRate' }],
  // Gold pays nothing.
  collectible: [],
  // Marked to market every year, 60% long-term and 40% short-term; a return of 3% is assumed. IRC 1256(a).
  commodity_pool: [{ yield: '0.0300', taxed: '1', at: 'section1256Rate' }],
}

/** What a security's tax character says of its class where nobody said more. */
export const CLASS_KIND_OF = {
  equity: 'us_equity',
  bond: 'bond',
  treasury: 'treasury',
  municipal: 'municipal',
  reit: 'reit',
  collectible: 'collectible',
  commodity_pool: 'commodity_pool',
} satisfies Record<TaxCharacter, ClassKind>

/** A high earner without state tax: 35% on income, 15% on qualified dividends, and the tax on net investment income. */
export const USUAL_RATES: RateParts = {
  federalShortRate: '0.35',
  federalLongRate: '0.15',
  netInvestmentIncomeTax: '0.038',
  stateRate: '0',
}

/** Yield times the part taxed times the rate, in a taxable account; sheltered accounts have none. A fraction of value a year. */
export function defaultYearlyDrag(kind: ClassKind, rates: RateParts = USUAL_RATES): readonly YearlyDrag[] {
  const parts = YEARLY_INCOME[kind].map(
    (income) => millionths(income.yield) * millionths(income.taxed) * rateOn(income, rates),
  )
  const drag = divideRounded(
    parts.reduce((total, part) => total + part, 0n),
    WHOLE * WHOLE,
  )
  return [
    { appliesTo: 'taxable', drag: formatWeight(drag) },
    { appliesTo: 'tax_deferred', drag: formatWeight(0n) },
    { appliesTo: 'tax_exempt', drag: formatWeight(0n) },
  ]
}

function rateOn({ at }: YearlyIncome, rates: RateParts): Millionths {
  const short = millionths(rates.federalShortRate)
  const long = millionths(rates.federalLongRate)
  const federalBeside = millionths(rates.netInvestmentIncomeTax)
  const state = millionths(rates.stateRate)
  const byKind = {
    ordinaryRate: short + federalBeside + state,
    qualifiedRate: long + federalBeside + state,
    rateWithoutState: short + federalBeside,
    section1256Rate: (6n * long + 4n * short) / 10n + federalBeside + state,
  } satisfies Record<YearlyIncome['at'], Millionths>
  return byKind[at]
}

const millionths = (fraction: Fraction): Millionths => parseDecimal(fraction, WEIGHT_PLACES)
