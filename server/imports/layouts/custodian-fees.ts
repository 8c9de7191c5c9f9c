import { unitsOf } from '../cells/decimal.ts'
import { fraction, money } from '../cells/numbers.ts'
import { choice, words } from '../cells/words.ts'
import { blankable, defineLayout, required, type RecordOf, type ReportProblem } from './layout.ts'

const fields = {
  custodian: required('custodian', words(100)),
  appliesTo: required('applies_to', choice('stock', 'etf', 'fund', 'any')),
  valueUpTo: blankable('value_up_to', money),
  perOrder: required('per_order', money),
  rate: required('rate', fraction),
}

/** What a custodian charges for orders of a kind of security and up to a value; the first row that fits an order counts. */
export type CustodianFeeRecord = RecordOf<typeof fields>

export const custodianFees = defineLayout({
  kind: 'custodianFees',
  title: "custodians' fees",
  fields,
  ignored: [],
  check: (records, report) => {
    for (const schedule of Map.groupBy(records, ({ custodian }) => custodian).values())
      checkReached(schedule, report)
  },
})

/** A row that an earlier one leaves no order is a mistake of one of the two. */
function checkReached(schedule: readonly CustodianFeeRecord[], report: ReportProblem) {
  schedule.forEach((fee, index) => {
    const first = schedule.slice(0, index).find((earlier) => leavesNothing(earlier, fee))
    if (!first) return
    const what = `no order comes to this fee: that on line ${first.line} is the first for all of them`
    const expected = 'narrower fees above wider ones'
    report(fee.line, 'applies_to', what, fee.appliesTo, expected)
  })
}

const leavesNothing = (earlier: CustodianFeeRecord, fee: CustodianFeeRecord) =>
  (earlier.appliesTo === 'any' || earlier.appliesTo === fee.appliesTo) &&
  (earlier.valueUpTo === null ||
    (fee.valueUpTo !== null && unitsOf(earlier.valueUpTo, 2) >= unitsOf(fee.valueUpTo, 2)))
