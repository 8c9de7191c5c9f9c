import {
  divideRounded,
  formatMoney,
  formatPrice,
  formatShares,
  parseDecimal,
  SHARE_PLACES,
  sum,
} from './facts/fixed-point.ts'
import type { Proposal, ProposedTrade } from './proposal.ts'
import type { Account, IsoDate, Lot, RecentTrade, Snapshot, Taxpayer } from './snapshot.ts'

/**
 * The household on a later day as if a proposal had been carried out on its own at the prices it was made with, which still
 * hold. Flows are done; what was realized counts in the year, and in a new year a net loss is carried on.
 */
export function afterTrades(snapshot: Snapshot, proposal: Proposal, asOf: IsoDate): Snapshot {
  return {
    ...snapshot,
    asOf,
    taxpayers: snapshot.taxpayers.map((taxpayer) => taxpayerAfter(snapshot, taxpayer, proposal, asOf)),
    accounts: snapshot.accounts.map((account) => accountAfter(snapshot, account, proposal)),
    recentTrades: [...snapshot.recentTrades, ...tradesDone(snapshot, proposal)],
  }
}

function accountAfter(snapshot: Snapshot, account: Account, { trades, cash }: Proposal): Account {
  const here = trades.filter(({ accountId }) => accountId === account.id)
  const flow = cents(account.contribution) - cents(account.withdrawal)
  const after = cash.find(({ accountId }) => accountId === account.id)?.after
  return {
    ...account,
    cash: after ?? formatMoney(cents(account.cash) + flow),
    contribution: '0.00',
    withdrawal: '0.00',
    lots: [
      ...account.lots.flatMap((lot) => lotAfter(lot, here)),
      ...here.flatMap((trade) => lotBought(snapshot, trade)),
    ],
  }
}

function lotAfter(lot: Lot, trades: readonly ProposedTrade[]): Lot[] {
  const sold = sum(
    trades.flatMap(({ lots }) =>
      lots.filter(({ lotId }) => lotId === lot.id).map(({ shares }) => units(shares)),
    ),
  )
  const left = units(lot.shares) - sold
  return left > 0n ? [{ ...lot, shares: formatShares(left) }] : []
}

function lotBought(snapshot: Snapshot, trade: ProposedTrade): Lot[] {
  if (trade.side === 'sell') return []
  return [
    {
      id: lotIdOf(snapshot, trade),
      securityId: trade.securityId,
      shares: trade.shares,
      unitCost: formatPrice(unitCostOf(trade)),
      acquired: snapshot.asOf,
      holdingPeriodStart: snapshot.asOf,
    },
  ]
}

const lotIdOf = ({ asOf }: Snapshot, { accountId, securityId }: ProposedTrade): string =>
  `bought ${asOf} ${accountId} ${securityId}`

/** With the cost of trading, which is part of the basis. IRC 1012. */
function unitCostOf({ value, tradingCost, shares }: ProposedTrade): bigint {
  return divideRounded((cents(value) + cents(tradingCost)) * 10n ** 12n, units(shares))
}

function tradesDone(snapshot: Snapshot, { trades }: Proposal): RecentTrade[] {
  return trades.map((trade) => ({
    accountId: trade.accountId,
    securityId: trade.securityId,
    side: trade.side,
    tradeDate: snapshot.asOf,
    shares: trade.shares,
    realizedGain: trade.side === 'sell' ? lossOrGain(trade) : null,
    lotId: trade.side === 'buy' ? lotIdOf(snapshot, trade) : null,
  }))
}

/** The losses of a sale if it has any, for those are what a purchase may wash; else its gain. */
function lossOrGain({ lots }: ProposedTrade): string {
  const gains = lots.map(({ realizedGain }) => cents(realizedGain ?? '0.00'))
  const losses = gains.filter((gain) => gain < 0n)
  return formatMoney(sum(losses.length > 0 ? losses : gains))
}

function taxpayerAfter(
  snapshot: Snapshot,
  taxpayer: Taxpayer,
  { trades }: Proposal,
  asOf: IsoDate,
): Taxpayer {
  const accounts = new Set(
    snapshot.accounts.filter(({ taxpayerId }) => taxpayerId === taxpayer.id).map(({ id }) => id),
  )
  const lots = trades.filter(({ accountId }) => accounts.has(accountId)).flatMap((trade) => trade.lots)
  const realized = (term: 'short' | 'long') =>
    sum(lots.filter((lot) => lot.term === term).map(({ realizedGain }) => cents(realizedGain ?? '0.00')))
  const short = cents(taxpayer.yearToDateShortTermGain) + realized('short')
  const long = cents(taxpayer.yearToDateLongTermGain) + realized('long')
  if (asOf.slice(0, 4) === snapshot.asOf.slice(0, 4))
    return {
      ...taxpayer,
      yearToDateShortTermGain: formatMoney(short),
      yearToDateLongTermGain: formatMoney(long),
    }
  const carried = cents(taxpayer.lossCarryforward) - short - long
  return {
    ...taxpayer,
    yearToDateShortTermGain: '0.00',
    yearToDateLongTermGain: '0.00',
    lossCarryforward: formatMoney(carried > 0n ? carried : 0n),
  }
}

const cents = (money: string): bigint => parseDecimal(money, 2)
const units = (shares: string): bigint => parseDecimal(shares, SHARE_PLACES)
