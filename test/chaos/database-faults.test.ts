import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { mintToken } from '../../server/access/tokens.ts'
import { loadCertificate } from '../../server/certificate.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { startHttp, type HttpServer } from '../../server/http.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { tester } from '../api/server.ts'
import { newFirm } from '../firm.ts'
import { AS_OF, fillRandomFirm } from '../monitoring/random-firm.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { poison, throughPort, TOXICS, type FaultyServer } from './faulty-database.ts'

let server: FaultyServer & { http: HttpServer; database: Database }
beforeAll(async () => {
  const urls = inject('databaseUrls')
  const straight = await openDatabase(urls)
  const firmId = await newFirm(straight)
  const households = await fillRandomFirm(straight, firmId, 12, 7)
  await straight.inFirm(firmId, (transaction) => refreshDrift(transaction, AS_OF))
  const token = await mintToken(straight, { firmId, user: 'ada', role: 'advisor', by: tester })
  const proxy = await startFaultProxy(Number(new URL(urls.app).port))
  const database = await openDatabase({
    app: throughPort(urls.app, proxy.port),
    reader: throughPort(urls.reader, proxy.port),
  })
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-home-'))
  const http = await startHttp({
    database,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    certificate: await loadCertificate({ home, tls: null }, new Date()),
    pages: home,
    version: 'test',
  })
  const url = `http://127.0.0.1:${http.port}`
  server = { url, token, proxy, straight, urls, firmId, households, http, database }
})
afterAll(async () => {
  await server.http.close()
  await Promise.all([server.database.close(), server.straight.close()])
  await server.proxy.close()
})

/** Where answers are only slower, or some connections work, the server may be ready all the time. */
const MAY_STAY_READY = ['one byte at a time', 'reset after 1,500 bytes']

test.each(Object.entries(TOXICS))(
  'the database is %s: right answers or 503 within 3 s, then all is well within 5 s',
  async (name, toxic) => {
    const report = await poison(server, toxic, { seconds: 3, clients: 6 })
    expect(report.wrong).toEqual([])
    // The promise is 3 s and 5 s, and the figures are told; held is that nobody hangs, since a busy machine adds its own.
    console.log(
      `${name}: slowest answer ${Math.round(report.slowestMs)} ms, well again after ${Math.round(report.recoveredMs)} ms`,
    )
    expect(report.slowestMs).toBeLessThan(10_000)
    if (!MAY_STAY_READY.includes(name)) {
      expect(report.wasRed).toBe(true)
      expect(report.unavailable).toBeGreaterThan(0)
    }
    expect(report.recoveredMs).toBeLessThan(20_000)
    expect(report.effectsMissed).toEqual([])
    expect(report.busySessions).toBe(0)
    // Ten connections of each login at most.
    expect(report.sessions).toBeLessThanOrEqual(20)
  },
)
