import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../server/database/embedded.ts'
import { readPasswords } from '../server/database/database-passwords.ts'
import { ensureLogins, type DatabaseUrls } from '../server/database/logins.ts'
import { migrate } from '../server/database/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Addresses of the run's one real PostgreSQL, migrated; tests keep apart by a firm of their own. */
    databaseUrls: DatabaseUrls
    /** The file in which that PostgreSQL writes down every statement that it is sent. */
    statementLog: string
  }
}

/** Starts a throw-away PostgreSQL for the run (no fsync), and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-test-'))
  // PostgreSQL runs as nobody where tests run as root, and must pass through.
  await chmod(home, 0o711)
  const database = await startEmbedded(home, { fsync: false })
  const urls = await ensureLogins(database.ownerUrl)
  await migrate(database.ownerUrl)
  await writeDownStatements(urls, home)
  project.provide('databaseUrls', urls)
  project.provide('statementLog', join(home, 'postgres-18.log'))
  return async () => {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Lets PostgreSQL write down what its three logins send, each statement with the name of the program, without parameters. */
async function writeDownStatements(urls: DatabaseUrls, home: string): Promise<void> {
  const superuser = new URL(urls.owner)
  superuser.username = 'postgres'
  superuser.password = (await readPasswords(home))!.postgres
  const client = new pg.Client({ connectionString: superuser.href })
  await client.connect()
  try {
    await client.query(`alter system set log_line_prefix = '%a|%u|'`)
    await client.query('alter system set log_parameter_max_length = 0')
    for (const login of [urls.owner, urls.app, urls.reader].map((url) => new URL(url).username)) {
      await client.query(`alter role ${pg.escapeIdentifier(login)} set log_statement = 'all'`)
    }
    await client.query('select pg_reload_conf()')
  } finally {
    await client.end()
  }
}
