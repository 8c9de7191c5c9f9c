import { chown, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { prepareHome } from '../evenkeel-home.ts'
import { StartRefused, errorCode, isDiskFull, systemReason } from '../start-refused.ts'
import { copyBinaries, installedBinaries, type EmbeddedBinaries } from './embedded-binaries.ts'
import { makePasswords, passwordsFile, readPasswords, type DatabasePasswords } from './database-passwords.ts'

/** The major version of the PostgreSQL that comes along. The database lives in a folder named after it; another major version of PostgreSQL gets another folder. */
const POSTGRES_VERSION = '18'
const DATA_FOLDER = `postgres-${POSTGRES_VERSION}`
/** Where binaries and data move when root starts Evenkeel and the database's user cannot reach EVENKEEL_HOME. */
const SHARED_FOLDER = '/var/lib/evenkeel'
/** PostgreSQL refuses to run as root; the user nobody has this number on every Linux. */
const NOBODY = { uid: 65534, gid: 65534 }

/** A user of the system, by number. */
export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Everything about where and as whom the embedded database runs. */
export interface DatabasePlace {
  readonly dataDirectory: string
  readonly isNew: boolean
  readonly logFile: string
  readonly binaries: EmbeddedBinaries
  readonly passwords: DatabasePasswords
  /** Null: as ourselves. */
  readonly user: SystemUser | null
  /** The file in EVENKEEL_HOME that must name the data directory once it exists; null where it lies in its usual place. */
  readonly pointer: string | null
}

/** Finds, or chooses and prepares, the place of the database of `home`. */
export async function placeDatabase(home: string, log: (sentence: string) => void): Promise<DatabasePlace> {
  await prepareHome(home)
  try {
    return await place(await realpath(home), log)
  } catch (error) {
    if (error instanceof StartRefused) throw error
    const remedy = isDiskFull(error) ? ': free some space' : ''
    throw new StartRefused(
      'unavailable',
      `The database cannot be placed in EVENKEEL_HOME ${home} (${systemReason(error)})${remedy}.`,
    )
  }
}

async function place(home: string, log: (sentence: string) => void): Promise<DatabasePlace> {
  const pointer = join(home, `${DATA_FOLDER}.location`)
  const moved = (await readFile(pointer, 'utf8').catch(() => '')).trim()
  const existing = moved || join(home, DATA_FOLDER)
  const owner = await ownerOf(existing)
  if (moved && !owner) {
    throw new StartRefused(
      'configuration',
      `${pointer} says that the database is in ${moved}, which does not exist: restore that folder, or remove the file to start with an empty database.`,
    )
  }
  const known = await readPasswords(home)
  if (owner && !known) {
    throw new StartRefused(
      'configuration',
      `${existing} holds a database but its passwords, ${passwordsFile(home)}, are missing: restore that file from a backup.`,
    )
  }
  const passwords = known ?? (await makePasswords(home))
  const user = databaseUser(owner, existing)
  if (owner) await refuseForeignFiles(existing)
  const dataDirectory = owner ? existing : await chooseDirectory(home, passwords, user, log)
  if (owner && user && !(await canReach(user, dirname(existing)))) {
    throw new StartRefused(
      'configuration',
      `${existing} holds the database, but its user (${user.uid}) cannot pass through the folders above it: give them mode 711.`,
    )
  }
  const installed = await installedBinaries()
  const binaries =
    user && !(await canReach(user, installed.folder))
      ? await copyBinaries(installed, SHARED_FOLDER)
      : installed
  const isNew = !owner && !(await ownerOf(dataDirectory))
  return {
    dataDirectory,
    isNew,
    logFile: join(home, `${DATA_FOLDER}.log`),
    binaries,
    passwords,
    user,
    pointer: !moved && dataDirectory !== existing ? pointer : null,
  }
}

/** Below EVENKEEL_HOME, or, where the database's user cannot go there, in a folder of its own that a pointer names. */
async function chooseDirectory(
  home: string,
  passwords: DatabasePasswords,
  user: SystemUser | null,
  log: (sentence: string) => void,
): Promise<string> {
  if (!user || (await canReach(user, home))) return join(home, DATA_FOLDER)
  const parent = join(SHARED_FOLDER, passwords.id)
  const dataDirectory = join(parent, DATA_FOLDER)
  await mkdir(parent, { recursive: true, mode: 0o755 })
  log(
    `Root starts Evenkeel, PostgreSQL runs as nobody, and nobody cannot reach ${home}: the database is kept in ${dataDirectory}.`,
  )
  return dataDirectory
}

/** Ourselves, or for root the owner of the existing data, or nobody. */
function databaseUser(owner: SystemUser | null, dataDirectory: string): SystemUser | null {
  const ourselves = process.getuid?.()
  if (ourselves === undefined) return null
  if (ourselves === 0) return owner && owner.uid !== 0 ? owner : NOBODY
  if (owner && owner.uid !== ourselves) {
    throw new StartRefused(
      'configuration',
      `The database in ${dataDirectory} belongs to user ${owner.uid}, and you are user ${ourselves}: start Evenkeel as that user, or set EVENKEEL_HOME to a folder of your own.`,
    )
  }
  return null
}

/** A folder that holds no database of this release's PostgreSQL: neither started, nor replaced. */
async function refuseForeignFiles(dataDirectory: string): Promise<void> {
  const version = await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (version === null) {
    throw new StartRefused(
      'configuration',
      `${dataDirectory} is there but holds no database: restore it from a backup, or remove it to start with an empty database.`,
    )
  }
  if (version.trim() === POSTGRES_VERSION) return
  throw new StartRefused(
    'configuration',
    `${dataDirectory} holds a database of PostgreSQL ${version.trim()}, and this Evenkeel brings PostgreSQL ${POSTGRES_VERSION}: start the Evenkeel that made it, or set EVENKEEL_HOME to another folder.`,
  )
}

async function ownerOf(dataDirectory: string): Promise<SystemUser | null> {
  try {
    const { uid, gid } = await stat(dataDirectory)
    return { uid, gid }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Whether a user may pass through a folder and all those above it, by their modes. */
async function canReach(user: SystemUser, folder: string): Promise<boolean> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { uid, gid, mode } = await stat(path)
    const right = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & right) === 0) return false
    if (path === dirname(path)) return true
  }
}

/** Gives a file or folder to the database's user, where that is another one. */
export async function giveTo(user: SystemUser | null, path: string): Promise<void> {
  if (!user) return
  try {
    await chown(path, user.uid, user.gid)
  } catch (error) {
    throw new StartRefused(
      'configuration',
      `PostgreSQL refuses to run as root, and ${path} cannot be given to user ${user.uid} (${errorCode(error)}): start Evenkeel as an ordinary user, or set DATABASE_URL.`,
    )
  }
}
