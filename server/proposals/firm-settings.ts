import type { FirmTransaction } from '../database/in-firm.ts'
import type { Fraction, RebalanceMode, Settings } from '../engine/snapshot.ts'
import { twoPlaces } from './two-places.ts'

/** Days before and after a sale at a loss in which a purchase washes it. IRC 1091(a). */
export const WASH_SALE_DAYS = 30

/** How a firm wants its households rebalanced, for the whole of them unless a request says otherwise. */
export async function loadSettings(
  { firmId, kysely }: FirmTransaction,
  { mode, asOf }: { readonly mode: RebalanceMode; readonly asOf: string },
): Promise<Settings> {
  const firm = await kysely
    .selectFrom('firm')
    .selectAll()
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow()
  return {
    mode,
    scope: { kind: 'all' },
    preference: 'bestFit',
    // A person who asks for the target gets it; band and midpoint do nothing unless something is due.
    trigger: mode === 'target' ? 'asked' : 'whenDue',
    lotRelief: firm.lot_relief,
    shareDecimals: 0,
    minimumTrade: twoPlaces(firm.minimum_trade),
    minimumTradeFraction: firm.minimum_trade_fraction,
    sellAllBelow: twoPlaces(firm.sell_all_below),
    minimumImprovement: firm.minimum_improvement,
    cashCushion: firm.cash_cushion,
    washSaleDays: WASH_SALE_DAYS,
    washSaleWatch: 'related',
    washedLotsForCash: firm.washed_lots_for_cash,
    avoidShortTermGains: firm.avoid_short_term_gains,
    longTermWaitDays: firm.long_term_wait_days,
    lossCredit: firm.loss_credit,
    harvestThreshold: twoPlaces(firm.harvest_threshold),
    switchBackPrice: firm.switch_back_price,
    legacyGains: 'withinBudget',
    unpricedHoldings: 'blockAccount',
    // Inside a band drag would decide how much of a class is held, not where: there it only breaks ties.
    locationYears: mode === 'target' ? firm.location_years : '0',
    deviationPrice: firm.deviation_price,
    budgetShare: firm.prorate_budgets ? yearGone(asOf) : '1',
    turnoverBudget: null,
  }
}

const DAY_MS = 86_400_000

/** The part of its year that is gone at the end of a day, cut to 6 places: a budget is never opened early. */
export function yearGone(date: string): Fraction {
  const year = Number(date.slice(0, 4))
  const day = 1 + (Date.parse(date) - Date.UTC(year, 0, 1)) / DAY_MS
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS
  const millionths = Math.floor((day * 1_000_000) / days)
  return millionths === 1_000_000 ? '1' : `0.${String(millionths).padStart(6, '0')}`
}
