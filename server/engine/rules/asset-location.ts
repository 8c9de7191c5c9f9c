import type { Millionths } from '../facts/fixed-point.ts'
import type { AccountGroup, HeldAccount } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import type { TaxStatus } from '../snapshot.ts'

/** Yearly tax drag of a class in an account, as a fraction of its value; the account's type wins over its tax status. */
export function yearlyDrag(leaf: TreeNode, account: HeldAccount): Millionths {
  return leaf.yearlyDrag.get(account.type) ?? leaf.yearlyDrag.get(account.taxStatus) ?? 0n
}

/** Drag that buying the class here saves against the worst account of the group; the greatest saving is bought first. */
export function dragSaved(leaf: TreeNode, account: HeldAccount, group: AccountGroup): Millionths {
  const here = yearlyDrag(leaf, account)
  return group.accounts.reduce((best, other) => {
    const saved = yearlyDrag(leaf, other) - here
    return saved > best ? saved : best
  }, 0n)
}

/** Sheltered accounts are traded first: their sales cost no tax. */
export const TRADING_ORDER = {
  tax_deferred: 0,
  tax_exempt: 1,
  taxable: 2,
} satisfies Record<TaxStatus, number>

export function shelteredFirst(accounts: readonly HeldAccount[]): HeldAccount[] {
  return accounts.toSorted((a, b) => TRADING_ORDER[a.taxStatus] - TRADING_ORDER[b.taxStatus])
}
