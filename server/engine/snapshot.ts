/**
 * Everything the engine may know about one household, true on one date. It is plain JSON: every decimal is a string, every list
 * may stand in any order (the engine sorts by id first), and nothing is looked up anywhere else.
 *
 * Units: money is US dollars with up to 2 places; shares have up to 8 places; prices and unit costs up to 6; weights, rates and
 * drags are fractions (0.05 is five percent) with up to 6 places; dates are ISO calendar dates in US Eastern time.
 */
export interface Snapshot {
  readonly format: typeof SNAPSHOT_FORMAT
  /** The trade date: prices, positions, overrides and holding periods are taken as of the end of this day. */
  readonly asOf: IsoDate
  readonly householdId: string
  readonly settings: Settings
  readonly taxpayers: readonly Taxpayer[]
  readonly securities: readonly Security[]
  readonly models: readonly Model[]
  /** What is steered together. One group of all accounts is household level; one group an account is account level. */
  readonly groups: readonly Group[]
  /** All accounts of the household. Those in no group are watched for wash sales but neither measured nor traded. */
  readonly accounts: readonly Account[]
  readonly overrides: readonly Override[]
  /** Trades of the last 61 days or so; what has become a lot or has sold one at a loss bars trades by the wash-sale rule. */
  readonly recentTrades: readonly RecentTrade[]
}

export const SNAPSHOT_FORMAT = 'evenkeel/snapshot/1'

export type IsoDate = string
/** US dollars, up to 2 decimal places. */
export type Money = string
/** Up to 8 decimal places. */
export type Shares = string
/** US dollars a share, up to 6 decimal places. */
export type Price = string
/** Up to 6 decimal places; 0.05 is five percent. */
export type Fraction = string

export type TaxStatus = 'taxable' | 'tax_deferred' | 'tax_exempt'
export type RebalanceMode = 'target' | 'midpoint' | 'band'
export type LotReliefMethod = 'FIFO' | 'LIFO' | 'HIFO' | 'MIN_TAX'
export type TaxCharacter =
  'equity' | 'bond' | 'treasury' | 'municipal' | 'reit' | 'collectible' | 'commodity_pool'

export interface Settings {
  /** How far an out-of-range class is brought: to its target, half way back, or just inside its band. */
  readonly mode: RebalanceMode
  /** `whenDue`: nothing is proposed unless a class is out of its band or cash is due; `asked`: the mode is applied as it stands. */
  readonly trigger: 'whenDue' | 'asked'
  readonly lotRelief: LotReliefMethod
  /** 0 is whole shares; otherwise orders are multiples of 10^-shareDecimals. */
  readonly shareDecimals: number
  /** The least value of an order; a whole position below it may be sold at once. */
  readonly minimumTrade: Money
  /** Share of the money for buys that is kept back against price moves: 0.01 leaves one percent. */
  readonly cashCushion: Fraction
  readonly washSaleDays: number
  /** Short-term gains are realized only to meet a cash need. */
  readonly avoidShortTermGains: boolean
  /** What a realized loss is worth, as a part of its rate: 0 is nothing beyond its use in the gains budget. */
  readonly lossCredit: Fraction
  /**
   * May a holding outside the model be sold at a gain in a taxable account? `free`: like any other;
   * `withinBudget`: only where the taxpayer has a gains budget, and within it.
   */
  readonly legacyGains: 'free' | 'withinBudget'
  /** `leaveAlone`: an unpriced holding is reported; `blockAccount`: its account is not traded either. */
  readonly unpricedHoldings: 'leaveAlone' | 'blockAccount'
  /** Years of location drag that count as cost. */
  readonly locationYears: string
  /** What one dollar less deviation may cost, in dollars. */
  readonly deviationPrice: Fraction
}

export interface Taxpayer {
  readonly id: string
  readonly kind: 'person' | 'grantor_trust' | 'trust'
  readonly spouseId: string | null
  /** The person whose return a grantor trust's gains land on. */
  readonly grantorId: string | null
  readonly shortTermRate: Fraction
  readonly longTermRate: Fraction
  /** Where a tax character has rates of its own, such as collectibles. */
  readonly ratesByCharacter: readonly CharacterRates[]
  /** Net gain allowed in this tax year, across short and long term; null is no budget. */
  readonly gainsBudget: Money | null
  /** Realized so far this year; negative is a net loss. */
  readonly yearToDateShortTermGain: Money
  readonly yearToDateLongTermGain: Money
  readonly lossCarryforward: Money
}

export interface CharacterRates {
  readonly taxCharacter: TaxCharacter
  readonly shortTermRate: Fraction
  readonly longTermRate: Fraction
}

export interface Security {
  readonly id: string
  readonly symbol: string
  readonly name: string
  /** The class it counts in; null, or a class that the model lacks, is outside the model. */
  readonly assetClassId: string | null
  /** Null: no usable price; its holdings count for nothing and are not traded. */
  readonly price: Price | null
  readonly priceDate: IsoDate | null
  /** Securities of one group are substantially identical; null: identical to itself alone. */
  readonly identicalGroupId: string | null
  /** Half the bid-ask spread in basis points, up to 4 places: what a trade costs on either side. */
  readonly halfSpreadBps: string
  readonly taxCharacter: TaxCharacter
}

export interface Model {
  readonly id: string
  readonly name: string
  readonly version: number
  /** The tree; targets of the leaves sum to exactly 1, and a parent's target is the sum of its children's. */
  readonly nodes: readonly ModelNode[]
  readonly classHoldings: readonly ClassHoldings[]
  /** Upper edge of the band for everything outside the model; its target and lower edge are 0. */
  readonly otherHigh: Fraction
}

export interface ModelNode {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly target: Fraction
  readonly low: Fraction
  readonly high: Fraction
  /** Set on leaves alone. */
  readonly assetClassId: string | null
  /** True on exactly one leaf: cash beyond the reserves counts here. */
  readonly isCash: boolean
  /** Yearly tax drag where the class is held, by account type or tax status; what is not named has none. */
  readonly yearlyDrag: readonly YearlyDrag[]
}

export interface YearlyDrag {
  /** An account type or a tax status; the account type wins. */
  readonly appliesTo: string
  readonly drag: Fraction
}

/** What fills a leaf. A set for an account type replaces that for its tax status, which replaces `any`, wholesale. */
export interface ClassHoldings {
  readonly nodeId: string
  /** `any`, a tax status, or an account type. */
  readonly appliesTo: string
  readonly slots: readonly Slot[]
}

export interface Slot {
  readonly securityId: string
  /** Share of the class; the slots of a set sum to exactly 1. */
  readonly weight: Fraction
  /** Bought, first to last, where the security itself may not be bought; held, they count for the slot. */
  readonly alternatives: readonly string[]
  /** Held, they count for the slot; they are never bought. */
  readonly equivalents: readonly string[]
}

export interface Group {
  readonly id: string
  readonly modelId: string
  readonly accountIds: readonly string[]
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly taxpayerId: string
  /** The registration, such as `joint` or `roth_ira`; rules look at it only where a model names it. */
  readonly type: string
  readonly taxStatus: TaxStatus
  /** Settled cash; negative is a margin debit. */
  readonly cash: Money
  readonly minimumCash: Money
  readonly contribution: Money
  readonly withdrawal: Money
  /** A debit in an account with approved margin is not cured. */
  readonly marginApproved: boolean
  /** Why nothing may be traded here, such as lots that disagree with positions; it still counts. */
  readonly blocks: readonly AccountBlock[]
  readonly lots: readonly Lot[]
}

export interface AccountBlock {
  readonly code: AccountBlockCode
  /** One sentence for the person who has to clear it. */
  readonly detail: string
}

export type AccountBlockCode =
  'lotsDisagreeWithPositions' | 'openOrders' | 'stalePositions' | 'consentMissing' | 'other'

export interface Lot {
  readonly id: string
  readonly securityId: string
  readonly shares: Shares
  /** Cost a share for tax purposes; null: unknown, and never sold in a taxable account. */
  readonly unitCost: Price | null
  /** The purchase: what the wash-sale window looks at. */
  readonly acquired: IsoDate
  /** The purchase that the holding period counts from: earlier than `acquired` after a wash sale, a gift, an inheritance. */
  readonly holdingPeriodStart: IsoDate
}

interface OverrideTerms {
  readonly id: string
  /** Null: every account of the household. */
  readonly accountId: string | null
  readonly reason: string
  /** First day in force. */
  readonly starts: IsoDate
  /** Last day in force; null: until it is lifted. */
  readonly expires: IsoDate | null
}

export interface SecurityOverride extends OverrideTerms {
  readonly kind: 'hold' | 'do_not_sell' | 'do_not_buy' | 'exclude' | 'restricted'
  readonly securityId: string
}

export interface LimitOverride extends OverrideTerms {
  readonly kind: 'cap' | 'keep_within'
  readonly securityId: string
  /** `fraction` is of the base of each account it applies to. */
  readonly unit: 'fraction' | 'dollars' | 'shares'
  readonly low: string | null
  readonly high: string | null
}

export interface CashReserveOverride extends OverrideTerms {
  readonly kind: 'cash_reserve'
  readonly amount: Money
}

export type Override = SecurityOverride | LimitOverride | CashReserveOverride

export interface RecentTrade {
  readonly accountId: string
  readonly securityId: string
  readonly side: TradeSide
  readonly tradeDate: IsoDate
  readonly shares: Shares
  /** Of a sale; negative is a loss, null is unknown and is taken for a loss. Of a purchase: null. */
  readonly realizedGain: Money | null
  /** Of a purchase that is one of the lots held; else null. */
  readonly lotId: string | null
}

export type TradeSide = 'sell' | 'buy'
