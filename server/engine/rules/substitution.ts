import { sum, WHOLE } from '../facts/fixed-point.ts'
import type { HeldAccount } from '../facts/household.ts'
import type { ExactClassHoldings, ExactSlot, ModelTree } from '../facts/model-tree.ts'

type SetsOfModel = Map<string, ExactClassHoldings | null>
const setsByModel = new WeakMap<ModelTree, SetsOfModel>()

/** What fills a class in an account: the set for its type, else for its tax status, else for any; wholesale. */
export function classHoldingsFor(
  model: ModelTree,
  nodeId: string,
  account: HeldAccount,
): ExactClassHoldings | null {
  const sets = setsByModel.get(model) ?? new Map<string, ExactClassHoldings | null>()
  setsByModel.set(model, sets)
  // Asked again and again of few kinds of account.
  const key = `${account.taxStatus} ${account.type} ${nodeId}`
  const known = sets.get(key)
  if (known !== undefined) return known
  const found = findClassHoldings(model, nodeId, account)
  sets.set(key, found)
  return found
}

function findClassHoldings(
  model: ModelTree,
  nodeId: string,
  account: HeldAccount,
): ExactClassHoldings | null {
  const sets = model.holdings.filter((set) => set.nodeId === nodeId)
  for (const appliesTo of [account.type, account.taxStatus, 'any']) {
    const set = sets.find((candidate) => candidate.appliesTo === appliesTo)
    if (!set) continue
    if (sum(set.slots.map(({ weight }) => weight)) !== WHOLE)
      throw new Error(`The slots of ${nodeId} for ${appliesTo} in model ${model.id} must sum to 1`)
    return set
  }
  return null
}

/** May be bought for a slot, first choice first. */
export function choicesOf(slot: ExactSlot): readonly string[] {
  return [slot.securityId, ...slot.alternatives]
}

/** Held, it counts for the slot. */
export function fillsSlot(slot: ExactSlot, securityId: string): boolean {
  return choicesOf(slot).includes(securityId) || slot.equivalents.includes(securityId)
}

/** Does the model name the security, as itself or as an alternative, for an account of this type? */
export function isNamedFor(model: ModelTree, account: HeldAccount, securityId: string): boolean {
  return model.leaves.some((leaf) =>
    (classHoldingsFor(model, leaf.id, account)?.slots ?? []).some((slot) =>
      choicesOf(slot).includes(securityId),
    ),
  )
}

/** The security that the model names for most accounts where this one stands in for it; null: it stands in for none. */
export function substitutedSecurity(
  model: ModelTree,
  nodeId: string,
  bought: { readonly slot: ExactSlot; readonly securityId: string },
): string | null {
  const usual = model.holdings.find((set) => set.nodeId === nodeId && set.appliesTo === 'any')
  if (usual?.slots.some((slot) => slot.securityId === bought.securityId)) return null
  if (bought.slot.securityId !== bought.securityId) return bought.slot.securityId
  const replaced = usual?.slots.toSorted((a, b) => Number(b.weight - a.weight))[0]
  return replaced?.securityId ?? null
}
