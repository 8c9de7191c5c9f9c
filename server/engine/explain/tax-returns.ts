import type { Cents } from '../facts/fixed-point.ts'
import { divideRounded, formatMoney, sum } from '../facts/fixed-point.ts'
import type { Household } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import type { YearOfGains } from '../facts/netting.ts'
import { nettedTax } from '../facts/netting.ts'
import type { TaxReturn } from '../facts/tax-return.ts'
import { taxReturns } from '../facts/tax-return.ts'
import type { Sale } from '../orders/draft-plan.ts'
import type { TaxReturnEffect } from '../proposal.ts'

type SaleOfLots = Pick<Sale, 'account' | 'position' | 'reliefs'>

/**
 * What sales do to the year's tax of every return that a taxable account lands on. Gains of a commodity pool count as 60% long
 * and 40% short, however long it was held (IRC 1256(a)(3)); a net long-term gain of collectibles is taxed at its own rate; gains
 * of every other character are netted at the general rates. What was realized before the sales is taken for general gains.
 */
export function taxReturnEffects(household: Household, sales: readonly SaleOfLots[]): TaxReturnEffect[] {
  const taxable = household.accounts.filter(isTaxable)
  return taxReturns(household)
    .filter(({ taxpayerIds }) => taxable.some(({ taxpayerId }) => taxpayerIds.includes(taxpayerId)))
    .map((taxReturn) => {
      const ofReturn = sales.filter(
        ({ account }) => isTaxable(account) && taxReturn.taxpayerIds.includes(account.taxpayerId),
      )
      return effectOn(taxReturn, gainsOf(ofReturn))
    })
}

interface Gains {
  readonly short: Cents
  readonly long: Cents
  /** The part of the long-term gain that is of collectibles. */
  readonly collectible: Cents
}

function gainsOf(sales: readonly SaleOfLots[]): Gains {
  const gains = sales.flatMap(({ position, reliefs }) =>
    reliefs.map(({ lot, gain }): Gains => {
      const realized = gain ?? 0n
      if (position.security.taxCharacter === 'commodity_pool') {
        const long = divideRounded(realized * 6n, 10n)
        return { short: realized - long, long, collectible: 0n }
      }
      if (lot.term === 'short') return { short: realized, long: 0n, collectible: 0n }
      const isCollectible = position.security.taxCharacter === 'collectible'
      return { short: 0n, long: realized, collectible: isCollectible ? realized : 0n }
    }),
  )
  return {
    short: sum(gains.map(({ short }) => short)),
    long: sum(gains.map(({ long }) => long)),
    collectible: sum(gains.map(({ collectible }) => collectible)),
  }
}

function effectOn(taxReturn: TaxReturn, gains: Gains): TaxReturnEffect {
  const { rates, ratesByCharacter, gainRoom, taxRoom } = taxReturn
  const short = taxReturn.shortTermGain + gains.short
  const long = taxReturn.longTermGain + gains.long
  const year = { rates, carryforward: taxReturn.lossCarryforward }
  const before = nettedTax({ ...year, short: taxReturn.shortTermGain, long: taxReturn.longTermGain })
  const ownRate = ratesByCharacter.get('collectible')
  const yearAfter: YearOfGains = { ...year, short, long }
  const after = nettedTax(
    ownRate ? { ...yearAfter, collectibles: { long: gains.collectible, rate: ownRate.long } } : yearAfter,
  )
  const tax = after.tax - before.tax
  return {
    taxpayerIds: taxReturn.taxpayerIds,
    shortTermGain: formatMoney(gains.short),
    longTermGain: formatMoney(gains.long),
    yearShortTermGain: formatMoney(short),
    yearLongTermGain: formatMoney(long),
    lossCarryforwardUsed: formatMoney(after.carryforwardUsed),
    lossCarriedForward: formatMoney(after.carriedForward),
    nettedTaxBefore: formatMoney(before.tax),
    nettedTaxAfter: formatMoney(after.tax),
    nettedTax: formatMoney(tax),
    gainsBudgetLeft: gainRoom === null ? null : formatMoney(gainRoom - gains.short - gains.long),
    taxBudgetLeft: taxRoom === null ? null : formatMoney(taxRoom - tax),
  }
}
