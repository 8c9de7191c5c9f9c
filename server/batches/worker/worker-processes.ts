import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { packageRoot } from '../../package-root.ts'

/** Milliseconds until a worker that ended is started again; longer each time that it ended soon. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Who lived so long did not end because of how it was started. */
const SETTLED_MS = 10_000
/** Milliseconds that a worker gets to let go of its work. */
const END_WITHIN_MS = 6_000

/** Workers of a server, each a process of its own: planning never keeps an answer waiting, and takes no server along when it ends. */
export class WorkerProcesses {
  readonly #children = new Set<ChildProcess>()
  readonly #pauses = new Set<NodeJS.Timeout>()
  readonly #log: Logger
  #isStopping = false

  constructor(count: number, log: Logger) {
    this.#log = log
    for (let number = 0; number < count; number++) this.#start(FIRST_PAUSE_MS)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    for (const pause of this.#pauses) clearTimeout(pause)
    await Promise.all([...this.#children].map(end))
  }

  #start(pauseMs: number): void {
    const began = performance.now()
    const program = join(packageRoot(), 'dist', 'server', 'cli', 'main.js')
    // The channel tells the worker when we are gone. What it logs is our log; it says nothing on stdout.
    const child = spawn(process.execPath, [...process.execArgv, program, 'worker'], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.channel?.unref()
    this.#children.add(child)
    let isOver = false
    const over = (how: unknown) => {
      if (isOver) return
      isOver = true
      this.#children.delete(child)
      if (this.#isStopping) return
      this.#log.warn(`a worker has ended (${String(how)}) and is started again`)
      const next =
        performance.now() - began > SETTLED_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      const pause = setTimeout(() => {
        this.#pauses.delete(pause)
        this.#start(next)
      }, pauseMs)
      this.#pauses.add(pause)
    }
    child.once('exit', (code, signal) => over(code ?? signal))
    child.once('error', over)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
  await ended
  clearTimeout(impatience)
}
