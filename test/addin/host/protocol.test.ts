import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startNodeHost } from '../../../addin/workbench/host/node-host.ts'
import type { NodeHost } from '../../../addin/workbench/host/node-host.ts'

let node: NodeHost
beforeEach(() => {
  node = startNodeHost()
})
afterEach(() => node.close())

const run = <T>(work: (context: Excel.RequestContext) => Promise<T>) => node.Excel.run(work)

/** What the add-in sees when the work fails. */
async function failureOf(work: (context: Excel.RequestContext) => Promise<unknown>) {
  const error = await run(work).then(
    () => null,
    (reason: any) => reason,
  )
  return { code: error?.code, place: error?.debugInfo?.errorLocation, message: error?.message }
}

describe('what the real client and the simulated host make of one another', () => {
  test('a missing sheet is ItemNotFound, with its place', async () => {
    const failure = await failureOf(async (context) => {
      context.workbook.worksheets.getItem('Nowhere').load('name')
      await context.sync()
    })
    expect(failure).toMatchObject({ code: 'ItemNotFound', place: 'WorksheetCollection.getItem' })
  })

  test('getItemOrNullObject tells what is there, and what hangs on nothing is nothing', async () => {
    const found = await run(async (context) => {
      const nowhere = context.workbook.worksheets.getItemOrNullObject('Nowhere')
      const used = nowhere.getUsedRangeOrNullObject()
      const sheet = context.workbook.worksheets.getItemOrNullObject('sheet1')
      sheet.load('name')
      await context.sync()
      return [nowhere.isNullObject, used.isNullObject, sheet.isNullObject, sheet.name]
    })
    expect(found).toEqual([true, true, false, 'Sheet1'])
  })

  test('writes to a null object change nothing and are listed', async () => {
    await run(async (context) => {
      context.workbook.worksheets.getItemOrNullObject('Nowhere').getRange('A1').values = [[1]]
      await context.sync()
    })
    expect(node.host.nullObjectWrites).toContain('Values')
  })

  test('reading what was not loaded is PropertyNotLoaded, raised by the client', async () => {
    const failure = await failureOf(async (context) => {
      const range = context.workbook.worksheets.getItem('Sheet1').getRange('A1')
      await context.sync()
      return range.values
    })
    expect(failure.code).toBe('PropertyNotLoaded')
  })

  test('a range used after Excel.run ended is InvalidObjectPath', async () => {
    const range = await run(async (context) => {
      const kept = context.workbook.worksheets.getItem('Sheet1').getRange('A1').load('address')
      await context.sync()
      return kept
    })
    expect(() => range.load('values')).toThrow(expect.objectContaining({ code: 'InvalidObjectPath' }))
  })

  test('the first failing action ends the batch, and what was written before stays', async () => {
    const failure = await failureOf(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Sheet1')
      sheet.getRange('A1').values = [['before']]
      sheet.getRange('B1:C1').values = [['one', 'two', 'three']]
      sheet.getRange('D1').values = [['after']]
      await context.sync()
    })
    expect(failure).toMatchObject({ code: 'InvalidArgument', place: 'Range.values' })
    const { workbook } = node.host
    expect([0, 1, 3].map((column) => workbook.value(workbook.activeSheet, 0, column))).toEqual([
      'before',
      '',
      '',
    ])
  })

  test('a member that is not simulated fails as such and is listed', async () => {
    const failure = await failureOf(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').getRange('A1').getTables().load('items/name')
      await context.sync()
    })
    expect(failure.code).toBe('NotSimulated')
    expect(node.host.notSimulated).toEqual(['Range.GetTables()'])
  })

  test('collections load their items, names of linked objects, and counts', async () => {
    const found = await run(async (context) => {
      const sheet = context.workbook.worksheets.add('Drift')
      sheet.getRange('A1:B2').values = [
        ['Class', 'Drift'],
        ['US', 0.1],
      ]
      sheet.tables.add('A1:B2', true).name = 'DriftTable'
      const { tables, worksheets } = context.workbook
      tables.load('items/name,items/worksheet/name,count')
      worksheets.load('items/name')
      const count = worksheets.getCount()
      await context.sync()
      return {
        tables: tables.items.map((table) => [table.name, table.worksheet.name]),
        sheets: worksheets.items.map(({ name }) => name),
        counts: [tables.count, count.value],
      }
    })
    expect(found).toEqual({ tables: [['DriftTable', 'Drift']], sheets: ['Sheet1', 'Drift'], counts: [1, 2] })
  })

  test('more than 1,500 cells go out in blocks of one request and arrive whole', async () => {
    const rows = Array.from({ length: 1000 }, (_, row) =>
      Array.from({ length: 8 }, (_none, column) => row * 8 + column),
    )
    const read = await run(async (context) => {
      const range = context.workbook.worksheets.getItem('Sheet1').getRange('A1:H1000')
      range.values = rows
      range.load('values')
      await context.sync()
      return range.values
    })
    expect(read).toEqual(rows)
    expect(node.host.statistics.syncs).toBe(1)
    expect(node.host.statistics.batches[0]?.actions).toBeGreaterThan(20)
  })

  test('tracked ranges are released when Excel.run ends', async () => {
    await run(async (context) => {
      const range = context.workbook.worksheets.getItem('Sheet1').getRange('A1:B2').load('address')
      await context.sync()
      expect(node.host.trackedAddresses).toEqual(['Sheet1!A1:B2'])
      return range.address
    })
    await expect.poll(() => node.host.statistics.referencesLeft).toBe(0)
  })
})

describe('hardships', () => {
  test('an exception in the simulator is answered as one, and listed', async () => {
    node.host.workbook.value = () => {
      throw new Error('planted')
    }
    const failure = await failureOf(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').getRange('A1').load('values')
      await context.sync()
    })
    expect(failure.code).toBe('SimulatorFault')
    expect(node.host.simulatorFaults[0]).toContain('planted')
  })

  test.each([
    'InvalidOperationInCellEditMode',
    'InvalidOrTimedOutSession',
    'ActivityLimitReached',
    'AccessDenied',
    'ResponsePayloadSizeLimitExceeded',
    'GeneralException',
  ] as const)('%s reaches the add-in once', async (code) => {
    node.host.faults.failNext(code)
    const ask = async (context: Excel.RequestContext) => {
      context.workbook.load('name')
      await context.sync()
    }
    expect((await failureOf(ask)).code).toBe(code)
    await expect(run(ask)).resolves.toBeUndefined()
  })

  test('a failure may come later, and after the request was carried out', async () => {
    node.host.faults.failNext('InvalidOrTimedOutSession', 1, { after: 1, isDone: true })
    const write = (value: number) => async (context: Excel.RequestContext) => {
      context.workbook.worksheets.getItem('Sheet1').activate()
      context.workbook.worksheets.getItem('Sheet1').name = `Sheet${value}`
      await context.sync()
    }
    await run(async (context) => {
      context.workbook.load('name')
      await context.sync()
    })
    expect(node.host.faults.isSpent).toBe(false)
    expect((await failureOf(write(2))).code).toBe('InvalidOrTimedOutSession')
    expect(node.host.faults.isSpent).toBe(true)
    expect(node.host.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet2'])
  })

  test('requests and answers beyond their limits are refused', async () => {
    node.host.faults.requestLimit = 20_000
    const write = async (context: Excel.RequestContext) => {
      context.workbook.worksheets.getItem('Sheet1').getRange('A1:J100').values = Array.from(
        { length: 100 },
        () => Array<string>(10).fill('some text of a cell'),
      )
      await context.sync()
    }
    expect((await failureOf(write)).code).toBe('RequestPayloadSizeLimitExceeded')
    node.host.faults.requestLimit = 100_000
    await run(write)
    node.host.faults.responseLimit = 20_000
    const failure = await failureOf(async (context) => {
      context.workbook.worksheets.getItem('Sheet1').getRange('A1:J100').load('values')
      await context.sync()
    })
    expect(failure.code).toBe('ResponsePayloadSizeLimitExceeded')
  })

  test('while a person edits a cell requests are refused until Enter is pressed', async () => {
    node.host.faults.setCellEditMode(true)
    const ask = async (context: Excel.RequestContext) => {
      context.workbook.load('name')
      await context.sync()
    }
    expect((await failureOf(ask)).code).toBe('InvalidOperationInCellEditMode')
    node.host.faults.setCellEditMode(false)
    await run(ask)
  })

  test('a request that is to wait for the end of editing is held until then', async () => {
    node.host.faults.setCellEditMode(true)
    const held = node.host.faults.requestWaits()
    let isAnswered = false
    const asking = node.Excel.run({ delayForCellEdit: true }, async (context) => {
      context.workbook.load('name')
      await context.sync()
      isAnswered = true
    })
    await held
    expect(isAnswered).toBe(false)
    node.host.faults.setCellEditMode(false)
    await asking
    expect(isAnswered).toBe(true)
  })

  test('a protected sheet refuses writes', async () => {
    const failure = await failureOf(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Sheet1')
      sheet.protection.protect()
      sheet.getRange('A1').values = [[1]]
      await context.sync()
    })
    expect(failure).toMatchObject({ code: 'AccessDenied', place: 'Range.values' })
  })
})
