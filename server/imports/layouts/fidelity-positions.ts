import { custodianPrice, custodianShares, custodianSignedMoney } from '../cells/numbers.ts'
import { fidelityHeld } from '../cells/held.ts'
import { accountReference, words } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required } from './layout.ts'
import { checkPositions, warnOfPending } from './position-record.ts'
import { dateIn } from './title.ts'

/** A disclaimer is a sentence; a row that was cut off is not. */
const LEAST_SENTENCE = 40

/** Fidelity's download of positions: no purchase dates, so it never states lots. Its own day stands below the table. */
export const fidelityPositions = defineLayout({
  kind: 'fidelityPositions',
  title: "Fidelity's positions",
  custodian: 'Fidelity',
  fields: {
    accountNumber: required('Account Number', accountReference),
    held: required('Symbol', fidelityHeld),
    shares: custodianBlankable('Quantity', custodianShares),
    price: custodianBlankable('Last Price', custodianPrice),
    pricePlaces: placesOf('Last Price'),
    value: custodianBlankable('Current Value', custodianSignedMoney),
    type: custodianBlankable('Type', words(50)),
  },
  ignored: [
    'Account Name',
    'Description',
    'Last Price Change',
    "Today's Gain/Loss Dollar",
    "Today's Gain/Loss Percent",
    'Total Gain/Loss Dollar',
    'Total Gain/Loss Percent',
    'Percent Of Account',
    'Cost Basis Total',
    'Average Cost Basis',
  ],
  frame: {
    remark: (text, limits) => {
      if (!/^date downloaded\b/i.test(text)) return text.length >= LEAST_SENTENCE ? {} : undefined
      const date = dateIn(text, limits)
      return typeof date === 'string' ? { date } : (date ?? {})
    },
  },
  check: checkPositions,
  warn: warnOfPending,
})
