import type { Certificate, GapCause, Proposal } from '../engine/proposal.ts'
import { addDollars } from './dollars.ts'

/** What keeps a plan from the best that fractions of shares could reach, for a person. */
const CAUSES = {
  wholeShares: 'Orders are in whole shares.',
  minimumTrade: 'Orders below the minimum trade are not worth their cost.',
  sellAll: 'What a sale would leave of a small position is sold with it.',
  reliefOrder: 'Sales take lots in the order of the method of relief.',
  tradingCost: 'Trading costs are paid from the cash of each account.',
  cashCushion: 'A part of the money for purchases is kept back against price moves.',
  orderFees: 'The custodian charges a fee for each order.',
  fundMinimum: 'Funds ask for a least first purchase.',
  harvestThreshold: 'Losses that save little tax are not taken for their own sake.',
  washSaleChoices: 'There were too many wash-sale choices to try them all.',
  fewestTrades: 'Few trades were preferred to the best fit.',
  minimumImprovement: 'The trades would have improved too little to be worth making.',
  nothingDue: 'Nothing was due, so nothing was traded.',
  enteredByHand: 'Trades were entered by hand.',
} as const satisfies Record<GapCause, string>

/** The certificate with its causes in sentences; null where the plan was not measured against the best. */
export function certificateOf({ certificate }: { readonly certificate: Certificate }) {
  if (certificate.levels.length === 0) return null
  const { levels, isOptimal, causes } = certificate
  return { levels, isOptimal, causes: causes.map((code) => ({ code, sentence: CAUSES[code], facts: {} })) }
}

/** What the trades add to the year's tax over all returns, short and long netted; null where no return was worked out. */
export const nettedTaxOf = ({ taxes }: Pick<Proposal, 'taxes'>) =>
  taxes.length === 0 ? null : addDollars(taxes.map(({ nettedTax }) => nettedTax))
