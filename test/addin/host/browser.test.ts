import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorkbench } from '../browser.ts'
import type { OpenPane, Workbench } from '../browser.ts'

let workbench: Workbench
let opened: OpenPane

beforeAll(async () => {
  workbench = await startWorkbench({ folders: [import.meta.dirname] })
  opened = await workbench.openPane(`${workbench.origin}/fixture-pane.html`)
  await opened.pane.waitForFunction(() => document.querySelector('#status')?.textContent?.startsWith('ready'))
})

afterAll(() => workbench?.close())

describe('the unmodified office.js in a real browser', () => {
  test('starts, and finds Excel on the web with the requirement sets it claims', async () => {
    const found = await opened.pane.evaluate(() => ({
      host: Office.context.host,
      platform: Office.context.platform,
      has: Office.context.requirements.isSetSupported('ExcelApi', '1.17'),
      hasFuture: Office.context.requirements.isSetSupported('ExcelApi', '9.9'),
    }))
    expect(found).toEqual({ host: 'Excel', platform: 'OfficeOnline', has: true, hasFuture: false })
  })

  test('writes a table of 1,000 x 8 in one sync and reads it back', async () => {
    await opened.host((host) => host.excel.resetStatistics())
    const read = await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.add('Drift')
        const header = ['Account', 'Class', 'Target', 'Weight', 'Drift', 'Value', 'Band', 'As of']
        const rows = Array.from({ length: 999 }, (_, index) => {
          const band = ['belowBand', 'inBand', 'aboveBand'][index % 3] ?? ''
          return [
            `'00${40_000_000 + index}`,
            'US large cap',
            0.3,
            0.31,
            0.01 - (index % 5) * 0.005,
            1000 + index,
            band,
            '2026-06-02',
          ]
        })
        sheet.getRange('A1:H1000').values = [header, ...rows]
        sheet.getRange('C2:D1000').numberFormat = [['0.0%']]
        sheet.getRange('E2:E1000').numberFormat = [['+0.0%;[Red]-0.0%;0.0%']]
        sheet.getRange('F2:F1000').numberFormat = [['$#,##0.00']]
        const table = sheet.tables.add('A1:H1000', true)
        table.name = 'DriftTable'
        const band = sheet
          .getRange('G2:G1000')
          .conditionalFormats.add(Excel.ConditionalFormatType.containsText)
        band.textComparison.format.fill.color = '#FFC7CE'
        band.textComparison.format.font.color = '#9C0006'
        band.textComparison.rule = { operator: Excel.ConditionalTextOperator.contains, text: 'above' }
        const below = sheet.getRange('G2:G1000').conditionalFormats.add(Excel.ConditionalFormatType.custom)
        below.custom.format.fill.color = '#FFEB9C'
        below.custom.rule.formula = '=$G2="belowBand"'
        sheet.freezePanes.freezeRows(1)
        sheet.getRange('A:H').format.autofitColumns()
        sheet.activate()
        const body = table.getDataBodyRange().load('values,address,rowCount')
        const drift = sheet.getRange('E2:E4').load('text')
        await context.sync()
        return {
          address: body.address,
          first: body.values[0],
          last: body.values[998]?.[5],
          drift: drift.text,
        }
      }),
    )
    expect(read).toEqual({
      address: 'Drift!A2:H1000',
      first: ['0040000000', 'US large cap', 0.3, 0.31, 0.01, 1000, 'belowBand', 46175],
      last: 1998,
      drift: [['+1.0%'], ['+0.5%'], ['0.0%']],
    })
    const statistics = await opened.host((host) => host.excel.statistics)
    expect(statistics.syncs).toBe(1)
    await opened.page.waitForSelector('[data-cell="A1"].filterable')
    await opened.screenshot('simulated-excel-drift-table')
  })

  test('shows in the page what was written, as a person would see it', async () => {
    const cell = (address: string) => opened.page.locator(`[data-cell="${address}"]`)
    await expect.poll(() => cell('F2').textContent()).toBe('$1,000.00')
    expect(await cell('G4').evaluate((td) => getComputedStyle(td).backgroundColor)).toBe('rgb(255, 199, 206)')
    expect(await cell('G2').evaluate((td) => getComputedStyle(td).backgroundColor)).toBe('rgb(255, 235, 156)')
    const header = await cell('A1').boundingBox()
    await opened.page.locator('#sheet').evaluate((grid) => grid.scrollTo(0, 4000))
    await cell('A205').waitFor()
    expect(await cell('A1').boundingBox()).toEqual(header)
    await opened.page.locator('#sheet').evaluate((grid) => grid.scrollTo(0, 0))
    await cell('A2').waitFor()
  })

  test('is told what a person types, but not as its own edit', async () => {
    await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem('Drift')
        sheet.onChanged.add((event) => {
          Object.assign(window, {
            edit: { address: event.address, source: event.triggerSource, details: event.details },
          })
          return Promise.resolve()
        })
        await context.sync()
      }),
    )
    await opened.host((host) => host.excel.user.type('Drift!C2', '35%'))
    const edit = await opened.pane.waitForFunction(() => (window as any).edit)
    expect(await edit.jsonValue()).toMatchObject({
      address: 'C2',
      source: 'Unknown',
      details: { valueBefore: 0.3, valueAfter: 0.35, valueTypeAfter: 'Double' },
    })
  })

  test('gets ItemNotFound with its place, and NotSimulated for what the simulator lacks', async () => {
    const missing = await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Nowhere').getRange('A1').values = [[1]]
        await context.sync()
      }).catch((error) => ({ code: error.code, place: error.debugInfo.errorLocation })),
    )
    expect(missing).toEqual({ code: 'ItemNotFound', place: 'WorksheetCollection.getItem' })
    const pivot = await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Drift').pivotTables.load('items/name')
        await context.sync()
      }).catch((error) => error.code),
    )
    expect(pivot).toBe('NotSimulated')
    expect(await opened.host((host) => host.excel.notSimulated)).toContain('Worksheet.PivotTables')
  })

  test('is refused a request beyond 5 MB', async () => {
    const code = await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        const values = Array.from({ length: 6000 }, () => Array<string>(10).fill('x'.repeat(90)))
        context.workbook.worksheets.getItem('Drift').getRange('K1:T6000').values = values
        await context.sync()
      }).catch((error) => error.code),
    )
    expect(code).toBe('RequestPayloadSizeLimitExceeded')
  })

  test('saves document settings, and hears of a token and of a dialog', async () => {
    const firm = await opened.pane.evaluate(
      () =>
        new Promise((done) => {
          Office.context.document.settings.set('firm', { id: 7 })
          Office.context.document.settings.saveAsync(() => {
            Office.context.document.settings.refreshAsync(() =>
              done(Office.context.document.settings.get('firm')),
            )
          })
        }),
    )
    expect(firm).toEqual({ id: 7 })
    await opened.host((host) => {
      host.channel.accessToken = 'header.payload.signature'
    })
    expect(await opened.pane.evaluate(() => Office.auth.getAccessToken())).toBe('header.payload.signature')
    const message = await opened.pane.evaluate(
      () =>
        new Promise((done) => {
          const url = `${location.origin}/fixture-dialog.html`
          Office.context.ui.displayDialogAsync(
            url,
            { displayInIframe: true, height: 40, width: 30 },
            (result) => {
              result.value.addEventHandler(Office.EventType.DialogMessageReceived, (received) => {
                result.value.close()
                done('message' in received ? received.message : received)
              })
            },
          )
        }),
    )
    expect(message).toBe('signed in')
  })

  test('waits for the end of a cell edit where the add-in asked for it', async () => {
    await opened.host((host) => host.excel.faults.setCellEditMode(true))
    const name = opened.pane.evaluate(() =>
      Excel.run({ delayForCellEdit: true }, async (context) => {
        context.workbook.load('name')
        await context.sync()
        return context.workbook.name
      }),
    )
    const refused = await opened.pane.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.load('name')
        await context.sync()
      }).catch((error) => error.code),
    )
    expect(refused).toBe('InvalidOperationInCellEditMode')
    await opened.host((host) => host.excel.faults.setCellEditMode(false))
    expect(await name).toBe('Book1.xlsx')
  })

  test('runs ribbon commands, actions and custom functions in the pane', async () => {
    await opened.pane.evaluate(() => {
      const ran: string[] = []
      const { CustomFunctions } = window as any
      Object.assign(window, { ran })
      Office.actions.associate('pullDrift', (event: Office.AddinCommands.Event) => {
        ran.push(`command from ${event.source.id}`)
        event.completed()
      })
      Office.actions.associate('showDrift', () => void ran.push('action'))
      CustomFunctions.associate('DRIFT', (weight: number, target: number) => weight - target)
      CustomFunctions.associate('LATER', (value: number) => Promise.resolve([[value, value * 2]]))
      CustomFunctions.associate('UNPRICED', () => {
        throw new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, 'no price')
      })
    })
    await opened.host((host) => {
      host.channel.runCommand('pullDrift', 'PullButton')
      host.excel.runtime.runAction('showDrift')
    })
    await opened.pane.waitForFunction(() => (window as any).ran.length === 2)
    expect(await opened.pane.evaluate(() => (window as any).ran)).toEqual([
      'command from PullButton',
      'action',
    ])
    const call = (name: string, args: number[]) =>
      opened.host((host, [name, args]) => host.excel.runtime.callFunction(name, args), [name, args] as const)
    expect(await call('DRIFT', [0.75, 0.5])).toMatchObject({ ok: true, values: [0.25] })
    expect(await call('LATER', [4])).toMatchObject({ ok: true, values: [[[4, 8]]] })
    expect(await call('UNPRICED', [])).toMatchObject({ ok: false })
    expect(await call('NOWHERE', [])).toMatchObject({ ok: false })
  })

  test('shows and hides its pane, and keeps its workbook when the pane is opened again', async () => {
    await opened.pane.evaluate(() => Office.addin.hide())
    expect(await opened.host((host) => host.excel.runtime.visibility)).toBe('Background')
    await opened.page.waitForSelector('#pane', { state: 'hidden' })
    await opened.pane.evaluate(() => Office.addin.showAsTaskpane())
    expect(await opened.host((host) => host.excel.runtime.visibility)).toBe('Visible')
    await opened.page.waitForSelector('#pane', { state: 'visible' })
    const again = await opened.reopenPane()
    await again.waitForFunction(() => document.querySelector('#status')?.textContent?.startsWith('ready'))
    const rows = await again.evaluate(() =>
      Excel.run(async (context) => {
        const body = context.workbook.tables.getItem('DriftTable').getDataBodyRange().load('rowCount')
        await context.sync()
        return body.rowCount
      }),
    )
    expect(rows).toBe(999)
  })

  test('leaves no tracked ranges, asks for nothing outside, and writes to no null object', async () => {
    await expect.poll(() => opened.host((host) => host.excel.statistics.referencesLeft)).toBe(0)
    expect(await opened.host((host) => host.excel.nullObjectWrites)).toEqual([])
    expect(await opened.host((host) => host.excel.simulatorFaults)).toEqual([])
    expect(workbench.outsideRequests).toEqual([])
  })
})
