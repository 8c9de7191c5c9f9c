import { setTimeout as delay } from 'node:timers/promises'
import { LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import { isAlive } from '../../server/database/postmaster.ts'
import { random } from '../monitoring/random-firm.ts'
import { AdvisorClient, LoadingClient, send, type Address, type Done, type Write } from './client-writes.ts'
import { lotsFile, LOTS_ACCOUNT, pricesFile, PRICES_DATE, wholeLoads } from './numbered-files.ts'
import { endProcess, runCommand, startServerProcess, type ServerProcess } from './server-process.ts'
import { faultsOf, openSession, postmasterOf } from './what-was-kept.ts'

export interface KillOptions {
  /** EVENKEEL_HOME, empty at first. */
  readonly home: string
  readonly rounds: number
  readonly seed: number
}

/** What many deaths came to. */
export interface KillReport {
  readonly rounds: number
  readonly kills: Readonly<Record<Victim, number>>
  readonly acknowledged: Readonly<Record<Write['operation'] | 'token', number>>
  /** Writes under way at a death. */
  readonly cut: Readonly<Record<Write['operation'], number>>
  /** Writes answered only when sent again under their key, and how many of them had taken effect without their client knowing. */
  readonly answeredLater: number
  readonly replayed: number
  /** Milliseconds from a start until the new server answers, the slowest. */
  readonly worstRestartMs: number
  /** The same in the middle: what a machine that is busy elsewhere does to one start hardly moves it. */
  readonly medianRestartMs: number
  /** Milliseconds from the database's death until the server, which lived on, is ready again, the slowest. */
  readonly worstRevivalMs: number
  /** Empty, or the promise is broken. */
  readonly faults: readonly string[]
}

const VICTIMS = ['server', 'postmaster', 'both'] as const
type Victim = (typeof VICTIMS)[number]

interface Client {
  next(address: Address): Promise<Write>
  saw(proposal: unknown): void
}

/** Lets clients write to a real server, kills it or its database in the middle, starts it again, and so on; then looks what was kept. */
export async function killRounds({ home, rounds, seed }: KillOptions): Promise<KillReport> {
  const below = random(seed)
  const acknowledged = new Map<string, Done>()
  const pending = new Map<Client, Write>()
  const tokens: string[] = []
  const kills = { server: 0, postmaster: 0, both: 0 }
  const cut = { rebalanceHousehold: 0, reviseProposal: 0, importFiles: 0 }
  const counts = { answeredLater: 0, replayed: 0, worstRestartMs: 0, worstRevivalMs: 0 }
  const restarts: number[] = []
  const faults: string[] = []
  let server = await startServerProcess(home)
  try {
    const clients = await makeClients(home)
    for (let round = 1; round <= rounds && faults.length === 0; round += 1) {
      let isRunning = true
      const address = addressOf(server)
      const work = Promise.all(clients.map(keepWriting))
      const minting = round % 3 === 0 ? mintToken(round) : undefined
      await delay(20 + below(700))
      const victim = VICTIMS[below(5) % 3]!
      kills[victim] += 1
      for (const { operation } of pending.values()) cut[operation] += 1
      await kill(victim)
      isRunning = false
      await Promise.all([work, minting])
      const unanswered = new Set([...pending.values()].map(({ key }) => key))
      faults.push(...(await faultsOf(home, { acknowledged, unanswered })), ...(await wholeLoads(home)))

      async function keepWriting(client: Client): Promise<void> {
        while (isRunning) {
          const before = pending.get(client)
          const write = before ?? (await client.next(address).catch(() => undefined))
          // Told to come again, or nobody there.
          if (!write) {
            await delay(50)
            continue
          }
          pending.set(client, write)
          const answer = await send(address, write).catch((error: unknown) => {
            faults.push(String(error))
          })
          if (!answer) {
            await delay(50)
            continue
          }
          if (before) counts.answeredLater += 1
          if (answer.done.replayed) counts.replayed += 1
          pending.delete(client)
          acknowledged.set(write.key, answer.done)
          client.saw(answer.proposal)
        }
      }
    }
    faults.push(...(await refusedTokens(server, tokens)))
    await endProcess(server.child, 'SIGTERM')
  } finally {
    await endProcess(server.child, 'SIGKILL')
    await stopPostmaster(home)
  }
  const of = (operation: Write['operation']) =>
    [...acknowledged.values()].filter((done) => done.operation === operation).length
  return {
    rounds,
    kills,
    acknowledged: {
      rebalanceHousehold: of('rebalanceHousehold'),
      reviseProposal: of('reviseProposal'),
      importFiles: of('importFiles'),
      token: tokens.length,
    },
    cut,
    ...counts,
    medianRestartMs: restarts.sort((a, b) => a - b)[Math.floor(restarts.length / 2)] ?? 0,
    faults,
  }

  async function kill(victim: Victim): Promise<void> {
    const { pid } = await postmasterOf(home)
    if (victim !== 'server') process.kill(pid, 'SIGKILL')
    if (victim === 'postmaster') {
      counts.worstRevivalMs = Math.max(counts.worstRevivalMs, await readyAgain(home, server, pid))
    } else {
      await endProcess(server.child, 'SIGKILL')
      server = await startServerProcess(home)
      counts.worstRestartMs = Math.max(counts.worstRestartMs, server.readyMs)
      restarts.push(server.readyMs)
    }
  }

  async function mintToken(round: number): Promise<void> {
    const token = await runCommand(home, ['token', '--user', `user ${round}`, '--role', 'analyst'])
    if (token !== null) tokens.push(token)
  }
}

/** Nothing may run on where the rounds ended in a fault. */
async function stopPostmaster(home: string): Promise<void> {
  const postmaster = await postmasterOf(home).catch(() => undefined)
  if (!postmaster || !isAlive(postmaster.pid)) return
  process.kill(postmaster.pid, 'SIGINT')
  while (isAlive(postmaster.pid)) await delay(20)
}

const addressOf = ({ addresses, token }: ServerProcess): Address => ({
  url: new URL(addresses.graphql).origin.replace('localhost', '127.0.0.1'),
  token,
})

/** Two advisors, one who loads prices, and one who loads lots. */
async function makeClients(home: string): Promise<Client[]> {
  const session = await openSession(home)
  const { rows } = await session.query<{ id: string }>(
    'select distinct household_id as id from model_assignment where firm_id = $1 order by 1',
    [LOCAL_FIRM_ID],
  )
  await session.end()
  const households = rows.map(({ id }) => id)
  return [
    new AdvisorClient(households, 0),
    new AdvisorClient(households, 5),
    new LoadingClient(PRICES_DATE, pricesFile),
    new LoadingClient(LOTS_ACCOUNT.asOf, lotsFile),
  ]
}

/** Milliseconds until a server whose database was killed has another one, and answers from it. */
async function readyAgain(home: string, server: ServerProcess, killed: number): Promise<number> {
  const began = performance.now()
  const { url } = addressOf(server)
  for (;;) {
    const postmaster = await postmasterOf(home).catch(() => undefined)
    // A database lives on for some moments without its chief process.
    if (postmaster && postmaster.pid !== killed && (await fetch(`${url}/readyz`)).status === 200) {
      return Math.round(performance.now() - began)
    }
    await delay(20)
  }
}

/** Every token that was printed must sign in. */
async function refusedTokens(server: ServerProcess, tokens: readonly string[]): Promise<string[]> {
  const { url } = addressOf(server)
  const statuses = await Promise.all(
    tokens.map(async (token) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{"query":"{ viewer { role } }"}',
      })
      return response.status
    }),
  )
  return statuses.filter((status) => status !== 200).map((status) => `lost: a token, refused with ${status}`)
}
