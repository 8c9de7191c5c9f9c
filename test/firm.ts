import { ensureFirm } from '../server/access/local-firm.ts'
import type { Database } from '../server/database/in-firm.ts'
import { uuidv7 } from '../server/database/ids.ts'

/** Makes a firm that no other test knows. */
export async function newFirm(database: Database, name = 'Test firm'): Promise<string> {
  const firmId = uuidv7()
  await ensureFirm(database, firmId, name)
  return firmId
}
