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
