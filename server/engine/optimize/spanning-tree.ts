/**
 * The tree of the network simplex: from every node but the root one arc leads to its parent. Arcs of the tree carry
 * whatever is needed, all others stand at 0 or at their capacity; so the tree alone decides every flow.
 *
 * A node's potential is the price of bringing one dollar from the root to it through the tree (against the direction of
 * an arc its price counts negative). An arc outside the tree is worth taking in if its own price is below the difference
 * of potentials of its ends.
 *
 * Children are kept in linked lists, so that one move costs as much as the part that moves, not as the whole tree.
 */
import { grown, ROOT, type Network } from './network.ts'

const NONE = -1

export class SpanningTree {
  nodeCount = 0
  /** By node; the root has none (-1). */
  parent = new Int32Array(0)
  /** The arc between a node and its parent, in either direction. */
  arc = new Int32Array(0)
  depth = new Int32Array(0)
  /** By node: billionths of a dollar per dollar, at the present level. */
  potential = new Float64Array(0)
  /** What `list` wrote: a node stands behind its parent. */
  order = new Int32Array(0)
  #firstChild = new Int32Array(0)
  #next = new Int32Array(0)
  #previous = new Int32Array(0)

  /** Builds the tree in which `arcs[node]` joins each node but the root to its parent. */
  hang(network: Network, arcs: Int32Array): void {
    const { from, to } = network
    const count = (this.nodeCount = network.nodeCount)
    this.#reserve(count)
    this.#firstChild.fill(NONE, 0, count)
    this.parent[ROOT] = this.arc[ROOT] = NONE
    this.depth[ROOT] = 0
    for (let node = 1; node < count; node++) {
      const arc = arcs[node] ?? NONE
      if (arc < 0 || arc >= network.arcCount || (from[arc] !== node && to[arc] !== node))
        throw new Error(`The start tree joins node ${node} by arc ${arc}, which does not touch it`)
      this.#link(node, from[arc] === node ? to[arc]! : from[arc]!, arc)
    }
    if (this.list(ROOT) !== count) throw new Error('The start tree does not reach every node from the root')
    for (let i = 1; i < count; i++) {
      const node = this.order[i]!
      this.depth[node] = this.depth[this.parent[node]!]! + 1
    }
  }

  /** Computes all potentials from the costs of the arcs of the tree. */
  setPotentials(cost: Float64Array, from: Int32Array): void {
    const { parent, arc, potential, order } = this
    const count = this.list(ROOT)
    potential[ROOT] = 0
    for (let i = 1; i < count; i++) {
      const node = order[i]!
      const above = parent[node]!
      const up = arc[node]!
      potential[node] = potential[above]! + (from[up] === above ? cost[up]! : -cost[up]!)
    }
  }

  /** The deepest node that stands above both. */
  meet(one: number, other: number): number {
    const { parent, depth } = this
    while (one !== other) {
      if (depth[one]! >= depth[other]!) one = parent[one]!
      else other = parent[other]!
    }
    return one
  }

  /**
   * Cuts the part below `cut` off and hangs it up again by its node `top`, which gets `parent` above it through `arc`.
   * `shift` is what that does to the potential of `top`, and so of the whole part.
   */
  move(cut: number, top: number, parent: number, arc: number, shift: number): void {
    // From `top` up to `cut` children become parents.
    for (let node = top; ;) {
      const oldParent = this.parent[node]!
      const oldArc = this.arc[node]!
      this.#unlink(node)
      this.#link(node, parent, arc)
      if (node === cut) break
      parent = node
      arc = oldArc
      node = oldParent
    }
    const { depth, potential, order } = this
    const count = this.list(top)
    for (let i = 0; i < count; i++) {
      const node = order[i]!
      depth[node] = depth[this.parent[node]!]! + 1
      potential[node]! += shift
    }
  }

  /** Writes a node and all below it to `order`, parents first, and returns how many they are. */
  list(top: number): number {
    const { order, parent } = this
    const firstChild = this.#firstChild
    const next = this.#next
    let count = 0
    let node = top
    for (;;) {
      order[count++] = node
      if (firstChild[node] !== NONE) {
        node = firstChild[node]!
        continue
      }
      while (node !== top && next[node] === NONE) node = parent[node]!
      if (node === top) return count
      node = next[node]!
    }
  }

  #link(node: number, parent: number, arc: number): void {
    const sibling = this.#firstChild[parent]!
    this.parent[node] = parent
    this.arc[node] = arc
    this.#next[node] = sibling
    this.#previous[node] = NONE
    if (sibling !== NONE) this.#previous[sibling] = node
    this.#firstChild[parent] = node
  }

  #unlink(node: number): void {
    const next = this.#next[node]!
    const previous = this.#previous[node]!
    if (next !== NONE) this.#previous[next] = previous
    if (previous !== NONE) this.#next[previous] = next
    else this.#firstChild[this.parent[node]!] = next
  }

  #reserve(count: number): void {
    if (count <= this.parent.length) return
    const length = 2 * count
    this.parent = grown(this.parent, length)
    this.arc = grown(this.arc, length)
    this.depth = grown(this.depth, length)
    this.potential = grown(this.potential, length)
    this.order = grown(this.order, length)
    this.#firstChild = grown(this.#firstChild, length)
    this.#next = grown(this.#next, length)
    this.#previous = grown(this.#previous, length)
  }
}
