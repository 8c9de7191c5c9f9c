import { expect, test } from 'vitest'
import { loadComparison } from './compare.ts'
import { householdCase, HOUSEHOLD_KINDS } from './household-kinds.ts'

const compare = await loadComparison()

/** Thirteen of each of the sixteen kinds, small, medium and large; many more by `test/optimum/run.ts`. */
const EACH = 13

test.each(HOUSEHOLD_KINDS)(
  '%s: the certificate is the second opinion, and the judge finds the levels as told and no violation',
  { timeout: 300_000 },
  (kind) => {
    const differences = Array.from({ length: EACH }, (_, index) => compare(householdCase(kind, index + 1)))
      .filter((comparison) => comparison.differences.length > 0)
      .map(({ id, differences }) => ({ id, differences }))
    expect(differences).toEqual([])
  },
)
