import 'reflect-metadata'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockFactsToRead } from '../../server/database/facts-lock.ts'
import type { Database, FirmTransaction } from '../../server/database/in-firm.ts'
import { loadFirmFacts } from '../../server/imports/firm-facts.ts'
import { importInto, readForImport } from '../../server/imports/import-files.ts'
import type { ImportFile } from '../../server/imports/read-file.ts'
import { publishVersion } from '../../server/models/publish-version.ts'
import { driftsOf } from '../../server/monitoring/load-drift.ts'
import { readContents } from '../../server/proposals/content.ts'
import { proposalsById } from '../../server/proposals/load-proposals.ts'
import { rebalanceHousehold } from '../../server/proposals/rebalance-household.ts'
import { restoreSnapshot } from '../../server/proposals/stored-snapshot.ts'
import { actor, loadedFirm, openTestDatabase } from '../imports/loading.ts'
import { only, smallFirm, withLine } from '../imports/small-firm.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** A transaction that does its work and then stays open until it is let go. */
function held<T>(firmId: string, work: (transaction: FirmTransaction) => Promise<T>) {
  const done = Promise.withResolvers<T>()
  const { promise: letGo, resolve: end } = Promise.withResolvers<undefined>()
  const ended = database.inFirm(firmId, async (transaction) => {
    done.resolve(await work(transaction))
    await letGo
  })
  ended.catch(done.reject)
  return { done: done.promise, end: () => (end(undefined), ended) }
}

/** A transaction under way, and whether it waits for another or is done without having waited. */
function begun<T>(firmId: string, work: (transaction: FirmTransaction) => Promise<T>) {
  const backend = Promise.withResolvers<number>()
  const result = database.inFirm(firmId, async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction.kysely)
    backend.resolve(rows[0]!.pid)
    return work(transaction)
  })
  let isDone = false
  const settled = () => (isDone = true)
  result.then(settled, settled)
  const firstSeen = async () => {
    const pid = await backend.promise
    while (!isDone) {
      const waits = await database.readInFirm(firmId, ({ kysely }) =>
        sql<{ waits: boolean }>`select cardinality(pg_blocking_pids(${pid})) > 0 as waits`.execute(kysely),
      )
      if (waits.rows[0]!.waits) return 'waits'
    }
    return 'done'
  }
  return { result, firstSeen: firstSeen() }
}

const householdId = (firmId: string) =>
  database.readInFirm(firmId, async ({ kysely }) => {
    const ofFirm = kysely.selectFrom('household').select('id').where('firm_id', '=', firmId)
    return (await ofFirm.where('reference', '=', 'H1').executeTakeFirstOrThrow()).id
  })

/** What a later load says otherwise: the cash of an account, a lot of the other, a price, a target. */
const CHANGED = {
  ...only('accounts.csv', 'lots.csv', 'prices.csv', 'models.csv'),
  ...withLine('accounts.csv', 2, '1001,H1,T1,Baker joint,joint,taxable,Harbor,yes,notice,7777.50,500'),
  ...withLine('lots.csv', 5, '1002,AGG,2021-09-02,77,116.05,8935.85'),
  ...withLine('prices.csv', 3, '2025-09-26,VTI,777,777,100'),
  'models.csv': [
    'model,asset_class,parent_class,target_percent,min_percent,max_percent',
    'Simple,Equity,,61,55,65',
    'Simple,US Equity,Equity,61,55,65',
    'Simple,Safety,,39,35,45',
    'Simple,Core Bonds,Safety,34,30,40',
    'Simple,Cash,Safety,5,2,8',
  ],
}

async function load(firmId: string, files: ImportFile[]) {
  const read = await readForImport(database, firmId, { asOf: '2025-09-26' }, () => Promise.resolve(files))
  if (read.kind !== 'read') throw new Error('The files cannot be read')
  return async (transaction: FirmTransaction) => {
    const { outcome } = await importInto(transaction, read, actor)
    expect(outcome.kind).toBe('imported')
  }
}

const propose = (id: string) => (transaction: FirmTransaction) =>
  rebalanceHousehold(transaction, { householdId: id, scope: 'target', preference: 'best_fit', author: 'ada' })

const snapshotOf = (firmId: string, proposalId: string) =>
  database.readInFirm(firmId, async (transaction) => {
    const [proposal] = await proposalsById(transaction, [proposalId])
    return restoreSnapshot(proposal!.snapshotSha256, (hashes) =>
      readContents(transaction, proposal!.month, hashes),
    )
  })

test('a plan waits for a load that began before it, and then rests on all of it', async () => {
  const firmId = await loadedFirm(database)
  const id = await householdId(firmId)
  const loading = held(firmId, await load(firmId, smallFirm(CHANGED)))
  await loading.done
  const planning = begun(firmId, propose(id))
  expect(await planning.firstSeen).toBe('waits')
  await loading.end()
  const outcome = await planning.result
  if (outcome.kind !== 'done') throw new Error('The plan was refused')
  const snapshot = await snapshotOf(firmId, outcome.result.proposalId)
  expect(snapshot.models[0]!.version).toBe(2)
  expect(snapshot.accounts.map(({ cash }) => cash)).toContain('7777.50')
  expect(snapshot.accounts.flatMap(({ lots }) => lots.map(({ shares }) => shares))).toContain('77.00000000')
  expect(snapshot.securities.map(({ price }) => price)).toContain('777.000000')
})

test('a load waits for a plan that began before it; another reader does not', async () => {
  const firmId = await loadedFirm(database)
  const id = await householdId(firmId)
  const planning = held(firmId, propose(id))
  await planning.done
  expect(await begun(firmId, lockFactsToRead).firstSeen).toBe('done')
  const loading = begun(firmId, await load(firmId, smallFirm(CHANGED)))
  expect(await loading.firstSeen).toBe('waits')
  await planning.end()
  await loading.result
})

test('a plan does not wait for ever', async () => {
  const firmId = await loadedFirm(database)
  const id = await householdId(firmId)
  const loading = held(firmId, await load(firmId, smallFirm(CHANGED)))
  await loading.done
  const told = database.inFirm(firmId, propose(id))
  await expect(told).resolves.toMatchObject({ kind: 'refused', refused: { code: 'BUSY' } })
  await loading.end()
})

/** Publishes the small firm's model with one share of bonds more. */
async function publication(firmId: string) {
  const model = await database.readInFirm(firmId, async (transaction) =>
    [...(await loadFirmFacts(transaction, '2025-09-26')).models.values()].at(0),
  )
  const { id: modelId, content } = model!
  const changed: Record<string, string> = {
    Equity: '0.59',
    'US Equity': '0.59',
    Safety: '0.41',
    'Core Bonds': '0.36',
  }
  const nodes = content.nodes.map((node) => ({ ...node, target: changed[node.name] ?? node.target }))
  return (transaction: FirmTransaction) =>
    publishVersion(transaction, {
      modelId,
      expectedVersion: 1,
      rationale: 'More bonds',
      author: 'ada',
      content: { ...content, nodes },
    })
}

test('one who publishes beside a load of lots waits for it, and then measures drift of what it loaded', async () => {
  const firmId = await loadedFirm(database)
  const loading = held(firmId, await load(firmId, smallFirm({ ...CHANGED, 'models.csv': undefined })))
  await loading.done
  const publishing = begun(firmId, await publication(firmId))
  expect(await publishing.firstSeen).toBe('waits')
  await loading.end()
  expect((await publishing.result).kind).toBe('done')
  const drift = await database.readInFirm(firmId, async (transaction) =>
    driftsOf(transaction, [await householdId(firmId)]),
  )
  // 7,777.50 and -20.25 of cash; 14 VTI at 777, 2.5 SPY at 661.82, 77 AGG at 100.07; less 500 that must stay.
  expect(drift.map(({ base }) => base)).toEqual(['27495.1900'])
})

test('a load of models beside one who publishes waits, and becomes the version after', async () => {
  const firmId = await loadedFirm(database)
  const publishing = held(firmId, await publication(firmId))
  expect((await publishing.done).kind).toBe('done')
  const loading = begun(firmId, await load(firmId, smallFirm(CHANGED)))
  expect(await loading.firstSeen).toBe('waits')
  await publishing.end()
  await loading.result
  const versions = await database.readInFirm(firmId, ({ kysely }) =>
    kysely
      .selectFrom('model_version')
      .select(['number', 'rationale'])
      .where('firm_id', '=', firmId)
      .orderBy('number')
      .execute(),
  )
  expect(versions.map(({ rationale }) => rationale)).toEqual([
    'Loaded from models.csv and model-securities.csv',
    'More bonds',
    'Loaded from models.csv',
  ])
})
