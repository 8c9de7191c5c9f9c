import { isoPastDate } from '../cells/dates.ts'
import { percent, wholeNumber } from '../cells/numbers.ts'
import { choice, reference, words } from '../cells/words.ts'
import { blankable, defineLayout, extra, refuseDuplicates, required, type RecordOf } from './layout.ts'

const fields = {
  householdId: required('household_id', reference),
  name: required('name', words(200)),
  model: blankable('model', words(200)),
  rebalanceLevel: required('rebalance_level', choice('household', 'account')),
  advisor: extra('advisor', words(100)),
  objective: blankable('objective', words(100)),
  timeHorizonYears: blankable('time_horizon_years', wholeNumber(0, 100)),
  riskTolerance: blankable('risk_tolerance', words(50)),
  incomeNeed: blankable('income_need_percent', percent),
  profiledOn: blankable('profiled_on', isoPastDate),
}

/** A household with its client profile and its model; without a model it is unmapped. */
export type HouseholdRecord = RecordOf<typeof fields>

export const households = defineLayout({
  kind: 'households',
  title: 'households',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'household_id',
      what: 'the household',
      keyOf: ({ householdId }) => householdId,
    })
  },
})
