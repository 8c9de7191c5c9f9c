import type { Pool, PoolClient } from 'pg'
import { endOfPatience } from './patience.ts'

/** A connection's socket, which pg's types leave out. */
interface WithSocket {
  readonly connection: { readonly stream: { destroy(): void } }
}

const READ_TIMEOUT = 'Query read timeout'

/**
 * Makes a pool lend its connections for as long as whoever borrows has patience, and take back by itself each one that breaks: the
 * query builder gives back none whose `begin`, `commit` or `rollback` has failed, and after ten of them nobody would get one.
 */
export function lendPatiently(pool: Pool): void {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>
  const connectPatiently = async () => {
    const patience = endOfPatience()
    return lend(await connected(connect(), patience), patience)
  }
  pool.connect = connectPatiently as Pool['connect']
}

/** The connection, unless patience ends first; one that comes later goes back unused. */
async function connected(connecting: Promise<PoolClient>, patience: AbortSignal | undefined) {
  if (!patience) return connecting
  const { promise: over, reject } = Promise.withResolvers<never>()
  const giveUp = () => {
    reject(new Error('timeout exceeded when trying to connect'))
    connecting.then(
      (client) => client.release(),
      () => undefined,
    )
  }
  if (patience.aborted) giveUp()
  else patience.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([connecting, over])
  } finally {
    patience.removeEventListener('abort', giveUp)
  }
}

function lend(client: PoolClient, patience: AbortSignal | undefined): PoolClient {
  const takeBack = client.release.bind(client)
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const cut = () => (client as unknown as WithSocket).connection.stream.destroy()
  const ended = () => client.release(true)
  let isLent = true
  client.release = (reason) => {
    if (!isLent) return
    isLent = false
    patience?.removeEventListener('abort', cut)
    client.removeListener('end', ended)
    Reflect.deleteProperty(client, 'query')
    takeBack(reason)
  }
  client.query = ((...args: unknown[]) => {
    const answer = query(...args)
    // The answer may still come, and would be taken for the next statement's.
    if (answer instanceof Promise) answer.catch((error: Error) => error.message === READ_TIMEOUT && cut())
    return answer
  }) as PoolClient['query']
  client.once('end', ended)
  if (patience?.aborted) cut()
  else patience?.addEventListener('abort', cut, { once: true })
  return client
}
