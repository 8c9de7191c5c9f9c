import { describe, expect, test } from 'vitest'
import { ExcelHost } from '../../../addin/workbench/host/excel-host.ts'
import { Axis } from '../../../addin/workbench/page/grid/axis.ts'
import { edgeOfData, lastUsedCell, stepWithin } from '../../../addin/workbench/page/grid/steps.ts'

describe('rows of which the third is 30 high and the fifth is hidden', () => {
  const axis = new Axis(
    10,
    20,
    new Map([
      [4, 0],
      [2, 30],
    ]),
  )

  test('begin where the ones before them end', () => {
    // 20 + 20 + 30 + 20 + 0 + 20 …
    expect([0, 1, 2, 3, 4, 5, 6].map((row) => axis.offset(row))).toEqual([0, 20, 40, 70, 90, 90, 110])
    expect(axis.total).toBe(190)
  })

  test.each([
    [0, 0],
    [19, 0],
    [69, 2],
    [70, 3],
    // The hidden one covers no pixel.
    [90, 5],
    [5000, 9],
    [-3, 0],
  ])('pixel %i belongs to row %i', (pixel, row) => {
    expect(axis.at(pixel)).toBe(row)
  })

  test('are walked past the hidden one', () => {
    expect(axis.visibleFrom(4, 1)).toBe(5)
    expect(axis.visibleFrom(4, -1)).toBe(3)
  })
})

describe('Ctrl and an arrow', () => {
  const { workbook } = new ExcelHost()
  const sheet = workbook.activeSheet
  for (const row of [0, 1, 2, 6, 7]) sheet.enter(row, 0, 'x')
  const down = { row: 1, column: 0 } as const
  const up = { row: -1, column: 0 } as const

  test.each([
    [0, down, 2],
    [2, down, 6],
    [4, down, 6],
    [7, down, 1_048_575],
    [7, up, 6],
    [6, up, 2],
    [4, up, 2],
    [0, up, 0],
  ])('from row %i in direction %o to row %i', (row, step, expected) => {
    expect(edgeOfData(workbook, sheet, { row, column: 0 }, step)).toEqual({ row: expected, column: 0 })
  })

  test('End goes to where the last row and column meet', () => {
    sheet.enter(3, 4, 'y')
    expect(lastUsedCell(sheet)).toEqual({ row: 7, column: 4 })
  })
})

test('Enter and Tab go round inside a selection', () => {
  const area = { row: 1, column: 1, rows: 2, columns: 2 }
  expect(stepWithin(area, { row: 2, column: 1 }, { row: 1, column: 0 })).toEqual({ row: 1, column: 2 })
  expect(stepWithin(area, { row: 1, column: 2 }, { row: 0, column: 1 })).toEqual({ row: 2, column: 1 })
  expect(stepWithin(area, { row: 2, column: 2 }, { row: 1, column: 0 })).toEqual({ row: 1, column: 1 })
})
