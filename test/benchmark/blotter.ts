// node test/benchmark/blotter.ts [trades]: a blotter of 20,000 trades in the simulated Excel, with Microsoft's own client.
// Printed: seconds and requests of pulling it, of approving and pushing all of it, and of refreshing it. The server is one in
// memory, so that the figures are of the add-in, its client and the simulated host alone; they are no forecast of Excel.
import { performance } from 'node:perf_hooks'
import { readBaselines } from '../../addin/excel/baseline-sheet.ts'
import { pullBlotter, type BlotterWork } from '../../addin/taskpane/blotter-pull.ts'
import { pushBlotter } from '../../addin/taskpane/blotter-send.ts'
import { startNodeHost } from '../../addin/workbench/host/node-host.ts'
import { BatchServer } from '../addin/blotter-server.ts'

const TRADES_A_HOUSEHOLD = 5
const trades = Number(process.argv[2] ?? 20_000)
const households = Math.ceil(trades / TRADES_A_HOUSEHOLD)

const node = startNodeHost()
node.installGlobals()
const server = new BatchServer(households, TRADES_A_HOUSEHOLD)
let ids = 0
const work: BlotterWork = {
  tools: {
    ask: server.ask,
    now: () => new Date(),
    newId: () => `id ${(ids += 1)}`,
    firm: { name: 'Benchmark', asOf: '2025-09-26' } as never,
    viewer: { userName: 'ada', role: 'ADVISOR' } as never,
  },
  onProgress: () => undefined,
}

const rows: Record<string, string | number>[] = []

async function measure<T>(what: string, act: () => Promise<T>): Promise<T> {
  const before = { syncs: node.host.statistics.syncs, sent: server.inputs.length, at: performance.now() }
  const result = await act()
  rows.push({
    what,
    seconds: ((performance.now() - before.at) / 1000).toFixed(1),
    'requests to Excel': node.host.statistics.syncs - before.syncs,
    pushes: server.inputs.length - before.sent,
  })
  return result
}

await measure(`pull ${trades} trades`, () => pullBlotter('batch', { discardsEdits: false }, work))
const { sheet, area } = node.host.workbook.tables[0]!
const headers = Array.from({ length: area.columns }, (_, at) =>
  node.host.workbook.text(sheet, area.row, area.column + at),
)
const approve = area.column + headers.indexOf('Approve')
for (let row = 1; row < area.rows; row += 1) sheet.enter(area.row + row, approve, 'yes')
const id = (await readBaselines())[0]!.id
const pushed = await measure('approve and push all of them', () =>
  pushBlotter(id, { confirmOverCap: false, approvalNote: '' }, work),
)
await measure('refresh', () => pullBlotter('batch', { discardsEdits: false }, work))
console.table(rows)
const accepted = pushed.kind === 'pushed' ? pushed.accepted : 0
console.log(`${accepted} of ${trades} rows accepted.`)
if (node.host.simulatorFaults.length > 0) console.error(node.host.simulatorFaults.slice(0, 3))
node.close()
