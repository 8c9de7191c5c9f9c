import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { appendAudit } from '../../server/audit/append-audit.ts'
import { sha256, type AuditLine } from '../../server/audit/audit-line.ts'
import { once } from '../../server/audit/once.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { newFirm } from '../firm.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(inject('databaseUrls'))
})
afterAll(() => database.close())

const actor = { name: 'ada', requestId: 'request-1' }

const chainOf = (firmId: string) =>
  database.readInFirm(firmId, async ({ kysely }) => {
    const rows = await kysely
      .selectFrom('audit_entry')
      .select(['content', 'hash'])
      .where('firm_id', '=', firmId)
      .orderBy('sequence')
      .execute()
    return rows.map((row) => JSON.parse(row.content) as AuditLine)
  })

test('entries of parallel transactions follow one another, each bound to the one before', async () => {
  const firmId = await newFirm(database)
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      database.inFirm(firmId, (transaction) =>
        appendAudit(transaction, actor, [{ action: 'test.do', noun: 'thing', nounId: String(index) }]),
      ),
    ),
  )
  const chain = await chainOf(firmId)
  expect(chain.map((line) => line.seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  let previous = '0'.repeat(64)
  for (const line of chain) {
    const { hash, ...rest } = line
    expect(line.prev).toBe(previous)
    expect(createHash('sha256').update(canonicalJson(rest)).digest('hex')).toBe(hash)
    expect(line).toMatchObject({ actor: 'ada', firm: firmId })
    expect(line.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    previous = hash
  }
  expect(new Set(chain.map((line) => line.body.nounId)).size).toBe(20)
})

test('a transaction that fails leaves no entry and no gap', async () => {
  const firmId = await newFirm(database)
  const note = (nounId: string) => ({ action: 'test.do', noun: 'thing', nounId })
  await database.inFirm(firmId, (transaction) => appendAudit(transaction, actor, [note('first')]))
  await expect(
    database.inFirm(firmId, async (transaction) => {
      await appendAudit(transaction, actor, [note('lost')])
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await database.inFirm(firmId, (transaction) => appendAudit(transaction, actor, [note('second')]))
  expect((await chainOf(firmId)).map((line) => [line.seq, line.body.nounId])).toEqual([
    [1, 'first'],
    [2, 'second'],
  ])
})

const request = (firmId: string, key: string, input: unknown, userId: string) => ({
  firmId,
  userId,
  userName: 'ada',
  requestId: 'request-1',
  operation: 'rename',
  clientMutationId: key,
  input,
})

test('fifty parallel requests under one key have one effect and one answer', async () => {
  const firmId = await newFirm(database)
  const userId = uuidv7()
  let effects = 0
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      once(database, request(firmId, 'key-1', { to: 'x' }, userId), async () => {
        effects += 1
        return Promise.resolve({ kind: 'done', result: { at: effects }, audit: [] })
      }),
    ),
  )
  expect(effects).toBe(1)
  expect(answers.filter((answer) => answer.kind === 'done' && !answer.replayed)).toHaveLength(1)
  expect(new Set(answers.map((answer) => JSON.stringify('result' in answer && answer.result)))).toEqual(
    new Set(['{"at":1}']),
  )
})

test('a key that stood for another input is refused; another user has keys of his own', async () => {
  const firmId = await newFirm(database)
  const [ada, ben] = [uuidv7(), uuidv7()]
  const done = () => Promise.resolve({ kind: 'done' as const, result: { ok: true }, audit: [] })
  await once(database, request(firmId, 'key', { to: 'x' }, ada), done)
  expect(await once(database, request(firmId, 'key', { to: 'y' }, ada), done)).toEqual({ kind: 'keyReused' })
  expect(await once(database, request(firmId, 'key', { to: 'y' }, ben), done)).toMatchObject({
    kind: 'done',
    replayed: false,
  })
})

test('a refusal writes nothing and leaves its key free', async () => {
  const firmId = await newFirm(database)
  const userId = uuidv7()
  const refused = await once(database, request(firmId, 'key', { to: 'x' }, userId), async ({ em }) => {
    await em.execute(`insert into asset_class (firm_id, id, name) values (?, ?, 'Half-written')`, [
      firmId,
      uuidv7(),
    ])
    return { kind: 'refused', refused: 'no' }
  })
  expect(refused).toEqual({ kind: 'refused', refused: 'no' })
  const classes = await database.readInFirm(firmId, ({ kysely }) =>
    kysely.selectFrom('asset_class').selectAll().where('firm_id', '=', firmId).execute(),
  )
  expect(classes).toEqual([])
  const retried = await once(database, request(firmId, 'key', { to: 'x' }, userId), () =>
    Promise.resolve({ kind: 'done', result: {}, audit: [{ action: 'a.b', noun: 'a', nounId: '1' }] }),
  )
  expect(retried).toMatchObject({ kind: 'done', replayed: false })
  expect(await chainOf(firmId)).toHaveLength(1)
})

test('answers are kept for thirty days: a key of that age is told again, one a day older is let go of', async () => {
  const firmId = await newFirm(database)
  const userId = uuidv7()
  const owner = new pg.Client({ connectionString: inject('databaseUrls').owner })
  await owner.connect()
  const input = { to: 'x' }
  const keptDays = async () => {
    const { rows } = await owner.query<{ days: number }>(
      `select current_date - to_date(right(c.relname, 10), 'YYYY_MM_DD') as days
       from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'mutation_key'::regclass`,
    )
    return rows
      .map(({ days }) => days)
      .filter((days) => days > 1)
      .sort()
  }
  try {
    for (const days of [30, 31]) {
      await owner.query(`do $$ declare day date := current_date - ${days}; begin
        execute format('create table %I partition of mutation_key for values from (%L) to (%L)',
          'mutation_key_' || to_char(day, 'YYYY_MM_DD'), day, day + 1);
        execute format('alter table %I enable row level security, force row level security',
          'mutation_key_' || to_char(day, 'YYYY_MM_DD')); end $$`)
      await database.inFirm(firmId, ({ kysely }) =>
        sql`insert into mutation_key (firm_id, recorded_on, user_id, client_mutation_id, operation, input_sha256, result)
          values (${firmId}, current_date - ${days}::int, ${userId}, ${`key of ${days} days`}, 'rename',
            ${sha256(canonicalJson(input))}, '{"at":"first"}')`.execute(kysely),
      )
    }
    expect(await keptDays()).toEqual([30, 31])
    await database.keepPartitions()
    expect(await keptDays()).toEqual([30])
    const send = (key: string) =>
      once(database, request(firmId, key, input, userId), () =>
        Promise.resolve({ kind: 'done', result: { at: 'second' }, audit: [] }),
      )
    expect(await send('key of 30 days')).toEqual({ kind: 'done', result: { at: 'first' }, replayed: true })
    expect(await send('key of 31 days')).toEqual({ kind: 'done', result: { at: 'second' }, replayed: false })
  } finally {
    await owner.query(`do $$ begin
      execute format('drop table if exists %I', 'mutation_key_' || to_char(current_date - 30, 'YYYY_MM_DD'));
      execute format('drop table if exists %I', 'mutation_key_' || to_char(current_date - 31, 'YYYY_MM_DD')); end $$`)
    await owner.end()
  }
})
