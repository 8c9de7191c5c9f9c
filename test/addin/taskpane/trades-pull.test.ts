import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ask } from '../../../addin/api/client.ts'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { TRADE_HEADERS, columnOf } from '../../../addin/sheets/trades-columns.ts'
import { pullTrades } from '../../../addin/taskpane/trades-pull.ts'
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
