import { custodianPrice, custodianShares, custodianSignedMoney } from '../cells/numbers.ts'
import { CellFault } from '../cells/fault.ts'
import { schwabHeld } from '../cells/held.ts'
import { accountReference } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required, said } from './layout.ts'
import { checkPositions } from './position-record.ts'
import { accountIn, dateIn } from './title.ts'

const TITLE = /^positions for (all[- ]accounts|account .+?) as of (.+)$/i

/** Schwab's download of the positions of one account, or of all with a block for each. Titles name accounts and the day. */
export const schwabPositions = defineLayout({
  kind: 'schwabPositions',
  title: "Schwab's positions",
  custodian: 'Schwab',
  fields: {
    accountNumber: said('account', 'account', accountReference),
    held: required('Symbol', schwabHeld),
    shares: custodianBlankable('Qty (Quantity)', custodianShares, ['Quantity', 'Qty']),
    price: custodianBlankable('Price', custodianPrice),
    pricePlaces: placesOf('Price'),
    value: custodianBlankable('Mkt Val (Market Value)', custodianSignedMoney, ['Market Value', 'Mkt Val']),
  },
  ignored: [
    'Description',
    ...['Price Chng $ (Price Change $)', 'Price Change $', 'Price Chng $'],
    ...['Price Chng % (Price Change %)', 'Price Change %', 'Price Chng %'],
    ...['Day Chng $ (Day Change $)', 'Day Change $', 'Day Chng $'],
    ...['Day Chng % (Day Change %)', 'Day Change %', 'Day Chng %'],
    'Cost Basis',
    ...['Gain $ (Gain/Loss $)', 'Gain/Loss $', 'Gain $'],
    ...['Gain % (Gain/Loss %)', 'Gain/Loss %', 'Gain %'],
    'Ratings',
    'Reinvest?',
    'Reinvest Capital Gains?',
    ...['% of Acct (% of Account)', '% of Account', '% of Acct'],
    'Security Type',
    'Asset Type',
  ],
  frame: {
    title: (text, limits) => {
      const [, whose, when] = TITLE.exec(text) ?? []
      if (whose === undefined || when === undefined) {
        const account = accountIn(text)
        return account === undefined ? undefined : { account }
      }
      const date = dateIn(when, limits)
      if (date === undefined || date instanceof CellFault)
        return date ?? new CellFault('names no day', 'as of a time and a day, like 2025/05/04')
      const account = /^all/i.test(whose) ? undefined : accountIn(whose)
      if (account === undefined && !/^all/i.test(whose))
        return new CellFault('names no account', 'an account number, or its end behind XXXX or ...')
      return account === undefined ? { date } : { date, account }
    },
    isWhole: true,
    isTotal: ([first = '']) => /^(?:account|positions) total$/i.test(first.trim()),
  },
  check: checkPositions,
})
