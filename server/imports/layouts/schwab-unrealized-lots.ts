import { monthFirstPastDate } from '../cells/dates.ts'
import { custodianMoney, custodianPrice, custodianShares, custodianUnitCost } from '../cells/numbers.ts'
import { choice, symbol } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required } from './layout.ts'
import { checkLot } from './lot-record.ts'
import { accountInName } from './title.ts'

const COLUMNS = {
  shares: 'Quantity',
  unitCost: 'Cost Per Share',
  costBasis: 'Cost Basis',
  marketValue: 'Market Value',
} as const

/** Schwab's download of all unrealized lots; the account's number stands in `Account Name`, alone or behind a name. */
export const schwabUnrealizedLots = defineLayout({
  kind: 'schwabUnrealizedLots',
  title: "Schwab's unrealized lots, all symbols",
  custodian: 'Schwab',
  fields: {
    accountNumber: required('Account Name', accountInName),
    symbol: required('Symbol', symbol),
    acquired: required('Open Date', monthFirstPastDate),
    shares: required(COLUMNS.shares, custodianShares),
    price: custodianBlankable('Price', custodianPrice),
    pricePlaces: placesOf('Price'),
    unitCost: custodianBlankable(COLUMNS.unitCost, custodianUnitCost),
    unitCostPlaces: placesOf(COLUMNS.unitCost),
    marketValue: custodianBlankable(COLUMNS.marketValue, custodianMoney),
    costBasis: custodianBlankable(COLUMNS.costBasis, custodianMoney),
    term: custodianBlankable('Holding Period', choice('Long Term', 'Short Term')),
  },
  ignored: ['Gain/Loss ($)', 'Gain/Loss (%)'],
  check: (records, report) => {
    for (const lot of records) checkLot(lot, COLUMNS, report)
  },
})
