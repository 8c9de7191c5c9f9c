import { monthFirstPastDate } from '../cells/dates.ts'
import { CellFault } from '../cells/fault.ts'
import { custodianMoney, custodianShares, custodianUnitCost } from '../cells/numbers.ts'
import { accountReference, choice, symbol } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required } from './layout.ts'
import { checkLot } from './lot-record.ts'
import { dateIn } from './title.ts'

const COLUMNS = { shares: 'Quantity', unitCost: 'Cost per share', costBasis: 'Total cost' } as const

/** Vanguard's download of lots; one line stands above the header. */
export const vanguardLots = defineLayout({
  kind: 'vanguardLots',
  title: "Vanguard's lots",
  custodian: 'Vanguard',
  fields: {
    accountNumber: required('Account', accountReference),
    symbol: required('Symbol/CUSIP', symbol),
    acquired: required('Acquired date', monthFirstPastDate),
    shares: required(COLUMNS.shares, custodianShares),
    unitCost: custodianBlankable(COLUMNS.unitCost, custodianUnitCost),
    unitCostPlaces: placesOf(COLUMNS.unitCost),
    costBasis: custodianBlankable(COLUMNS.costBasis, custodianMoney),
    covered: custodianBlankable('Covered/Non-covered', choice('covered', 'non-covered', 'noncovered')),
  },
  ignored: [
    'Description',
    'Cost basis method',
    'Market value as of …',
    'Short term gain loss as of …',
    'Long term gain loss as of …',
    'Total gain loss as of …',
    'Percent gain loss',
  ],
  frame: {
    // The line's wording is not known to us; above the header, whatever it says, it is no lot.
    preamble: (text, limits) => {
      const date = dateIn(text, limits)
      return date === undefined || date instanceof CellFault ? {} : { date }
    },
  },
  check: (records, report) => {
    for (const lot of records) checkLot(lot, COLUMNS, report)
  },
})
