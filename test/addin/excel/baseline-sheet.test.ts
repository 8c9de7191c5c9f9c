import { afterEach, beforeEach, expect, test } from 'vitest'
import { forget, readBaselines, saveBaseline, storedBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { runInExcel } from '../../../addin/excel/run-in-excel.ts'
import type { Baseline } from '../../../addin/sheets/baseline.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'

let node: NodeHost

beforeEach(() => {
  node = startNodeHost()
  node.installGlobals()
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  node.close()
})

const baseline = (id: string, rowCount = 1): Baseline => ({
  id,
  kind: 'trades',
  subjectId: 'p1',
  subjectName: 'Baker household',
  serverVersion: 1,
  pulledAt: '2026-06-02T14:05:00.000Z',
  tableId: '1',
  sheetId: '2',
  columns: [{ header: 'Shares', kind: 'shares' }],
  rows: Array.from({ length: rowCount }, (_, index) => ({
    key: `0190a5b2-7c1e-7000-8000-${String(index).padStart(12, '0')}`,
    values: ['12345.12345678', 'a note that says a little more than nothing'],
  })),
  pending: null,
  extra: {},
})

const forgetBaseline = (id: string) =>
  runInExcel(async (context) => {
    forget(await storedBaselines(context), id)
    await context.sync()
  })

test('a workbook without any has none, and gets no sheet by being asked', async () => {
  expect(await readBaselines()).toEqual([])
  expect(node.host.workbook.sheets).toHaveLength(1)
})

test('several stand in one very hidden sheet, each replaced in its place, a shorter one leaving nothing behind', async () => {
  await saveBaseline(baseline('a', 2000))
  await saveBaseline(baseline('b'))
  await saveBaseline(baseline('a', 2))
  expect((await readBaselines()).toSorted((one, other) => one.id.localeCompare(other.id))).toEqual([
    baseline('a', 2),
    baseline('b'),
  ])
  expect(node.host.workbook.sheets.map(({ name, visibility }) => [name, visibility])).toEqual([
    ['Sheet1', 'Visible'],
    ['Evenkeel baselines', 'VeryHidden'],
  ])
  expect(node.host.workbook.activeSheet.name).toBe('Sheet1')
})

test('a forgotten one makes room for the next', async () => {
  for (const id of ['a', 'b']) await saveBaseline(baseline(id))
  await forgetBaseline('a')
  expect(await readBaselines()).toEqual([baseline('b')])
  await saveBaseline(baseline('c'))
  expect((await readBaselines()).map(({ id }) => id).sort()).toEqual(['b', 'c'])
  await forgetBaseline('never kept')
})

test('a write that is cut off in the middle leaves the old one as it was', async () => {
  await saveBaseline(baseline('a', 5))
  node.host.faults.failNext('GeneralException', 1, { after: 2 })
  await expect(saveBaseline(baseline('a', 20_000))).rejects.toMatchObject({ kind: 'fault' })
  expect(await readBaselines()).toEqual([baseline('a', 5)])
  await saveBaseline(baseline('a', 6))
  expect(await readBaselines()).toEqual([baseline('a', 6)])
})

test('10,000 rows go out in requests of at most 1 MB, in cells that Excel can hold', async () => {
  await saveBaseline(baseline('a', 10_000))
  const { batches } = node.host.statistics
  expect(Math.max(...batches.map(({ requestBytes }) => requestBytes))).toBeLessThan(1_048_576)
  const sheet = node.host.workbook.sheet('Evenkeel baselines')
  const lengths = Array.from({ length: 60 }, (_, at) => String(sheet?.cell(0, at)?.value ?? '').length)
  expect(Math.max(...lengths)).toBeLessThan(32_767)
  expect((await readBaselines())[0]?.rows).toHaveLength(10_000)
})
