/** The wash-sale rule told a second time, from the snapshot alone: what the engine watches must come to the same. IRC 1091. */
import { daysBetween } from '../../server/engine/facts/calendar.ts'
import type { Lot, Snapshot } from '../../server/engine/snapshot.ts'

/** Does a purchase of the same thing, other than of the lot itself, disallow a loss on a lot today? */
export function isWashed(snapshot: Snapshot, accountId: string, lot: Lot): boolean {
  return purchasesWatched(snapshot).some(
    (purchase) =>
      isSameThing(snapshot, purchase.securityId, lot.securityId) &&
      isWatchedTogether(snapshot, purchase.accountId, accountId) &&
      !(purchase.accountId === accountId && purchase.lotId === lot.id),
  )
}

/** Would a purchase in an account today disallow a loss that was taken within the window? */
export function wouldWash(snapshot: Snapshot, accountId: string, securityId: string): boolean {
  return snapshot.recentTrades.some(
    (trade) =>
      trade.side === 'sell' &&
      isWithinWindow(snapshot, daysBetween(trade.tradeDate, snapshot.asOf)) &&
      (trade.realizedGain === null || Number(trade.realizedGain) < 0) &&
      accountOf(snapshot, trade.accountId)?.taxStatus === 'taxable' &&
      isSameThing(snapshot, trade.securityId, securityId) &&
      isWatchedTogether(snapshot, trade.accountId, accountId),
  )
}

export function isSameThing({ securities }: Snapshot, one: string, other: string): boolean {
  const groupOf = (id: string) => securities.find((security) => security.id === id)?.identicalGroupId ?? null
  return one === other || (groupOf(one) !== null && groupOf(one) === groupOf(other))
}

export function isWatchedTogether(snapshot: Snapshot, one: string, other: string): boolean {
  if (snapshot.settings.washSaleWatch === 'household') return true
  const standsAlone = (accountId: string) => {
    const taxpayer = snapshot.taxpayers.find(({ id }) => id === accountOf(snapshot, accountId)?.taxpayerId)
    return taxpayer?.kind === 'trust' ? taxpayer.id : null
  }
  return standsAlone(one) === standsAlone(other)
}

function purchasesWatched(snapshot: Snapshot) {
  const { asOf, accounts, recentTrades, scheduledPurchases } = snapshot
  const held = accounts.flatMap(({ id: accountId, lots }) =>
    lots.map((lot) => ({ accountId, securityId: lot.securityId, lotId: lot.id, date: lot.acquired })),
  )
  const gone = recentTrades
    .filter(
      ({ side, accountId, lotId }) =>
        side === 'buy' && !held.some((lot) => lot.accountId === accountId && lot.lotId === lotId),
    )
    .map((trade) => ({ ...trade, date: trade.tradeDate }))
  const past = [...held, ...gone].filter(({ date }) => isWithinWindow(snapshot, daysBetween(date, asOf)))
  const ahead = scheduledPurchases
    .filter(({ date }) => isWithinWindow(snapshot, daysBetween(asOf, date)))
    .map((purchase) => ({ ...purchase, lotId: null }))
  return [...past, ...ahead]
}

const isWithinWindow = ({ settings }: Snapshot, days: number): boolean =>
  days >= 0 && days <= settings.washSaleDays

const accountOf = ({ accounts }: Snapshot, accountId: string) => accounts.find(({ id }) => id === accountId)
