/**
 * A household case of the format `hh/1` as its JSON stands: money, prices, shares and rates are decimals written as text, dates
 * `YYYY-MM-DD`, spreads basis points.
 */
export interface HouseholdCase {
  readonly format: 'hh/1'
  readonly id: string
  readonly asOf: string
  readonly tax: CaseTax
  readonly settings: CaseSettings
  readonly securities: readonly CaseSecurity[]
  readonly models: Readonly<Record<string, CaseModel>>
  readonly groups: readonly CaseGroup[]
  readonly accounts: readonly CaseAccount[]
  readonly recentTrades?: readonly CaseRecentTrade[]
}

export interface CaseTax {
  readonly shortRate: string
  readonly longRate: string
  readonly lossCredit?: string
  readonly gainBudget?: string | null
  readonly ytdNetGain?: string
  readonly avoidShortTermGains?: boolean
}

export interface CaseSettings {
  readonly mode: 'band' | 'target' | 'midpoint'
  readonly shares: 'whole' | 'fractional'
  readonly shareDecimals?: number
  readonly minTrade?: string
  readonly locationYears?: string
  readonly deviationPrice?: string
  readonly washWindowDays?: number
}

export interface CaseSecurity {
  readonly id: string
  readonly class: string | null
  readonly price: string | null
  readonly identicalGroup?: string | null
  readonly halfSpreadBps?: string
}

export interface CaseModel {
  readonly classes: readonly CaseClass[]
  readonly otherHigh?: string
}

export interface CaseClass {
  readonly id: string
  readonly target: string
  readonly low: string
  readonly high: string
  readonly cash?: boolean
  readonly drag?: Readonly<Record<string, string>>
  readonly slots?: readonly CaseSlot[]
}

export interface CaseSlot {
  readonly security: string
  readonly weight: string
  readonly byType?: Readonly<Record<string, string>>
  readonly equivalents?: readonly string[]
}

export interface CaseGroup {
  readonly id: string
  readonly model: string
  readonly accounts: readonly string[]
}

export type CaseAccountType = 'taxable' | 'joint' | 'trust' | 'ira' | 'roth'

export interface CaseAccount {
  readonly id: string
  readonly type: CaseAccountType
  readonly cash: string
  readonly reserve?: string
  readonly contribution?: string
  readonly withdrawal?: string
  readonly restrictions?: readonly CaseRestriction[]
  readonly lots: readonly CaseLot[]
}

export interface CaseRestriction {
  readonly security: string
  readonly kind: 'doNotSell' | 'doNotBuy' | 'hold'
}

export interface CaseLot {
  readonly id: string
  readonly security: string
  readonly qty: string
  readonly costPerShare: string
  readonly acquired: string
}

export interface CaseRecentTrade {
  readonly account: string
  readonly security: string
  readonly side: 'sell' | 'buy'
  readonly date: string
  readonly qty: string
  /** Of a sale, positive. */
  readonly loss?: string
  /** Of a buy that is one of the account's lots. */
  readonly lot?: string
}

/** One row of a plan: sales name their lot. */
export interface CaseTrade {
  readonly account: string
  readonly security: string
  readonly side: 'sell' | 'buy'
  readonly lot?: string
  readonly qty: string
}
