import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, type Environment } from '../../server/config.ts'
import { StartRefused } from '../../server/start-refused.ts'

function refusalOf(environment: Environment): StartRefused {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof StartRefused) return error
    throw error
  }
  throw new Error('The configuration was accepted')
}

test('nothing set: this machine alone, ports 4000 and 4001, data beside us', () => {
  expect(readConfig({})).toEqual({
    port: 4000,
    httpsPort: 4001,
    host: '127.0.0.1',
    home: resolve('.evenkeel'),
    databaseUrl: null,
    logLevel: 'info',
    workers: 1,
    householdSeconds: 20,
    tls: null,
  })
})

test('https listens one above http, any free port beside any free port, an empty value is none', () => {
  expect(readConfig({ PORT: '8080' }).httpsPort).toBe(8081)
  expect(readConfig({ PORT: '8080', HTTPS_PORT: '8443' }).httpsPort).toBe(8443)
  expect(readConfig({ PORT: '0' }).httpsPort).toBe(0)
  expect(readConfig({ PORT: '' }).port).toBe(4000)
})

test.each([
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', '65535'],
  ['HTTPS_PORT', '4000'],
  ['HTTPS_PORT', 'yes'],
  ['HOST', '0.0.0.0'],
  ['HOST', 'example.com'],
  ['LOG_LEVEL', 'loud'],
  ['EVENKEEL_WORKERS', '-1'],
  ['EVENKEEL_WORKERS', 'two'],
  ['EVENKEEL_HOUSEHOLD_SECONDS', '0'],
  ['EVENKEEL_TLS_CERT', '/tmp/certificate.pem'],
  ['EVENKEEL_TLS_KEY', '/tmp/key.pem'],
])('%s=%s is refused in one sentence that names both and what is expected', (name, value) => {
  const { reason, message } = refusalOf({ [name]: value })
  expect(reason).toBe('configuration')
  expect(message).toMatch(new RegExp(`^${name} is "${value.replace(/[./]/g, '\\$&')}": expected .+\\.$`))
  expect(message).not.toContain('\n')
})

test.each([
  'mysql://owner:hunter2@db/firm',
  'postgres://owner:hunter2@/firm',
  'postgres://owner:hunter2@db',
  'postgres://:hunter2@db/firm',
  'postgres:owner:hunter2@db/firm',
  'owner:hunter2@db:5432/firm',
  'postgres://owner:hun@ter:2hunter2@db:port/firm',
  'postgres://db/firm?password=hunter2&sslmode=require',
])('DATABASE_URL=%s is refused without telling the password', (value) => {
  const { message } = refusalOf({ DATABASE_URL: value })
  expect(message).toMatch(
    /^DATABASE_URL is ".+": expected postgres:\/\/owner:password@host:port\/database\.$/,
  )
  expect(message).not.toContain('hunter2')
  expect(message).toContain('***')
})

test('a whole DATABASE_URL is taken as it is', () => {
  const url = 'postgresql://owner:p%40ss@db.example.com:6432/firm?sslmode=require'
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
})
