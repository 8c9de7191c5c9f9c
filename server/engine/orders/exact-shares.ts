import type { PriceUnits, ShareUnits } from '../facts/fixed-point.ts'
import { greatest, ONE_SHARE } from '../facts/fixed-point.ts'
import type { ExactSecurity, HeldAccount, Household } from '../facts/household.ts'
import { stepOf } from '../rules/order-size.ts'
import { MONEY_BY_DOLLAR } from './class-goals.ts'

/** Below so much a share, a dime, fractions of one are worth nothing and only make numbers too long to be exact. */
const LEAST_PRICE_OF_FRACTIONS: PriceUnits = 100_000n

/** What an order's shares are a multiple of, so that floats hold them. */
export function exactStep(household: Household, account: HeldAccount, security: ExactSecurity): ShareUnits {
  const step = stepOf(household, account, security)
  const isWhole = (security.price ?? 0n) < LEAST_PRICE_OF_FRACTIONS
  return isWhole ? greatest(step, ONE_SHARE) : step
}

/**
 * The most shares that floats count exactly in such steps: whole shares up to some twenty billion. Infinity where the whole base
 * buys fewer.
 */
export function countableShares(base: number, step: ShareUnits, { price }: ExactSecurity): number {
  const powerOfTwo = Number(step & -step)
  const most = Number.MAX_SAFE_INTEGER * powerOfTwo
  const asManyAsBase = (base / MONEY_BY_DOLLAR / Number(price ?? 1n)) * 1e14
  return asManyAsBase < most ? Infinity : most
}
