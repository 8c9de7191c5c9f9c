import { OUTSIDE_MODEL } from '../proposal.ts'
import type { Model, ModelNode, NodeRange } from '../snapshot.ts'
import type { Millionths } from './fixed-point.ts'
import { compareText, parseDecimal, sum, WEIGHT_PLACES, WHOLE } from './fixed-point.ts'

/** A model made exact: the tree in order of id, with the row outside the model as a last leaf. */
export interface ModelTree {
  readonly id: string
  /** In order of id; `outside` is the last. */
  readonly nodes: readonly TreeNode[]
  readonly leaves: readonly TreeNode[]
  readonly cashLeaf: TreeNode
  readonly outside: TreeNode
  readonly holdings: readonly ExactClassHoldings[]
}

export interface TreeNode {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly target: Millionths
  readonly low: Millionths
  readonly high: Millionths
  readonly assetClassId: string | null
  readonly isCash: boolean
  /** The leaves below, or the leaf itself. */
  readonly leafIds: readonly string[]
  readonly yearlyDrag: ReadonlyMap<string, Millionths>
}

export interface ExactClassHoldings {
  readonly nodeId: string
  readonly appliesTo: string
  readonly slots: readonly ExactSlot[]
}

export interface ExactSlot {
  readonly securityId: string
  readonly weight: Millionths
  readonly alternatives: readonly string[]
  readonly equivalents: readonly string[]
}

/** Reads a model; targets that do not sum to 1, or a tree that is none, are a fault of who built the snapshot. */
export function readModelTree(model: Model): ModelTree {
  const nodes = [...model.nodes].sort((a, b) => compareText(a.id, b.id)).map((node) => readNode(node, model))
  const leaves = nodes.filter((node) => node.leafIds[0] === node.id)
  const [cashLeaf, ...moreCash] = leaves.filter((node) => node.isCash)
  if (!cashLeaf || moreCash.length > 0) throw new Error(`Model ${model.id} needs exactly one cash class`)
  if (sum(leaves.map(({ target }) => target)) !== WHOLE)
    throw new Error(`The targets of model ${model.id} must sum to 1`)
  const outside = outsideNode(model)
  return {
    id: model.id,
    nodes: [...nodes, outside],
    leaves: [...leaves, outside],
    cashLeaf,
    outside,
    holdings: model.classHoldings
      .map((set) => ({
        nodeId: set.nodeId,
        appliesTo: set.appliesTo,
        slots: set.slots
          .map((slot) => ({ ...slot, weight: parseDecimal(slot.weight, WEIGHT_PLACES) }))
          .sort((a, b) => compareText(a.securityId, b.securityId)),
      }))
      .sort((a, b) => compareText(a.nodeId, b.nodeId) || compareText(a.appliesTo, b.appliesTo)),
  }
}

/** The tree with ranges of a portfolio's own in place of the model's. */
export function withRanges(tree: ModelTree, ranges: readonly NodeRange[]): ModelTree {
  if (ranges.length === 0) return tree
  const byNode = new Map(ranges.map((range) => [range.nodeId, range]))
  const nodes = tree.nodes.map((node): TreeNode => {
    const range = byNode.get(node.id)
    if (!range) return node
    const low = parseDecimal(range.low, WEIGHT_PLACES)
    const high = parseDecimal(range.high, WEIGHT_PLACES)
    if (low > high) throw new Error(`The range of ${node.id} in model ${tree.id} ends before it begins`)
    return { ...node, low, high }
  })
  const nodeOf = ({ id }: { readonly id: string }): TreeNode => {
    const node = nodes.find((candidate) => candidate.id === id)
    if (!node) throw new Error(`No node ${id} in model ${tree.id}`)
    return node
  }
  for (const range of ranges) nodeOf({ id: range.nodeId })
  return {
    ...tree,
    nodes,
    leaves: tree.leaves.map(nodeOf),
    cashLeaf: nodeOf(tree.cashLeaf),
    outside: nodeOf(tree.outside),
  }
}

function readNode(node: ModelNode, model: Model): TreeNode {
  return {
    id: node.id,
    parentId: node.parentId,
    name: node.name,
    target: parseDecimal(node.target, WEIGHT_PLACES),
    low: parseDecimal(node.low, WEIGHT_PLACES),
    high: parseDecimal(node.high, WEIGHT_PLACES),
    assetClassId: node.assetClassId,
    isCash: node.isCash,
    leafIds: leavesBelow(node, model.nodes),
    yearlyDrag: new Map(
      node.yearlyDrag.map(({ appliesTo, drag }) => [appliesTo, parseDecimal(drag, WEIGHT_PLACES)]),
    ),
  }
}

function leavesBelow(node: ModelNode, nodes: readonly ModelNode[], depth = 0): string[] {
  if (depth > nodes.length) throw new Error(`Node ${node.id} stands below itself`)
  const children = nodes.filter(({ parentId }) => parentId === node.id)
  if (children.length === 0) return [node.id]
  return children.flatMap((child) => leavesBelow(child, nodes, depth + 1)).sort(compareText)
}

function outsideNode(model: Model): TreeNode {
  return {
    id: OUTSIDE_MODEL,
    parentId: null,
    name: 'Outside the model',
    target: 0n,
    low: 0n,
    high: parseDecimal(model.otherHigh, WEIGHT_PLACES),
    assetClassId: null,
    isCash: false,
    leafIds: [OUTSIDE_MODEL],
    yearlyDrag: new Map(),
  }
}

/** The leaf that a security's class is measured in; a class that the model lacks is outside it. */
export function leafOfClass(model: ModelTree, assetClassId: string | null): TreeNode {
  if (assetClassId === null) return model.outside
  return model.leaves.find((leaf) => leaf.assetClassId === assetClassId) ?? model.outside
}
