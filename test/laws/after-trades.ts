import { atAverageCost } from '../../server/engine/facts/average-cost.ts'
import { daysBetween } from '../../server/engine/facts/calendar.ts'
import {
  atLeastZero,
  formatMoney,
  formatPrice,
  formatShares,
  parseDecimal,
} from '../../server/engine/facts/fixed-point.ts'
import type { Proposal, ProposedTrade } from '../../server/engine/proposal.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import type { Account, Lot, RecentTrade, Snapshot, Taxpayer } from '../../server/engine/snapshot.ts'
import { missingCash } from './short-of-cash.ts'

const units = (shares: string) => parseDecimal(shares, 8)
const cents = (money: string) => parseDecimal(money, 2)

/** The household at the end of the day on which a proposal was carried out: what it trades tomorrow morning, at today's prices. */
export function afterTrades(snapshot: Snapshot, proposal: Proposal): Snapshot {
  return {
    ...snapshot,
    settings: { ...snapshot.settings, turnoverBudget: turnoverLeft(snapshot, proposal) },
    taxpayers: snapshot.taxpayers.map((taxpayer) => afterGains(snapshot, proposal, taxpayer)),
    accounts: snapshot.accounts.map((account) => accountAfter(snapshot, proposal, account)),
    recentTrades: [
      ...snapshot.recentTrades,
      ...tradesDone(snapshot, proposal),
      ...purchasesSoldOff(snapshot, proposal),
    ],
  }
}

/** A budget of turnover is of one run, and beside what cash needs sell: here both runs share one. */
function turnoverLeft(snapshot: Snapshot, proposal: Proposal): string | null {
  const { turnoverBudget } = snapshot.settings
  if (turnoverBudget === null) return null
  const room = cents(turnoverBudget) + missingCash(snapshot, proposal, 'before')
  return formatMoney(atLeastZero(room - cents(proposal.totals.sold)))
}

function accountAfter(snapshot: Snapshot, { trades, cash }: Proposal, account: Account): Account {
  const own = trades.filter(({ accountId }) => accountId === account.id)
  const managed = cash.find(({ accountId }) => accountId === account.id)
  const before = cents(account.cash) + cents(account.contribution) - cents(account.withdrawal)
  const sold = new Map(own.flatMap(({ lots }) => lots.map((part) => [part.lotId, units(part.shares)])))
  const left = atOneCost(snapshot, account).flatMap((lot): Lot[] => {
    const shares = units(lot.shares) - (sold.get(lot.id) ?? 0n)
    return shares > 0n ? [{ ...lot, shares: formatShares(shares) }] : []
  })
  return {
    ...account,
    cash: managed ? managed.after : formatMoney(before),
    contribution: '0',
    withdrawal: '0',
    lots: [...left, ...own.filter(({ side }) => side === 'buy').map((trade) => lotBought(snapshot, trade))],
  }
}

const lotIdOf = ({ id }: ProposedTrade): string => `bought-${id}`

const lotBought = ({ asOf }: Snapshot, trade: ProposedTrade): Lot => ({
  id: lotIdOf(trade),
  securityId: trade.securityId,
  shares: trade.shares,
  unitCost: trade.price,
  acquired: asOf,
  holdingPeriodStart: asOf,
})

/** What is sold at average cost leaves the others at that average. */
function atOneCost(snapshot: Snapshot, account: Account): readonly Lot[] {
  if (account.averageCost.length === 0) return account.lots
  const held = readSnapshot(snapshot).accounts.find(({ id }) => id === account.id)
  const averages = new Map(
    account.averageCost.flatMap((securityId) => {
      const position = held?.positions.find(({ security }) => security.id === securityId)
      const [first] = position ? atAverageCost(position.lots) : []
      return first ? [[securityId, first.unitCost] as const] : []
    }),
  )
  return account.lots.map((lot) => {
    const average = averages.get(lot.securityId)
    if (average === undefined) return lot
    return { ...lot, unitCost: average === null ? null : formatPrice(average) }
  })
}

function tradesDone({ asOf }: Snapshot, { trades }: Proposal): RecentTrade[] {
  return trades.flatMap((trade): RecentTrade[] => {
    const { accountId, securityId, side } = trade
    const done = { accountId, securityId, side, tradeDate: asOf }
    if (side === 'buy') return [{ ...done, shares: trade.shares, realizedGain: null, lotId: lotIdOf(trade) }]
    return trade.lots.map(({ shares, realizedGain }) => ({
      ...done,
      shares,
      realizedGain: realizedGain ?? '0',
      lotId: null,
    }))
  })
}

/** Purchases of the last days that are no longer lots wash losses all the same. */
function purchasesSoldOff(snapshot: Snapshot, { trades }: Proposal): RecentTrade[] {
  const { asOf, settings } = snapshot
  return trades.flatMap(({ accountId, lots }) =>
    lots.flatMap(({ lotId, shares }): RecentTrade[] => {
      const lot = snapshot.accounts.find(({ id }) => id === accountId)?.lots.find((each) => each.id === lotId)
      if (
        !lot ||
        units(lot.shares) !== units(shares) ||
        daysBetween(lot.acquired, asOf) > settings.washSaleDays
      )
        return []
      const { securityId, acquired } = lot
      return [{ accountId, securityId, side: 'buy', tradeDate: acquired, shares, realizedGain: null, lotId }]
    }),
  )
}

function afterGains(snapshot: Snapshot, { trades }: Proposal, taxpayer: Taxpayer): Taxpayer {
  let short = cents(taxpayer.yearToDateShortTermGain)
  let long = cents(taxpayer.yearToDateLongTermGain)
  for (const { accountId, securityId, lots } of trades) {
    if (snapshot.accounts.find(({ id }) => id === accountId)?.taxpayerId !== taxpayer.id) continue
    const character = snapshot.securities.find(({ id }) => id === securityId)?.taxCharacter
    for (const { realizedGain, term } of lots) {
      const gain = cents(realizedGain ?? '0')
      // IRC 1256(a)(3).
      const longPart = character === 'commodity_pool' ? (gain * 6n) / 10n : term === 'long' ? gain : 0n
      long += longPart
      short += gain - longPart
    }
  }
  return {
    ...taxpayer,
    yearToDateShortTermGain: formatMoney(short),
    yearToDateLongTermGain: formatMoney(long),
  }
}
