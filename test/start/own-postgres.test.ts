import { spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, readdir } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { environmentOf, evenkeel, serve, stop } from './evenkeel-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Where Debian and Ubuntu put PostgreSQL, one folder a major version. */
const DEBIAN = '/usr/lib/postgresql'
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

const versions = (await readdir(DEBIAN).catch(() => [])).filter((name) => Number(name) >= 15)

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

/** A cluster of the machine's own PostgreSQL, its superuser let in from this machine; gives an address for each login. */
async function startOwn(version: string) {
  const folder = await temporaryFolder()
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  if (NOBODY.uid !== undefined) await chown(data, NOBODY.uid, NOBODY.gid)
  await chmod(folder, 0o711)
  const port = await freePort()
  const run = (program: string, ...args: string[]) => {
    const { status, stderr } = spawnSync(join(DEBIAN, version, 'bin', program), args, {
      ...NOBODY,
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
    })
    if (status !== 0) throw new Error(`${program} has failed: ${stderr}`)
  }
  run(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '--auth-host=scram-sha-256',
    '--auth-local=trust',
    '--no-sync',
    '-E',
    'UTF8',
  )
  run(
    'pg_ctl',
    'start',
    '-w',
    '-D',
    data,
    '-l',
    join(data, 'log'),
    '-o',
    `-p ${port} -c fsync=off -c unix_socket_directories=${data} -c listen_addresses=127.0.0.1`,
  )
  onTestFinished(() => run('pg_ctl', 'stop', '-m', 'immediate', '-D', data))
  const administrator = new pg.Client({ host: data, port, user: 'postgres', database: 'postgres' })
  return {
    administrator,
    url: (login: string, database: string) => `postgres://${login}:secret-word@127.0.0.1:${port}/${database}`,
  }
}

test.runIf(versions.length > 0)(
  `a PostgreSQL of one’s own, ${versions[0] ?? 'of which this machine has none'}: what an administrator is told to run suffices, and the firm is served`,
  async () => {
    const { administrator, url } = await startOwn(versions[0] ?? '')
    await administrator.connect()
    onTestFinished(() => administrator.end())
    await administrator.query("create role firm_owner login password 'secret-word'")
    await administrator.query('create database firm')
    const home = join(await temporaryFolder(), 'home')
    const database = { DATABASE_URL: url('firm_owner', 'firm') }
    const refused = () => evenkeel(['serve'], environmentOf(home, database))
    // First it does not own the database, then it may not make logins: each time the sentence ends with the remedy.
    for (const trait of ['does not own the database firm', 'may not make the logins']) {
      const { status, stderr } = refused()
      expect(status).toBe(78)
      expect(stderr).toContain(trait)
      expect(stderr).not.toContain('secret-word')
      const remedy = /a database administrator can run: (.*)\n$/.exec(stderr)?.[1] ?? ''
      expect(remedy).not.toBe('')
      await administrator.query(remedy)
    }
    const { child, addresses } = await serve(home, { environment: database })
    const ready = await fetch(new URL('/readyz', addresses.graphql))
    expect(ready.status).toBe(200)
    const { rows } = await administrator.query('show server_version_num')
    expect(String((rows[0] as { server_version_num: string }).server_version_num)).toMatch(
      new RegExp(`^${versions[0]}`),
    )
    expect(await stop(child)).toBe(0)
    // Their PostgreSQL goes on.
    await administrator.query('select 1')
  },
  120_000,
)
