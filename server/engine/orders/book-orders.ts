import type { PossibleSale, PossibleTrades, PurchaseChoice, SaleLot, WashChoice } from './possible-trades.ts'
import { chosenFor } from './possible-trades.ts'

/** What of the least-cost plan its rounding keeps: the wash-sale choices, and which lots it sells. */
export interface PlanToRound {
  readonly wash: readonly WashChoice[]
  /** Money, by sale and by its lots. */
  readonly sold: readonly (readonly number[])[]
}

export interface BookOrder {
  readonly index: number
  readonly sale: PossibleSale | null
  readonly choice: PurchaseChoice | null
  readonly account: number
  readonly slot: number
  readonly limit: number
  readonly washGroup: number
  /** Dollars a share. */
  readonly price: number
  readonly step: number
  /** In steps; a whole position may go beyond it. */
  readonly mostShares: number
  /** All that is held, where all of it may be sold; 0 otherwise. */
  readonly wholePosition: number
  readonly leastValue: number
  readonly leastRemainder: number
  readonly costRate: number
  readonly drag: number
  readonly inferiority: number
  /** In the order they are sold; of purchases none. */
  readonly lots: readonly SaleLot[]
  /** Does selling any of them count at a level, or in a budget? */
  readonly hasLotEffects: boolean
  /** The order on the other side of the same security in the same account; -1: there is none. */
  opposite: number
}

/** Every order that may be placed, of no shares yet: sales by index of the possible sale, then purchases. */
export function bookOrders(possible: PossibleTrades, plan: PlanToRound): BookOrder[] {
  const hasTurnover = possible.budgets.some(({ kind }) => kind === 'turnover')
  const orders: BookOrder[] = possible.sales.map((sale, index) => {
    const lots = lotsInOrder(possible, plan, sale, index)
    const free = lots.reduce((total, lot) => total + lot.shares, 0)
    const most = Math.min(sale.mostShares, free)
    return {
      index,
      sale,
      choice: null,
      account: sale.account,
      slot: sale.slot,
      limit: sale.limit,
      washGroup: sale.washGroup,
      price: sale.price,
      step: sale.step,
      mostShares: Math.floor(most / sale.step) * sale.step,
      wholePosition: most === sale.heldShares ? sale.heldShares : 0,
      leastValue: sale.leastValue,
      leastRemainder: sale.leastRemainder,
      costRate: sale.costRate,
      drag: sale.drag,
      inferiority: sale.inferiority,
      lots,
      hasLotEffects: hasTurnover || lots.some(hasEffect),
      opposite: -1,
    }
  })
  for (const purchase of possible.purchases) {
    const choice = chosenFor(purchase, plan.wash)
    if (!choice) continue
    orders.push({
      index: orders.length,
      sale: null,
      choice,
      account: purchase.account,
      slot: purchase.slot,
      limit: choice.limit,
      washGroup: choice.washGroup,
      price: choice.price,
      step: choice.step,
      mostShares:
        choice.mostShares === Infinity ? Infinity : Math.floor(choice.mostShares / choice.step) * choice.step,
      wholePosition: 0,
      leastValue: choice.leastValue,
      leastRemainder: 0,
      costRate: choice.costRate,
      drag: choice.drag,
      inferiority: choice.inferiority,
      lots: [],
      hasLotEffects: false,
      opposite: -1,
    })
  }
  const saleOf = new Map(possible.sales.map(({ position }, index) => [position, orders[index]]))
  for (const order of orders) {
    if (!order.choice) continue
    const { positions } = possible.accounts[order.account]!.account
    const held = positions.find(({ security }) => security === order.choice?.security)
    const opposite = held && saleOf.get(held)
    if (!opposite) continue
    order.opposite = opposite.index
    opposite.opposite = order.index
  }
  return orders
}

/** Of lots in sheltered accounts nothing counts but a budget of turnover, and a purchase that washes. */
function hasEffect(lot: SaleLot): boolean {
  return lot.tax !== 0 || lot.gain !== 0 || lot.isLoss || lot.isWashed
}

/** The lots of a sale in the order that whole shares take them: barred losses left out, and under a budget what the plan sold first. */
function lotsInOrder(possible: PossibleTrades, plan: PlanToRound, sale: PossibleSale, index: number) {
  const isBarred = sale.washGroup !== -1 && plan.wash[sale.washGroup] === 'noLoss'
  const parts = sale.lots.map((lot, place) => ({
    lot,
    sold: lot.value > 0 ? (plan.sold[index]?.[place] ?? 0) / lot.value : 0,
  }))
  const free = isBarred ? parts.filter(({ lot }) => !lot.isLoss) : parts
  const isReordered = possible.budgets.length > 0 && !sale.isForcedOrder
  const ordered = isReordered ? free.toSorted((a, b) => b.sold - a.sold) : free
  return ordered.map(({ lot }) => lot)
}
