import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import {
  divideDown,
  divideUp,
  greatest,
  least,
  ONE_SHARE,
  parseDecimal,
  SHARE_PLACES,
  WEIGHT_PLACES,
  WHOLE,
  MONEY_PLACES,
} from '../facts/fixed-point.ts'
import { accountBase } from '../facts/holdings.ts'
import type { ExactSecurity, HeldAccount, Household } from '../facts/household.ts'
import { sharesWithin, sharesWorth } from '../facts/money.ts'
import type { LimitOverride } from '../snapshot.ts'

/** Between how many shares the overrides keep a holding: not sold below the one, not bought above the other. */
export interface HoldingLimits {
  readonly leastShares: ShareUnits
  /** Null: no upper limit. */
  readonly mostShares: ShareUnits | null
}

const NO_LIMITS: HoldingLimits = { leastShares: 0n, mostShares: null }

/** The limits on a holding; the account's base is worked out only where an override is there. */
export function limitsOn(household: Household, account: HeldAccount, security: ExactSecurity): HoldingLimits {
  return account.limits.length === 0
    ? NO_LIMITS
    : holdingLimits(account, security, accountBase(household, account))
}

/** The narrowest limits that caps and keep-within overrides set; a fraction is of the account's own base. */
export function holdingLimits(
  account: HeldAccount,
  security: ExactSecurity,
  accountBase: Cents,
): HoldingLimits {
  let leastShares = 0n
  let mostShares: ShareUnits | null = null
  for (const limit of account.limits) {
    if (limit.securityId !== security.id || security.price === null) continue
    if (limit.low !== null)
      leastShares = greatest(leastShares, sharesAt(limit, limit.low, { security, accountBase, round: 'up' }))
    if (limit.high !== null) {
      const high = sharesAt(limit, limit.high, { security, accountBase, round: 'down' })
      mostShares = mostShares === null ? high : least(mostShares, high)
    }
  }
  return { leastShares, mostShares }
}

function sharesAt(
  limit: LimitOverride,
  edge: string,
  terms: { security: ExactSecurity; accountBase: Cents; round: 'up' | 'down' },
): ShareUnits {
  if (limit.unit === 'shares') return parseDecimal(edge, SHARE_PLACES)
  const scaled =
    limit.unit === 'dollars'
      ? parseDecimal(edge, MONEY_PLACES) * WHOLE
      : parseDecimal(edge, WEIGHT_PLACES) * terms.accountBase
  const price = terms.security.price ?? ONE_SHARE
  return terms.round === 'up'
    ? sharesWorth(divideUp(scaled, WHOLE), price, 1n)
    : sharesWithin(divideDown(scaled, WHOLE), price, 1n)
}
