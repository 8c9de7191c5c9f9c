import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import type { NetGains } from './gains-budget.ts'

/** What a rule may ask about the trades that are already in a list. */
export interface ProposedSoFar {
  soldShares(accountId: string, securityId: string): ShareUnits
  boughtShares(accountId: string, securityId: string): ShareUnits
  takesLossIn(identicalGroupId: string): boolean
  buysIn(identicalGroupId: string): boolean
  /** By taxpayer that holds a budget. */
  readonly netGains: NetGains
  /** The account's own base before any trade. */
  accountBase(accountId: string): Cents
}
