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
    home,
    certificate: await loadCertificate({ home, tls: null }, new Date()),
    pages: home,
    version: 'test',
  })
  const url = `http://127.0.0.1:${http.port}`
  const file = (number: number) => ({
    name: `prices-${number}.csv`,
    text: `date,symbol,close\n2014-01-02,S0,${number + 1}.00\n`,
  })
  server = { url, token, proxy, straight, urls, firmId, households, file, http, database }
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
    // A machine that is busy elsewhere adds its own to every time, so the promised ones are held in the best of three; all else in each.
    let best = { slowestMs: Infinity, recoveredMs: Infinity }
    for (let attempt = 1; attempt <= 3 && !isInTime(best); attempt += 1) {
      const report = await poison(server, toxic, { seconds: 3, clients: 6 })
      console.log(`${name}: slowest answer ${report.slowestMs} ms, well again after ${report.recoveredMs} ms`)
      expect(report.wrong).toEqual([])
      if (!MAY_STAY_READY.includes(name)) {
        expect(report.wasRed).toBe(true)
        expect(report.unavailable).toBeGreaterThan(0)
      }
      expect(report.effectsMissed).toEqual([])
      expect(report.busySessions).toBe(0)
      // Each login's pool.
      expect(report.sessions).toBeLessThanOrEqual(10)
      if (report.slowestMs + report.recoveredMs < best.slowestMs + best.recoveredMs) best = report
    }
    expect(best).toSatisfy(isInTime)
  },
)

const isInTime = ({ slowestMs, recoveredMs }: { slowestMs: number; recoveredMs: number }) =>
  slowestMs < 3_000 && recoveredMs < 5_000
