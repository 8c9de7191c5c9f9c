import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../start-refused.ts'

/** How long the database may leave a question unanswered before long work on it is given up, and the pause between two of them. */
const SILENCE_MS = 2_000
const ASK_EVERY_MS = 500
/** A timer that is later says that this process was busy: an answer may lie unread. */
const LATE_MS = 250

/** How long one piece of work waits for the database, all its statements together. */
class Patience {
  readonly #ending = new AbortController()
  #isOver = false
  #timer: NodeJS.Timeout

  constructor(milliseconds: number) {
    this.#timer = this.#endAfter(milliseconds)
  }

  /** Aborted when patience is over. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  extend(milliseconds: number, ask: Ask): void {
    clearTimeout(this.#timer)
    this.#timer = this.#endAfter(milliseconds)
    void this.#endAtSilence(ask)
  }

  end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  async #endAtSilence(ask: Ask): Promise<void> {
    while (!this.#isOver) {
      const began = performance.now()
      const isAnswered = await Promise.race([hasAnswered(ask), delay(SILENCE_MS, false, { ref: false })])
      const isLate = performance.now() - began > SILENCE_MS + LATE_MS
      if (!isAnswered && !isLate) return this.#ending.abort()
      await delay(ASK_EVERY_MS, undefined, { ref: false })
    }
  }

  #endAfter(milliseconds: number): NodeJS.Timeout {
    // One turn more: where this process itself was busy, the database's answer may lie unread.
    return setTimeout(() => setImmediate(() => this.#ending.abort()), milliseconds)
  }
}

/** A question to the database on a connection of its own. */
type Ask = () => Promise<unknown>

/** Whether it said anything at all: a refusal, such as of one connection too many, is an answer too. */
async function hasAnswered(ask: Ask): Promise<boolean> {
  return ask().then(
    () => true,
    (error: unknown) => /^[0-9A-Z]{5}$/.test(errorCode(error)) && !errorCode(error).startsWith('E'),
  )
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

/**
 * Gives the work under way so many milliseconds from now on: it has turned out to be a long one, of which one statement may take
 * longer than anybody waits for a database that has gone silent. So the database is asked beside it, and silence ends it too.
 */
export function takeLonger(milliseconds: number, ask: () => Promise<unknown>): void {
  current.getStore()?.extend(milliseconds, ask)
}

/** Aborted when the work under way has waited long enough; none outside of `within`. */
export function endOfPatience(): AbortSignal | undefined {
  return current.getStore()?.signal
}
