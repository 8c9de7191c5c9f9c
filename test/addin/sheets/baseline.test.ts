import { describe, expect, test } from 'vitest'
import { plainDecimal, readCell, trimmed } from '../../../addin/sheets/baseline-cell.ts'
import { findEdits } from '../../../addin/sheets/baseline-edits.ts'
import { baselineCells, baselineOf } from '../../../addin/sheets/baseline-text.ts'
import {
  keyHeader,
  type Baseline,
  type EditableColumn,
  type SheetCell,
} from '../../../addin/sheets/baseline.ts'

const cell = (value: SheetCell['value'], formula: SheetCell['value'] = value): SheetCell => ({
  value,
  formula,
})
const column = (kind: EditableColumn['kind']): EditableColumn => ({
  header: 'It',
  kind,
  choices: ['Sell', 'Buy'],
})

describe('a cell that was edited', () => {
  test.each<[EditableColumn['kind'], SheetCell['value'], string]>([
    ['weight', 0.25, '0.25'],
    ['weight', 0.1 + 0.2, '0.3'],
    ['weight', '25 %', '0.25'],
    ['weight', '12.3456%', '0.123456'],
    ['weight', '', ''],
    ['weight', 1, '1'],
    ['shares', 1234.5, '1234.5'],
    ['shares', '1,234.50', '1234.5'],
    ['shares', 0.00000001, '0.00000001'],
    ['shares', -3, '-3'],
    ['money', '12.30', '12.3'],
    ['choice', 'sell', 'Sell'],
    ['choice', '', ''],
    ['text', '  a note ', 'a note'],
    ['text', '#1 priority', '#1 priority'],
  ])('of kind %s holding %j is read as %j', (kind, value, expected) => {
    expect(readCell(cell(value), column(kind))).toEqual({ kind: 'value', value: expected })
  })

  test.each<[EditableColumn['kind'], SheetCell, string, RegExp]>([
    ['weight', cell('0.25'), 'notNumber', /Type a percentage, such as 25%/],
    ['weight', cell('25'), 'notNumber', /holds the text “25”/],
    ['weight', cell('a%'), 'unreadablePercent', /cannot be read as a percentage/],
    [
      'weight',
      cell(25),
      'beyondRange',
      /It is 2500%; it must be from 0% to 100%\. Type 25% if that is meant/,
    ],
    ['weight', cell(-0.01), 'beyondRange', /It is -1%/],
    ['weight', cell(1 / 3), 'tooManyPlaces', /more than 4 decimal places of a percent/],
    ['weight', cell(0.3, '=0.1+0.2'), 'formula', /holds a formula that gives 0\.3/],
    ['weight', cell('#REF!', '=#REF!'), 'formula', /gives #REF!/],
    ['shares', cell('#N/A'), 'errorValue', /shows the error #N\/A/],
    ['shares', cell('1 234'), 'notNumber', /is not a number/],
    ['shares', cell(true), 'notNumber', /“true”, which is not a number/],
    ['shares', cell('1.123456789'), 'tooManyPlaces', /more than 8 decimal places/],
    ['money', cell(1.005), 'tooManyPlaces', /more than 2 decimal places/],
    ['choice', cell('Hold'), 'notChoice', /“Hold” is none of Sell, Buy/],
  ])('of kind %s holding %j is at fault: %s', (kind, held, code, sentence) => {
    const reading = readCell(held, column(kind))
    expect(reading).toMatchObject({ kind: 'fault', code })
    expect(reading.kind === 'fault' && reading.sentence).toMatch(sentence)
  })
})

test.each<[number, string]>([
  [0, '0'],
  [-0, '0'],
  [1e-8, '0.00000001'],
  [123_456_789_012_345, '123456789012345'],
  [1e21, '1000000000000000000000'],
  [0.1 + 0.7, '0.8'],
  [-12.5, '-12.5'],
])('%d in full is %s', (number, text) => {
  expect(plainDecimal(number)).toBe(text)
})

test.each([
  ['0.500000', '0.5'],
  ['+007', '7'],
  ['-0.0', '0'],
  ['.5', '0.5'],
])('%s is written %s', (text, expected) => {
  expect(trimmed(text)).toBe(expected)
})

const BASELINE: Baseline = {
  id: 'b1',
  kind: 'trades',
  subjectId: 'p1',
  subjectName: 'Baker household',
  serverVersion: 3,
  pulledAt: '2026-06-02T14:05:00.000Z',
  tableId: '1',
  sheetId: '2',
  columns: [
    { header: 'Shares', kind: 'shares' },
    { header: 'Note', kind: 'text' },
  ],
  rows: [
    { key: 'k1', values: ['10', ''] },
    { key: 'k2', values: ['20', 'as agreed'] },
    { key: 'k3', values: ['30', ''] },
  ],
  pending: null,
  extra: {},
}

/** A table as it stands: key, shares, note of each row from row 6 of the sheet. */
function tableOf(rows: readonly (readonly [string, SheetCell['value'], string])[]) {
  return {
    headers: ['Note', 'Mine', 'shares ', keyHeader('b1')],
    rows: rows.map(([key, shares, note], index) => ({
      number: 6 + index,
      isInTable: true,
      cells: [note, 'whatever', shares, key].map((value) => cell(value)),
    })),
  }
}
const edited = (rows: Parameters<typeof tableOf>[0]) => findEdits(BASELINE, tableOf(rows))

describe('compared with what was pulled', () => {
  test('changed, struck and added rows are told apart by key, in whatever order and under moved columns', () => {
    const edits = edited([
      ['k3', 30, ''],
      ['k1', 12, 'more'],
      ['', 5, 'new'],
      ['', '', ''],
    ])
    expect(edits.changed).toEqual([
      { key: 'k1', row: 7, header: 'Shares', from: '10', to: '12' },
      { key: 'k1', row: 7, header: 'Note', from: '', to: 'more' },
    ])
    expect(edits.struck.map(({ key }) => key)).toEqual(['k2'])
    expect(edits.added).toEqual([{ key: null, row: 8, values: { Shares: '5', Note: 'new' } }])
    expect(edits.faults).toEqual([])
  })

  test('a row at fault is explained and is no edit', () => {
    const edits = edited([
      ['k1', 'ten', 'x'],
      ['k2', 20, 'as agreed'],
      ['k3', 30, ''],
    ])
    expect(edits.changed).toEqual([])
    expect(edits.struck).toEqual([])
    expect(edits.faults).toMatchObject([{ code: 'notNumber', key: 'k1', row: 6, header: 'Shares' }])
  })

  test.each([
    ['unchanged', ['k1', 10, ''] as const, { added: 0, fault: /copy of row 6\. Change it/ }],
    ['changed', ['k1', 11, ''] as const, { added: 1, fault: null }],
  ])('the copy of a row that is %s', (_name, copy, { added, fault }) => {
    const edits = edited([['k1', 10, ''], copy, ['k2', 20, 'as agreed'], ['k3', 30, '']])
    expect(edits.added).toHaveLength(added)
    expect(edits.faults).toHaveLength(fault ? 1 : 0)
    if (fault) expect(edits.faults[0]?.sentence).toMatch(fault)
    expect(edits.changed).toEqual([])
  })

  test('two copies that were both changed are explained both: which is which, only the person knows', () => {
    const edits = edited([
      ['k1', 11, ''],
      ['k1', 12, ''],
    ])
    expect(edits.faults.map(({ row, code }) => [row, code])).toEqual([
      [6, 'copiedRow'],
      [7, 'copiedRow'],
    ])
  })

  test('a row of another table is explained', () => {
    expect(edited([['z9', 1, '']]).faults).toMatchObject([{ code: 'foreignKey', row: 6 }])
  })

  test.each([
    ['the key column', keyHeader('b1'), 'missingKeyColumn'],
    ['a column', 'Note', 'missingColumn'],
  ])('without %s nothing is guessed', (_name, gone, code) => {
    const table = tableOf([['k1', 10, '']])
    const edits = findEdits(BASELINE, {
      ...table,
      headers: table.headers.map((each) => (each === gone ? 'x' : each)),
    })
    expect(edits.faults).toMatchObject([{ code, row: null }])
    expect(edits.struck).toEqual([])
  })

  test('with a column twice nothing is guessed', () => {
    const table = tableOf([['k1', 10, '']])
    expect(
      findEdits(BASELINE, { ...table, headers: ['Note', 'Note', 'Shares', keyHeader('b1')] }).faults,
    ).toMatchObject([{ code: 'columnTwice', header: 'Note' }])
  })
})

describe('as the text of cells', () => {
  test('comes back as it was, in pieces that fit a cell and begin like no formula', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({ key: `k${index}`, values: ['=1', '😀 ok'] }))
    const cells = baselineCells({ ...BASELINE, rows })
    expect(cells.length).toBeGreaterThan(4)
    for (const piece of cells) expect(piece.length).toBeLessThan(32_767)
    for (const piece of cells.slice(2)) expect(piece).toMatch(/^\|/)
    expect(baselineOf(cells)).toEqual({ ...BASELINE, rows })
  })

  test.each([
    ['another edition', ['evenkeel-baseline/2', 'b1', '|{}']],
    ['cut off', baselineCells(BASELINE).map((piece) => piece.slice(0, 40))],
    ['nothing', []],
  ])('%s is no baseline', (_name, cells) => {
    expect(baselineOf(cells)).toBeNull()
  })
})
