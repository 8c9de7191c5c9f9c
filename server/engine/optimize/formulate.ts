/**
 * Writes what may be traded as a network of money. A dollar comes from an account's cash, from what is sold (slot to
 * account) or is missing (root to account); it goes into purchases (account to slot) or stays as cash. What a slot holds
 * goes on to its class and through the tree of classes to the root; on that way a price is paid for every dollar outside
 * target, band and goal. All prices rise with the amount, so the whole is a convex flow, and the rules are where arcs are
 * missing or dear.
 */
import { LEVEL, OPTIMISED_LEVELS } from '../orders/levels.ts'
import type {
  NodeGoal,
  PossibleSale,
  PossibleTrades,
  PurchaseChoice,
  WashChoice,
} from '../orders/possible-trades.ts'
import { chosenFor, yearsOfDrag } from '../orders/possible-trades.ts'
import { COST_SCALE, Network, ROOT } from './network.ts'
import { inReliefOrder, type SaleSegment } from './relief-order.ts'

export interface Formulation {
  readonly network: Network
  /** By node: the arc of its bundle that joins it to its parent at the start. */
  readonly startTree: Int32Array
  readonly saleArcs: readonly SaleArc[]
  readonly purchaseArcs: readonly PurchaseArc[]
  /** By level, in hundredths of a cent: what the flow's cost lacks to the level's value. */
  readonly constants: Float64Array
}

export interface SaleArc extends SaleSegment {
  readonly arc: number
  readonly sale: PossibleSale
  readonly lossGroup: number
}

/** One for each choice of a purchase. */
export interface PurchaseArc {
  readonly arc: number
  /** Index of the possible purchase. */
  readonly purchase: number
  readonly choice: PurchaseChoice
}

/** The most that a dollar may cost or save, so that sums of costs stay exact: a lot bought at 100,000 times its price. */
const LARGEST_RATE = 100_000

/** Dollars by the dollar as the network counts them. */
const priced = (rate: number): number =>
  Math.round(Math.max(-LARGEST_RATE, Math.min(LARGEST_RATE, rate)) * COST_SCALE)

/**
 * `free`: any lot may go first, whatever the method of relief. Under a budget the lots that are joined for their order could
 * count for more than those that are sold, and the least cost would be no bound.
 */
export type LotOrder = 'asRelieved' | 'free'

/** Formulates a household under some wash-sale choices, one for each group of `possible.washGroups`. */
export function formulate(
  possible: PossibleTrades,
  wash: readonly WashChoice[],
  lotOrder: LotOrder = 'asRelieved',
): Formulation {
  const { accounts, slots, limits, nodes } = possible
  const network = new Network(OPTIMISED_LEVELS, sizeOf(possible))
  const accountNodes = accounts.map(() => network.addNode())
  const limitNodes = limits.map(() => network.addNode())
  const slotNodes = slots.map(() => network.addNode())
  const classNodes = nodes.map(() => network.addNode())
  const constants = new Float64Array(OPTIMISED_LEVELS)
  const years = yearsOfDrag(possible.household)
  const tree: number[] = []
  const at = (list: readonly number[], index: number): number => list[index] ?? ROOT

  accounts.forEach((account, index) => {
    const node = at(accountNodes, index)
    // What may not be spent goes straight to the cash class.
    network.addSupply(at(slotNodes, account.cashSlot), account.locked)
    constants[LEVEL.locationDrag]! += account.cashDrag * account.locked
    const spare = account.cash - account.reserve - account.locked
    const debitLeft = account.reserve - account.restore
    network.addSupply(node, spare)
    const most = account.mayGainCash ? Infinity : Math.max(0, spare)
    const cash = network.addArc(node, at(slotNodes, account.cashSlot), most)
    network.setCost(cash, LEVEL.cost, priced(years * account.cashDrag))
    network.setCost(cash, LEVEL.locationDrag, priced(account.cashDrag))
    const missing = network.addBundle(ROOT, node, [
      ...(debitLeft > 0 ? [{ capacity: debitLeft, costs: [] }] : []),
      { capacity: Infinity, costs: [] },
    ])
    network.setCost(network.arcCount - 1, LEVEL.cashShortfall, priced(1))
    tree[node] = spare >= 0 ? cash : missing
  })

  const holderOf = (slot: number, limit: number): number =>
    limit === -1 ? at(slotNodes, slot) : at(limitNodes, limit)

  const saleArcs: SaleArc[] = []
  const segments = possible.sales.flatMap((sale) =>
    segmentsOf(sale, wash, lotOrder).map((segment) => {
      const { lots, value } = segment
      return { sale, lots, value, lossGroup: lossGroupOf(sale, segment) }
    }),
  )
  // Losses that a choice may bar stand apart, so that all arcs of a bundle are barred or none.
  const bundles = Map.groupBy(
    segments,
    ({ sale, lossGroup }) =>
      (holderOf(sale.slot, sale.limit) * accounts.length + sale.account) * (possible.washGroups.length + 1) +
      lossGroup,
  )
  for (const sale of possible.sales)
    network.addSupply(
      holderOf(sale.slot, sale.limit),
      sale.lots.reduce((sum, { value }) => sum + value, 0),
    )
  for (const together of bundles.values()) {
    const [first] = together
    if (!first) continue
    const inOrder = together
      .map((segment) => ({ segment, costs: saleCosts(segment.sale, segment, years) }))
      .sort((a, b) => compareCosts(a.costs, b.costs))
    const arc = network.addBundle(
      holderOf(first.sale.slot, first.sale.limit),
      at(accountNodes, first.sale.account),
      inOrder.map(({ segment, costs }) => ({ capacity: segment.value, costs })),
    )
    inOrder.forEach(({ segment: { sale, lots, value, lossGroup } }, place) =>
      saleArcs.push({ arc: arc + place, sale, lots, value, lossGroup }),
    )
  }

  const purchaseArcs: PurchaseArc[] = []
  possible.purchases.forEach((purchase, index) => {
    for (const choice of purchase.choices) {
      const { costRate, drag, inferiority, limit } = choice
      const arc = network.addArc(
        at(accountNodes, purchase.account),
        holderOf(purchase.slot, limit),
        mostMoney(choice.mostShares, choice.price),
      )
      network.setCost(arc, LEVEL.cost, priced(costRate + years * drag + inferiority))
      network.setCost(arc, LEVEL.locationDrag, priced(drag))
      purchaseArcs.push({ arc, purchase: index, choice })
    }
  })

  limits.forEach((limit, index) => {
    network.addSupply(at(limitNodes, index), limit.fixed)
    constants[LEVEL.bandViolation]! += limit.low
    const ends = { from: at(limitNodes, index), to: at(slotNodes, limit.slot) }
    tree[ends.from] = addPieces(network, ends, [limit.low, limit.high], (arc, value) => {
      const outside = value < limit.low ? -1 : value < limit.high ? 0 : 1
      network.setCost(arc, LEVEL.bandViolation, priced(outside))
    })
  })

  const deviationPrice = Number(possible.household.settings.deviationPrice) / 1e6
  slots.forEach((slot, index) => {
    network.addSupply(at(slotNodes, index), slot.fixed)
    constants[LEVEL.deviation]! += slot.target
    constants[LEVEL.cost]! += deviationPrice * slot.target
    const ends = { from: at(slotNodes, index), to: at(classNodes, slot.node) }
    tree[ends.from] = addPieces(network, ends, [slot.target], (arc, value) => {
      const sign = value < slot.target ? -1 : 1
      network.setCost(arc, LEVEL.deviation, priced(sign))
      network.setCost(arc, LEVEL.cost, priced(sign * deviationPrice))
    })
  })

  nodes.forEach((node, index) => {
    const { low, high, goalLow, goalHigh } = node
    const ends = {
      from: at(classNodes, index),
      to: node.parent === -1 ? ROOT : at(classNodes, node.parent),
    }
    constants[LEVEL.bandViolation]! += node.low
    if (node.goalLow > 0) constants[LEVEL.goalViolation]! += node.goalLow
    const edges = [low, high, goalLow, goalHigh, ...evening(node)]
    tree[ends.from] = addPieces(network, ends, edges, (arc, value) => {
      const outsideBand = value < low ? -1 : value < high ? 0 : 1
      const outsideGoal = value < goalLow ? -1 : value < goalHigh ? 0 : 1
      network.setCost(arc, LEVEL.bandViolation, priced(outsideBand))
      network.setCost(arc, LEVEL.goalViolation, priced(outsideGoal))
      network.setCost(arc, LEVEL.relativeShortfall, priced(eveningPrice(node, value)))
    })
  })
  constants[LEVEL.locationDrag]! += possible.dragHeld
  constants[LEVEL.cost]! += years * (constants[LEVEL.locationDrag] ?? 0)
  for (const { value, inferiority } of possible.sales) constants[LEVEL.cost]! += inferiority * value

  return { network, startTree: Int32Array.from(tree), saleArcs, purchaseArcs, constants }
}

/** The number of the identical group whose losses a segment is of, from 1; 0: of none that a choice may bar. */
function lossGroupOf({ washGroup }: PossibleSale, { lots }: SaleSegment): number {
  return lots.some(({ isLoss }) => isLoss) ? washGroup + 1 : 0
}

/**
 * A level before all others, at which a dollar costs one wherever wash-sale choices bar it: purchases that are not chosen, and
 * losses. Null where lots joined for their order are barred in part, and would have to be joined anew.
 */
export function barredBy(
  possible: PossibleTrades,
  { network, saleArcs, purchaseArcs }: Formulation,
  wash: readonly WashChoice[],
  barred: Float64Array = new Float64Array(network.arcCount),
): Float64Array | null {
  barred.fill(0)
  for (const { arc, sale, lots, lossGroup } of saleArcs) {
    if (lossGroup === 0 || wash[sale.washGroup] !== 'noLoss') continue
    if (!lots.every(({ isLoss }) => isLoss)) return null
    barred[arc] = COST_SCALE
  }
  for (const { arc, purchase, choice } of purchaseArcs)
    if (chosenFor(possible.purchases[purchase]!, wash) !== choice) barred[arc] = COST_SCALE
  return barred
}

/** What may be sold of a position in the order that it must be, or any order; losses barred by choice are left out. */
function segmentsOf(sale: PossibleSale, wash: readonly WashChoice[], lotOrder: LotOrder): SaleSegment[] {
  const isBarred = sale.washGroup !== -1 && wash[sale.washGroup] === 'noLoss'
  const lots = sale.lots.filter((lot) => !(isBarred && lot.isLoss))
  return inReliefOrder(lots, lotOrder === 'asRelieved' && sale.isForcedOrder)
}

function saleCosts(sale: PossibleSale, { lots, value }: SaleSegment, years: number): number[] {
  const costs = new Array<number>(OPTIMISED_LEVELS).fill(0)
  for (const lot of lots) {
    const part = lot.value / value
    if (lot.isWashed) costs[LEVEL.washedForCash]! += part
    costs[LEVEL.shortTermGain]! += part * lot.shortTermGain
    costs[LEVEL.legacyGain]! += part * lot.legacyGain
    costs[LEVEL.cost]! += part * (lot.tax + lot.redemption)
  }
  costs[LEVEL.cost]! += sale.costRate - years * sale.drag - sale.inferiority
  costs[LEVEL.locationDrag] = -sale.drag
  for (let level = 0; level < OPTIMISED_LEVELS; level++) costs[level] = priced(costs[level] ?? 0)
  return costs
}

function compareCosts(a: readonly number[], b: readonly number[]): number {
  for (let level = 0; level < a.length; level++) {
    const difference = (a[level] ?? 0) - (b[level] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Cuts an amount from 0 up at the edges given; each piece is priced by what holds just above its start. Returns the first arc. */
function addPieces(
  network: Network,
  { from, to }: { readonly from: number; readonly to: number },
  edges: readonly number[],
  price: (arc: number, start: number) => void,
): number {
  const cuts = [0, ...edges.filter((edge) => edge > 0 && edge < Infinity)].sort((a, b) => a - b)
  const starts = cuts.filter((cut, place) => cut !== cuts[place - 1])
  const first = network.addBundle(
    from,
    to,
    starts.map((start, place) => ({ capacity: (starts[place + 1] ?? Infinity) - start, costs: [] })),
  )
  starts.forEach((start, place) => price(first + place, start))
  return first
}

/** In how many steps the price of what a class lacks of its target rises: enough to even classes out, few enough to be quick. */
const EVENING_STEPS = 8

function evening({ isLeaf, target }: NodeGoal): number[] {
  if (!isLeaf || target <= 0) return []
  return Array.from({ length: EVENING_STEPS }, (_, step) => Math.round((target * (step + 1)) / EVENING_STEPS))
}

function eveningPrice({ isLeaf, target }: NodeGoal, value: number): number {
  if (!isLeaf || value >= target) return 0
  for (let step = 1; step <= EVENING_STEPS; step++)
    if (value < Math.round((target * step) / EVENING_STEPS))
      return -(EVENING_STEPS - step + 1) / EVENING_STEPS
  return 0
}

/** About as many arcs and nodes as the network will have. */
function sizeOf({ accounts, limits, slots, nodes, sales, purchases }: PossibleTrades) {
  const lots = sales.reduce((total, sale) => total + sale.lots.length, 0)
  const choices = purchases.reduce((total, purchase) => total + purchase.choices.length, 0)
  const pieces = 3 * accounts.length + 3 * limits.length + 2 * slots.length + 13 * nodes.length
  return {
    arcs: lots + choices + pieces + 1,
    nodes: accounts.length + limits.length + slots.length + nodes.length + 2,
  }
}

const mostMoney = (shares: number, price: number): number =>
  shares === Infinity ? Infinity : Math.floor((shares / 1e8) * price * 10_000)
