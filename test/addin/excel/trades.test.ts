import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SheetProposalFragment } from '../../../addin/api/generated/graphql.ts'
import { readEditedTable } from '../../../addin/excel/edited-table.ts'
import { freezeTable } from '../../../addin/excel/freeze-table.ts'
import { listPulledTables } from '../../../addin/excel/pulled-tables.ts'
import { applyTrades, type ApplyRequest } from '../../../addin/excel/trades-apply.ts'
import { writeTrades } from '../../../addin/excel/trades-write.ts'
import { findEdits } from '../../../addin/sheets/baseline-edits.ts'
import { EDITABLE_COLUMNS, TRADE_COLUMNS } from '../../../addin/sheets/trades-columns.ts'
import { editCount, newTradeKey, tradesPush } from '../../../addin/sheets/trades-push.ts'
import { tradesSheet } from '../../../addin/sheets/trades-sheet.ts'
import { conditionalStyle } from '../../../addin/workbench/host/workbook/conditional-format.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { STAMP } from '../drift-fixture.ts'
import { PURCHASE, SALE, SHELTERED, proposal, trade } from '../trades-fixture.ts'

const SHEET = 'Trades HH-0001'
const BASELINE = 'b1'

let node: NodeHost

beforeEach(async () => {
  node = startNodeHost()
  node.installGlobals()
  await writeTrades(tradesSheet(proposal(), STAMP, ['VTI', 'BND', 'GLD']), {
    id: BASELINE,
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
  expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  expect(node.host.simulatorFaults).toEqual([])
  node.close()
})

function sheet() {
  const found = node.host.workbook.sheet(SHEET)
  if (!found) throw new Error(`There is no sheet ${SHEET}`)
  return found
}

const table = () => node.host.workbook.tables[0]!

/** The table's rows as a person reads them, by header. */
function rows(): Record<string, string>[] {
  const { area } = table()
  const text = (row: number, column: number) =>
    node.host.workbook.text(sheet(), area.row + row, area.column + column)
  return Array.from({ length: area.rows - 1 }, (_, row) =>
    Object.fromEntries(
      Array.from({ length: area.columns }, (__, column) => [text(0, column), text(row + 1, column)]),
    ),
  )
}

/** What stands in a few columns, row by row. */
const shown = (...headers: string[]) => rows().map((row) => headers.map((header) => row[header]).join(' | '))

/** Types into the row of the table that has this word in this column, or its row counted from 0. */
function type(row: number, header: string, typed: string) {
  const column = TRADE_COLUMNS.findIndex((each) => each.header === header)
  const { area } = table()
  node.host.user.type(`'${SHEET}'!${String.fromCharCode(65 + column)}${area.row + 2 + row}`, typed)
}

const rowOf = (find: (row: Record<string, string>) => boolean) => rows().findIndex(find)
const saleRow = () =>
  rowOf((row) => row['Row'] === 'Trade' && row['Symbol'] === 'VTI' && row['Account'] === '00123')
const buyRow = () => rowOf((row) => row['Row'] === 'Trade' && row['Symbol'] === 'BND')
const newRow = () => rowOf((row) => row['Row'] === 'New')

async function push(strikeDeleted = false) {
  const read = await readEditedTable(BASELINE)
  if (read.kind !== 'found') throw new Error(read.kind)
  const edits = findEdits(read.baseline, read.cells)
  return {
    ...tradesPush(read.baseline, edits, { strikeDeleted }),
    hasEdits: editCount(read.baseline, edits) > 0,
  }
}

const answer = (now: SheetProposalFragment, parts: Partial<ApplyRequest> = {}) =>
  applyTrades(BASELINE, {
    proposal: now,
    verdicts: [],
    theirs: new Map(),
    isRefresh: false,
    discardsEdits: true,
    marksChanges: false,
    stamp: null,
    pulledAt: STAMP.pulledAt,
    ...parts,
  })

const accepted = (rowKey: string) => ({ rowKey, row: null, accepted: true, sentence: '' })
const refused = (rowKey: string, sentence: string) => ({ rowKey, row: null, accepted: false, sentence })

describe('a proposal in a sheet', () => {
  test('has each trade with its lots below it, and rows for new ones at the end', () => {
    expect(shown('Row', 'Account', 'Side', 'Symbol', 'Shares', 'Price ($)', 'Value ($)')).toEqual([
      'Trade | 00123 | Sell | VTI | 15.00 | 200.00 | 3,000.00',
      'Lot | 00123 | Sell | VTI | 10.00 |  | 2,000.00',
      'Lot | 00123 | Sell | VTI | 5.00 |  | 1,000.00',
      'Trade | 00123 | Buy | BND | 10.00 | 100.00 | 1,000.00',
      'Trade | 00456 | Sell | VTI | 1.00 | 200.00 | 200.00',
      'Lot | 00456 | Sell | VTI | 1.00 |  | 200.00',
      ...Array<string>(3).fill('New |  |  |  |  |  | '),
    ])
    expect(shown('Realized gain ($)', 'Tax ($)', 'Bought', 'Term', 'Cost ($)').slice(0, 6)).toEqual([
      '900.00 | 120.50 |  |  | ',
      '1,000.00 |  | 2020-03-02 | long | 1,000.00',
      '-100.00 |  | 2025-08-01 | short | 1,100.00',
      ' | 0.00 |  |  | ',
      '0.00 | 0.00 |  |  | ',
      ' |  |  | long | ',
    ])
  })

  test('says above what it comes to: cash by account, sums, drift by class', () => {
    const block = Array.from({ length: 7 }, (_, row) =>
      Array.from({ length: 14 }, (__, column) => node.host.workbook.text(sheet(), 4 + row, column)),
    )
    expect(block.slice(0, 3).map((row) => row.slice(1, 4))).toEqual([
      ['Account', 'Cash before ($)', 'Cash after ($)'],
      ['00123', '500.00', '2,500.00'],
      ['00456', '50.00', '250.00'],
    ])
    expect(block.slice(0, 6).map((row) => row.slice(6, 8))).toEqual([
      ['Trades', '3'],
      ['Sold ($)', '3,200.00'],
      ['Bought ($)', '1,000.00'],
      ['Turnover ($)', '4,200.00'],
      ['Realized gain ($)', '900.00'],
      ['Estimated tax ($)', '120.50'],
    ])
    expect(block.slice(0, 3).map((row) => row.slice(8, 14))).toEqual([
      ['Class', 'Target', 'Before', 'After', 'Drift after', 'Band status after'],
      ['US Equity', '60.00%', '70.00%', '62.00%', '+2.00', 'In band'],
      ['Bonds', '40.00%', '30.00%', '38.00%', '-2.00', 'In band'],
    ])
  })

  test('guards what is typed, by lists', () => {
    const rules = sheet().dataValidations.map(({ rule }) => JSON.stringify(rule))
    expect(rules.some((rule) => rule.includes('00123,00456'))).toBe(true)
    expect(rules.some((rule) => rule.includes('Sell,Buy'))).toBe(true)
    expect(rules.some((rule) => rule.includes('BND,GLD,VTI'))).toBe(true)
  })

  test('as it was pulled has nothing to push', async () => {
    expect(await push()).toMatchObject({ edits: [], unsent: [], deleted: [], hasEdits: false })
  })
})

describe('a push', () => {
  test('sends what was changed, struck and added, wherever the person has sorted it', async () => {
    type(saleRow(), 'Shares', '12')
    type(buyRow(), 'Strike', 'yes')
    type(
      rowOf((row) => row['Account'] === '00456' && row['Row'] === 'Trade'),
      'Note',
      'Call first.',
    )
    const added = newRow()
    type(added, 'Account', '00456')
    type(added, 'Side', 'buy')
    type(added, 'Symbol', 'gld')
    type(added, 'Shares', '2')
    node.host.user.sortTable(table().name, 'Symbol')
    const { edits, unsent, counts } = await push()
    expect(unsent).toEqual([])
    expect(counts).toEqual({ changed: 2, struck: 1, added: 1 })
    expect([...edits].sort((a, b) => a.rowKey.localeCompare(b.rowKey))).toEqual([
      { rowKey: PURCHASE.id, tradeId: PURCHASE.id, shares: '0' },
      { rowKey: SALE.id, tradeId: SALE.id, shares: '12' },
      { rowKey: SHELTERED.id, tradeId: SHELTERED.id, shares: '1', note: 'Call first.' },
      { rowKey: 'new 00456 Buy GLD', accountNumber: '00456', side: 'BUY', symbol: 'GLD', shares: '2' },
    ])
  })

  test('keeps back what cannot be meant, each with its sentence', async () => {
    type(saleRow(), 'Shares', 'a dozen')
    type(saleRow() + 1, 'Shares', '3')
    type(buyRow(), 'Symbol', 'AGG')
    const added = newRow()
    type(added, 'Symbol', 'GLD')
    type(added, 'Shares', '2')
    const { edits, unsent } = await push()
    expect(edits).toEqual([])
    expect(unsent.map(({ sentence }) => sentence).sort()).toEqual([
      'A new trade also needs Account and Side.',
      'Shares holds “a dozen”, which is not a number. Type a number.',
      'This row is the trade “Buy 10 BND in 00123”. It keeps account, side and symbol: put them back, and add the other trade in an empty row.',
      'Which lots are sold follows from the trade and its tax: change the shares of the trade above.',
    ])
  })

  test('says shares as people read them', async () => {
    await answer(proposal({ version: 2, trades: [{ ...PURCHASE, shares: '1234567.5' }] }), {
      isRefresh: true,
    })
    node.host.user.deleteRows(`'${SHEET}'!A${table().area.row + 2 + buyRow()}`)
    expect((await push()).deleted).toMatchObject([{ inWords: 'Buy 1,234,567.5 BND in 00123' }])
  })

  test('asks about a deleted row, and strikes its trade only if told so', async () => {
    node.host.user.deleteRows(`'${SHEET}'!A${table().area.row + 2 + buyRow()}`)
    expect(await push()).toMatchObject({
      edits: [],
      deleted: [{ tradeId: PURCHASE.id, inWords: 'Buy 10 BND in 00123' }],
    })
    expect((await push(true)).edits).toEqual([{ rowKey: PURCHASE.id, tradeId: PURCHASE.id, shares: '0' }])
  })
})

describe('the answer to a push', () => {
  const fewer = trade({
    ...SALE,
    shares: '12',
    value: '2400',
    taxCost: '80',
    realizedGain: '1000',
    editedBy: 'ada',
    lots: [{ lotId: 'l1', shares: '12', proceeds: '2400', realizedGain: '1000', term: 'LONG' }],
  })

  test('stands in each row, and totals, lots and figures follow it', async () => {
    type(saleRow(), 'Shares', '12')
    type(buyRow(), 'Shares', '999')
    await answer(proposal({ version: 2, trades: [fewer, PURCHASE, SHELTERED] }), {
      verdicts: [accepted(SALE.id), refused(PURCHASE.id, 'Account 00123 has not the cash.')],
    })
    expect(shown('Row', 'Symbol', 'Shares', 'Value ($)', 'Status').slice(0, 5)).toEqual([
      'Trade | VTI | 12.00 | 2,400.00 | Accepted',
      'Lot | VTI | 12.00 | 2,400.00 | ',
      'Trade | BND | 999.00 | 1,000.00 | Refused: Account 00123 has not the cash.',
      'Trade | VTI | 1.00 | 200.00 | ',
      'Lot | VTI | 1.00 | 200.00 | ',
    ])
    expect(node.host.workbook.text(sheet(), 5, 3)).toBe('1,900.00')
    // What was refused is still typed there, and is all there is to push.
    expect(await push()).toMatchObject({ edits: [{ rowKey: PURCHASE.id, shares: '999' }] })
    const fill = (row: number) =>
      conditionalStyle(node.host.workbook, sheet(), table().area.row + 1 + row, 7).fill
    expect([fill(0), fill(2), fill(3)]).toEqual(['#DDF1DF', '#FDE7E9', undefined])
  })

  test('grows the row of a long refusal, so that its first word is seen, until it is gone', async () => {
    const height = () => sheet().rowHeights.get(table().area.row + 1 + buyRow()) ?? 15
    type(buyRow(), 'Shares', '999')
    const sentence =
      'Account 00123 has $500.00 in cash, and the sales of this proposal do not bring what is missing.'
    await answer(proposal({ version: 2 }), { verdicts: [refused(PURCHASE.id, sentence)] })
    expect(height()).toBeGreaterThan(30)
    const wraps = sheet().styleAt(table().area.row + 1 + buyRow(), 7)
    expect(wraps).toMatchObject({ wrapText: true })
    await answer(proposal({ version: 3 }), { verdicts: [accepted(PURCHASE.id)] })
    expect(height()).toBe(15)
  })

  test('turns an added row into a trade, with its lots, where it stands', async () => {
    const added = newRow()
    for (const [header, typed] of [
      ['Account', '00456'],
      ['Side', 'Sell'],
      ['Symbol', 'GLD'],
      ['Shares', '2'],
    ] as const) {
      type(added, header, typed)
    }
    const sold = trade({
      id: 'a2.gld.sell',
      side: 'SELL',
      shares: '2',
      account: SHELTERED.account,
      security: { symbol: 'GLD', name: 'Gold' },
      editedBy: 'ada',
      lots: [{ lotId: 'l9', shares: '2', proceeds: '200', realizedGain: null, term: 'SHORT' }],
    })
    const key = newTradeKey({
      account: '00456',
      side: 'Sell',
      symbol: 'GLD',
      shares: '2',
      strike: '',
      note: '',
    })
    await answer(proposal({ version: 2, trades: [SALE, PURCHASE, SHELTERED, sold] }), {
      verdicts: [accepted(key)],
    })
    expect(shown('Row', 'Symbol', 'Shares', 'Security', 'Status').slice(6)).toEqual([
      'Trade | GLD | 2.00 | Gold | Accepted',
      'Lot | GLD | 2.00 | Gold | ',
      'New |  |  |  | ',
      'New |  |  |  | ',
    ])
    expect(await push()).toMatchObject({ hasEdits: false })
  })

  test('leaves a struck trade in sight, which gets its shares back as a new trade', async () => {
    type(buyRow(), 'Strike', 'yes')
    await answer(proposal({ version: 2, trades: [SALE, SHELTERED] }), { verdicts: [accepted(PURCHASE.id)] })
    expect(shown('Symbol', 'Shares', 'Strike', 'Status')).toContain('BND | 0.00 | yes | Accepted')
    expect(await push()).toMatchObject({ hasEdits: false })
    const row = rowOf((each) => each['Symbol'] === 'BND')
    type(row, 'Strike', '')
    type(row, 'Shares', '4')
    expect((await push()).edits).toEqual([
      { rowKey: PURCHASE.id, accountNumber: '00123', side: 'BUY', symbol: 'BND', shares: '4' },
    ])
  })

  test('keeps what was typed while it was on its way, and finds rows sorted meanwhile', async () => {
    type(saleRow(), 'Shares', '12')
    type(buyRow(), 'Shares', '7')
    node.host.user.sortTable(table().name, 'Account', { ascending: false })
    await answer(proposal({ version: 2, trades: [fewer, PURCHASE, SHELTERED] }), {
      verdicts: [accepted(SALE.id)],
    })
    expect(rows()[buyRow()]).toMatchObject({ Shares: '7.00', Status: '' })
    expect(rows()[saleRow()]).toMatchObject({ Shares: '12.00', Status: 'Accepted' })
    expect((await push()).edits).toEqual([{ rowKey: PURCHASE.id, tradeId: PURCHASE.id, shares: '7' }])
  })
})

describe('an answer of several requests that breaks off', () => {
  const many = Array.from({ length: 4000 }, (_, index) =>
    trade({
      id: `many ${index}`,
      reason: 'Why. '.repeat(40),
      security: { symbol: `S${index}`, name: 'One' },
    }),
  )
  const large = proposal({ version: 2, trades: [SALE, PURCHASE, SHELTERED, ...many] })

  test.each([
    ['before it is done', false],
    ['after it was done', true],
  ])('%s is laid over the sheet again without doubling a row', async (_when, isDone) => {
    // Baselines, tables, cells, then the table's first part.
    const parts = { after: 4, isDone }
    node.host.faults.failNext('InvalidOrTimedOutSession', 1, parts)
    await expect(answer(large)).rejects.toMatchObject({ kind: 'sessionLost' })
    const standing = rows().length
    if (isDone) expect(standing).toBeGreaterThan(100)
    expect((await push()).hasEdits).toBe(isDone)
    // Nobody can release what an answer that never came told of.
    node.host.releaseAllReferences()
    const outcome = await answer(large)
    expect(outcome).toMatchObject({ kind: 'applied', unsent: [] })
    expect(rows()).toHaveLength(9 + many.length)
    expect(new Set(shown('Symbol', 'Row', 'Account')).size).toBe(many.length + 6)
    expect(await push()).toMatchObject({ hasEdits: false })
    const sizes = node.host.statistics.batches.map(({ requestBytes }) => requestBytes)
    expect(Math.max(...sizes)).toBeLessThan(1_048_576)
  })
})

describe('a refresh of the trades', () => {
  test('follows the server, colours what changed, drops struck rows, keeps the stamp true', async () => {
    type(buyRow(), 'Strike', 'yes')
    await answer(proposal({ version: 2, trades: [SALE, SHELTERED] }), { verdicts: [accepted(PURCHASE.id)] })
    const done = await answer(
      proposal({ version: 3, trades: [SALE, { ...SHELTERED, shares: '2', value: '400', editedBy: 'ben' }] }),
      {
        isRefresh: true,
        marksChanges: true,
        stamp: tradesSheet(proposal(), { ...STAMP, pulledAt: '2026-06-03T10:00:00.000Z' }, []).stamp,
        pulledAt: '2026-06-03T10:00:00.000Z',
      },
    )
    expect(done).toMatchObject({
      kind: 'applied',
      counts: { changed: 1, added: 0, removed: 1 },
      isMarked: true,
    })
    expect(shown('Symbol', 'Shares', 'Status').slice(0, 5)).toEqual([
      'VTI | 15.00 | ',
      'VTI | 10.00 | ',
      'VTI | 5.00 | ',
      'VTI | 2.00 | Edited by ben',
      'VTI | 1.00 | ',
    ])
    expect(node.host.workbook.text(sheet(), 2, 2)).toBe('2026-06-03 10:00 UTC')
    const row = table().area.row + 4
    expect(sheet().styleAt(row, 4).fill).toBe('#FFF2CC')
    expect(sheet().styleAt(row - 3, 4).fill).toBe('')
  })

  test('gives up what was typed where the person said so', async () => {
    type(saleRow(), 'Shares', '1')
    const added = newRow()
    type(added, 'Symbol', 'GLD')
    await answer(proposal(), { isRefresh: true })
    expect(rows()[saleRow()]).toMatchObject({ Shares: '15.00' })
    expect(await push()).toMatchObject({ hasEdits: false })
  })
})

test('a frozen sheet of trades keeps every figure and no key', async () => {
  const [listed] = await listPulledTables()
  expect(listed?.source).toMatchObject({ kind: 'editable', baseline: { id: BASELINE } })
  const { area, name } = table()
  node.host.user.type(`'${SHEET}'!P2`, `=SUM(${name}[Shares])`)
  const shownNow = () =>
    Array.from({ length: area.row + area.rows }, (_, row) =>
      Array.from({ length: 16 }, (__, at) => node.host.workbook.text(sheet(), row, at)),
    ).filter((_, row) => row !== area.row - 1)
  const before = shownNow().map((row) => row.map((text) => (text.startsWith('Row key') ? '' : text)))
  await freezeTable(listed!, 'Frozen on 2026-06-02 14:05 UTC by ada; not refreshed')
  expect(shownNow()).toEqual(before)
  expect(sheet().cell(1, 15)?.formula).toBeUndefined()
  expect([...sheet().customProperties.keys()]).toEqual([])
  expect(node.host.workbook.tables).toEqual([])
  expect(await listPulledTables()).toEqual([])
  expect(node.host.workbook.text(sheet(), area.row - 1, 0)).toContain('Frozen on')
  expect(node.host.workbook.text(sheet(), area.row + 1, 4)).toBe('15.00')
  expect(node.host.workbook.text(sheet(), area.row + 1, area.columns - 1)).toBe('')
  expect(await readEditedTable(BASELINE)).toEqual({ kind: 'baselineGone' })
})
