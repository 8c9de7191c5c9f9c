import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'
import { ensureLogins, versionRefusal } from '../../server/database/logins.ts'
import { environmentOf, LAUNCHER } from './evenkeel-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const FIRM = '00000000-0000-7000-8000-00000000d0d0'

/** A server of our own: what is done to logins here would throw other tests out. */
let home = ''
let database: EmbeddedDatabase
let superuser = ''

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'evenkeel-logins-'))
  await chmod(home, 0o711)
  database = await startEmbedded(home, { fsync: false })
  const passwords = JSON.parse(await readFile(join(home, 'database-passwords.json'), 'utf8')) as {
    postgres: string
  }
  superuser = urlOf('postgres', passwords.postgres, 'postgres')
  await query(
    superuser,
    `create role super login superuser password 'secret-word';
     create role bypass login bypassrls password 'secret-word';
     create role plain login password 'secret-word';
     create role stranger login createrole password 'secret-word'`,
  )
  await query(superuser, 'create database plain owner plain')
})

afterAll(async () => {
  await database.stop()
  await rm(home, { recursive: true, force: true })
})

/** The server's address under another login. */
function urlOf(login: string, password = 'secret-word', name = 'evenkeel'): string {
  const url = new URL(database.ownerUrl)
  url.username = login
  url.password = password
  url.pathname = `/${name}`
  return url.href
}

async function refusalOf(url: string): Promise<Error> {
  return ensureLogins(url).then(
    () => {
      throw new Error('The owner was accepted')
    },
    (error: Error) => error,
  )
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

test('every process derives the same logins from the same owner', async () => {
  const { ownerUrl } = database
  const [one, other] = await Promise.all([ensureLogins(ownerUrl), ensureLogins(ownerUrl)])
  expect(one).toEqual(other)
  expect(new URL(one.app).username).toBe('evenkeel_app')
  expect(new URL(one.reader).username).toBe('evenkeel_reader')
  expect((await query(one.reader, 'select current_user as name')).rows).toEqual([{ name: 'evenkeel_reader' }])
})

test('a login whose password was changed is given the derived one again', async () => {
  const { app } = await ensureLogins(database.ownerUrl)
  await query(database.ownerUrl, `alter role evenkeel_app password 'other'`)
  await expect(query(app, 'select 1')).rejects.toThrow('password authentication failed')
  await ensureLogins(database.ownerUrl)
  expect((await query(app, 'select current_user as name')).rows).toEqual([{ name: 'evenkeel_app' }])
})

test('app and reader are ordinary logins', async () => {
  const { rows } = await query(
    database.ownerUrl,
    `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty
     from pg_roles where rolname in ('evenkeel_app', 'evenkeel_reader') order by rolname`,
  )
  expect(rows).toEqual([
    { rolname: 'evenkeel_app', mighty: false },
    { rolname: 'evenkeel_reader', mighty: false },
  ])
})

test('the reader can write nothing, also where it asks for a writing transaction; the app can', async () => {
  const { app, reader } = inject('databaseUrls')
  const insert = `select set_config('app.firm', '${FIRM}', true);
    insert into firm (firm_id, name, version) values ('${FIRM}', 'Dodo', 1)`
  await expect(query(reader, `begin; ${insert}; commit`)).rejects.toThrow('read-only transaction')
  await expect(query(reader, `begin read write; ${insert}; commit`)).rejects.toThrow('permission denied')
  await expect(query(reader, 'create table mine (id int)')).rejects.toThrow()
  await query(app, `begin; ${insert}; rollback`)
})

test.each([
  ['super', 'is a superuser'],
  ['bypass', 'has BYPASSRLS'],
])('an owner that no row security binds is refused: %s %s', async (login, trait) => {
  await expect(ensureLogins(urlOf(login))).rejects.toMatchObject({
    reason: 'configuration',
    message: `The login ${login} of DATABASE_URL ${trait}, so that no wall between firms would bind it: name an ordinary login that owns the database.`,
  })
})

test('a login that does not own the database is refused with what an administrator can run', async () => {
  await expect(ensureLogins(urlOf('stranger'))).rejects.toThrow(
    'does not own the database evenkeel; a database administrator can run: ALTER DATABASE "evenkeel" OWNER TO "stranger";',
  )
})

test('an owner that may not make logins is told the exact statements, without a password, and they suffice', async () => {
  const url = urlOf('plain', 'secret-word', 'plain')
  const refusal = (await refusalOf(url)).message
  expect(refusal).toMatch(
    /^The login plain of DATABASE_URL may not make the logins plain_app and plain_reader; /,
  )
  expect(refusal).not.toContain('secret-word')
  const statements = refusal.split('can run: ')[1] ?? ''
  for (const statement of statements.split(/;\s*/).filter(Boolean)) await query(superuser, statement)
  const { app, reader } = await ensureLogins(url)
  expect((await query(app, 'select current_user as name')).rows).toEqual([{ name: 'plain_app' }])
  expect((await query(reader, 'select current_user as name')).rows).toEqual([{ name: 'plain_reader' }])
  expect(refusal).not.toContain(new URL(app).password)
})

test.each([
  [
    'a wrong password',
    () => urlOf('evenkeel', 'wrong-word'),
    /refuses the login evenkeel of DATABASE_URL or its password\.$/,
  ],
  [
    'an unknown login',
    () => urlOf('nobody_here'),
    /refuses the login nobody_here of DATABASE_URL or its password\.$/,
  ],
  [
    'an unknown database',
    () => urlOf('plain', 'secret-word', 'elsewhere'),
    /has no database elsewhere: make it, owned by/,
  ],
  [
    'no password',
    () => 'postgres://evenkeel@127.0.0.1/evenkeel',
    /must name the owner login and its password/,
  ],
  ['a name too long', () => urlOf('o'.repeat(57)), /is longer than 56 letters/],
])('%s is refused in a sentence without the password', async (_, url, sentence) => {
  const refusal = await refusalOf(url())
  expect(refusal).toMatchObject({ reason: 'configuration', message: expect.stringMatching(sentence) })
  expect(refusal.message).not.toMatch(/secret-word|wrong-word/)
})

test('a server that is not there, and one that never answers, are unreachable, in a sentence without the password', async () => {
  await expect(ensureLogins('postgres://evenkeel:secret-word@127.0.0.1:1/evenkeel')).rejects.toMatchObject({
    reason: 'unavailable',
    message: 'No PostgreSQL can be reached at 127.0.0.1:1, the address in DATABASE_URL (ECONNREFUSED).',
  })
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  await expect(
    ensureLogins(`postgres://evenkeel:secret-word@127.0.0.1:${port}/evenkeel`),
  ).rejects.toMatchObject({
    reason: 'unavailable',
    message: `No PostgreSQL can be reached at 127.0.0.1:${port}, the address in DATABASE_URL (timeout expired).`,
  })
  silent.close()
})

test('PostgreSQL 15 is new enough', () => {
  expect(versionRefusal(150_000)).toBeNull()
  expect(versionRefusal(149_999)).not.toBeNull()
})

/** No PostgreSQL: it lets everybody in and answers any question with its version, as number and as text. */
async function startVersionTeller(version: string): Promise<number> {
  const message = (type: string, ...parts: readonly (string | Buffer)[]) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
    const head = Buffer.alloc(5)
    head.write(type)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const int = (bytes: 2 | 4, value: number) => {
    const buffer = Buffer.alloc(bytes)
    buffer.writeIntBE(value, 0, bytes)
    return buffer
  }
  const ready = message('Z', 'I')
  const column = [
    int(2, 1),
    'server_version_num\0',
    int(4, 0),
    int(2, 0),
    int(4, 25),
    int(2, -1),
    int(4, -1),
    int(2, 0),
  ]
  const answer = Buffer.concat([
    message('T', ...column),
    message('D', int(2, 1), int(4, version.length), version),
    message('C', 'SHOW\0'),
    ready,
  ])
  const teller = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int(4, 0)), ready]))
      socket.on('data', (asked) => {
        // Statements with values (the lock) come in parts of the extended protocol, plain ones as Q.
        if (asked.toString('latin1', 0, 1) === 'Q') socket.write(answer)
        else if (asked.toString('latin1', 0, 1) === 'P')
          socket.write(
            Buffer.concat([message('1'), message('2'), message('n'), message('C', 'SELECT 1\0'), ready]),
          )
      })
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void teller.close())
  await once(teller, 'listening')
  return (teller.address() as AddressInfo).port
}

test('a start on PostgreSQL 14, or on a superuser’s login, ends with a sentence and exit code 78', async () => {
  const home = join(await temporaryFolder(), 'home')
  const start = (DATABASE_URL: string) => evenkeelOf(['serve'], environmentOf(home, { DATABASE_URL }))
  const port = await startVersionTeller('140011')
  expect(await start(`postgres://owner:secret-word@127.0.0.1:${port}/firm`)).toEqual({
    status: 78,
    stderr: 'evenkeel: DATABASE_URL names a PostgreSQL 14: Evenkeel needs version 15 or later.\n',
  })
  const mighty = await start(urlOf('super'))
  expect(mighty.status).toBe(78)
  expect(mighty.stderr).toMatch(/^evenkeel: The login super of DATABASE_URL is a superuser, .*\.\n$/)
})

/** As `evenkeel`, without standing still: what it talks to may live in this process. */
async function evenkeelOf(args: readonly string[], env: ReturnType<typeof environmentOf>) {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stderr }
}
