import type { FirmTransaction } from '../database/in-firm.ts'
import type { Model, Security } from '../engine/snapshot.ts'
import { checkContent } from '../models/check-content.ts'
import { checkTree } from '../models/check-tree.ts'
import { classesOf, inTreeOrder, type ContentNode, type ModelContent } from '../models/model-content.ts'
import { isInUnits } from '../models/model-fault.ts'
import { modelsById, nodesOfVersions, securitiesOfVersions, versionsById } from '../models/load-models.ts'
import { engineModel, nodeId } from './models-in-force.ts'
import type { WishRefused } from './plan-wishes.ts'

/** Another target or range of a class or tier; what is not said stays. */
export interface RangeChange {
  readonly name: string
  readonly target?: string | null | undefined
  readonly low?: string | null | undefined
  readonly high?: string | null | undefined
}

const refuse = (code: string, message: string): WishRefused => ({ kind: 'refused', code, message })

/** A published version, in force or not, as the engine takes it; without location drag. */
export async function publishedModel(
  transaction: FirmTransaction,
  modelVersionId: string,
): Promise<Model | WishRefused> {
  const [version] = await versionsById(transaction, [modelVersionId])
  if (!version) return refuse('UNKNOWN_VERSION', 'There is no such version of a model in this firm.')
  const [model] = await modelsById(transaction, [version.modelId])
  const nodes = await nodesOfVersions(transaction, [modelVersionId])
  const securities = await securitiesOfVersions(transaction, [modelVersionId])
  return engineModel({ id: version.modelId, name: model!.name, version: version.number }, nodes, securities)
}

/** A model that is only an idea, kept to every rule of models; `classIds` are the firm's classes by name. */
export function draftModel(
  draft: ModelContent,
  securities: readonly Security[],
  classIds: ReadonlyMap<string, string>,
): Model | WishRefused {
  const bySymbol = new Map(securities.map(({ id, symbol }) => [symbol, id]))
  const [fault] = checkContent(draft, new Set(bySymbol.keys()))
  if (fault) return refuse('MODEL_REFUSED', fault.message)
  const nodes = inTreeOrder(draft.nodes)
  const ids = new Map(nodes.map(({ name }, ordinal) => [name, nodeId(ordinal)]))
  const classes = classesOf(nodes)
  const sets = Map.groupBy(draft.securities, ({ assetClass, holder }) => `${assetClass} ${holder}`)
  return {
    id: 'draft',
    name: 'Draft',
    version: 0,
    parts: [],
    nodes: nodes.map((node) => ({
      id: ids.get(node.name)!,
      parentId: node.parent === null ? null : ids.get(node.parent)!,
      name: node.name,
      target: node.target,
      low: node.low,
      high: node.high,
      // A class that the firm does not have yet holds nothing yet.
      assetClassId: classes.has(node.name) ? (classIds.get(node.name) ?? `draft ${node.name}`) : null,
      isCash: node.isCash,
      yearlyDrag: [],
    })),
    classHoldings: [...sets.values()].map((set) => ({
      nodeId: ids.get(set[0]!.assetClass)!,
      appliesTo: set[0]!.holder,
      slots: set.map(({ symbol, weight, alternatives }) => ({
        securityId: bySymbol.get(symbol)!,
        weight,
        alternatives: alternatives.map((alternative) => bySymbol.get(alternative)!),
        equivalents: [],
      })),
    })),
    otherHigh: '1',
  }
}

/** The model with other targets and ranges, which keep the rules of models. */
export function withRanges(model: Model, changes: readonly RangeChange[]): Model | WishRefused {
  if (changes.length === 0) return model
  const byName = new Map(changes.map((change) => [change.name, change]))
  if (byName.size < changes.length) return refuse('CLASS_TWICE', 'Two ranges are of one class: say it once.')
  for (const { name, ...figures } of changes) {
    if (!model.nodes.some((node) => node.name === name))
      return refuse(
        'UNKNOWN_CLASS',
        `The model has no ${name || 'unnamed class'}: name one of its classes or tiers.`,
      )
    if (Object.values(figures).some((figure) => typeof figure === 'string' && !isInUnits(figure)))
      return refuse('MODEL_REFUSED', `A target or range of ${name} has more than 6 decimal places.`)
  }
  const nodes = model.nodes.map((node) => {
    const { target, low, high } = byName.get(node.name) ?? {}
    return { ...node, target: target ?? node.target, low: low ?? node.low, high: high ?? node.high }
  })
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  const [fault] = checkTree(
    nodes.map(({ name, parentId, isCash, target, low, high }): ContentNode => ({
      name,
      parent: parentId === null ? null : names.get(parentId)!,
      isCash,
      target,
      low,
      high,
    })),
  )
  return fault ? refuse('MODEL_REFUSED', fault.message) : { ...model, nodes }
}
