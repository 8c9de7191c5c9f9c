import { expect, test } from 'vitest'
import { loadGeneralSolver } from '../../../server/engine/optimize/general-solver.ts'
import {
  exactLevelTotals,
  levelTotals,
  NetworkSimplex,
} from '../../../server/engine/optimize/network-simplex.ts'
import { COST_SCALE, Network, ROOT } from '../../../server/engine/optimize/network.ts'
import type { SpanningTree } from '../../../server/engine/optimize/spanning-tree.ts'
import { buildFlow, drawFlow, drawing, programOf } from './random-flow.ts'
import { residualCheck, unlawfulFlows } from './residual-check.ts'

const DOLLAR = COST_SCALE

/** One for all networks of these tests, as the engine has one for all households. */
const SIMPLEX = new NetworkSimplex()
const solveLevels = (network: Network, startTree: Int32Array, pivotLimit?: number) =>
  SIMPLEX.solve(network, startTree, pivotLimit)

test('by hand: the lot that costs most to sell is kept first, and a later level decides between equals', () => {
  // An account holds lots of $80, $50 and $50 and has to raise $100. Keeping a dollar of them saves 20, 10 and 10 cents of
  // tax; of the two equal ones the last is placed badly. Money may also come from nowhere, which the first level forbids.
  const network = new Network(3)
  const account = network.addNode()
  const slot = network.addNode()
  network.addSupply(account, 18_000 - 10_000)
  const [dear, placedWell, placedBadly] = [8_000, 5_000, 5_000].map((value) =>
    network.addArc(account, slot, value),
  )
  const cash = network.addArc(account, ROOT, Infinity)
  const held = network.addArc(slot, ROOT, Infinity)
  const missing = network.addArc(ROOT, account, Infinity)
  network.setCost(dear!, 1, -0.2 * DOLLAR)
  network.setCost(placedWell!, 1, -0.1 * DOLLAR)
  network.setCost(placedBadly!, 1, -0.1 * DOLLAR)
  network.setCost(placedBadly!, 2, 0.01 * DOLLAR)
  network.setCost(missing, 0, DOLLAR)
  const startTree = Int32Array.of(-1, cash, held)

  expect(solveLevels(network, startTree).isUnique).toBe(true)
  expect(network.flow.slice(0, network.arcCount)).toEqual(Float64Array.of(8_000, 0, 0, 0, 8_000, 0))
  expect(levelTotals(network)).toEqual([0, -1_600, 0])

  // Only $30 to raise: they come from the badly placed lot. 80 x 0.20 + 50 x 0.10 + 20 x 0.10 dollars are saved.
  network.addSupply(account, 7_000)
  expect(solveLevels(network, startTree).isUnique).toBe(true)
  expect(network.flow.slice(0, network.arcCount)).toEqual(Float64Array.of(8_000, 5_000, 2_000, 0, 15_000, 0))
  expect(levelTotals(network)).toEqual([0, -2_300, 20])
})

test('a piecewise price is paid piece by piece', () => {
  // Up to $100 free, the next $50 at 10 cents, the rest at 30 cents a dollar; another way costs 20 cents.
  const network = new Network(1)
  const node = network.addNode()
  network.addSupply(node, 20_000)
  const pieces = network.addBundle(node, ROOT, [
    { capacity: 10_000, costs: [0] },
    { capacity: 5_000, costs: [0.1 * DOLLAR] },
    { capacity: Infinity, costs: [0.3 * DOLLAR] },
  ])
  const other = network.addArc(node, ROOT, Infinity)
  network.setCost(other, 0, 0.2 * DOLLAR)
  const { isUnique } = solveLevels(network, Int32Array.of(-1, pieces))
  expect(network.flow.slice(0, 4)).toEqual(Float64Array.of(10_000, 5_000, 0, 5_000))
  // 50 x 0.10 + 50 x 0.20 dollars.
  expect(levelTotals(network)).toEqual([1_500])
  expect(isUnique).toBe(true)
})

test.each([
  ['a few cents, many ties', {}],
  ['uneven costs', { unevenCosts: true }],
  ['up to twenty million dollars an arc', { unevenCosts: true, dollars: true }],
])('%s: no cycle could improve any of 250 random flows, to the last cent', (_, kind) => {
  const uniques = [0, 0]
  for (let seed = 1; seed <= 250; seed++) {
    const { network, startTree } = buildFlow(drawFlow(seed, kind))
    const { isUnique } = solveLevels(network, startTree)
    expect(unlawfulFlows(network), `seed ${seed}`).toEqual([])
    const proof = residualCheck(network)
    expect(proof.isOptimal, `seed ${seed}`).toBe(true)
    if (isUnique) expect(proof.isUnique, `seed ${seed}`).toBe(true)
    uniques[isUnique ? 1 : 0]!++
  }
  expect(Math.min(...uniques)).toBeGreaterThan(10)
})

test('no cycling: after any number of pivots a cent more could pass from each node to the root', () => {
  const simplex = new NetworkSimplex()
  for (let seed = 1; seed <= 120; seed++) {
    const { network, startTree } = buildFlow(drawFlow(seed))
    const { pivots } = simplex.solve(network, startTree)
    expect(blockedNodes(network, simplex.tree), `seed ${seed}`).toEqual([])
    for (let limit = 0; limit < pivots; limit++) {
      expect(() => simplex.solve(network, startTree, limit)).toThrow('No optimum')
      expect(blockedNodes(network, simplex.tree), `seed ${seed}, ${limit} pivots`).toEqual([])
    }
  }
})

test('HiGHS reaches the same at every level of 300 random flows', async () => {
  const solver = await loadGeneralSolver()
  for (let seed = 1; seed <= 300; seed++) {
    const { network, startTree } = buildFlow(drawFlow(seed, { unevenCosts: seed % 2 === 0 }))
    solveLevels(network, startTree)
    const program = programOf(network)
    const values = solver.minimize(program)
    levelTotals(network).forEach((total, level) => {
      const cost = program.costs[level]!
      const expected = values.reduce((sum, value, arc) => sum + value * cost[arc]!, 0)
      expect(Math.abs(total - expected), `seed ${seed}, level ${level}`).toBeLessThan(1e-6)
    })
  }
})

test('the same network gives the same flow each time, whatever was solved in between', () => {
  const { network, startTree } = buildFlow(drawFlow(7, { most: 30 }))
  const first = solveLevels(network, startTree)
  const flow = network.flow.slice()
  const other = buildFlow(drawFlow(8, { most: 200 }))
  solveLevels(other.network, other.startTree)
  expect(solveLevels(network, startTree)).toEqual(first)
  expect(network.flow).toEqual(flow)
})

test('arcs added in another order cost the same at every level', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const problem = drawFlow(seed, { unevenCosts: true })
    const inOrder = buildFlow(problem)
    const draw = drawing(seed)
    const shuffled = [...problem.bundles.keys()]
      .map((bundle) => ({ bundle, place: draw(1_000_000) }))
      .sort((one, other) => one.place - other.place)
      .map(({ bundle }) => bundle)
    const inOther = buildFlow(problem, shuffled)
    const { isUnique } = solveLevels(inOrder.network, inOrder.startTree)
    solveLevels(inOther.network, inOther.startTree)
    expect(exactLevelTotals(inOther.network), `seed ${seed}`).toEqual(exactLevelTotals(inOrder.network))
    if (!isUnique) continue
    const position = new Map(shuffled.map((bundle, at) => [bundle, at]))
    problem.bundles.forEach((_, bundle) => {
      const arcs = arcsOf(inOrder.network, bundle)
      expect(arcsOf(inOther.network, position.get(bundle)!), `seed ${seed}`).toEqual(arcs)
    })
  }
})

test('nothing starts anywhere: money goes round only where that pays, and an idle network stays idle', () => {
  const network = new Network(2)
  const one = network.addNode()
  const two = network.addNode()
  const out = network.addArc(ROOT, one, 500)
  const across = network.addArc(one, two, 300)
  const back = network.addArc(two, ROOT, Infinity)
  const up = network.addArc(one, ROOT, Infinity)
  const startTree = Int32Array.of(-1, up, back)
  expect(solveLevels(network, startTree)).toEqual({ pivots: 0, isUnique: false, pause: null })
  expect(network.flow.slice(0, 4)).toEqual(Float64Array.of(0, 0, 0, 0))
  network.setCost(across, 1, -DOLLAR)
  network.setCost(out, 1, DOLLAR / 2)
  expect(solveLevels(network, startTree).isUnique).toBe(true)
  expect(network.flow.slice(0, 4)).toEqual(Float64Array.of(300, 300, 300, 0))
})

test('a large assignment, where nearly every pivot moves nothing, comes to an end at the optimum', () => {
  // 60 nodes with one cent each for 60 places of one cent; prices 0 to 4, so that almost all ties.
  const draw = drawing(3)
  const network = new Network(2)
  const people = Array.from({ length: 60 }, () => network.addNode())
  const places = Array.from({ length: 60 }, () => network.addNode())
  const startTree = new Int32Array(network.nodeCount)
  for (const person of people) network.addSupply(person, 1)
  for (const place of places) {
    const pieces = network.addBundle(place, ROOT, [
      { capacity: 1, costs: [] },
      { capacity: Infinity, costs: [100 * DOLLAR] },
    ])
    startTree[place] = pieces
  }
  people.forEach((person) =>
    places.forEach((place, at) => {
      const arc = network.addArc(person, place, 1)
      network.setCost(arc, 0, draw(5) * DOLLAR)
      network.setCost(arc, 1, draw(5) * DOLLAR)
      if (at === 0) startTree[person] = arc
    }),
  )
  solveLevels(network, startTree)
  expect(unlawfulFlows(network)).toEqual([])
  expect(residualCheck(network).isOptimal).toBe(true)
})

test('bundles of four in a network of 8,000 arcs', () => {
  const draw = drawing(11)
  const network = new Network(2)
  const accounts = Array.from({ length: 20 }, () => network.addNode())
  const slots = Array.from({ length: 100 }, () => network.addNode())
  const startTree = new Int32Array(network.nodeCount)
  for (const slot of slots)
    startTree[slot] = network.addBundle(slot, ROOT, [
      { capacity: 40_000_00, costs: [-DOLLAR / 100] },
      { capacity: Infinity, costs: [DOLLAR / 100] },
    ])
  for (const account of accounts) {
    network.addSupply(account, 200_000_00)
    for (const slot of slots) {
      const costs = Array.from({ length: 4 }, () => draw(400_000_000) - 200_000_000).sort((a, b) => a - b)
      const bundle = network.addBundle(
        account,
        slot,
        costs.map((cost, at) => ({ capacity: at < 3 ? draw(3_000_00) : Infinity, costs: [cost, draw(5)] })),
      )
      startTree[account] = bundle
    }
  }
  expect(network.arcCount).toBe(8_200)
  solveLevels(network, startTree)
  expect(unlawfulFlows(network)).toEqual([])
  expect(residualCheck(network).isOptimal).toBe(true)
  expect(isFilledInOrder(network)).toBe(true)
})

test('totals are exact where a float is not', () => {
  const network = new Network(1)
  const node = network.addNode()
  const arcs = [network.addArc(node, ROOT, Infinity), network.addArc(node, ROOT, Infinity)]
  network.setCost(arcs[0]!, 0, 999_999_999)
  network.setCost(arcs[1]!, 0, -1)
  network.flow[arcs[0]!] = 99_999_999_999
  network.flow[arcs[1]!] = 99_999_999_998
  // 99,999,999,999 x 999,999,999 - 99,999,999,998
  expect(exactLevelTotals(network)).toEqual([99_999_999_798_999_999_999n + 4n])
})

test('faults: a start that does not fit, a tree that is none, a cost without end, too many pivots, a bundle out of order', () => {
  const network = new Network(1)
  const node = network.addNode()
  const other = network.addNode()
  network.addSupply(node, 1_000)
  const narrow = network.addArc(node, ROOT, 999)
  const inward = network.addArc(ROOT, node, Infinity)
  const wide = network.addArc(node, ROOT, Infinity)
  const side = network.addArc(other, ROOT, Infinity)
  const between = network.addArc(node, other, Infinity)
  expect(() => solveLevels(network, Int32Array.of(-1, narrow, side))).toThrow('1000 cents from node 1 to 0')
  expect(() => solveLevels(network, Int32Array.of(-1, inward, side))).toThrow('-1000 cents from node 0 to 1')
  expect(() => solveLevels(network, Int32Array.of(-1, side, side))).toThrow('does not touch')
  expect(() => solveLevels(network, Int32Array.of(-1, between, between))).toThrow('every node')
  network.setCost(wide, 0, DOLLAR)
  expect(() => solveLevels(network, Int32Array.of(-1, wide, side), 0)).toThrow('after 0 pivots')
  network.setCost(inward, 0, -2 * DOLLAR)
  expect(() => solveLevels(network, Int32Array.of(-1, wide, side))).toThrow('without end')
  network.addBundle(node, ROOT, [
    { capacity: 1, costs: [2] },
    { capacity: 1, costs: [1] },
  ])
  expect(() => solveLevels(network, Int32Array.of(-1, wide, side))).toThrow('cheaper')
  expect(() => network.addArc(node, ROOT, 0.5)).toThrow('whole cents')
  expect(() => network.setCost(wide, 0, 0.5)).toThrow('whole billionths')
  expect(() => network.addSupply(node, 0.5)).toThrow('whole cents')
  expect(() => network.addBundle(node, ROOT, [])).toThrow('needs an arc')
})

/** Nodes whose arc of the tree is full towards the root, or empty away from it. */
function blockedNodes({ from, flow, capacity, nodeCount }: Network, tree: SpanningTree): number[] {
  return Array.from({ length: nodeCount }, (_, node) => node).filter((node) => {
    const arc = tree.arc[node]!
    return node !== ROOT && (from[arc] === node ? flow[arc] === capacity[arc] : flow[arc] === 0)
  })
}

function arcsOf(network: Network, bundle: number): number[] {
  return Array.from(network.flow.slice(network.bundleStart[bundle], network.bundleStart[bundle + 1]))
}

function isFilledInOrder({ flow, capacity, bundleOf, arcCount }: Network): boolean {
  for (let arc = 1; arc < arcCount; arc++)
    if (bundleOf[arc] === bundleOf[arc - 1] && flow[arc]! > 0 && flow[arc - 1]! < capacity[arc - 1]!)
      return false
  return true
}
