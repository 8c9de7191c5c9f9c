import type { Millionths } from '../facts/fixed-point.ts'
import type { HeldAccount } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'

/** Yearly tax drag of a class in an account, as a fraction of its value; the account's type wins over its tax status. */
export function yearlyDrag(leaf: TreeNode, account: HeldAccount): Millionths {
  return leaf.yearlyDrag.get(account.type) ?? leaf.yearlyDrag.get(account.taxStatus) ?? 0n
}
