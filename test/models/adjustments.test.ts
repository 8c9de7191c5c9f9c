import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjustments, type Adjustment } from '../../server/models/adjustments.ts'
import { contentHash, type ModelContent } from '../../server/models/model-content.ts'

const node = (name: string, target: string, parent: string | null = null, isCash = false) => ({
  name,
  parent,
  isCash,
  target,
  low: '0',
  high: '1',
})
const security = (assetClass: string, symbol: string, weight = '1', alternatives: string[] = []) => ({
  assetClass,
  holder: 'any' as const,
  symbol,
  weight,
  alternatives,
})

const BEFORE: ModelContent = {
  nodes: [node('Equity', '0.6'), node('Bonds', '0.35'), node('Cash', '0.05', null, true)],
  securities: [security('Equity', 'VTI', '1', ['ITOT']), security('Bonds', 'AGG')],
}

const said = (adjustment: Adjustment) =>
  [
    adjustment.kind,
    adjustment.node,
    adjustment.holder,
    adjustment.symbol,
    adjustment.field,
    adjustment.from,
    adjustment.to,
  ].join(' | ')

test('a class more, a class less, other targets, other securities: each is told exactly', () => {
  const after: ModelContent = {
    nodes: [
      node('Equity', '0.55'),
      node('Gold', '0.4'),
      { ...node('Cash', '0.05', null, true), high: '0.1' },
    ],
    securities: [security('Equity', 'VTI', '1', ['ITOT', 'SCHB']), security('Gold', 'GLD')],
  }
  expect(adjustments(BEFORE, after).map(said)).toEqual([
    'changed | Equity |  |  | target | 0.6 | 0.55',
    'added | Gold |  |  | target |  | 0.4',
    'added | Gold |  |  | low |  | 0',
    'added | Gold |  |  | high |  | 1',
    'changed | Cash |  |  | high | 1 | 0.1',
    'removed | Bonds |  |  | target | 0.35 | ',
    'removed | Bonds |  |  | low | 0 | ',
    'removed | Bonds |  |  | high | 1 | ',
    'changed | Equity | any | VTI | alternatives | ITOT | ITOT, SCHB',
    'added | Gold | any | GLD | weight |  | 1',
    'removed | Bonds | any | AGG | weight | 1 | ',
  ])
})

test('a class that moves under a tier, and an order that changes, are adjustments too', () => {
  const nodes = [node('Risk', '0.6'), node('Equity', '0.6', 'Risk'), ...BEFORE.nodes.slice(1)]
  expect(adjustments(BEFORE, { ...BEFORE, nodes }).map(said)).toContain(
    'changed | Equity |  |  | parent |  | Risk',
  )
  const turned = { ...BEFORE, nodes: BEFORE.nodes.toReversed() }
  expect(adjustments(BEFORE, turned).map(said)).toEqual([
    'changed |  |  |  | order | Equity, Bonds, Cash | Cash, Bonds, Equity',
  ])
})

test('a first version is added as a whole', () => {
  const all = adjustments(null, BEFORE)
  expect(all.every(({ kind, from }) => kind === 'added' && from === null)).toBe(true)
  expect(all.filter(({ field }) => field === 'target').map(({ node: name, to }) => [name, to])).toEqual([
    ['Equity', '0.6'],
    ['Bonds', '0.35'],
    ['Cash', '0.05'],
  ])
})

const name = fc.constantFrom('A', 'B', 'C', 'D')
const content: fc.Arbitrary<ModelContent> = fc.record({
  nodes: fc.uniqueArray(
    fc.record({
      name,
      parent: fc.constant(null),
      isCash: fc.boolean(),
      target: fc.constantFrom('0', '0.5'),
      low: fc.constantFrom('0', '0.1'),
      high: fc.constant('1'),
    }),
    { selector: (each) => each.name },
  ),
  securities: fc.uniqueArray(
    fc.record({
      assetClass: name,
      holder: fc.constantFrom('any' as const, 'taxable' as const),
      symbol: fc.constantFrom('X', 'Y'),
      weight: fc.constantFrom('0.5', '1'),
      alternatives: fc.subarray(['U', 'V']),
    }),
    { selector: (each) => `${each.assetClass} ${each.holder} ${each.symbol}` },
  ),
})

/** Sets of securities side by side may stand in any order. */
const inSets = (of: ModelContent): ModelContent => ({
  ...of,
  securities: of.securities.toSorted((a, b) =>
    `${a.assetClass} ${a.holder}` < `${b.assetClass} ${b.holder}`
      ? -1
      : Number(`${a.assetClass} ${a.holder}` > `${b.assetClass} ${b.holder}`),
  ),
})

test('contents have no adjustment where they are equal, and only there', () => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      const [before, after] = [inSets(one), inSets(other)]
      const isEqual = contentHash(before) === contentHash(after)
      expect(adjustments(before, after).length === 0).toBe(isEqual)
      expect(adjustments(after, before).length === 0).toBe(isEqual)
    }),
    { numRuns: 2_000 },
  )
})
