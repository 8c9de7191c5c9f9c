import fc from 'fast-check'
import type { Group, Model, ModelNode, NodeRange, Slot } from '../../server/engine/snapshot.ts'
import { rarely } from './draws.ts'

/** Targets in percent of equity, international, bonds, alternatives and cash. */
const TARGETS = [
  [40, 20, 30, 5, 5],
  [60, 0, 40, 0, 0],
  [20, 10, 60, 7, 3],
  [90, 5, 4, 0, 1],
] as const
const LEAVES = ['equity', 'international', 'bonds', 'alternatives', 'cash'] as const

const percent = (points: number): string => (Math.min(100, Math.max(0, points)) / 100).toFixed(2)

const slot = (
  securityId: string,
  weight: string,
  alternatives: string[] = [],
  equivalents: string[] = [],
): Slot => ({ securityId, weight, alternatives, equivalents })

interface Shape {
  readonly targets: (typeof TARGETS)[number]
  readonly width: number
  readonly isTiered: boolean
  readonly otherHigh: string
}

const shape: fc.Arbitrary<Shape> = fc.record({
  targets: fc.constantFrom(...TARGETS),
  width: fc.integer({ min: 0, max: 12 }),
  isTiered: fc.boolean(),
  otherHigh: fc.constantFrom('1', '0.1', '0'),
})

function modelOf(id: string, { targets, width, isTiered, otherHigh }: Shape): Model {
  const node = (nodeId: string, points: number, parentId: string | null, isLeaf: boolean): ModelNode => ({
    id: nodeId,
    parentId,
    name: nodeId,
    target: percent(points),
    low: percent(points - width),
    high: percent(points + width),
    assetClassId: isLeaf ? nodeId : null,
    isCash: nodeId === 'cash',
    yearlyDrag: [{ appliesTo: 'taxable', drag: nodeId === 'bonds' ? '0.015' : '0.0025' }],
  })
  const leaves = LEAVES.map((leaf, index) =>
    node(leaf, targets[index] ?? 0, isTiered && index < 2 ? 'stocks' : null, true),
  )
  const parents = isTiered ? [node('stocks', targets[0] + targets[1], null, false)] : []
  return {
    id,
    name: 'Model',
    version: 3,
    parts: [],
    nodes: [...leaves, ...parents],
    otherHigh,
    classHoldings: [
      { nodeId: 'equity', appliesTo: 'any', slots: [slot('EQ1', '0.7'), slot('EQ2', '0.3')] },
      { nodeId: 'equity', appliesTo: 'roth_ira', slots: [slot('EQ1', '1', [], ['EQ2'])] },
      { nodeId: 'international', appliesTo: 'any', slots: [slot('INT', '1')] },
      { nodeId: 'bonds', appliesTo: 'any', slots: [slot('BD', '1')] },
      { nodeId: 'bonds', appliesTo: 'taxable', slots: [slot('MUNI', '1', ['BD'])] },
      { nodeId: 'alternatives', appliesTo: 'any', slots: [slot('GOLD', '1')] },
      { nodeId: 'cash', appliesTo: 'any', slots: [slot('TBILL', '1')] },
    ],
  }
}

/** One tree under the id `model`, seldom blended of two. */
export const models: fc.Arbitrary<Model[]> = fc
  .record({ shape, other: rarely(null, fc.option(shape)), weight: fc.constantFrom('0.6', '0.85') })
  .map(({ shape: own, other, weight }) => {
    const tree = modelOf('model', own)
    if (other === null) return [tree]
    return [
      {
        ...tree,
        nodes: [],
        classHoldings: [],
        parts: [
          { modelId: 'part-1', weight },
          { modelId: 'part-2', weight: (1 - Number(weight)).toFixed(2) },
        ],
      },
      modelOf('part-1', own),
      // Parts of one blend agree on what stands above what.
      modelOf('part-2', { ...other, isTiered: own.isTiered }),
    ]
  })

const ranges: fc.Arbitrary<readonly NodeRange[]> = rarely(
  [] as readonly NodeRange[],
  fc
    .tuple(
      fc.constantFrom('equity', 'bonds', 'cash'),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 40 }),
    )
    .map(([nodeId, low, width]) => [{ nodeId, low: percent(low), high: percent(low + width) }]),
)

/** All accounts in one group, each in its own, or the first in none; seldom with ranges of their own. */
export function groupings(accountIds: readonly string[]): fc.Arbitrary<Group[]> {
  const groups = fc.constantFrom(
    [{ id: 'household', accountIds }],
    accountIds.map((id) => ({ id: `group-${id}`, accountIds: [id] })),
    [{ id: 'household', accountIds: accountIds.slice(1) }],
  )
  return fc
    .tuple(groups, ranges)
    .map(([drawn, own]) => drawn.map((group): Group => ({ ...group, modelId: 'model', ranges: own })))
}
