import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationAt } from './check.ts'

/** Every lot that a sale consumes is a lot of that security in that account. */
export const unknownLot: Check = ({ trades }) =>
  trades.flatMap((trade) =>
    trade.lots
      .filter(({ lot }) => lot === null)
      .map(({ lotId }) =>
        violationAt(
          trade,
          reason('unknownLot', { lot: lotId, security: trade.security.id, account: trade.account.id }),
        ),
      ),
  )
