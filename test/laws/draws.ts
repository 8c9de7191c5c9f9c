import fc from 'fast-check'
import { addDays } from '../../server/engine/facts/calendar.ts'

/** The date of every random household: the day after a leap day, so that holding periods meet it. */
export const RANDOM_AS_OF = '2028-03-01'

/** A decimal between two numbers of units, such as cents where there are 2 places. */
export const decimal = (least: number, most: number, places: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((units) => (units / 10 ** places).toFixed(places))

export const daysAgo = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((days) => addDays(RANDOM_AS_OF, -days))

/** Mostly the usual value; once in so many draws another. */
export const rarely = <T>(usual: T, other: fc.Arbitrary<T>, oneIn = 10): fc.Arbitrary<T> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
