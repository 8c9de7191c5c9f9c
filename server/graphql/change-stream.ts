import type { Change } from '../database/changes.ts'

/** A change, or that anything may have changed, which stands for all that was told before it. */
export type HeardChange = Change | { readonly kind: 'everything'; readonly id: string }

/** Milliseconds between two tellings to one subscriber: what happens meanwhile is told at once. */
const PAUSE_MS = 250
/** Most changes that wait to be told; beyond them it is simpler to read everything anew. */
const MOST_WAITING = 100

/**
 * What one subscriber is told: all that has changed since it last asked, each change once. However slow it is, what waits for it
 * stays small.
 */
export class ChangeStream implements AsyncIterableIterator<readonly HeardChange[]> {
  readonly #firmId: string
  readonly #isWanted: (change: Change) => boolean
  readonly #onEnd: (stream: ChangeStream) => void
  #waiting = new Map<string, HeardChange>()
  #pausing: NodeJS.Timeout | undefined
  #asked: PromiseWithResolvers<IteratorResult<readonly HeardChange[], undefined>> | undefined
  #isOver = false

  constructor(firmId: string, isWanted: (change: Change) => boolean, onEnd: (stream: ChangeStream) => void) {
    this.#firmId = firmId
    this.#isWanted = isWanted
    this.#onEnd = onEnd
  }

  /** Tells of a change in the subscriber's firm. */
  tell(change: Change): void {
    if (this.#isOver || this.#waiting.has('everything') || !this.#isWanted(change)) return
    if (this.#waiting.size === MOST_WAITING) return this.tellEverything()
    this.#waiting.set(`${change.kind} ${change.id}`, change)
    this.#answer()
  }

  /** Tells that anything may have changed. */
  tellEverything(): void {
    if (this.#isOver) return
    this.#waiting = new Map([['everything', { kind: 'everything', id: this.#firmId }]])
    this.#answer()
  }

  async next(): Promise<IteratorResult<readonly HeardChange[], undefined>> {
    if (this.#isOver) return { done: true, value: undefined }
    this.#asked ??= Promise.withResolvers()
    const { promise } = this.#asked
    this.#answer()
    return promise
  }

  async return(): Promise<IteratorResult<readonly HeardChange[], undefined>> {
    this.#isOver = true
    clearTimeout(this.#pausing)
    this.#waiting.clear()
    this.#asked?.resolve({ done: true, value: undefined })
    this.#onEnd(this)
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #answer(): void {
    if (!this.#asked || this.#pausing || this.#waiting.size === 0) return
    this.#asked.resolve({ done: false, value: [...this.#waiting.values()] })
    this.#asked = undefined
    this.#waiting.clear()
    this.#pausing = setTimeout(() => {
      this.#pausing = undefined
      this.#answer()
    }, PAUSE_MS).unref()
  }
}
