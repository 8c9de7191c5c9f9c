// Spoils the way to the database for a minute or so a toxic, under load, and prints what the server's clients saw:
//   node test/chaos/database-faults.ts [--seconds 30] [--clients 8]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { openDatabase } from '../../server/database/in-firm.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { poison, throughPort, TOXICS, type FaultReport } from './faulty-database.ts'
import { pricesFile } from './numbered-files.ts'
import { endProcess, startServerProcess } from './server-process.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, clients: { type: 'string', default: '8' } },
})
const load = { seconds: Number(values.seconds), clients: Number(values.clients) }

const home = await mkdtemp(join(tmpdir(), 'evenkeel-faults-'))
// PostgreSQL runs as nobody where root runs this, and must pass through.
await chmod(home, 0o711)
const embedded = await startEmbedded(join(home, 'database'), { fsync: false })
const proxy = await startFaultProxy(Number(new URL(embedded.ownerUrl).port))
const serving = await startServerProcess(join(home, 'server'), {
  DATABASE_URL: throughPort(embedded.ownerUrl, proxy.port),
  LOG_LEVEL: 'fatal',
})
const urls = await ensureLogins(embedded.ownerUrl)
const straight = await openDatabase(urls)
try {
  const households = await straight.readInFirm(LOCAL_FIRM_ID, ({ kysely }) =>
    kysely.selectFrom('model_assignment').select('household_id as id').distinct().execute(),
  )
  const server = {
    url: new URL(serving.addresses.graphql).origin.replace('localhost', '127.0.0.1'),
    token: serving.token,
    firmId: LOCAL_FIRM_ID,
    households: households.map(({ id }) => id),
    file: pricesFile,
    ...{ proxy, straight, urls },
  }
  let broken = 0
  for (const [name, toxic] of Object.entries(TOXICS)) {
    const report = await poison(server, toxic, load)
    if (!isKept(report)) broken += 1
    console.log(isKept(report) ? 'kept  ' : 'BROKEN', name, JSON.stringify(report))
  }
  const code = await endProcess(serving.child, 'SIGTERM')
  console.log(
    `${broken} of ${Object.keys(TOXICS).length} toxics broke a promise; the server ended with ${code}`,
  )
  process.exitCode = broken > 0 || code !== 0 ? 1 : 0
} finally {
  await endProcess(serving.child, 'SIGKILL')
  await straight.close()
  await proxy.close()
  await embedded.stop()
  await rm(home, { recursive: true, force: true })
}

function isKept(report: FaultReport): boolean {
  const { wrong, effectsMissed, slowestMs, recoveredMs, busySessions, sessions } = report
  return (
    wrong.length + effectsMissed.length + busySessions === 0 &&
    slowestMs < 3_000 &&
    recoveredMs < 5_000 &&
    sessions <= 10
  )
}
