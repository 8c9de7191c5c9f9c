import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import { divideUp, greatest, WHOLE } from '../facts/fixed-point.ts'
import { accountBase } from '../facts/holdings.ts'
import type { ExactSecurity, HeldAccount, Household } from '../facts/household.ts'

/** The least value of an order in an account: the minimum in dollars, or its part of the account's base if that is more. */
export function minimumOrder(household: Household, account: HeldAccount): Cents {
  const { minimumTrade, minimumTradeFraction } = household.settings
  if (minimumTradeFraction === 0n) return minimumTrade
  return greatest(minimumTrade, divideUp(accountBase(household, account) * minimumTradeFraction, WHOLE))
}

/** The multiple that orders of a security in an account are of: the coarsest that settings, security and custodian ask for. */
export function stepOf(household: Household, account: HeldAccount, security: ExactSecurity): ShareUnits {
  return greatest(household.settings.step, greatest(security.step, account.step))
}
