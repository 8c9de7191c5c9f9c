import type { Logger } from 'pino'
import { ensureFirm, LOCAL_FIRM_ID } from './access/local-firm.ts'
import { openDatabase, type Database } from './database/in-firm.ts'
import { ensureLogins } from './database/logins.ts'
import { migrate } from './database/migrate.ts'
import type { RunningDatabase } from './running-database.ts'

/** Evenkeel's database, open and up to date, in the one firm of this machine. */
export interface Evenkeel {
  readonly database: Database
  readonly firmId: string
  readonly log: Logger
  /** The owner's login, to whom tables and queue belong. */
  readonly ownerUrl: string
  close(): Promise<void>
  /** Closes after a failure, and gives that failure, explained: one in closing would only hide it. */
  closeAfter(failure: unknown): Promise<unknown>
}

/** Until it is given its own. */
const FIRM_NAME = 'Advisory firm'

/** Opens a database that is starting, bringing it up to this release. */
export async function openEvenkeel(starting: Promise<RunningDatabase>): Promise<Evenkeel> {
  const running = await starting
  let database: Database | null = null
  const close = async () => {
    await database?.close()
    await running.stop()
  }
  const closeAfter = async (failure: unknown) => {
    const explained = await running.explain(failure)
    await close().catch((error: unknown) => running.log.warn({ err: error }, 'could not close in order'))
    return explained
  }
  try {
    const urls = await ensureLogins(running.ownerUrl)
    await migrate(urls.owner)
    database = await openDatabase(urls)
    await ensureFirm(database, LOCAL_FIRM_ID, FIRM_NAME)
    return {
      ...{ database, firmId: LOCAL_FIRM_ID, log: running.log, ownerUrl: urls.owner },
      ...{ close, closeAfter },
    }
  } catch (error) {
    throw await closeAfter(error)
  }
}
