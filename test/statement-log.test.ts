import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { readConfig } from '../server/config.ts'
import { serve } from '../server/main.ts'
import { startDatabase } from '../server/running-database.ts'
import { environmentOf, evenkeel } from './start/evenkeel-process.ts'
import { temporaryFolder } from './start/temporary-folder.ts'
import { tablesWithoutFirm } from './statement-firm.ts'
import { statementsInLog, TEST_PROGRAM } from './statement-log.ts'

/** Asks as a test, not as the product. */
async function lookUp<Row extends object>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: TEST_PROGRAM })
  await client.connect()
  try {
    return (await client.query<Row>(query)).rows
  } finally {
    await client.end()
  }
}

/** What the other tests run on databases of their own: a server from its first start to its stop, and commands beside it. */
async function serveOnce(databaseUrl: string): Promise<void> {
  const home = await temporaryFolder()
  const environment = environmentOf(home, { DATABASE_URL: databaseUrl })
  const config = readConfig(environment)
  const server = await serve(config, startDatabase(config, { serving: true }))
  onTestFinished(() => server.close())
  for (const command of [
    ['token', '--user', 'ann', '--role', 'analyst'],
    ['plan', '--household', 'EK-101'],
  ]) {
    expect(evenkeel(command, environment)).toMatchObject({ status: 0 })
  }
}

test('every statement that the product has sent in this run ties the firm of every table it names', async () => {
  const urls = inject('databaseUrls')
  await serveOnce(urls.owner)
  const tables = await lookUp<{ name: string }>(
    urls.owner,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  )
  const ofFirms = new Set(tables.map(({ name }) => name))
  const logins = [urls.app, urls.reader].map((url) => new URL(url).username)
  const statements = await statementsInLog(inject('statementLog'), logins)
  expect(statements.length).toBeGreaterThan(20)
  // Begin and commit, settings, locks, notifications and partitions name no table of a firm, and so pass by themselves.
  const lacking = statements
    .map((statement) => ({ statement, without: tablesWithoutFirm(statement, ofFirms) }))
    .filter(({ without }) => without.length > 0)
  expect(lacking, 'a test asks for itself inside byTest of test/firm.ts').toEqual([])
})
