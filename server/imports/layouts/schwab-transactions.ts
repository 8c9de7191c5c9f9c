import { transactionDate } from '../cells/dates.ts'
import { custodianAnyShares, custodianMoney, custodianPrice, custodianSignedMoney } from '../cells/numbers.ts'
import { accountReference, symbol, words } from '../cells/words.ts'
import {
  custodianBlankable,
  defineLayout,
  required,
  said,
  type RecordOf,
  type ReportProblem,
} from './layout.ts'
import { accountIn } from './title.ts'

const fields = {
  accountNumber: said('account', 'Account', accountReference),
  tradeDate: required('Date', transactionDate),
  action: required('Action', words(100)),
  symbol: custodianBlankable('Symbol', symbol),
  shares: custodianBlankable('Quantity', custodianAnyShares),
  price: custodianBlankable('Price', custodianPrice),
  fees: custodianBlankable('Fees & Comm', custodianMoney),
  amount: custodianBlankable('Amount', custodianSignedMoney),
}

/** Something that happened in an account, as Schwab tells it. */
export type TransactionRecord = RecordOf<typeof fields>

/** What an action means for holdings: Schwab's words that move shares for money; every other one is `other`. */
const SIDES: Readonly<Record<string, 'buy' | 'sell'>> = {
  buy: 'buy',
  'buy to cover': 'buy',
  'reinvest shares': 'buy',
  sell: 'sell',
  'sell short': 'sell',
}

/** Whether shares came or went, and whether it was a dividend or gain paid out in shares. */
export function sideOf(action: string): { side: 'buy' | 'sell' | 'other'; reinvested: boolean } {
  const word = action.trim().toLowerCase()
  return { side: SIDES[word] ?? 'other', reinvested: /\breinvest(?:ed|ment)?\b/.test(word) }
}

const TITLE = /^transactions\s+for account (.+?) as of (.+)$/i

/** Schwab's download of transactions; the line above its header names the account. */
export const schwabTransactions = defineLayout({
  kind: 'schwabTransactions',
  title: "Schwab's transactions",
  custodian: 'Schwab',
  fields,
  ignored: ['Description'],
  frame: {
    title: (text) => {
      const [, whose] = TITLE.exec(text) ?? []
      const account = accountIn(whose ?? text)
      return account === undefined ? undefined : { account }
    },
    isTotal: ([first = '']) => /^transactions total$/i.test(first.trim()),
  },
  warn: warnOfReinvestment,
  check: (records, report) => {
    for (const { line, action, symbol: ticker, shares } of records) {
      if (sideOf(action).side === 'other') continue
      if (ticker === null) report(line, 'symbol', `"${action}" names no security`, '', 'a symbol')
      if (shares === null || shares === '0')
        report(line, 'shares', `"${action}" has no shares`, shares ?? '', 'a number of shares')
    }
  },
})

/** A dividend that is reinvested buys shares by itself, also within the 30 days around a sale at a loss. IRC 1091(a). */
function warnOfReinvestment(records: readonly TransactionRecord[], report: ReportProblem): void {
  const told = new Set<string>()
  for (const { line, accountNumber, action, symbol: ticker } of records) {
    const key = `${accountNumber} ${ticker}`
    if (ticker === null || told.has(key) || !sideOf(action).reinvested) continue
    told.add(key)
    const what = `${accountNumber} reinvests what ${ticker} pays: its next purchase within 30 days of a sale at a loss would wash it`
    report(line, 'action', what, action, 'no reinvestment of what is sold at a loss')
  }
}
