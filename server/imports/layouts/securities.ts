import { isoPastDate } from '../cells/dates.ts'
import { basisPoints, fraction, money, price, sharesOrNone, wholeNumber } from '../cells/numbers.ts'
import { choice, symbol, words } from '../cells/words.ts'
import { blankable, defineLayout, extra, refuseDuplicates, required, type RecordOf } from './layout.ts'

const fields = {
  symbol: required('symbol', symbol),
  name: required('name', words(200)),
  assetClass: blankable('asset_class', words(100)),
  expenseRatio: blankable('expense_ratio', fraction),
  taxEfficiency: blankable('tax_efficiency', choice('high', 'medium', 'low')),
  taxCharacter: required(
    'tax_character',
    choice('equity', 'bond', 'municipal', 'treasury', 'reit', 'collectible', 'commodity_pool'),
  ),
  price: extra('price', price),
  priceDate: extra('price_date', isoPastDate),
  identicalGroup: extra('identical_group', words(50)),
  securityKind: extra('kind', choice('stock', 'etf', 'fund')),
  halfSpreadBps: extra('half_spread_bps', basisPoints),
  roundLot: extra('round_lot', sharesOrNone),
  minimumPurchase: extra('minimum_purchase', money),
  redemptionFee: extra('redemption_fee', fraction),
  redemptionFeeDays: extra('redemption_fee_days', wholeNumber(0, 3650)),
}

/** A security as the firm sees it, with its latest price where the file states one. */
export type SecurityRecord = RecordOf<typeof fields>

export const securities = defineLayout({
  kind: 'securities',
  title: 'securities',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'symbol',
      what: 'the symbol',
      keyOf: (security) => security.symbol,
    })
    for (const { line, price, priceDate, redemptionFee, redemptionFeeDays } of records) {
      if (price !== null && priceDate === null)
        report(line, 'price_date', 'the price has no date', '', 'its date')
      if (price === null && priceDate !== null) report(line, 'price', 'the date has no price', '', 'a price')
      if (redemptionFee !== null && redemptionFeeDays === null)
        report(line, 'redemption_fee_days', 'the fee has no days', '', 'days from the purchase on')
      if (redemptionFee === null && redemptionFeeDays !== null)
        report(line, 'redemption_fee', 'the days have no fee', '', 'a fraction of the proceeds')
    }
  },
})
