import type { Logger } from 'pino'
import type { Identity } from '../access/tokens.ts'
import type { Database, FirmTransaction, OpenRead } from '../database/in-firm.ts'
import type { ChangeFeed } from './change-feed.ts'
import { makeLoaders, type Loaders } from './loaders.ts'

/** What one request knows: who asks, in which firm, and one read transaction for all of its parts. */
export interface Context extends Identity {
  readonly requestId: string
  readonly database: Database
  readonly log: Logger
  readonly loaders: Loaders
  /** What changes, for subscriptions. */
  readonly changes: ChangeFeed
  /** The request's read transaction, opened at the first need under the login that cannot write. */
  read(): Promise<FirmTransaction>
  /** Ends the read transaction; called once, when the answer stands. */
  endRead(): Promise<void>
  /** Lets the parts of a mutation's answer see what the mutation wrote. */
  readCommitted(): void
}

export interface ContextOptions {
  database: Database
  identity: Identity
  requestId: string
  log: Logger
  changes: ChangeFeed
}

export function makeContext({ database, identity, requestId, log, changes }: ContextOptions): Context {
  let isolation: 'repeatable read' | 'read committed' = 'repeatable read'
  let open: Promise<OpenRead> | undefined
  const read = () => (open ??= database.beginRead(identity.firmId, isolation))
  return {
    ...identity,
    requestId,
    database,
    log,
    loaders: makeLoaders(read),
    changes,
    read,
    async endRead() {
      const ending = open
      open = undefined
      // One that could not be opened has been told where it was needed.
      await (await ending?.catch(() => undefined))?.end()
    },
    readCommitted() {
      isolation = 'read committed'
    },
  }
}
