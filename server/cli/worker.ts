import module from 'node:module'
import { getPriority, setPriority } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { packageRoot } from '../package-root.ts'

/** Steps below whoever started it: what a person waits for goes first. */
const NICER = 10
const NICEST = 19
/** Milliseconds that the end may take; what is then under way is taken over by others. */
const END_WITHIN_MS = 5_000

/** `evenkeel worker`: plans chunks of batches until it is told to stop; any number may run, here and elsewhere. */
export function workerCommand(): Command {
  return new Command('worker')
    .description('plan batches beside the server, on this machine or another with the same DATABASE_URL')
    .action(workUntilStopped)
}

async function workUntilStopped(): Promise<void> {
  const config = readConfig()
  const stop = toldToStop()
  setPriority(Math.min(NICEST, getPriority() + NICER))
  // As the launcher does, which a server's own workers do not come by.
  module.enableCompileCache(join(packageRoot(), 'node_modules', '.cache', 'evenkeel'))
  process.setSourceMapsEnabled(true)
  const { startDatabase } = await import('../running-database.ts')
  const starting = startDatabase(config)
  // Awaited, and its failure told, as soon as the rest is loaded.
  starting.catch(() => undefined)
  const { openEvenkeel } = await import('../open-evenkeel.ts')
  const { runWorker } = await import('../batches/worker/run-worker.ts')
  const evenkeel = await openEvenkeel(starting)
  try {
    const { database, log, ownerUrl } = evenkeel
    const { householdSeconds } = config
    const worker = runWorker({ database, ownerUrl, log, householdSeconds })
    process.stderr.write(`evenkeel: worker ${process.pid} is ready\n`)
    const why = await stop
    process.stderr.write(`evenkeel: worker ${process.pid} is stopping (${why})\n`)
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref()
    await worker.stop()
  } finally {
    await evenkeel.close()
  }
}

/** A signal, or the end of the server that started us: then nobody is left to be told anything, and we end as it did, at once. */
async function toldToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
    if (!process.channel) return
    process.once('disconnect', () => process.exit(1))
    process.channel.unref()
  })
}
