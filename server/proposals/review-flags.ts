import type { Proposal, ProposedTrade } from '../engine/proposal.ts'
import type { Override, Snapshot } from '../engine/snapshot.ts'
import type { PROPOSAL_FLAGS } from './proposal.entity.ts'

export type ProposalFlag = (typeof PROPOSAL_FLAGS)[number]

const DAY_MS = 86_400_000

/** Whether a trade is of what an override in force says something about: its reason has to be weighed by whoever approves. */
function touchesOverride(trade: ProposedTrade, { asOf, overrides }: Snapshot): boolean {
  const isInForce = ({ starts, expires }: Override) => starts <= asOf && (expires === null || asOf <= expires)
  return overrides.some(
    (override) =>
      'securityId' in override &&
      override.securityId === trade.securityId &&
      (override.accountId === null || override.accountId === trade.accountId) &&
      isInForce(override),
  )
}

const WASH_WARNINGS: ReadonlySet<string> = new Set(['reinvestmentMayWash', 'washedLossForCash'])

/**
 * Whether a loss that the trades take may be disallowed: the engine says so, or an identical security was bought, is to be
 * bought or is bought by these very trades within the window, in whatever account of the household. IRC 1091(a) asks who bought;
 * the engine bars what it knows to be related, and a person weighs the rest.
 */
function risksWashSale({ trades, warnings, disallowedLosses }: Proposal, snapshot: Snapshot): boolean {
  if (disallowedLosses.length > 0 || warnings.some(({ code }) => WASH_WARNINGS.has(code))) return true
  const groups = new Map(snapshot.securities.map(({ id, identicalGroupId }) => [id, identicalGroupId ?? id]))
  const atLoss = new Set(
    trades
      .filter(({ lots }) => lots.some(({ realizedGain }) => realizedGain?.startsWith('-')))
      .map(({ securityId }) => groups.get(securityId)),
  )
  if (atLoss.size === 0) return false
  const isNear = (date: string) =>
    Math.abs(Date.parse(date) - Date.parse(snapshot.asOf)) <= snapshot.settings.washSaleDays * DAY_MS
  const bought = [
    ...trades.filter(({ side }) => side === 'buy'),
    ...snapshot.recentTrades.filter(({ side, tradeDate }) => side === 'buy' && isNear(tradeDate)),
    ...snapshot.scheduledPurchases.filter(({ date }) => isNear(date)),
  ]
  return bought.some(({ securityId }) => atLoss.has(groups.get(securityId)))
}

const isShort = ({ warnings, levels }: Proposal) =>
  warnings.some(({ code }) => code === 'cashShortfallRemains') || Number(levels.cashShortfall) > 0

const isOutOfRange = ({ driftAfter }: Proposal) =>
  driftAfter.groups.some(({ nodes }) =>
    nodes.some(({ status }) => status === 'belowBand' || status === 'aboveBand'),
  )

/**
 * What makes a proposal stand out, as far as the engine's plan and its facts tell. Whether an account is discretionary and how
 * prices moved stands in the database alone: `sealProposals` adds those.
 */
export function reviewFlags(proposal: Proposal, snapshot: Snapshot): ProposalFlag[] {
  const holds: Partial<Record<ProposalFlag, boolean>> = {
    override_touched: proposal.trades.some((trade) => touchesOverride(trade, snapshot)),
    wash_sale_risk: risksWashSale(proposal, snapshot),
    out_of_range_left: isOutOfRange(proposal),
    short_of_cash: isShort(proposal),
    warned: proposal.warnings.length > 0,
  }
  return (Object.keys(holds) as ProposalFlag[]).filter((flag) => holds[flag])
}
