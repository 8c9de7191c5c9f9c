import { shares } from '../cells/numbers.ts'
import { accountReference, symbol } from '../cells/words.ts'
import { defineLayout, refuseDuplicates, required, type RecordOf } from './layout.ts'

const fields = {
  accountNumber: required('account_number', accountReference),
  symbol: required('symbol', symbol),
  shares: required('shares', shares),
}

/** What a custodian says an account holds of a security, to check its lots with. */
export type PositionRecord = RecordOf<typeof fields>

export const positions = defineLayout({
  kind: 'positions',
  title: 'positions',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'symbol',
      what: 'the position',
      keyOf: ({ accountNumber, symbol: ticker }) => `${accountNumber} ${ticker}`,
    })
  },
})
