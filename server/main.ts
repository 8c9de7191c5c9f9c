import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isUntouched } from './access/local-firm.ts'
import { identify, mintToken } from './access/tokens.ts'
import { WorkerProcesses } from './batches/worker/worker-processes.ts'
import { loadCertificate } from './certificate.ts'
import type { Config } from './config.ts'
import { loadDemonstrationFirm } from './demo/load-demonstration-firm.ts'
import { startHttp } from './http.ts'
import { openEvenkeel, type Evenkeel } from './open-evenkeel.ts'
import { packageRoot } from './package-root.ts'
import type { RunningDatabase } from './running-database.ts'
import { errorCode, isDiskFull, StartRefused, systemReason } from './start-refused.ts'

export interface ServedAddresses {
  readonly graphql: string
  readonly explorer: string
  readonly pane: string
  /** The file that holds the token to sign in with. */
  readonly tokenFile: string
}

const DAY_MS = 86_400_000

/** The local administrator's token: kept in the home's file `token`, made anew where it does not fit this database. */
async function keepLocalToken({ database, firmId }: Evenkeel, home: string): Promise<string> {
  const file = join(home, 'token')
  const kept = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
  if (kept && (await identify(database, kept))) return file
  const by = { name: 'evenkeel serve', requestId: randomUUID() }
  const token = await mintToken(database, { firmId, user: 'administrator', role: 'administrator', by })
  await writeToken(file, token)
  return file
}

/** Whole or not at all, and readable by us alone whatever the file was before. */
async function writeToken(file: string, token: string): Promise<void> {
  const unfinished = `${file}.new`
  try {
    await rm(unfinished, { force: true })
    await writeFile(unfinished, `${token}\n`, { mode: 0o600, flush: true })
    await rename(unfinished, file)
  } catch (error) {
    throw new StartRefused(
      isDiskFull(error) ? 'unavailable' : 'configuration',
      `The token cannot be written to ${file} (${systemReason(error)}): ${isDiskFull(error) ? 'free some space' : 'remove what is in its place'}, and start again.`,
    )
  }
}

/** Starts everything and says where it is; resolves when requests are answered. */
export async function serve(
  config: Config,
  starting: Promise<RunningDatabase>,
): Promise<{ addresses: ServedAddresses; close(): Promise<void> }> {
  const evenkeel = await openEvenkeel(starting)
  const { database, firmId, log } = evenkeel
  try {
    await database.keepPartitions()
    if (await isUntouched(database, firmId)) await loadDemonstrationFirm(database, firmId)
    const tokenFile = await keepLocalToken(evenkeel, config.home)
    const root = packageRoot()
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    const http = await startHttp({
      database,
      log,
      host: config.host,
      port: config.port,
      httpsPort: config.httpsPort,
      home: config.home,
      certificate: await loadCertificate(config, new Date()),
      pages: join(root, 'dist'),
      version,
    }).catch((error: unknown) => {
      throw portRefusal(error, config)
    })
    const daily = setInterval(() => {
      database
        .keepPartitions()
        .catch((error: unknown) => log.error({ err: error }, 'partitions could not be made'))
    }, DAY_MS).unref()
    const addresses: ServedAddresses = {
      graphql: `http://localhost:${http.port}/graphql`,
      explorer: `http://localhost:${http.port}/explorer/`,
      pane: `https://localhost:${http.httpsPort}/addin/taskpane.html`,
      tokenFile,
    }
    const workers = new WorkerProcesses(config.workers, log)
    return {
      addresses,
      async close() {
        clearInterval(daily)
        await Promise.all([http.close(), workers.stop()])
        await evenkeel.close()
      },
    }
  } catch (error) {
    throw await evenkeel.closeAfter(error)
  }
}

function portRefusal(error: unknown, config: Config): unknown {
  const { port, address } = error as { port?: number; address?: string }
  const variable = port === config.port ? 'PORT' : 'HTTPS_PORT'
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartRefused(
        'tryLater',
        `Port ${port} is taken by another program: stop it, or start with another ${variable}, such as ${variable}=${Number(port) + 10}.`,
      )
    case 'EACCES':
      return new StartRefused(
        'configuration',
        `${variable} is ${port}, on which this user may not listen: choose one from 1024 on.`,
      )
    case 'EADDRNOTAVAIL':
      return new StartRefused(
        'configuration',
        `HOST is ${config.host}, and this machine has no address ${address}: choose 127.0.0.1.`,
      )
    default:
      return error
  }
}
