import { WHOLE } from '../facts/fixed-point.ts'
import type { AccountGroup, HeldAccount } from '../facts/household.ts'
import type { ExactClassHoldings, ExactSlot, TreeNode } from '../facts/model-tree.ts'
import { classHoldingsFor, choicesOf } from '../rules/substitution.ts'

/** A slot of a class over a whole group: the same place under the names that its account types give it. */
export interface GroupSlot {
  readonly leaf: TreeNode
  /** Its part of the class, in millionths. */
  readonly weight: bigint
  /** What counts for it where it is held. */
  readonly securities: Set<string>
  /** By account: the slot of that account's own set. */
  readonly byAccount: Map<HeldAccount, ExactSlot>
}

/**
 * The slots of a class. Sets for different account types name the same slot where they share a security at one weight, or
 * where each fills the class with one alone; a slot that some accounts lack has its part of what the others hold.
 */
export function slotsOfLeaf(
  group: AccountGroup,
  leaf: TreeNode,
  baseOf: (account: HeldAccount) => number,
): GroupSlot[] {
  const slots: GroupSlot[] = []
  const sets = group.accounts.flatMap((account) => {
    const set = classHoldingsFor(group.model, leaf.id, account)
    return set ? [{ account, set }] : []
  })
  const areSingle = sets.every(({ set }) => set.slots.length === 1)
  const known = new Map<ExactClassHoldings, GroupSlot[]>()
  for (const { account, set } of sets) {
    const ofSet = known.get(set) ?? set.slots.map((slot) => slotFor(slot, { leaf, slots, areSingle, set }))
    known.set(set, ofSet)
    set.slots.forEach((slot, index) => ofSet[index]?.byAccount.set(account, slot))
  }
  return slots.map((slot) => ({ ...slot, weight: weightOver(slot, sets, baseOf) }))
}

function slotFor(
  slot: ExactSlot,
  terms: {
    readonly leaf: TreeNode
    readonly slots: GroupSlot[]
    readonly areSingle: boolean
    readonly set: ExactClassHoldings
  },
): GroupSlot {
  const named = [...choicesOf(slot), ...slot.equivalents]
  const same = terms.slots.find(
    ({ weight, securities }) =>
      terms.areSingle || (weight === slot.weight && named.some((id) => securities.has(id))),
  )
  if (same) {
    for (const id of named) same.securities.add(id)
    return same
  }
  const added = {
    leaf: terms.leaf,
    weight: slot.weight,
    securities: new Set(named),
    byAccount: new Map<HeldAccount, ExactSlot>(),
  }
  terms.slots.push(added)
  return added
}

function weightOver(
  { weight, byAccount }: GroupSlot,
  sets: readonly { readonly account: HeldAccount }[],
  baseOf: (account: HeldAccount) => number,
): bigint {
  if (byAccount.size === sets.length) return weight
  const whole = sets.reduce((total, { account }) => total + baseOf(account), 0)
  if (whole <= 0) return weight
  const here = [...byAccount.keys()].reduce((total, account) => total + baseOf(account), 0)
  return (weight * BigInt(Math.round((here / whole) * Number(WHOLE)))) / WHOLE
}
