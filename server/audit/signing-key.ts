import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartRefused, errorCode, systemReason } from '../start-refused.ts'

/** The key that checkpoints of this installation are signed with (Ed25519, PEM): made at the first need, readable by us alone. */
export async function loadSigningKey(home: string): Promise<KeyObject> {
  const file = join(home, 'audit-key.pem')
  const pem = (await readKey(file)) ?? (await makeKey(file))
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below.
  }
  throw new StartRefused(
    'configuration',
    `The file ${file} holds no Ed25519 key: bring the one back that was there, or remove it, and a new key will sign from now on.`,
  )
}

async function readKey(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw unusable(file, error)
  }
}

/** Whoever comes second takes the key of whoever was first. */
async function makeKey(file: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(pem)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return pem
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unusable(file, error)
    return (await readKey(file)) ?? ''
  }
}

const unusable = (file: string, error: unknown) =>
  new StartRefused(
    'configuration',
    `The key that signs the audit cannot be kept in ${file} (${systemReason(error)}): make that file readable, or choose another EVENKEEL_HOME.`,
  )
