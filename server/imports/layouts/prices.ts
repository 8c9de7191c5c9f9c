import { isoPastDate } from '../cells/dates.ts'
import { price, volume } from '../cells/numbers.ts'
import { symbol } from '../cells/words.ts'
import { defineLayout, extra, refuseDuplicates, required, type RecordOf } from './layout.ts'

const fields = {
  date: required('date', isoPastDate),
  symbol: required('symbol', symbol),
  close: required('close', price),
  adjustedClose: extra('adjusted_close', price),
  volume: extra('volume', volume),
}

/** The close of one security on one day. */
export type PriceRecord = RecordOf<typeof fields>

export const prices = defineLayout({
  kind: 'prices',
  title: 'prices',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'symbol',
      what: 'the price of that day',
      keyOf: ({ date, symbol: ticker }) => `${date} ${ticker}`,
    })
  },
})
