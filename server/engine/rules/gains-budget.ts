import type { Cents } from '../facts/fixed-point.ts'
import { least } from '../facts/fixed-point.ts'
import { taxpayerOf } from '../facts/gain.ts'
import type { ExactTaxpayer, HeldAccount, Household } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'

/** Net gain that a list of trades realizes so far in the accounts of a taxpayer. */
export type NetGains = ReadonlyMap<string, Cents>

/**
 * Whose budgets a gain in the account uses up: the taxpayer's, and the grantor's where it is a grantor trust
 * (decided 2026-11-22: a budget set on the trust itself is obeyed as well).
 */
export function budgetHolders(household: Household, account: HeldAccount): ExactTaxpayer[] {
  if (!isTaxable(account)) return []
  const own = taxpayerOf(household, account.taxpayerId)
  const holders = own.grantorId === null ? [own] : [own, taxpayerOf(household, own.grantorId)]
  return holders.filter(({ gainRoom }) => gainRoom !== null)
}

/** Net gain that may still be realized in an account; null: no budget limits it. */
export function gainRoomLeft(household: Household, account: HeldAccount, netGains: NetGains): Cents | null {
  return budgetHolders(household, account).reduce<Cents | null>((room, holder) => {
    const left = (holder.gainRoom ?? 0n) - (netGains.get(holder.id) ?? 0n)
    return room === null ? left : least(room, left)
  }, null)
}

/** Does a budget limit the gains of an account? */
export function hasBudget(household: Household, account: HeldAccount): boolean {
  return budgetHolders(household, account).length > 0
}
