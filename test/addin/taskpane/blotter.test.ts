import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { ExcelFailure } from '../../../addin/excel/excel-failure.ts'
import { pullBlotter, type BlotterWork } from '../../../addin/taskpane/blotter-pull.ts'
import { pushBlotter } from '../../../addin/taskpane/blotter-send.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { BatchServer } from '../blotter-server.ts'

const PLAIN = { confirmOverCap: false, approvalNote: '' }

let node: NodeHost
let server: BatchServer
let ids = 0

const work = (): BlotterWork => ({
  tools: {
    ask: server.ask,
    now: () => new Date('2026-06-02T14:05:00Z'),
    newId: () => `id ${(ids += 1)}`,
    firm: { name: 'Demonstration firm', asOf: '2025-09-26' } as never,
    viewer: { userName: 'ada', role: 'ADVISOR' } as never,
  },
  onProgress: () => undefined,
  options: { pause: () => Promise.resolve() },
})

beforeEach(() => {
  node = startNodeHost()
  node.installGlobals()
  server = new BatchServer(3, 4)
  ids = 0
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  expect(node.host.simulatorFaults).toEqual([])
  node.close()
})

const table = () => node.host.workbook.tables[0]!
const pull = (discardsEdits = false) => pullBlotter('batch', { discardsEdits }, work())
const push = async (choices = PLAIN) => pushBlotter((await readBaselines())[0]!.id, choices, work())

/** The blotter's rows as a person reads them, by header. */
function rows(): Record<string, string>[] {
  const { sheet, area } = table()
  const text = (row: number, column: number) =>
    node.host.workbook.text(sheet, area.row + row, area.column + column)
  return Array.from({ length: area.rows - 1 }, (_, row) =>
    Object.fromEntries(
      Array.from({ length: area.columns }, (__, column) => [text(0, column), text(row + 1, column)]),
    ),
  )
}

const shown = (...headers: string[]) => rows().map((row) => headers.map((header) => row[header]).join(' | '))

function type(row: number, header: string, text: string) {
  const { sheet, area } = table()
  const column = Object.keys(rows()[0]!).indexOf(header)
  node.host.user.type(`'${sheet.name}'!${String.fromCharCode(65 + column)}${area.row + 2 + row}`, text)
}

const rowOf = (reference: string, symbol: string) =>
  rows().findIndex((row) => row['Reference'] === reference && row['Symbol'] === symbol)

/** Fills down Approve over one household. */
function approve(reference: string) {
  rows().forEach((row, index) => {
    if (row['Reference'] === reference) type(index, 'Approve', 'yes')
  })
}

describe('a blotter', () => {
  test('has one row a trade, with its figures as numbers and its keys out of sight', async () => {
    expect(await pull()).toMatchObject({ kind: 'pulled', sheetName: 'Blotter Autumn', tradeCount: 12 })
    expect(
      shown('Reference', 'Account', 'Side', 'Symbol', 'Shares', 'Value ($)', 'Lots').slice(0, 3),
    ).toEqual([
      'HH-0000 | 00000 | Sell | SEC0 | 10.00 | 1,012.50 | 1 lot: 10 long',
      'HH-0000 | 00000 | Buy | SEC1 | 11.00 | 1,113.75 | ',
      'HH-0000 | 00000 | Sell | SEC2 | 12.00 | 1,215.00 | 1 lot: 12 long',
    ])
    expect(
      rows().some((row) => Object.values(row).some((text) => text.includes(server.proposals[0]!.id))),
    ).toBe(false)
  })

  test('sends of each proposal that was touched all rows, and of the others none', async () => {
    await pull()
    approve('HH-0001')
    type(rowOf('HH-0001', 'SEC1'), 'Note', 'As discussed.')
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 4, refused: [] })
    expect(server.inputs).toHaveLength(1)
    const { rows: sent } = server.inputs[0]!
    expect(new Set(sent.map(({ proposalId }) => proposalId))).toEqual(new Set([server.proposals[1]!.id]))
    expect(sent.map(({ shares, strike, approve: is, note }) => [shares, strike, is, note])).toEqual([
      [undefined, false, true, undefined],
      [undefined, false, true, 'As discussed.'],
      [undefined, false, true, undefined],
      [undefined, false, true, undefined],
    ])
    const own = rows().filter((row) => row['Reference'] === 'HH-0001')
    expect(own.map((row) => [row['State'], row['Status'], row['Approve']])).toEqual(
      Array(4).fill(['Approved', 'Accepted', '']),
    )
    expect(await push()).toEqual({ kind: 'nothing' })
  })

  test('is found again by its keys after a sort, and a struck trade leaves it', async () => {
    await pull()
    node.host.user.sortTable(table().name, 'Symbol', { ascending: false })
    type(rowOf('HH-0002', 'SEC3'), 'Strike', 'yes')
    expect(await push()).toMatchObject({ kind: 'pushed', refused: [] })
    expect(rowOf('HH-0002', 'SEC3')).toBe(-1)
    expect(rows()).toHaveLength(11)
    // The order that the person made stays.
    expect(shown('Symbol')[0]).toBe('SEC3')
  })

  test('says in the row why an edit was refused, and keeps what was typed', async () => {
    await pull()
    server.refusals.set('SEC1', 'The account would keep too little cash.')
    type(rowOf('HH-0000', 'SEC1'), 'Shares', '500')
    type(rowOf('HH-0000', 'SEC2'), 'Shares', '5')
    type(rowOf('HH-0001', 'SEC0'), 'Shares', 'many')
    const pushed = await push()
    expect(pushed).toMatchObject({ kind: 'pushed', isOverCap: false })
    expect(shown('Reference', 'Symbol', 'Shares', 'Status').filter((line) => !/\| $/.test(line))).toEqual([
      'HH-0000 | SEC0 | 10.00 | Accepted',
      'HH-0000 | SEC1 | 500.00 | Refused: The account would keep too little cash.',
      'HH-0000 | SEC2 | 5.00 | Accepted',
      'HH-0000 | SEC3 | 13.00 | Accepted',
      'HH-0001 | SEC0 | many | Refused: Shares holds “many”, which is not a number. Type a number.',
    ])
  })

  test('refuses an approval of a list that somebody changed meanwhile, and shows the list as it is now', async () => {
    await pull()
    server.edit(0, '77')
    approve('HH-0000')
    const pushed = await push()
    expect(pushed).toMatchObject({ kind: 'pushed', accepted: 0 })
    expect(pushed.kind === 'pushed' && pushed.refused).toHaveLength(4)
    expect(rows()[0]).toMatchObject({ Shares: '77.00', State: 'Edited', Approve: '' })
    expect(rows()[0]!['Status']).toMatch(/^Refused: Trades of this proposal were changed/)
    // Nobody has approved what is there now, until somebody says so.
    expect(await push()).toEqual({ kind: 'nothing' })
    approve('HH-0000')
    expect(await push()).toMatchObject({ accepted: 4, refused: [] })
    expect(server.proposals[0]!.state).toBe('APPROVED')
  })

  test('a refresh asks before it gives up edits', async () => {
    await pull()
    type(0, 'Shares', '1')
    expect(await pull()).toMatchObject({ kind: 'unsaved' })
    expect(rows()[0]!['Shares']).toBe('1.00')
    expect(await pull(true)).toMatchObject({ kind: 'refreshed' })
    expect(rows()[0]!['Shares']).toBe('10.00')
  })

  test('a formula is no figure to send', async () => {
    await pull()
    type(0, 'Shares', '=1+1')
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 0 })
    expect(rows()[0]!['Status']).toMatch(/^Refused: Shares holds a formula that gives 2/)
    expect(server.inputs).toEqual([])
  })
})

describe('a push', () => {
  test.each(['there', 'back'] as const)(
    'lost on its way %s is sent again as it was, with one effect',
    async (way) => {
      await pull()
      approve('HH-0001')
      server.mishaps.push(way)
      expect(await push()).toMatchObject({ kind: 'unanswered' })
      // Typed since: not part of what was sent.
      type(rowOf('HH-0002', 'SEC0'), 'Strike', 'yes')
      expect(await push()).toMatchObject({ kind: 'pushed', accepted: 4 })
      expect(new Set(server.inputs.map((input) => JSON.stringify(input))).size).toBe(1)
      expect(server.proposals.map(({ state }) => state)).toEqual(['PROPOSED', 'APPROVED', 'PROPOSED'])
      expect(rows()[rowOf('HH-0002', 'SEC0')]!['Strike']).toBe('yes')
      expect(await push()).toMatchObject({ kind: 'pushed', refused: [] })
      expect(rowOf('HH-0002', 'SEC0')).toBe(-1)
    },
  )

  test('of more rows than the server takes goes out in parts of whole proposals', async () => {
    server = new BatchServer(600, 4)
    await pull()
    const { sheet, area } = table()
    const column = Object.keys(rows()[0]!).indexOf('Approve')
    for (let row = 1; row < area.rows; row += 1) sheet.enter(area.row + row, area.column + column, 'yes')
    // The second part is lost: the first stands, and what is asked again is both.
    server.mishaps.push(null, 'there')
    expect(await push()).toMatchObject({ kind: 'unanswered' })
    expect(await push()).toMatchObject({ kind: 'pushed', accepted: 2400, refused: [] })
    const [first, again, second] = server.inputs
    expect(again).toEqual(first)
    expect(first!.rows.length).toBeLessThanOrEqual(2000)
    expect(first!.rows.length + second!.rows.length).toBe(2400)
    const proposalsOf = (input: typeof first) => new Set(input!.rows.map(({ proposalId }) => proposalId))
    expect([...proposalsOf(first)].filter((id) => proposalsOf(second).has(id))).toEqual([])
    expect(server.proposals.every(({ state }) => state === 'APPROVED')).toBe(true)
  })
})

/** Each request of a pull, and of a push, meets each of these once. */
describe.each([
  ['is throttled', 'ActivityLimitReached', {}],
  ['loses its session', 'InvalidOrTimedOutSession', {}],
  ['is done, but its answer lost', 'InvalidOrTimedOutSession', { isDone: true }],
] as const)('a request that %s', (_, code, mishap) => {
  const lines = () => shown('Reference', 'Symbol', 'Shares', 'Approve', 'State')
  /** Asks again as a person would where Excel has lost its session. */
  const insist = async (act: () => Promise<unknown>) => {
    try {
      return await act()
    } catch (error) {
      expect(error).toBeInstanceOf(ExcelFailure)
      return await act()
    }
  }

  test('leaves one blotter, pushed once, wherever it happens', async () => {
    await pull()
    approve('HH-0001')
    await push()
    const undisturbed = lines()
    for (let skipped = 0; skipped < 25; skipped += 1) {
      node.close()
      node = startNodeHost()
      node.installGlobals()
      server = new BatchServer(3, 4)
      ids = 0
      await pull()
      approve('HH-0001')
      node.host.faults.failNext(code, 1, { ...mishap, after: skipped })
      await insist(() => push())
      const wasReached = node.host.faults.isSpent
      while (!node.host.faults.isSpent) node.host.faults.takeMishap()
      await push()
      expect(lines(), `request ${skipped}`).toEqual(undisturbed)
      expect(new Set(server.inputs.map(({ clientMutationId }) => clientMutationId)).size).toBe(1)
      if (!wasReached) return
    }
    throw new Error('The push takes more requests than were disturbed')
  })
})
