import type { Cents, ShareUnits } from '../facts/fixed-point.ts'
import { atLeastZero, divideDown, greatest, least } from '../facts/fixed-point.ts'
import { relieveLots, taxableGain } from '../facts/gain.ts'
import type { HeldLot, Position } from '../facts/household.ts'
import { sharesToRaise, sharesWithin, sharesWorth, tradingCost, valueOf } from '../facts/money.ts'
import { budgetHolders, gainRoomLeft } from '../rules/gains-budget.ts'
import { holdingLimits } from '../rules/holding-limit.ts'
import type { LotForSale } from '../rules/lot-relief.ts'
import type { DraftPlan } from './draft-plan.ts'

export interface ChosenSale {
  readonly position: Position
  /** All shares of the order, those already in the plan included. */
  readonly shares: ShareUnits
  readonly lots: readonly HeldLot[]
}

export interface SaleTerms {
  /** Dollars to sell; for `cash` after the cost of trading. */
  readonly amount: Cents
  /**
   * `cash`: at least the amount, and an order below the minimum is made larger; `reduce`: not below what `isCloserAt` finds
   * closer to the goal, and an order below the minimum is left out.
   */
  readonly purpose: 'cash' | 'reduce'
  /** Is selling this much in all closer to the goal than the same less one step? Asked for the last step alone. */
  readonly isCloserAt: (sold: { withStep: Cents; without: Cents }) => boolean
  /** False only where a cash need may exceed the gains budget. */
  readonly isWithinBudget: boolean
}

/**
 * Walks candidates in their order and takes what is asked for, in whole steps of an order or the whole position, within gains
 * budgets. Orders below the minimum are left out and the walk starts again without them.
 */
export function chooseLots(
  plan: DraftPlan,
  candidates: readonly LotForSale[],
  terms: SaleTerms,
): ChosenSale[] {
  const leftOut = new Set<Position>()
  for (;;) {
    const walk = new Walk(plan, terms)
    for (const candidate of candidates) if (!leftOut.has(candidate.position)) walk.visit(candidate)
    const tooSmall = walk.ordersBelowMinimum()
    if (tooSmall.length === 0) return walk.chosen()
    for (const position of tooSmall) leftOut.add(position)
  }
}

interface OpenOrder {
  readonly candidate: LotForSale
  readonly lots: HeldLot[]
  readonly sharesInPlan: ShareUnits
  shares: ShareUnits
}

class Walk {
  readonly #plan: DraftPlan
  readonly #terms: SaleTerms
  readonly #orders = new Map<Position, OpenOrder>()
  readonly #gains = new Map<string, Cents>()
  #left: Cents
  #sold = 0n

  constructor(plan: DraftPlan, terms: SaleTerms) {
    this.#plan = plan
    this.#terms = terms
    this.#left = terms.amount
  }

  visit(candidate: LotForSale): void {
    const order = this.#orderFor(candidate)
    admit(order.lots, candidate.lot)
    if (this.#left <= 0n && !this.#isCompletingMinimum(order)) return
    const room = this.#sharesToGo(order)
    const wanted = this.#sharesWanted(order, room)
    const shares = order.shares + this.#withinBudget(order, wanted)
    if (shares === order.shares) return
    this.#record(order, shares)
  }

  chosen(): ChosenSale[] {
    return [...this.#orders.values()]
      .filter((order) => order.shares > order.sharesInPlan)
      .map((order) => ({ position: order.candidate.position, shares: order.shares, lots: order.lots }))
  }

  ordersBelowMinimum(): Position[] {
    return [...this.#orders.values()]
      .filter((order) => order.shares > order.sharesInPlan && this.#missingToMinimum(order) > 0n)
      .map((order) => order.candidate.position)
  }

  #orderFor(candidate: LotForSale): OpenOrder {
    const { account, position } = candidate
    const known = this.#orders.get(position)
    if (known) return known
    const sale = this.#plan.saleOf(account.id, position.security.id)
    const shares = sale?.shares ?? 0n
    // Of a lot in the plan only what is sold counts, until this walk is offered the lot itself: it may be barred by now.
    const lots = (sale?.reliefs ?? []).map((relief) => ({ ...relief.lot, shares: relief.shares }))
    const order = { candidate, lots, sharesInPlan: shares, shares }
    this.#orders.set(position, order)
    return order
  }

  /** Shares that the lots seen so far still allow: whole steps, or everything where the whole position may go. */
  #sharesToGo({ candidate, lots, shares }: OpenOrder): ShareUnits {
    const { account, position } = candidate
    const { leastShares } = holdingLimits(account, position.security, this.#plan.accountBase(account.id))
    const seen = lots.reduce((total, lot) => total + lot.shares, 0n)
    if (seen === position.shares && leastShares === 0n) return position.shares - shares
    const sellable = least(seen, position.shares - leastShares)
    return atLeastZero(this.#inSteps(sellable) - shares)
  }

  #sharesWanted(order: OpenOrder, room: ShareUnits): ShareUnits {
    const { price, position } = order.candidate
    const { step } = this.#plan.household.settings
    if (this.#terms.purpose === 'cash') {
      const { halfSpread } = position.security
      const needed = sharesToRaise(this.#left, { price, halfSpread, step })
      return least(room, greatest(needed, sharesWorth(this.#missingToMinimum(order), price, step)))
    }
    const below = sharesWithin(this.#left, price, step)
    if (below >= room) return room
    const without = this.#sold + valueOf(below, price)
    const stepMore = least(room, below + step)
    const withStep = this.#sold + valueOf(stepMore, price)
    return this.#terms.isCloserAt({ without, withStep }) ? stepMore : below
  }

  #withinBudget(order: OpenOrder, wanted: ShareUnits): ShareUnits {
    const { account, lot, price } = order.candidate
    const room = gainRoomLeft(this.#plan.household, account, this.#netGains())
    if (!this.#terms.isWithinBudget || room === null || wanted === 0n) return wanted
    if (this.#gainOfMore(order, wanted) <= room) return wanted
    // Each lot of the order may be rounded by up to two cents; what is left of the room after that is surely enough.
    const safeRoom = room - 2n * BigInt(order.lots.length + 1)
    const gainOnShare = price - (lot.unitCost ?? 0n)
    if (safeRoom <= 0n || gainOnShare <= 0n) return 0n
    const shares = least(wanted, this.#inSteps(sharesWithin(safeRoom, gainOnShare, 1n)))
    return shares > 0n && this.#gainOfMore(order, shares) <= room ? shares : 0n
  }

  #gainOfMore({ candidate, lots, shares }: OpenOrder, more: ShareUnits): Cents {
    const gainOf = (sold: ShareUnits) =>
      taxableGain(candidate.account, relieveLots(lots, sold, candidate.price))
    return gainOf(shares + more) - gainOf(shares)
  }

  #record(order: OpenOrder, shares: ShareUnits): void {
    const { account, position, price } = order.candidate
    const gained = this.#gainOfMore(order, shares - order.shares)
    for (const { id } of budgetHolders(this.#plan.household, account))
      this.#gains.set(id, (this.#gains.get(id) ?? 0n) + gained)
    const more = valueOf(shares, price) - valueOf(order.shares, price)
    const cost = this.#terms.purpose === 'cash' ? tradingCost(more, position.security.halfSpread) : 0n
    this.#left -= more - cost
    this.#sold += more
    order.shares = shares
  }

  #netGains(): Map<string, Cents> {
    const total = new Map(this.#plan.netGains)
    for (const [id, gain] of this.#gains) total.set(id, (total.get(id) ?? 0n) + gain)
    return total
  }

  #isCompletingMinimum(order: OpenOrder): boolean {
    return (
      this.#terms.purpose === 'cash' &&
      order.shares > order.sharesInPlan &&
      this.#missingToMinimum(order) > 0n
    )
  }

  /** Dollars that an order lacks to the minimum trade; a whole position may go whatever it is worth. */
  #missingToMinimum({ candidate, shares }: OpenOrder): Cents {
    if (shares === candidate.position.shares) return 0n
    const { minimumTrade } = this.#plan.household.settings
    return atLeastZero(minimumTrade - valueOf(shares, candidate.price))
  }

  #inSteps(shares: ShareUnits): ShareUnits {
    const { step } = this.#plan.household.settings
    return divideDown(shares, step) * step
  }
}

/** Adds a lot, or makes whole the part of it that was there. */
function admit(lots: HeldLot[], lot: HeldLot): void {
  const place = lots.findIndex(({ id }) => id === lot.id)
  if (place === -1) lots.push(lot)
  else lots[place] = lot
}
