import type { Cents, Millionths } from './fixed-point.ts'
import { divideRounded, WHOLE } from './fixed-point.ts'

/** Value over base, rounded to 6 places; null where there is no base. */
export function weightOf(value: Cents, base: Cents): Millionths | null {
  return base <= 0n ? null : divideRounded(value * WHOLE, base)
}

/** Actual weight minus target, rounded once from the exact quotient; null where there is no base. */
export function driftFrom(target: Millionths, value: Cents, base: Cents): Millionths | null {
  return base <= 0n ? null : divideRounded(value * WHOLE - target * base, base)
}
