import type { ShareUnits } from '../facts/fixed-point.ts'
import { parseDecimal, SHARE_PLACES, sum } from '../facts/fixed-point.ts'
import type { ExactSecurity, HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import type { Proposal, TradeToCheck, Violation } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import type { TradeSide } from '../snapshot.ts'

/** A list of trades as the checks see it: parsed afresh, with nothing taken over from how it was planned. */
export interface CheckedList {
  readonly household: Household
  readonly watch: WashSaleWatch
  /** Trades whose account and security exist and whose shares are above zero. */
  readonly trades: readonly CheckedTrade[]
  /** The same, joined by account, security and side. */
  readonly orders: readonly CheckedOrder[]
}

export interface CheckedTrade {
  readonly index: number
  readonly account: HeldAccount
  readonly security: ExactSecurity
  readonly side: TradeSide
  readonly shares: ShareUnits
  readonly position: Position | null
  readonly lots: readonly {
    readonly lot: HeldLot | null
    readonly lotId: string
    readonly shares: ShareUnits
  }[]
}

export interface CheckedOrder {
  readonly account: HeldAccount
  readonly security: ExactSecurity
  readonly side: TradeSide
  readonly shares: ShareUnits
  readonly position: Position | null
  readonly trades: readonly CheckedTrade[]
}

export type Check = (list: CheckedList) => readonly Violation[]

/** A check of trades as they were given, before they are known to make sense. */
export type RawCheck = (household: Household, trades: readonly TradeToCheck[]) => readonly Violation[]

/** A check of what a finished proposal says of itself. */
export type ProposalCheck = (proposal: Proposal) => readonly Violation[]

export function readTrades(
  household: Household,
  watch: WashSaleWatch,
  given: readonly TradeToCheck[],
): CheckedList {
  const trades = given.flatMap((trade, index): CheckedTrade[] => {
    const account = household.accounts.find(({ id }) => id === trade.accountId)
    const security = household.securities.get(trade.securityId)
    const shares = parseDecimal(trade.shares, SHARE_PLACES)
    if (!account || !security || shares <= 0n) return []
    const position = account.positions.find((held) => held.security.id === security.id) ?? null
    const lotOf = new Map(position?.lots.map((lot) => [lot.id, lot]))
    const lots = trade.lots.map(({ lotId, shares }) => ({
      lotId,
      lot: lotOf.get(lotId) ?? null,
      shares: parseDecimal(shares, SHARE_PLACES),
    }))
    return [{ index, account, security, side: trade.side, shares, position, lots }]
  })
  const keyOf = (trade: CheckedTrade) => JSON.stringify([trade.account.id, trade.security.id, trade.side])
  const orders = [...Map.groupBy(trades, keyOf).values()].flatMap((parts): CheckedOrder[] => {
    const [first] = parts
    return first ? [{ ...first, shares: sum(parts.map(({ shares }) => shares)), trades: parts }] : []
  })
  return { household, watch, trades, orders }
}

export function violation(
  at: { readonly index?: number; readonly accountId: string | null; readonly securityId: string | null },
  reason: Reason,
): Violation {
  return { index: at.index ?? null, accountId: at.accountId, securityId: at.securityId, reason }
}

export function violationAt(trade: CheckedTrade, reason: Reason): Violation {
  return violation({ index: trade.index, accountId: trade.account.id, securityId: trade.security.id }, reason)
}

/** Of an order: placed at its first trade. */
export function violationOf(order: CheckedOrder, reason: Reason): Violation {
  const [first] = order.trades
  if (!first) throw new Error('An order without trades')
  return violationAt(first, reason)
}
