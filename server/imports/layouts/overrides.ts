import { isoDate } from '../cells/dates.ts'
import { decimalReader, strictDecimal, unitsOf } from '../cells/decimal.ts'
import { choice, reference, symbol, words } from '../cells/words.ts'
import {
  blankable,
  defineLayout,
  extra,
  refuseDuplicates,
  required,
  type RecordOf,
  type ReportProblem,
} from './layout.ts'

const KINDS = [
  'hold',
  'do_not_sell',
  'do_not_buy',
  'cap',
  'keep_within',
  'cash_reserve',
  'exclude',
  'restricted',
] as const

/** What each kind of override needs beside its reason and dates. */
const NEEDS = {
  hold: { symbol: true, value: 'none' },
  do_not_sell: { symbol: true, value: 'none' },
  do_not_buy: { symbol: true, value: 'none' },
  exclude: { symbol: true, value: 'none' },
  restricted: { symbol: true, value: 'none' },
  cap: { symbol: true, value: 'fraction' },
  keep_within: { symbol: true, value: 'fractions' },
  cash_reserve: { symbol: false, value: 'dollars' },
} as const satisfies Record<
  (typeof KINDS)[number],
  { symbol: boolean; value: 'none' | 'fraction' | 'fractions' | 'dollars' }
>

const value = decimalReader(strictDecimal, {
  expected: 'dollars of a cash reserve, or a fraction from 0 to 1',
  places: 6,
  least: '0',
  most: '1000000000000',
})

const fields = {
  accountNumber: blankable('account_number', reference),
  householdId: extra('household_id', reference),
  kind: required('kind', choice(...KINDS)),
  symbol: blankable('symbol', symbol),
  value: blankable('value', value),
  upperValue: extra('upper_value', value),
  reason: required('reason', words(2000)),
  author: extra('author', words(200)),
  starts: required('starts', isoDate),
  expires: blankable('expires', isoDate),
  reviewOn: extra('review_on', isoDate),
}

/** A documented exception; `expires` is its last day in force. */
export type OverrideRecord = RecordOf<typeof fields>

export const overrides = defineLayout({
  kind: 'overrides',
  title: 'overrides',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'kind',
      what: 'the override',
      keyOf: (override) =>
        [override.accountNumber ?? override.householdId, override.kind, override.symbol, override.starts]
          .filter((part) => part !== null)
          .join(' '),
    })
    for (const override of records) {
      checkScope(override, report)
      checkSymbol(override, report)
      checkValue(override, report)
      checkDates(override, report)
    }
  },
})

function checkScope({ line, kind, accountNumber, householdId }: OverrideRecord, report: ReportProblem) {
  if (kind === 'restricted') {
    const found = accountNumber ?? householdId
    if (found !== null)
      report(line, 'account_number', 'a restricted security is so firm-wide', found, 'nothing')
  } else if (accountNumber !== null && householdId !== null) {
    const what = 'an override is for both an account and a household'
    report(line, 'household_id', what, householdId, 'one of the two')
  } else if (kind === 'cash_reserve' && accountNumber === null) {
    // Cash lies in accounts; which one of a household should keep it is for people to say.
    report(line, 'account_number', 'a cash reserve is for no account', '', 'the account that keeps it')
  } else if (accountNumber === null && householdId === null) {
    report(line, 'account_number', `"${kind}" is for no account`, '', 'an account or a household')
  }
}

function checkSymbol({ line, kind, symbol: ticker }: OverrideRecord, report: ReportProblem) {
  if (NEEDS[kind].symbol && ticker === null)
    report(line, 'symbol', `"${kind}" names no security`, '', 'a symbol')
  if (!NEEDS[kind].symbol && ticker !== null)
    report(line, 'symbol', `"${kind}" names a security`, ticker, 'nothing')
}

function checkValue({ line, kind, value: low, upperValue }: OverrideRecord, report: ReportProblem) {
  const need = NEEDS[kind].value
  const fractional = 'a fraction from 0 to 1'
  if (need === 'none' && low !== null) report(line, 'value', `"${kind}" has a value`, low, 'nothing')
  if (need !== 'none' && low === null) {
    const expected = need === 'dollars' ? 'dollars and cents' : fractional
    report(line, 'value', `"${kind}" has no value`, '', expected)
  }
  if (need === 'dollars' && low !== null && unitsOf(low, 6) % 10_000n !== 0n) {
    report(line, 'value', 'a cash reserve has parts of a cent', low, 'dollars and cents')
  }
  if ((need === 'fraction' || need === 'fractions') && low !== null && isAboveOne(low)) {
    report(line, 'value', `"${kind}" is above the whole`, low, fractional)
  }
  if (need !== 'fractions') {
    if (upperValue !== null)
      report(line, 'upper_value', `"${kind}" has an upper value`, upperValue, 'nothing')
  } else if (upperValue === null) {
    report(line, 'upper_value', `"${kind}" has no upper value`, '', fractional)
  } else if (isAboveOne(upperValue) || (low !== null && unitsOf(low, 6) > unitsOf(upperValue, 6))) {
    report(line, 'upper_value', `"${kind}" ends outside its range`, upperValue, `from ${low ?? '0'} to 1`)
  }
}

function checkDates({ line, starts, expires }: OverrideRecord, report: ReportProblem) {
  if (expires !== null && expires < starts) {
    report(line, 'expires', 'the override ends before it starts', expires, `${starts} or later`)
  }
}

const isAboveOne = (text: string) => unitsOf(text, 6) > 1_000_000n
