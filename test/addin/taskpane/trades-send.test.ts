import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ask } from '../../../addin/api/client.ts'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { writeTrades } from '../../../addin/excel/trades-write.ts'
import { EDITABLE_COLUMNS, TRADE_HEADERS, columnOf } from '../../../addin/sheets/trades-columns.ts'
import { tradesSheet } from '../../../addin/sheets/trades-sheet.ts'
import { pushTrades, settleTrades } from '../../../addin/taskpane/trades-send.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { STAMP } from '../drift-fixture.ts'
import { PURCHASE, SALE, SHELTERED, proposal } from '../trades-fixture.ts'
import { ProposalServer } from '../trades-server.ts'

const SHEET = 'Trades HH-0001'

let node: NodeHost
let server: ProposalServer

beforeEach(async () => {
  node = startNodeHost()
  node.installGlobals()
  server = new ProposalServer()
  await writeTrades(tradesSheet(proposal(), STAMP, []), {
    id: 'b1',
    kind: 'trades',
    subjectId: 'p1',
    subjectName: 'Baker household',
    serverVersion: 1,
    pulledAt: STAMP.pulledAt,
    columns: EDITABLE_COLUMNS,
    pending: null,
    extra: { householdId: 'h1' },
  })
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  // What an answer that never came would have named cannot be given back.
  const isAnswerLost = node.host.statistics.batches.some(
    ({ error }) => error === 'ResponsePayloadSizeLimitExceeded',
  )
  if (!isAnswerLost) expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  node.close()
})

let ids = 0
const push = (waited: string[] = [], ask: Ask = server.ask) =>
  pushTrades(
    'b1',
    null,
    { ask, now: () => new Date(STAMP.pulledAt), newId: () => `key ${(ids += 1)}` },
    { pause: () => Promise.resolve(), onWaiting: ({ kind }) => waited.push(kind) },
  )

/** Row of the sheet, from 1, of a trade counted from 0 in the table; lots count too. */
function type(row: number, header: string, typed: string) {
  const { area } = node.host.workbook.tables[0]!
  node.host.user.type(`'${SHEET}'!${String.fromCharCode(65 + columnOf(header))}${area.row + 2 + row}`, typed)
}
const status = (row: number) => {
  const { area, sheet } = node.host.workbook.tables[0]!
  return node.host.workbook.text(sheet, area.row + 1 + row, columnOf(TRADE_HEADERS.status))
}
const cell = (row: number, header: string) => {
  const { area, sheet } = node.host.workbook.tables[0]!
  return node.host.workbook.text(sheet, area.row + 1 + row, columnOf(header))
}
/** SALE and its two lots stand before it. */
const PURCHASE_ROW = 3
/** The first row for a new trade. */
const NEW_ROW = 6

describe('a push whose answer is lost', () => {
  test.each(['there', 'back'] as const)(
    'on the way %s is kept in the workbook and sent again under its key',
    async (way) => {
      type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
      server.mishaps.push(way, way)
      expect(await push()).toMatchObject({ kind: 'unanswered' })
      const [kept] = await readBaselines()
      expect(JSON.parse(kept?.pending?.input ?? '')).toMatchObject({
        clientMutationId: kept?.pending?.clientMutationId,
        expectedVersion: 1,
        edits: [{ rowKey: PURCHASE.id, tradeId: PURCHASE.id, shares: '7' }],
      })
      // Typed on while the answer is still open: the first push is finished before the second begins.
      type(0, TRADE_HEADERS.shares, '14')
      expect(await push()).toMatchObject({ kind: 'unanswered' })
      expect(await push()).toMatchObject({ kind: 'pushed', accepted: 2, refused: [] })
      expect(new Set(server.inputs.map(({ clientMutationId }) => clientMutationId)).size).toBe(2)
      expect(server.current).toMatchObject({
        version: 3,
        trades: [{ id: SALE.id, shares: '14' }, { id: PURCHASE.id, shares: '7' }, { id: SHELTERED.id }],
      })
      expect([status(0), status(PURCHASE_ROW)]).toContain('Accepted')
      expect((await readBaselines())[0]?.pending).toBeNull()
      expect(await push()).toEqual({ kind: 'nothing' })
    },
  )
})

describe('a row typed in while its push is open', () => {
  /** The person types once the server has the request, before its answer comes. */
  const typing = (act: () => void): Ask =>
    (async (...request: Parameters<Ask>) => {
      const answer = await server.ask(...request)
      act()
      return answer
    }) as Ask

  test('after a lost answer is pushed as it was typed last', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    server.mishaps.push('back')
    await push()
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '5')
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 2 })
    expect(server.current.trades[1]).toMatchObject({ id: PURCHASE.id, shares: '5' })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('5.00')
  })

  test.each([
    // typed, header, then in the sheet
    ['another number', TRADE_HEADERS.shares, '5', '5.00'],
    ['what it was before', TRADE_HEADERS.shares, '10', '10.00'],
    ['a note', TRADE_HEADERS.note, 'Call first.', 'Call first.'],
    ['a word for a number', TRADE_HEADERS.shares, 'five', 'five'],
  ])('keeps %s as an edit', async (_what, header, typed, shown) => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    const outcome = await push(
      [],
      typing(() => type(PURCHASE_ROW, header, typed)),
    )
    expect(outcome).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(cell(PURCHASE_ROW, header)).toBe(shown)
    expect(status(PURCHASE_ROW)).toBe('Changed since it was accepted: push again.')
    await push()
    if (typed !== 'five') expect(server.current.version).toBe(3)
  })

  test('keeps its striking, and what was struck unstruck', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    await push(
      [],
      typing(() => type(PURCHASE_ROW, TRADE_HEADERS.strike, 'yes')),
    )
    expect(server.current.trades[1]).toMatchObject({ id: PURCHASE.id, shares: '7' })
    await push(
      [],
      typing(() => type(PURCHASE_ROW, TRADE_HEADERS.strike, '')),
    )
    expect(server.current.trades.map(({ id }) => id)).toEqual([SALE.id, SHELTERED.id])
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(server.current.trades[2]).toMatchObject({ shares: '7', security: { symbol: 'BND' } })
  })

  test('of an added trade keeps its shares, and what became another trade stays to be added', async () => {
    const add = (row: number, symbol: string) => {
      type(row, TRADE_HEADERS.account, '00456')
      type(row, TRADE_HEADERS.side, 'Buy')
      type(row, TRADE_HEADERS.symbol, symbol)
      type(row, TRADE_HEADERS.shares, '2')
    }
    add(NEW_ROW, 'GLD')
    add(NEW_ROW + 1, 'AGG')
    await push(
      [],
      typing(() => {
        type(NEW_ROW, TRADE_HEADERS.shares, '3')
        type(NEW_ROW + 1, TRADE_HEADERS.symbol, 'VNQ')
      }),
    )
    expect(cell(NEW_ROW, TRADE_HEADERS.shares)).toBe('3.00')
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 2, refused: [] })
    const added = server.current.trades.slice(3).map(({ security, shares }) => [security.symbol, shares])
    expect(added).toEqual([
      ['GLD', '3'],
      ['AGG', '2'],
      ['VNQ', '2'],
    ])
    expect(await push()).toEqual({ kind: 'nothing' })
  })
})

describe('a push while Excel is in the way', () => {
  test('waits out throttling at every step, and has one effect', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    node.host.faults.failNext('ActivityLimitReached', 2)
    const waited: string[] = []
    expect(await push(waited)).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(waited).toEqual(['busy', 'busy'])
    expect(server.current.version).toBe(2)
  })

  test('is held back until the cell is left', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    node.host.faults.setCellEditMode(true)
    const pushing = push()
    await node.host.faults.requestWaits()
    expect(server.inputs).toEqual([])
    node.host.faults.setCellEditMode(false)
    expect(await pushing).toMatchObject({ kind: 'pushed', accepted: 1 })
  })

  test('is held back with its answer too, and what was typed meanwhile stays', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    const editing = (async (...request: Parameters<Ask>) => {
      const answer = await server.ask(...request)
      node.host.faults.setCellEditMode(true)
      return answer
    }) as Ask
    const pushing = push([], editing)
    await node.host.faults.requestWaits()
    expect(server.current.version).toBe(2)
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '5')
    node.host.faults.setCellEditMode(false)
    expect(await pushing).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('5.00')
  })

  test('is tried again where Excel refuses for a cell being edited', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    node.host.faults.failNext('InvalidOperationInCellEditMode', 3)
    const waited: string[] = []
    expect(await push(waited)).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(waited).toEqual(['editingCell', 'editingCell', 'editingCell'])
  })

  test('that Excel refuses too long says so, sends nothing, and keeps what was typed', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    node.host.faults.failNext('InvalidOperationInCellEditMode', 4)
    await expect(push()).rejects.toThrow('A cell is being edited. Press Enter or Esc in the sheet')
    expect(server.inputs).toEqual([])
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
  })

  test('that fails after the server has done it is finished by pushing again', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    const { ask } = server
    const failing = (async (...request: Parameters<Ask>) => {
      const answer = await ask(...request)
      node.host.faults.failNext('InvalidOrTimedOutSession')
      return answer
    }) as Ask
    const tools = { ask: failing, now: () => new Date(STAMP.pulledAt), newId: () => 'one key' }
    await expect(pushTrades('b1', null, tools)).rejects.toMatchObject({ kind: 'sessionLost' })
    expect(server.current.version).toBe(2)
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
    expect(server.current.version).toBe(2)
    expect(status(PURCHASE_ROW)).toBe('Accepted')
  })

  test('that refuses so large a request says so, sends nothing, and keeps what was typed', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    node.host.faults.failNext('RequestPayloadSizeLimitExceeded')
    await expect(push()).rejects.toMatchObject({ kind: 'tooLarge' })
    expect(server.inputs).toEqual([])
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
  })

  test.each([
    ['request', 'requestLimit', 0],
    ['answer', 'responseLimit', 1],
  ] as const)(
    'whose %s is beyond the limit loses nothing and doubles nothing',
    async (_what, limit, sent) => {
      type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
      const enough = node.host.faults[limit]
      const { ask } = server
      // A request is too large when what is to be sent is kept, an answer when the sheet is read after the push.
      if (limit === 'requestLimit') node.host.faults.requestLimit = 3000
      const narrow = (async (...request: Parameters<Ask>) => {
        const answer = await ask(...request)
        node.host.faults.responseLimit = 500
        return answer
      }) as Ask
      const tools = { ask: narrow, now: () => new Date(STAMP.pulledAt), newId: () => 'one key' }
      await expect(pushTrades('b1', null, tools)).rejects.toMatchObject({ kind: 'tooLarge' })
      expect(server.inputs).toHaveLength(sent)
      node.host.faults[limit] = enough
      expect(await push()).toMatchObject({ kind: 'pushed', accepted: 1 })
      expect(server.current.version).toBe(2)
      expect(status(PURCHASE_ROW)).toBe('Accepted')
    },
  )

  test('tells when the sheet was deleted', async () => {
    node.host.user.deleteSheet(SHEET)
    expect(await push()).toEqual({
      kind: 'refused',
      sentence: expect.stringMatching(/deleted, which Excel cannot undo/),
    })
  })
})

test('a colleague’s change stops the push, and nothing is written', async () => {
  type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
  server.current = { ...server.current, version: 2, trades: [SALE, { ...PURCHASE, shares: '9' }, SHELTERED] }
  const outcome = await push()
  expect(outcome).toMatchObject({
    kind: 'conflict',
    conflict: {
      rows: [
        { tradeId: PURCHASE.id, base: { shares: '10' }, theirs: { shares: '9' }, mine: { shares: '7' } },
      ],
    },
  })
  expect(server.current.version).toBe(2)
  expect((await readBaselines())[0]?.pending).toBeNull()
})

describe('a colleague’s change that is to stand', () => {
  const tools = () => ({
    ask: server.ask,
    now: () => new Date(STAMP.pulledAt),
    newId: () => `key ${(ids += 1)}`,
  })

  test('does not write over what was typed since the choice was shown', async () => {
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '7')
    const trades = [SALE, { ...PURCHASE, shares: '9' }, SHELTERED]
    server.current = { ...server.current, version: 2, trades }
    const shown = await push()
    if (shown.kind !== 'conflict') throw new Error(shown.kind)
    type(PURCHASE_ROW, TRADE_HEADERS.shares, '6')
    const again = await settleTrades(shown.conflict, 'theirs', tools())
    expect(again).toMatchObject({ kind: 'conflict', conflict: { rows: [{ mine: { shares: '6' } }] } })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('6.00')
    if (again.kind !== 'conflict') throw new Error(again.kind)
    expect(await settleTrades(again.conflict, 'theirs', tools())).toMatchObject({
      kind: 'pushed',
      accepted: 0,
    })
    expect(cell(PURCHASE_ROW, TRADE_HEADERS.shares)).toBe('9.00')
    expect(status(PURCHASE_ROW)).toBe('Theirs stands; you had 6')
  })
})
