import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { openOrm } from '../../server/database/orm.ts'
import { loadedFirm, openTestDatabase } from '../imports/loading.ts'
import { byTest } from '../firm.ts'

let database: Database
let firmId: string
beforeAll(async () => {
  database = await openTestDatabase()
  firmId = await loadedFirm(database)
})
afterAll(() => database.close())

const NOBODY = '00000000-0000-7000-8000-000000000000'
const run = (statement: string) =>
  byTest(database, firmId, ({ kysely }) => sql.raw(statement).execute(kysely))

const COLUMNS =
  'firm_id, account_id, id, security_id, acquired, holding_period_start, unit_cost, ordinal, shares'
const copied = (account: string, security: string) =>
  `insert into tax_lot (${COLUMNS}) select firm_id, ${account}, gen_random_uuid(), ${security}, acquired, holding_period_start,
     unit_cost, ordinal + 100, shares from tax_lot`

test.each([
  ['a lot of no account', copied(`'${NOBODY}'`, 'security_id')],
  ['a lot of no security', copied('account_id', `'${NOBODY}'`)],
  [
    'a change of no lot',
    `insert into tax_lot_change (firm_id, account_id, lot_id, valid_from, holding_period_start, shares)
     select firm_id, account_id, '${NOBODY}', acquired, holding_period_start, shares from tax_lot`,
  ],
])('%s is refused at its statement', async (_what, statement) => {
  await expect(run(statement)).rejects.toMatchObject({
    message: expect.stringContaining('refer to what is not there'),
  })
})

test('a lot of a known account and security is taken', async () => {
  await expect(run(copied('account_id', 'security_id'))).resolves.toBeDefined()
})

test('not even the owner gives another key to what lots refer to, or deletes it', async () => {
  const orm = await openOrm(inject('databaseUrls').owner, { connections: 1, statementTimeout: 30_000 })
  try {
    const statements = ['tax_lot', 'account', 'security'].flatMap((table) => [
      `update ${table} set id = gen_random_uuid()`,
      `delete from ${table}`,
    ])
    for (const statement of statements) {
      const em = orm.em.fork({ session: { variables: { 'app.firm': firmId } } })
      await expect(
        em.transactional((inside) => inside.execute(statement)),
        statement,
      ).rejects.toThrow('is refused')
    }
  } finally {
    await orm.close()
  }
})
