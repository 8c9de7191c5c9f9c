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
  SecurityOverride,
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
}

export interface ExactSettings {
  readonly mode: RebalanceMode
  readonly trigger: 'whenDue' | 'asked'
  readonly lotRelief: LotReliefMethod
  /** The multiple that orders are of. */
  readonly step: ShareUnits
  readonly minimumTrade: Cents
  readonly cashCushion: Millionths
  readonly washSaleDays: number
  readonly avoidShortTermGains: boolean
  readonly lossCredit: Millionths
  readonly legacyGains: 'free' | 'withinBudget'
  readonly unpricedHoldings: 'leaveAlone' | 'blockAccount'
}

export interface ExactTaxpayer {
  readonly id: string
  readonly grantorId: string | null
  readonly rates: Rates
  readonly ratesByCharacter: ReadonlyMap<string, Rates>
  /** What may still be realized this year, net; null: no budget. */
  readonly gainRoom: Cents | null
}

export type Rates = Readonly<Record<GainTerm, Millionths>>

export interface ExactSecurity {
  readonly id: string
  readonly assetClassId: string | null
  readonly price: PriceUnits | null
  readonly identicalGroupId: string
  readonly halfSpread: bigint
  readonly taxCharacter: string
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
  /** In order of id. */
  readonly lots: readonly HeldLot[]
  /** Excluded from management: in neither base nor class, and never traded. */
  readonly isExcluded: boolean
}

export interface HeldLot {
  readonly id: string
  readonly shares: ShareUnits
  readonly unitCost: PriceUnits | null
  readonly acquired: IsoDate
  /** Of a gain realized on the date of the snapshot. */
  readonly term: GainTerm
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
