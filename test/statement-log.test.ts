import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { environmentOf, evenkeel, serve, stop } from './start/evenkeel-process.ts'
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

/** What other tests run on databases of their own: a server with a worker, from its first start to its stop, and commands. */
async function serveOnce(databaseUrl: string): Promise<void> {
  const home = await temporaryFolder()
  const environment = { DATABASE_URL: databaseUrl }
  const { child } = await serve(home, { environment })
  for (const command of [
    ['token', '--user', 'ann', '--role', 'analyst'],
    ['plan', '--household', 'EK-101'],
  ]) {
    expect(evenkeel(command, environmentOf(home, environment))).toMatchObject({ status: 0 })
  }
  expect(await stop(child)).toBe(0)
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
  const [owner, ...working] = [urls.owner, urls.app, urls.reader].map((url) => new URL(url).username)
  const statements = await statementsInLog(inject('statementLog'), { owner: owner!, working })
  expect(statements.length).toBeGreaterThan(20)
  // Begin and commit, settings, locks, notifications and partitions name no table of a firm, and so pass by themselves.
  const lacking = statements
    .map((statement) => ({ statement, without: tablesWithoutFirm(statement, ofFirms) }))
    .filter(({ without }) => without.length > 0)
  expect(lacking, 'a test asks for itself inside byTest of test/firm.ts').toEqual([])
})
