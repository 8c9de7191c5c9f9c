import { describe, expect, test } from 'vitest'
import { findEdits } from '../../../addin/sheets/baseline-edits.ts'
import { keyHeader, type Baseline } from '../../../addin/sheets/baseline.ts'
import { EDITABLE_COLUMNS, TRADE_HEADERS } from '../../../addin/sheets/trades-columns.ts'
import { conflictRows } from '../../../addin/sheets/trades-conflict.ts'
import { mergeTrades } from '../../../addin/sheets/trades-merge.ts'
import { tradesSheet } from '../../../addin/sheets/trades-sheet.ts'
import { tradeTotals } from '../../../addin/sheets/trades-totals.ts'
import { STAMP } from '../drift-fixture.ts'
import { PURCHASE, SALE, SHELTERED, proposal } from '../trades-fixture.ts'

const pulled = tradesSheet(proposal(), STAMP, [])
const baseline: Baseline = {
  id: 'b1',
  kind: 'trades',
  subjectId: 'p1',
  subjectName: 'Baker household',
  serverVersion: 1,
  pulledAt: STAMP.pulledAt,
  tableId: 't',
  sheetId: 's',
  columns: EDITABLE_COLUMNS,
  rows: pulled.baselineRows,
  pending: null,
  extra: {},
}

/** The table with these cells typed over: by trade id, then header. */
function edited(typed: Record<string, Record<string, string>>) {
  const headers = [...EDITABLE_COLUMNS.map(({ header }) => header), keyHeader('b1')]
  const rows = baseline.rows.map(({ key, values }, index) => ({
    number: index + 2,
    isInTable: true,
    cells: [...values.map((value, column) => typed[key]?.[headers[column] ?? ''] ?? value), key].map(
      (value) => ({
        value,
        formula: value,
      }),
    ),
  }))
  return findEdits(baseline, { headers, rows })
}

const shares = (of: typeof SALE, to: string) => ({ ...of, shares: to })

describe('a conflict over trades', () => {
  test('sets base, theirs and mine beside one another; a choice is due only where both changed the same', () => {
    const mine = edited({
      [SALE.id]: { [TRADE_HEADERS.shares]: '12' },
      [PURCHASE.id]: { [TRADE_HEADERS.note]: 'mine' },
    })
    const theirs = proposal({ version: 2, trades: [shares(SALE, '14'), shares(PURCHASE, '9')] })
    expect(conflictRows(baseline, mine, theirs)).toEqual([
      {
        tradeId: SALE.id,
        inWords: 'Sell 15 VTI in 00123',
        base: { shares: '15', note: '' },
        theirs: { shares: '14', note: '' },
        mine: { shares: '12', note: '' },
        isContested: true,
      },
      {
        tradeId: PURCHASE.id,
        inWords: 'Buy 10 BND in 00123',
        base: { shares: '10', note: '' },
        theirs: { shares: '9', note: '' },
        mine: { shares: '10', note: 'mine' },
        isContested: false,
      },
      {
        tradeId: SHELTERED.id,
        inWords: 'Sell 1 VTI in 00456',
        base: { shares: '1', note: '' },
        theirs: null,
        mine: { shares: '1', note: '' },
        isContested: false,
      },
    ])
  })

  test('is none where both came to the same', () => {
    const mine = edited({ [SALE.id]: { [TRADE_HEADERS.shares]: '14' } })
    const rows = conflictRows(baseline, mine, proposal({ trades: [shares(SALE, '14'), PURCHASE, SHELTERED] }))
    expect(rows.map(({ isContested }) => isContested)).toEqual([false])
  })
})

describe('laying the server’s list over the sheet', () => {
  const cellsOf = (merged: ReturnType<typeof mergeTrades>, id: string) =>
    merged.rows.find(({ key }) => key === id)?.cells.slice(4, 7)

  test('keeps the cell that was typed and follows the server in its neighbours', () => {
    const edits = edited({ [PURCHASE.id]: { [TRADE_HEADERS.note]: 'mine' } })
    const now = proposal({ version: 2, trades: [SALE, shares(PURCHASE, '9'), SHELTERED] })
    const merged = mergeTrades({
      baseline,
      edits,
      proposal: now,
      verdicts: [],
      theirs: new Map(),
      keepsStruck: true,
    })
    expect(cellsOf(merged, PURCHASE.id)).toEqual([9, '', null])
    expect(merged.baselineRows.find(({ key }) => key === PURCHASE.id)?.values).toEqual([
      '00123',
      'Buy',
      'BND',
      '9',
      '',
      '',
    ])
  })

  test('does not strike with the colleague what the person still wants', () => {
    const edits = edited({ [PURCHASE.id]: { [TRADE_HEADERS.shares]: '4' } })
    const now = proposal({ version: 2, trades: [SALE, SHELTERED] })
    const merged = mergeTrades({
      baseline,
      edits,
      proposal: now,
      verdicts: [],
      theirs: new Map(),
      keepsStruck: true,
    })
    expect(cellsOf(merged, PURCHASE.id)).toEqual([null, null, null])
  })
})

test('cash after is exact to the cent, account by account', () => {
  expect(
    tradeTotals(
      proposal({
        trades: [
          { ...SALE, value: '0.1' },
          { ...PURCHASE, value: '0.3' },
        ],
      }),
    ),
  ).toMatchObject({
    sold: '0.1',
    bought: '0.3',
    cash: [
      { accountNumber: '00123', before: '500', after: '499.8' },
      { accountNumber: '00456', before: '50', after: '50' },
    ],
  })
})
