import type { GainTerm } from '../proposal.ts'
import type {
  AccountBlock,
  CashReserveOverride,
  IsoDate,
  LimitOverride,
  LotReliefMethod,
  Override,
  RebalanceMode,
  RecentTrade,
  ScheduledPurchase,
  Scope,
  SecurityKind,
  SecurityOverride,
  TaxCharacter,
  Taxpayer,
  TaxStatus,
} from '../snapshot.ts'
import type { Cents, Millionths, PriceUnits, ShareUnits } from './fixed-point.ts'
import type { ModelTree } from './model-tree.ts'

/** A snapshot made exact: decimals as whole units, references resolved, every list in the order of its ids. */
export interface Household {
  readonly id: string
  readonly asOf: IsoDate
  readonly settings: ExactSettings
  readonly taxpayers: ReadonlyMap<string, ExactTaxpayer>
  readonly securities: ReadonlyMap<string, ExactSecurity>
  readonly groups: readonly AccountGroup[]
  /** Every account, those in no group too. */
  readonly accounts: readonly HeldAccount[]
  /** Those in force on the date of the snapshot. */
  readonly overrides: readonly Override[]
  readonly recentTrades: readonly RecentTrade[]
  readonly scheduledPurchases: readonly ScheduledPurchase[]
}

export interface ExactSettings {
  readonly mode: RebalanceMode
  readonly scope: Scope
  readonly preference: 'bestFit' | 'fewestTrades'
  readonly trigger: 'whenDue' | 'asked'
  readonly lotRelief: LotReliefMethod
  /** The multiple that orders are of. */
  readonly step: ShareUnits
  readonly minimumTrade: Cents
  readonly minimumTradeFraction: Millionths
  readonly sellAllBelow: Cents
  readonly minimumImprovement: Millionths
  readonly cashCushion: Millionths
  readonly washSaleDays: number
  readonly washSaleWatch: 'household' | 'related'
  readonly washedLotsForCash: boolean
  readonly avoidShortTermGains: boolean
  readonly longTermWaitDays: number
  readonly lossCredit: Millionths
  readonly harvestThreshold: Cents
  readonly switchBackPrice: Millionths
  readonly legacyGains: 'free' | 'withinBudget'
  readonly unpricedHoldings: 'leaveAlone' | 'blockAccount'
  /** Years and dollars by the dollar, both in millionths. */
  readonly locationYears: Millionths
  readonly deviationPrice: Millionths
  readonly budgetShare: Millionths
  readonly turnoverBudget: Cents | null
}

export interface ExactTaxpayer {
  readonly id: string
  readonly kind: Taxpayer['kind']
  readonly spouseId: string | null
  /** Of a grantor trust alone; null where it is not recorded: then it files for itself. */
  readonly grantorId: string | null
  readonly rates: Rates
  readonly ratesByCharacter: ReadonlyMap<string, Rates>
  /** Of the whole year; null: no budget. */
  readonly gainsBudget: Cents | null
  readonly taxBudget: Cents | null
  /** Realized so far this year; negative is a net loss. */
  readonly shortTermGain: Cents
  readonly longTermGain: Cents
  readonly lossCarryforward: Cents
}

export type Rates = Readonly<Record<GainTerm, Millionths>>

export interface ExactSecurity {
  readonly id: string
  readonly assetClassId: string | null
  readonly price: PriceUnits | null
  readonly identicalGroupId: string
  readonly halfSpread: bigint
  readonly taxCharacter: TaxCharacter
  readonly kind: SecurityKind
  /** The multiple that its orders are of where the settings allow finer ones; 1 unit: as the settings say. */
  readonly step: ShareUnits
  readonly minimumPurchase: Cents
  readonly redemptionFee: { readonly rate: Millionths; readonly days: number } | null
}

export interface ExactFee {
  readonly appliesTo: SecurityKind | 'any'
  readonly valueUpTo: Cents | null
  readonly perOrder: Cents
  readonly rate: Millionths
}

export interface AccountGroup {
  readonly id: string
  readonly model: ModelTree
  readonly accounts: readonly HeldAccount[]
}

export interface HeldAccount {
  readonly id: string
  readonly groupId: string | null
  readonly taxpayerId: string
  readonly type: string
  readonly taxStatus: TaxStatus
  /** Before contribution and withdrawal. */
  readonly openingCash: Cents
  readonly contribution: Cents
  readonly withdrawal: Cents
  /** After contribution and withdrawal. */
  readonly cash: Cents
  /** Minimum cash and every reserve in force: what must stay. */
  readonly reserve: Cents
  readonly marginApproved: boolean
  readonly blocks: readonly AccountBlock[]
  /** The multiple that its custodian takes orders of; 1 unit: as the settings say. */
  readonly step: ShareUnits
  readonly fees: readonly ExactFee[]
  readonly averageCost: ReadonlySet<string>
  readonly reinvested: ReadonlySet<string>
  /** In order of security. */
  readonly positions: readonly Position[]
  readonly securityOverrides: readonly SecurityOverride[]
  readonly limits: readonly LimitOverride[]
  readonly reserves: readonly CashReserveOverride[]
}

/** All of one security in one account. */
export interface Position {
  readonly accountId: string
  readonly security: ExactSecurity
  readonly shares: ShareUnits
  /** In order of id; at average cost, in order of purchase. */
  readonly lots: readonly HeldLot[]
  /** Excluded from management: in neither base nor class, and never traded. */
  readonly isExcluded: boolean
  /** To the cent; null without a price. */
  readonly value: Cents | null
}

export interface HeldLot {
  readonly id: string
  readonly shares: ShareUnits
  readonly unitCost: PriceUnits | null
  readonly acquired: IsoDate
  /** Of a gain realized on the date of the snapshot. */
  readonly term: GainTerm
  /** The first day on which a sale is long-term. */
  readonly longTermFrom: IsoDate
}

export function isTaxable(account: HeldAccount): boolean {
  return account.taxStatus === 'taxable'
}

export function accountOf(household: Household, accountId: string): HeldAccount {
  const account = household.accounts.find(({ id }) => id === accountId)
  if (!account) throw new Error(`No account ${accountId} in household ${household.id}`)
  return account
}

export function securityOf(household: Household, securityId: string): ExactSecurity {
  const security = household.securities.get(securityId)
  if (!security) throw new Error(`No security ${securityId} in household ${household.id}`)
  return security
}

export function groupOf(household: Household, account: HeldAccount): AccountGroup | null {
  return household.groups.find(({ id }) => id === account.groupId) ?? null
}
