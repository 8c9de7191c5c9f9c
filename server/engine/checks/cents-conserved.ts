import { formatMoney, parseDecimal, MONEY_PLACES, sum } from '../facts/fixed-point.ts'
import type { Proposal } from '../proposal.ts'
import { reason } from '../reasons.ts'
import type { ProposalCheck } from './check.ts'
import { violation } from './check.ts'

const cents = (money: string): bigint => parseDecimal(money, MONEY_PLACES)

/** Cash moves by exactly the trades and what they cost, and the proceeds of lots sum to their sale. */
export const centsConserved: ProposalCheck = (proposal) => [
  ...proposal.cash.flatMap(({ accountId, before, after }) => {
    const difference = cents(after) - cents(before) - flowOf(proposal, accountId)
    return difference === 0n ? [] : [lost(accountId, null, difference)]
  }),
  ...proposal.trades.flatMap(({ side, accountId, securityId, value, lots }) => {
    if (side === 'buy') return []
    const difference = sum(lots.map(({ proceeds }) => cents(proceeds))) - cents(value)
    return difference === 0n ? [] : [lost(accountId, securityId, difference)]
  }),
]

function flowOf({ trades }: Proposal, accountId: string): bigint {
  return sum(
    trades
      .filter((trade) => trade.accountId === accountId)
      .map(
        ({ side, value, tradingCost }) =>
          (side === 'sell' ? cents(value) : -cents(value)) - cents(tradingCost),
      ),
  )
}

const lost = (accountId: string, securityId: string | null, difference: bigint) =>
  violation(
    { accountId, securityId },
    reason('centsNotConserved', { account: accountId, amount: formatMoney(difference) }),
  )
