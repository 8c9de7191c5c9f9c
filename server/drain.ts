import { Server as PlainServer, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds in which new connections are still taken after the stop was told, so that whoever sends them can look elsewhere. */
const NOTICE_MS = 500
/** Milliseconds without a request after which a connection is ended: a request may be on its way just then. */
const IDLE_MS = 500
/** Milliseconds after which answers under way are cut after all. */
const LONGEST_MS = 30_000

interface Connection {
  readonly answering: Set<ServerResponse>
  idle?: NodeJS.Timeout
}

/**
 * Follows the connections of listeners, so that they can be stopped without cutting an answer. Node and Apollo end idle
 * connections at once; a request that is on its way over one is then lost.
 */
export class Drain {
  readonly #listeners: readonly Server[]
  readonly #connections = new Map<Socket, Connection>()
  #isDraining = false

  constructor(listeners: readonly Server[]) {
    this.#listeners = listeners
    for (const listener of listeners) {
      const event = listener instanceof PlainServer ? 'connection' : 'secureConnection'
      listener.on(event, (socket: Socket) => this.#follow(socket))
      listener.prependListener('request', ({ socket }, response) => this.#answer(socket, response))
    }
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  /** Says that the server stops, answers what is under way or arrives meanwhile, and resolves when every connection has ended. */
  async drain(): Promise<void> {
    this.#isDraining = true
    for (const [socket, connection] of this.#connections) {
      if (connection.answering.size === 0) this.#endWhenIdle(socket, connection)
      else for (const response of connection.answering) announceClose(response)
    }
    const busy = this.#connections.size > 0
    if (busy) await delay(NOTICE_MS)
    const cutting = setTimeout(() => {
      for (const socket of this.#connections.keys()) socket.destroy()
    }, LONGEST_MS)
    await Promise.all(this.#listeners.map(stopListening))
    clearTimeout(cutting)
  }

  #follow(socket: Socket): void {
    const connection: Connection = { answering: new Set() }
    this.#connections.set(socket, connection)
    socket.once('close', () => {
      clearTimeout(connection.idle)
      this.#connections.delete(socket)
    })
    if (this.#isDraining) this.#endWhenIdle(socket, connection)
  }

  #answer(socket: Socket, response: ServerResponse): void {
    const connection = this.#connections.get(socket)
    if (!connection) return
    clearTimeout(connection.idle)
    connection.answering.add(response)
    if (this.#isDraining) announceClose(response)
    response.once('close', () => {
      connection.answering.delete(response)
      if (this.#isDraining && connection.answering.size === 0) this.#endWhenIdle(socket, connection)
    })
  }

  #endWhenIdle(socket: Socket, connection: Connection): void {
    clearTimeout(connection.idle)
    connection.idle = setTimeout(() => socket.destroySoon(), IDLE_MS)
  }
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

/** Takes no further connection; resolves when those that were taken have ended. */
async function stopListening(listener: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    // Not the listener's own `close`, which ends idle connections at once.
    NetServer.prototype.close.call(listener, () => resolve())
  })
  listener.close()
}
