import type { Millionths } from './fixed-point.ts'
import { atLeastZero, divideRounded, greatest, least, WHOLE } from './fixed-point.ts'
import type { ToleranceBand } from './tolerance-band.ts'

/**
 * A band of a part of its target on either side, such as 20 percent of it, but of no fewer points than a minimum, and within 0
 * and 1. Daryanani, "Opportunistic Rebalancing", Journal of Financial Planning, January 2008.
 */
export function relativeBand(target: Millionths, width: Millionths, minimumWidth: Millionths): ToleranceBand {
  const points = greatest(divideRounded(target * width, WHOLE), minimumWidth)
  return { low: atLeastZero(target - points), high: least(target + points, WHOLE) }
}
