import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import type { Manifest } from '../backup/manifest.ts'
import { readConfig } from '../config.ts'
import { InputRefused } from './failure.ts'
import { Progress } from './progress.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface BackupOptions {
  readonly json?: true
}

/** `evenkeel backup`: all of the firm as of one moment, while a server may run. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('write all of the firm to a folder, as of one moment, while the server may run')
    .argument('<folder>', 'a folder to make, such as backup-2026-11-25')
    .option('--json', 'print JSON')
    .action(backup)
}

/** `evenkeel restore`: a backup into a database in which nothing was loaded. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('bring a backup back into a new, empty database; every hash is checked')
    .argument('<folder>', 'what `evenkeel backup` made')
    .option('--json', 'print JSON')
    .action(restore)
}

async function backup(folder: string, { json }: BackupOptions): Promise<void> {
  const path = resolve(folder)
  if (await stat(path).catch(() => null))
    throw new InputRefused(`${folder} is there already: name a folder to make.`)
  const { writeBackup } = await import('../backup/write-backup.ts')
  const { loadSigningKey } = await import('../audit/signing-key.ts')
  const manifest = await withProgress('writing', (onTable) =>
    withEvenkeel(async ({ database, ownerUrl, firmId, by: actor }) => {
      const privateKey = await loadSigningKey(readConfig().home)
      return writeBackup({ database, ownerUrl }, { firmId, actor, privateKey, folder: path, onTable })
    }),
  )
  tell(manifest, json, `${folder} holds all of ${manifest.firmName} as of ${manifest.takenAt}`)
}

async function restore(folder: string, { json }: BackupOptions): Promise<void> {
  const { restoreBackup } = await import('../backup/restore-backup.ts')
  const manifest = await withProgress('restoring', (onTable) =>
    withEvenkeel(({ ownerUrl, firmId }) =>
      restoreBackup(ownerUrl, { folder: resolve(folder), firmId, onTable }),
    ),
  )
  tell(
    manifest,
    json,
    `${manifest.firmName} is back as of ${manifest.takenAt}, every table as it was written`,
  )
}

type OnTable = (name: string, tables: number) => void

async function withProgress<T>(stage: string, work: (onTable: OnTable) => Promise<T>): Promise<T> {
  const progress = new Progress()
  let isStarted = false
  try {
    return await work((_name, tables) => {
      if (isStarted) progress.step()
      else progress.start(stage, tables)
      isStarted = true
    })
  } finally {
    progress.end()
  }
}

function tell({ tables, checkpoint, takenAt, firmId }: Manifest, json: true | undefined, sentence: string) {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  process.stdout.write(
    json
      ? `${JSON.stringify({ firmId, takenAt, tables: tables.length, rows, auditRecords: checkpoint.seq, lastHash: checkpoint.hash })}\n`
      : `${sentence}: ${rows} rows of ${tables.length} tables, ${checkpoint.seq} audit records.\n`,
  )
}
