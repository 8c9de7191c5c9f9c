/**
 * Where every bundle of arcs stands, and which arc is worth taking into the tree.
 *
 * A bundle fills in order of price. So one number says it all, `filled`: arcs before it are full, arcs from it on are
 * empty, but that the arc at `filled` may itself be in the tree with anything in it. While it is, the bundle needs no
 * pricing: the tree's arc has reduced cost 0, cheaper ones are full and dearer ones empty, as they should be. Otherwise
 * just two arcs count: the next one up (the cheapest empty one) and the next one down (the dearest full one).
 *
 * The reduced cost of an arc is its cost plus the potential of its start less that of its end: what a dollar more through
 * it costs once the tree has carried it round. Below 0 for an empty arc or above 0 for a full one, the arc enters.
 *
 * At the optimum of a level, an arc whose reduced cost is not 0 must stay at its bound in every optimum of that level:
 * it is frozen. The others of a bundle all cost the same at this level, so they are a range of it, `low` to before
 * `high`, and stand in order of price at the next level.
 */
import { grown, type Network } from './network.ts'

/** Pricing looks through a block of at least so many bundles before it takes the best arc found. */
const LEAST_BLOCK = 24

/** By bundle: its arcs that are not frozen, from `low` to before `high`; and the bundles that have any. */
export interface Ranges {
  readonly low: Int32Array
  readonly high: Int32Array
  readonly open: Int32Array
}

export class BundleStates {
  /** By bundle: the first arc that is not full. */
  filled = new Int32Array(0)
  /** By bundle: 1 while the arc at `filled` is in the tree. */
  inTree = new Uint8Array(0)
  #low = new Int32Array(0)
  #high = new Int32Array(0)
  #from = new Int32Array(0)
  #to = new Int32Array(0)
  /** Costs of the next arc up and down; infinite, and so never worth it, if there is none. */
  #upCost = new Float64Array(0)
  #downCost = new Float64Array(0)
  /** Bundles that are not frozen as a whole. */
  #open = new Int32Array(0)
  /** What `low`, `high` and `open` become if a level turns out to be at its optimum. */
  #lowNext = new Int32Array(0)
  #highNext = new Int32Array(0)
  #openNext = new Int32Array(0)
  #openCount = 0
  #cursor = 0

  /** All arcs empty, none in the tree, none frozen. A network that is known has its bundles in order. */
  reset(network: Network, isKnown = false): void {
    const { bundleCount, bundleStart } = network
    this.#reserve(bundleCount)
    this.inTree.fill(0, 0, bundleCount)
    for (let bundle = 0; bundle < bundleCount; bundle++) {
      const first = bundleStart[bundle]!
      const end = bundleStart[bundle + 1]!
      if (!isKnown) for (let arc = first + 1; arc < end; arc++) checkOrder(network, arc)
      this.filled[bundle] = this.#low[bundle] = first
      this.#high[bundle] = end
      this.#from[bundle] = network.from[first]!
      this.#to[bundle] = network.to[first]!
      this.#open[bundle] = bundle
    }
    this.#openCount = bundleCount
  }

  /** Which arcs are not frozen, to go on from later. */
  ranges({ bundleCount }: Network): Ranges {
    return {
      low: this.#low.slice(0, bundleCount),
      high: this.#high.slice(0, bundleCount),
      open: this.#open.slice(0, this.#openCount),
    }
  }

  /** After a reset: as they were. */
  narrow({ low, high, open }: Ranges): void {
    this.#low.set(low)
    this.#high.set(high)
    this.#open.set(open)
    this.#openCount = open.length
  }

  startLevel(cost: Float64Array): void {
    this.#cursor = 0
    for (let i = 0; i < this.#openCount; i++) this.refresh(this.#open[i]!, cost)
  }

  /** To be called whenever `filled` or `inTree` of a bundle has changed. */
  refresh(bundle: number, cost: Float64Array): void {
    const next = this.filled[bundle]!
    const isPriced = this.inTree[bundle] === 0
    this.#upCost[bundle] = isPriced && next < this.#high[bundle]! ? cost[next]! : Infinity
    this.#downCost[bundle] = isPriced && next > this.#low[bundle]! ? cost[next - 1]! : -Infinity
  }

  /**
   * The arc with the most to gain out of the first block of bundles that has one, or -1 at the optimum. It is to be
   * filled if it is the one at `filled` of its bundle, and to be emptied if it is the one before.
   */
  findEntering(potential: Float64Array): number {
    const open = this.#open
    const from = this.#from
    const to = this.#to
    const upCost = this.#upCost
    const downCost = this.#downCost
    const count = this.#openCount
    const block = Math.max(LEAST_BLOCK, count >> 4)
    let best = -1
    let bestGain = 0
    let isUp = true
    let cursor = this.#cursor
    for (let left = count; left > 0 && best < 0;) {
      let end = Math.min(block, left)
      left -= end
      for (; end > 0; end--) {
        const bundle = open[cursor]!
        if (++cursor === count) cursor = 0
        const difference = potential[to[bundle]!]! - potential[from[bundle]!]!
        if (difference - upCost[bundle]! > bestGain) {
          bestGain = difference - upCost[bundle]!
          best = bundle
          isUp = true
        } else if (downCost[bundle]! - difference > bestGain) {
          bestGain = downCost[bundle]! - difference
          best = bundle
          isUp = false
        }
      }
    }
    this.#cursor = cursor
    if (best < 0) return -1
    return isUp ? this.filled[best]! : this.filled[best]! - 1
  }

  /**
   * Takes out every arc whose reduced cost is not 0, if the level is at its optimum. Most levels are without a pivot, so this
   * asks and freezes in one pass; false: some arc pays, and nothing has changed.
   */
  freezeIfOptimal(cost: Float64Array, potential: Float64Array): boolean {
    const open = this.#open
    const openNext = this.#openNext
    const filled = this.filled
    let kept = 0
    for (let i = 0; i < this.#openCount; i++) {
      const bundle = open[i]!
      const difference = potential[this.#to[bundle]!]! - potential[this.#from[bundle]!]!
      let low = this.#low[bundle]!
      let high = this.#high[bundle]!
      if (this.inTree[bundle] === 0) {
        const next = filled[bundle]!
        if (next < high && cost[next]! < difference) return false
        if (next > low && cost[next - 1]! > difference) return false
      }
      while (low < high && cost[low]! < difference) low++
      while (high > low && cost[high - 1]! > difference) high--
      this.#lowNext[bundle] = low
      this.#highNext[bundle] = high
      if (low < high) openNext[kept++] = bundle
    }
    this.#openCount = kept
    this.#open = openNext
    this.#openNext = open
    const low = this.#low
    this.#low = this.#lowNext
    this.#lowNext = low
    const high = this.#high
    this.#high = this.#highNext
    this.#highNext = high
    return true
  }

  /** Whether every arc outside the tree is frozen, or has no room to move anyway. */
  areDecided(capacity: Float64Array): boolean {
    for (let i = 0; i < this.#openCount; i++) {
      const bundle = this.#open[i]!
      const treeArc = this.inTree[bundle] ? this.filled[bundle]! : -1
      const high = this.#high[bundle]!
      for (let arc = this.#low[bundle]!; arc < high; arc++)
        if (arc !== treeArc && capacity[arc]! > 0) return false
    }
    return true
  }

  #reserve(count: number): void {
    if (count <= this.filled.length) return
    const length = 2 * count
    this.filled = grown(this.filled, length)
    this.inTree = grown(this.inTree, length)
    this.#low = grown(this.#low, length)
    this.#high = grown(this.#high, length)
    this.#from = grown(this.#from, length)
    this.#to = grown(this.#to, length)
    this.#upCost = grown(this.#upCost, length)
    this.#downCost = grown(this.#downCost, length)
    this.#open = grown(this.#open, length)
    this.#lowNext = grown(this.#lowNext, length)
    this.#highNext = grown(this.#highNext, length)
    this.#openNext = grown(this.#openNext, length)
  }
}

function checkOrder({ costs, levels }: Network, arc: number): void {
  for (let level = 0; level < levels; level++) {
    const rise = costs[level]![arc]! - costs[level]![arc - 1]!
    if (rise > 0) return
    if (rise < 0)
      throw new Error(`Arc ${arc} is cheaper at level ${level} than the one before it in its bundle`)
  }
}
