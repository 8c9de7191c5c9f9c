import { parseDecimal, SHARE_PLACES } from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import type { RawCheck } from './check.ts'
import { violation } from './check.ts'

/** Every trade is of more than zero shares, of each lot too: a side is never turned round by a sign. */
export const qtyNotPositive: RawCheck = (_household, trades) =>
  trades.flatMap((trade, index) =>
    [trade.shares, ...trade.lots.map(({ shares }) => shares)]
      .filter((shares) => parseDecimal(shares, SHARE_PLACES) <= 0n)
      .map((shares) =>
        violation(
          { index, accountId: trade.accountId, securityId: trade.securityId },
          reason('qtyNotPositive', { security: trade.securityId, account: trade.accountId, shares }),
        ),
      ),
  )
