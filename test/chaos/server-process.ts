import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServedAddresses } from '../../server/main.ts'

/** What `npx evenkeel` runs. */
export const LAUNCHER = join(import.meta.dirname, '..', '..', 'server', 'evenkeel.mjs')

/** `evenkeel serve` as a process of its own, on any free ports. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly addresses: ServedAddresses
  /** The local administrator's. */
  readonly token: string
  /** Milliseconds from its start until it said that it answers. */
  readonly readyMs: number
  /** What it has written to stderr so far. */
  said(): string
}

/** The environment of a command on this home, and nothing of the caller's but where programs lie. */
export function environmentOf(home: string, more: Record<string, string> = {}) {
  return { PATH: process.env['PATH'], EVENKEEL_HOME: home, PORT: '0', LOG_LEVEL: 'error', ...more }
}

/** Starts a server from what is built, and resolves when it answers. */
export async function startServerProcess(
  home: string,
  more: Record<string, string> = {},
): Promise<ServerProcess> {
  const began = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--json'], { env: environmentOf(home, more) })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`The server has ended with ${code ?? signal}: ${said}`)
    }),
  ])
  const readyMs = Math.round(performance.now() - began)
  const told = JSON.parse(line) as ServedAddresses | { error: { message: string } }
  if ('error' in told) throw new Error(told.error.message)
  const token = (await readFile(told.tokenFile, 'utf8')).trim()
  return { child, addresses: told, token, readyMs, said: () => said }
}

/** Process numbers of the workers that a server has started and that have said so, in order; dead ones among them. */
export const workersOf = (server: ServerProcess): number[] =>
  [...server.said().matchAll(/worker (\d+) is ready/g)].map(([, pid]) => Number(pid))

/** Sends a signal and waits for the end; gives the exit code, or null where the signal ended it. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return child.exitCode
}

/** Runs a command of `evenkeel` and gives what it printed; null where it failed. */
export async function runCommand(
  home: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<string | null> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: environmentOf(home, more),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return code === 0 ? printed.trim() : null
}
