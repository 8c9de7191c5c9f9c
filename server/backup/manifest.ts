import type { Checkpoint } from '../audit/checkpoint.ts'

export const BACKUP_FORMAT = 'evenkeel-backup/1'

/** What a backup holds: the file that makes its folder one. */
export interface Manifest {
  readonly format: typeof BACKUP_FORMAT
  readonly firmId: string
  readonly firmName: string
  /** By the database's clock. */
  readonly takenAt: string
  /** The state of the tables: a database of exactly these migrations takes it back. */
  readonly migrations: readonly string[]
  readonly tables: readonly TableContent[]
  /** Where the audit chain of the backup ends, signed. */
  readonly checkpoint: Checkpoint
}

export interface TableContent {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** Of the rows as text, in order of their key; of nothing for a table without rows. */
  readonly sha256: string
}

export const MANIFEST_FILE = 'manifest.json'

/** The file of a table's rows: PostgreSQL's text format, compressed by zstd. */
export const tableFile = (name: string) => `${name}.copy.zst`
