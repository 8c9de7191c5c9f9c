/**
 * The least-cost flow through a network, level by level: the flow that costs least at level 0, among those the one that
 * costs least at level 1, and so on. No weights between levels, no tolerances.
 *
 * The network simplex in short. Some arcs form a tree that joins all nodes; all others are empty or full. If an arc
 * outside the tree pays (see bundle-states.ts), a dollar through it comes back through the tree: a cycle that lowers the
 * cost. As much goes round as fits; the arc that is full or empty first leaves the tree, and the new arc takes its place
 * (a pivot). When no arc pays, the flow is optimal.
 *
 * Levels. At the optimum of a level every arc whose reduced cost is not 0 stays where it is in every optimum of that
 * level, and the others may move freely without changing its cost. So the first are frozen, and the next level goes on
 * with the others from the same tree.
 *
 * No cycling. Pivots that move nothing could go round in circles. They cannot while from every node one cent more could
 * reach the root through the tree (a strongly feasible tree), and it stays so if, of several arcs that stop the cycle's
 * flow, the last one leaves, seen in the direction of the flow from the cycle's topmost node (Cunningham 1976).
 */
import { BundleStates, type Ranges } from './bundle-states.ts'
import { grown, type Network, ROOT } from './network.ts'
import { SpanningTree } from './spanning-tree.ts'

export { levelTotals, exactLevelTotals } from './level-totals.ts'

export interface SimplexResult {
  readonly pivots: number
  /** No other flow is as good at every level. If false, there may be one. */
  readonly isUnique: boolean
  /** Null: no level was left. */
  readonly pause: Pause | null
}

/** A tree with the flow through it and where every bundle stands: enough to go on from there. */
export interface Basis {
  readonly treeArcs: Int32Array
  readonly filled: Int32Array
  readonly inTree: Uint8Array
  readonly flow: Float64Array
}

/** Where a call was stopped after a level, with what is frozen since. */
export interface Pause extends Basis {
  readonly level: number
  readonly ranges: Ranges
}

/** So many pivots are never needed; more are a fault. */
const pivotsFor = ({ nodeCount, arcCount }: Network): number => 1000 + 100 * (nodeCount + arcCount)

/** Its work arrays grow once and serve every call: solving allocates nothing. */
export class NetworkSimplex {
  /** As the last call left it. */
  readonly tree = new SpanningTree()
  readonly #bundles = new BundleStates()
  #pending = new Float64Array(0)

  /**
   * Leaves the least-cost flow in `network.flow`. The start is the flow through a tree: `startTree[node]` is an arc, or
   * any arc of a bundle, between each node but the root and its parent; all others start empty. That flow must fit the
   * capacities, and should let one cent more pass from any node to the root. A start that does not fit, a flow that could
   * be cheaper without end, and more pivots than `pivotLimit` are faults. `before` is a level before all others, whose costs
   * are the same for all arcs of a bundle.
   */
  solve(
    network: Network,
    startTree: Int32Array,
    pivotLimit = pivotsFor(network),
    before?: Float64Array,
  ): SimplexResult {
    this.#bundles.reset(network)
    this.tree.hang(network, startTree)
    this.#startFlow(network)
    return this.#solve(network, { before, pivotLimit })
  }

  /**
   * The same from where an earlier call stopped, with a level before all others: so the flow of least cost is found anew
   * where some arcs have become too dear to use. The network must be the one of that call. Once `isEnough` holds at the optimum
   * of a level, the levels after it are left.
   */
  solveFrom(
    network: Network,
    basis: Basis,
    before: Float64Array,
    isEnough?: (level: number) => boolean,
  ): SimplexResult {
    this.#goTo(network, basis)
    return this.#solve(network, { before, pivotLimit: pivotsFor(network), isEnough })
  }

  /** Goes on with the levels that were left. */
  resume(network: Network, pause: Pause): SimplexResult {
    this.#goTo(network, pause)
    this.#bundles.narrow(pause.ranges)
    return this.#solve(network, { first: pause.level + 1, pivotLimit: pivotsFor(network) })
  }

  #goTo(network: Network, { treeArcs, filled, inTree, flow }: Basis): void {
    this.#bundles.reset(network, true)
    this.#bundles.filled.set(filled)
    this.#bundles.inTree.set(inTree)
    this.tree.hang(network, treeArcs)
    network.flow.set(flow)
  }

  #pauseAt(network: Network, level: number): Pause {
    return { ...this.basis(network), level, ranges: this.#bundles.ranges(network) }
  }

  /** Where the last call stopped. */
  basis(network: Network): Basis {
    return {
      treeArcs: this.tree.arc.slice(0, network.nodeCount),
      filled: this.#bundles.filled.slice(0, network.bundleCount),
      inTree: this.#bundles.inTree.slice(0, network.bundleCount),
      flow: network.flow.slice(0, network.arcCount),
    }
  }

  #solve(
    network: Network,
    terms: {
      readonly pivotLimit: number
      readonly before?: Float64Array | undefined
      readonly first?: number
      readonly isEnough?: ((level: number) => boolean) | undefined
    },
  ): SimplexResult {
    const { pivotLimit, before, first = 0, isEnough } = terms
    let pivots = before ? this.#optimise(network, before, pivotLimit) : 0
    for (let level = first; level < network.levels; level++) {
      if (network.pricedTo[level]! > 0)
        pivots += this.#optimise(network, network.costs[level]!, pivotLimit - pivots)
      if (isEnough?.(level)) return { pivots, isUnique: false, pause: this.#pauseAt(network, level) }
    }
    return { pivots, isUnique: this.#bundles.areDecided(network.capacity), pause: null }
  }

  /** Brings a level to its optimum and freezes what must stay there. Returns the pivots that it took. */
  #optimise(network: Network, cost: Float64Array, pivotLimit: number): number {
    const tree = this.tree
    const bundles = this.#bundles
    tree.setPotentials(cost, network.from)
    if (bundles.freezeIfOptimal(cost, tree.potential)) return 0
    bundles.startLevel(cost)
    for (let pivots = 0; ; pivots++) {
      const entering = bundles.findEntering(tree.potential)
      if (entering < 0) {
        bundles.freezeIfOptimal(cost, tree.potential)
        return pivots
      }
      if (pivots === pivotLimit) throw new Error(`No optimum after ${pivotLimit} pivots`)
      this.#pivot(network, cost, entering)
    }
  }

  /** Sends what starts at each node to the root through the tree, from the leaves up. */
  #startFlow(network: Network): void {
    const { nodeCount, from, flow } = network
    if (this.#pending.length < nodeCount) this.#pending = grown(this.#pending, 2 * nodeCount)
    const tree = this.tree
    const pending = this.#pending
    for (let node = 0; node < nodeCount; node++) pending[node] = network.supply[node]!
    flow.fill(0, 0, network.arcCount)
    tree.list(ROOT)
    for (let i = nodeCount - 1; i > 0; i--) {
      const node = tree.order[i]!
      const amount = pending[node]!
      const isUpward = from[tree.arc[node]!] === node
      tree.arc[node] = this.#fillBundle(
        network,
        network.bundleOf[tree.arc[node]!]!,
        isUpward ? amount : -amount,
        isUpward,
      )
      pending[tree.parent[node]!]! += amount
    }
  }

  /** Fills a bundle in order. Returns the arc that is to be in the tree: one that lets a cent more pass upwards, if any. */
  #fillBundle(network: Network, bundle: number, amount: number, isUpward: boolean): number {
    const { bundleStart, capacity, flow } = network
    const last = bundleStart[bundle + 1]! - 1
    let arc = bundleStart[bundle]!
    let left = amount
    for (; arc < last && (isUpward ? left >= capacity[arc]! : left > capacity[arc]!); arc++) {
      flow[arc] = capacity[arc]!
      left -= capacity[arc]!
    }
    if (left < 0 || left > capacity[arc]!)
      throw new Error(
        `The start sends ${amount} cents from node ${network.from[arc]} to ${network.to[arc]}: no fit`,
      )
    flow[arc] = left
    const bundles = this.#bundles
    bundles.filled[bundle] = arc
    bundles.inTree[bundle] = 1
    return arc
  }

  /** Takes an arc into the tree, or from empty to full or back. */
  #pivot(network: Network, cost: Float64Array, entering: number): void {
    const { from, to, capacity, flow, bundleOf } = network
    const tree = this.tree
    const bundles = this.#bundles
    const { parent, arc } = tree
    const bundle = bundleOf[entering]!
    const isFilling = entering === bundles.filled[bundle]
    // Money goes from `tail` to `head` through the entering arc, up from `head` to `apex`, and down to `tail`.
    const tail = isFilling ? from[entering]! : to[entering]!
    const head = isFilling ? to[entering]! : from[entering]!
    const apex = tree.meet(tail, head)

    let amount = capacity[entering]!
    let cut = -1
    let isCutBehind = false
    // Of ties the last on the way leaves: here the first met, as this walk is against the flow and `entering` comes later,
    for (let node = tail; node !== apex; node = parent[node]!) {
      const up = arc[node]!
      const room = from[up] === node ? flow[up]! : capacity[up]! - flow[up]!
      if (room < amount) {
        amount = room
        cut = node
        isCutBehind = true
      }
    }
    // and there the last met.
    for (let node = head; node !== apex; node = parent[node]!) {
      const up = arc[node]!
      const room = from[up] === node ? capacity[up]! - flow[up]! : flow[up]!
      if (room <= amount) {
        amount = room
        cut = node
        isCutBehind = false
      }
    }
    if (amount === Infinity) throw new Error('The cost can fall without end: a cycle without a capacity pays')

    if (amount > 0) {
      flow[entering]! += isFilling ? amount : -amount
      for (let node = tail; node !== apex; node = parent[node]!) {
        const up = arc[node]!
        flow[up]! += from[up] === node ? -amount : amount
      }
      for (let node = head; node !== apex; node = parent[node]!) {
        const up = arc[node]!
        flow[up]! += from[up] === node ? amount : -amount
      }
    }

    if (cut < 0) {
      bundles.filled[bundle] = isFilling ? entering + 1 : entering
      bundles.refresh(bundle, cost)
      return
    }
    const leaving = arc[cut]!
    const leftBundle = bundleOf[leaving]!
    const isLeftFull = (from[leaving] === cut) !== isCutBehind
    bundles.filled[leftBundle] = isLeftFull ? leaving + 1 : leaving
    bundles.inTree[leftBundle] = 0
    bundles.refresh(leftBundle, cost)
    bundles.filled[bundle] = entering
    bundles.inTree[bundle] = 1
    bundles.refresh(bundle, cost)
    const reducedCost = cost[entering]! + tree.potential[from[entering]!]! - tree.potential[to[entering]!]!
    const top = isCutBehind ? tail : head
    // The reduced cost of an arc of the tree is 0.
    const shift = top === to[entering] ? reducedCost : -reducedCost
    tree.move(cut, top, isCutBehind ? head : tail, entering, shift)
  }
}
