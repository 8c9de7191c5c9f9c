import { afterEach, beforeEach, expect, test } from 'vitest'
import { freezeTable } from '../../../addin/excel/freeze-table.ts'
import { listPulledTables } from '../../../addin/excel/pulled-tables.ts'
import { refreshTable } from '../../../addin/excel/refresh-table.ts'
import { writeTable } from '../../../addin/excel/write-table.ts'
import { householdClassSheet } from '../../../addin/sheets/drift-sheet.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { BAKERS, STAMP, UNMAPPED } from '../drift-fixture.ts'

let node: NodeHost
/** Options of every action, as the client library was given them; 1.1.110 hands only those on that it knows. */
let given: Excel.RunOptions[]

beforeEach(() => {
  node = startNodeHost()
  node.installGlobals()
  given = []
})

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'Office')
  Reflect.deleteProperty(globalThis, 'Excel')
  node.close()
})

/** An Excel of this edition of the API. */
function useExcelApi(edition: number) {
  const isSetSupported = (name: string, version: string) =>
    name === 'ExcelApi' && Number(version.split('.')[1]) <= edition
  const run = (options: Excel.RunOptions, work: (context: Excel.RequestContext) => Promise<unknown>) => {
    given.push(options)
    return node.Excel.run(options, work)
  }
  const excel: unknown = Object.create(node.Excel, { run: { value: run } })
  Object.assign(globalThis, { Excel: excel, Office: { context: { requirements: { isSetSupported } } } })
}

const NAMES = { tableName: 'EvenkeelDrift', keptAs: 'EvenkeelDrift' }

/** A pull, a refresh and a freeze; each is one action, and so one step to undo. */
async function pullRefreshFreeze() {
  await writeTable(householdClassSheet([BAKERS], STAMP), { placement: 'replace', question: '{}' })
  await refreshTable(householdClassSheet([BAKERS, UNMAPPED], STAMP), NAMES)
  const [table] = await listPulledTables()
  if (!table) throw new Error('Nothing was pulled')
  given.splice(2)
  await freezeTable(table, 'Frozen.')
}

test('a pull, a refresh and a freeze ask for one undo step each where Excel has them', async () => {
  useExcelApi(20)
  await pullRefreshFreeze()
  expect(given).toEqual(Array(3).fill({ delayForCellEdit: true, mergeUndoGroup: true }))
})

test.each([13, 19])('an Excel of ExcelApi 1.%i is not asked for what it does not know', async (edition) => {
  useExcelApi(edition)
  await pullRefreshFreeze()
  expect(given).toEqual(Array(3).fill({ delayForCellEdit: true }))
})
