import { expect, test } from 'vitest'
import { rowChunks } from '../../../addin/excel/row-chunks.ts'
import { columnLetters, literal } from '../../../addin/excel/sheet-layout.ts'

test('rows go out in runs that keep below the limit, none lost and none twice', () => {
  // ["aaaa"] is 8 bytes and its comma 1: two rows fit in 20.
  const rows = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].map((text) => [text])
  expect(rowChunks(rows, 20)).toEqual([
    { firstRow: 0, rows: [['aaaa'], ['bbbb']] },
    { firstRow: 2, rows: [['cccc'], ['dddd']] },
    { firstRow: 4, rows: [['eeee']] },
  ])
})

test('a single row beyond the limit still goes out, and no rows need no run', () => {
  expect(rowChunks([['x'.repeat(50)]], 20)).toHaveLength(1)
  expect(rowChunks([], 20)).toEqual([])
})

test('bytes are counted as they are sent: one accented letter is two', () => {
  expect(rowChunks([['éééé'], ['éééé']], 20)).toHaveLength(2)
})

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is %s', (column, letters) => {
  expect(columnLetters(column)).toBe(letters)
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ["'quoted", "''quoted"],
  ['Baker', 'Baker'],
  [-1, -1],
])('%s is written as %s', (cell, written) => {
  expect(literal(cell)).toBe(written)
})
