import type { BandStatus } from '../proposal.ts'
import type { Cents, Millionths } from './fixed-point.ts'
import { atLeastZero, divideRounded, WHOLE } from './fixed-point.ts'

export interface ToleranceBand {
  readonly low: Millionths
  readonly high: Millionths
}

/** Where a value stands in its band, compared exactly; the edges are inside, and without a base there is no weight. */
export function bandStatus(value: Cents, base: Cents, band: ToleranceBand): BandStatus {
  if (base <= 0n) return 'noValue'
  const scaled = value * WHOLE
  if (scaled < band.low * base) return 'belowBand'
  if (scaled > band.high * base) return 'aboveBand'
  return 'inBand'
}

/** Dollars beyond the nearer edge, rounded to the cent; 0 inside. */
export function outsideBandBy(value: Cents, base: Cents, band: ToleranceBand): Cents {
  if (base <= 0n) return 0n
  const scaled = value * WHOLE
  const below = atLeastZero(band.low * base - scaled)
  const above = atLeastZero(scaled - band.high * base)
  return divideRounded(below + above, WHOLE)
}
