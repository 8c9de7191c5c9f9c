import type { Cents } from '../facts/fixed-point.ts'
import type { ExactSecurity } from '../facts/household.ts'
import { securityOf } from '../facts/household.ts'
import type { ExactSlot } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import type { Reason } from '../reasons.ts'
import { purchaseRefusal, sharesBelowLimit } from '../rules/purchase-permission.ts'
import { choicesOf, classHoldingsFor } from '../rules/substitution.ts'
import type { AccountPlanning } from './planning.ts'

/** What an account would buy for a slot of a class: the first choice that no rule forbids there. */
export interface PurchaseOption {
  readonly slot: ExactSlot
  readonly security: ExactSecurity
}

/** What an account may buy for a class; a slot all of whose choices are forbidden is left out. */
export function purchaseOptions(planning: AccountPlanning, leafId: string): PurchaseOption[] {
  return slotsOf(planning, leafId).flatMap((slot): PurchaseOption[] => {
    const allowed = choicesOf(slot).find((securityId) => refusalOf(planning, securityId) === null)
    return allowed === undefined ? [] : [{ slot, security: securityOf(planning.plan.household, allowed) }]
  })
}

/** Dollars of a class that caps let an account buy through some options; null: no cap binds. */
export function purchaseCapacity(
  planning: AccountPlanning,
  options: readonly PurchaseOption[],
): Cents | null {
  const { plan, watch, account } = planning
  const { household } = plan
  return options.reduce<Cents | null>((capacity, { security }) => {
    const room = sharesBelowLimit({ household, watch, proposed: plan, account, security })
    if (capacity === null || room === null) return null
    return capacity + valueOf(room, security.price ?? 0n)
  }, 0n)
}

/** Why an account may buy nothing of a class, one reason for each security that the model names; empty: it may. */
export function purchaseRefusals(planning: AccountPlanning, leafId: string): Reason[] {
  if (purchaseOptions(planning, leafId).length > 0) return []
  return slotsOf(planning, leafId)
    .flatMap(choicesOf)
    .flatMap((securityId) => refusalOf(planning, securityId) ?? [])
}

function slotsOf({ group, account }: AccountPlanning, leafId: string): readonly ExactSlot[] {
  return classHoldingsFor(group.model, leafId, account)?.slots ?? []
}

function refusalOf({ plan, watch, account }: AccountPlanning, securityId: string): Reason | null {
  const security = securityOf(plan.household, securityId)
  return purchaseRefusal({ household: plan.household, watch, proposed: plan, account, security })
}
