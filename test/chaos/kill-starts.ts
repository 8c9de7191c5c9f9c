import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import { random } from '../monitoring/random-firm.ts'
import { endProcess, environmentOf, LAUNCHER, startServerProcess } from './server-process.ts'
import { faultsOf, openSession, postmasterOf } from './what-was-kept.ts'

export interface KillStartsOptions {
  /** EVENKEEL_HOME, not there yet. */
  readonly home: string
  /** First starts, each with the deaths that follow it. */
  readonly homes: number
  /** Deaths in the middle of a start or a stop before one is let through. */
  readonly deaths: number
  readonly seed: number
}

export interface KillStartsReport {
  readonly deaths: number
  /** Deaths before the server said that it answers, and after it was told to stop. */
  readonly whileStarting: number
  readonly whileStopping: number
  /** Milliseconds until the start that was let through answered, the slowest. */
  readonly worstStartMs: number
  /** Empty, or the promise is broken. */
  readonly faults: readonly string[]
}

const STARTED_WITHIN_MS = 60_000

/** What a demonstration firm that was loaded whole holds. */
const WHOLE = { households: 24, accounts: 68, lots: 1801, models: 5 }

/** Kills servers at any moment of a first start, a later one, an adoption, or a stop, until one is let through; then looks at what it has. */
export async function killStarts({
  home,
  homes,
  deaths,
  seed,
}: KillStartsOptions): Promise<KillStartsReport> {
  const below = random(seed)
  const counts = { deaths: 0, whileStarting: 0, whileStopping: 0, worstStartMs: 0 }
  const faults: string[] = []
  for (let round = 0; round < homes; round += 1) {
    await rm(home, { recursive: true, force: true })
    for (let death = 0; death < deaths; death += 1) {
      // About as long as a start takes that nobody disturbs; the last one comes to its end, and dies of being stopped.
      const milliseconds = death === deaths - 1 ? STARTED_WITHIN_MS : below(2_500)
      await killOne(milliseconds, below(4) === 0)
    }
    const server = await startServerProcess(home)
    counts.worstStartMs = Math.max(counts.worstStartMs, server.readyMs)
    faults.push(...(await missing(home)))
    faults.push(...(await faultsOf(home, { acknowledged: new Map(), unanswered: new Set() })))
    const code = await endProcess(server.child, 'SIGTERM')
    if (code !== 0) faults.push(`the server ended with ${code}: ${server.said()}`)
  }
  return { ...counts, faults }

  /** One start that is killed after so many milliseconds, or shortly after it was told to stop; sometimes its database with it. */
  async function killOne(milliseconds: number, alsoDatabase: boolean): Promise<void> {
    const child = spawn(process.execPath, [LAUNCHER, 'serve', '--json'], {
      env: environmentOf(home),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'exit')
    const answering = once(child.stdout, 'data').then(() => true)
    const isAnswering = await Promise.race([
      answering,
      delay(milliseconds, false, { ref: false }),
      ended.then(() => false),
    ])
    if (isAnswering) {
      child.kill('SIGTERM')
      await Promise.race([ended, delay(below(150))])
    }
    counts.deaths += 1
    if (child.exitCode === null) counts[isAnswering ? 'whileStopping' : 'whileStarting'] += 1
    if (alsoDatabase)
      await postmasterOf(home)
        .then(
          ({ pid }) => process.kill(pid, 'SIGKILL'),
          () => undefined,
        )
        .catch(() => undefined)
    child.kill('SIGKILL')
    await ended
  }
}

/** What of the demonstration firm is not there, or there twice. */
async function missing(home: string): Promise<string[]> {
  const session = await openSession(home)
  try {
    const { rows } = await session.query<typeof WHOLE>(
      `select (select count(*)::int from household where firm_id = $1) as households,
         (select count(*)::int from account where firm_id = $1) as accounts,
         (select count(*)::int from tax_lot where firm_id = $1) as lots,
         (select count(*)::int from model where firm_id = $1) as models`,
      [LOCAL_FIRM_ID],
    )
    const found = JSON.stringify(rows[0])
    return found === JSON.stringify(WHOLE) ? [] : [`the demonstration firm is ${found}`]
  } finally {
    await session.end()
  }
}
