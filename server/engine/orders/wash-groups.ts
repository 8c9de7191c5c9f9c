import type { HeldAccount, Household } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { choicesOf } from '../rules/substitution.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'

/** Accounts that wash each other's losses, and a group of identical securities: within both a loss and a purchase collide. */
export function unitAndGroup(watch: WashSaleWatch, account: HeldAccount, identicalGroupId: string): string {
  return JSON.stringify([watch.unitOfAccount.get(account.id), identicalGroupId])
}

/** Where some taxable account holds and some slot names: there a plan might both lose and buy. */
export function conflictingGroups(household: Household, watch: WashSaleWatch): string[] {
  const named = new Set<string>()
  const held = new Set<string>()
  for (const { model, accounts } of household.groups) {
    const groups = new Set(
      model.holdings.flatMap(({ slots }) =>
        slots.flatMap((slot) =>
          choicesOf(slot).flatMap((id) => household.securities.get(id)?.identicalGroupId ?? []),
        ),
      ),
    )
    for (const account of accounts) {
      for (const id of groups) named.add(unitAndGroup(watch, account, id))
      if (!isTaxable(account)) continue
      for (const { security } of account.positions)
        held.add(unitAndGroup(watch, account, security.identicalGroupId))
    }
  }
  return [...held].filter((id) => named.has(id)).sort()
}
