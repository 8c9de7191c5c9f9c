import type { CashRunFlowInput, CashRunFlowKind } from '../api/generated/graphql.ts'
import { plainDecimal, trimmed } from './baseline-cell.ts'
import type { SelectedCell, SelectedRow } from './selected-rows.ts'
import type { SheetTable } from './sheet-table.ts'

/** Headings of a list of cash to come or go; in any order, with others beside them. */
export const CASH_HEADERS = {
  account: 'Account',
  withdrawal: 'Withdrawal ($)',
  contribution: 'Contribution ($)',
  kind: 'Kind',
} as const

export const CASH_KIND_WORDS = {
  WITHDRAWAL: 'Withdrawal',
  RMD: 'RMD',
  CONTRIBUTION: 'Contribution',
} as const satisfies Record<CashRunFlowKind, string>

/** A list as the server takes it, or what is wrong with it, row by row. */
export interface CashRows {
  readonly flows: readonly CashRunFlowInput[]
  /** Sentences that begin with the row of the sheet. */
  readonly faults: readonly string[]
  /** Row of the sheet of each flow, in their order. */
  readonly rows: readonly number[]
}

type Columns = Readonly<Record<keyof typeof CASH_HEADERS, number>>

const NO_HEADINGS =
  'No headings were found. The first row needs “Account” and “Withdrawal”, “Contribution” or both; “Kind” may say RMD.'

/** Reads a list of cash flows by its headings; empty rows, and rows above the headings, are left out. */
export function cashRows(rows: readonly SelectedRow[]): CashRows {
  const at = rows.findIndex(({ cells }) => columnsOf(cells) !== null)
  const columns = columnsOf(rows[at]?.cells ?? [])
  if (columns === null) return { flows: [], faults: [NO_HEADINGS], rows: [] }
  const read = rows.slice(at + 1).flatMap((row) => {
    const reading = readRow(row, columns)
    return reading === null ? [] : [{ ...reading, row: row.number }]
  })
  const sound = read.flatMap((each) => (each.kind === 'flow' ? [each] : []))
  return {
    flows: sound.map(({ flow }) => flow),
    faults: read.flatMap((each) => (each.kind === 'fault' ? [`Row ${each.row}: ${each.sentence}`] : [])),
    rows: sound.map(({ row }) => row),
  }
}

/** `Withdrawal`, `withdrawal ($)` and `Account number` are the same headings. */
function columnsOf(cells: readonly SelectedCell[]): Columns | null {
  const words = cells.map(({ text }) =>
    text
      .trim()
      .toLowerCase()
      .replace(/\s*\(.*\)$/, ''),
  )
  const place = (...names: readonly string[]) => words.findIndex((word) => names.includes(word))
  const columns = {
    account: place('account', 'account number'),
    withdrawal: place('withdrawal'),
    contribution: place('contribution'),
    kind: place('kind'),
  }
  const isList = columns.account >= 0 && (columns.withdrawal >= 0 || columns.contribution >= 0)
  return isList ? columns : null
}

type RowReading =
  | { readonly kind: 'flow'; readonly flow: CashRunFlowInput }
  | { readonly kind: 'fault'; readonly sentence: string }

function readRow({ number, cells }: SelectedRow, columns: Columns): RowReading | null {
  const cell = (place: number): SelectedCell => cells[place] ?? { text: '', value: '' }
  const fault = (sentence: string): RowReading => ({ kind: 'fault', sentence })
  const accountNumber = cell(columns.account).text.trim()
  const withdrawal = dollarsOf(cell(columns.withdrawal))
  const contribution = dollarsOf(cell(columns.contribution))
  const word = cell(columns.kind).text.trim()
  if (accountNumber === '' && withdrawal === '' && contribution === '' && word === '') return null
  if (accountNumber === '') return fault('the account is empty.')
  if (withdrawal === null || contribution === null)
    return fault('type dollars above zero with at most two places, such as 12500.50.')
  if (withdrawal === '' && contribution === '')
    return fault('neither a withdrawal nor a contribution is given.')
  if (withdrawal !== '' && contribution !== '')
    return fault('has a withdrawal and a contribution: give each a row of its own.')
  const kind = kindOf(word)
  if (kind === undefined) return fault(`“${word}” is none of ${Object.values(CASH_KIND_WORDS).join(', ')}.`)
  return {
    kind: 'flow',
    flow: {
      rowKey: `row ${number}`,
      accountNumber,
      ...(withdrawal === '' ? { contribution } : { withdrawal }),
      ...(kind === null ? {} : { kind }),
    },
  }
}

/** '' where nothing is given, null where it cannot be read. */
function dollarsOf({ value, text }: SelectedCell): string | null {
  if (value === '') return ''
  const typed =
    typeof value === 'number'
      ? plainDecimal(value)
      : text
          .trim()
          .replace(/^\$\s*/, '')
          .replaceAll(',', '')
  if (typed === '') return ''
  return /^\d{1,12}(?:\.\d{1,2})?$/.test(typed) && /[1-9]/.test(typed) ? trimmed(typed) : null
}

function kindOf(word: string): CashRunFlowKind | null | undefined {
  if (word === '') return null
  const known = Object.entries(CASH_KIND_WORDS) as [CashRunFlowKind, string][]
  return known.find(([, name]) => name.toLowerCase() === word.toLowerCase())?.[0]
}

/** Rows that are there to be typed into. */
const EMPTY_ROWS = 50

/** An empty list with the headings, its accounts as text, so that their zeros stay. */
export function emptyCashSheet(): SheetTable {
  return {
    sheetName: 'Cash run',
    tableName: 'EvenkeelCashRun',
    title: 'Cash to raise and to invest',
    stamp: [{ label: 'One row a flow', value: 'Account number and dollars; Kind may say RMD', format: '@' }],
    columns: [
      { header: CASH_HEADERS.account, kind: 'text' },
      { header: CASH_HEADERS.withdrawal, kind: 'money' },
      { header: CASH_HEADERS.contribution, kind: 'money' },
      { header: CASH_HEADERS.kind, kind: 'text' },
    ],
    rows: Array.from({ length: EMPTY_ROWS }, () => ['', '', '', '']),
    bands: null,
    emphasis: null,
  }
}
