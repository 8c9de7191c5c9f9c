/**
 * A household as a network of money. A node is a place where money is (an account, a model slot, a class); node 0, the
 * root, stands for the household as a whole. An arc is a way for money to go from one node to another: keeping a lot,
 * buying a security, counting towards a class. Each arc has a capacity and, by level, a price per dollar that goes
 * through it. A node's supply is what starts there; the root takes whatever is left, so that all supplies sum to zero.
 *
 * Everything is a whole number kept in a float: amounts are cents and costs are billionths of a dollar per dollar, both
 * far below 2^53. Sums and differences of such numbers are exact, so no tolerance is needed anywhere.
 *
 * Ways between the same two nodes that differ in price only (the lots of a security in an account, the pieces of a price
 * that rises with the amount) form a bundle. Its arcs stand in order of price: the cheaper one is always used up before
 * the next is touched. A plain arc is a bundle of one.
 */

/** Costs are counted in billionths: a cost of this is one dollar per dollar. */
export const COST_SCALE = 1_000_000_000

export const ROOT = 0

/** One arc of a bundle. */
export interface Segment {
  /** Whole cents, or Infinity. */
  readonly capacity: number
  /** Billionths of a dollar per dollar, by level; levels left out cost nothing. */
  readonly costs: readonly number[]
}

export class Network {
  readonly levels: number
  nodeCount = 1
  arcCount = 0
  bundleCount = 0

  // Arrays are replaced when they grow: read them anew after an arc or a node was added.
  /** By arc. */
  from: Int32Array
  to: Int32Array
  /** Cents by arc. */
  capacity: Float64Array
  /** Cents by arc; the solver's answer. */
  flow: Float64Array
  /** By level, then by arc: billionths of a dollar per dollar. */
  readonly costs: Float64Array[] = []
  /** By level: the first arc that costs anything there, and the arc after the last one. */
  readonly pricedFrom: Int32Array
  readonly pricedTo: Int32Array
  bundleOf: Int32Array
  /** A bundle's arcs go from its start to before the next one's. */
  bundleStart: Int32Array
  /** Cents by node; the root's is minus the sum of the others. */
  supply: Float64Array

  /** `arcs` and `nodes` are what is to be expected; more may come. */
  constructor(levels: number, { arcs = 64, nodes = 32 } = {}) {
    this.levels = levels
    this.from = new Int32Array(arcs)
    this.to = new Int32Array(arcs)
    this.capacity = new Float64Array(arcs)
    this.flow = new Float64Array(arcs)
    this.bundleOf = new Int32Array(arcs)
    this.bundleStart = new Int32Array(arcs + 1)
    this.supply = new Float64Array(nodes)
    for (let level = 0; level < levels; level++) this.costs.push(new Float64Array(arcs))
    this.pricedFrom = new Int32Array(levels).fill(0x7fffffff)
    this.pricedTo = new Int32Array(levels)
  }

  addNode(): number {
    if (this.nodeCount === this.supply.length) this.supply = grown(this.supply, 2 * this.nodeCount)
    return this.nodeCount++
  }

  /** Adds cents that start at a node; what is negative is drawn from it. */
  addSupply(node: number, cents: number): void {
    if (!Number.isSafeInteger(cents)) throw new Error(`A supply of ${cents} is not in whole cents`)
    this.supply[node]! += cents
    this.supply[ROOT]! -= cents
  }

  /** A way for at most `capacity` cents. */
  addArc(from: number, to: number, capacity: number): number {
    const arc = this.#appendArc(from, to, capacity)
    this.#closeBundle(arc)
    return arc
  }

  /**
   * Ways between the same two nodes, the cheapest first: by the first level in which two differ. Returns the first arc;
   * the others follow it.
   */
  addBundle(from: number, to: number, segments: readonly Segment[]): number {
    const first = this.arcCount
    for (const { capacity, costs } of segments) {
      const arc = this.#appendArc(from, to, capacity)
      for (let level = 0; level < costs.length; level++) this.setCost(arc, level, costs[level]!)
    }
    if (this.arcCount === first) throw new Error('A bundle needs an arc')
    this.#closeBundle(first)
    return first
  }

  /** In billionths of a dollar per dollar. The arcs of a bundle must stay in order of price. */
  setCost(arc: number, level: number, cost: number): void {
    if (!Number.isSafeInteger(cost)) throw new Error(`A cost of ${cost} is not in whole billionths`)
    this.costs[level]![arc] = cost
    if (cost === 0) return
    if (arc < this.pricedFrom[level]!) this.pricedFrom[level] = arc
    if (arc >= this.pricedTo[level]!) this.pricedTo[level] = arc + 1
  }

  #appendArc(from: number, to: number, capacity: number): number {
    if (from === to) throw new Error(`An arc from node ${from} to itself`)
    if (!(capacity >= 0) || (capacity !== Infinity && !Number.isSafeInteger(capacity)))
      throw new Error(`A capacity of ${capacity} is not in whole cents`)
    if (this.arcCount === this.from.length) this.#growArcs(2 * this.arcCount)
    const arc = this.arcCount++
    this.from[arc] = from
    this.to[arc] = to
    this.capacity[arc] = capacity
    return arc
  }

  #closeBundle(first: number): void {
    this.bundleOf.fill(this.bundleCount, first, this.arcCount)
    this.bundleStart[++this.bundleCount] = this.arcCount
  }

  #growArcs(length: number): void {
    this.from = grown(this.from, length)
    this.to = grown(this.to, length)
    this.capacity = grown(this.capacity, length)
    this.flow = grown(this.flow, length)
    this.bundleOf = grown(this.bundleOf, length)
    this.bundleStart = grown(this.bundleStart, length + 1)
    for (let level = 0; level < this.levels; level++) this.costs[level] = grown(this.costs[level]!, length)
  }
}

/** A longer copy, filled up with zeros. */
export function grown<A extends Int32Array | Float64Array | Uint8Array>(array: A, length: number): A {
  const longer = new (array.constructor as new (length: number) => A)(length)
  longer.set(array)
  return longer
}
