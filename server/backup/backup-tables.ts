import type pg from 'pg'

/** Every table of a firm, each after those that it refers to; a test holds this against the database. */
export const BACKUP_TABLES = [
  'firm',
  'firm_user',
  'access_token',
  'asset_class',
  'security',
  'price',
  'model',
  'model_version',
  'model_node',
  'model_security',
  'household',
  'model_assignment',
  'taxpayer',
  'account',
  'account_transaction',
  'cash_balance',
  'tax_lot',
  'tax_lot_change',
  'position',
  'override',
  'scheduled_purchase',
  'custodian_fee',
  'upload',
  'file_load',
  'drift',
  'alert',
  'snapshot_content',
  'batch',
  'batch_chunk',
  'proposal',
  'batch_household',
  'proposed_trade',
  'proposal_decision',
  'approval_policy',
  'audit_entry',
  'audit_head',
  'audit_checkpoint',
  'mutation_key',
] as const

/** Tables by date, whose partitions a restored firm may need anew: the column that says which, and how long one lasts. */
export const PARTITIONED = {
  snapshot_content: { column: 'month', lasts: '1 month', named: 'YYYY_MM' },
  mutation_key: { column: 'recorded_on', lasts: '1 day', named: 'YYYY_MM_DD' },
} as const

export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** Columns and primary keys of tables, as the database has them. */
export async function shapesOf(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; key: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         order by a.attnum) as columns,
       array(select a.attname::text from pg_index i cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where i.indrelid = c.oid and i.indisprimary order by k.place) as key
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any ($1)`,
    [BACKUP_TABLES],
  )
  const shapes = new Map(rows.map((row) => [row.name, row]))
  return BACKUP_TABLES.map((name) => shapes.get(name)!)
}

const quoted = (name: string) => `"${name}"`

/** The columns of a table as a list of SQL. */
export const columnList = ({ columns }: TableShape) => columns.map(quoted).join(', ')

/** A firm's rows of a table in order of their key, as text that is the same wherever they lie. The firm is that of the session. */
export const copyOut = (shape: TableShape) =>
  `copy (select ${columnList(shape)} from ${quoted(shape.name)}
     where firm_id = current_setting('app.firm')::uuid order by ${shape.key.map(quoted).join(', ')}) to stdout`

/** Makes dates, numbers and bytes have one spelling, whatever the server's settings. */
export const ONE_SPELLING = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 3; set local bytea_output = 'hex'; set local statement_timeout = 0`
