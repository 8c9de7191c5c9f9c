import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HouseholdClassesFragment } from '../../../addin/api/generated/graphql.ts'
import type { ExcelFailure } from '../../../addin/excel/excel-failure.ts'
import { freezeTable } from '../../../addin/excel/freeze-table.ts'
import { listPulledTables } from '../../../addin/excel/pulled-tables.ts'
import { refreshTable } from '../../../addin/excel/refresh-table.ts'
import { writeTable } from '../../../addin/excel/write-table.ts'
import { householdClassSheet, householdSheet } from '../../../addin/sheets/drift-sheet.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { BAKERS, STAMP, classRow } from '../drift-fixture.ts'

/** Rows and columns counted from 0. */
const FIRST = 5
const HOUSEHOLD_DRIFT = 'EvenkeelHouseholdDrift'
const DRIFT = { tableName: 'EvenkeelDrift', keptAs: 'EvenkeelDrift' }
const REFERENCE = 1
const VALUE = 3

let node: NodeHost

beforeEach(() => {
  node = startNodeHost()
  node.installGlobals()
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  // What an answer that never came would have named cannot be given back.
  const isAnswerLost = node.host.statistics.batches.some(
    ({ error }) => error === 'ResponsePayloadSizeLimitExceeded',
  )
  if (!isAnswerLost) expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  expect(node.host.simulatorFaults).toEqual([])
  node.close()
})

const noPause = () => Promise.resolve()

/** A household of this reference and value. */
function household(reference: string, base: string, outOfBand = 0): HouseholdClassesFragment {
  return {
    ...BAKERS,
    id: reference,
    reference,
    name: `Household ${reference}`,
    drift: BAKERS.drift && { ...BAKERS.drift, base, outOfBand },
  }
}

const sheet = (households: readonly HouseholdClassesFragment[], pulledAt = STAMP.pulledAt) =>
  householdSheet(households, { ...STAMP, pulledAt })
const pulled = (households: readonly HouseholdClassesFragment[]) =>
  writeTable(sheet(households), { placement: 'replace', question: '{"kind":"test"}' })
const refresh = (households: readonly HouseholdClassesFragment[]) =>
  refreshTable(
    sheet(households, '2026-06-03T09:30:00.000Z'),
    { tableName: node.host.workbook.tables[0]?.name ?? HOUSEHOLD_DRIFT, keptAs: HOUSEHOLD_DRIFT },
    { pause: noPause },
  )

const drift = () => {
  const found = node.host.workbook.sheet('Household drift')
  if (!found) throw new Error('There is no sheet Household drift')
  return found
}
const text = (row: number, column: number) => node.host.workbook.text(drift(), row, column)
const column = (place: number, rows: number) =>
  Array.from({ length: rows }, (_, row) => text(FIRST + row, place))
const fillAt = (row: number, place: number) => drift().styleAt(row, place).fill

const THREE = [household('A', '100.00'), household('B', '200.00'), household('C', '300.00')]

describe('a refresh', () => {
  beforeEach(async () => {
    await pulled(THREE)
  })

  test('changes figures where they stand, colours those alone, and counts them', async () => {
    const done = await refresh([household('A', '100.00'), household('B', '250.00'), household('C', '300.00')])
    expect(done).toEqual({
      kind: 'refreshed',
      sheetName: 'Household drift',
      rowCount: 3,
      counts: { changed: 1, added: 0, removed: 0, changedCells: 1 },
      isMarked: true,
    })
    expect(column(VALUE, 3)).toEqual(['100.00', '250.00', '300.00'])
    expect(fillAt(FIRST + 1, VALUE)).toBe('#FFF2CC')
    expect(fillAt(FIRST + 1, VALUE + 1)).toBe('')
    expect(fillAt(FIRST, VALUE)).toBe('')
    expect(text(2, 2)).toBe('2026-06-03 09:30 UTC')
  })

  test('takes off its own colour at the next one, also after a sort, and leaves the person’s', async () => {
    await refresh([household('A', '100.00'), household('B', '250.00'), household('C', '300.00')])
    drift().restyle({ row: FIRST + 2, column: VALUE, rows: 1, columns: 1 }, { fill: '#00FF00' })
    node.host.user.sortTable('EvenkeelHouseholdDrift', 'Reference', { ascending: false })
    expect(fillAt(FIRST + 1, VALUE)).toBe('#FFF2CC')
    await refresh([household('A', '101.00'), household('B', '250.00'), household('C', '300.00')])
    expect([0, 1, 2].map((row) => fillAt(FIRST + row, VALUE))).toEqual(['#00FF00', '', '#FFF2CC'])
  })

  test('takes off its own colour also where the table was renamed meanwhile', async () => {
    await refresh([household('A', '100.00'), household('B', '250.00'), household('C', '300.00')])
    node.host.workbook.table(HOUSEHOLD_DRIFT)!.name = 'Mine'
    await refresh([household('A', '101.00'), household('B', '250.00'), household('C', '300.00')])
    expect([0, 1, 2].map((row) => fillAt(FIRST + row, VALUE))).toEqual(['#FFF2CC', '', ''])
    node.host.workbook.table('Mine')!.name = 'Ours'
    await refresh([household('A', '101.00'), household('B', '250.00'), household('C', '300.00')])
    expect([0, 1, 2].map((row) => fillAt(FIRST + row, VALUE))).toEqual(['', '', ''])
  })

  test('keeps the person’s order of rows, and their own columns beside the same households', async () => {
    node.host.user.type('Household drift!H5', 'My note')
    node.host.user.type('Household drift!H6', 'note of A')
    node.host.workbook.table('EvenkeelHouseholdDrift')!.area = { row: 4, column: 0, rows: 4, columns: 8 }
    node.host.user.sortTable('EvenkeelHouseholdDrift', 'Reference', { ascending: false })
    const done = await refresh([household('D', '400.00'), household('A', '111.00'), household('C', '300.00')])
    expect(done).toMatchObject({ counts: { changed: 1, added: 1, removed: 1 } })
    expect(column(REFERENCE, 3)).toEqual(['C', 'D', 'A'])
    expect(column(VALUE, 3)).toEqual(['300.00', '400.00', '111.00'])
    expect(column(7, 4)).toEqual(['', '', 'note of A', ''])
    expect(node.host.workbook.table('EvenkeelHouseholdDrift')?.area).toMatchObject({ rows: 4, columns: 8 })
  })

  test('keeps a formula against the table right, and notes below it in place beside nothing of ours', async () => {
    node.host.user.type('Sheet1!A1', '=SUM(EvenkeelHouseholdDrift)')
    node.host.user.type('Household drift!A12', 'my own notes')
    await refresh([...THREE, household('D', '400.00'), household('E', '500.00')])
    const own = node.host.workbook.sheet('Sheet1')!
    expect(own.cell(0, 0)?.formula).toBe('=SUM(EvenkeelHouseholdDrift)')
    expect(Number(node.host.workbook.value(own, 0, 0))).toBeGreaterThanOrEqual(1500)
    expect(column(REFERENCE, 5)).toEqual(['A', 'B', 'C', 'D', 'E'])
    const notes = [...drift().cellsIn({ row: 0, column: 0, rows: 40, columns: 1 })].filter(
      ({ cell }) => cell.value === 'my own notes',
    )
    expect(notes.map(({ row }) => row)).toEqual([13])
  })

  test('works when every household is another, and when none is left, and when some come again', async () => {
    await refresh([household('X', '7.00')])
    expect(column(REFERENCE, 2)).toEqual(['X', ''])
    expect(await refresh([])).toMatchObject({ counts: { removed: 1, added: 0 } })
    expect(node.host.workbook.table('EvenkeelHouseholdDrift')?.area.rows).toBe(2)
    expect(column(REFERENCE, 1)).toEqual([''])
    expect(await refresh(THREE)).toMatchObject({ counts: { added: 3, removed: 0 } })
    expect(column(REFERENCE, 4)).toEqual(['A', 'B', 'C', ''])
    expect(node.host.workbook.table('EvenkeelHouseholdDrift')?.area.rows).toBe(4)
  })

  test('steps over a column that the person put between ours, and one they deleted', async () => {
    const table = node.host.workbook.table('EvenkeelHouseholdDrift')!
    node.host.user.type('Household drift!C5', 'Mine')
    node.host.user.type('Household drift!C6', 'kept')
    expect(table.area.columns).toBe(7)
    await refresh([household('A', '999.00'), household('B', '200.00'), household('C', '300.00')])
    expect(text(FIRST, 2)).toBe('kept')
    expect(text(FIRST, VALUE)).toBe('999.00')
  })

  test('asks for the column back by which rows are told apart', async () => {
    node.host.user.type('Household drift!B5', 'Ref.')
    expect(await refresh(THREE)).toEqual({ kind: 'columnGone', header: 'Reference' })
  })

  test('tells when the table is gone, and writes nothing', async () => {
    node.host.user.deleteSheet('Household drift')
    expect(await refresh(THREE)).toEqual({ kind: 'tableGone' })
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1'])
  })

  test('waits for throttling and for a cell being edited, and does it once', async () => {
    node.host.faults.failNext('ActivityLimitReached', 2)
    expect(await refresh([...THREE, household('D', '4.00')])).toMatchObject({ counts: { added: 1 } })
    node.host.faults.setCellEditMode(true)
    const waiting = refresh([...THREE, household('D', '4.00'), household('E', '5.00')])
    await node.host.faults.requestWaits()
    expect(column(REFERENCE, 5)).toEqual(['A', 'B', 'C', 'D', ''])
    node.host.faults.setCellEditMode(false)
    expect(await waiting).toMatchObject({ counts: { added: 1 } })
    expect(column(REFERENCE, 6)).toEqual(['A', 'B', 'C', 'D', 'E', ''])
  })

  test('where Excel refuses for a cell being edited it is tried again, then told; the table stays', async () => {
    node.host.faults.failNext('InvalidOperationInCellEditMode', 4)
    await expect(refresh([...THREE, household('D', '4.00')])).rejects.toMatchObject({ kind: 'editingCell' })
    expect(column(REFERENCE, 4)).toEqual(['A', 'B', 'C', ''])
    node.host.faults.failNext('InvalidOperationInCellEditMode', 3)
    expect(await refresh([...THREE, household('D', '4.00')])).toMatchObject({ counts: { added: 1 } })
  })
})

test('new classes of a household come below its other classes', async () => {
  const of = (reference: string, names: readonly string[]): HouseholdClassesFragment => ({
    ...household(reference, '1.00'),
    drift: BAKERS.drift && {
      ...BAKERS.drift,
      classes: names.map((name, ordinal) => classRow({ name, ordinal })),
    },
  })
  const write = (households: readonly HouseholdClassesFragment[]) => householdClassSheet(households, STAMP)
  await writeTable(write([of('A', ['Equity', 'Cash']), of('B', ['Equity'])]), { placement: 'replace' })
  await refreshTable(
    write([of('A', ['Equity', 'Bonds', 'Cash', 'Gold']), of('B', ['Equity', 'Gold'])]),
    DRIFT,
  )
  const drift = node.host.workbook.sheet('Drift')!
  const rows = Array.from({ length: 7 }, (_, row) =>
    [1, 3].map((place) => node.host.workbook.text(drift, FIRST + row, place)).join(' '),
  )
  expect(rows).toEqual(['A Equity', 'A Bonds', 'A Cash', 'A Gold', 'B Equity', 'B Gold', ' '])
  expect(drift.conditionalFormats.every(({ area }) => area.rows === 6)).toBe(true)
})

test('a refresh of several requests ends the same whichever of them is refused for a moment', async () => {
  // Names so long that a third of the rows fills a request.
  const long = (index: number) => ({
    ...household(`HH-${index}`, '1.00'),
    name: `Household ${index} ${'of a long name '.repeat(400)}`,
  })
  const all = Array.from({ length: 600 }, (_, index) => long(index))
  const refreshed = async (refusedRequest: number | null) => {
    node.close()
    node = startNodeHost()
    node.installGlobals()
    // New ones in a hundred places between those that stand.
    await pulled(all.filter((_, index) => index % 6 < 3))
    const { faults } = node.host
    if (refusedRequest !== null) faults.failNext('ActivityLimitReached', 1, { after: refusedRequest })
    await refresh(all)
    const wasReached = refusedRequest !== null && faults.isSpent
    while (!faults.isSpent) faults.takeMishap()
    const cells = Array.from({ length: 602 }, (_, row) =>
      Array.from({ length: 12 }, (__, place) => text(FIRST + row, place)),
    )
    // How many rows were new when it was begun again decides where they stand; none may be missing, doubled or empty.
    cells.sort(([, one = ''], [, other = '']) => one.localeCompare(other))
    return { wasReached, cells, rows: node.host.workbook.tables[0]!.area.rows }
  }
  const undisturbed = await refreshed(null)
  expect(undisturbed.rows).toBe(601)
  for (let request = 0; ; request += 1) {
    const { wasReached, cells, rows } = await refreshed(request)
    if (!wasReached) {
      expect(request).toBeGreaterThan(3)
      return
    }
    expect(rows, `request ${request + 1}`).toBe(601)
    expect(cells, `request ${request + 1}`).toEqual(undisturbed.cells)
  }
}, 120_000)

describe('10,000 rows', () => {
  const many = (base: string) =>
    Array.from({ length: 3334 }, (_, index) => ({
      ...household(`HH-${index}`, base),
      drift: BAKERS.drift && {
        ...BAKERS.drift,
        classes: BAKERS.drift.classes.map((row) => ({
          ...row,
          value: base,
          weight: '0.123400',
          drift: '0.010000',
        })),
      },
    }))

  test.each([
    ['every figure changed', many('2.00'), { changed: 10_002, added: 0 }],
    ['nothing changed', many('1.00'), { changed: 0, added: 0 }],
    [
      'a hundred households gone and as many new',
      many('1.00').map((each, index) => (index % 33 === 7 ? { ...each, reference: `N${index}` } : each)),
      { changed: 0, added: 303, removed: 303 },
    ],
  ])('with %s take at most 3 round trips of at most 1 MB', async (_what, households, counts) => {
    await writeTable(householdClassSheet(many('1.00'), STAMP), { placement: 'replace' })
    const table = householdClassSheet(households, STAMP)
    expect(table.rows).toHaveLength(10_002)
    node.host.resetStatistics()
    const done = await refreshTable(table, DRIFT)
    expect(done).toMatchObject({ kind: 'refreshed', counts })
    const { syncs, batches } = node.host.statistics
    expect(syncs).toBeLessThanOrEqual(3)
    expect(Math.max(...batches.map(({ requestBytes }) => requestBytes))).toBeLessThan(1_048_576)
    // Well below, as names may be longer than here.
    expect(Math.max(...batches.map(({ responseBytes }) => responseBytes))).toBeLessThan(700_000)
  })
})

describe('where Excel takes and answers less than 10,000 rows need', () => {
  const many = (base: string) => Array.from({ length: 10_000 }, (_, index) => household(`HH-${index}`, base))
  const cells = () =>
    [...drift().cellsIn({ row: 0, column: 0, rows: 10_010, columns: 8 })].map(({ cell }) => cell.value)

  beforeEach(async () => {
    await pulled(many('1.00'))
  })

  test('a fifth of the real limits is enough', async () => {
    node.host.faults.requestLimit = node.host.faults.responseLimit = 1_048_576
    expect(await refresh(many('2.00'))).toMatchObject({ counts: { changed: 10_000 } })
    const [listed] = await listPulledTables()
    expect(await freezeTable(listed!, 'Frozen.')).toMatchObject({ kind: 'frozen' })
  })

  test.each(['requestLimit', 'responseLimit'] as const)(
    'a %s below that leaves the table as it was, and a later refresh doubles nothing',
    async (limit) => {
      const before = cells()
      const enough = node.host.faults[limit]
      node.host.faults[limit] = 100_000
      const refused = refresh([...many('2.00'), household('NEW', '1.00')])
      await expect(refused).rejects.toMatchObject({ kind: 'tooLarge' })
      await refused.catch((error: ExcelFailure) =>
        expect(error.sentenceAt('refresh')).toMatch(/Refresh one table after the other/),
      )
      expect(cells()).toEqual(before)
      node.host.faults[limit] = enough
      expect(await refresh([...many('2.00'), household('NEW', '1.00')])).toMatchObject({
        counts: { changed: 10_000, added: 1, removed: 0 },
      })
      expect(column(REFERENCE, 10_002).slice(-2)).toEqual(['NEW', ''])
    },
  )

  test('nothing is frozen where it cannot be read', async () => {
    const [listed] = await listPulledTables()
    node.host.faults.responseLimit = 100_000
    await expect(freezeTable(listed!, 'Frozen.')).rejects.toMatchObject({ kind: 'tooLarge' })
    expect(node.host.workbook.table('EvenkeelHouseholdDrift')?.area.rows).toBe(10_001)
  })
})

describe('the list of what can be refreshed', () => {
  test('finds a table whose sheet, or whose name, the person has changed, with its question', async () => {
    await pulled(THREE)
    node.host.user.renameSheet('Household drift', 'Monday')
    node.host.workbook.table('EvenkeelHouseholdDrift')!.name = 'Renamed'
    expect(await listPulledTables()).toEqual([
      {
        tableName: 'Renamed',
        sheetName: 'Monday',
        isInFront: true,
        source: { kind: 'question', question: '{"kind":"test"}', keptAs: 'EvenkeelHouseholdDrift' },
      },
    ])
  })

  test('is empty where nothing was pulled, and leaves a person’s own tables out', async () => {
    expect(await listPulledTables()).toEqual([])
  })
})

describe('a freeze', () => {
  const LINE = 'Frozen on 2026-06-02 14:05 UTC by ada; not refreshed'

  test('leaves plain values, the line that says so, and nothing of ours', async () => {
    await pulled(THREE)
    node.host.user.type('Household drift!D6', '=1+1')
    const [table] = await listPulledTables()
    expect(await freezeTable(table!, LINE)).toEqual({
      kind: 'frozen',
      sheetName: 'Household drift',
      formulas: 1,
    })
    expect(node.host.workbook.tables).toEqual([])
    expect(drift().cell(FIRST, VALUE)).toMatchObject({ value: 2 })
    expect(drift().cell(FIRST, VALUE)?.formula).toBeUndefined()
    expect(text(3, 0)).toBe(LINE)
    expect(text(FIRST + 2, REFERENCE)).toBe('C')
    expect([...drift().customProperties.keys()]).toEqual([])
    expect(await listPulledTables()).toEqual([])
  })

  test('costs five round trips of at most 1 MB for 10,000 rows', async () => {
    const table = sheet(Array.from({ length: 10_000 }, (_, index) => household(`HH-${index}`, '1.00')))
    await writeTable(table, { placement: 'replace', question: '{}' })
    const [listed] = await listPulledTables()
    node.host.resetStatistics()
    await freezeTable(listed!, LINE)
    const { syncs, batches } = node.host.statistics
    expect(syncs).toBe(5)
    const bytes = batches.flatMap(({ requestBytes, responseBytes }) => [requestBytes, responseBytes])
    expect(Math.max(...bytes)).toBeLessThan(1_048_576)
  })
})
