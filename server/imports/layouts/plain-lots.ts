import { isoPastDate } from '../cells/dates.ts'
import { money, shares, unitCost } from '../cells/numbers.ts'
import { accountReference, symbol } from '../cells/words.ts'
import { blankable, defineLayout, extra, placesOf, required } from './layout.ts'
import { checkLot } from './lot-record.ts'

const COLUMNS = { shares: 'shares', unitCost: 'unit_cost', costBasis: 'cost_basis' } as const

/** The project's own layout of lots, for custodians whose download is not known. */
export const plainLots = defineLayout({
  kind: 'plainLots',
  title: 'lots',
  fields: {
    accountNumber: required('account_number', accountReference),
    symbol: required('symbol', symbol),
    acquired: required('acquired', isoPastDate),
    shares: required(COLUMNS.shares, shares),
    unitCost: blankable(COLUMNS.unitCost, unitCost),
    unitCostPlaces: placesOf(COLUMNS.unitCost),
    costBasis: blankable(COLUMNS.costBasis, money),
    holdingPeriodStart: extra('holding_period_start', isoPastDate),
  },
  ignored: [],
  check: (records, report) => {
    for (const lot of records) {
      checkLot(lot, COLUMNS, report)
      const { line, acquired, holdingPeriodStart: start } = lot
      if (start !== null && start > acquired) {
        const what = 'the holding period starts after the purchase'
        report(line, 'holding_period_start', what, start, `${acquired} or earlier`)
      }
    }
  },
})
