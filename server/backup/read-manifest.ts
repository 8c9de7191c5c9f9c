import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, StartRefused, systemReason } from '../start-refused.ts'
import { BACKUP_FORMAT, MANIFEST_FILE, type Manifest } from './manifest.ts'

/** The manifest of a folder that is a backup; else a refusal. */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(join(folder, MANIFEST_FILE), 'utf8')
  } catch (error) {
    throw new StartRefused(
      'badInput',
      errorCode(error) === 'ENOENT'
        ? `${folder} is no backup: it has no ${MANIFEST_FILE}.`
        : `${folder} cannot be read (${systemReason(error)}).`,
    )
  }
  const manifest = parsed(text)
  if (manifest) return manifest
  throw new StartRefused(
    'badInput',
    `${join(folder, MANIFEST_FILE)} is no manifest of a backup (${BACKUP_FORMAT}).`,
  )
}

function parsed(text: string): Manifest | null {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null
    const isManifest =
      value?.format === BACKUP_FORMAT &&
      typeof value.firmId === 'string' &&
      Array.isArray(value.migrations) &&
      Array.isArray(value.tables)
    return isManifest ? (value as Manifest) : null
  } catch {
    return null
  }
}
