import type { GainTerm } from '../proposal.ts'
import type { IsoDate } from '../snapshot.ts'
import { addDays, anniversary, isIsoDate } from './calendar.ts'

/**
 * The first day on which a sale is long-term. The holding period starts the day after the purchase and is long-term from the
 * anniversary of that day, 1 March where it does not exist. Rev. Rul. 66-7; Caspe v. Commissioner, 694 F.2d 1116.
 */
export function longTermFrom(holdingPeriodStart: IsoDate): IsoDate {
  // Where the next day is in the same month of every year there is nothing to ask the calendar.
  const day = Number(holdingPeriodStart.slice(8))
  if (day < 28 && isIsoDate(holdingPeriodStart)) {
    const year = String(Number(holdingPeriodStart.slice(0, 4)) + 1).padStart(4, '0')
    return `${year}${holdingPeriodStart.slice(4, 8)}${String(day + 1).padStart(2, '0')}`
  }
  return anniversary(addDays(holdingPeriodStart, 1))
}

export function gainTerm(holdingPeriodStart: IsoDate, saleDate: IsoDate): GainTerm {
  return saleDate >= longTermFrom(holdingPeriodStart) ? 'long' : 'short'
}
