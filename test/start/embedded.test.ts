import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded, type EmbeddedDatabase, type EmbeddedOptions } from '../../server/database/embedded.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function start(home: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(home, { fsync: false, ...options })
  onTestFinished(() => database.stop())
  return database
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another process that serves `home`, as `evenkeel serve` does; it lives until it is killed. */
async function serveElsewhere(home: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serving-process.ts'), home])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, ownerUrl: line }
}

async function postmasterPid(dataDirectory: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8'))
}

test('the first start makes a database whose owner is bound by row security, reachable from this machine alone', async () => {
  const database = await start(await temporaryFolder())
  expect(database.adopted).toBe(false)
  const [facts] = await query(
    database.ownerUrl,
    `select rolsuper, rolbypassrls, rolcreaterole, current_setting('server_version_num')::int / 10000 as major,
            current_setting('listen_addresses') as addresses,
            pg_encoding_to_char(encoding) as encoding, datcollate
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  )
  expect(facts).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: true,
    major: 18,
    addresses: '127.0.0.1',
    encoding: 'UTF8',
    datcollate: 'C',
  })
})

test('no login is let in without its random password, which only we can read', async () => {
  const home = await temporaryFolder()
  const { ownerUrl } = await start(home)
  for (const [login, password] of [
    ['postgres', ''],
    ['postgres', 'postgres'],
    ['evenkeel', 'evenkeel'],
  ] as const) {
    const url = new URL(ownerUrl)
    Object.assign(url, { username: login, password, pathname: '/postgres' })
    await expect(query(url.href, 'select 1')).rejects.toThrow()
  }
  expect(((await stat(join(home, 'database-passwords.json'))).mode & 0o777).toString(8)).toBe('600')
})

test('stopping leaves nothing running and everything written; a second start finds it', async () => {
  const home = await temporaryFolder()
  const first = await startEmbedded(home)
  await query(first.ownerUrl, 'create table kept as select 42 as answer')
  await first.stop()
  await expect(access(join(first.dataDirectory, 'postmaster.pid'))).rejects.toThrow('ENOENT')
  const second = await start(home)
  expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a server killed with SIGKILL leaves its database running, and the next one adopts it at the same address', async () => {
  const home = await temporaryFolder()
  const { child, ownerUrl } = await serveElsewhere(home)
  await query(ownerUrl, 'create table acknowledged as select 1 as one')
  child.kill('SIGKILL')
  const next = await start(home, { serving: true })
  expect(next.adopted).toBe(true)
  expect(next.ownerUrl).toBe(ownerUrl)
  expect(await query(next.ownerUrl, 'select one from acknowledged')).toEqual([{ one: 1 }])
})

test('a second server on the same home is refused with the first one’s process number', async () => {
  const home = await temporaryFolder()
  const { child } = await serveElsewhere(home)
  await expect(startEmbedded(home, { serving: true })).rejects.toMatchObject({
    reason: 'tryLater',
    message: expect.stringMatching(
      new RegExp(
        `^Another Evenkeel server \\(process ${child.pid}\\) is running on the database in .*set EVENKEEL_HOME`,
      ),
    ),
  })
  await (await start(home)).stop()
})

test('a program beside a server leaves the database running; whoever uses it last stops it', async () => {
  const home = await temporaryFolder()
  const server = await startEmbedded(home, { fsync: false, serving: true })
  const program = await start(home)
  await server.stop()
  expect(await query(program.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await program.stop()
  await expect(query(program.ownerUrl, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('two first starts at once make one database', async () => {
  const home = await temporaryFolder()
  const [one, other] = await Promise.all([serveElsewhere(home).catch(() => null), start(home)])
  expect(one?.ownerUrl).toBe(other.ownerUrl)
})

test('a database whose chief process is killed is started again at the same address', async () => {
  const home = await temporaryFolder()
  const sentences: string[] = []
  const database = await start(home, { log: (sentence) => sentences.push(sentence) })
  process.kill(await postmasterPid(database.dataDirectory), 'SIGKILL')
  await expect.poll(() => sentences, { timeout: 20_000 }).toContain('The database runs again.')
  expect(await query(database.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a pid file whose number belongs to another process by now does not stand in the way', async () => {
  const home = await temporaryFolder()
  const first = await startEmbedded(home, { fsync: false })
  const pidFile = join(first.dataDirectory, 'postmaster.pid')
  const left = await readFile(pidFile, 'utf8')
  await first.stop()
  // A process of the database's own user, or PostgreSQL would see through it by itself.
  const { uid, gid } = await stat(first.dataDirectory)
  const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/' })
  onTestFinished(() => void stranger.kill())
  await writeFile(pidFile, left.replace(/^\d+/, String(stranger.pid)))
  expect((await start(home)).adopted).toBe(false)
})

test('a first start that was killed half way is begun again', async () => {
  const home = await temporaryFolder()
  await mkdir(join(home, 'postgres-18.new-999999999', 'base'), { recursive: true })
  await start(home)
  await expect(access(join(home, 'postgres-18.new-999999999'))).rejects.toThrow('ENOENT')
})

test('a database without its passwords is refused, not replaced', async () => {
  const home = await temporaryFolder()
  const database = await startEmbedded(home, { fsync: false })
  await database.stop()
  await writeFile(join(home, 'database-passwords.json'), '{}')
  await expect(startEmbedded(home)).rejects.toThrow(/database-passwords\.json is damaged: restore it/)
})

test('a home that is a file is refused by name', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')
  await expect(startEmbedded(file)).rejects.toMatchObject({
    reason: 'configuration',
    message: `EVENKEEL_HOME is ${file}, a folder that cannot be made or written (it is no folder): choose another.`,
  })
})
