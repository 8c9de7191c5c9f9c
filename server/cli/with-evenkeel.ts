import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { readConfig } from '../config.ts'
import type { Evenkeel } from '../open-evenkeel.ts'

/** Evenkeel as a command uses it: open, and under the name of whoever runs the command. */
export interface OpenEvenkeel extends Evenkeel {
  /** Who asks, for the audit: the system's user, and a number of this run. */
  readonly by: { readonly name: string; readonly requestId: string }
}

/** Runs work on the database (attached to where a server runs, else started for the purpose) and lets go of it. */
export async function withEvenkeel<T>(work: (evenkeel: OpenEvenkeel) => Promise<T>): Promise<T> {
  const config = readConfig()
  // Loaded late: most of what a command needs to refuse its input needs none of it.
  const { startDatabase } = await import('../running-database.ts')
  const starting = startDatabase(config)
  // Awaited, and its failure told, as soon as the rest is loaded.
  starting.catch(() => undefined)
  const { openEvenkeel } = await import('../open-evenkeel.ts')
  const evenkeel = await openEvenkeel(starting)
  try {
    return await work({
      ...evenkeel,
      by: { name: `${systemUser()} (command line)`, requestId: randomUUID() },
    })
  } finally {
    await evenkeel.close()
  }
}

/** The name of whoever runs the command; in a container often only a number. */
function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.()}`
  }
}
