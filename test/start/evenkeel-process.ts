import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { ServedAddresses } from '../../server/main.ts'

/** The launcher, as npm start runs it. */
export const LAUNCHER = join(import.meta.dirname, '..', '..', 'server', 'evenkeel.mjs')

/** What a started Evenkeel is given of the environment: little, any free ports, and its home. */
export function environmentOf(home: string, more: Record<string, string> = {}) {
  return { PATH: process.env['PATH'], EVENKEEL_HOME: home, PORT: '0', LOG_LEVEL: 'warn', ...more }
}

/** A server of ours, told by its process and by where it is. */
export interface Served {
  readonly child: ChildProcess
  readonly addresses: ServedAddresses
}

/** A user of the system, by number; nothing: ourselves. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

/** Starts a server and waits until it is ready. */
export async function serve(
  home: string,
  { environment = {}, as = {} }: { environment?: Record<string, string>; as?: RunAs } = {},
): Promise<Served> {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--json'], {
    ...as,
    env: environmentOf(home, environment),
  })
  onTestFinished(async () => {
    await stop(child)
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The server ended with ${code}: ${complaint}`)
    }),
  ])
  return { child, addresses: JSON.parse(line) as ServedAddresses }
}

/** Ends a server as a supervisor does, and gives its exit code. */
export async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return child.exitCode
}

/** Runs a command to its end. */
export function evenkeel(
  args: readonly string[],
  environment: ReturnType<typeof environmentOf>,
  as: RunAs = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], {
    ...as,
    encoding: 'utf8',
    env: environment,
  })
  return { status, stdout, stderr }
}
