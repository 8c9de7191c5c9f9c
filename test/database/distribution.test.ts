import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const owner = new pg.Client({ connectionString: inject('databaseUrls').owner })
beforeAll(() => owner.connect())
afterAll(() => owner.end())

const FIRST_COLUMN = `(select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0])`

test('every table of the product is a firm’s, but for the list of migrations', async () => {
  const { rows } = await owner.query(
    `select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not exists (select from pg_attribute where attrelid = c.oid and attname = 'firm_id')`,
  )
  expect(rows).toEqual([{ relname: 'migration' }])
})

test('firm_id comes first in every primary and unique key', async () => {
  const { rows } = await owner.query<{ key: string; first: string }>(
    `select i.indexrelid::regclass::text as key, ${FIRST_COLUMN} as first
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and i.indisunique and c.relname <> 'migration'`,
  )
  expect(rows.length).toBeGreaterThan(40)
  expect(rows.filter(({ first }) => first !== 'firm_id')).toEqual([])
})

test('every foreign key begins with the firm on both sides, so that none leads to another firm', async () => {
  const { rows } = await owner.query<{ name: string; own: string; other: string }>(
    `select k.conname as name,
       (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as own,
       (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as other
     from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`,
  )
  expect(rows.filter(({ own, other }) => own !== 'firm_id' || other !== 'firm_id')).toEqual([])
})
