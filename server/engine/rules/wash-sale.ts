import { addDays, daysBetween } from '../facts/calendar.ts'
import { compareText } from '../facts/fixed-point.ts'
import type { HeldLot, Household } from '../facts/household.ts'
import { accountOf, isTaxable, securityOf } from '../facts/household.ts'
import type { IsoDate } from '../snapshot.ts'

/**
 * What the wash-sale rule looks at, over all accounts of the household, retirement accounts included. IRC 1091(a);
 * Rev. Rul. 2008-5: a purchase in one's own IRA disallows the loss too, and there for good.
 */
export interface WashSaleWatch {
  readonly days: number
  /** Purchases within the window, by identical group, latest first. */
  readonly purchases: ReadonlyMap<string, readonly RecentPurchase[]>
  /** Sales at a loss in taxable accounts within the window, by identical group, latest first. */
  readonly losses: ReadonlyMap<string, readonly RecentLoss[]>
}

export interface RecentPurchase {
  readonly accountId: string
  readonly securityId: string
  readonly date: IsoDate
  /** Null: what was bought is no lot held today. */
  readonly lotId: string | null
}

export interface RecentLoss {
  readonly accountId: string
  readonly securityId: string
  readonly date: IsoDate
}

export function watchWashSales(household: Household): WashSaleWatch {
  const groupOfSecurity = (securityId: string) => securityOf(household, securityId).identicalGroupId
  const isRecent = (date: IsoDate) => {
    const age = daysBetween(date, household.asOf)
    return age >= 0 && age <= household.settings.washSaleDays
  }
  const lots: RecentPurchase[] = household.accounts.flatMap((account) =>
    account.positions.flatMap(({ security, lots }) =>
      lots.map((lot) => ({
        accountId: account.id,
        securityId: security.id,
        date: lot.acquired,
        lotId: lot.id,
      })),
    ),
  )
  const heldLots = new Set(lots.map((lot) => `${lot.accountId}/${lot.lotId}`))
  const trades = household.recentTrades.map((trade) => ({ ...trade, date: trade.tradeDate }))
  const boughtAndGone = trades.filter(
    (trade) => trade.side === 'buy' && !heldLots.has(`${trade.accountId}/${trade.lotId}`),
  )
  const losses = trades.filter(
    (trade) =>
      trade.side === 'sell' &&
      isTaxable(accountOf(household, trade.accountId)) &&
      // An unknown result is taken for a loss: a purchase not made can be made later, a washed loss stays washed.
      (trade.realizedGain === null || trade.realizedGain.startsWith('-')),
  )
  const byGroup = <Row extends { securityId: string; date: IsoDate; accountId: string }>(
    rows: readonly Row[],
  ) =>
    Map.groupBy(
      rows
        .filter(({ date }) => isRecent(date))
        .sort((a, b) => compareText(b.date, a.date) || compareText(a.accountId, b.accountId)),
      ({ securityId }) => groupOfSecurity(securityId),
    )
  return {
    days: household.settings.washSaleDays,
    purchases: byGroup([...lots, ...boughtAndGone]),
    losses: byGroup(losses),
  }
}

/** The latest purchase, other than of the lot itself, that would disallow a loss on it; null: none. */
export function purchaseDisallowingLoss(
  watch: WashSaleWatch,
  identicalGroupId: string,
  lot: HeldLot & { readonly accountId: string },
): RecentPurchase | null {
  const purchases = watch.purchases.get(identicalGroupId) ?? []
  return (
    purchases.find((purchase) => purchase.lotId !== lot.id || purchase.accountId !== lot.accountId) ?? null
  )
}

/** The latest sale at a loss that a purchase now would wash; null: none. */
export function lossWashedByPurchase(watch: WashSaleWatch, identicalGroupId: string): RecentLoss | null {
  return watch.losses.get(identicalGroupId)?.[0] ?? null
}

/** The first day on which an event no longer lies in the window. */
export function freeFrom(watch: WashSaleWatch, date: IsoDate): IsoDate {
  return addDays(date, watch.days + 1)
}
