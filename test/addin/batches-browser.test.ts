import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from '../api/server.ts'
import { testWorker, type TestWorker } from '../batches/working.ts'
import { ask, signIn } from './advisor.ts'
import { startWorkbench, type OpenPane, type Workbench } from './browser.ts'
import { NARROW_PANE, expectFit } from './looks.ts'

const pictures = process.env['EVENKEEL_SCREENSHOTS'] ?? '.cache/screenshots'
/** A planning thread that ends before it has planned anything. */
const CRASHING_THREAD = new URL('data:text/javascript,process.exit(1)')

let server: TestServer
let workbench: Workbench
let opened: OpenPane
let ada: string
let worker: TestWorker
let crashing: TestWorker

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.token('ada', 'advisor')
  await loadDemonstrationFirm(server.database, server.firmId)
  await server.database.inFirm(server.firmId, ({ em }) =>
    em.execute(
      "update household set advisor = case when reference < 'EK-110' then 'Ann Archer' else 'Bo Berg' end where firm_id = ?",
      [server.firmId],
    ),
  )
  worker = testWorker(server.database)
  crashing = testWorker(server.database, { threadFile: CRASHING_THREAD })
  await mkdir(pictures, { recursive: true })
  workbench = await startWorkbench({ viewport: { width: 460, height: 800 } })
  workbench.context.setDefaultTimeout(10_000)
  opened = await workbench.openPane(
    `https://localhost:${server.http.httpsPort}/addin/taskpane.html`,
    NARROW_PANE,
  )
})

afterAll(async () => {
  await workbench?.close()
  await worker?.stop()
  await crashing?.stop()
  await server?.close()
})

const button = (name: string | RegExp) => opened.pane.getByRole('button', { name, exact: true })
const heading = (name: string | RegExp) => opened.pane.getByRole('heading', { level: 1, name })
const said = (text: string | RegExp) => opened.pane.getByText(text).first().waitFor()
const queued = () =>
  opened.pane.getByRole('list', { name: 'Households in the queue' }).locator('> [role=listitem]')
const show = (section: string) => opened.pane.getByRole('tab', { name: section }).click()

const proposals = () =>
  opened.pane.getByRole('list', { name: 'Proposals, the most tax first' }).locator('> [role=listitem]')

/** The blotter's rows as a person reads them, by header, with their row of the sheet from 0. */
const blotterRows = () =>
  opened.host(({ excel: { workbook } }) => {
    const table = workbook.tables.find(({ name }) => name.startsWith('EvenkeelBlotter'))
    if (!table) throw new Error('There is no blotter')
    const { sheet, area } = table
    const text = (row: number, column: number) => workbook.text(sheet, area.row + row, area.column + column)
    return Array.from({ length: area.rows - 1 }, (_, row): { row: number } & Record<string, any> => ({
      ...Object.fromEntries(
        Array.from({ length: area.columns }, (__, column) => [text(0, column), text(row + 1, column)]),
      ),
      row: area.row + row + 1,
    }))
  })

const typeIn = (row: number, header: string, text: string) =>
  opened.host(
    ({ excel }, typed) => {
      const table = excel.workbook.tables.find(({ name }) => name.startsWith('EvenkeelBlotter'))
      if (!table) throw new Error('There is no blotter')
      const { sheet, area } = table
      const column = Array.from({ length: area.columns }, (_, at) => at).find(
        (at) => excel.workbook.text(sheet, area.row, area.column + at) === typed.header,
      )
      const letter = String.fromCharCode(65 + area.column + (column ?? 0))
      excel.user.type(`'${sheet.name}'!${letter}${typed.row + 1}`, typed.text)
    },
    { row, header, text },
  )

const latestBatch = async () => {
  const { batches } = await ask(
    server,
    ada,
    '{ batches(first: 1) { edges { node { id name state householdCount progress { waiting proposed failed } } } } }',
  )
  return batches.edges[0].node
}

describe('the queue', () => {
  test('is the first that is shown, with counts by kind and each household’s alerts in sentences', async () => {
    await signIn(opened, ada)
    await queued().first().waitFor()
    const { queue, queuedHouseholds } = await ask(
      server,
      ada,
      `{ queue { households counts { kind households } }
         queuedHouseholds(first: 3) { edges { node { household { name reference } alerts { message } } } } }`,
    )
    await said(`${queue.households} households, largest drift first`)
    const outOfRange = queue.counts.find(({ kind }: any) => kind === 'OUT_OF_RANGE').households
    await button(`Out of range ${outOfRange}`).waitFor()
    for (const [index, { node }] of queuedHouseholds.edges.entries()) {
      const text = await queued().nth(index).textContent()
      expect(text).toContain(node.household.name)
      expect(text).toContain(node.household.reference)
      for (const { message } of node.alerts.slice(0, 3)) expect(text).toContain(message)
    }
    await expectFit(opened, 'queue', pictures)
  })

  test('is filtered by kind and advisor, as the server filters it', async () => {
    await button(/^Filter by advisor/).click()
    await opened.pane.getByLabel('Advisor', { exact: true }).selectOption('Bo Berg')
    await button(/^Out of range/).click()
    const { queue } = await ask(
      server,
      ada,
      '{ queue(filter: { advisor: "Bo Berg", kinds: [OUT_OF_RANGE] }) { households } }',
    )
    await said(`${queue.households} households, largest drift first`)
    await expectFit(opened, 'queue-filtered', pictures)
  })
})

describe('a run', () => {
  test('goes over what the queue lists', async () => {
    await opened.pane.getByRole('checkbox', { name: /^Select all/ }).click()
    await button('Rebalance…').click()
    await heading('Rebalance many').waitFor()
    await expectFit(opened, 'run', pictures)
    await button('Start').click()
    await heading(/Out of range, Bo Berg/).waitFor()
    await said('Running')
    const { id, householdCount } = await latestBatch()
    const { queue } = await ask(
      server,
      ada,
      '{ queue(filter: { advisor: "Bo Berg", kinds: [OUT_OF_RANGE] }) { households } }',
    )
    expect(householdCount).toBe(queue.households)
    await expectFit(opened, 'batch-running', pictures)
    await worker.workAll(server.firmId, id)
    await said('Done')
    const { progress } = await latestBatch()
    await said(new RegExp(`${householdCount} households: ${progress.proposed} proposals`))
    await expectFit(opened, 'batch-done', pictures)
  })

  test('of failures says why each failed, and tries them again', async () => {
    await show('Batches')
    await button('Rebalance…').click()
    await opened.pane.getByRole('radio', { name: /^All households/ }).click()
    await button('Start').click()
    await heading(/^All households/).waitFor()
    const { id } = await latestBatch()
    await crashing.workAll(server.firmId, id)
    const { failed } = (await latestBatch()).progress
    expect(failed).toBeGreaterThan(10)
    await button(`Try ${failed} failures again`).waitFor()
    await said('Planning it has ended the planning thread.')
    await expectFit(opened, 'batch-failures', pictures)
    await button(`Try ${failed} failures again`).click()
    await said('Running')
    await worker.workAll(server.firmId, id)
    await said('Done')
    expect((await latestBatch()).progress).toMatchObject({ failed: 0 })
  })

  test('is reviewed: what stands out, what an approval needs, in groups with their sums', async () => {
    await button('Review proposals').click()
    await heading('Review').waitFor()
    await proposals().first().waitFor()
    const { id } = await latestBatch()
    const { batch } = await ask(
      server,
      ada,
      `query ($id: ID!) { batch(id: $id) { sums { proposals } groups(by: ADVISOR) { name key sums { proposals } } } }`,
      { id },
    )
    await said(new RegExp(`^${batch.sums.proposals} proposals, 0 approved`))
    await expectFit(opened, 'review', pictures)
    await opened.pane.getByLabel('Group by').selectOption('ADVISOR')
    const ann = batch.groups.find(({ name }: any) => name === 'Ann Archer').sums.proposals
    await opened.pane.getByLabel('Group', { exact: true }).selectOption(`Ann Archer (${ann})`)
    await said(new RegExp(`^${ann} proposals, 0 approved`))
    await opened.pane.getByRole('checkbox', { name: 'Select all listed' }).click()
    await button('Approve all').click()
    await said(/decisions taken/)
    await expectFit(opened, 'review-decided', pictures)
    const approved = async () =>
      (await ask(server, ada, 'query ($id: ID!) { batch(id: $id) { sums { approved } } }', { id })).batch.sums
        .approved
    expect(await approved()).toBe(ann)
    await said(new RegExp(`^${ann} proposals, ${ann} approved`))
    await proposals().filter({ hasText: 'Approved' }).first().waitFor()
    expect(await proposals().filter({ hasText: 'Proposed' }).count()).toBe(0)
    await opened.pane.getByLabel('Group', { exact: true }).selectOption({ index: 0 })
    const open = proposals().filter({ hasText: 'Proposed' }).first()
    const name = await open.getByRole('button').first().textContent()
    await open.getByRole('checkbox').click()
    await button('Reject').click()
    await said('1 decision taken.')
    await proposals()
      .filter({ hasText: name ?? '' })
      .filter({ hasText: 'Rejected' })
      .waitFor()
  })

  test('is pulled as a blotter, whose approvals and strikes are pushed in one go', async () => {
    await opened.pane.getByRole('button', { name: /^All households/ }).click()
    await button('Pull the blotter').click()
    await said(/trades now in sheet “Blotter/)
    await expectFit(opened, 'batch-review', pictures)
    const rows = await blotterRows()
    const open = rows.filter((row) => row['State'] === 'Proposed')
    expect(open.length).toBeGreaterThan(5)
    const reference = open.find((row) => row['Side'] === 'Buy')?.['Reference'] ?? ''
    const own = open.filter((row) => row['Reference'] === reference)
    for (const [index, { row }] of own.entries()) {
      await typeIn(row, 'Approve', 'yes')
      if (index === 0) await typeIn(row, 'Note', 'As discussed on the telephone.')
    }
    const other = open.find((row) => row['Reference'] !== reference && row['Side'] === 'Buy')
    if (!other) throw new Error('There is no other purchase')
    await typeIn(other.row, 'Shares', '100000000')
    await button('Push edits').click()
    await said(/accepted, 1 refused; each row says why/)
    await opened.pane.getByText(/1 refused; each row says why/).scrollIntoViewIfNeeded()
    await expectFit(opened, 'blotter-pushed', pictures)
    const after = await blotterRows()
    const states = new Set(after.filter((row) => row['Reference'] === reference).map((row) => row['State']))
    expect(states).toEqual(new Set(['Approved']))
    const refused = after.find((row) => row['Status']?.startsWith('Refused'))
    expect(refused).toMatchObject({ Reference: other['Reference'], Symbol: other['Symbol'] })
    expect(Number(refused?.['Shares']?.replaceAll(',', ''))).toBe(100_000_000)
  })

  test('is looked at in sheets: outliers with sums on top, and a chart of drift before and after', async () => {
    await button('Outliers').click()
    await said(/now in sheet “Outliers/)
    await button('Chart of drift').click()
    await said(/now in sheet “Drift of/)
    const charts = await opened.host(({ excel }) =>
      excel.workbook.sheets.flatMap(({ charts: own }) =>
        own.map(({ chartType, sourceAddress, title, fills }) => ({ chartType, sourceAddress, title, fills })),
      ),
    )
    expect(charts).toEqual([
      {
        chartType: 'ColumnClustered',
        sourceAddress: expect.stringMatching(/^'Drift of All households.*'!A5:C\d+$/),
        title: expect.stringContaining('Drift before and after “All households'),
        fills: ['#8A8886', '#0F749B'],
      },
    ])
    await expectFit(opened, 'batch-sheets', pictures)
  })

  test('is found again after the pane was closed, and stopped', async () => {
    await show('Batches')
    await button('Rebalance…').click()
    await opened.pane.getByRole('radio', { name: 'On one model' }).click()
    await opened.pane.getByLabel('What to trade').selectOption('HARVEST')
    await button('Start').click()
    await said('Running')
    const { id, name } = await latestBatch()
    opened = { ...opened, pane: await opened.reopenPane() }
    await signIn(opened, ada)
    await show('Batches')
    await expectFit(opened, 'batches', pictures)
    await opened.pane.getByRole('button', { name: new RegExp(`^${name}`) }).click()
    await button('Stop').click()
    await said('Stopped')
    const { batch } = await ask(server, ada, 'query ($id: ID!) { batch(id: $id) { state } }', { id })
    expect(batch.state).toBe('CANCELLED')
  })
})
