import { compareUnits, sum } from './fixed-point.ts'

/**
 * Splits a total by weights so that the parts sum to it exactly: each part rounded down, then what is left, one unit at a
 * time, to the largest remainders; equal remainders go to the earlier part. Weights are not negative and not all zero.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sum(weights)
  if (whole <= 0n) throw new Error('Nothing to apportion by: the weights sum to zero')
  if (total < 0n) return apportion(-total, weights).map((part) => -part)
  const parts = weights.map((weight) => (total * weight) / whole)
  const remainders = weights.map((weight, index) => ({ index, remainder: (total * weight) % whole }))
  remainders.sort((a, b) => compareUnits(b.remainder, a.remainder) || a.index - b.index)
  const unassigned = Number(total - sum(parts))
  for (const { index } of remainders.slice(0, unassigned)) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}
