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
  /** What the trades reach at each level of the objective. */
  readonly levels: Levels
  readonly certificate: Certificate
  /** One for each return that gains land on, in order of its first taxpayer. */
  readonly taxes: readonly TaxReturnEffect[]
  /** Losses that the trades take although a purchase disallows them, for a cash need that nothing else meets. */
  readonly disallowedLosses: readonly DisallowedLoss[]
}

export const PROPOSAL_FORMAT = 'evenkeel/proposal/2'
export const ENGINE_VERSION = '2'

/**
 * The objective, most important first: a later level never worsens an earlier one. Dollars with 2 places, of one year where it
 * says so. The first eight decide, the others break ties.
 */
export interface Levels {
  /** Missing to withdrawals, margin debits and reserves. */
  readonly cashShortfall: Money
  /** Sold of lots whose loss a purchase disallows. */
  readonly washedForCash: Money
  /** Gains, tax and turnover beyond their budgets. */
  readonly budgetExcess: Money
  /** Short-term gains that are to be avoided or waited for. */
  readonly shortTermGain: Money
  /** Gains of holdings outside the model that no budget allows. */
  readonly legacyGain: Money
  /**
   * Value outside bands, over all nodes of the tree, and of holdings outside what overrides keep them within. Of a harvest only
   * what it worsens.
   */
  readonly bandViolation: Money
  /** Value outside the mode's goal; 0 in band mode. */
  readonly goalViolation: Money
  /** Tax, trading cost, years of location drag and the price of deviation; negative where losses are worth more. */
  readonly cost: Money
  /** Distance of slots, of holdings outside them and of cash from their targets. */
  readonly deviation: Money
  /** The largest part of its target that a class lacks. */
  readonly relativeShortfall: Fraction
  /** A year's tax drag of where things are held. */
  readonly locationDrag: Money
  readonly orders: number
}

export type LevelName = keyof Levels

/** How near a plan is to the best that any fractional plan could do, level by level. */
export interface Certificate {
  /**
   * Of each deciding level: the least that a plan in fractions of shares could reach while all earlier levels are at their
   * bounds, what the plan reaches, and the difference. After the first gap later bounds no longer bind.
   */
  readonly levels: readonly CertifiedLevel[]
  /** Whether every deciding level is at its bound, to the cent. */
  readonly isOptimal: boolean
  /** What the gap comes from; empty where there is none. */
  readonly causes: readonly GapCause[]
}

export interface CertifiedLevel {
  readonly level: LevelName
  readonly bound: Money
  readonly reached: Money
  readonly gap: Money
}

export type GapCause =
  | 'wholeShares'
  | 'minimumTrade'
  | 'sellAll'
  | 'reliefOrder'
  | 'tradingCost'
  | 'cashCushion'
  | 'orderFees'
  | 'fundMinimum'
  | 'harvestThreshold'
  | 'fewestTrades'
  | 'washSaleChoices'
  | 'minimumImprovement'
  | 'nothingDue'
  | 'enteredByHand'

/** What the trades do to a year's tax on gains, short and long netted, before and after. IRC 1222, 1211(b), 1212(b). */
export interface TaxReturnEffect {
  /** The taxpayer, the spouse and their grantor trusts. */
  readonly taxpayerIds: readonly string[]
  /** Of the trades. */
  readonly shortTermGain: Money
  readonly longTermGain: Money
  /** Of the year, with what was realized before. */
  readonly yearShortTermGain: Money
  readonly yearLongTermGain: Money
  readonly lossCarryforwardUsed: Money
  readonly lossCarriedForward: Money
  readonly nettedTaxBefore: Money
  readonly nettedTaxAfter: Money
  /** After less before: what the trades cost by netting; the sum over lots is `estimatedTax`. */
  readonly nettedTax: Money
  /** Null: no budget. */
  readonly gainsBudgetLeft: Money | null
  readonly taxBudgetLeft: Money | null
}

export interface DisallowedLoss {
  readonly accountId: string
  readonly securityId: string
  readonly lotId: string
  /** Only as many as were replaced. Reg. 1.1091-1(c). */
  readonly shares: Shares
  readonly loss: Money
  /** True where the purchase was in a retirement account, which keeps no basis for it. Rev. Rul. 2008-5. */
  readonly isLostForGood: boolean
  readonly blockerAccountId: string
  readonly blockerSecurityId: string
  readonly bought: IsoDate
}

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
  /** Half-spread, redemption fee and the custodian's fee, each rounded up to the cent. */
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
  /** Of a sale: the lots that a person names, whose shares sum to the order's; without them the household's method chooses. */
  readonly namedLots?: readonly { readonly lotId: string; readonly shares: Shares }[]
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
