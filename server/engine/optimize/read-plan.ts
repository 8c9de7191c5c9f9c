import type { LevelVector } from '../orders/levels.ts'
import type { PossibleTrades, SaleLot, WashChoice } from '../orders/possible-trades.ts'
import { chosenFor } from '../orders/possible-trades.ts'
import type { Formulation } from './formulate.ts'
import type { SolvedFlow } from './solved-flow.ts'

/** A least-cost flow read back as what it sells and buys. */
export interface LeastCostPlan {
  /** By identical group: every choice that the plan made by what it does, so that rounding does not undo it. */
  readonly wash: readonly WashChoice[]
  /** Money sold, by sale and by its lots. */
  readonly sold: readonly (readonly number[])[]
  /** Money bought, by purchase. */
  readonly bought: readonly number[]
  /** In hundredths of a cent, in the order of LEVEL. */
  readonly levels: LevelVector
  /** Does the plan sell lots in another order than the method of relief, so that it may be out of reach? */
  readonly isOrderIgnored: boolean
  /** False where there were too many wash-sale choices to try them all. */
  readonly isComplete: boolean
}

/** Hundredths of a cent that do not tell two plans apart. */
export const EQUAL_WITHIN = 0.5

export function readPlan(
  possible: PossibleTrades,
  { wash, formulation, flow, levels }: SolvedFlow,
): LeastCostPlan {
  const moneyOfLot = new Map<SaleLot, number>()
  for (const { arc, lots } of formulation.saleArcs) {
    let left = flow[arc] ?? 0
    if (left === 0) continue
    for (const lot of lots) {
      const part = Math.min(left, lot.value)
      moneyOfLot.set(lot, part)
      left -= part
    }
  }
  const bought = possible.purchases.map(() => 0)
  for (const { arc, purchase } of formulation.purchaseArcs) bought[purchase]! += flow[arc] ?? 0
  const sold = possible.sales.map(({ lots }) => lots.map((lot) => moneyOfLot.get(lot) ?? 0))
  netOut(possible, wash, sold, bought)
  return {
    wash: settledChoices(possible, wash, { sold, bought }),
    sold,
    bought,
    levels,
    isOrderIgnored: isOrderIgnored(possible, formulation, sold),
    isComplete: true,
  }
}

/** What a plan both sells and buys of a security in one account, which costs it nothing, it does neither of. */
function netOut(
  possible: PossibleTrades,
  wash: readonly WashChoice[],
  sold: readonly number[][],
  bought: number[],
): void {
  possible.purchases.forEach((purchase, index) => {
    if ((bought[index] ?? 0) === 0) return
    const security = chosenFor(purchase, wash)?.security
    const sale = possible.sales.findIndex(
      ({ account, position }) => account === purchase.account && position.security === security,
    )
    const lots = sold[sale]
    if (!lots) return
    for (let lot = lots.length - 1; lot >= 0; lot--) {
      // A loss taken beside a purchase is no idle exchange but a wash sale, to be decided one way or the other.
      const { isLoss = false } = possible.sales[sale]?.lots[lot] ?? {}
      if (isLoss) continue
      const both = Math.min(lots[lot] ?? 0, bought[index] ?? 0)
      lots[lot]! -= both
      bought[index]! -= both
    }
  })
}

/** Lots joined for their order, or a lot sold before one that the method of relief sells first. */
function isOrderIgnored(
  possible: PossibleTrades,
  { saleArcs }: Formulation,
  sold: readonly (readonly number[])[],
): boolean {
  if (saleArcs.some(({ lots }) => lots.length > 1)) return true
  return possible.sales.some(({ isForcedOrder, lots }, index) => {
    if (!isForcedOrder) return false
    const unsold = lots.findIndex((lot, place) => (sold[index]?.[place] ?? 0) < lot.value - EQUAL_WITHIN)
    return (
      unsold !== -1 && lots.some((_, place) => place > unsold && (sold[index]?.[place] ?? 0) > EQUAL_WITHIN)
    )
  })
}

function settledChoices(
  possible: PossibleTrades,
  wash: readonly WashChoice[],
  { sold, bought }: Pick<LeastCostPlan, 'sold' | 'bought'>,
): WashChoice[] {
  const isBought = new Set<number>()
  const isLost = new Set<number>()
  possible.purchases.forEach((purchase, index) => {
    if ((bought[index] ?? 0) > EQUAL_WITHIN) isBought.add(chosenFor(purchase, wash)?.washGroup ?? -1)
  })
  possible.sales.forEach(({ washGroup, lots }, index) => {
    const takesLoss = lots.some(({ isLoss }, lot) => isLoss && (sold[index]?.[lot] ?? 0) > EQUAL_WITHIN)
    if (takesLoss) isLost.add(washGroup)
  })
  return wash.map((choice, group) => {
    if (choice !== 'open') return choice
    if (isBought.has(group)) return 'noLoss'
    return isLost.has(group) ? 'noPurchase' : 'open'
  })
}
