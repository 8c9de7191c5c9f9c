import type { ExactSecurity, HeldAccount, HeldLot, Household, Position } from '../facts/household.ts'
import type { ModelTree } from '../facts/model-tree.ts'

/**
 * Everything that may be traded and what it would be good for, as plain numbers in flat lists that know each other by index.
 * Money is in hundredths of a cent (10,000 a dollar), shares in hundred-millionths, both whole numbers below 2^53; rates are
 * dollars by the dollar.
 */
export interface PossibleTrades {
  readonly household: Household
  readonly groups: readonly TradingGroup[]
  readonly accounts: readonly TradingAccount[]
  /** Every node of every group's tree, parents after their children. */
  readonly nodes: readonly NodeGoal[]
  readonly slots: readonly SlotGoal[]
  /** What overrides keep a holding within, by account and security. */
  readonly limits: readonly LimitGoal[]
  readonly sales: readonly PossibleSale[]
  readonly purchases: readonly PossiblePurchase[]
  readonly budgets: readonly SideBudget[]
  /** Identical groups in which losses might be taken and securities bought. */
  readonly washGroups: readonly string[]
  /** Yearly drag of everything held, cash included, in money. */
  readonly dragHeld: number
}

export interface TradingGroup {
  readonly id: string
  readonly model: ModelTree
  readonly base: number
  /** By security held, or named by a slot. */
  readonly slotOf: ReadonlyMap<string, number>
}

export interface TradingAccount {
  readonly account: HeldAccount
  readonly group: number
  /** After contribution and withdrawal. */
  readonly cash: number
  readonly reserve: number
  /** What sales must restore: the reserve, or a debit that approved margin lets stay. */
  readonly restore: number
  /** Cash beyond the reserve that purchases may not spend: where only losses are to be replaced. */
  readonly locked: number
  readonly cashSlot: number
  /** Yearly drag of a dollar of cash here. */
  readonly cashDrag: number
  /** By security that overrides keep within limits. */
  readonly limitOf: ReadonlyMap<string, number>
  /** False where cash may not grow beyond what it is: sales for cash needs alone. */
  readonly mayGainCash: boolean
}

export interface NodeGoal {
  readonly id: string
  readonly group: number
  /** Index of the parent; -1: none. */
  readonly parent: number
  readonly isLeaf: boolean
  readonly isCash: boolean
  /** Value before any trade. */
  readonly held: number
  readonly target: number
  readonly low: number
  /** Infinity: no upper edge. */
  readonly high: number
  /** Where the mode wants it; -Infinity and Infinity where it wants nothing. */
  readonly goalLow: number
  readonly goalHigh: number
}

export interface SlotGoal {
  readonly group: number
  /** The leaf that it counts in. */
  readonly node: number
  readonly target: number
  /** Held and not for sale, beside what limits hold. */
  readonly fixed: number
  readonly isCash: boolean
}

export interface LimitGoal {
  readonly slot: number
  readonly low: number
  readonly high: number
  /** Held and not for sale. */
  readonly fixed: number
}

export interface PossibleSale {
  readonly account: number
  readonly position: Position
  readonly slot: number
  /** Index of the limit that it falls under; -1: none. */
  readonly limit: number
  /** Index of the identical group where a loss here would bar purchases; -1: it cannot. */
  readonly washGroup: number
  /** In the order they are sold. */
  readonly lots: readonly SaleLot[]
  /** Whether lots of one position must go in this order, so that a dearer one may come first. */
  readonly isForcedOrder: boolean
  /** Shares held, and the most that may go. */
  readonly heldShares: number
  readonly mostShares: number
  readonly step: number
  /** Dollars a share. */
  readonly price: number
  readonly value: number
  /** The least value of an order that leaves something. */
  readonly leastValue: number
  /** A remainder of less value may not be left. */
  readonly leastRemainder: number
  /** Half-spread and the custodian's rate. */
  readonly costRate: number
  /** By dollar sold beyond the aged shares: redemption fee. */
  readonly redemptionRate: number
  readonly agedShares: number
  readonly drag: number
  /** What holding this in place of the slot's own security costs by the dollar. */
  readonly inferiority: number
}

/** A lot, or a part of one where a redemption fee begins within it. */
export interface SaleLot {
  readonly lot: HeldLot
  readonly shares: number
  readonly value: number
  /** By dollar sold: tax, negative for a loss that is worth something. */
  readonly tax: number
  /** By dollar sold: net gain, negative for a loss; what budgets of gains count. */
  readonly gain: number
  /** Dollars a share where gains count for budgets; null: they do not. */
  readonly unitCost: number | null
  /** By dollar sold: what budgets of tax count. */
  readonly fullTax: number
  readonly isLoss: boolean
  readonly isWashed: boolean
  /** By dollar sold: short-term gain that is to be avoided. */
  readonly shortTermGain: number
  /** By dollar sold: gain of a holding outside the model that no budget allows. */
  readonly legacyGain: number
  /** By dollar sold: redemption fee, where it is sold in this order. */
  readonly redemption: number
}

/** What an account may buy for a slot; bought is the first choice that is not barred. */
export interface PossiblePurchase {
  readonly account: number
  readonly slot: number
  readonly choices: readonly PurchaseChoice[]
}

export interface PurchaseChoice {
  readonly security: ExactSecurity
  readonly washGroup: number
  readonly limit: number
  readonly price: number
  readonly step: number
  /** Shares that a cap still allows; Infinity: any. */
  readonly mostShares: number
  readonly leastValue: number
  readonly costRate: number
  readonly drag: number
  /** What holding this alternative in place of the slot's own security costs by the dollar. */
  readonly inferiority: number
}

/** A limit on a sum over sales: gains, tax or turnover of some accounts. */
export interface SideBudget {
  readonly id: string
  readonly kind: 'gains' | 'tax' | 'turnover'
  readonly room: number
  /** By index of account. */
  readonly accounts: ReadonlySet<number>
}

/** What a budget counts of a dollar sold of a lot. */
export function countedBy(budget: SideBudget, lot: SaleLot): number {
  return budget.kind === 'gains' ? lot.gain : budget.kind === 'tax' ? lot.fullTax : 1
}

/** By identical group: may losses be taken in it, or may it be bought? Never both in one plan. */
export type WashChoice = 'open' | 'noLoss' | 'noPurchase'

/** The choice that an account buys for a slot, given the wash-sale choices; null: none. */
export function chosenFor({ choices }: PossiblePurchase, wash: readonly WashChoice[]): PurchaseChoice | null {
  return choices.find(({ washGroup }) => washGroup === -1 || wash[washGroup] !== 'noPurchase') ?? null
}

/** Yearly cost of keeping a dollar in place: years of drag. */
export function yearsOfDrag(household: Household): number {
  return Number(household.settings.locationYears) / 1e6
}
