import { SingleBar } from 'cli-progress'

const LINE_EVERY_MS = 5_000

/** How far a long command has come: a bar on a terminal's stderr, plain lines now and then where stderr is a file or a pipe. */
export class Progress {
  #bar: SingleBar | undefined
  #ticking: NodeJS.Timeout | undefined

  start(stage: string, total: number, unit = 'files'): void {
    this.#bar = new SingleBar({
      format: `{stage} [{bar}] {value} of {total} ${unit}, {duration_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barCompleteChar: '#',
      barIncompleteChar: '-',
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY_MS,
    })
    this.#bar.start(total, 0, { stage })
  }

  /** One more is done. */
  step(): void {
    this.#bar?.increment()
  }

  /** So many are done, and this is what is worked on. */
  tell(stage: string, done: number): void {
    this.#bar?.update(done, { stage })
  }

  /** Goes on with work whose length is not known; the seconds tell that it is alive. */
  enter(stage: string): void {
    this.#bar?.update({ stage })
    this.#ticking = setInterval(() => this.#bar?.updateETA(), 1_000).unref()
  }

  end(): void {
    clearInterval(this.#ticking)
    this.#bar?.stop()
    this.#bar = undefined
  }
}
