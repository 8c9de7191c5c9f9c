import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'
import { startEmbedded } from './database/embedded.ts'
import { prepareHome } from './evenkeel-home.ts'

/** A PostgreSQL that answers, and the log of this process. Light to load, so that it starts while everything else is being loaded. */
export interface RunningDatabase {
  readonly ownerUrl: string
  readonly log: Logger
  /** What a failure of work on it was, where its files tell more than itself. */
  explain(error: unknown): Promise<unknown>
  /** Lets go of the database; the embedded one stops with its last user. */
  stop(): Promise<void>
}

/** The database of a configuration; the embedded one is started where it does not run. */
export async function startDatabase(config: Config, { serving = false } = {}): Promise<RunningDatabase> {
  const log = makeLog(config)
  await prepareHome(config.home)
  if (config.databaseUrl !== null) {
    const explain = (error: unknown) => Promise.resolve(error)
    return { ownerUrl: config.databaseUrl, log, explain, stop: () => Promise.resolve() }
  }
  const embedded = await startEmbedded(config.home, { serving, log: (sentence) => log.warn(sentence) })
  return {
    ownerUrl: embedded.ownerUrl,
    log,
    explain: (error) => embedded.explain(error),
    stop: () => embedded.stop(),
  }
}

function makeLog(config: Config): Logger {
  return pino(
    { level: config.logLevel, base: undefined, redact: ['token', '*.token', '*.password'] },
    pino.destination(2),
  )
}
