import { isoDate } from '../cells/dates.ts'
import { accountReference, symbol, words } from '../cells/words.ts'
import { blankable, defineLayout, extra, refuseDuplicates, required, type RecordOf } from './layout.ts'

const fields = {
  accountNumber: required('account_number', accountReference),
  symbol: blankable('symbol', symbol),
  date: blankable('date', isoDate),
  reason: extra('reason', words(200)),
}

/** A purchase that is arranged already; without symbol and date: its account has none. */
export type ScheduledPurchaseRecord = RecordOf<typeof fields>

export const scheduledPurchases = defineLayout({
  kind: 'scheduledPurchases',
  title: 'scheduled purchases',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'account_number',
      what: 'the scheduled purchase',
      keyOf: ({ accountNumber, symbol: ticker, date }) =>
        [accountNumber, ticker, date].filter((part) => part !== null).join(' '),
    })
    const withPurchases = new Set(
      records.flatMap(({ accountNumber, symbol: ticker }) => (ticker === null ? [] : accountNumber)),
    )
    for (const { line, accountNumber, symbol: ticker, date, reason } of records) {
      if (ticker !== null && date === null) {
        report(line, 'date', 'the scheduled purchase has no date', '', 'its trade date')
      } else if (ticker === null && (date !== null || reason !== null)) {
        const expected = 'a symbol, or nothing beside the account, which then has none'
        report(line, 'symbol', 'the scheduled purchase names no security', '', expected)
      } else if (ticker === null && withPurchases.has(accountNumber)) {
        const what = 'the account has no scheduled purchases and some'
        report(line, 'account_number', what, accountNumber, 'its purchases, or one row without any')
      }
    }
  },
})
