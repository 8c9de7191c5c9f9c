import type { Proposal, ProposedTrade } from '../engine/proposal.ts'
import { ENGINE_VERSION } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { contentOf, type Content } from './content.ts'
import { addDollars } from './dollars.ts'
import { totalsOf } from './proposal-totals.ts'
import { reviewFlags, type ProposalFlag } from './review-flags.ts'
import { storeSnapshot } from './stored-snapshot.ts'

/** A proposal ready to be saved: computing is done, so that it can be made in a thread of its own. */
export interface PreparedProposal {
  readonly asOf: string
  readonly engineVersion: string
  readonly snapshotSha256: string
  readonly contentSha256: string
  /** The proposal and all that it cites. */
  readonly contents: readonly Content[]
  readonly totals: ReturnType<typeof totalsOf>
  /** What makes it stand out in a review, as far as it tells by itself. */
  readonly flags: readonly ProposalFlag[]
  readonly trades: readonly PreparedTrade[]
}

/** A line of a proposal as a row has it. */
export interface PreparedTrade {
  readonly id: string
  readonly accountId: string
  readonly securityId: string
  readonly side: ProposedTrade['side']
  readonly shares: string
  readonly price: string
  readonly value: string
  readonly taxCost: string
  readonly realizedGain: string
  readonly reasonCode: string
  readonly reason: string
  /** JSON. */
  readonly reasonFacts: string
  /** JSON. */
  readonly lots: string
}

/** An account has at most one order of a side in a security, so these three name a trade through every change of the list. */
export const tradeId = (trade: { accountId: string; securityId: string; side: string }) =>
  `${trade.accountId}.${trade.securityId}.${trade.side}`

const gainOf = (trade: ProposedTrade) =>
  addDollars(trade.lots.map(({ realizedGain }) => realizedGain ?? '0.00'))

/** The lines of a proposal as rows have them. */
export const prepareTrades = (trades: readonly ProposedTrade[]): PreparedTrade[] =>
  trades.map((trade) => ({
    id: tradeId(trade),
    accountId: trade.accountId,
    securityId: trade.securityId,
    side: trade.side,
    shares: trade.shares,
    price: trade.price,
    value: trade.value,
    taxCost: trade.estimatedTax,
    realizedGain: gainOf(trade),
    reasonCode: trade.reason.code,
    reason: trade.reason.sentence,
    reasonFacts: JSON.stringify(trade.reason.facts),
    lots: JSON.stringify(trade.lots),
  }))

/** What the engine proposed on a snapshot, ready to be saved. */
export function prepareProposal(snapshot: Snapshot, proposal: Proposal): PreparedProposal {
  const stored = storeSnapshot(snapshot)
  const content = contentOf(proposal)
  return {
    asOf: snapshot.asOf,
    engineVersion: ENGINE_VERSION,
    snapshotSha256: stored[0].sha256,
    contentSha256: content.sha256,
    contents: [...stored, content],
    totals: totalsOf(proposal),
    flags: reviewFlags(proposal, snapshot),
    trades: prepareTrades(proposal.trades),
  }
}
