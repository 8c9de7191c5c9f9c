import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/in-firm.ts'
import { QUEUE_MIGRATION } from '../../server/database/queue.ts'
import { openOrm, PARTITIONED_TABLES, type Orm } from '../../server/database/orm.ts'
import { newFirm } from '../firm.ts'

let orm: Orm

beforeAll(async () => {
  orm = await openOrm(inject('databaseUrls').owner, { connections: 2, statementTimeout: 30_000 })
})
afterAll(() => orm.close())

/** What migrations add beyond what entities can say: foreign keys by hand, ranges of numbers, triggers that refuse changes, and functions. */
const BEYOND_ENTITIES = [
  /^alter table "\w+" drop constraint "\w+_(fkey|range)"$/,
  /^drop trigger if exists "(refuse_(change|truncate|other_key|delete)|references_exist)" on "\w+"$/,
  /^drop function if exists "\w+"\([\w, []*\]?\)$/,
]

test('the schema in code is the schema in the database', async () => {
  const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false })
  const unexpected = difference
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !BEYOND_ENTITIES.some((known) => known.test(statement)))
  expect(unexpected).toEqual([])
})

test.each(PARTITIONED_TABLES)('the columns of the partitioned table %s are those in code', async (table) => {
  const meta = [...orm.getMetadata().getAll().values()].find((entity) => entity.tableName === table)!
  const inCode = meta.props
    .map((property) => `${property.fieldNames[0]} ${property.nullable ? 'null' : 'not null'}`)
    .sort()
  const rows = await orm.em
    .fork()
    .execute<{ name: string; nullable: string }[]>(
      `select column_name as name, is_nullable as nullable from information_schema.columns where table_name = ?`,
      [table],
    )
  expect(rows.map((row) => `${row.name} ${row.nullable === 'YES' ? 'null' : 'not null'}`).sort()).toEqual(
    inCode,
  )
})

test('migrating again, on a database with rows, applies nothing and keeps them', async () => {
  const database = await openDatabase(inject('databaseUrls'))
  const firmId = await newFirm(database, 'Filled')
  expect(await migrate(inject('databaseUrls').owner)).toEqual([])
  const firms = await database.readInFirm(firmId, ({ kysely }) =>
    kysely.selectFrom('firm').select('name').where('firm_id', '=', firmId).execute(),
  )
  expect(firms).toEqual([{ name: 'Filled' }])
  await database.close()
})

test('two starts at once migrate one after the other', async () => {
  const { owner } = inject('databaseUrls')
  expect(await Promise.all([migrate(owner), migrate(owner)])).toEqual([[], []])
})

test('the queue is as the graphile-worker that is installed wants it', async () => {
  const [latest] = await orm.em
    .fork()
    .execute<{ id: number }[]>('select max(id) as id from graphile_worker.migrations')
  const files = readdirSync('node_modules/graphile-worker/sql').sort()
  expect(latest!.id).toBe(Number.parseInt(files.at(-1)!, 10))
  expect(QUEUE_MIGRATION).toBe(latest!.id)
})
