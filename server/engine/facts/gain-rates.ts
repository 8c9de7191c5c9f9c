import type { Fraction, IsoDate, Money } from '../snapshot.ts'
import type { Cents } from './fixed-point.ts'
import { MONEY_PLACES, parseDecimal } from './fixed-point.ts'
import type { RateParts } from './taxpayer-rates.ts'

export type FilingStatus = 'single' | 'married_joint' | 'married_separate' | 'head_of_household' | 'trust'

/** Where each rate begins, in whole dollars of taxable income; the first begins at 0. */
type Brackets = readonly (readonly [from: number, rate: Fraction])[]

export interface YearOfRates {
  readonly from: IsoDate
  readonly through: IsoDate
  /** On ordinary income and short-term gains. IRC 1(a) to (e) and (j). */
  readonly ordinary: Readonly<Record<FilingStatus, Brackets>>
  /** On long-term gains, which lie on top of ordinary income. IRC 1(h) and (j)(5). */
  readonly longTerm: Readonly<Record<FilingStatus, Brackets>>
  /** Modified adjusted gross income from which investment income is taxed once more, in whole dollars. IRC 1411(a) and (b). */
  readonly netInvestmentIncomeFrom: Readonly<Record<FilingStatus, number>>
}

/** On investment income above a threshold. IRC 1411(a). */
export const NET_INVESTMENT_INCOME_TAX: Fraction = '0.038'

const INDIVIDUAL_RATES = ['0.10', '0.12', '0.22', '0.24', '0.32', '0.35', '0.37']
const TRUST_RATES = ['0.10', '0.24', '0.35', '0.37']
const LONG_TERM_RATES = ['0', '0.15', '0.20']

const individual = (...edges: readonly number[]): Brackets => bracketsOf(edges, INDIVIDUAL_RATES)
const trust = (...edges: readonly number[]): Brackets => bracketsOf(edges, TRUST_RATES)
const longTerm = (...edges: readonly number[]): Brackets => bracketsOf(edges, LONG_TERM_RATES)

function bracketsOf(edges: readonly number[], rates: readonly Fraction[]): Brackets {
  return rates.map((rate, index) => [edges[index - 1] ?? 0, rate])
}

/** Set by statute and not indexed; a trust's is where its highest bracket begins. IRC 1411(b) and (a)(2)(B)(ii). */
const netInvestmentIncomeFrom = (highestBracketOfTrusts: number): YearOfRates['netInvestmentIncomeFrom'] => ({
  single: 200_000,
  married_joint: 250_000,
  married_separate: 125_000,
  head_of_household: 200_000,
  trust: highestBracketOfTrusts,
})

/** In order of date; a year is added when its revenue procedure is out. */
export const GAIN_RATES: readonly YearOfRates[] = [
  {
    // Rev. Proc. 2024-40, sections 2.01 and 2.03.
    from: '2025-01-01',
    through: '2025-12-31',
    ordinary: {
      single: individual(11_925, 48_475, 103_350, 197_300, 250_525, 626_350),
      married_joint: individual(23_850, 96_950, 206_700, 394_600, 501_050, 751_600),
      married_separate: individual(11_925, 48_475, 103_350, 197_300, 250_525, 375_800),
      head_of_household: individual(17_000, 64_850, 103_350, 197_300, 250_500, 626_350),
      trust: trust(3_150, 11_450, 15_650),
    },
    longTerm: {
      single: longTerm(48_350, 533_400),
      married_joint: longTerm(96_700, 600_050),
      married_separate: longTerm(48_350, 300_000),
      head_of_household: longTerm(64_750, 566_700),
      trust: longTerm(3_250, 15_900),
    },
    netInvestmentIncomeFrom: netInvestmentIncomeFrom(15_650),
  },
  {
    // Rev. Proc. 2025-32, sections 4.01 and 4.03.
    from: '2026-01-01',
    through: '2026-12-31',
    ordinary: {
      single: individual(12_400, 50_400, 105_700, 201_775, 256_225, 640_600),
      married_joint: individual(24_800, 100_800, 211_400, 403_550, 512_450, 768_700),
      married_separate: individual(12_400, 50_400, 105_700, 201_775, 256_225, 384_350),
      head_of_household: individual(17_700, 67_450, 105_700, 201_750, 256_200, 640_600),
      trust: trust(3_300, 11_700, 16_000),
    },
    longTerm: {
      single: longTerm(49_450, 545_500),
      married_joint: longTerm(98_900, 613_700),
      married_separate: longTerm(49_450, 306_850),
      head_of_household: longTerm(66_200, 579_600),
      trust: longTerm(3_300, 16_250),
    },
    netInvestmentIncomeFrom: netInvestmentIncomeFrom(16_000),
  },
]

export interface Income {
  readonly filingStatus: FilingStatus
  /** Of the year, before the gains that are planned. */
  readonly taxableIncome: Money
  /** Of a trust: adjusted gross income. */
  readonly modifiedAdjustedGrossIncome: Money
  /** The state's rate on gains, which this table does not know. */
  readonly stateRate: Fraction
}

/**
 * The rates on the next dollar of gain on top of an income; a gain that reaches into the next bracket pays more. A year that
 * is not tabled is a fault, never a default.
 */
export function gainRatesOn(date: IsoDate, income: Income): RateParts {
  const year = GAIN_RATES.find(({ from, through }) => from <= date && date <= through)
  if (!year) throw new Error(`No capital gain rates for ${date}`)
  const status = income.filingStatus
  const taxable = parseDecimal(income.taxableIncome, MONEY_PLACES)
  const investmentFrom = year.netInvestmentIncomeFrom[status]
  const isTaxedOnceMore =
    parseDecimal(income.modifiedAdjustedGrossIncome, MONEY_PLACES) >= cents(investmentFrom)
  return {
    federalShortRate: rateAbove(taxable, year.ordinary[status]),
    federalLongRate: rateAbove(taxable, year.longTerm[status]),
    netInvestmentIncomeTax: isTaxedOnceMore ? NET_INVESTMENT_INCOME_TAX : '0',
    stateRate: income.stateRate,
  }
}

/** A bracket taxes what is over its edge, so the dollar after the edge itself is the first in it. */
function rateAbove(income: Cents, brackets: Brackets): Fraction {
  return brackets.findLast(([from]) => from === 0 || cents(from) <= income)?.[1] ?? '0'
}

const cents = (dollars: number): Cents => BigInt(dollars) * 100n
