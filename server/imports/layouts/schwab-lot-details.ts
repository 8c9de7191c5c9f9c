import { monthFirstPastDate } from '../cells/dates.ts'
import { CellFault } from '../cells/fault.ts'
import { custodianMoney, custodianPrice, custodianShares, custodianUnitCost } from '../cells/numbers.ts'
import { accountReference, choice, symbol } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required, said } from './layout.ts'
import { checkLot } from './lot-record.ts'
import { accountIn, dateIn } from './title.ts'

const COLUMNS = {
  shares: 'Quantity',
  unitCost: 'Cost/Share',
  costBasis: 'Cost Basis',
  marketValue: 'Market Value',
} as const

const TITLE = /^(\S+) lot details for (.+?) as of (.+)$/i

/** Schwab's download of the lots of one symbol; its first line names symbol, account and day. */
export const schwabLotDetails = defineLayout({
  kind: 'schwabLotDetails',
  title: "Schwab's lot details of one symbol",
  custodian: 'Schwab',
  fields: {
    accountNumber: said('account', 'account', accountReference),
    symbol: said('symbol', 'symbol', symbol),
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
  ignored: ['Gain/Loss $', 'Gain/Loss %'],
  frame: {
    title: (text, limits) => {
      const [, ticker, whose, when] = TITLE.exec(text) ?? []
      if (ticker === undefined || whose === undefined || when === undefined) return undefined
      const account = accountIn(whose)
      if (account === undefined)
        return new CellFault('names no account', 'an account number, or its end behind XXXX or ...')
      const date = dateIn(when, limits)
      if (date instanceof CellFault) return date
      return { symbol: ticker, account, ...(date === undefined ? {} : { date }) }
    },
    isTotal: ([first = '']) => /^total$/i.test(first.trim()),
  },
  check: (records, report) => {
    for (const lot of records) checkLot(lot, COLUMNS, report)
  },
})
