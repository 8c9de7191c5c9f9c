import type { ClassHoldings, Fraction, Model, ModelNode, Slot, TaxStatus, YearlyDrag } from '../snapshot.ts'
import { apportion } from './apportion.ts'
import type { Millionths } from './fixed-point.ts'
import {
  compareText,
  divideRounded,
  formatWeight,
  greatest,
  least,
  parseDecimal,
  sum,
  WEIGHT_PLACES,
  WHOLE,
} from './fixed-point.ts'

const TAX_STATUSES: readonly string[] = ['taxable', 'tax_deferred', 'tax_exempt'] satisfies TaxStatus[]

/** Models of a snapshot by id, and the tax status that an account type has in it. */
export interface BlendSources {
  readonly models: ReadonlyMap<string, Model>
  readonly taxStatusOfType: ReadonlyMap<string, TaxStatus>
}

interface Part {
  readonly weight: Millionths
  readonly model: Model
  /** By the key that nodes of different models are matched by. */
  readonly nodes: ReadonlyMap<string, ModelNode>
  readonly parentKeys: ReadonlyMap<string, string | null>
}

/**
 * A model of models as one tree: every target and range is the sum of the parts', each times its weight. Leaves are matched by
 * asset class and take its id; parents are matched by their names from the root and take these as id. A part that lacks a class
 * adds nothing to it.
 */
export function blendModel(model: Model, sources: BlendSources): Model {
  return blend(model, sources, [])
}

function blend(model: Model, sources: BlendSources, above: readonly string[]): Model {
  if (above.includes(model.id)) throw new Error(`Model ${model.id} is blended of itself`)
  if (model.parts.length === 0) return model
  const parts = model.parts
    .toSorted((a, b) => compareText(a.modelId, b.modelId))
    .map(({ modelId, weight }): Part => {
      const part = sources.models.get(modelId)
      if (!part) throw new Error(`No model ${modelId} in the snapshot`)
      return readPart(millionths(weight), blend(part, sources, [...above, model.id]))
    })
  if (sum(parts.map(({ weight }) => weight)) !== WHOLE)
    throw new Error(`The weights of the models in ${model.id} must sum to 1`)
  const keys = [...new Set(parts.flatMap((part) => [...part.nodes.keys()]))].sort(compareText)
  const targets = targetsOf(model, parts, keys)
  const leafKeys = keys.filter((key) => leafIn(parts, key) !== null)
  return {
    ...model,
    parts: [],
    nodes: keys.map((key) => blendNode(model, parts, key, targets)),
    classHoldings: leafKeys.flatMap((key) => blendHoldings(parts, key, sources)),
    otherHigh: formatWeight(weighted(parts, (part) => millionths(part.model.otherHigh))),
  }
}

function readPart(weight: Millionths, model: Model): Part {
  const byId = new Map(model.nodes.map((node) => [node.id, node]))
  const keyOf = (node: ModelNode) => node.assetClassId ?? pathOf(node, byId)
  return {
    weight,
    model,
    nodes: new Map(model.nodes.map((node) => [keyOf(node), node])),
    parentKeys: new Map(
      model.nodes.map((node) => {
        const parent = node.parentId === null ? undefined : byId.get(node.parentId)
        return [keyOf(node), parent ? keyOf(parent) : null]
      }),
    ),
  }
}

/** Names from the root down, each after a stroke, so that no path is the id of an asset class. */
function pathOf(node: ModelNode, byId: ReadonlyMap<string, ModelNode>): string {
  const parent = node.parentId === null ? undefined : byId.get(node.parentId)
  return `${parent ? pathOf(parent, byId) : ''}/${node.name}`
}

function leafIn(parts: readonly Part[], key: string): ModelNode | null {
  for (const { nodes } of parts) {
    const node = nodes.get(key)
    if (node && node.assetClassId !== null) return node
  }
  return null
}

/** Leaves are rounded together so that they still sum to 1; a parent is the sum of the leaves below it. */
function targetsOf(model: Model, parts: readonly Part[], keys: readonly string[]): Map<string, Millionths> {
  const leafKeys = keys.filter((key) => leafIn(parts, key) !== null)
  const exact = leafKeys.map((key) =>
    sum(parts.map(({ weight, nodes }) => weight * millionths(nodes.get(key)?.target ?? '0'))),
  )
  const targets = new Map<string, Millionths>()
  apportion(WHOLE, exact).forEach((target, index) => {
    for (let key: string | null = leafKeys[index] ?? null; key !== null; key = parentKeyOf(model, parts, key))
      targets.set(key, (targets.get(key) ?? 0n) + target)
  })
  return targets
}

function parentKeyOf(model: Model, parts: readonly Part[], key: string): string | null {
  const parents = new Set(
    parts.flatMap(({ parentKeys }) => parentKeys.get(key) ?? (parentKeys.has(key) ? [null] : [])),
  )
  if (parents.size > 1) throw new Error(`The models in ${model.id} have ${key} under different parents`)
  return [...parents][0] ?? null
}

function blendNode(
  model: Model,
  parts: readonly Part[],
  key: string,
  targets: ReadonlyMap<string, Millionths>,
): ModelNode {
  const [node, ...others] = parts.flatMap(({ nodes }) => nodes.get(key) ?? [])
  if (!node) throw new Error(`No part of ${model.id} has ${key}`)
  if (others.some(({ isCash }) => isCash !== node.isCash))
    throw new Error(`The models in ${model.id} do not agree that ${key} is the cash class`)
  const target = targets.get(key) ?? 0n
  const edge = (side: 'low' | 'high') =>
    weighted(parts, ({ nodes }) => millionths(nodes.get(key)?.[side] ?? '0'))
  return {
    id: key,
    parentId: parentKeyOf(model, parts, key),
    name: node.name,
    target: formatWeight(target),
    // Rounding the target to a whole millionth must not put it outside its band.
    low: formatWeight(least(edge('low'), target)),
    high: formatWeight(greatest(edge('high'), target)),
    assetClassId: node.assetClassId,
    isCash: node.isCash,
    yearlyDrag: blendDrag(parts, key),
  }
}

/** The drag of a class is averaged over the parts that name one, in proportion to what they hold of it. */
function blendDrag(parts: readonly Part[], key: string): YearlyDrag[] {
  const shares = sharesOfClass(parts, key)
  const named = parts.flatMap((part, index) =>
    (part.nodes.get(key)?.yearlyDrag ?? []).map((drag) => ({ ...drag, share: shares[index] ?? 0n })),
  )
  return [...Map.groupBy(named, ({ appliesTo }) => appliesTo)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([appliesTo, drags]) => {
      const whole = sum(drags.map(({ share }) => share))
      const total = sum(drags.map(({ drag, share }) => millionths(drag) * share))
      const [first] = drags
      return {
        appliesTo,
        drag: whole > 0n ? formatWeight(divideRounded(total, whole)) : (first?.drag ?? '0'),
      }
    })
}

/**
 * One set for every type that any part has one for. A part without it adds its set for the type's tax status, else its set for
 * any account, as it would by itself.
 */
function blendHoldings(parts: readonly Part[], key: string, sources: BlendSources): ClassHoldings[] {
  const shares = sharesOfClass(parts, key)
  const setsOf = (part: Part) => {
    const nodeId = part.nodes.get(key)?.id
    return part.model.classHoldings.filter((set) => set.nodeId === nodeId)
  }
  const types = new Set(parts.flatMap((part) => setsOf(part).map(({ appliesTo }) => appliesTo)))
  return [...types].sort(compareText).flatMap((appliesTo): ClassHoldings[] => {
    const slots = parts.flatMap((part, index) => {
      const set = setFor(setsOf(part), appliesTo, sources)
      return (set?.slots ?? []).map((slot) => ({
        slot,
        share: (shares[index] ?? 0n) * millionths(slot.weight),
      }))
    })
    const merged = mergeSlots(slots)
    return merged.length > 0 ? [{ nodeId: key, appliesTo, slots: merged }] : []
  })
}

function setFor(
  sets: readonly ClassHoldings[],
  appliesTo: string,
  { taxStatusOfType }: BlendSources,
): ClassHoldings | undefined {
  const status = TAX_STATUSES.includes(appliesTo) ? appliesTo : taxStatusOfType.get(appliesTo)
  for (const candidate of [appliesTo, status, 'any']) {
    const set = sets.find((other) => other.appliesTo === candidate)
    if (set) return set
  }
  return undefined
}

/** Weights in proportion, summing to exactly 1; what is a slot of its own stands in for no other. */
function mergeSlots(slots: readonly { readonly slot: Slot; readonly share: bigint }[]): Slot[] {
  const used = slots.filter(({ share }) => share > 0n)
  if (used.length === 0) return []
  const bySecurity = [...Map.groupBy(used, ({ slot }) => slot.securityId)].sort(([a], [b]) =>
    compareText(a, b),
  )
  const weights = apportion(
    WHOLE,
    bySecurity.map(([, same]) => sum(same.map(({ share }) => share))),
  )
  const own = new Set(bySecurity.map(([securityId]) => securityId))
  return bySecurity.map(([securityId, same], index): Slot => {
    const alternatives = namesOf(same.flatMap(({ slot }) => slot.alternatives)).filter((id) => !own.has(id))
    const equivalents = namesOf(same.flatMap(({ slot }) => slot.equivalents)).filter(
      (id) => !own.has(id) && !alternatives.includes(id),
    )
    return { securityId, weight: formatWeight(weights[index] ?? 0n), alternatives, equivalents }
  })
}

const namesOf = (ids: readonly string[]): string[] => [...new Set(ids)]

/** How much of a class each part brings; where all targets are 0, by the weights of the parts that have the class. */
function sharesOfClass(parts: readonly Part[], key: string): bigint[] {
  const byTarget = parts.map(({ weight, nodes }) => weight * millionths(nodes.get(key)?.target ?? '0'))
  if (byTarget.some((share) => share > 0n)) return byTarget
  return parts.map(({ weight, nodes }) => (nodes.has(key) ? weight : 0n))
}

function weighted(parts: readonly Part[], valueOf: (part: Part) => Millionths): Millionths {
  return divideRounded(sum(parts.map((part) => part.weight * valueOf(part))), WHOLE)
}

const millionths = (text: Fraction): Millionths => parseDecimal(text, WEIGHT_PLACES)
