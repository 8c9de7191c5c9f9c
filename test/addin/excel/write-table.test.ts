import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExcelFailure } from '../../../addin/excel/excel-failure.ts'
import { writeTable } from '../../../addin/excel/write-table.ts'
import { householdClassSheet, householdSheet } from '../../../addin/sheets/drift-sheet.ts'
import { conditionalStyle } from '../../../addin/workbench/host/workbook/conditional-format.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { BAKERS, STAMP, UNMAPPED } from '../drift-fixture.ts'

/** Rows and columns counted from 0: the header stands in row 5. */
const HEADER = 4
const FIRST = 5

let node: NodeHost

beforeEach(() => {
  node = startNodeHost()
  node.installGlobals()
})

afterEach(() => {
  // Whatever a test did: nothing was written to what is not there, nothing is still tracked, nothing was made up.
  expect(node.host.nullObjectWrites).toEqual([])
  expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  node.close()
})

const noPause = () => Promise.resolve()
const drift = householdClassSheet([BAKERS, UNMAPPED], STAMP)

function sheetNamed(name: string) {
  const sheet = node.host.workbook.sheet(name)
  if (!sheet) throw new Error(`There is no sheet ${name}`)
  return sheet
}

function shownIn(name: string, row: number): string[] {
  const sheet = sheetNamed(name)
  return drift.columns.map((_, column) => node.host.workbook.text(sheet, row, column))
}

describe('a drift table in an empty workbook', () => {
  beforeEach(() => writeTable(drift, { placement: 'replace' }))

  test('shows its stamp above its header and every figure in its format', () => {
    expect(shownIn('Drift', 0)[0]).toBe('Drift by household and class')
    expect(shownIn('Drift', 1).slice(0, 6)).toEqual([
      'Firm',
      'As of',
      'Pulled at',
      'By',
      'Households',
      'Scope',
    ])
    expect(shownIn('Drift', 2).slice(0, 6)).toEqual([
      'Demonstration firm',
      '2025-09-26',
      '2026-06-02 14:05 UTC',
      'ada',
      '2',
      'All households',
    ])
    expect(shownIn('Drift', HEADER)).toEqual(drift.columns.map(({ header }) => header))
    expect(shownIn('Drift', FIRST + 1)).toEqual([
      'Baker household',
      'HH-0001',
      'Moderate',
      'US Equity',
      'Class',
      '575,000.00',
      '57.50%',
      '50.00%',
      '45.00%',
      '55.00%',
      '+7.50',
      'Above band',
    ])
  })

  test('is an Excel table by name, in front, with its header frozen', () => {
    const table = node.host.workbook.table('EvenkeelDrift')
    expect(table?.area).toEqual({ row: HEADER, column: 0, rows: 5, columns: 12 })
    expect(node.host.workbook.activeSheet.name).toBe('Drift')
    expect(sheetNamed('Drift').frozen).toMatchObject({ rows: FIRST })
  })

  test('never turns a name into a formula nor a reference into a number', () => {
    const cell = sheetNamed('Drift').cell(FIRST + 3, 0)
    expect(cell?.formula).toBeUndefined()
    expect(cell?.value).toBe('=HYPERLINK("http://evil")')
    expect(sheetNamed('Drift').cell(FIRST + 3, 1)?.value).toBe('0042')
  })

  test('colours drift and status by band, and stays right when a person sorts', () => {
    const fillAt = (row: number, column: number) =>
      conditionalStyle(node.host.workbook, sheetNamed('Drift'), row, column).fill
    expect(fillAt(FIRST + 1, 11)).toBe('#FBDDC2')
    expect(fillAt(FIRST + 1, 10)).toBe('#FBDDC2')
    expect(fillAt(FIRST + 1, 9)).toBeUndefined()
    expect(fillAt(FIRST, 11)).toBe('#DDF1DF')
    expect(fillAt(FIRST + 3, 11)).toBe('#EDEBE9')
    node.host.user.sortTable('EvenkeelDrift', 'Band status')
    expect(shownIn('Drift', FIRST)[11]).toBe('Above band')
    expect(fillAt(FIRST, 11)).toBe('#FBDDC2')
  })

  test('took two round trips', () => {
    expect(node.host.statistics.syncs).toBe(2)
  })
})

describe('where an earlier pull is in the workbook', () => {
  beforeEach(() => writeTable(drift, { placement: 'replace' }))

  test('replacing it leaves one sheet and nothing of the old rows', async () => {
    const written = await writeTable(householdClassSheet([UNMAPPED], STAMP), { placement: 'replace' })
    expect(written).toEqual({
      sheetName: 'Drift',
      tableName: 'EvenkeelDrift',
      rowCount: 1,
      replaced: true,
      leftAlone: null,
    })
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Drift'])
    expect(node.host.workbook.table('EvenkeelDrift')?.area.rows).toBe(2)
    expect(shownIn('Drift', FIRST + 1).join('')).toBe('')
    expect(sheetNamed('Drift').conditionalFormats).toHaveLength(1)
  })

  test('it is found again after the person renamed its sheet', async () => {
    node.host.user.renameSheet('Drift', 'Monday')
    expect((await writeTable(drift, { placement: 'replace' })).sheetName).toBe('Monday')
  })

  test('adding another sheet leaves the first as it was', async () => {
    const written = await writeTable(drift, { placement: 'addSheet' })
    expect(written).toMatchObject({ sheetName: 'Drift (2)', tableName: 'EvenkeelDrift_2', replaced: false })
    expect(node.host.workbook.table('EvenkeelDrift')?.sheet.name).toBe('Drift')
  })

  test.each([
    ['a note below the table', () => node.host.user.type('Drift!A12', 'call Ben')],
    ['a sum beside the table', () => node.host.user.type('Drift!N6', '=SUM(F6:F9)')],
    ['a remark above the table', () => node.host.user.type('Drift!H2', 'for Monday')],
    ['a column of the person’s own in the table', () => addOwnColumn()],
    ['a row of the person’s own in the table', () => addOwnRow()],
    ['another table', () => addOwnTable()],
  ])('%s is never lost: another sheet is added, and it is said which one stays', async (_what, add) => {
    add()
    const before = everythingIn('Drift')
    const written = await writeTable(householdClassSheet([UNMAPPED], STAMP), { placement: 'replace' })
    expect(written).toMatchObject({ sheetName: 'Drift (2)', replaced: false, leftAlone: 'Drift' })
    expect(everythingIn('Drift')).toEqual(before)
    expect(node.host.workbook.table('EvenkeelDrift')?.sheet.name).toBe('Drift')
    // The next pull replaces the added one, rather than adding a third.
    expect(await writeTable(drift, { placement: 'replace' })).toMatchObject({
      sheetName: 'Drift (2)',
      tableName: 'EvenkeelDrift_2',
      replaced: true,
    })
    expect(everythingIn('Drift')).toEqual(before)
  })

  test('a table that the person sorted and moved on its sheet is still ours alone', async () => {
    node.host.user.insertRows('Drift!1:2')
    node.host.user.insertColumns('Drift!A:A')
    node.host.user.sortTable('EvenkeelDrift', 'Band status')
    expect(await writeTable(drift, { placement: 'replace' })).toMatchObject({ replaced: true })
    expect(node.host.workbook.table('EvenkeelDrift')?.area).toMatchObject({ row: HEADER, column: 0 })
  })

  test('looking for things of the person’s own costs 10,000 rows two round trips more', async () => {
    const households = Array.from({ length: 3334 }, (_, index) => ({ ...BAKERS, reference: `HH-${index}` }))
    await writeTable(householdClassSheet(households, STAMP), { placement: 'replace' })
    node.host.resetStatistics()
    await writeTable(householdClassSheet([UNMAPPED], STAMP), { placement: 'replace' })
    const { syncs, batches } = node.host.statistics
    expect(syncs).toBeLessThanOrEqual(4)
    expect(Math.max(...batches.map(({ responseBytes }) => responseBytes))).toBeLessThan(1_048_576)
  })

  test('a person’s own sheet that merely has the name is never touched', async () => {
    node.host.user.deleteSheet('Drift')
    node.host.user.renameSheet('Sheet1', 'Household drift')
    node.host.user.type('Household drift!A1', 'my notes')
    const written = await writeTable(householdSheet([BAKERS], STAMP), { placement: 'replace' })
    expect(written.sheetName).toBe('Household drift (2)')
    expect(shownIn('Household drift', 0)[0]).toBe('my notes')
  })
})

test('a table without rows is written with one empty row', async () => {
  await writeTable(householdClassSheet([], STAMP), { placement: 'replace' })
  expect(node.host.workbook.table('EvenkeelDrift')?.area.rows).toBe(2)
})

test('10,000 rows take at most 3 round trips of at most 1 MB, and progress is told', async () => {
  const households = Array.from({ length: 3334 }, (_, index) => ({ ...BAKERS, reference: `HH-${index}` }))
  const told: number[] = []
  const table = householdClassSheet(households, STAMP)
  expect(table.rows).toHaveLength(10_002)
  await writeTable(table, { placement: 'replace', onRowsWritten: (rows) => told.push(rows) })
  expect(node.host.statistics.syncs).toBeLessThanOrEqual(3)
  expect(Math.max(...node.host.statistics.batches.map(({ requestBytes }) => requestBytes))).toBeLessThan(
    1_048_576,
  )
  expect(told.at(-1)).toBe(10_002)
  expect(shownIn('Drift', FIRST + 10_001)[1]).toBe('HH-3333')
})

describe('when Excel refuses', () => {
  test('throttling passes: it is told, and the table is written once', async () => {
    node.host.faults.failNext('ActivityLimitReached', 2)
    const told: string[] = []
    await writeTable(drift, {
      placement: 'replace',
      pause: noPause,
      onWaiting: ({ kind }) => told.push(kind),
    })
    expect(told).toEqual(['busy', 'busy'])
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Drift'])
  })

  test.each([1, 2])('throttling after %i requests of 10,000 rows leaves one sheet', async (after) => {
    const households = Array.from({ length: 3334 }, () => BAKERS)
    node.host.faults.failNext('ActivityLimitReached', 3, { after })
    await writeTable(householdClassSheet(households, STAMP), { placement: 'replace', pause: noPause })
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Drift'])
    expect(node.host.workbook.table('EvenkeelDrift')?.area.rows).toBe(10_003)
  })

  test('a cell being edited is waited for: the host keeps the request until the person leaves it', async () => {
    node.host.faults.setCellEditMode(true)
    const writing = writeTable(drift, { placement: 'replace', pause: noPause })
    await node.host.faults.requestWaits()
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1'])
    node.host.faults.setCellEditMode(false)
    expect((await writing).sheetName).toBe('Drift')
  })

  test('where the host refuses for a cell being edited it is tried again, then told in a sentence', async () => {
    const write = () => writeTable(drift, { placement: 'replace', pause: noPause })
    node.host.faults.failNext('InvalidOperationInCellEditMode', 4)
    await expect(write()).rejects.toThrow('Press Enter or Esc in the sheet')
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1'])
    node.host.faults.failNext('InvalidOperationInCellEditMode', 3)
    expect((await write()).sheetName).toBe('Drift')
  })

  test.each([
    ['AccessDenied', 'protected', /protected or read-only/],
    ['InvalidOrTimedOutSession', 'sessionLost', /lost its connection/],
    ['RequestPayloadSizeLimitExceeded', 'tooLarge', /fewer households/],
    ['GeneralException', 'fault', /could not do it/],
  ] as const)('%s is a sentence to act on', async (code, kind, sentence) => {
    node.host.faults.failNext(code)
    const failure = writeTable(drift, { placement: 'replace', pause: noPause })
    await expect(failure).rejects.toMatchObject({ name: 'ExcelFailure', kind })
    await failure.catch((error: ExcelFailure) => expect(error.sentenceAt('pull')).toMatch(sentence))
  })

  test('a new sheet left half written is taken away again', async () => {
    const households = Array.from({ length: 3334 }, () => BAKERS)
    const table = householdClassSheet(households, STAMP)
    const writing = writeTable(table, {
      placement: 'replace',
      pause: noPause,
      onRowsWritten: () => node.host.faults.failNext('GeneralException'),
    })
    await expect(writing).rejects.toMatchObject({ kind: 'fault' })
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1'])
  })

  test('a pull of 10,000 rows needs a fifth of what Excel on the web takes and answers', async () => {
    node.host.faults.requestLimit = node.host.faults.responseLimit = 1_048_576
    const households = Array.from({ length: 3334 }, (_, index) => ({ ...BAKERS, reference: `HH-${index}` }))
    const table = householdClassSheet(households, STAMP)
    await writeTable(table, { placement: 'replace' })
    expect(await writeTable(table, { placement: 'replace' })).toMatchObject({
      rowCount: 10_002,
      replaced: true,
    })
  })

  test('a request beyond the limit leaves nothing behind, and says to choose fewer households', async () => {
    const households = Array.from({ length: 3334 }, (_, index) => ({ ...BAKERS, reference: `HH-${index}` }))
    node.host.faults.requestLimit = 200_000
    const failure = writeTable(householdClassSheet(households, STAMP), {
      placement: 'replace',
      pause: noPause,
    })
    await expect(failure).rejects.toMatchObject({ kind: 'tooLarge' })
    await failure.catch((error: ExcelFailure) =>
      expect(error.sentenceAt('pull')).toMatch(/Choose fewer households/),
    )
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1'])
    expect(await writeTable(drift, { placement: 'replace' })).toMatchObject({ sheetName: 'Drift' })
  })

  test('without Excel there is a sentence too', async () => {
    node.close()
    await expect(writeTable(drift, { placement: 'replace' })).rejects.toMatchObject({ kind: 'noExcel' })
  })
})

/** Every cell that holds something, as it was entered. */
function everythingIn(name: string): readonly unknown[] {
  const cells = sheetNamed(name).cellsIn({ row: 0, column: 0, rows: 60, columns: 30 })
  return [...cells].map(({ row, column, cell }) => [row, column, cell.formula ?? cell.value])
}

const tableOfOurs = () => {
  const table = node.host.workbook.table('EvenkeelDrift')
  if (!table) throw new Error('There is no table')
  return table
}

function addOwnColumn() {
  const { area } = tableOfOurs()
  node.host.user.type('Drift!M5', 'My note')
  node.host.user.type('Drift!M6', 'mine')
  tableOfOurs().area = { ...area, columns: 13 }
}

function addOwnRow() {
  const { area } = tableOfOurs()
  node.host.user.type('Drift!F10', '=SUM(F6:F9)')
  tableOfOurs().area = { ...area, rows: 6 }
}

function addOwnTable() {
  node.host.user.type('Drift!A20', 'Name')
  node.host.user.type('Drift!A21', 'Ben')
  const ours = tableOfOurs()
  node.host.workbook.tables.push({
    ...ours,
    id: '{own}',
    name: 'Mine',
    area: { row: 19, column: 0, rows: 2, columns: 1 },
  })
}
