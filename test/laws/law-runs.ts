import fc from 'fast-check'
import { Worker } from 'node:worker_threads'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import type { SecondRunFacts } from './household-check.ts'
import { LAW_NAMES } from './household-check.ts'
import { randomHousehold } from './random-household.ts'

/** Households drawn from one seed; a case is told by that seed and its place in the draw. */
export const DRAW = 500

/** The cases of one draw. */
export interface Draw {
  readonly seed: number
  readonly count: number
}

export interface Broken {
  readonly law: string
  readonly message: string
  readonly seed: number
  readonly place: number
}

/** What the cases of one draw came to, as a worker tells it. */
export interface DrawResult {
  /** By law: households asked, those where it had nothing to say, and those where it left a choice. */
  readonly asked: Readonly<Record<string, number>>
  readonly idle: Readonly<Record<string, number>>
  readonly choice: Readonly<Record<string, number>>
  readonly broken: readonly Broken[]
  readonly second: readonly (SecondRunFacts & { readonly seed: number; readonly place: number })[]
}

export function householdsOf({ seed, count }: Draw): Snapshot[] {
  return fc.sample(randomHousehold, { seed, numRuns: count })
}

/** Seeds are spread so that the draws of one run are not those of the next. */
export function drawsOf(count: number, seed: number): Draw[] {
  return Array.from({ length: Math.ceil(count / DRAW) }, (_, index) => ({
    seed: (seed * 1_000_003 + index) % 2_147_483_647,
    count: Math.min(DRAW, count - index * DRAW),
  }))
}

/** Asks every law of so many households, in worker threads; the result does not depend on how many. */
export async function runLaws(
  draws: readonly Draw[],
  workers: number,
  onProgress: (result: DrawResult) => void = () => undefined,
): Promise<DrawResult> {
  const waiting = [...draws]
  const results: DrawResult[] = []
  const work = async () => {
    const at = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(new URL('./law-worker.ts', import.meta.url), { workerData: at })
    try {
      for (let draw = waiting.shift(); draw; draw = waiting.shift()) {
        const result = await answerOf(worker, draw, at)
        results.push(result)
        onProgress(result)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, draws.length) }, work))
  return summed(results)
}

/** Milliseconds that one household may take, many times what any needs: then it is told as one that does not end. */
const MOST_FOR_ONE = 30_000

function answerOf(worker: Worker, draw: Draw, at: Int32Array): Promise<DrawResult> {
  const { promise, resolve, reject } = Promise.withResolvers<DrawResult>()
  const fail = (what: string) =>
    reject(new Error(`${what}: node test/laws/run.ts --seed ${draw.seed} --place ${Atomics.load(at, 0)}`))
  let last = -1
  const clock = setInterval(() => {
    if (Atomics.load(at, 0) === last) fail('No end to')
    last = Atomics.load(at, 0)
  }, MOST_FOR_ONE)
  const onError = (error: unknown) => fail(String(error))
  // A solver that gives up may end its thread without a word.
  const onExit = (code: number) => fail(`Ended with ${code}`)
  worker.once('message', resolve)
  worker.once('error', onError)
  worker.once('exit', onExit)
  worker.postMessage(draw)
  return promise.finally(() => {
    clearInterval(clock)
    worker.off('message', resolve).off('error', onError).off('exit', onExit)
  })
}

function summed(results: readonly DrawResult[]): DrawResult {
  const added = (counts: (result: DrawResult) => Readonly<Record<string, number>>) =>
    Object.fromEntries(
      LAW_NAMES.map((law) => [law, results.reduce((sum, result) => sum + (counts(result)[law] ?? 0), 0)]),
    )
  const inOrder = (a: { seed: number; place: number }, b: { seed: number; place: number }) =>
    a.seed - b.seed || a.place - b.place
  return {
    asked: added(({ asked }) => asked),
    idle: added(({ idle }) => idle),
    choice: added(({ choice }) => choice),
    broken: results.flatMap(({ broken }) => broken).sort(inOrder),
    second: results.flatMap(({ second }) => second).sort(inOrder),
  }
}
