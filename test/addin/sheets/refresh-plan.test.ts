import { describe, expect, test } from 'vitest'
import { cellsOfMarks, markedAreas, marksOf } from '../../../addin/sheets/refresh-marks.ts'
import { planRefresh, runsOf } from '../../../addin/sheets/refresh-plan.ts'

const row = (key: string | null, ...cells: (string | number)[]) => ({ key, cells })
const wanted = (key: string, ...cells: (string | number | null)[]) => ({ key, cells })

describe('a refresh plan', () => {
  test('leaves rows where the person sorted them, and touches what differs alone', () => {
    const plan = planRefresh([row('b', 'b', 2), row('a', 'a', 1)], [wanted('a', 'a', 1), wanted('b', 'b', 5)])
    expect(plan).toMatchObject({ deletions: [], insertions: [], appended: 0 })
    expect(plan.rows.map((each) => each?.key)).toEqual(['b', 'a'])
    expect(plan.changes).toEqual([{ row: 0, column: 1 }])
    expect(plan.counts).toEqual({ changed: 1, added: 0, removed: 0, changedCells: 1 })
  })

  test('takes gone rows out from below, and opens new ones after the row they follow', () => {
    const standing = ['a', 'x', 'y', 'b', 'z', 'c'].map((key) => row(key, key))
    const next = ['a', 'a2', 'a3', 'b', 'c', 'd'].map((key) => wanted(key, key))
    const plan = planRefresh(standing, next)
    expect(plan.deletions).toEqual([
      { first: 4, count: 1 },
      { first: 1, count: 2 },
    ])
    expect(plan.insertions).toEqual([{ first: 1, count: 2 }])
    expect(plan.appended).toBe(1)
    expect(plan.rows.map((each) => each?.key)).toEqual(['a', 'a2', 'a3', 'b', 'c', 'd'])
    expect(plan.counts).toMatchObject({ added: 3, removed: 3 })
  })

  test('keeps a row of the person’s own, and updates both of a copied row', () => {
    const plan = planRefresh([row('a', 1), row(null, 'my sum'), row('a', 1)], [wanted('a', 2)])
    expect(plan.rows).toEqual([wanted('a', 2), null, wanted('a', 2)])
    expect(plan.counts).toEqual({ changed: 2, added: 0, removed: 0, changedCells: 2 })
  })

  test('leaves a cell alone where nothing is wanted of it', () => {
    expect(planRefresh([row('a', 'typed', 1)], [wanted('a', null, 1)]).changes).toEqual([])
  })

  test('where no row stays, adds the new ones before it takes the old out', () => {
    const plan = planRefresh([row('a', 1)], [wanted('b', 1), wanted('c', 1)])
    expect(plan).toMatchObject({ replacesAll: true, appended: 2, insertions: [] })
  })
})

test('runs of numbers', () => {
  expect(runsOf([1, 2, 3, 7, 9, 10])).toEqual([
    { first: 1, count: 3 },
    { first: 7, count: 1 },
    { first: 9, count: 2 },
  ])
})

describe('marks', () => {
  const cell = (at: number, column: number) => ({ row: at, column })

  test('cover cells below and beside one another by one area', () => {
    expect(markedAreas([cell(3, 1), cell(4, 1), cell(3, 2), cell(4, 2), cell(9, 5)])).toEqual([
      { row: 3, column: 1, rows: 2, columns: 2 },
      { row: 9, column: 5, rows: 1, columns: 1 },
    ])
  })

  test('are given up where changes are too scattered to tell anything', () => {
    expect(markedAreas(Array.from({ length: 500 }, (_, index) => cell(index * 2, index % 7)))).toBeNull()
  })

  test('are found again by row and header, wherever rows and columns have gone', () => {
    const marks = marksOf(
      [cell(0, 0), cell(1, 1)],
      (at) => ['x', 'y'][at] ?? '',
      (column) => ['Value', 'Weight'][column] ?? '',
    )
    expect(marks).toEqual({ Value: ['x'], Weight: ['y'] })
    expect(cellsOfMarks(marks, ['y', null, 'x'], ['Weight', 'Name', 'Value'])).toEqual([
      cell(2, 2),
      cell(0, 0),
    ])
  })
})
