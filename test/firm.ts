import { sql } from 'kysely'
import { ensureFirm } from '../server/access/local-firm.ts'
import type { Database, FirmTransaction } from '../server/database/in-firm.ts'
import { uuidv7 } from '../server/database/ids.ts'
import { TEST_PROGRAM } from './statement-log.ts'

/** Makes a firm that no other test knows. */
export async function newFirm(database: Database, name = 'Test firm'): Promise<string> {
  const firmId = uuidv7()
  await ensureFirm(database, firmId, name)
  return firmId
}

/**
 * What a test itself looks up or changes among a firm's rows: its statements are written down as a test's, so that they may leave
 * out `firm_id`, which the product's never do.
 */
export async function byTest<T>(
  database: Database,
  firmId: string,
  work: (transaction: FirmTransaction) => Promise<T>,
): Promise<T> {
  return database.inFirm(firmId, async (transaction) => {
    await sql`set local application_name = ${sql.lit(TEST_PROGRAM)}`.execute(transaction.kysely)
    return work(transaction)
  })
}
