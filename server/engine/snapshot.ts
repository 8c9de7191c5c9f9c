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
  /** Purchases that are already arranged, such as a savings plan; within the window ahead they bar losses. */
  readonly scheduledPurchases: readonly ScheduledPurchase[]
}

export const SNAPSHOT_FORMAT = 'evenkeel/snapshot/2'

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
/** What a security is as a vehicle: fees, fund rules and average cost depend on it. */
export type SecurityKind = 'stock' | 'etf' | 'fund'
export type TaxCharacter =
  'equity' | 'bond' | 'treasury' | 'municipal' | 'reit' | 'collectible' | 'commodity_pool'

/**
 * Which trades may be proposed. `all`; `sleeve`: those in securities of one node of the tree; `investCash`: purchases alone;
 * `raiseCash`: sales alone, as far as cash is short; `harvest`: losses worth taking, and their replacements; `sellOnly` and
 * `buyOnly`: towards the mode's goal, on one side.
 */
export type Scope =
  | { readonly kind: 'all' | 'investCash' | 'raiseCash' | 'harvest' | 'sellOnly' | 'buyOnly' }
  | { readonly kind: 'sleeve'; readonly nodeId: string }

export interface Settings {
  /** How far an out-of-range class is brought: to its target, half way back, or just inside its band. */
  readonly mode: RebalanceMode
  readonly scope: Scope
  /** `bestFit`: as near to the goal as can be; `fewestTrades`: as few orders as bring cash and bands in order. */
  readonly preference: 'bestFit' | 'fewestTrades'
  /** `whenDue`: nothing is proposed unless a class is out of its band or cash is due; `asked`: the mode is applied as it stands. */
  readonly trigger: 'whenDue' | 'asked'
  readonly lotRelief: LotReliefMethod
  /** 0 is whole shares; otherwise orders are multiples of 10^-shareDecimals. Securities and accounts may ask for coarser ones. */
  readonly shareDecimals: number
  /** The least value of an order; a whole position below it may be sold at once. */
  readonly minimumTrade: Money
  /** The same as a fraction of the base of the order's account; the greater of both counts. */
  readonly minimumTradeFraction: Fraction
  /** What a sale would leave of a position below this value is sold with it. */
  readonly sellAllBelow: Money
  /**
   * Fraction of the household's base by which trades must lessen what is outside bands and goals, before anything is traded
   * for their sake. Cash needs are met whatever it is.
   */
  readonly minimumImprovement: Fraction
  /** Share of the money for buys that is kept back against price moves: 0.01 leaves one percent. */
  readonly cashCushion: Fraction
  readonly washSaleDays: number
  /** Whose purchases wash a loss: those of all accounts given, or of taxpayer, spouse, grantor trusts and those of unknown relation. */
  readonly washSaleWatch: 'household' | 'related'
  /** May lots that the wash-sale rule bars be sold, last of all, for a cash need that nothing else meets? */
  readonly washedLotsForCash: boolean
  /** Short-term gains are realized only to meet a cash need. */
  readonly avoidShortTermGains: boolean
  /** A short-term gain that turns long-term within so many days is realized only to meet a cash need; 0: none waits. */
  readonly longTermWaitDays: number
  /** What a realized loss is worth, as a part of its rate: 0 is nothing beyond its use in the gains budget. */
  readonly lossCredit: Fraction
  /** The least tax, in dollars, that the lots of a position must save together for their losses to be worth anything. */
  readonly harvestThreshold: Money
  /** Dollars that it is worth to hold a dollar in a slot's own security instead of an alternative; 0: what replaced it stays. */
  readonly switchBackPrice: Fraction
  /**
   * May a holding outside the model be sold at a gain in a taxable account? `free`: like any other;
   * `withinBudget`: only where the taxpayer has a gains or tax budget, and within it, or where it is marked for sale.
   */
  readonly legacyGains: 'free' | 'withinBudget'
  /** `leaveAlone`: an unpriced holding is reported; `blockAccount`: its account is not traded either. */
  readonly unpricedHoldings: 'leaveAlone' | 'blockAccount'
  /** Years of location drag that count as cost. */
  readonly locationYears: string
  /** What one dollar less deviation may cost, in dollars. */
  readonly deviationPrice: Fraction
  /** The part of the year's gains and tax budgets that may be used up by now, such as 0.5 by the middle of the year. */
  readonly budgetShare: Fraction
  /** The most dollars that this run may sell beyond cash needs; null: no limit. */
  readonly turnoverBudget: Money | null
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
  /** Net gain allowed in this tax year, across short and long term; null is no budget. Spouses share what either has. */
  readonly gainsBudget: Money | null
  /** Tax on gains allowed in this tax year; null is no budget. Spouses share what either has. */
  readonly taxBudget: Money | null
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
  readonly kind: SecurityKind
  /** Decimals of an order where they are fewer than those of the settings; null: as the settings say. */
  readonly shareDecimals: number | null
  /** Orders are multiples of this many shares; null: none. */
  readonly roundLot: Shares | null
  /** The least value of a first purchase in an account, as funds ask; null: none. */
  readonly minimumPurchase: Money | null
  readonly redemptionFee: RedemptionFee | null
}

/** What a fund keeps of shares that are sold within so many days of their purchase. */
export interface RedemptionFee {
  /** Of the proceeds. */
  readonly rate: Fraction
  readonly days: number
}

/** A tree of its own, or a model of models: then `parts` says which, and nodes and class holdings are empty. */
export interface Model {
  readonly id: string
  readonly name: string
  readonly version: number
  /** Models that this one is blended of: targets, ranges and slots are theirs in proportion; the weights sum to exactly 1. */
  readonly parts: readonly ModelPart[]
  /** The tree; targets of the leaves sum to exactly 1, and a parent's target is the sum of its children's. */
  readonly nodes: readonly ModelNode[]
  readonly classHoldings: readonly ClassHoldings[]
  /** Upper edge of the band for everything outside the model; its target and lower edge are 0. */
  readonly otherHigh: Fraction
}

export interface ModelPart {
  readonly modelId: string
  readonly weight: Fraction
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
  /** Ranges of this portfolio's own, in place of the model's: by client override, or by tax status. */
  readonly ranges: readonly NodeRange[]
}

export interface NodeRange {
  readonly nodeId: string
  readonly low: Fraction
  readonly high: Fraction
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
  /** Decimals of an order where the custodian takes fewer than the settings say; null: as they say. */
  readonly shareDecimals: number | null
  /** What its custodian charges for an order: the first that applies to its kind and value. */
  readonly fees: readonly OrderFee[]
  /** Securities whose lots are relieved at average cost, first in first out. Reg. 1.1012-1(e). */
  readonly averageCost: readonly string[]
  /** Securities whose dividends are reinvested here: a purchase that nobody places. */
  readonly reinvested: readonly string[]
  readonly lots: readonly Lot[]
}

export interface OrderFee {
  readonly appliesTo: SecurityKind | 'any'
  /** Of orders up to this value; null: of any. */
  readonly valueUpTo: Money | null
  readonly perOrder: Money
  /** Of the order's value, beside the fee per order. */
  readonly rate: Fraction
}

export interface AccountBlock {
  readonly code: AccountBlockCode
  /** One sentence for the person who has to clear it. */
  readonly detail: string
}

export type AccountBlockCode =
  'lotsDisagreeWithPositions' | 'openOrders' | 'stalePositions' | 'consentMissing' | 'heldAway' | 'other'

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
  /** `sell` marks a holding for sale, as far as budgets and the other rules let it go. */
  readonly kind: 'hold' | 'do_not_sell' | 'do_not_buy' | 'exclude' | 'restricted' | 'sell'
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

export interface ScheduledPurchase {
  readonly accountId: string
  readonly securityId: string
  readonly date: IsoDate
}

export type TradeSide = 'sell' | 'buy'
