import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { pullTrades, standingSheet } from '../../../addin/taskpane/trades-pull.ts'
import { pushTrades } from '../../../addin/taskpane/trades-send.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { columnNames } from '../../../addin/workbench/host/workbook/table.ts'
import { PURCHASE, SHELTERED } from '../trades-fixture.ts'
import { ProposalServer } from '../trades-server.ts'

/** Sheets as people leave them between pull and push. */

let node: NodeHost
let server: ProposalServer
let ids: number

beforeEach(async () => {
  node = startNodeHost()
  node.installGlobals()
  server = new ProposalServer()
  ids = 0
  await pull()
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  expect(node.host.simulatorFaults).toEqual([])
  node.close()
})

const options = { pause: () => Promise.resolve() }
const tools = () => ({
  ask: server.ask,
  now: () => new Date('2026-06-02T14:05:00Z'),
  newId: () => `id ${(ids += 1)}`,
  firm: { name: 'Demonstration firm', asOf: '2025-09-26' } as never,
  viewer: { userName: 'ada', role: 'ADVISOR' } as never,
})
const pull = (discardsEdits = false) => pullTrades('h1', { discardsEdits }, tools(), options)
const push = async () => pushTrades((await readBaselines())[0]!.id, null, tools(), options)

const user = () => node.host.user
const table = () => node.host.workbook.tables[0]!
const letters = (column: number) => String.fromCharCode(65 + column)
const column = (header: string) => table().area.column + columnNames(table()).indexOf(header)
/** Row of the sheet, from 0, of the trade that is named `BND 00123`. */
function rowOf(name: string): number {
  const { sheet, area } = table()
  const text = (row: number, header: string) => node.host.workbook.text(sheet, row, column(header))
  const rows = Array.from({ length: area.rows + 5 }, (_, at) => area.row + 1 + at).filter(
    (row) => text(row, 'Row') === 'Trade' && `${text(row, 'Symbol')} ${text(row, 'Account')}` === name,
  )
  if (rows.length !== 1) throw new Error(`${rows.length} rows are ${name}`)
  return rows[0] ?? -1
}
const address = (row: number, at: number) => `'${table().sheet.name}'!${letters(at)}${row + 1}`
const type = (name: string, header: string, typed: string) =>
  user().type(address(rowOf(name), column(header)), typed)
const shown = (name: string, header: string) =>
  node.host.workbook.text(table().sheet, rowOf(name), column(header))

const BOND = 'BND 00123'
const ROTH = 'VTI 00456'
const STOCK = 'VTI 00123'

describe('edits of a sheet', () => {
  test.each([
    ['that is filtered', () => user().filterTable(table().name, 'Side', ['Sell'])],
    ['that is sorted', () => user().sortTable(table().name, 'Symbol')],
    [
      'whose table was moved',
      () => {
        user().insertRows(`'${table().sheet.name}'!A1:A4`)
        user().insertColumns(`'${table().sheet.name}'!A1:B1`)
      },
    ],
    ['with a column put in', () => user().insertColumns(address(0, column('Shares')))],
    [
      'whose table and sheet have other names',
      () => {
        table().name = 'MyTrades'
        user().renameSheet(table().sheet.name, 'Monday')
      },
    ],
    [
      'whose table was made larger',
      () => {
        table().area = { ...table().area, rows: table().area.rows + 3, columns: table().area.columns + 1 }
      },
    ],
    [
      'in a workbook that was opened again',
      () => {
        Object.assign(table(), { id: '{new table}' })
        Object.assign(table().sheet, { id: '{new sheet}' })
      },
    ],
  ])('%s are sent, and each answer stands beside its row', async (_how, rearrange) => {
    server.refusals.set(SHELTERED.id, 'The Roth account is closed.')
    type(BOND, 'Shares', '7')
    type(ROTH, 'Shares', '9')
    rearrange()
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1, refused: [{ rowKey: SHELTERED.id }] })
    expect([shown(BOND, 'Shares'), shown(BOND, 'Status')]).toEqual(['7.00', 'Accepted'])
    expect([shown(ROTH, 'Shares'), shown(ROTH, 'Status')]).toEqual([
      '9.00',
      'Refused: The Roth account is closed.',
    ])
    expect(shown(STOCK, 'Status')).toBe('')
    expect(server.inputs[0]?.edits).toHaveLength(2)
    // A refused edit is still one; given up, nothing is left and no row was doubled.
    expect(await pull()).toMatchObject({ kind: 'unsaved', edits: 1 })
    await pull(true)
    expect([shown(ROTH, 'Shares'), shown(BOND, 'Shares'), shown(STOCK, 'Shares')]).toEqual([
      '1.00',
      '7.00',
      '15.00',
    ])
    expect(await standingSheet('h1', options)).toMatchObject({ edits: 0 })
  })

  test('that is a formula is refused in its row and stays', async () => {
    type(BOND, 'Shares', '=3+4')
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 0, refused: [{ rowKey: PURCHASE.id }] })
    expect(shown(BOND, 'Status')).toBe(
      'Refused: Shares holds a formula that gives 7. Type the value itself, so that what you see is what is sent.',
    )
    expect(table().sheet.cell(rowOf(BOND), column('Shares'))?.formula).toBe('=3+4')
    expect(server.inputs).toEqual([])
  })

  test('whose table was made smaller wait until its rows are inside again', async () => {
    type(BOND, 'Shares', '7')
    const { area } = table()
    table().area = { ...area, rows: rowOf(BOND) - area.row }
    const outside = `Rows ${rowOf(BOND) + 1} to ${rowOf(BOND) + 3} stand outside the table. Drag the table’s corner over them, or delete them if they are not wanted.`
    expect(await push()).toEqual({ kind: 'refused', sentence: outside })
    expect(await pull()).toEqual({ kind: 'refused', sentence: outside })
    expect(server.inputs).toEqual([])
    table().area = area
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(shown(BOND, 'Status')).toBe('Accepted')
  })

  test.each([
    ['the last column', { columns: -1 }, 'The hidden column of row keys stands outside the table'],
    ['its first columns', { column: 2, columns: -2 }, 'The column “Account” stands outside the table'],
  ])(
    'whose table was drawn back from %s are not read: a sort would mix them',
    async (_what, change, words) => {
      type(BOND, 'Shares', '7')
      const { area } = table()
      const { columns = 0, column: right = 0 }: { columns?: number; column?: number } = change
      table().area = { ...area, columns: area.columns + columns, column: area.column + right }
      user().sortTable(table().name, 'Shares')
      const refused = { kind: 'refused', sentence: expect.stringContaining(words) as string }
      expect(await push()).toEqual(refused)
      expect(await pull()).toEqual(refused)
      expect(server.inputs).toEqual([])
    },
  )
})

test('after a reload of the pane an open push is found and finished', async () => {
  type(BOND, 'Shares', '7')
  server.mishaps.push('back')
  await push()
  const found = await standingSheet('h1', options)
  expect(found?.baseline.pending).not.toBeNull()
  expect(await pushTrades(found!.baseline.id, null, tools(), options)).toMatchObject({ accepted: 1 })
  expect(server.current.version).toBe(2)
  expect(shown(BOND, 'Status')).toBe('Accepted')
})
