import { AsyncLocalStorage } from 'node:async_hooks'

/** How long one piece of work waits for the database, all its statements together. */
class Patience {
  readonly #ending = new AbortController()
  #timer: NodeJS.Timeout

  constructor(milliseconds: number) {
    this.#timer = this.#endAfter(milliseconds)
  }

  /** Aborted when patience is over. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  extend(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = this.#endAfter(milliseconds)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #endAfter(milliseconds: number): NodeJS.Timeout {
    // One turn more: where this process itself was busy, the database's answer may lie unread.
    return setTimeout(() => setImmediate(() => this.#ending.abort()), milliseconds)
  }
}

const current = new AsyncLocalStorage<Patience>()

/**
 * Does work that waits for the database so many milliseconds at most. Then the connections it holds are cut, which takes back what
 * was not committed, and every statement of it fails as unavailable. Work outside has the limits of single statements alone.
 */
export async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const patience = new Patience(milliseconds)
  try {
    return await current.run(patience, work)
  } finally {
    patience.end()
  }
}

/** Gives the work under way so many milliseconds from now on: it has turned out to be a long one. */
export function takeLonger(milliseconds: number): void {
  current.getStore()?.extend(milliseconds)
}

/** Aborted when the work under way has waited long enough; none outside of `within`. */
export function endOfPatience(): AbortSignal | undefined {
  return current.getStore()?.signal
}
