import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'

/** What the proxy does to every byte that passes, in both directions, until it is healed. */
export interface Toxic {
  /** Each piece arrives so many milliseconds later. */
  readonly latencyMs?: number
  /** Pieces arrive in slices of so many bytes. */
  readonly sliceBytes?: number
  /** A connection is reset once so many bytes have passed in one direction. */
  readonly resetAfterBytes?: number
  /** Bytes are swallowed; connections stay open. */
  readonly blackhole?: boolean
  /** Every connection is reset, and new ones at once. */
  readonly down?: boolean
}

/** A way to a server on this machine that can be spoilt. */
export interface FaultProxy {
  readonly port: number
  poison(toxic: Toxic): void
  heal(): void
  /** Local ports of every connection ever made to the server: by these it knows them. */
  readonly serverSidePorts: ReadonlySet<number>
  close(): Promise<void>
}

/** Opens a proxy on a free port before `port` of 127.0.0.1. */
export async function startFaultProxy(port: number): Promise<FaultProxy> {
  let toxic: Toxic = {}
  const serverSidePorts = new Set<number>()
  const pairs = new Set<readonly [Socket, Socket]>()

  /** Carries bytes one way, as the toxic of the moment wants it. */
  function carry(from: Socket, to: Socket, cut: () => void): void {
    let passed = 0
    let carrying = Promise.resolve()
    from.on('data', (piece) => {
      from.pause()
      carrying = carrying.then(() => pass(piece as Buffer)).then(() => void from.resume())
    })
    from.on('end', () => void carrying.then(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())

    async function pass(piece: Buffer): Promise<void> {
      const { latencyMs, sliceBytes, resetAfterBytes, blackhole } = toxic
      if (blackhole) return
      if (latencyMs) await delay(latencyMs)
      for (let start = 0; start < piece.length && to.writable; start += sliceBytes ?? piece.length) {
        const slice = piece.subarray(start, start + (sliceBytes ?? piece.length))
        passed += slice.length
        if (resetAfterBytes !== undefined && passed > resetAfterBytes) return cut()
        if (!to.write(slice))
          await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined)
        if (sliceBytes) await turn()
      }
    }
  }

  const server = createServer((client) => {
    if (toxic.down) return void client.resetAndDestroy()
    const upstream = connect(port, '127.0.0.1')
    upstream.once('connect', () => serverSidePorts.add(upstream.localPort!))
    const pair = [client, upstream] as const
    pairs.add(pair)
    client.on('close', () => pairs.delete(pair))
    for (const socket of pair) socket.setNoDelay()
    const cut = () => pair.forEach((socket) => socket.resetAndDestroy())
    carry(client, upstream, cut)
    carry(upstream, client, cut)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const resetAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    poison(next) {
      toxic = next
      if (next.down) resetAll()
    },
    heal() {
      toxic = {}
    },
    serverSidePorts,
    async close() {
      resetAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
