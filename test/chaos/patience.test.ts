import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { takeLonger, within } from '../../server/database/patience.ts'
import { isUnavailable } from '../../server/database/unavailable.ts'
import { newFirm } from '../firm.ts'

let database: Database
let firmId: string
beforeAll(async () => {
  database = await openDatabase(inject('databaseUrls'))
  firmId = await newFirm(database)
})
afterAll(() => database.close())

const sleepInside = (seconds: number) =>
  database.inFirm(firmId, async ({ kysely }) => {
    await sql`select pg_sleep(${seconds})`.execute(kysely)
    return 'done'
  })

test('work that the database leaves waiting fails as unavailable, and its connections come back: thirty times, ten connections', async () => {
  for (let round = 0; round < 3; round += 1) {
    const failures = await Promise.all(
      Array.from({ length: 10 }, () => within(100, () => sleepInside(5)).catch((error: unknown) => error)),
    )
    expect(failures.filter(isUnavailable)).toHaveLength(10)
  }
  expect(await within(2_000, () => sleepInside(0))).toBe('done')
})

test('whoever waits for a connection that others hold is told in time', async () => {
  const holders = Array.from({ length: 10 }, () => sleepInside(3))
  let areHeld = true
  const released = Promise.race(holders).then(() => (areHeld = false))
  const failure = await within(200, () => sleepInside(0)).catch((error: unknown) => error)
  expect(isUnavailable(failure)).toBe(true)
  expect(areHeld).toBe(true)
  await released
  expect(await Promise.all(holders)).toEqual(Array.from({ length: 10 }, () => 'done'))
})

test('long work is given its time', async () => {
  const done = within(100, async () => {
    takeLonger(10_000, () => database.ask())
    return sleepInside(0.5)
  })
  expect(await done).toBe('done')
})

test('long work ends where the database goes silent, and goes on where it only refuses one connection more', async () => {
  const refused = Object.assign(new Error('sorry, too many clients already'), { code: '53300' })
  const asked = (ask: () => Promise<unknown>, seconds: number) =>
    within(100, () => {
      takeLonger(60_000, ask)
      return sleepInside(seconds)
    })
  const silent = asked(() => new Promise(() => undefined), 30).catch((error: unknown) => error)
  const busy = asked(() => Promise.reject(refused), 1)
  expect(await busy).toBe('done')
  expect(isUnavailable(await silent)).toBe(true)
})

test('the database notices within seconds that whoever held a transaction is gone', async () => {
  const { rows } = await database.inFirm(firmId, ({ kysely }) =>
    sql<{
      name: string
      setting: string
    }>`select name, setting from pg_settings where name like 'tcp_%' order by name`.execute(kysely),
  )
  expect(rows).toEqual([
    { name: 'tcp_keepalives_count', setting: '3' },
    { name: 'tcp_keepalives_idle', setting: '1' },
    { name: 'tcp_keepalives_interval', setting: '1' },
    { name: 'tcp_user_timeout', setting: '4000' },
  ])
})

test('what was not committed when patience ended has not happened', async () => {
  const rename = within(300, () =>
    database.inFirm(firmId, async ({ kysely }) => {
      await sql`update firm set name = 'Renamed' where firm_id = ${firmId}`.execute(kysely)
      await sql`select pg_sleep(5)`.execute(kysely)
    }),
  )
  await expect(rename).rejects.toThrow('Connection terminated')
  const { rows } = await database.inFirm(firmId, ({ kysely }) =>
    sql<{ name: string }>`select name from firm where firm_id = ${firmId}`.execute(kysely),
  )
  expect(rows).toEqual([{ name: 'Test firm' }])
})

test('a statement or value that is wrong is a fault, and not taken for a database that is away', async () => {
  const failure = await database
    .inFirm(firmId, ({ kysely }) => sql`select 1 / 0`.execute(kysely))
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  expect(isUnavailable(failure)).toBe(false)
})
