import { monthNamePastDate } from '../cells/dates.ts'
import { custodianMoney, custodianShares, custodianUnitCost } from '../cells/numbers.ts'
import { choice, symbol } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required } from './layout.ts'
import { checkLot } from './lot-record.ts'
import { accountInName } from './title.ts'

const COLUMNS = { shares: 'Quantity', unitCost: 'Average Cost Basis', costBasis: 'Cost Basis Total' } as const

/** Fidelity's download of lots; the account's number stands in `Account Name`, alone or behind a name. */
export const fidelityLots = defineLayout({
  kind: 'fidelityLots',
  title: "Fidelity's lots",
  custodian: 'Fidelity',
  fields: {
    accountNumber: required('Account Name', accountInName),
    symbol: required('Symbol', symbol),
    acquired: required('Acquired', monthNamePastDate),
    term: custodianBlankable('Term', choice('Long', 'Short')),
    shares: required(COLUMNS.shares, custodianShares),
    unitCost: custodianBlankable(COLUMNS.unitCost, custodianUnitCost),
    unitCostPlaces: placesOf(COLUMNS.unitCost),
    costBasis: custodianBlankable(COLUMNS.costBasis, custodianMoney),
  },
  ignored: ['Description', 'Total Gain/Loss', 'Total Gain/Loss (%)', 'Current Value'],
  check: (records, report) => {
    for (const lot of records) checkLot(lot, COLUMNS, report)
  },
})
