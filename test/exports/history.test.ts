import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { rowsOfSheet } from '../../server/exports/workbook/read-sheet.ts'
import type { Cell } from '../../server/exports/workbook/cells.ts'
import { verifyWorkbook } from '../../server/exports/verify-workbook.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { byTest, newFirm } from '../firm.ts'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { tampered } from './tampered.ts'

let server: TestServer
let ada: string

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
  ... on RebalanceHouseholdPayload { proposal { id tradeCount trades { reason } } } } }`
beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await server.token('ada', 'advisor')
})
afterAll(() => server.close())

const RANGE = 'from=2000-01-01&to=2099-12-31'

async function download(query: string, token: string | null = ada) {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`${server.url}/exports/history.xlsx?${query}`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type'), bytes }
}

/** Rows of a sheet by the titles of its columns. */
async function table(bytes: Buffer, sheet: string): Promise<Record<string, Cell>[]> {
  const rows: (readonly Cell[])[] = []
  for await (const row of rowsOfSheet(bytes, sheet)) rows.push(row)
  const [titles, ...rest] = rows
  return rest.map((row) => Object.fromEntries(titles!.map((title, at) => [title, row[at] ?? null])))
}

async function firmsHouseholds(): Promise<
  { id: string; reference: string; model: { name: string } | null }[]
> {
  const { data } = await server.query(
    ada,
    '{ households(first: 100) { edges { node { id reference model { name } } } } }',
  )
  return data.households.edges.map(({ node }: any) => node)
}

describe('the history of a model', () => {
  let bytes: Buffer
  let proposal: { id: string; tradeCount: number; trades: { reason: string }[] }

  beforeAll(async () => {
    const households = await firmsHouseholds()
    const household = households.find(({ model }) => model?.name === 'Growth')!
    const { data } = await server.query(ada, REBALANCE, {
      input: { clientMutationId: randomUUID(), householdId: household.id, scope: 'TARGET' },
    })
    proposal = data.rebalanceHousehold.proposal
    const other = households.find(({ model }) => model?.name === 'Moderate')!
    await server.query(ada, REBALANCE, { input: { clientMutationId: randomUUID(), householdId: other.id } })
    bytes = (await download(`model=Growth&${RANGE}`)).bytes
  })

  test('holds its versions, targets, accounts, the proposal made under it with every trade and reason, and no other', async () => {
    const versions = await table(bytes, 'Versions')
    expect(versions.map(({ Model, Version }) => [Model, Version])).toEqual([['Growth', 1]])
    const targets = await table(bytes, 'Targets')
    const equity = targets.find((row) => row['Class or tier'] === 'Equity')
    // server/demo/firm/models.csv: Growth holds 90% equity, 86% to 94%.
    expect(equity).toMatchObject({ Target: 0.9, Lowest: 0.86, Highest: 0.94, 'Is a class': 'no' })
    const proposals = await table(bytes, 'Proposals')
    expect(proposals.map((row) => [row['Proposal id'], row['Trades'], row['Version in force']])).toEqual([
      [proposal.id, proposal.tradeCount, 1],
    ])
    const trades = await table(bytes, 'Trades')
    expect(trades.map(({ Reason }) => Reason).sort()).toEqual(
      proposal.trades.map(({ reason }) => reason).sort(),
    )
    const accounts = await table(bytes, 'Affected accounts')
    expect(new Set(accounts.map(({ Model }) => Model))).toEqual(new Set(['Growth']))
    const audit = await table(bytes, 'Audit')
    expect(audit.map(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['model.publish', 'proposal.create']),
    )
    expect(audit.filter(({ Action }) => Action === 'proposal.create')).toHaveLength(1)
  })

  test('verifies as a whole, and was recorded before it was there', async () => {
    const verified = await verifyWorkbook(bytes)
    expect(verified).toMatchObject({
      fault: null,
      firm: server.firmId,
      sheets: 13,
      title: 'History of a model: Growth',
    })
    const [entry] = await byTest(server.database, server.firmId, ({ em }) =>
      em.execute(
        `select hash, actor, noun from audit_entry where action = 'history.export' order by sequence limit 1`,
      ),
    )
    expect(entry).toEqual({ hash: verified.lastHash, actor: 'ada', noun: 'model' })
  })

  test.each([
    ['a target', 'Targets', (text: string) => text.replace('<v>0.9</v>', '<v>0.8</v>'), 'Targets', null],
    ['a name', 'Versions', (text: string) => text.replace('>Growth<', '>Grown<'), 'Versions', null],
    ['a reason', 'Trades', (text: string) => text.replace(/ is /, ' was '), 'Trades', null],
    [
      'a missing row',
      'Affected accounts',
      (text: string) => text.replace(/<row r="3".*?<\/row>/, ''),
      'Affected accounts',
      null,
    ],
    [
      'a row more',
      'Overrides',
      (text: string) => text.replace('</sheetData>', '<row r="99"><c r="A99"><v>1</v></c></row></sheetData>'),
      'Overrides',
      null,
    ],
    [
      'a drawing’s figure',
      'Targets over time',
      (text: string) => text.replace(/<v>0\.54<\/v>/, '<v>0.53</v>'),
      'Targets over time',
      null,
    ],
    ['the range', 'Cover', (text: string) => text.replace('2000-01-01 to', '2001-01-01 to'), 'Cover', null],
    [
      'the signature',
      'Cover',
      (text: string) =>
        text.replace(
          /(>Signature<.*?<t[^>]*>)(.)/,
          (_all, before: string, mark: string) => `${before}${mark === 'A' ? 'B' : 'A'}`,
        ),
      'Cover',
      null,
    ],
    [
      'who published',
      'Audit',
      (text: string) => text.replace(/"actor":"[^"]*"/, '"actor":"eve"'),
      'Audit',
      expect.any(Number),
    ],
    [
      'what people read of a record',
      'Audit',
      (text: string) => text.replace('>model.publish<', '>model.archive<'),
      'Audit',
      expect.any(Number),
    ],
  ])('%s changed is found, and named', async (_what, sheet, change, named, record) => {
    const { fault } = await verifyWorkbook(await tampered(bytes, sheet, change))
    expect(fault).toMatchObject({ sheet: named, record })
  })

  test('a record changed with its hash made anew is found by its path', async () => {
    const forged = await tampered(bytes, 'Audit', (text) => {
      const [record] = /\{"action":"proposal\.create".*?\}(?=<\/t>)/.exec(text)!
      const { hash, ...line } = JSON.parse(record) as Record<string, unknown>
      const content = record.replace(/"hash":"[0-9a-f]{64}",/, '').replace('"actor":"ada"', '"actor":"eve"')
      expect(Object.keys(line)).not.toContain('hash')
      const anew = createHash('sha256').update(content).digest('hex')
      return text.replaceAll(String(hash), anew).replace('"actor":"ada"', '"actor":"eve"')
    })
    const { fault } = await verifyWorkbook(forged)
    expect(fault?.message).toMatch(/^Record \d+ is not of the chain that was signed\.$/)
  })

  test('a signature by another key than the one that was told is refused', async () => {
    const publicKey = generateKeyPairSync('ed25519')
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString()
    expect((await verifyWorkbook(bytes, { publicKey })).fault?.message).toContain(
      'not signed by the key that was given',
    )
  })

  test('LibreOffice opens it, and what it saves anew still verifies', async ({ skip }) => {
    const folder = await temporaryFolder()
    const file = join(folder, 'history.xlsx')
    await writeFile(file, bytes)
    const convert = (to: string) =>
      spawnSync('soffice', ['--headless', '--convert-to', to, '--outdir', join(folder, to), file], {
        env: { ...process.env, HOME: folder },
      })
    if (convert('pdf').error) skip('LibreOffice (soffice) is not installed here')
    expect((await readFile(join(folder, 'pdf', 'history.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
    convert('xlsx')
    const saved = await readFile(join(folder, 'xlsx', 'history.xlsx'))
    expect(saved.equals(bytes)).toBe(false)
    expect((await verifyWorkbook(saved)).fault).toBeNull()
  }, 120_000)
})

test('the history of the firm holds the whole chain, and a record dropped, doubled or out of order is named', async () => {
  const { bytes } = await download(`firm=true&${RANGE}`)
  const { records, fault } = await verifyWorkbook(bytes)
  expect(fault).toBeNull()
  expect(await table(bytes, 'Audit')).toHaveLength(records)
  const dropped = await tampered(bytes, 'Audit', (text) => text.replace(/<row r="4".*?<\/row>/, ''))
  expect((await verifyWorkbook(dropped)).fault).toMatchObject({ sheet: 'Audit' })
  const swapped = await tampered(bytes, 'Audit', (text) =>
    text.replace(
      /<row r="3">(.*?)<\/row><row r="4">(.*?)<\/row>/,
      (_all, third: string, fourth: string) =>
        `<row r="3">${fourth.replaceAll(/ r="([A-Z]+)4"/g, ' r="$13"').replaceAll(/r="([A-Z])(?:13|4)"/g, 'r="$13"')}</row><row r="4">${third.replaceAll(/r="([A-Z])3"/g, 'r="$14"')}</row>`,
    ),
  )
  expect((await verifyWorkbook(swapped)).fault).toMatchObject({ sheet: 'Audit', record: 2 })
  const cut = await tampered(bytes, 'Audit', (text) =>
    text.replace(/<row r="(?:[5-9]|\d\d+)".*?<\/row>/g, ''),
  )
  expect((await verifyWorkbook(cut)).fault).toMatchObject({ sheet: 'Audit', record: 4 })
})

test('a first version is added as a whole, exactly', async () => {
  const { bytes } = await download(`model=Conservative&${RANGE}`)
  const adjusted = await table(bytes, 'Adjustments')
  // server/demo/firm/models.csv: Conservative holds 28% equity, 25% to 30%.
  expect(
    adjusted
      .filter((row) => row['Class or tier'] === 'Equity')
      .map(({ Adjustment, What, From, To }) => [Adjustment, What, From, To]),
  ).toEqual([
    ['added', 'target', null, 0.28],
    ['added', 'lowest', null, 0.25],
    ['added', 'highest', null, 0.3],
  ])
})

test('every role may read a history; nobody without a token, and nothing of another firm', async () => {
  const [household] = await firmsHouseholds()
  for (const role of ['administrator', 'advisor', 'analyst', 'compliance'] as const) {
    const token = await server.token(`reader ${role}`, role)
    const { status, type, bytes } = await download(`household=${household!.reference}&${RANGE}`, token)
    expect([status, type]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
    expect((await verifyWorkbook(bytes)).fault).toBeNull()
  }
  expect((await download(`firm=true&${RANGE}`, null)).status).toBe(401)
  const elsewhere = await server.token('eve', 'administrator', await newFirm(server.database, 'Other firm'))
  expect((await download(`model=Growth&${RANGE}`, elsewhere)).status).toBe(404)
  expect(await table((await download(`firm=true&${RANGE}`, elsewhere)).bytes, 'Affected accounts')).toEqual(
    [],
  )
})

test.each([
  [`model=Nothing&${RANGE}`, 404, 'UNKNOWN_MODEL'],
  [`household=X&${RANGE}`, 404, 'UNKNOWN_HOUSEHOLD'],
  [`advisor=Nobody&${RANGE}`, 404, 'UNKNOWN_ADVISOR'],
  ['firm=true&from=2026-02-30&to=2026-03-01', 400, 'BAD_RANGE'],
  ['firm=true&from=2026-03-02&to=2026-03-01', 400, 'BAD_RANGE'],
  [`firm=true&model=Growth&${RANGE}`, 400, 'BAD_REQUEST'],
  ['firm=true', 400, 'BAD_REQUEST'],
])('%s is answered with %i %s', async (query, status, code) => {
  const answer = await download(query)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.bytes.toString())).toMatchObject({ error: { code } })
})
