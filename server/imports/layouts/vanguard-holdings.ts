import { heldSecurity } from '../cells/held.ts'
import { custodianPrice, custodianShares, custodianSignedMoney } from '../cells/numbers.ts'
import { accountReference } from '../cells/words.ts'
import { custodianBlankable, defineLayout, placesOf, required } from './layout.ts'
import { checkPositions } from './position-record.ts'

/** Vanguard's download of holdings: no basis and no day, so they are true on the as-of date. */
export const vanguardHoldings = defineLayout({
  kind: 'vanguardHoldings',
  title: "Vanguard's holdings",
  custodian: 'Vanguard',
  fields: {
    accountNumber: required('Account Number', accountReference),
    held: required('Symbol', heldSecurity),
    shares: custodianBlankable('Shares', custodianShares),
    price: custodianBlankable('Share Price', custodianPrice),
    pricePlaces: placesOf('Share Price'),
    value: custodianBlankable('Total Value', custodianSignedMoney),
  },
  ignored: ['Investment Name'],
  check: checkPositions,
})
