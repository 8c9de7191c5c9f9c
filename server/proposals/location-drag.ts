import {
  parseDecimal,
  divideRounded,
  formatWeight,
  WEIGHT_PLACES,
  WHOLE,
} from '../engine/facts/fixed-point.ts'
import { CLASS_KIND_OF, defaultYearlyDrag } from '../engine/facts/location-defaults.ts'
import type { ClassHoldings, Model, ModelNode, Security, Slot, YearlyDrag } from '../engine/snapshot.ts'

/**
 * The model with the tax drag that each class has a year where it is held: that of the securities that fill it in a taxable
 * account, each with the part of the class that it fills. Sheltered accounts have none.
 */
export function withLocationDrag(model: Model, securities: ReadonlyMap<string, Security>): Model {
  const nodes = model.nodes.map((node) => ({ ...node, yearlyDrag: yearlyDragOf(node, model, securities) }))
  return { ...model, nodes }
}

function yearlyDragOf(
  node: ModelNode,
  { classHoldings }: Model,
  securities: ReadonlyMap<string, Security>,
): readonly YearlyDrag[] {
  const slots = slotsOfTaxableAccounts(classHoldings.filter(({ nodeId }) => nodeId === node.id))
  // Its interest is taxed as a bond's; with no drag, plans would turn bonds into cash to spare tax.
  if (node.isCash && slots.length === 0) return defaultYearlyDrag('bond')
  const filled = slots.map(({ securityId, weight }) => ({
    weight,
    drags: defaultYearlyDrag(CLASS_KIND_OF[securities.get(securityId)!.taxCharacter]),
  }))
  const [first] = filled
  return (first?.drags ?? []).map(({ appliesTo }) => ({
    appliesTo,
    drag: meanOf(
      filled.map(({ weight, drags }) => [weight, drags.find((drag) => drag.appliesTo === appliesTo)!.drag]),
    ),
  }))
}

/** A set for taxable accounts replaces the one for any: municipal bonds there, and others in an IRA. */
function slotsOfTaxableAccounts(sets: readonly ClassHoldings[]): readonly Slot[] {
  const setFor = (holder: string) => sets.find(({ appliesTo }) => appliesTo === holder)
  return (setFor('taxable') ?? setFor('any'))?.slots ?? []
}

/** Of fractions, by their weights, which sum to 1. */
function meanOf(weighted: readonly (readonly [weight: string, fraction: string])[]): string {
  const sum = weighted.reduce(
    (total, [weight, fraction]) =>
      total + parseDecimal(weight, WEIGHT_PLACES) * parseDecimal(fraction, WEIGHT_PLACES),
    0n,
  )
  return formatWeight(divideRounded(sum, WHOLE))
}
