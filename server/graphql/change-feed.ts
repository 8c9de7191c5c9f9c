import type { Logger } from 'pino'
import type { Change } from '../database/changes.ts'
import type { Database } from '../database/in-firm.ts'
import type { Listening } from '../database/listen.ts'
import { ChangeStream } from './change-stream.ts'

/** The changes that this process hears of, given to the subscribers of the firm they happened in and to nobody else. */
export class ChangeFeed {
  readonly #database: Database
  readonly #log: Logger
  readonly #byFirm = new Map<string, Set<ChangeStream>>()
  #listening: Listening | undefined
  #isHeard = false

  constructor(database: Database, log: Logger) {
    this.#database = database
    this.#log = log
  }

  /**
   * What changes in a firm from now on, as far as it is wanted. It begins with `everything` as soon as changes are heard, and says
   * it again after a time in which they were not, so that nothing falls between what was read and what is told.
   */
  of(firmId: string, isWanted: (change: Change) => boolean = () => true): ChangeStream {
    // The first subscriber makes this process listen; it goes on until it stops.
    this.#listening ??= this.#database.listen({
      begin: () => this.#begin(),
      change: ({ firmId, kind, id }) => {
        for (const stream of this.#byFirm.get(firmId) ?? []) stream.tell({ kind, id })
      },
      trouble: (error) => this.#lose(error),
    })
    const stream = new ChangeStream(firmId, isWanted, (ended) => this.#forget(firmId, ended))
    const streams = this.#byFirm.get(firmId) ?? new Set()
    this.#byFirm.set(firmId, streams.add(stream))
    if (this.#isHeard) stream.tellEverything()
    return stream
  }

  /** Ends every stream, and the listening. */
  async stop(): Promise<void> {
    const streams = [...this.#byFirm.values()].flatMap((ofFirm) => [...ofFirm])
    await Promise.all(streams.map((stream) => stream.return()))
    await this.#listening?.stop()
  }

  #begin(): void {
    this.#isHeard = true
    for (const streams of this.#byFirm.values()) for (const stream of streams) stream.tellEverything()
  }

  #lose(error: unknown): void {
    if (this.#isHeard) this.#log.warn({ err: error }, 'changes are not heard just now')
    this.#isHeard = false
  }

  #forget(firmId: string, stream: ChangeStream): void {
    const streams = this.#byFirm.get(firmId)
    streams?.delete(stream)
    if (streams?.size === 0) this.#byFirm.delete(firmId)
  }
}
