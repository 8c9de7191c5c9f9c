import { addDays } from '../facts/calendar.ts'
import type { ShareUnits } from '../facts/fixed-point.ts'
import { compareText, parseDecimal, SHARE_PLACES } from '../facts/fixed-point.ts'
import { taxpayerOf } from '../facts/gain.ts'
import type { HeldAccount, HeldLot, Household } from '../facts/household.ts'
import { accountOf, isTaxable, securityOf } from '../facts/household.ts'
import type { IsoDate } from '../snapshot.ts'

/**
 * What the wash-sale rule looks at, retirement accounts included. IRC 1091(a); Rev. Rul. 2008-5: a purchase in one's own IRA
 * disallows the loss too, and there for good.
 */
export interface WashSaleWatch {
  readonly days: number
  /** Whose purchases wash whose losses: accounts of one unit, each other's. */
  readonly unitOfAccount: ReadonlyMap<string, string>
  /** Purchases within the window, those scheduled ahead too, by identical group, latest first. */
  readonly purchases: ReadonlyMap<string, readonly WatchedPurchase[]>
  /** Sales at a loss in taxable accounts within the window, by identical group, latest first. */
  readonly losses: ReadonlyMap<string, readonly RecentLoss[]>
}

export interface WatchedPurchase {
  readonly accountId: string
  readonly securityId: string
  readonly date: IsoDate
  /** Null: what was bought is no lot held today. */
  readonly lotId: string | null
  /** Null: not known, as of a purchase that is only scheduled. */
  readonly shares: ShareUnits | null
  readonly isScheduled: boolean
  /** In a retirement account, whose basis does not take up the loss: it is lost for good. Rev. Rul. 2008-5. */
  readonly isSheltered: boolean
}

export interface RecentLoss {
  readonly accountId: string
  readonly securityId: string
  readonly date: IsoDate
}

/** Which accounts wash each other's losses. */
const UNITS = {
  household: () => 'household',
  related: unitOfTaxpayer,
} satisfies Record<
  Household['settings']['washSaleWatch'],
  (household: Household, account: HeldAccount) => string
>

/**
 * A trust that files for itself stands alone. Persons and their grantor trusts are one unit: spouses are related, and of others
 * no record says that they are not (strict by default).
 */
function unitOfTaxpayer(household: Household, account: HeldAccount): string {
  const taxpayer = taxpayerOf(household, account.taxpayerId)
  return taxpayer.kind === 'trust' ? `trust ${taxpayer.id}` : 'related'
}

export function watchWashSales(household: Household): WashSaleWatch {
  const { washSaleDays: days, washSaleWatch } = household.settings
  const first = addDays(household.asOf, -days)
  const last = addDays(household.asOf, days)
  const isPast = (date: IsoDate) => first <= date && date <= household.asOf
  const isAhead = (date: IsoDate) => household.asOf <= date && date <= last
  const lots = purchasesOfLots(household)
  const purchases = [
    ...[...lots, ...purchasesNoLonger(household, lots)].filter(({ date }) => isPast(date)),
    ...scheduledPurchases(household).filter(({ date }) => isAhead(date)),
  ]
  return {
    days,
    unitOfAccount: new Map(
      household.accounts.map((account) => [account.id, UNITS[washSaleWatch](household, account)]),
    ),
    purchases: byIdenticalGroup(household, purchases),
    losses: byIdenticalGroup(
      household,
      lossesRealized(household).filter(({ date }) => isPast(date)),
    ),
  }
}

function purchasesOfLots(household: Household): WatchedPurchase[] {
  return household.accounts.flatMap((account) =>
    account.positions.flatMap(({ security, lots }) =>
      lots.map((lot) => ({
        accountId: account.id,
        securityId: security.id,
        date: lot.acquired,
        lotId: lot.id,
        shares: lot.shares,
        isScheduled: false,
        isSheltered: !isTaxable(account),
      })),
    ),
  )
}

/** Purchases of what is no longer held; they wash a loss all the same. */
function purchasesNoLonger(household: Household, lots: readonly WatchedPurchase[]): WatchedPurchase[] {
  if (household.recentTrades.length === 0) return []
  const held = new Set(lots.map((lot) => `${lot.accountId}/${lot.lotId}`))
  return household.recentTrades
    .filter((trade) => trade.side === 'buy' && !held.has(`${trade.accountId}/${trade.lotId}`))
    .map((trade) => ({
      accountId: trade.accountId,
      securityId: trade.securityId,
      date: trade.tradeDate,
      lotId: trade.lotId,
      shares: parseDecimal(trade.shares, SHARE_PLACES),
      isScheduled: false,
      isSheltered: !isTaxable(accountOf(household, trade.accountId)),
    }))
}

function scheduledPurchases(household: Household): WatchedPurchase[] {
  return household.scheduledPurchases.map((purchase) => ({
    ...purchase,
    lotId: null,
    shares: null,
    isScheduled: true,
    isSheltered: !isTaxable(accountOf(household, purchase.accountId)),
  }))
}

function lossesRealized(household: Household): RecentLoss[] {
  return household.recentTrades
    .filter(
      (trade) =>
        trade.side === 'sell' &&
        isTaxable(accountOf(household, trade.accountId)) &&
        // An unknown result is taken for a loss: a purchase not made can be made later, a washed loss stays washed.
        (trade.realizedGain === null || trade.realizedGain.startsWith('-')),
    )
    .map(({ accountId, securityId, tradeDate }) => ({ accountId, securityId, date: tradeDate }))
}

function byIdenticalGroup<Row extends RecentLoss>(
  household: Household,
  rows: readonly Row[],
): Map<string, Row[]> {
  return Map.groupBy(
    rows.toSorted((a, b) => compareText(b.date, a.date) || compareText(a.accountId, b.accountId)),
    ({ securityId }) => securityOf(household, securityId).identicalGroupId,
  )
}

type LotOfAccount = Pick<HeldLot, 'id'> & { readonly accountId: string }

/** Every purchase, other than of the lot itself, that would disallow a loss on it, latest first. */
export function purchasesDisallowingLoss(
  watch: WashSaleWatch,
  identicalGroupId: string,
  lot: LotOfAccount,
): readonly WatchedPurchase[] {
  const unit = watch.unitOfAccount.get(lot.accountId)
  return (watch.purchases.get(identicalGroupId) ?? []).filter(
    (purchase) =>
      watch.unitOfAccount.get(purchase.accountId) === unit &&
      (purchase.lotId !== lot.id || purchase.accountId !== lot.accountId),
  )
}

/** The latest of them: the one whose window ends last; null: none. */
export function purchaseDisallowingLoss(
  watch: WashSaleWatch,
  identicalGroupId: string,
  lot: LotOfAccount,
): WatchedPurchase | null {
  return purchasesDisallowingLoss(watch, identicalGroupId, lot)[0] ?? null
}

/**
 * How many shares were bought in place of those of a lot sold at a loss: of no more than so many is the loss disallowed. Null:
 * a purchase of unknown size may replace them all. Reg. 1.1091-1(c).
 */
export function sharesReplaced(
  watch: WashSaleWatch,
  identicalGroupId: string,
  lot: LotOfAccount,
): ShareUnits | null {
  return purchasesDisallowingLoss(watch, identicalGroupId, lot).reduce<ShareUnits | null>(
    (total, { shares }) => (total === null || shares === null ? null : total + shares),
    0n,
  )
}

/** The latest sale at a loss that a purchase in the account now would wash, in any account if none is given; null: none. */
export function lossWashedByPurchase(
  watch: WashSaleWatch,
  identicalGroupId: string,
  accountId?: string,
): RecentLoss | null {
  const losses = watch.losses.get(identicalGroupId) ?? []
  if (accountId === undefined) return losses[0] ?? null
  const unit = watch.unitOfAccount.get(accountId)
  return losses.find((loss) => watch.unitOfAccount.get(loss.accountId) === unit) ?? null
}

/** The first day on which an event, past or scheduled, no longer lies in the window. */
export function freeFrom(watch: WashSaleWatch, date: IsoDate): IsoDate {
  return addDays(date, watch.days + 1)
}
