import type { LevelledProgram } from '../../../server/engine/optimize/general-solver.ts'
import { COST_SCALE, Network, type Segment } from '../../../server/engine/optimize/network.ts'

/** A flow problem that can be built in any order of its bundles. */
export interface FlowProblem {
  readonly levels: number
  /** By node; the root's is whatever is left. */
  readonly supplies: readonly number[]
  readonly bundles: readonly { from: number; to: number; segments: readonly Segment[] }[]
  /** By node: the bundle to its parent in the start tree. */
  readonly treeBundles: readonly number[]
}

/** The same numbers from the same seed. */
export function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const UNIT = 1_000_000_000
/** Few different costs, so that many flows tie. */
const COSTS = [0, 0, 0, UNIT, -UNIT, 2 * UNIT, UNIT / 2, -3 * UNIT]

/**
 * Bundles with equal costs and empty capacities, nodes without supply. The start tree is of bundles that end without a
 * limit; what has none never has a negative cost, so every problem has an optimum.
 */
export function drawFlow(
  seed: number,
  { most = 12, unevenCosts = false, dollars = false } = {},
): FlowProblem {
  const draw = drawing(seed)
  const levels = 1 + draw(4)
  const count = 2 + draw(most - 1)
  const amount = (): number => (dollars ? draw(2_000_000_000) : draw(21))
  const supplies = Array.from({ length: count }, (_, node) =>
    node === 0 || draw(5) < 2 ? 0 : draw(2) ? amount() : -amount(),
  )
  const cost = (): number =>
    unevenCosts && draw(3) === 0 ? draw(2 * UNIT) - UNIT : COSTS[draw(COSTS.length)]!
  const limited = (): Segment => ({
    capacity: draw(6) === 0 ? 0 : amount(),
    costs: Array.from({ length: levels }, cost),
  })
  const endless = (): Segment => ({
    capacity: Infinity,
    costs: Array.from({ length: levels }, () => Math.abs(cost())),
  })
  const segments = (isEndless: boolean): Segment[] =>
    [...Array.from({ length: draw(4) }, limited), isEndless ? endless() : limited()].sort(byCosts)

  const parents = supplies.map((_, node) => draw(Math.max(1, node)))
  const below = [...supplies]
  for (let node = count - 1; node > 0; node--) below[parents[node]!]! += below[node]!
  const bundles: { from: number; to: number; segments: Segment[] }[] = []
  const treeBundles = [-1]
  for (let node = 1; node < count; node++) {
    const parent = parents[node]!
    const [from, to] = below[node]! >= 0 ? [node, parent] : [parent, node]
    treeBundles.push(bundles.push({ from, to, segments: segments(true) }) - 1)
  }
  for (let more = draw(3 * count); more > 0; more--) {
    const from = draw(count)
    const to = (from + 1 + draw(count - 1)) % count
    bundles.push({ from, to, segments: segments(draw(6) === 0) })
  }
  return { levels, supplies, bundles, treeBundles }
}

/** Adds the bundles in the order given, or in their own. */
export function buildFlow(
  problem: FlowProblem,
  order: readonly number[] = [...problem.bundles.keys()],
): { network: Network; startTree: Int32Array } {
  const network = new Network(problem.levels)
  for (let node = 1; node < problem.supplies.length; node++) {
    network.addNode()
    network.addSupply(node, problem.supplies[node]!)
  }
  const firstArcs: number[] = []
  for (const index of order) {
    const { from, to, segments } = problem.bundles[index]!
    firstArcs[index] = network.addBundle(from, to, segments)
  }
  return { network, startTree: Int32Array.from(problem.treeBundles, (bundle) => firstArcs[bundle] ?? -1) }
}

/** The flow as a linear program. Arcs are columns in cents and dollars per dollar; what enters a node less what leaves it is a row. */
export function programOf(network: Network): LevelledProgram {
  const { nodeCount, arcCount } = network
  const rows = Array.from({ length: nodeCount }, (_, node) => ({
    columns: [] as number[],
    coefficients: [] as number[],
    lower: -network.supply[node]!,
    upper: -network.supply[node]!,
  }))
  for (let arc = 0; arc < arcCount; arc++) {
    const ends: [number, number][] = [
      [network.from[arc]!, -1],
      [network.to[arc]!, 1],
    ]
    for (const [node, sign] of ends) {
      rows[node]!.columns.push(arc)
      rows[node]!.coefficients.push(sign)
    }
  }
  return {
    upper: network.capacity.slice(0, arcCount),
    costs: network.costs.map((cost) => cost.slice(0, arcCount).map((price) => price / COST_SCALE)),
    rows,
  }
}

function byCosts(one: Segment, other: Segment): number {
  const level = one.costs.findIndex((cost, at) => cost !== other.costs[at])
  return level < 0 ? 0 : one.costs[level]! - other.costs[level]!
}
