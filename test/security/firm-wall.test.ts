import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { APPEND_ONLY as FIRST_APPEND_ONLY } from '../../server/database/migrations/first-wall.ts'
import { APPEND_ONLY as BATCHES_APPEND_ONLY } from '../../server/database/migrations/migration-20261125-batches.ts'
import { APPEND_ONLY as HISTORY_APPEND_ONLY } from '../../server/database/migrations/migration-20261126-history.ts'
import { newFirm } from '../firm.ts'
import { TEST_PROGRAM } from '../statement-log.ts'

const APPEND_ONLY = [...FIRST_APPEND_ONLY, ...BATCHES_APPEND_ONLY, ...HISTORY_APPEND_ONLY]

let database: Database
let app: pg.Client
let reader: pg.Client
let owner: pg.Client
let firmA: string
let firmB: string
const householdB = uuidv7()

beforeAll(async () => {
  const urls = inject('databaseUrls')
  database = await openDatabase(urls)
  firmA = await newFirm(database, 'A')
  firmB = await newFirm(database, 'B')
  ;[owner, app, reader] = [urls.owner, urls.app, urls.reader].map(
    (connectionString) => new pg.Client({ connectionString, application_name: TEST_PROGRAM }),
  ) as [pg.Client, pg.Client, pg.Client]
  await Promise.all([owner.connect(), app.connect(), reader.connect()])
  await database.inFirm(firmB, ({ em }) =>
    em.execute(
      `insert into household (firm_id, id, reference, name, rebalance_level) values (?, ?, 'HH-B', 'Other firm household', 'household')`,
      [firmB, householdB],
    ),
  )
})

afterAll(async () => {
  await Promise.all([owner.end(), app.end(), reader.end()])
  await database.close()
})

/** Runs SQL as a login inside a firm, with no filter of ours in the text. */
async function as(client: pg.Client, firmId: string, text: string, values: unknown[] = []) {
  await client.query('begin read write')
  try {
    await client.query(`select set_config('app.firm', $1, true)`, [firmId])
    const result = await client.query(text, values)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

describe('one firm behind its wall, with no filter in the code', () => {
  test.each([
    ['the writing login', () => app],
    ['the reading login', () => reader],
    ['the owner of the tables', () => owner],
  ])('%s sees nothing of another firm', async (_name, client) => {
    expect((await as(client(), firmB, 'select id from household')).rowCount).toBe(1)
    expect((await as(client(), firmA, 'select id from household')).rowCount).toBe(0)
    expect((await as(client(), firmA, 'select id from household where id = $1', [householdB])).rowCount).toBe(
      0,
    )
  })

  test('the writing login changes nothing of another firm', async () => {
    const changed = await as(app, firmA, `update household set name = 'taken' where id = $1`, [householdB])
    expect(changed.rowCount).toBe(0)
    const { rows } = await as(app, firmB, 'select name from household where id = $1', [householdB])
    expect(rows).toEqual([{ name: 'Other firm household' }])
  })

  test('a row cannot be slipped into another firm', async () => {
    await expect(
      as(
        app,
        firmA,
        `insert into household (firm_id, id, reference, name, rebalance_level) values ($1, $2, 'X', 'X', 'household')`,
        [firmB, uuidv7()],
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('without a firm every statement fails instead of matching nothing', async () => {
    await expect(app.query('select * from household')).rejects.toMatchObject({ code: '22P02' })
  })

  test('every table that names a firm forces row security, partitions included', async () => {
    const { rows } = await owner.query(`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`)
    expect(rows).toEqual([])
  })

  test('neither working login may go around the wall', async () => {
    for (const client of [app, reader]) {
      const { rows } = await client.query(
        'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
      )
      expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
    }
  })
})

describe('the reading login', () => {
  test('is refused every kind of writing on every table', async () => {
    const { rows } = await owner.query(
      `select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         -- Another test makes partitions so old and lets go of them.
         and c.relname not similar to 'mutation_key_(' || to_char(current_date - 30, 'YYYY_MM_DD') || '|' || to_char(current_date - 31, 'YYYY_MM_DD') || ')'`,
    )
    const tables = rows as { name: string; column: string }[]
    expect(tables.length).toBeGreaterThan(28)
    for (const { name: table, column } of tables) {
      for (const statement of [
        `update "${table}" set "${column}" = default`,
        `delete from "${table}"`,
        `truncate "${table}"`,
        `insert into "${table}" default values`,
      ]) {
        await expect(as(reader, firmA, statement), statement).rejects.toMatchObject({ code: '42501' })
      }
    }
  })

  test('sees no secrets, no files on their way and no answers kept for repeated mutations', async () => {
    for (const table of ['access_token', 'upload', 'mutation_key']) {
      await expect(as(reader, firmA, `select * from ${table}`)).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('what is recorded stays', () => {
  test.each(APPEND_ONLY)(
    '%s refuses the application every change, and has the triggers that refuse the owner',
    async (table) => {
      for (const statement of [
        `update "${table}" set firm_id = default`,
        `delete from "${table}"`,
        `truncate "${table}"`,
      ]) {
        await expect(as(app, firmA, statement), statement).rejects.toMatchObject({ code: '42501' })
      }
      const { rows } = await owner.query(
        `select tgname, tgenabled from pg_trigger where tgrelid = $1::regclass and tgname like 'refuse_%' order by 1`,
        [`"${table}"`],
      )
      expect(rows).toEqual([
        { tgname: 'refuse_change', tgenabled: 'O' },
        { tgname: 'refuse_truncate', tgenabled: 'O' },
      ])
    },
  )

  test('history and record are among what is append-only', () => {
    expect(APPEND_ONLY).toEqual(
      expect.arrayContaining([
        'audit_entry',
        'model_version',
        'mutation_key',
        'override',
        'price',
        'snapshot_content',
        'tax_lot_change',
      ]),
    )
    expect(APPEND_ONLY.length).toBeGreaterThanOrEqual(14)
  })

  test('even the owner is refused, by trigger', async () => {
    await as(
      owner,
      firmA,
      `insert into audit_entry (firm_id, sequence, recorded_at, actor, action, noun, noun_id, request_id, content, previous_hash, hash)
       values ($1, 1, now(), 'a', 'a', 'a', 'a', 'a', '{}', '', '')`,
      [firmA],
    )
    for (const statement of [`update audit_entry set actor = 'x'`, 'delete from audit_entry']) {
      await expect(as(owner, firmA, statement)).rejects.toMatchObject({ code: '23001' })
    }
    await expect(as(owner, firmA, 'truncate audit_entry')).rejects.toMatchObject({ code: '23001' })
  })
})
