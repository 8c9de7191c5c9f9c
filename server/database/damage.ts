import { readFile, statfs } from 'node:fs/promises'
import { StartRefused, errorCode } from '../start-refused.ts'
import type { DatabasePlace } from './data-directory.ts'

/** Passes when something outside the files is mended. */
const NOT_IN_THE_FILES =
  /lock file|still in use|could not bind|Address already in use|shared memory|not permitted/i
const DISK_FULL = /No space left on device|quota exceeded/i

/** Why PostgreSQL did not start, after its own last words, and what to do about it. */
export function startFailure(place: DatabasePlace, lastWords: string): StartRefused {
  const words = lastWords.replace(/\.$/, '')
  const sentence = `The database in ${place.dataDirectory} does not start: ${words}`
  if (DISK_FULL.test(words)) {
    return new StartRefused('unavailable', `${sentence}. Free some space on that disk, and start again.`)
  }
  if (/could not look up effective user ID/.test(words)) return namelessUser()
  if (/Permission denied|invalid permissions/.test(words)) {
    // As after a backup that root has put back as files of its own.
    const user = place.user?.uid ?? process.getuid?.() ?? 'you'
    return new StartRefused(
      'configuration',
      `${sentence}. Give its files back to the user it runs as: chown -R ${user} ${place.dataDirectory} && chmod 700 ${place.dataDirectory}`,
    )
  }
  if (NOT_IN_THE_FILES.test(words)) {
    return new StartRefused('unavailable', `${sentence}. The file ${place.logFile} says more.`)
  }
  return new StartRefused('unavailable', `${sentence}. ${remedy(place)}`)
}

/** As in a container that runs under a number only. */
export function namelessUser(): StartRefused {
  return new StartRefused(
    'configuration',
    `PostgreSQL cannot run as user ${process.getuid?.()}, who has no name on this system: give that user an entry in /etc/passwd, or set DATABASE_URL.`,
  )
}

/** PostgreSQL runs, but a part of its files is gone. */
export function damaged(place: DatabasePlace, lastWords: string): StartRefused {
  const words = lastWords.replace(/\.$/, '')
  return new StartRefused(
    'unavailable',
    `The database in ${place.dataDirectory} is damaged: ${words}. ${remedy(place)}`,
  )
}

/** PostgreSQL's log grows by files of this size; without room for one more it stops. */
const LOG_SEGMENT_BYTES = 16 * 1024 * 1024

/** A failure of work on the database, or that its disk is full: then every failure is that one, whatever it says. */
export async function fullDiskOr(error: unknown, { dataDirectory }: DatabasePlace): Promise<unknown> {
  const disk = await statfs(dataDirectory).catch(() => null)
  if (error instanceof StartRefused || !disk || disk.bavail * disk.bsize >= LOG_SEGMENT_BYTES) return error
  return new StartRefused(
    'unavailable',
    `The database in ${dataDirectory} cannot go on, as its disk is full. Free some space on that disk, and start again.`,
  )
}

function remedy({ dataDirectory, logFile }: DatabasePlace): string {
  return `Restore ${dataDirectory} from a backup, or move it away to start with an empty database; ${logFile} says more.`
}

/** Why the program itself could not be run. */
export function spawnProblem(error: Error): string {
  return ['EPERM', 'EINVAL'].includes(errorCode(error))
    ? 'PostgreSQL refuses to run as root and the switch to another user was not allowed; start Evenkeel as an ordinary user, or set DATABASE_URL'
    : error.message
}

/** What PostgreSQL said last of why it ended. */
export async function lastComplaint(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trim().split('\n')
  const complaint = lines.findLast((line) => /FATAL|PANIC|rror/.test(line)) ?? lines.at(-1) ?? ''
  return complaint.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') || `see ${logFile}`
}
