import { isAtLoss } from '../facts/gain.ts'
import { isTaxable } from '../facts/household.ts'
import type { HeldLot } from '../facts/household.ts'
import type { CheckedList, CheckedTrade } from './check.ts'

export interface LossSale {
  readonly trade: CheckedTrade
  readonly lot: HeldLot
}

/** Lots that a list sells at a loss in taxable accounts. */
export function lossSales({ trades }: CheckedList): LossSale[] {
  return trades
    .filter(({ side, account }) => side === 'sell' && isTaxable(account))
    .flatMap((trade) =>
      trade.lots.flatMap(({ lot }): LossSale[] => {
        const { price } = trade.security
        return lot && price !== null && isAtLoss(lot, price) ? [{ trade, lot }] : []
      }),
    )
}
