import { Command } from 'commander'
import { readConfig } from '../config.ts'
import type { ServedAddresses } from '../main.ts'

const IMPATIENCE_MS = 1_000
/** As shells say it: 128 and the number of SIGINT. */
const INTERRUPTED_EXIT = 130

/** `evenkeel serve`: the server, until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve GraphQL, its explorer and the Excel add-in; the first start makes the database')
    .option('--json', 'print the addresses as JSON')
    .action(serveUntilStopped)
}

async function serveUntilStopped({ json }: { json?: true }): Promise<void> {
  const config = readConfig()
  // From here on a signal is kept: one that comes while we start stops us when we have started.
  const stop = stopSignal()
  const { startDatabase } = await import('../running-database.ts')
  const starting = startDatabase(config, { serving: true })
  // Awaited, and its failure told, as soon as the rest is loaded, which takes about as long.
  starting.catch(() => undefined)
  const { serve } = await import('../main.ts')
  const server = await serve(config, starting)
  process.stdout.write(json ? `${JSON.stringify(server.addresses)}\n` : told(server.addresses))
  process.stderr.write(`evenkeel: stopping (${await stop})\n`)
  await server.close()
}

function told({ graphql, explorer, pane, tokenFile }: ServedAddresses): string {
  // Counted from the start of the process, so that what it says is what was waited.
  const seconds = (performance.now() / 1000).toFixed(1)
  return [
    `Evenkeel is ready after ${seconds} s. Ctrl-C stops it.`,
    `  GraphQL     ${graphql}`,
    `  Explorer    ${explorer}`,
    `  Excel pane  ${pane}`,
    `  Token       in ${tokenFile}`,
    '',
  ].join('\n')
}

/** The first signal to stop. A second Ctrl-C, well after the first, stops at once. */
async function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ??= performance.now()
        // One stop often arrives several times: from the terminal or a supervisor to the whole group, and from our parents.
        if (signal === 'SIGINT' && performance.now() - first > IMPATIENCE_MS) process.exit(INTERRUPTED_EXIT)
        resolve(signal)
      })
    }
  })
}
