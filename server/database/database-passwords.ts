import { randomBytes } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartRefused, errorCode, systemReason } from '../start-refused.ts'

/** Passwords of the embedded database's two first logins, and the random name that tells its home from others. */
export interface DatabasePasswords {
  readonly id: string
  readonly postgres: string
  readonly evenkeel: string
}

export function passwordsFile(home: string): string {
  return join(home, 'database-passwords.json')
}

/** The passwords of this home, or null before its first start. */
export async function readPasswords(home: string): Promise<DatabasePasswords | null> {
  const file = passwordsFile(home)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw new StartRefused(
      'configuration',
      `${file} cannot be read (${systemReason(error)}): start Evenkeel as the user who made it, or set EVENKEEL_HOME to another folder.`,
    )
  }
  const passwords = parse(text)
  if (!passwords) {
    throw new StartRefused('configuration', `${file} is damaged: restore it from a backup of EVENKEEL_HOME.`)
  }
  return passwords
}

/** Draws the passwords and writes them, complete or not at all; of two processes at once the first one wins. */
export async function makePasswords(home: string): Promise<DatabasePasswords> {
  const random = () => randomBytes(24).toString('base64url')
  const passwords = { id: randomBytes(6).toString('hex'), postgres: random(), evenkeel: random() }
  const unfinished = `${passwordsFile(home)}.${passwords.id}`
  await writeFile(unfinished, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    await link(unfinished, passwordsFile(home))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    await unlink(unfinished)
  }
  return (await readPasswords(home)) ?? passwords
}

function parse(text: string): DatabasePasswords | null {
  try {
    const found = JSON.parse(text) as Partial<DatabasePasswords>
    const { id, postgres, evenkeel } = found
    return id && postgres && evenkeel ? { id, postgres, evenkeel } : null
  } catch {
    return null
  }
}
