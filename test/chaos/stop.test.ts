import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { errorCode } from '../../server/start-refused.ts'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { LoadingClient, send } from './client-writes.ts'
import { lotsFile, LOTS_ACCOUNT } from './numbered-files.ts'
import { endProcess, startServerProcess } from './server-process.ts'

const QUERY = JSON.stringify({ query: '{ households(first: 10) { totalCount edges { node { name } } } }' })

/** How the requests of clients ended. */
interface Endings {
  whole: number
  /** Never taken in: no connection came about, or nobody had accepted it yet. */
  refused: number
  /** Taken in, and the answer was missing or in part. */
  readonly cut: string[]
}

/** Asks over one connection that is kept, again and again, until nobody takes connections any more. */
async function keepAsking(port: number, token: string, endings: Endings): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (;;) {
    const asking = request({
      agent,
      port,
      host: '127.0.0.1',
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(QUERY),
        authorization: `Bearer ${token}`,
      },
    })
    try {
      asking.end(QUERY)
      const [response] = (await once(asking, 'response')) as [IncomingMessage]
      let text = ''
      for await (const piece of response) text += String(piece)
      const { data } = JSON.parse(text) as { data?: { households: { totalCount: number } } }
      if (data?.households.totalCount !== 24) throw new Error(text)
      endings.whole += 1
    } catch (error) {
      const wasAccepted = asking.reusedSocket || errorCode(error) !== 'ECONNRESET'
      if (errorCode(error) === 'ECONNREFUSED' || !wasAccepted) endings.refused += 1
      else endings.cut.push(`${asking.reusedSocket ? 'kept connection' : 'new connection'}: ${String(error)}`)
      agent.destroy()
      return
    }
  }
}

/** What /readyz says, each time over a connection of its own, until nobody takes connections. */
async function watchReadiness(port: number): Promise<string[]> {
  const said: string[] = []
  for (;;) {
    const status = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } })
      .then(async (response) => ((await response.json()) as { status: string }).status)
      .catch(() => undefined)
    if (status === undefined) return said
    if (said.at(-1) !== status) said.push(status)
    await delay(20)
  }
}

test('told to stop under 40 busy clients and a load: every answer is whole, the database is stopped, the exit code is 0', async () => {
  const home = join(await temporaryFolder(), 'home')
  const server = await startServerProcess(home)
  onTestFinished(async () => void (await endProcess(server.child, 'SIGKILL')))
  const port = Number(new URL(server.addresses.graphql).port)
  const address = { url: `http://127.0.0.1:${port}`, token: server.token }
  const endings: Endings = { whole: 0, refused: 0, cut: [] }
  const clients = Array.from({ length: 40 }, () => keepAsking(port, server.token, endings))
  const readiness = watchReadiness(port)
  const load = await new LoadingClient(LOTS_ACCOUNT.asOf, lotsFile).next(address)
  while (endings.whole < 200) await delay(20)

  const loading = send(address, load)
  await delay(50)
  const wholeBefore = endings.whole
  const code = endProcess(server.child, 'SIGTERM')
  await Promise.all(clients)
  expect(await loading).toMatchObject({ done: { operation: 'importFiles', replayed: false } })
  expect(await code).toBe(0)
  expect(endings.cut).toEqual([])
  expect(endings.whole).toBeGreaterThan(wholeBefore)
  expect(endings.refused).toBe(40)
  // It says that it stops before it takes no more.
  expect(await readiness).toEqual(['ready', 'stopping'])
  await expect(access(join(home, 'postgres-18', 'postmaster.pid'))).rejects.toThrow('ENOENT')
}, 120_000)
