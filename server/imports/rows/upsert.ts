import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { Written } from './tally.ts'
import { inChunks, unnested, type BulkColumns } from '../../database/unnested.ts'

/** What a column gets, of what the file states and what is known. */
type Chosen = (stated: RawBuilder<unknown>, known: RawBuilder<unknown>) => RawBuilder<unknown>

/** What the file states, else what is known, else what a new row begins with. */
export const orKnown =
  (initial: string | number | boolean): Chosen =>
  (stated, known) =>
    sql`coalesce(${stated}, ${known}, ${sql.lit(initial)})`

/** A noun with a name of its own in files: its table, the column of that name, and the columns that a file states. */
export interface UpsertedNoun<R> {
  readonly table: 'security' | 'household' | 'taxpayer' | 'account'
  readonly key: string
  readonly columns: BulkColumns<R>
  /** Columns that a file may leave out or empty. */
  readonly chosen?: Readonly<Record<string, Chosen>>
  /** Columns that a new row begins with and that this load changes elsewhere. */
  readonly beginsWith?: BulkColumns<R>
}

/**
 * Adds rows whose name is new and changes those that differ, raising their version; equal rows are left alone. `ids` gets the
 * id of every row by its name.
 */
export async function upsert<R>(
  transaction: FirmTransaction,
  noun: UpsertedNoun<R>,
  rows: readonly R[],
  ids: Map<string, string>,
): Promise<Written> {
  const keyOf = noun.columns[noun.key]?.of
  if (!keyOf) throw new Error(`${noun.table} has no column ${noun.key}`)
  for (const row of rows) {
    const name = String(keyOf(row))
    if (!ids.has(name)) ids.set(name, uuidv7())
  }
  const id: BulkColumns<R> = { id: { type: 'uuid', of: (row) => ids.get(String(keyOf(row))) ?? null } }
  const added = new Set<string>()
  const changed = new Set<string>()
  for (const chunk of inChunks(rows)) {
    for (const row of await upsertChunk(transaction, noun, chunk, id)) {
      if (row.is_new) added.add(row.name)
      else changed.add(row.name)
    }
  }
  return { added, changed }
}

async function upsertChunk<R>(
  { firmId, kysely }: FirmTransaction,
  { table, key, columns, chosen = {}, beginsWith }: UpsertedNoun<R>,
  rows: readonly R[],
  id: BulkColumns<R>,
): Promise<{ name: string; is_new: boolean }[]> {
  const all = { ...id, ...columns, ...beginsWith }
  const names = Object.keys(all)
  const compared = Object.keys(columns).filter((name) => name !== key)
  const stored = sql.join(compared.map((name) => sql.ref(`${table}.${name}`)))
  const stated = sql.join(compared.map((name) => sql.ref(`excluded.${name}`)))
  const assignments = sql.join(compared.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))
  const values = names.map((name) => {
    const stated = sql.ref(`stated.${name}`)
    return chosen[name]?.(stated, sql.ref(`known.${name}`)) ?? stated
  })
  const { rows: written } = await sql<{ name: string; is_new: boolean }>`
    insert into ${sql.table(table)} (firm_id, ${sql.join(names.map((name) => sql.ref(name)))}, version)
    select ${firmId}::uuid, ${sql.join(values)}, 1
    from ${unnested(rows, all, 'stated')}
    left join ${sql.table(table)} as known
      on known.firm_id = ${firmId}::uuid and ${sql.ref(`known.${key}`)} = ${sql.ref(`stated.${key}`)}
    on conflict (firm_id, ${sql.ref(key)}) do update set ${assignments}, version = ${sql.ref(`${table}.version`)} + 1
    where row(${stored}) is distinct from row(${stated})
    returning ${sql.ref(key)} as name, (xmax = 0) as is_new`.execute(kysely)
  return written
}
