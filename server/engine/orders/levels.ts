/**
 * The levels of the objective as the optimiser and the search number them, most important first; `orders` is no level of the
 * optimiser. `relativeShortfall` is there as a sum that grows with the square of what classes lack: it evens them out.
 */
export const LEVEL = {
  cashShortfall: 0,
  washedForCash: 1,
  budgetExcess: 2,
  shortTermGain: 3,
  legacyGain: 4,
  bandViolation: 5,
  goalViolation: 6,
  cost: 7,
  deviation: 8,
  relativeShortfall: 9,
  locationDrag: 10,
  orders: 11,
} as const

/** Levels that the optimiser minimises one after another. */
export const OPTIMISED_LEVELS = 11
export const ALL_LEVELS = 12

/** Those that a certificate speaks of; the others only break ties. */
export const DECIDING_LEVELS = [
  'cashShortfall',
  'washedForCash',
  'budgetExcess',
  'shortTermGain',
  'legacyGain',
  'bandViolation',
  'goalViolation',
  'cost',
] as const satisfies readonly (keyof typeof LEVEL)[]

/** Dollars at every level, or for orders a number, in the order of LEVEL. */
export type LevelVector = Float64Array
