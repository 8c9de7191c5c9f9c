import { describe, expect, test } from 'vitest'
import { tablesWithoutFirm } from './statement-firm.ts'

const TABLES = new Set(['household', 'account', 'tax_lot', 'firm', 'position'])
const without = (statement: string) => tablesWithoutFirm(statement, TABLES)

describe('statements that tie the firm of every table', () => {
  test.each([
    ['select 1'],
    [`select set_config('app.firm', $1, true)`],
    ['select id from household where firm_id = $1 and id = any($2)'],
    ['select h.id from "household" as "h" where "h"."firm_id" = $1'],
    [
      'select a.id from account a join household h on h.firm_id = a.firm_id and h.id = a.household_id where a.firm_id = $1',
    ],
    [
      'select a.id from account a join household h on (h.firm_id, h.id) = (a.firm_id, a.household_id) where a.firm_id = $1',
    ],
    ['select id from account join household using (firm_id, id) where firm_id = $1'],
    [
      'select id from household h where firm_id = $1 and exists (select from account a where a.firm_id = h.firm_id)',
    ],
    ['select id from household where firm_id = $1 union all select id from account where firm_id = $1'],
    ['with firm as (select $1::numeric as base) select base from firm'],
    [
      'insert into account (firm_id, id) values ($1, $2) on conflict (firm_id, id) do update set id = excluded.id',
    ],
    ['insert into account (firm_id, id) select $1, id from unnest($2::uuid[]) as t (id)'],
    ['insert into account as a (firm_id, id) select firm_id, id from household where firm_id = $1'],
    [
      'update account a set cash = l.cash from (select cash from tax_lot where firm_id = $1) l where a.firm_id = $1',
    ],
    ['delete from account using household h where h.firm_id = account.firm_id and account.firm_id = $1'],
    [`select position('a' in name) from household -- where account\n where firm_id = $1`],
    [
      'select h.id, l.n from household h, lateral (select count(*) as n from account a where a.firm_id = h.firm_id) l where h.firm_id = $1',
    ],
  ])('%s', (statement) => {
    expect(without(statement)).toEqual([])
  })
})

describe('statements that leave one out', () => {
  test.each([
    ['select id from household where id = $1', ['household']],
    ['select firm_id, id from household', ['household']],
    [`select id from household where name = 'firm_id = 1'`, ['household']],
    ['select id from household -- where firm_id = $1', ['household']],
    [
      'select a.id from account a join household h on h.id = a.household_id where a.firm_id = $1',
      ['household'],
    ],
    [
      'select a.id from account a join household h on h.id = a.household_id where firm_id = $1',
      ['account', 'household'],
    ],
    ['select id from household where firm_id = $1 and id in (select household_id from account)', ['account']],
    ['select id from household where firm_id = $1 union all select id from account', ['account']],
    ['with kept as (select id from account) select id from household where firm_id = $1', ['account']],
    ['with kept as materialized (select 1) update account set cash = 0', ['account']],
    ['insert into account (id) values ($1)', ['account']],
    ['insert into account (firm_id, id) select firm_id, id from household', ['household']],
    ['insert into account default values', ['account']],
    ['update account set cash = 0 where id = $1', ['account']],
    ['delete from account where id = $1', ['account']],
    ['delete from account a using household h where h.firm_id = $1 and h.id = a.household_id', ['account']],
    ['select 1 from public.tax_lot', ['tax_lot']],
    ['select exists (select from household)', ['household']],
    ['select h.id from household h, account a where h.firm_id = $1', ['account']],
  ])('%s', (statement, tables) => {
    expect(without(statement)).toEqual(tables)
  })
})
