import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from '../../server/database/embedded.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A stopped home, and its data directory. */
async function usedHome() {
  const home = await temporaryFolder()
  const database = await startEmbedded(home, { fsync: false })
  await database.stop()
  return { home, data: database.dataDirectory }
}

test('data that PostgreSQL cannot start on is neither replaced nor a riddle', async () => {
  const { home, data } = await usedHome()
  const kept = `${data}.kept`
  spawnSync('cp', ['-a', data, kept])
  const refusedAfter = async (spoil: () => Promise<unknown>) => {
    await rm(data, { recursive: true, force: true })
    spawnSync('cp', ['-a', kept, data])
    await spoil()
    return startEmbedded(home, { fsync: false }).then(
      () => {
        throw new Error('The database started')
      },
      (error: Error) => error,
    )
  }
  const anotherVersion = await refusedAfter(() => writeFile(join(data, 'PG_VERSION'), '17\n'))
  expect(anotherVersion).toMatchObject({
    reason: 'configuration',
    message: `${data} holds a database of PostgreSQL 17, and this Evenkeel brings PostgreSQL 18: start the Evenkeel that made it, or set EVENKEEL_HOME to another folder.`,
  })
  const emptied = await refusedAfter(() => rm(data, { recursive: true }).then(() => mkdir(data)))
  expect(emptied).toMatchObject({
    reason: 'configuration',
    message: `${data} is there but holds no database: restore it from a backup, or remove it to start with an empty database.`,
  })
  const torn = await refusedAfter(() => truncate(join(data, 'global', 'pg_control'), 100))
  expect(torn).toMatchObject({ reason: 'unavailable' })
  expect(torn.message).toMatch(
    /does not start: could not read file "global\/pg_control".*\. Restore .* from a backup, or move it away/,
  )
  const lost = await refusedAfter(async () => {
    const folders = (await readdir(join(data, 'base'))).filter((name) => Number(name) > 16_000)
    for (const name of folders) await rm(join(data, 'base', name), { recursive: true })
  })
  expect(lost).toMatchObject({ reason: 'unavailable' })
  expect(lost.message).toMatch(/ is damaged: database "evenkeel" does not exist\. Restore /)
  if (process.getuid?.() !== 0) return
  const restoredByRoot = await refusedAfter(() => Promise.resolve(spawnSync('chown', ['-R', '0:0', data])))
  expect(restoredByRoot).toMatchObject({ reason: 'configuration' })
  expect(restoredByRoot.message).toContain(`chown -R 65534 ${data} && chmod 700 ${data}`)
}, 120_000)
