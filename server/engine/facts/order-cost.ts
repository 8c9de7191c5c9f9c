import type { IsoDate, TradeSide } from '../snapshot.ts'
import { firstInFirst } from './average-cost.ts'
import { daysBetween } from './calendar.ts'
import type { Cents, ShareUnits } from './fixed-point.ts'
import { divideUp, sum, WHOLE } from './fixed-point.ts'
import { relieveLots } from './gain.ts'
import type { ExactSecurity, HeldAccount, HeldLot } from './household.ts'
import { tradingCost, valueOf } from './money.ts'

export interface OrderToPrice {
  readonly account: HeldAccount
  readonly security: ExactSecurity
  readonly side: TradeSide
  /** Of the whole order. */
  readonly shares: ShareUnits
  /** Of a sale: all lots of the position, whichever of them are relieved for tax. */
  readonly lots: readonly HeldLot[]
  readonly asOf: IsoDate
}

/** What an order costs beside its price: half-spread, redemption fee and the custodian's fee, each rounded up to the cent. */
export function orderCost({ account, security, side, shares, lots, asOf }: OrderToPrice): Cents {
  if (security.price === null) throw new Error(`${security.id} has no price and cannot be traded`)
  if (shares === 0n) return 0n
  const value = valueOf(shares, security.price)
  const redemption =
    side === 'sell' && security.redemptionFee !== null
      ? redemptionFee(security, relieveLots([...lots].sort(firstInFirst), shares, security.price), asOf)
      : 0n
  return tradingCost(value, security.halfSpread) + redemption + orderFee(account, security, value)
}

/** The custodian's fee: the first in its list for this kind of security and an order of this value. */
export function orderFee(account: HeldAccount, security: ExactSecurity, value: Cents): Cents {
  const fee = account.fees.find(
    ({ appliesTo, valueUpTo }) =>
      (appliesTo === 'any' || appliesTo === security.kind) && (valueUpTo === null || value <= valueUpTo),
  )
  return fee ? fee.perOrder + divideUp(value * fee.rate, WHOLE) : 0n
}

/**
 * What the fund keeps of the proceeds of shares held for fewer days than it asks. Funds count shares as sold first in, first
 * out, so the parts given are those of the oldest lots. 17 CFR 270.22c-2.
 */
export function redemptionFee(
  { redemptionFee: fee }: ExactSecurity,
  parts: readonly { readonly lot: Pick<HeldLot, 'acquired'>; readonly proceeds: Cents }[],
  asOf: IsoDate,
): Cents {
  if (fee === null) return 0n
  const young = parts.filter(({ lot }) => daysBetween(lot.acquired, asOf) < fee.days)
  return divideUp(sum(young.map(({ proceeds }) => proceeds)) * fee.rate, WHOLE)
}
