import { afterEach, describe, expect, test } from 'vitest'
import { ExcelFailure } from '../../../addin/excel/excel-failure.ts'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { freezeTable } from '../../../addin/excel/freeze-table.ts'
import { listPulledTables } from '../../../addin/excel/pulled-tables.ts'
import { TRADE_HEADERS, columnOf } from '../../../addin/sheets/trades-columns.ts'
import { settleConflict } from '../../../addin/taskpane/conflict-targets.ts'
import { publishTargets } from '../../../addin/taskpane/publish-targets.ts'
import { pullTargets } from '../../../addin/taskpane/targets-pull.ts'
import { pullTrades } from '../../../addin/taskpane/trades-pull.ts'
import { pushTrades, settleTrades } from '../../../addin/taskpane/trades-send.ts'
import type { MishapOptions } from '../../../addin/workbench/host/faults.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { GROWTH, modelServer, versionLike } from '../model-fixture.ts'
import { PURCHASE, SALE, SHELTERED, trade } from '../trades-fixture.ts'
import { ProposalServer } from '../trades-server.ts'

/** What befalls a request, and whether a person who asks again is what makes it good. */
const MISHAPS = [
  ['is throttled', 'ActivityLimitReached', false],
  ['loses its session', 'InvalidOrTimedOutSession', false],
  ['is done, but its answer lost', 'InvalidOrTimedOutSession', true],
] as const

let node: NodeHost | null = null
afterEach(() => {
  node?.close()
  node = null
})

let ids = 0
const options = { pause: () => Promise.resolve() }
const surely = {
  now: () => new Date('2026-06-02T14:05:00Z'),
  newId: () => `id ${(ids += 1)}`,
  firm: { name: 'Demonstration firm', asOf: '2025-09-26' } as never,
  viewer: { userName: 'ada', role: 'ADVISOR' } as never,
}

/** A workbook as a person and the next push find it. Ids of pulls and of Excel may differ from run to run. */
async function everything({ host }: NodeHost) {
  const baselines = await readBaselines()
  const masked = (text: string) => baselines.reduce((all, { id }) => all.replaceAll(id, 'id'), text)
  const { workbook } = host
  const sheets = workbook.sheets.filter(({ visibility }) => visibility === 'Visible')
  return {
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      cells: Array.from({ length: 40 }, (_, row) =>
        masked(Array.from({ length: 20 }, (__, column) => workbook.text(sheet, row, column)).join('|')),
      ),
    })),
    tables: workbook.tables.map(({ name, area }) => ({ name, area })),
    baselines: baselines.map((each) => ({ ...each, id: 'id', tableId: '', sheetId: '' })),
  }
}

/** Prepares a workbook of its own each time, and does what is to be disturbed. */
type Story = () => Promise<() => Promise<unknown>>

async function run(story: Story, code: (typeof MISHAPS)[number][1] | null, mishap: MishapOptions = {}) {
  node?.close()
  node = startNodeHost()
  node.installGlobals()
  ids = 0
  const act = await story()
  const { faults } = node.host
  if (code) faults.failNext(code, 1, mishap)
  try {
    await act()
  } catch (error) {
    if (!(error instanceof ExcelFailure)) throw error
    expect(error.kind).toBe('sessionLost')
    expect(code).toBe('InvalidOrTimedOutSession')
    await act()
  }
  const wasReached = faults.isSpent
  while (!faults.isSpent) faults.takeMishap()
  expect(node.host.simulatorFaults).toEqual([])
  return { wasReached, workbook: await everything(node) }
}

function typeInTrades(row: number, header: string, text: string) {
  const { area, sheet } = node!.host.workbook.tables[0]!
  const letter = String.fromCharCode(65 + columnOf(header))
  node!.host.user.type(`'${sheet.name}'!${letter}${area.row + 2 + row}`, text)
}

const pull = (server: ProposalServer, discardsEdits = false) =>
  pullTrades('h1', { discardsEdits }, { ...surely, ask: server.ask }, options)

const STORIES: readonly (readonly [string, Story])[] = [
  [
    'a first pull of trades',
    () => {
      const server = new ProposalServer()
      return Promise.resolve(() => pull(server))
    },
  ],
  [
    'the answer to a push that adds, changes and strikes',
    async () => {
      const server = new ProposalServer()
      await pull(server)
      const standing = (await readBaselines())[0]!
      typeInTrades(0, TRADE_HEADERS.shares, '12')
      typeInTrades(3, TRADE_HEADERS.strike, 'yes')
      typeInTrades(6, TRADE_HEADERS.account, '00456')
      typeInTrades(6, TRADE_HEADERS.side, 'Sell')
      typeInTrades(6, TRADE_HEADERS.symbol, 'GLD')
      typeInTrades(6, TRADE_HEADERS.shares, '2')
      return () => pushTrades(standing.id, null, { ...surely, ask: server.ask }, options)
    },
  ],
  [
    'a refresh of trades',
    async () => {
      const server = new ProposalServer()
      await pull(server)
      const added = trade({
        id: 'a2.gld.sell',
        side: 'SELL',
        lots: SHELTERED.lots.map((lot) => ({ ...lot, lotId: 'l9' })),
      })
      server.current = { ...server.current, version: 2, trades: [{ ...SALE, shares: '3' }, SHELTERED, added] }
      return () => pull(server)
    },
  ],
  [
    'a freeze of trades',
    async () => {
      const server = new ProposalServer()
      await pull(server)
      typeInTrades(0, TRADE_HEADERS.shares, '=1+1')
      const [table] = await listPulledTables(options)
      return () => freezeTable(table!, 'Frozen.', options)
    },
  ],
  [
    'a conflict over trades that is settled',
    async () => {
      const server = new ProposalServer()
      await pull(server)
      typeInTrades(3, TRADE_HEADERS.shares, '7')
      const added = trade({ id: 'a2.gld.buy', account: SHELTERED.account })
      const trades = [SALE, { ...PURCHASE, shares: '9' }, SHELTERED, added]
      server.current = { ...server.current, version: 2, trades }
      const tools = { ...surely, ask: server.ask }
      const outcome = await pushTrades((await readBaselines())[0]!.id, null, tools, options)
      if (outcome.kind !== 'conflict') throw new Error(outcome.kind)
      return () => settleTrades(outcome.conflict, 'mine', tools, options)
    },
  ],
  [
    'a first pull of targets',
    () => {
      const tools = { ...surely, ask: modelServer(GROWTH).ask }
      return Promise.resolve(async () => {
        const [known = null] = await readBaselines(options)
        await pullTargets('m1', known, tools, options)
      })
    },
  ],
  [
    'targets that are pulled anew',
    async () => {
      const tools = { ...surely, ask: modelServer(GROWTH).ask }
      await pullTargets('m1', null, tools, options)
      return async () => {
        const [known = null] = await readBaselines(options)
        await pullTargets('m1', known, tools, options)
      }
    },
  ],
  [
    'a conflict over targets that is settled',
    async () => {
      const server = modelServer(GROWTH)
      const tools = { ...surely, ask: server.ask }
      const pulled = await pullTargets('m1', null, tools, options)
      if (pulled.kind !== 'pulled') throw new Error(pulled.sentence)
      const { baseline } = pulled
      const table = node!.host.workbook.tables[0]!
      const write = (row: number, column: string, text: string) =>
        node!.host.user.type(`'${table.sheet.name}'!${column}${row}`, text)
      write(6, 'F', '62%')
      write(7, 'F', '42%')
      write(12, 'F', '33%')
      server.latest = versionLike(GROWTH, 2, { Bonds: { target: '0.34' }, Cash: { target: '0.06' } })
      server.latest = {
        ...server.latest,
        nodes: [...server.latest.nodes, { ...GROWTH.nodes[3]!, ordinal: 5, name: 'Gold', target: '0' }],
      }
      const outcome = await publishTargets(baseline.id, 'Why.', tools, options)
      if (outcome.kind !== 'conflict') throw new Error(JSON.stringify(outcome))
      const { conflict } = outcome
      const choices = new Map(
        conflict.differences.map(
          ({ id, changedBy }) => [id, changedBy === 'theirs' ? 'theirs' : 'mine'] as const,
        ),
      )
      return async () => {
        const settled = await settleConflict(conflict, choices, tools, options)
        // Asked again after it was done, there is nothing left that nobody has chosen about.
        expect(['settled', 'changed']).toContain(settled.kind)
      }
    },
  ],
]

describe.each(STORIES)('%s', (_name, story) => {
  test.each(MISHAPS)('ends the same whichever request %s', async (_what, code, isDone) => {
    const { workbook: undisturbed } = await run(story, null)
    for (let after = 0; ; after += 1) {
      const { wasReached, workbook } = await run(story, code, { after, isDone })
      if (!wasReached) {
        expect(after).toBeGreaterThan(2)
        return
      }
      expect(workbook, `request ${after + 1}`).toEqual(undisturbed)
    }
  })
})
