import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ask } from '../../../addin/api/client.ts'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { TRADE_HEADERS, columnOf } from '../../../addin/sheets/trades-columns.ts'
import { pullTrades, standingSheet } from '../../../addin/taskpane/trades-pull.ts'
import { pushTrades, type OnDeleted } from '../../../addin/taskpane/trades-send.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { PURCHASE, SALE, SHELTERED } from '../trades-fixture.ts'
import { ProposalServer } from '../trades-server.ts'

const SHEET = 'Trades HH-0001'
/** SALE and its two lots stand before it. */
const PURCHASE_ROW = 3

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
  node.close()
})

const options = { pause: () => Promise.resolve() }
const tools = (ask: Ask = server.ask) => ({
  ask,
  now: () => new Date('2026-06-02T14:05:00Z'),
  newId: () => `id ${(ids += 1)}`,
  firm: { name: 'Demonstration firm', asOf: '2025-09-26' } as never,
  viewer: { userName: 'ada', role: 'ADVISOR' } as never,
})
const pull = (discardsEdits = false, ask?: Ask) => pullTrades('h1', { discardsEdits }, tools(ask), options)
const baseline = async () => (await readBaselines())[0]!
const push = async (onDeleted: OnDeleted = null) =>
  pushTrades((await baseline()).id, onDeleted, tools(), options)

const table = () => node.host.workbook.tables[0]!
const address = (row: number, header: string) =>
  `'${SHEET}'!${String.fromCharCode(65 + columnOf(header))}${table().area.row + 2 + row}`
const type = (row: number, header: string, typed: string) => node.host.user.type(address(row, header), typed)
const cell = (row: number, header: string) =>
  node.host.workbook.text(table().sheet, table().area.row + 1 + row, columnOf(header))
const colleague = (shares: string) => {
  const trades = [SALE, { ...PURCHASE, shares }, SHELTERED]
  server.current = { ...server.current, version: server.current.version + 1, trades }
}

describe('a refresh during which something is typed', () => {
  const typing = (async (...request: Parameters<Ask>) => {
    const answer = await server.ask(...request)
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    return answer
  }) as Ask

  test('leaves the sheet as it is and asks', async () => {
    colleague('9')
    expect(await pull(false, typing)).toEqual({ kind: 'unsaved', sheetName: SHEET, edits: 1 })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('7.00')
    expect(await baseline()).toMatchObject({ serverVersion: 1 })
  })

  test('writes over it where the person has given edits up', async () => {
    colleague('9')
    type(0, TRADE_HEADERS.shares, '2')
    expect(await pull(true, typing)).toMatchObject({ kind: 'refreshed' })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('9.00')
  })
})

describe('a sheet that was deleted', () => {
  const lost = () => type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')

  test('keeps what was pulled, and an open push, until the trades are pulled anew', async () => {
    lost()
    server.mishaps.push('there')
    expect(await push()).toMatchObject({ kind: 'unanswered' })
    node.host.user.deleteSheet(SHEET)
    expect(await standingSheet('h1', options)).toBeNull()
    expect((await baseline()).pending).not.toBeNull()
    await expect(pull(false, () => Promise.reject(new Error('no way')))).rejects.toThrow('no way')
    expect((await baseline()).pending).not.toBeNull()
    expect(await pull()).toMatchObject({ kind: 'pulled', sheetName: SHEET })
    expect(await readBaselines()).toMatchObject([{ id: 'id 3', pending: null }])
  })

  test('is told of by what a person can do', async () => {
    lost()
    node.host.user.deleteSheet(SHEET)
    expect(await push()).toEqual({
      kind: 'refused',
      sentence:
        'The sheet of this table was deleted, which Excel cannot undo. Pull anew and type again what was not pushed, or restore an earlier version of the workbook (File, Info, Version History).',
    })
  })
})

test('a table whose deletion is undone is there again with its edits', async () => {
  type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
  await push()
  type(PURCHASE_ROW, TRADE_HEADERS.shares, '6')
  const { area, sheet, name } = table()
  const rows = `'${SHEET}'!A${area.row + 1}:A${area.row + area.rows}`
  node.host.user.deleteRows(rows)
  expect(node.host.workbook.table(name)).toBeNull()
  expect(await push()).toMatchObject({ kind: 'refused' })
  expect(await standingSheet('h1', options)).toBeNull()
  node.host.user.undo()
  expect(node.host.workbook.table(name)?.sheet).toBe(sheet)
  expect(await standingSheet('h1', options)).toMatchObject({ edits: 1 })
  expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
})

describe('what a refresh calls an edit, a push can push or explain', () => {
  const lotRow = 1
  test.each([
    [
      'a deleted row of a lot',
      () => Promise.resolve(node.host.user.deleteRows(address(lotRow, TRADE_HEADERS.row))),
    ],
    [
      'the deleted row of a trade struck before',
      async () => {
        type(PURCHASE_ROW, TRADE_HEADERS.strike, 'yes')
        await push()
        const struck = Array.from({ length: 9 }, (_, row) => row).find(
          (row) => cell(row, TRADE_HEADERS.strike) === 'yes',
        )
        node.host.user.deleteRows(address(struck ?? -1, TRADE_HEADERS.row))
      },
    ],
  ])('%s is none', async (_what, act) => {
    await act()
    expect(await push()).toEqual({ kind: 'nothing' })
    expect(await pull()).toMatchObject({ kind: 'refreshed' })
    const lots = Array.from({ length: 9 }, (_, row) => cell(row, TRADE_HEADERS.row))
    expect(lots.filter((word) => word === 'Lot')).toHaveLength(3)
    expect(lots.filter((word) => word === 'Trade')).toHaveLength(server.current.trades.length)
  })

  test.each([
    ['a deleted row of a trade', () => node.host.user.deleteRows(address(PURCHASE_ROW, TRADE_HEADERS.row))],
    ['a changed lot', () => type(lotRow, TRADE_HEADERS.shares, '3')],
    ['a row half filled in', () => type(6, TRADE_HEADERS.symbol, 'GLD')],
    ['a word for a number', () => type(0, TRADE_HEADERS.shares, 'five')],
  ])('%s is one', async (_what, act) => {
    act()
    expect(await pull()).toMatchObject({ kind: 'unsaved' })
    const outcome = await push()
    expect(outcome.kind === 'pushed' ? outcome.refused.length : outcome.kind).toBe(
      outcome.kind === 'pushed' ? 1 : 'rowsDeleted',
    )
  })

  test('a column that is gone is told by its name, not called an edit', async () => {
    node.host.user.type(address(-1, TRADE_HEADERS.shares), 'Units')
    const sentence =
      'The column “Shares” is gone or renamed. Undo that, or write this name into its header again.'
    expect(await pull()).toEqual({ kind: 'refused', sentence })
    expect(await push()).toEqual({ kind: 'refused', sentence })
  })
})
