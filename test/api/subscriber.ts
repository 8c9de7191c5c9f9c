import { createClient } from 'graphql-ws'
import { WebSocket, type ClientOptions } from 'ws'

/** A subscription over a connection of its own, by the client of graphql-ws. */
export interface Subscriber {
  /** The next event; throws the close event where the server ends the connection instead. */
  next(): Promise<any>
  /** Code and reason with which the connection was closed. */
  readonly closed: Promise<{ code: number; reason: string }>
  end(): Promise<void>
}

export const FIRM_CHANGED = 'subscription { firmChanged { kind id } }'

/** Subscribes with a token; no second attempt is made where the connection ends. */
export function subscribe(url: string, token: string, query = FIRM_CHANGED, variables?: object): Subscriber {
  const { promise: closed, resolve } = Promise.withResolvers<{ code: number; reason: string }>()
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { rejectUnauthorized: false })
    }
  }
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: Socket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { closed: (event) => resolve(event as { code: number; reason: string }) },
  })
  const events = client.iterate({ query, variables: variables as Record<string, unknown> })
  return {
    async next() {
      const { done, value } = await events.next()
      if (done) throw new Error('The subscription is over')
      return value
    },
    closed,
    async end() {
      await events.return!()
      await client.dispose()
    },
  }
}

/** A bare WebSocket that speaks the protocol by hand; each message received is kept. */
export async function openSocket(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', options)
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const received: any[] = []
  let waiting: (() => void) | undefined
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()))
    waiting?.()
  })
  return {
    socket,
    closed,
    send: (message: object) => socket.send(JSON.stringify(message)),
    async receive(): Promise<any> {
      while (received.length === 0) await new Promise<void>((resolve) => (waiting = resolve))
      return received.shift()
    },
  }
}

/** The status with which a request for a WebSocket is refused. */
export async function refusedStatus(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers })
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode!))
    socket.once('open', () => reject(new Error('The WebSocket was opened')))
    socket.once('error', reject)
  })
}
