import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBaselines } from '../../../addin/excel/baseline-sheet.ts'
import { writeRowNotes } from '../../../addin/excel/edited-table.ts'
import type { ExcelFailure } from '../../../addin/excel/excel-failure.ts'
import { freezeTable } from '../../../addin/excel/freeze-table.ts'
import { listPulledTables } from '../../../addin/excel/pulled-tables.ts'
import type { Baseline } from '../../../addin/sheets/baseline.ts'
import { LIVE_HEADERS } from '../../../addin/sheets/targets-sheet.ts'
import { checkTargets, readTargets, type TargetsState } from '../../../addin/taskpane/targets-check.ts'
import { settleConflict } from '../../../addin/taskpane/conflict-targets.ts'
import { publishTargets, sendPending } from '../../../addin/taskpane/publish-targets.ts'
import type { PaneTools } from '../../../addin/taskpane/pane-tools.ts'
import { refreshPulled } from '../../../addin/taskpane/refresh-pulled.ts'
import { refreshInWords } from '../../../addin/taskpane/refresh-words.ts'
import { chosenSheet, sheetsOfModel } from '../../../addin/taskpane/model-sheets.ts'
import { pullTargets } from '../../../addin/taskpane/targets-pull.ts'
import type { Side } from '../../../addin/sheets/targets-merge.ts'
import { startNodeHost, type NodeHost } from '../../../addin/workbench/host/node-host.ts'
import { columnNames } from '../../../addin/workbench/host/workbook/table.ts'
import { conditionalStyle } from '../../../addin/workbench/host/workbook/conditional-format.ts'
import { GROWTH, contentOf, modelServer, versionLike, type ModelServer } from '../model-fixture.ts'

const TABLE = 'EvenkeelTargets'
/** Header row of the sheet, from 1. */
const HEADER = 5

let node: NodeHost
let server: ModelServer
let ids: number
let id: string

beforeEach(async () => {
  node = startNodeHost()
  node.installGlobals()
  server = modelServer(GROWTH)
  ids = 0
  id = (await pull(null)).baseline.id
})

afterEach(() => {
  expect(node.host.nullObjectWrites).toEqual([])
  // What an answer that never came would have named cannot be given back.
  const isAnswerLost = node.host.statistics.batches.some(
    ({ error }) => error === 'ResponsePayloadSizeLimitExceeded',
  )
  if (!isAnswerLost) expect(node.host.trackedAddresses).toEqual([])
  expect(node.host.notSimulated).toEqual([])
  expect(node.host.simulatorFaults).toEqual([])
  expect([...node.host.workbook.uncalculated]).toEqual([])
  node.close()
})

const options = { pause: () => Promise.resolve() }
const tools = () => ({
  ask: server.ask,
  now: () => new Date('2026-06-02T14:05:00Z'),
  newId: () => `id-${(ids += 1)}`,
})

/** Pulls the model; the test fails where edits stand in the way. */
async function pull(replaces: Baseline | null, givesUpEdits = false) {
  const pulled = await pullTargets('m1', replaces, tools(), { ...options, givesUpEdits })
  if (pulled.kind !== 'pulled') throw new Error(pulled.sentence)
  return pulled
}

const user = () => node.host.user
const table = () => {
  const found = node.host.workbook.table(TABLE)
  if (!found) throw new Error('The table is gone')
  return found
}
const column = (header: string) => {
  const at = columnNames(table()).indexOf(header)
  if (at < 0) throw new Error(`There is no column ${header}`)
  return table().area.column + at
}
const letter = (header: string) => String.fromCharCode(65 + column(header))

/** Row of the sheet, from 1, whose symbol or else class is this. */
function rowOf(name: string): number {
  const { sheet, area } = table()
  for (let row = area.row + 1; row < area.row + area.rows; row += 1) {
    const text = (header: string) => node.host.workbook.text(sheet, row, column(header))
    if ((text('Symbol') || text('Class')) === name) return row + 1
  }
  throw new Error(`There is no row ${name}`)
}
const cell = (name: string, header: string) => `'${table().sheet.name}'!${letter(header)}${rowOf(name)}`
const type = (name: string, header: string, text: string) => user().type(cell(name, header), text)
const shown = (name: string, header: string) =>
  node.host.workbook.text(table().sheet, rowOf(name) - 1, column(header))

/** What the sheet says it is an edition of. */
const stamp = () => [0, 1, 2, 3, 4].map((at) => node.host.workbook.text(table().sheet, 2, at))

async function read(): Promise<TargetsState> {
  const reading = await readTargets(id, options)
  if (reading.kind !== 'read') throw new Error(reading.sentence)
  return reading.state
}
const edits = async () => {
  const { changed, struck, added } = (await read()).edits
  return {
    changed: changed.map(({ header, from, to }) => `${header} ${from} to ${to}`),
    struck: struck.map(({ values }) => values[3] || values[1]),
    added: added.map(({ values }) => values['Symbol'] || values['Class']),
  }
}
const NO_EDITS = { changed: [], struck: [], added: [] }
const publish = (rationale = 'More shares.') => publishTargets(id, rationale, tools(), options)
/** Equity 60% to 62%, bonds 35% to 33%, all of it by US shares. */
function tilt(): void {
  type('Equity', 'Target', '62%')
  type('US Equity', 'Target', '42%')
  type('Bonds', 'Target', '33%')
}

describe('a model pulled into a sheet', () => {
  test('shows tree, targets, ranges, securities, substitutes by tax status and ranked alternatives', () => {
    const rows = [
      'Equity',
      'US Equity',
      'VTI',
      'International Equity',
      'VXUS',
      'VEA',
      'Bonds',
      'BND',
      'MUB',
      'Cash',
    ]
    expect(rows.map(rowOf)).toEqual(rows.map((_, index) => HEADER + 1 + index))
    const line = (name: string) =>
      columnNames(table())
        .slice(0, 9)
        .map((header) => shown(name, header))
    expect(line('Equity')).toEqual(['Tier', 'Equity', '', '', '', '60.00%', '50.00%', '70.00%', ''])
    expect(line('US Equity')).toEqual([
      'Class',
      'US Equity',
      'Equity',
      '',
      '',
      '40.00%',
      '35.00%',
      '45.00%',
      '',
    ])
    const vti = ['Security', 'US Equity', '', 'VTI', 'All accounts', '100.00%', '', '', 'IVV, ITOT']
    expect(line('VTI')).toEqual(vti)
    expect(line('MUB').slice(3, 5)).toEqual(['MUB', 'Taxable'])
    expect(line('Cash')[0]).toBe('Cash class')
    expect(stamp()).toEqual(['1', 'Growth', '2026-06-02 14:05 UTC', 'ada', '2025-01-02'])
  })

  test('guards what is typed: lists for kind and holder, percentages for weights', () => {
    const rules = table().sheet.dataValidations.map(({ area, rule }) => [area.column, Object.keys(rule)[0]])
    expect(rules).toEqual([
      [column('Kind'), 'list'],
      [column('Held in'), 'list'],
      [column('Target'), 'decimal'],
      [column('Low'), 'decimal'],
      [column('High'), 'decimal'],
    ])
  })

  test('sums live in cells, with a word, red and green', () => {
    const look = (name: string) =>
      conditionalStyle(node.host.workbook, table().sheet, rowOf(name) - 1, column('Live check')).fill
    expect(shown('Equity', 'Sums to')).toBe('60.00%')
    expect(shown('VXUS', 'Sums to')).toBe('100.00%')
    expect(shown('MUB', 'Sums to')).toBe('100.00%')
    expect([shown('Equity', 'Live check'), look('Equity')]).toEqual(['OK', '#DDF1DF'])
    type('US Equity', 'Target', '43%')
    expect([shown('Equity', 'Sums to'), shown('Equity', 'Live check'), look('Equity')]).toEqual([
      '63.00%',
      'Over',
      '#FBDAD7',
    ])
    type('Bonds', 'Target', '25%')
    expect(shown('Bonds', 'Live check')).toBe('Low above target')
    expect(node.host.workbook.text(table().sheet, 2, 5)).toBe('90.00%')
    expect(node.host.workbook.text(table().sheet, 2, 6)).toBe('Short')
  })

  test('keeps its baseline in a very hidden sheet, its keys in a column that nobody sees', () => {
    const [hidden] = node.host.workbook.sheets.filter(({ visibility }) => visibility === 'VeryHidden')
    expect(hidden?.name).toBe('Evenkeel baselines')
    const keys = column(`Row key ${id}`)
    expect(table().sheet.columnWidths.get(keys)).toBe(3)
    expect(node.host.workbook.text(table().sheet, HEADER, keys)).toBe('')
    expect(node.host.workbook.value(table().sheet, HEADER, keys)).toBe('c0')
  })

  test('has no edits as long as nobody edits', async () => {
    expect(await edits()).toEqual(NO_EDITS)
    expect((await read()).problems).toEqual([])
    expect((await publish()).kind).toBe('refused')
    expect(server.received).toEqual([])
  })
})

describe('edits are found, whatever a person does to the table', () => {
  const ONE = { ...NO_EDITS, changed: ['Target 0.4 to 0.41'] }

  beforeEach(() => type('US Equity', 'Target', '41%'))

  test('sorted', async () => {
    user().sortTable(TABLE, 'Class', { ascending: false })
    expect(rowOf('US Equity')).not.toBe(HEADER + 2)
    expect(await edits()).toEqual(ONE)
  })

  test('filtered, with the edited row out of sight', async () => {
    user().filterTable(TABLE, 'Class', ['Cash'])
    expect(await edits()).toEqual(ONE)
  })

  test('moved down and aside by inserted rows and columns', async () => {
    const sheet = table().sheet.name
    user().insertRows(`'${sheet}'!1:3`)
    user().insertColumns(`'${sheet}'!A:B`)
    expect(await edits()).toEqual(ONE)
  })

  test('with a column of notes inserted among ours', async () => {
    user().insertColumns(`'${table().sheet.name}'!C:C`)
    user().type(`'${table().sheet.name}'!C${rowOf('Cash')}`, 'ask Ben')
    expect(await edits()).toEqual(ONE)
  })

  test('with deleted rows', async () => {
    user().deleteRows(`'${table().sheet.name}'!${rowOf('MUB')}:${rowOf('MUB')}`)
    expect(await edits()).toEqual({ ...ONE, struck: ['MUB'] })
  })

  test('with a row typed below the table', async () => {
    const next = table().area.row + table().area.rows + 1
    const typed = {
      Kind: 'Security',
      Class: 'Cash',
      Symbol: 'BIL',
      'Held in': 'All accounts',
      Target: '100%',
    }
    for (const [header, text] of Object.entries(typed)) {
      user().type(`'${table().sheet.name}'!${letter(header)}${next}`, text)
    }
    expect(await edits()).toEqual({ ...ONE, added: ['BIL'] })
    expect((await read()).problems.map(({ sentence }) => sentence)).toEqual([
      'Parts of Equity sum to 61%, 1% over 60%.',
    ])
  })

  test('with the sheet renamed', async () => {
    user().renameSheet(table().sheet.name, 'Monday')
    expect(await edits()).toEqual(ONE)
    expect((await read()).sheetName).toBe('Monday')
  })

  test('with the table renamed, and found by its keys where Excel gave it another id', async () => {
    const { tables } = node.host.workbook
    node.host.workbook.tables = tables.map((each) => ({ ...each, id: `${each.id}0`, name: 'Mine' }))
    expect((await read()).edits.changed).toHaveLength(1)
    node.host.workbook.tables = tables
    // Excel writes the new name into formulas, the simulation does not.
    node.host.workbook.uncalculated.clear()
  })

  test('with the table resized: rows outside it are explained, not taken for deleted', async () => {
    const { area } = table()
    table().area = { ...area, rows: area.rows - 1 }
    const { edits: found, problems } = await read()
    expect(found.struck).toEqual([])
    expect(problems.map(({ row, sentence }) => [row, sentence.slice(0, 37)])).toEqual([
      [area.row + area.rows, 'This row stands outside the table. Dr'],
    ])
    expect((await publish()).kind).toBe('rowsRefused')
  })

  test('with the table shrunk by half: every row outside it is explained, and nothing of it is published', async () => {
    const { area } = table()
    table().area = { ...area, rows: area.rows - 5 }
    const { edits: found, problems } = await read()
    expect(found.struck).toEqual([])
    expect(problems.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5].map((at) => area.row + area.rows - 5 + at))
    expect((await publish()).kind).toBe('rowsRefused')
    expect(server.received).toEqual([])
    table().area = area
    expect(await edits()).toEqual(ONE)
  })

  test('with the table stretched over empty rows and a note beside them', async () => {
    const { area, sheet } = table()
    user().type(`'${sheet.name}'!R${area.row + area.rows + 2}`, 'ask Ben')
    table().area = { ...area, rows: area.rows + 5 }
    expect(await edits()).toEqual(ONE)
  })

  test.each([
    ['its last columns, row keys among them', { columns: -2, column: 0 }],
    ['its first column', { columns: -1, column: 1 }],
  ])(
    'with the table resized to leave out %s: refused, as a sort would part it from its rows',
    async (_what, change) => {
      const { area } = table()
      table().area = {
        ...area,
        column: area.column + change.column,
        columns: area.columns + change.columns,
      }
      const { edits: found } = await read()
      expect(found.changed).toEqual([])
      expect(found.faults).toMatchObject([{ sentence: expect.stringContaining('stands outside the table') }])
      expect((await publish()).kind).toBe('rowsRefused')
      table().area = area
      // Formulas have no column to name while it stands outside the table.
      node.host.workbook.uncalculated.clear()
      expect(await edits()).toEqual(ONE)
    },
  )

  test('with the sheet or the table deleted, a sentence says so', async () => {
    node.host.workbook.tables = []
    expect(await readTargets(id, options)).toMatchObject({
      sentence: expect.stringContaining('was deleted or'),
    })
    user().deleteSheet('Targets Growth')
    expect(await readTargets(id, options)).toMatchObject({
      sentence: expect.stringContaining('The sheet of'),
    })
    expect(await publish()).toMatchObject({ kind: 'refused' })
  })

  test.each([
    [
      'text',
      'Target',
      'about a third',
      'Target holds the text “about a third”. Type a percentage, such as 25%.',
    ],
    ['half a percentage', 'Low', 'x%', 'Low “x%” cannot be read as a percentage. Type one such as 25%.'],
    [
      'a number that is no share',
      'Target',
      '33',
      'Target is 3300%; it must be from 0% to 100%. Type 33% if that is meant.',
    ],
    [
      'a kind that is none',
      'Kind',
      'Klass',
      'Kind “Klass” is none of Tier, Class, Cash class, Security. Choose one of the list.',
    ],
  ])('%s pasted into a cell is explained in its row', async (_name, header, text, sentence) => {
    user().paste(cell('Bonds', header), text)
    await checkTargets(id, options)
    expect(shown('Bonds', LIVE_HEADERS.check)).toBe(sentence)
    expect(shown('Cash', LIVE_HEADERS.check)).toBe('')
  })

  test('a formula in place of a number is explained, also where it gives one', async () => {
    type('Bonds', 'Target', '=30%+5%')
    const { problems } = await read()
    expect(problems[0]?.sentence).toMatch(/^Target holds a formula that gives 0\.35\./)
  })

  test('a missing column is told for the table as a whole', async () => {
    user().type(`'${table().sheet.name}'!${letter('Low')}${HEADER}`, 'Lowest')
    const { problems } = await read()
    // Excel writes the new name into formulas, the simulation does not.
    node.host.workbook.uncalculated.clear()
    expect(problems).toMatchObject([
      { row: null, sentence: expect.stringContaining('“Low” is gone or renamed') },
    ])
  })

  test('a copied row is a new one once it is changed, and told until then', async () => {
    const { sheet, area } = table()
    const from = rowOf('VEA') - 1
    const to = area.row + area.rows
    for (let at = 0; at < area.columns; at += 1) sheet.enter(to, at, sheet.cell(from, at)?.value ?? '')
    table().area = { ...area, rows: area.rows + 1 }
    expect((await read()).problems).toMatchObject([
      { row: to + 1, sentence: expect.stringContaining('a copy of row') },
    ])
    sheet.enter(to, column('Symbol'), 'IEFA')
    expect(await edits()).toEqual({ ...ONE, added: ['IEFA'] })
  })
})

describe('a check', () => {
  test('writes each rule that is broken beside its row, and empties the rest on the next one', async () => {
    type('US Equity', 'Target', '30%')
    type('VEA', 'Target', '50%')
    await checkTargets(id, options)
    expect(shown('Equity', 'Check')).toBe('Parts of Equity sum to 50%, 10% short of 60%.')
    expect(shown('US Equity', 'Check')).toBe('The range of US Equity begins above its target, 30%.')
    expect(shown('VXUS', 'Check')).toBe('Securities of International Equity sum to 110%, 10% over 100%.')
    type('US Equity', 'Target', '40%')
    type('VEA', 'Target', '40%')
    await checkTargets(id, options)
    expect(['Equity', 'US Equity', 'VXUS'].map((name) => shown(name, 'Check'))).toEqual(['', '', ''])
  })

  test('writes beside the right rows where they were sorted since', async () => {
    type('VEA', 'Target', '50%')
    user().sortTable(TABLE, 'Class')
    await checkTargets(id, options)
    expect(shown('VXUS', 'Check')).toContain('sum to 110%')
    expect(shown('Bonds', 'Check')).toBe('')
  })
})

test('a note finds its row by key, wherever the row is by now', async () => {
  const { baseline } = await read()
  await writeRowNotes(baseline, 'Check', [{ key: 'c3', row: HEADER + 1, sentence: 'Here.' }], options)
  expect([shown('Bonds', 'Check'), shown('Equity', 'Check')]).toEqual(['Here.', ''])
})

describe('publishing', () => {
  test('sends the whole model in its own order with the version that was pulled, sorted or not', async () => {
    tilt()
    user().sortTable(TABLE, 'Target')
    expect(await publish()).toEqual({ kind: 'published', version: 2, effectiveFrom: '2025-09-26' })
    const expected = versionLike(GROWTH, 1, {
      Equity: { target: '0.62' },
      'US Equity': { target: '0.42' },
      Bonds: { target: '0.33' },
    })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]).toMatchObject({
      ...contentOf(expected),
      modelId: 'm1',
      expectedVersion: 1,
      rationale: 'More shares.',
    })
    expect(await edits()).toEqual(NO_EDITS)
    expect(stamp()).toEqual(['2', 'Growth', '2026-06-02 14:05 UTC', 'ada', '2025-09-26'])
  })

  test('finds every row while the table is filtered, sorted and moved together', async () => {
    tilt()
    const sheet = table().sheet.name
    user().insertColumns(`'${sheet}'!A:B`)
    user().insertRows(`'${sheet}'!1:4`)
    user().insertColumns(`'${sheet}'!E:E`)
    user().sortTable(TABLE, 'Target')
    user().filterTable(TABLE, 'Class', ['Cash', 'Bonds'])
    expect((await edits()).changed).toHaveLength(3)
    expect(await publish()).toMatchObject({ kind: 'published', version: 2 })
    const expected = versionLike(GROWTH, 1, {
      Equity: { target: '0.62' },
      'US Equity': { target: '0.42' },
      Bonds: { target: '0.33' },
    })
    expect(server.received[0]).toMatchObject(contentOf(expected))
    expect(await edits()).toEqual(NO_EDITS)
    expect(['Equity', 'US Equity', 'Bonds', 'Cash'].map((name) => shown(name, 'Target'))).toEqual([
      '62.00%',
      '42.00%',
      '33.00%',
      '5.00%',
    ])
  })

  test('goes on from there: an added row has a key then, and the next edit is published on top', async () => {
    const next = table().area.row + table().area.rows + 1
    const typed = {
      Kind: 'Security',
      Class: 'Cash',
      Symbol: 'BIL',
      'Held in': 'All accounts',
      Target: '100%',
    }
    for (const [header, text] of Object.entries(typed)) {
      user().type(`'${table().sheet.name}'!${letter(header)}${next}`, text)
    }
    expect(await publish()).toMatchObject({ kind: 'published', version: 2 })
    expect(await edits()).toEqual(NO_EDITS)
    type('BIL', 'Symbol', 'SGOV')
    expect(await edits()).toEqual({ ...NO_EDITS, changed: ['Symbol BIL to SGOV'] })
    expect(await publish()).toMatchObject({ kind: 'published', version: 3 })
    expect(server.received[1]?.expectedVersion).toBe(2)
  })

  test('is refused with each problem of the server in its row', async () => {
    tilt()
    type('VEA', 'Symbol', 'NOPE')
    server.answerNext({
      __typename: 'MutationRefused',
      code: 'MODEL_REFUSED',
      message: 'NOPE is not among the firm’s securities.',
      problems: [
        {
          code: 'unknownSymbol',
          message: 'NOPE is not among the firm’s securities.',
          place: 'securities.2.symbol',
        },
        { code: 'lowAboveTarget', message: 'Too low.', place: 'nodes.3.low' },
      ],
    })
    user().sortTable(TABLE, 'Class')
    expect((await publish()).kind).toBe('rowsRefused')
    expect(shown('NOPE', 'Check')).toBe('NOPE is not among the firm’s securities.')
    expect(shown('Bonds', 'Check')).toBe('Too low.')
    type('NOPE', 'Symbol', 'VEA')
    expect(await publish()).toMatchObject({ kind: 'published' })
    expect(server.received[1]?.clientMutationId).not.toBe(server.received[0]?.clientMutationId)
    expect(shown('Bonds', 'Check')).toBe('')
  })

  test('puts each problem beside its row, and keys into the right ones, though they were sorted while the server worked', async () => {
    const next = table().area.row + table().area.rows + 1
    const typed = {
      Kind: 'Security',
      Class: 'Cash',
      Symbol: 'BIL',
      'Held in': 'All accounts',
      Target: '100%',
    }
    for (const [header, text] of Object.entries(typed)) {
      user().type(`'${table().sheet.name}'!${letter(header)}${next}`, text)
    }
    const { ask } = server
    let ascending = true
    const whileSorting = {
      ...tools(),
      ask: (async (document, variables) => {
        const answer = await ask(document, variables)
        user().sortTable(TABLE, 'Symbol', { ascending })
        ascending = !ascending
        return answer
      }) as ModelServer['ask'],
    }
    server.answerNext({
      __typename: 'MutationRefused',
      code: 'MODEL_REFUSED',
      message: 'BIL is not there.',
      problems: [
        { code: 'unknownSymbol', message: 'BIL is not there.', place: 'securities.5.symbol' },
        { code: 'lowAboveTarget', message: 'Too low.', place: 'nodes.3.low' },
      ],
    })
    await publishTargets(id, 'Why.', whileSorting, options)
    const noted = ['BIL', 'Bonds', 'Cash', 'BND', 'VTI'].map((name) => shown(name, 'Check'))
    expect(noted).toEqual(['BIL is not there.', 'Too low.', '', '', ''])
    expect(await publishTargets(id, 'Why.', whileSorting, options)).toMatchObject({ kind: 'published' })
    expect(await edits()).toEqual(NO_EDITS)
    expect(shown('BIL', `Row key ${id}`)).toBe('')
    expect(shown('BIL', 'Check')).toBe('')
  })

  test('needs a rationale, before anything is sent', async () => {
    tilt()
    expect(await publish('  ')).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining('Say why'),
    })
    expect(server.received).toEqual([])
  })
})

describe('when the answer does not come', () => {
  beforeEach(tilt)

  test.each(['network', 'timeout', 'unavailable', 'busy', 'fault'] as const)(
    'after %s the same is sent again under the same key, and one version comes of it',
    async (kind) => {
      server.failNext(kind, 'after')
      expect(await publish()).toMatchObject({ kind: 'unanswered' })
      // The pane was reloaded: all it has is the workbook.
      const [kept] = await readBaselines(options)
      expect(kept?.pending).toMatchObject({ sentAt: '2026-06-02T14:05:00.000Z' })
      expect(await sendPending(id, tools(), options)).toMatchObject({ kind: 'published', version: 2 })
      expect(server.published).toBe(1)
      expect(server.received[1]).toEqual(server.received[0])
      expect(await edits()).toEqual(NO_EDITS)
    },
  )

  test('edits made while it waited stay edits', async () => {
    server.failNext('network', 'after')
    await publish()
    type('Cash', 'High', '12%')
    expect(await publish('Another reason.')).toMatchObject({ kind: 'published', version: 2 })
    expect(server.latest.nodes[4]?.high).toBe('0.1')
    expect(await edits()).toEqual({ ...NO_EDITS, changed: ['High 0.1 to 0.12'] })
    expect(await publish('Another reason.')).toMatchObject({ kind: 'published', version: 3 })
    expect(server.latest.nodes[4]?.high).toBe('0.12')
  })

  test('with an expired token nothing is lost: after signing in again it is finished', async () => {
    server.failNext('unauthenticated', 'before')
    await expect(publish()).rejects.toMatchObject({ kind: 'unauthenticated' })
    expect(server.published).toBe(0)
    expect(await sendPending(id, tools(), options)).toMatchObject({ kind: 'published', version: 2 })
  })

  test('where the role forbids it, nothing waits any more', async () => {
    server.failNext('forbidden', 'before')
    await expect(publish()).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await readBaselines(options))[0]?.pending).toBeNull()
    expect((await edits()).changed).toHaveLength(3)
  })
})

describe('when Excel refuses', () => {
  test('throttling between the server’s answer and the sheet doubles nothing', async () => {
    tilt()
    const ask = server.ask
    server.failNext('network', 'before')
    await publish()
    const sluggish = {
      ...tools(),
      ask: (async (document, variables) => {
        const answer = await ask(document, variables)
        node.host.faults.failNext('ActivityLimitReached', 2)
        return answer
      }) as ModelServer['ask'],
    }
    expect(await sendPending(id, sluggish, options)).toMatchObject({ kind: 'published' })
    expect(server.published).toBe(1)
    expect(await edits()).toEqual(NO_EDITS)
  })

  test('a lost session after the publication is made good by asking again', async () => {
    tilt()
    const ask = server.ask
    const cut = {
      ...tools(),
      ask: (async (document, variables) => {
        const answer = await ask(document, variables)
        node.host.faults.failNext('InvalidOrTimedOutSession')
        return answer
      }) as ModelServer['ask'],
    }
    await expect(publishTargets(id, 'Why.', cut, options)).rejects.toMatchObject({ kind: 'sessionLost' })
    expect(server.published).toBe(1)
    expect(await publish()).toMatchObject({ kind: 'published', version: 2 })
    expect(server.published).toBe(1)
    expect(await edits()).toEqual(NO_EDITS)
  })

  test('a request beyond the limit sends nothing, and one beyond it after the answer doubles nothing', async () => {
    tilt()
    node.host.faults.requestLimit = 3000
    const refused = publish()
    await expect(refused).rejects.toMatchObject({ kind: 'tooLarge' })
    await refused.catch((error: ExcelFailure) =>
      expect(error.sentenceAt('send')).toMatch(/Your edits are kept in the sheet/),
    )
    expect(server.received).toEqual([])
    node.host.faults.requestLimit = 5_000_000
    expect((await edits()).changed).toHaveLength(3)
    const narrow = {
      ...tools(),
      ask: (async (document, variables) => {
        const answer = await server.ask(document, variables)
        node.host.faults.responseLimit = 500
        return answer
      }) as ModelServer['ask'],
    }
    await expect(publishTargets(id, 'Why.', narrow, options)).rejects.toMatchObject({ kind: 'tooLarge' })
    expect(server.published).toBe(1)
    node.host.faults.responseLimit = 5_000_000
    expect(await publish()).toMatchObject({ kind: 'published', version: 2 })
    expect(server.published).toBe(1)
    expect(await edits()).toEqual(NO_EDITS)
  })

  test('a cell being edited is waited for', async () => {
    tilt()
    node.host.faults.setCellEditMode(true)
    const publishing = publish()
    await node.host.faults.requestWaits()
    expect(server.published).toBe(0)
    node.host.faults.setCellEditMode(false)
    expect((await publishing).kind).toBe('published')
  })

  test('where Excel refuses for a cell being edited it is tried again, then told; nothing is lost', async () => {
    tilt()
    node.host.faults.failNext('InvalidOperationInCellEditMode', 4)
    await expect(publish()).rejects.toMatchObject({ kind: 'editingCell' })
    expect(server.published).toBe(0)
    node.host.faults.failNext('InvalidOperationInCellEditMode', 3)
    expect((await publish()).kind).toBe('published')
    expect(await edits()).toEqual(NO_EDITS)
  })
})

describe('a colleague published in between', () => {
  const theirs = versionLike(GROWTH, 2, {
    Bonds: { target: '0.34' },
    Cash: { target: '0.06' },
    'International Equity': { high: '0.3' },
  })

  async function conflict() {
    const outcome = await publish()
    if (outcome.kind !== 'conflict') throw new Error(`Not a conflict: ${JSON.stringify(outcome)}`)
    return outcome.conflict
  }
  const all = (side: Side, differences: readonly { readonly id: string }[]) =>
    new Map(differences.map((difference) => [difference.id, side]))

  beforeEach(() => {
    tilt()
    type('International Equity', 'High', '0.28')
    server.latest = theirs
  })

  test('base, theirs and mine are side by side; only what both changed is open', async () => {
    const { differences, sentence, baseVersion } = await conflict()
    expect(sentence).toContain('ben published version 2 of Growth')
    expect(baseVersion).toBe(1)
    expect(
      differences.map((each) => [each.name, each.header, each.base, each.theirs, each.mine, each.changedBy]),
    ).toEqual([
      ['Equity', 'Target', '0.6', '0.6', '0.62', 'mine'],
      ['US Equity', 'Target', '0.4', '0.4', '0.42', 'mine'],
      ['International Equity', 'High', '0.25', '0.3', '0.28', 'both'],
      ['Bonds', 'Target', '0.35', '0.34', '0.33', 'both'],
      ['Cash', 'Target', '0.05', '0.06', '0.05', 'theirs'],
    ])
    expect(await edits()).toMatchObject({ changed: { length: 4 } })
  })

  test('all mine is published on top of theirs', async () => {
    const found = await conflict()
    const settled = await settleConflict(found, all('mine', found.differences), tools(), options)
    expect(settled).toMatchObject({ kind: 'settled', isMarked: false })
    expect(await publish()).toMatchObject({ kind: 'published', version: 3 })
    const bonds = server.latest.nodes.find(({ name }) => name === 'Bonds')
    expect(bonds?.target).toBe('0.33')
    expect(server.latest.nodes[4]?.target).toBe('0.05')
    expect(server.received.at(-1)?.expectedVersion).toBe(2)
  })

  test('all theirs leaves the sheet as theirs, with nothing to publish', async () => {
    const found = await conflict()
    await settleConflict(found, all('theirs', found.differences), tools(), options)
    expect(shown('Bonds', 'Target')).toBe('34.00%')
    expect(stamp().slice(0, 4)).toEqual(['2', 'Growth', '2026-06-02 14:05 UTC', 'ben'])
    expect(await edits()).toEqual(NO_EDITS)
    expect(await publish()).toMatchObject({ kind: 'refused' })
  })

  test('one choice each: what does not sum then is told in its row before anything is sent', async () => {
    const found = await conflict()
    const choices = all('mine', found.differences).set('c9 Target', 'theirs')
    expect(found.differences.map(({ id: each }) => each)).not.toContain('c9 Target')
    choices.set(found.differences.find(({ name }) => name === 'Cash')?.id ?? '', 'theirs')
    await settleConflict(found, choices, tools(), options)
    expect(await publish()).toMatchObject({ kind: 'rowsRefused' })
    expect(shown('Equity', 'Check')).toBe('All targets sum to 101%, 1% over 100%.')
    expect(server.published).toBe(0)
  })

  test('an edit made while choosing is not lost: it is shown before anything is written', async () => {
    const found = await conflict()
    type('Bonds', 'Low', '31%')
    const settlement = await settleConflict(found, all('theirs', found.differences), tools(), options)
    expect(settlement.kind).toBe('changed')
    expect(shown('Bonds', 'Low')).toBe('31.00%')
  })

  test('a row they took out and I changed, and one I added, both survive by choice', async () => {
    server.latest = {
      ...theirs,
      nodes: theirs.nodes.map((each) =>
        each.name === 'Bonds' ? { ...each, securities: each.securities.slice(0, 1) } : each,
      ),
    }
    type('MUB', 'Alternatives', 'VTEB')
    const found = await conflict()
    const row = found.differences.find(({ header }) => header === 'Row')
    expect(row).toMatchObject({ name: 'MUB in Bonds, taxable', theirs: 'not there', changedBy: 'both' })
    await settleConflict(found, all('mine', found.differences), tools(), options)
    expect(await publish()).toMatchObject({ kind: 'published', version: 3 })
    expect(contentOf(server.latest).securities.map(({ symbol }) => symbol)).toContain('MUB')
    expect(await edits()).toEqual(NO_EDITS)
  })
})

test('two workbooks at once: the second is told of the first, and both keep their edits', async () => {
  tilt()
  const second = startNodeHost()
  second.installGlobals()
  const other = (await pull(null)).baseline.id
  const sheet = second.host.workbook.table(TABLE)?.sheet.name ?? ''
  second.host.user.type(`'${sheet}'!F6`, '59%')
  second.host.user.type(`'${sheet}'!F9`, '19%')
  second.host.user.type(`'${sheet}'!F15`, '6%')
  expect(await publishTargets(other, 'Less abroad.', tools(), options)).toMatchObject({
    kind: 'published',
    version: 2,
  })
  second.close()
  node.installGlobals()
  const outcome = await publish()
  expect(outcome.kind).toBe('conflict')
  expect((await edits()).changed).toHaveLength(3)
})

test('pulled anew, its sheet is replaced and the old baseline forgotten', async () => {
  tilt()
  const [before] = await readBaselines(options)
  const again = await pull(before ?? null, true)
  expect((await readBaselines(options)).map((each) => each.id)).toEqual([again.baseline.id])
  id = again.baseline.id
  expect(await edits()).toEqual(NO_EDITS)
  expect(node.host.workbook.sheets.filter(({ visibility }) => visibility === 'Visible')).toHaveLength(2)
})

describe('pulled anew over edits that the pane has not seen', () => {
  const anew = async () => pullTargets('m1', (await readBaselines(options))[0] ?? null, tools(), options)

  test('is refused, whether the cell can be read or not', async () => {
    tilt()
    expect(await anew()).toMatchObject({ kind: 'unsaved', sentence: expect.stringContaining('has edits') })
    expect((await edits()).changed).toHaveLength(3)
    type('Bonds', 'Target', 'a third')
    expect(await anew()).toMatchObject({ kind: 'unsaved' })
    expect(shown('Bonds', 'Target')).toBe('a third')
  })

  test('is refused where they are typed while the server is asked', async () => {
    const [before] = await readBaselines(options)
    const ask = (async (document, variables) => {
      const answer = await server.ask(document, variables)
      tilt()
      return answer
    }) as ModelServer['ask']
    const pulled = await pullTargets('m1', before ?? null, { ...tools(), ask }, options)
    expect(pulled).toMatchObject({ kind: 'unsaved' })
    expect((await edits()).changed).toHaveLength(3)
  })

  test('is refused where a publication has no answer yet, also where its table is gone', async () => {
    tilt()
    server.failNext('network', 'after')
    await publish()
    expect(await anew()).toMatchObject({
      kind: 'unsaved',
      sentence: expect.stringContaining('no answer yet'),
    })
    node.host.workbook.tables = []
    expect(await anew()).toMatchObject({ kind: 'unsaved' })
    expect((await readBaselines(options))[0]?.pending).not.toBeNull()
  })
})

describe('a model in two sheets', () => {
  test('is worked with in the sheet in front, else in the one until now, else in the last pulled', async () => {
    tilt()
    const later = { ...tools(), now: () => new Date('2026-06-03T09:00:00Z') }
    const second = await pullTargets('m1', null, later, options)
    const secondId = second.kind === 'pulled' ? second.baseline.id : ''
    const choice = async (current: string | null) =>
      chosenSheet(await sheetsOfModel('m1', options), current)?.baseline.id
    expect((await sheetsOfModel('m1', options)).map(({ sheetName }) => sheetName)).toEqual([
      'Targets Growth',
      'Targets Growth (2)',
    ])
    user().activateSheet('Targets Growth')
    expect(await choice(secondId)).toBe(id)
    user().activateSheet('Sheet1')
    expect([await choice(id), await choice(secondId), await choice(null)]).toEqual([id, secondId, secondId])
    expect(await publish()).toMatchObject({ kind: 'published', version: 2 })
  })
})

test('pulled anew, a sheet with notes of the person’s own stays as it is, edits and all', async () => {
  tilt()
  user().type(`'${table().sheet.name}'!A30`, 'my notes')
  const [before] = await readBaselines(options)
  const again = await pull(before ?? null, true)
  expect(again).toMatchObject({ sheetName: 'Targets Growth (2)', leftAlone: 'Targets Growth' })
  expect((await edits()).changed).toHaveLength(3)
  expect(node.host.workbook.text(table().sheet, 29, 0)).toBe('my notes')
})

describe('a refresh of a model’s sheet', () => {
  const refresh = async (discardsEdits = false) => {
    const [pulled] = await listPulledTables(options)
    return refreshPulled(pulled!, {
      tools: tools() as unknown as PaneTools,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      discardsEdits,
    })
  }
  const fill = (name: string, header: string) => table().sheet.styleAt(rowOf(name) - 1, column(header)).fill
  const MARK = '#FFF2CC'
  const theirs = versionLike(GROWTH, 2, {
    Bonds: { target: '0.34', low: '0.29' },
    Cash: { target: '0.06' },
  })
  const swapped = theirs.nodes.map((each) => {
    if (each.name !== 'International Equity') return each
    const [first] = each.securities
    return { ...each, securities: first ? [first, { ...first, security: { symbol: 'IEFA' }, slot: 1 }] : [] }
  })

  test('counts rows changed, added and removed, and marks what changed, wherever it was sorted', async () => {
    user().sortTable(TABLE, 'Class')
    user().filterTable(TABLE, 'Class', ['Cash'])
    server.latest = { ...theirs, nodes: swapped }
    const done = await refresh()
    expect(done).toEqual({
      kind: 'refreshed',
      counts: { changed: 2, added: 1, removed: 1, changedCells: 3 },
      isMarked: true,
    })
    expect(done.kind === 'refreshed' && refreshInWords(done)).toBe(
      '2 rows changed, 1 row added, 1 row removed; what changed is marked',
    )
    expect([fill('Bonds', 'Target'), fill('Bonds', 'Low'), fill('Cash', 'Target')]).toEqual([
      MARK,
      MARK,
      MARK,
    ])
    expect([fill('IEFA', 'Symbol'), fill('IEFA', 'Target'), fill('Bonds', 'High')]).toEqual([MARK, MARK, ''])
    expect(fill('VXUS', 'Target')).toBe('')
    expect(stamp().slice(0, 4)).toEqual(['2', 'Growth', '2026-06-02 14:05 UTC', 'ben'])
    expect(await edits()).toEqual(NO_EDITS)
  })

  test('takes its colour off at the next one, sorted and renamed meanwhile, and says that nothing changed', async () => {
    server.latest = { ...theirs, nodes: swapped }
    await refresh()
    user().sortTable(TABLE, 'Target')
    const renamed = table()
    renamed.name = 'Mine'
    expect(await refresh()).toMatchObject({
      counts: { changed: 0, added: 0, removed: 0, changedCells: 0 },
    })
    renamed.name = TABLE
    node.host.workbook.uncalculated.clear()
    const cells = table().sheet.cellsIn({ row: HEADER, column: 0, rows: 20, columns: 9 })
    expect([...cells].filter(({ row, column: at }) => table().sheet.styleAt(row, at).fill === MARK)).toEqual(
      [],
    )
  })

  test('is stopped by edits, and gives them up only when told so', async () => {
    tilt()
    expect(await refresh()).toMatchObject({ kind: 'unsaved' })
    expect((await edits()).changed).toHaveLength(3)
    expect(await refresh(true)).toMatchObject({ kind: 'refreshed', counts: { changed: 3 }, isMarked: true })
    expect(await edits()).toEqual(NO_EDITS)
    expect(shown('Bonds', 'Target')).toBe('35.00%')
  })
})

test('frozen, its sheet keeps what every formula showed, above the table too, and nothing of ours', async () => {
  type('US Equity', 'Target', '43%')
  const sheet = table().sheet
  const sums = () => [5, 6].map((at) => node.host.workbook.text(sheet, 2, at))
  const live = () => [HEADER, HEADER + 1].map((at) => node.host.workbook.text(sheet, at, column('Sums to')))
  const [before, inRows, keys] = [sums(), live(), column(`Row key ${id}`)]
  const at = column('Sums to')
  expect(before).toEqual(['100.00%', 'OK'])
  const [pulled] = await listPulledTables()
  expect(await freezeTable(pulled!, 'Frozen.', options)).toMatchObject({ kind: 'frozen', formulas: 22 })
  expect(sums()).toEqual(before)
  expect([HEADER, HEADER + 1].map((row) => node.host.workbook.text(sheet, row, at))).toEqual(inRows)
  const cells = [...sheet.cellsIn({ row: 0, column: 0, rows: 40, columns: 20 })]
  expect(cells.filter(({ cell }) => cell.formula !== undefined)).toEqual([])
  expect(cells.filter((each) => each.column === keys && each.cell.value !== '')).toEqual([])
  expect([...sheet.customProperties.keys()]).toEqual([])
  expect(await readBaselines(options)).toEqual([])
})

test.each(['table', 'sheet'] as const)('can be pulled anew where its %s was deleted', async (what) => {
  const [before] = await readBaselines(options)
  if (what === 'table') node.host.workbook.tables = []
  else user().deleteSheet('Targets Growth')
  const again = await pull(before ?? null, true)
  expect(again.leftAlone).toBeNull()
  expect((await readBaselines(options)).map((each) => each.id)).toEqual([again.baseline.id])
  id = again.baseline.id
  expect(await edits()).toEqual(NO_EDITS)
})

test('a person’s own table to which Excel has given the id of ours is neither read nor replaced', async () => {
  const [before] = await readBaselines(options)
  user().deleteSheet('Targets Growth')
  user().type('Sheet1!A1', 'Name')
  user().type('Sheet1!A2', 'Ben')
  const area = { row: 0, column: 0, rows: 2, columns: 1 }
  const sheet = node.host.workbook.sheet('Sheet1')!
  await globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.getItem('Sheet1').tables.add('A1:A2', true).name = 'Mine'
    await context.sync()
  })
  node.host.workbook.tables = node.host.workbook.tables.map((each) => ({
    ...each,
    id: before?.tableId ?? '',
  }))
  expect(node.host.workbook.table('Mine')).toMatchObject({ area })
  expect(await readTargets(id, options)).toMatchObject({ kind: 'lost' })
  await pull(before ?? null)
  expect(node.host.workbook.text(sheet, 1, 0)).toBe('Ben')
  expect(node.host.workbook.table('Mine')).toMatchObject({ area })
})
