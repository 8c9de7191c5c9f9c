import { sql } from 'kysely'
import type { Database } from '../../server/database/in-firm.ts'
import { byTest } from '../firm.ts'

const TABLES = [
  'account_transaction',
  'account',
  'asset_class',
  'audit_entry',
  'cash_balance',
  'custodian_fee',
  'drift',
  'file_load',
  'household',
  'model',
  'model_assignment',
  'model_node',
  'model_security',
  'model_version',
  'override',
  'position',
  'price',
  'scheduled_purchase',
  'security',
  'tax_lot',
  'tax_lot_change',
  'taxpayer',
] as const

/** How many rows a firm has in each table that a load may touch. */
export async function countRows(database: Database, firmId: string): Promise<Record<string, number>> {
  return database.readInFirm(firmId, async ({ kysely }) => {
    const counts: Record<string, number> = {}
    for (const table of TABLES) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} where firm_id = ${firmId}`.execute(kysely)
      counts[table] = rows[0]!.count
    }
    return counts
  })
}

/** Rows of a query inside a firm. */
export async function rowsOf<T extends object>(
  database: Database,
  firmId: string,
  query: string,
): Promise<T[]> {
  return byTest(
    database,
    firmId,
    async ({ kysely }) => (await sql<T>`${sql.raw(query)}`.execute(kysely)).rows,
  )
}
