import { Worker } from 'node:worker_threads'
import type { FailureCode, PlanAnswer, PlanQuestion, ThreadAnswer } from './messages.ts'

/** Native Node runs the sources, and the built server their compiled form: the thread's file is whichever this one is. */
const THREAD_FILE = new URL(
  import.meta.url.endsWith('.ts') ? './plan-thread.ts' : './plan-thread.js',
  import.meta.url,
)

const HEAP_MB = 256
const STACK_MB = 8

export interface PlannerOptions {
  /** Seconds that planning one household may take. */
  readonly householdSeconds: number
  /** Hears of faults, with their stacks. */
  readonly onFault: (householdId: string, fault: string) => void
  /** The thread's program; another one only where a test wants a thread that misbehaves. */
  readonly threadFile?: URL
}

/** What ended a thread before it answered. */
interface Ended {
  readonly kind: 'ended'
  readonly code: Extract<FailureCode, 'PLANNING_CRASHED' | 'PLANNING_TIME_LIMIT'>
  readonly fault: string
}

/**
 * Plans households in a thread of its own, so that one which never ends, or takes the thread with it, costs that household alone:
 * the thread is watched from here, ended, and another goes on with the rest.
 */
export class Planner {
  readonly #options: PlannerOptions
  #thread: Worker | undefined
  #isClosed = false

  constructor(options: PlannerOptions) {
    this.#options = options
  }

  /** An answer for every question, in their order; none where it was closed meanwhile. One call at a time. */
  async plan(questions: readonly PlanQuestion[]): Promise<PlanAnswer[] | undefined> {
    const answers: PlanAnswer[] = []
    while (answers.length < questions.length) {
      const ended = await this.#ask(questions.slice(answers.length), ({ answer, fault }) => {
        if (fault !== undefined) this.#options.onFault(questions[answers.length]!.householdId, fault)
        answers.push(answer)
      })
      if (this.#isClosed) return undefined
      if (!ended) break
      const { householdId } = questions[answers.length]!
      this.#options.onFault(householdId, ended.fault)
      answers.push({ kind: 'failed', code: ended.code, message: this.#sentence(ended.code) })
    }
    return answers
  }

  /** Ends the thread, whatever it is at. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#thread?.terminate()
    this.#thread = undefined
  }

  #sentence(code: Ended['code']): string {
    return code === 'PLANNING_TIME_LIMIT'
      ? `Planning it took longer than ${this.#options.householdSeconds} seconds and was given up.`
      : 'Planning it has ended the planning thread.'
  }

  /** Asks until all is answered (none), or the thread has ended before. */
  async #ask(
    questions: readonly PlanQuestion[],
    onAnswer: (answer: ThreadAnswer) => void,
  ): Promise<Ended | undefined> {
    const thread = (this.#thread ??= this.#start())
    const { promise, resolve } = Promise.withResolvers<Ended | undefined>()
    const limitMs = this.#options.householdSeconds * 1_000
    const overrun = () =>
      resolve({
        kind: 'ended',
        code: 'PLANNING_TIME_LIMIT',
        fault: `Planning took longer than ${limitMs} ms`,
      })
    let timer = setTimeout(overrun, limitMs)
    let left = questions.length
    const onMessage = (answer: ThreadAnswer) => {
      clearTimeout(timer)
      onAnswer(answer)
      left -= 1
      if (left === 0) resolve(undefined)
      else timer = setTimeout(overrun, limitMs)
    }
    const onError = (error: Error) =>
      resolve({ kind: 'ended', code: 'PLANNING_CRASHED', fault: error.stack ?? error.message })
    const onExit = (code: number) =>
      resolve({ kind: 'ended', code: 'PLANNING_CRASHED', fault: `The planning thread ended with ${code}` })
    thread.on('message', onMessage).on('error', onError).on('exit', onExit)
    thread.postMessage(questions)
    const ended = await promise
    clearTimeout(timer)
    thread.off('message', onMessage).off('error', onError).off('exit', onExit)
    if (ended) {
      this.#thread = undefined
      await thread.terminate()
    }
    return ended
  }

  #start(): Worker {
    const thread = new Worker(this.#options.threadFile ?? THREAD_FILE, {
      name: 'plan',
      // Secrets of the environment are none of a plan's business.
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: HEAP_MB,
        maxYoungGenerationSizeMb: 32,
        stackSizeMb: STACK_MB,
      },
    })
    thread.unref()
    // Whoever asks hears of a fault while it waits; one of an idle thread shows at the next question.
    return thread
      .on('error', () => undefined)
      .once('exit', () => {
        if (this.#thread === thread) this.#thread = undefined
      })
  }
}
