import type { Reason } from './reasons.ts'
import type { Fraction, IsoDate, Money, Price, RebalanceMode, Shares, TradeSide } from './snapshot.ts'

/** What the engine recommends. Nothing happens until somebody approves it. Money has exactly 2 places, weights exactly 6. */
export interface Proposal {
  readonly format: typeof PROPOSAL_FORMAT
  readonly engineVersion: string
  readonly householdId: string
  readonly asOf: IsoDate
  readonly mode: RebalanceMode
  /** Why there was a reason to trade; empty means that none was found and nothing is proposed. */
  readonly dueBecause: readonly Reason[]
  readonly trades: readonly ProposedTrade[]
  /** Every class that is still out of its band after the trades, and why. */
  readonly classesLeftAlone: readonly ClassLeftAlone[]
  /** Accounts and holdings that may not be traded, or not in one direction. */
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly Reason[]
  readonly driftBefore: DriftReport
  readonly driftAfter: DriftReport
  readonly cash: readonly AccountCash[]
  readonly totals: ProposalTotals
}

export const PROPOSAL_FORMAT = 'evenkeel/proposal/1'
export const ENGINE_VERSION = '1'

export interface ProposedTrade {
  /** T1, T2, … in the order account, sells before buys, security. */
  readonly id: string
  readonly accountId: string
  readonly securityId: string
  readonly side: TradeSide
  readonly shares: Shares
  /** Of a sale: which lots it consumes, in order of relief; their shares sum to the trade's. Of a purchase: none. */
  readonly lots: readonly RelievedLot[]
  readonly price: Price
  /** Shares times price, before the cost of trading. */
  readonly value: Money
  /** Half-spread, rounded up to the cent. */
  readonly tradingCost: Money
  /** Gains times the taxpayer's rates, losses times rates times loss credit; negative is tax saved. */
  readonly estimatedTax: Money
  readonly reason: Reason
}

export type GainTerm = 'short' | 'long'

export interface RelievedLot {
  readonly lotId: string
  readonly shares: Shares
  readonly proceeds: Money
  /** Null where the basis is unknown, which can only be in a sheltered account. */
  readonly costBasis: Money | null
  /** Negative is a loss; null in sheltered accounts, where nothing is taxed. */
  readonly realizedGain: Money | null
  readonly term: GainTerm
}

export interface ClassLeftAlone {
  readonly groupId: string
  readonly nodeId: string
  readonly status: BandStatus
  /** Dollars beyond the edge that remain after the trades. */
  readonly outsideBandBy: Money
  readonly reasons: readonly Reason[]
}

export interface Refusal {
  readonly accountId: string
  /** Null: the whole account. */
  readonly securityId: string | null
  readonly reason: Reason
}

export interface AccountCash {
  readonly accountId: string
  /** After contribution and withdrawal, before the trades. */
  readonly before: Money
  readonly after: Money
  /** What must stay: minimum cash and every reserve in force. */
  readonly reserve: Money
}

export interface ProposalTotals {
  readonly sold: Money
  readonly bought: Money
  /** (Sold plus bought) over twice the base of all groups; null where that is 0. */
  readonly turnover: Fraction | null
  readonly shortTermGain: Money
  readonly longTermGain: Money
  readonly estimatedTax: Money
  readonly tradingCost: Money
}

/** Violated when outside by any amount: the edges are inside. `noValue`: the base is 0. */
export type BandStatus = 'belowBand' | 'inBand' | 'aboveBand' | 'noValue'

export interface DriftReport {
  /** One for each group, in order of id. */
  readonly groups: readonly PortfolioDrift[]
  /** One for each account that is in a group, in order of id, measured against that group's model. */
  readonly accounts: readonly PortfolioDrift[]
}

export interface PortfolioDrift {
  readonly groupId: string
  /** Null: the group as a whole. */
  readonly accountId: string | null
  readonly modelId: string
  /** Priced managed positions and cash after flows, less reserves; at least 0. */
  readonly base: Money
  /** After contribution and withdrawal; negative is a debit. */
  readonly cash: Money
  readonly reserve: Money
  /** Every node of the model's tree in order of id, then the row outside the model. */
  readonly nodes: readonly NodeDrift[]
  /** Every priced managed security held, in order of id. */
  readonly securities: readonly SecurityDrift[]
  /** Holdings without a price, which count for nothing. */
  readonly unpriced: readonly UnpricedHolding[]
}

/** The node id of everything held that is in no class of the model. */
export const OUTSIDE_MODEL = 'outside'

export interface NodeDrift {
  readonly nodeId: string
  readonly parentId: string | null
  readonly name: string
  /** Of a parent: the sum of its leaves. Of the cash class: cash beyond reserves too, so it may be negative. */
  readonly value: Money
  readonly weight: Fraction | null
  readonly target: Fraction
  readonly low: Fraction
  readonly high: Fraction
  /** Weight minus target, rounded once; null where the base is 0. */
  readonly drift: Fraction | null
  readonly status: BandStatus
  /** Dollars beyond the nearer edge; 0 inside. */
  readonly outsideBandBy: Money
}

export interface SecurityDrift {
  readonly securityId: string
  /** The leaf it counts in, or the row outside the model. */
  readonly nodeId: string
  readonly shares: Shares
  readonly value: Money
  readonly weight: Fraction | null
}

export interface UnpricedHolding {
  readonly accountId: string
  readonly securityId: string
  readonly shares: Shares
}

/** A trade as a person asks for it, or as a checker is given it. */
export interface RequestedTrade {
  readonly accountId: string
  readonly securityId: string
  readonly side: TradeSide
  readonly shares: Shares
  /** Kept in the evaluation where given, so that a line that was not touched stays itself; else a new one is made. */
  readonly id?: string
  readonly reason?: Reason
}

/** A trade with the lots it would consume: what the checks look at. */
export interface TradeToCheck extends RequestedTrade {
  readonly lots: readonly { readonly lotId: string; readonly shares: Shares }[]
}

/** A rule that a list of trades breaks. `index` is the trade's place in the list given; null: the list as a whole. */
export interface Violation {
  readonly index: number | null
  readonly accountId: string | null
  readonly securityId: string | null
  readonly reason: Reason
}

/** The answer to a person's edited list: what it would do, or every reason why it may not be done. */
export type Evaluation =
  | { readonly kind: 'accepted'; readonly proposal: Proposal }
  | { readonly kind: 'refused'; readonly violations: readonly Violation[] }
