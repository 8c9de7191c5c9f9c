import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Problem } from '../problem.ts'
import type { ReadData } from '../read-file.ts'
import { WORKBOOK_LIMITS } from '../workbook/zip-directory.ts'
import type { ParseAnswer, ParseQuestion } from './messages.ts'
import type { ParsedSet, ParseRequest } from './parse-set.ts'
import { Turns } from './turns.ts'

/** A parse that came to its end, or why it did not. */
export type ParseOutcome =
  | ({ readonly kind: 'parsed' } & ParsedSet)
  /** The files took more memory or time than files of their size may. */
  | { readonly kind: 'tooMuch'; readonly problem: Problem }

/** Threads that parse at once: one processor stays for answering. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1))
const MOST_WAITING = 32
const turns = new Turns(THREADS, MOST_WAITING)

/** Milliseconds that a set may take, and more for every megabyte: an idle machine needs some hundred, a busy one ten times as many. */
const LEAST_MS = 30_000
const MS_A_MEGABYTE = 3_000

/** Megabytes of heap for a small set, and for every megabyte of CSV, whose records take about ten times its size. */
const SMALL_HEAP_MB = 256
const HEAP_OF_A_MEGABYTE = 24
const MEGABYTE = 1024 * 1024

/** An idle thread is kept for the next set this long. */
const IDLE_MS = 10_000
const idle: { thread: Worker; heapMb: number; timer: NodeJS.Timeout }[] = []

/** Native Node runs the sources, and the built server their compiled form: the thread's file is whichever this one is. */
const THREAD_FILE = new URL(
  import.meta.url.endsWith('.ts') ? './parse-thread.ts' : './parse-thread.js',
  import.meta.url,
)

/**
 * Does work that ends in a parse when its turn comes: so many at once, the others wait without holding their files, and beyond a
 * number of them are refused.
 */
export async function inParseTurn<T>(work: () => Promise<T>): Promise<T | { readonly kind: 'busy' }> {
  const turn = await turns.take()
  if (!turn) return { kind: 'busy' }
  try {
    return await work()
  } finally {
    turn.done()
  }
}

/**
 * Parses a set of files in a thread of its own, so that nothing in them can stop the server: with bounds on memory and time. To be
 * called within a turn.
 */
export async function parseInThread(request: ParseRequest): Promise<ParseOutcome> {
  const megabytes = request.files.reduce((sum, { bytes }) => sum + bytes.length, 0) / MEGABYTE
  const heapMb = SMALL_HEAP_MB + Math.ceil(megabytes) * HEAP_OF_A_MEGABYTE
  const thread = takeIdle(heapMb) ?? startThread(heapMb)
  const outcome = await ask(thread, request, LEAST_MS + megabytes * MS_A_MEGABYTE)
  if (outcome.kind === 'parsed') keepIdle(thread, heapMb)
  else await thread.terminate()
  return outcome
}

function startThread(heapMb: number): Worker {
  const thread = new Worker(THREAD_FILE, {
    name: 'parse',
    // Secrets of the environment are none of a file's business.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  // Whoever asks hears of a fault while it waits; one of an idle thread concerns nobody.
  return thread.on('error', () => undefined)
}

function takeIdle(heapMb: number): Worker | undefined {
  const index = idle.findIndex((one) => one.heapMb >= heapMb)
  if (index < 0) return undefined
  const [{ thread, timer }] = idle.splice(index, 1) as [(typeof idle)[number]]
  clearTimeout(timer)
  thread.ref()
  return thread
}

function keepIdle(thread: Worker, heapMb: number): void {
  thread.unref()
  const timer = setTimeout(() => {
    idle.splice(
      idle.findIndex((one) => one.thread === thread),
      1,
    )
    void thread.terminate()
  }, IDLE_MS).unref()
  idle.push({ thread, heapMb, timer })
}

function ask(thread: Worker, request: ParseRequest, deadlineMs: number): Promise<ParseOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<ParseOutcome>()
  const files: (Omit<ReadData, 'records'> & { records: unknown[] })[] = []
  const tooMuch = (what: string) => {
    const [first] = request.files
    const expected = `a CSV file that Evenkeel describes, or a workbook of at most ${WORKBOOK_LIMITS.rows} rows`
    const problem = { file: first?.name ?? '', line: 1, column: 1, what, found: '', expected }
    resolve({ kind: 'tooMuch', problem })
  }
  const timer = setTimeout(() => tooMuch('reading the files takes too long'), deadlineMs)
  const onMessage = (answer: ParseAnswer) => {
    if (answer.kind === 'file') files.push({ ...answer.file, records: [] })
    else if (answer.kind === 'records') files.at(-1)?.records.push(...answer.records)
    else if (answer.kind === 'failed') reject(new Error(`Parsing failed: ${answer.message}`))
    else {
      const { kind: _, ...end } = answer
      resolve({ kind: 'parsed', files: files as unknown as ReadData[], ...end })
    }
  }
  const onError = (error: Error & { code?: string }) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') tooMuch('reading the files takes too much memory')
    else reject(error)
  }
  const onExit = () => reject(new Error('The parsing thread has ended by itself'))
  thread.on('message', onMessage).on('error', onError).on('exit', onExit)
  const question: ParseQuestion = {
    ...request,
    files: request.files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) })),
  }
  thread.postMessage(
    question,
    question.files.map(({ bytes }) => bytes.buffer as ArrayBuffer),
  )
  return promise.finally(() => {
    clearTimeout(timer)
    thread.off('message', onMessage).off('error', onError).off('exit', onExit)
  })
}
