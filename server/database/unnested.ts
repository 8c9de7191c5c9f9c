import { sql, type RawBuilder } from 'kysely'

/** A column of rows on their way into the database: its type there, and its value in a row. */
export interface BulkColumn<R> {
  readonly type:
    | 'uuid'
    | 'text'
    | 'date'
    | 'integer'
    | 'bigint'
    | 'boolean'
    | 'numeric'
    | 'jsonb'
    | 'bytea'
    | 'timestamptz'
  readonly of: (row: R) => string | number | boolean | Uint8Array | null
}

export type BulkColumns<R> = Readonly<Record<string, BulkColumn<R>>>

/** Rows of one statement; more would make its parameters large, and gain nothing. */
const CHUNK_ROWS = 20_000

/**
 * Rows as a table of a statement, one array a column: as fast as COPY, which row security refuses, and in need of no temporary
 * table. Names are of this program, never of a file.
 */
export function unnested<R>(rows: readonly R[], columns: BulkColumns<R>, alias: string): RawBuilder<unknown> {
  const entries = Object.entries(columns)
  const arrays = entries.map(([, { type, of }]) => sql`${rows.map(of)}::${sql.raw(type)}[]`)
  const names = entries.map(([name]) => sql.ref(name))
  return sql`unnest(${sql.join(arrays)}) as ${sql.ref(alias)} (${sql.join(names)})`
}

/** Rows in pieces of a size that one statement takes well. */
export function inChunks<R>(rows: readonly R[]): R[][] {
  const chunks: R[][] = []
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) chunks.push(rows.slice(at, at + CHUNK_ROWS))
  return chunks
}
