/** Lets so many work at once; others wait in the order in which they came, and beyond a number of them are turned away. */
export class Turns {
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(atOnce: number, mostWaiting: number) {
    this.#free = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** A turn, once it comes; none where too many wait already. Whoever has it says when it is done. */
  async take(): Promise<{ done: () => void } | undefined> {
    if (this.#free > 0) this.#free -= 1
    else if (this.#waiting.length >= this.#mostWaiting) return undefined
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return { done: () => this.#end() }
  }

  /** Does work in a turn; for a line that turns nobody away. */
  async wait<T>(work: () => Promise<T>): Promise<T> {
    const turn = await this.take()
    if (!turn) throw new Error('This line turns people away: ask for a turn instead')
    try {
      return await work()
    } finally {
      turn.done()
    }
  }

  #end(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
  }
}
