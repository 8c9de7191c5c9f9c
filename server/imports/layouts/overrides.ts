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
  'sell',
  'restricted',
] as const

/** What each kind of override needs beside its reason and dates. */
const NEEDS = {
  hold: { symbol: true, value: 'none' },
  do_not_sell: { symbol: true, value: 'none' },
  do_not_buy: { symbol: true, value: 'none' },
  exclude: { symbol: true, value: 'none' },
  sell: { symbol: true, value: 'none' },
  restricted: { symbol: true, value: 'none' },
  cap: { symbol: true, value: 'limit' },
  keep_within: { symbol: true, value: 'limits' },
  cash_reserve: { symbol: false, value: 'dollars' },
} as const satisfies Record<
  (typeof KINDS)[number],
  { symbol: boolean; value: 'none' | 'limit' | 'limits' | 'dollars' }
>

/** Places of what is counted in shares; the others have fewer. */
const PLACES = 8

/** What the ends of a limit may be, by what they are counted in. */
const UNITS = {
  fraction: { places: 6, expected: 'a fraction from 0 to 1' },
  dollars: { places: 2, expected: 'dollars and cents' },
  shares: { places: PLACES, expected: 'shares' },
} as const

const value = decimalReader(strictDecimal, {
  expected: 'dollars, shares, or a fraction from 0 to 1',
  places: PLACES,
  least: '0',
  most: '999999999999',
})

const fields = {
  accountNumber: blankable('account_number', reference),
  householdId: extra('household_id', reference),
  kind: required('kind', choice(...KINDS)),
  symbol: blankable('symbol', symbol),
  value: blankable('value', value),
  upperValue: extra('upper_value', value),
  unit: extra('unit', choice('fraction', 'dollars', 'shares')),
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

function checkValue({ line, kind, value: low, upperValue, unit }: OverrideRecord, report: ReportProblem) {
  const need = NEEDS[kind].value
  const isLimit = need === 'limit' || need === 'limits'
  const { places, expected } = UNITS[need === 'dollars' ? 'dollars' : (unit ?? 'fraction')]
  if (!isLimit && unit !== null) report(line, 'unit', `"${kind}" has a unit`, unit, 'nothing')
  if (need === 'none' && low !== null) report(line, 'value', `"${kind}" has a value`, low, 'nothing')
  if (need !== 'none' && low === null) report(line, 'value', `"${kind}" has no value`, '', expected)
  for (const [column, end] of [
    ['value', low],
    ['upper_value', upperValue],
  ] as const) {
    if (need === 'none' || end === null || !isFinerThan(end, places)) continue
    const what = need === 'dollars' ? 'a cash reserve has parts of a cent' : `"${kind}" has too many decimals`
    report(line, column, what, end, expected)
  }
  const isFraction = isLimit && (unit ?? 'fraction') === 'fraction'
  if (isFraction && low !== null && isAboveOne(low)) {
    report(line, 'value', `"${kind}" is above the whole`, low, expected)
  }
  if (need !== 'limits') {
    if (upperValue !== null)
      report(line, 'upper_value', `"${kind}" has an upper value`, upperValue, 'nothing')
  } else if (upperValue === null) {
    report(line, 'upper_value', `"${kind}" has no upper value`, '', expected)
  } else if (
    (isFraction && isAboveOne(upperValue)) ||
    (low !== null && unitsOfValue(low) > unitsOfValue(upperValue))
  ) {
    const range = `from ${low ?? '0'}${isFraction ? ' to 1' : ' on'}`
    report(line, 'upper_value', `"${kind}" ends outside its range`, upperValue, range)
  }
}

function checkDates({ line, starts, expires }: OverrideRecord, report: ReportProblem) {
  if (expires !== null && expires < starts) {
    report(line, 'expires', 'the override ends before it starts', expires, `${starts} or later`)
  }
}

const unitsOfValue = (text: string) => unitsOf(text, PLACES)
const isAboveOne = (text: string) => unitsOfValue(text) > 10n ** BigInt(PLACES)
const isFinerThan = (text: string, places: number) =>
  unitsOfValue(text) % 10n ** BigInt(PLACES - places) !== 0n
