import { money, signedMoney } from '../cells/numbers.ts'
import { choice, reference, words, yesNo } from '../cells/words.ts'
import {
  defineLayout,
  extra,
  refuseDuplicates,
  required,
  type RecordOf,
  type ReportProblem,
} from './layout.ts'

/** The tax statuses that a registration can have; one that is not listed may have any. */
const STATUSES_OF_REGISTRATION: Readonly<Record<string, readonly TaxStatus[]>> = {
  individual: ['taxable'],
  joint: ['taxable'],
  trust: ['taxable'],
  traditional_ira: ['tax_deferred'],
  roth_ira: ['tax_exempt'],
}

const TAX_STATUSES = ['taxable', 'tax_deferred', 'tax_exempt'] as const
type TaxStatus = (typeof TAX_STATUSES)[number]

const fields = {
  accountNumber: required('account_number', reference),
  householdId: required('household_id', reference),
  taxpayerId: required('taxpayer_id', reference),
  name: required('name', words(200)),
  registration: required('registration', words(50)),
  taxStatus: required('tax_status', choice(...TAX_STATUSES)),
  custodian: required('custodian', words(100)),
  discretionary: required('discretionary', yesNo),
  noticePolicy: required('notice_policy', choice('notice', 'consent')),
  cash: required('cash', signedMoney),
  minimumCash: required('minimum_cash', money),
  cashOnly: extra('cash_only', yesNo),
  management: extra('management', choice('managed', 'held_away')),
  marginApproved: extra('margin_approved', yesNo),
  fundCostBasis: extra('fund_cost_basis', choice('lots', 'average')),
}

/** One registration at one custodian; cash below zero is a margin debit; an account that holds cash alone says so. */
export type AccountRecord = RecordOf<typeof fields>

export const accounts = defineLayout({
  kind: 'accounts',
  title: 'accounts',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'account_number',
      what: 'the account',
      keyOf: ({ accountNumber }) => accountNumber,
    })
    for (const account of records) checkTaxStatus(account, report)
  },
})

/** The tax status is stored, never guessed; but one that the registration cannot have is a mistake of one of the two. */
function checkTaxStatus({ line, registration, taxStatus }: AccountRecord, report: ReportProblem) {
  const possible = STATUSES_OF_REGISTRATION[registration]
  if (!possible || possible.includes(taxStatus)) return
  const expected = possible.map((status) => `"${status}"`).join(' or ')
  report(
    line,
    'tax_status',
    `the registration ${registration} cannot have this tax status`,
    taxStatus,
    expected,
  )
}
