import { expect, test } from 'vitest'
import { blendModel } from '../../../server/engine/facts/blend-models.ts'
import { readModelTree, withRanges } from '../../../server/engine/facts/model-tree.ts'
import type { ClassHoldings, Model, ModelNode, Slot } from '../../../server/engine/snapshot.ts'

type Row = [id: string, parent: string | null, target: string, low: string, high: string, drag?: string]

/** Ids of nodes are the model's own; classes are written in capitals, and CASH is the cash class. */
function modelOf(
  id: string,
  rows: readonly Row[],
  classHoldings: readonly ClassHoldings[] = [],
  otherHigh = '0',
): Model {
  const nodes = rows.map(([name, parent, target, low, high, drag]): ModelNode => ({
    id: `${id}:${name}`,
    parentId: parent === null ? null : `${id}:${parent}`,
    name,
    target,
    low,
    high,
    assetClassId: name === name.toUpperCase() ? name : null,
    isCash: name === 'CASH',
    yearlyDrag: drag === undefined ? [] : [{ appliesTo: 'taxable', drag }],
  }))
  const holdings = classHoldings.map((set) => ({ ...set, nodeId: `${id}:${set.nodeId}` }))
  return { id, name: id, version: 1, parts: [], nodes, classHoldings: holdings, otherHigh }
}

const blendOf = (id: string, parts: Record<string, string>): Model => ({
  ...modelOf(id, []),
  parts: Object.entries(parts).map(([modelId, weight]) => ({ modelId, weight })),
})

const slot = (
  securityId: string,
  weight: string,
  alternatives: string[] = [],
  equivalents: string[] = [],
): Slot => ({
  securityId,
  weight,
  alternatives,
  equivalents,
})

const growth = modelOf(
  'growth',
  [
    ['Equity', null, '0.8', '0.7', '0.9'],
    ['US', 'Equity', '0.5', '0.4', '0.6', '0.002'],
    ['WORLD', 'Equity', '0.3', '0.2', '0.4'],
    ['BONDS', null, '0.2', '0.1', '0.3'],
    ['CASH', null, '0', '0', '0.05'],
  ],
  [
    { nodeId: 'US', appliesTo: 'any', slots: [slot('VTI', '0.75', ['ITOT'], ['SCHB']), slot('VTV', '0.25')] },
    { nodeId: 'BONDS', appliesTo: 'any', slots: [slot('BND', '1')] },
  ],
  '0.1',
)
const income = modelOf(
  'income',
  [
    ['Equity', null, '0.25', '0.2', '0.3'],
    ['US', 'Equity', '0.25', '0.2', '0.3', '0.006'],
    ['BONDS', null, '0.7', '0.6', '0.8'],
    ['CASH', null, '0.05', '0', '0.1'],
  ],
  [
    { nodeId: 'US', appliesTo: 'any', slots: [slot('ITOT', '1')] },
    { nodeId: 'BONDS', appliesTo: 'any', slots: [slot('BND', '0.5'), slot('TIP', '0.5')] },
    { nodeId: 'BONDS', appliesTo: 'taxable', slots: [slot('MUB', '1')] },
  ],
)
const sources = (...models: Model[]) => ({
  models: new Map([growth, income, ...models].map((model) => [model.id, model])),
  taxStatusOfType: new Map([
    ['joint', 'taxable'],
    ['ira', 'tax_deferred'],
  ] as const),
})
const balanced = blendOf('balanced', { income: '0.4', growth: '0.6' })
const blended = blendModel(balanced, sources())

test('targets and ranges are the sums of the parts, each times its weight', () => {
  expect(
    blended.nodes.map(({ id, parentId, target, low, high }) => [id, parentId, target, low, high]),
  ).toEqual([
    ['/Equity', null, '0.580000', '0.500000', '0.660000'], // 0.6 x 0.8 + 0.4 x 0.25
    ['BONDS', null, '0.400000', '0.300000', '0.500000'], // 0.6 x 0.2 + 0.4 x 0.7
    ['CASH', null, '0.020000', '0.000000', '0.070000'],
    ['US', '/Equity', '0.400000', '0.320000', '0.480000'], // 0.6 x 0.5 + 0.4 x 0.25
    ['WORLD', '/Equity', '0.180000', '0.120000', '0.240000'], // of growth alone
  ])
  expect(blended.otherHigh).toBe('0.060000')
  expect(readModelTree(blended).cashLeaf.id).toBe('CASH')
})

test('the slots of a class are blended by what each part holds of it', () => {
  const holdings = Object.fromEntries(
    blended.classHoldings.map((set) => [`${set.nodeId} ${set.appliesTo}`, set.slots]),
  )
  // US: 0.3 of growth and 0.1 of income: VTI 0.3 x 0.75, VTV 0.3 x 0.25, ITOT 0.1, of 0.4.
  expect(holdings['US any']).toEqual([
    slot('ITOT', '0.250000'),
    slot('VTI', '0.562500', [], ['SCHB']), // ITOT has a slot of its own now
    slot('VTV', '0.187500'),
  ])
  // BONDS: 0.12 of growth and 0.28 of income, of 0.4.
  expect(holdings['BONDS any']).toEqual([slot('BND', '0.650000'), slot('TIP', '0.350000')])
  // Growth has no set for taxable accounts and brings its usual one.
  expect(holdings['BONDS taxable']).toEqual([slot('BND', '0.300000'), slot('MUB', '0.700000')])
  expect(Object.keys(holdings)).toHaveLength(3)
})

test('a set for an account type is blended with what the other part buys for its tax status', () => {
  const withJoint = {
    ...growth,
    classHoldings: [
      ...growth.classHoldings,
      { nodeId: 'growth:BONDS', appliesTo: 'joint', slots: [slot('VTEB', '1')] },
      { nodeId: 'growth:BONDS', appliesTo: 'ira', slots: [slot('VCIT', '1')] },
    ],
  }
  const { classHoldings } = blendModel(balanced, sources(withJoint))
  const setFor = (type: string) =>
    classHoldings.find(({ nodeId, appliesTo }) => nodeId === 'BONDS' && appliesTo === type)
  expect(setFor('joint')?.slots.map(({ securityId }) => securityId)).toEqual(['MUB', 'VTEB'])
  expect(setFor('ira')?.slots.map(({ securityId, weight }) => [securityId, weight])).toEqual([
    ['BND', '0.350000'],
    ['TIP', '0.350000'],
    ['VCIT', '0.300000'],
  ])
})

test('drag is averaged by what each part holds of the class', () => {
  // (0.3 x 0.2% + 0.1 x 0.6%) / 0.4
  expect(blended.nodes.find(({ id }) => id === 'US')?.yearlyDrag).toEqual([
    { appliesTo: 'taxable', drag: '0.003000' },
  ])
})

test('weights that do not divide still sum to exactly 1', () => {
  const thirds = blendModel(blendOf('thirds', { growth: '0.333333', income: '0.666667' }), sources())
  const leaves = thirds.nodes.filter(({ assetClassId }) => assetClassId !== null)
  // 0.5333335, 0.03333335, 0.33333325 and 0.0999999: two millionths are over, for the largest remainders, WORLD and BONDS.
  expect(leaves.map(({ id, target }) => [id, target])).toEqual([
    ['BONDS', '0.533334'],
    ['CASH', '0.033333'],
    ['US', '0.333333'],
    ['WORLD', '0.100000'],
  ])
  for (const { slots } of thirds.classHoldings)
    expect(slots.reduce((total, { weight }) => total + Math.round(Number(weight) * 1e6), 0)).toBe(1_000_000)
})

test('blends of blends, and a model that is none stays itself', () => {
  const nested = blendModel(blendOf('nested', { balanced: '0.5', income: '0.5' }), sources(balanced))
  expect(nested.nodes.find(({ id }) => id === 'BONDS')?.target).toBe('0.550000')
  expect(nested.nodes.find(({ id }) => id === '/Equity')).toMatchObject({
    target: '0.415000',
    name: 'Equity',
  })
  expect(blendModel(growth, sources())).toBe(growth)
})

test.each([
  ['a circle', blendOf('a', { b: '1' }), [blendOf('b', { a: '1' })], 'blended of itself'],
  ['weights short of 1', blendOf('a', { growth: '0.5', income: '0.4' }), [], 'must sum to 1'],
  ['a part that is not there', blendOf('a', { nothing: '1' }), [], 'No model nothing'],
  [
    'a class under two parents',
    blendOf('a', { growth: '0.5', b: '0.5' }),
    [
      modelOf('b', [
        ['US', null, '1', '0', '1'],
        ['CASH', null, '0', '0', '1'],
      ]),
    ],
    'under different parents',
  ],
  [
    'cash in one that is a class in the other',
    blendOf('a', { growth: '0.5', b: '0.5' }),
    [
      {
        ...modelOf('b', [['CASH', null, '1', '0', '1']]),
        nodes: growth.nodes.map((node) => ({ ...node, isCash: false })),
      },
    ],
    'do not agree',
  ],
])('%s is a fault', (_story, model, more, message) => {
  expect(() => blendModel(model, sources(model, ...more))).toThrow(message)
})

test('ranges of a portfolio of its own replace those of the model wherever the node is looked at', () => {
  const tree = withRanges(readModelTree(growth), [
    { nodeId: 'growth:CASH', low: '0.01', high: '0.02' },
    { nodeId: 'growth:Equity', low: '0.6', high: '0.95' },
    { nodeId: 'outside', low: '0', high: '1' },
  ])
  expect(tree.cashLeaf).toMatchObject({ low: 10_000n, high: 20_000n })
  expect(tree.leaves.find(({ id }) => id === 'growth:CASH')).toBe(tree.cashLeaf)
  expect(tree.nodes.find(({ id }) => id === 'growth:Equity')).toMatchObject({
    low: 600_000n,
    target: 800_000n,
  })
  expect(tree.leaves.at(-1)).toMatchObject({ id: 'outside', high: 1_000_000n })
  expect(tree.nodes.find(({ id }) => id === 'growth:US')).toMatchObject({ low: 400_000n })
  expect(() => withRanges(tree, [{ nodeId: 'none', low: '0', high: '1' }])).toThrow('No node none')
  expect(() => withRanges(tree, [{ nodeId: 'growth:US', low: '0.6', high: '0.5' }])).toThrow('ends before')
})
