import { resolve } from 'node:path'
import { StartRefused } from './start-refused.ts'

/** Everything that the environment may set, checked. */
export interface Config {
  /** Where http listens; 0 takes any free port. */
  readonly port: number
  /** Where https listens, which Office asks for; 0 takes any free port. */
  readonly httpsPort: number
  /** A loopback address: without an identity provider Evenkeel serves this machine alone. */
  readonly host: string
  /** The folder of data, token and certificate, as an absolute path. */
  readonly home: string
  /** The owner's login at a PostgreSQL of one's own; null: the one that Evenkeel brings, in `home`. */
  readonly databaseUrl: string | null
  readonly logLevel: LogLevel
  /** Workers that the server runs, each a process of its own. */
  readonly workers: number
  /** Seconds that planning one household of a batch may take. */
  readonly householdSeconds: number
  /** Files of a certificate of one's own; null: one that Evenkeel makes, in `home`. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost']
const HIGHEST_PORT = 65_535

export type Environment = Readonly<Record<string, string | undefined>>

/** The variables that Evenkeel reads, with their defaults, as `evenkeel --help` lists them. */
export const ENVIRONMENT_VARIABLES = [
  ['PORT', 'http port of 127.0.0.1 (4000)'],
  ['HTTPS_PORT', 'https port, for Office (PORT + 1)'],
  ['HOST', 'loopback address to listen on (127.0.0.1)'],
  ['EVENKEEL_HOME', 'folder of database, token and certificate (./.evenkeel)'],
  ['DATABASE_URL', 'owner login at a PostgreSQL 15 or later (the one that Evenkeel brings)'],
  ['EVENKEEL_WORKERS', 'processes of the server that plan batches, 0 to 64 (1)'],
  ['EVENKEEL_HOUSEHOLD_SECONDS', 'longest that planning one household of a batch may take (20)'],
  ['LOG_LEVEL', `${LOG_LEVELS.join(', ')} (info)`],
  ['EVENKEEL_TLS_CERT', 'certificate file, PEM (one made for localhost)'],
  ['EVENKEEL_TLS_KEY', 'its key file, PEM'],
] as const

/** The configuration that an environment describes; the first wrong value is refused in a sentence. */
export function readConfig(environment: Environment = process.env): Config {
  const value = (name: string) => environment[name]?.trim() || null
  const port = readPort('PORT', value('PORT'), 4000)
  return {
    port,
    httpsPort: readHttpsPort(value('HTTPS_PORT'), port),
    host: readHost(value('HOST')),
    home: resolve(value('EVENKEEL_HOME') ?? '.evenkeel'),
    databaseUrl: readDatabaseUrl(value('DATABASE_URL')),
    logLevel: readLogLevel(value('LOG_LEVEL')),
    workers: readCount('EVENKEEL_WORKERS', value('EVENKEEL_WORKERS'), { standard: 1, least: 0, most: 64 }),
    householdSeconds: readCount('EVENKEEL_HOUSEHOLD_SECONDS', value('EVENKEEL_HOUSEHOLD_SECONDS'), {
      standard: 20,
      least: 1,
      most: 3_600,
    }),
    tls: readTls(value('EVENKEEL_TLS_CERT'), value('EVENKEEL_TLS_KEY')),
  }
}

function wrong(name: string, found: string, expected: string): StartRefused {
  return new StartRefused('configuration', `${name} is ${JSON.stringify(found)}: expected ${expected}.`)
}

function readPort(name: string, found: string | null, standard: number): number {
  if (found === null) return standard
  const port = Number(found)
  if (/^\d{1,5}$/.test(found) && port <= HIGHEST_PORT) return port
  throw wrong(name, found, `a port, a whole number from 1 to ${HIGHEST_PORT} (0 for any that is free)`)
}

function readCount(
  name: string,
  found: string | null,
  { standard, least, most }: { standard: number; least: number; most: number },
): number {
  if (found === null) return standard
  const count = Number(found)
  if (/^\d{1,5}$/.test(found) && count >= least && count <= most) return count
  throw wrong(name, found, `a whole number from ${least} to ${most}`)
}

function readHttpsPort(found: string | null, port: number): number {
  if (found === null && port === HIGHEST_PORT) {
    throw wrong('PORT', String(port), 'a lower port, or HTTPS_PORT beside it (https takes PORT + 1)')
  }
  const httpsPort = readPort('HTTPS_PORT', found, port === 0 ? 0 : port + 1)
  if (httpsPort === port && port !== 0) throw wrong('HTTPS_PORT', String(found), 'another port than PORT')
  return httpsPort
}

function readHost(found: string | null): string {
  if (found === null) return '127.0.0.1'
  if (LOOPBACK_HOSTS.includes(found)) return found
  throw wrong(
    'HOST',
    found,
    `${LOOPBACK_HOSTS.join(', ')}: without an identity provider Evenkeel serves only the machine it runs on`,
  )
}

function readLogLevel(found: string | null): LogLevel {
  if (found === null) return 'info'
  const level = LOG_LEVELS.find((name) => name === found.toLowerCase())
  if (level) return level
  throw wrong('LOG_LEVEL', found, `one of ${LOG_LEVELS.join(', ')}`)
}

function readTls(certificateFile: string | null, keyFile: string | null): Config['tls'] {
  if (certificateFile === null && keyFile === null) return null
  if (certificateFile === null) {
    throw wrong('EVENKEEL_TLS_KEY', keyFile ?? '', 'EVENKEEL_TLS_CERT beside it, the file of the certificate')
  }
  if (keyFile === null) {
    throw wrong(
      'EVENKEEL_TLS_CERT',
      certificateFile,
      "EVENKEEL_TLS_KEY beside it, the file of the certificate's key",
    )
  }
  return { certificateFile: resolve(certificateFile), keyFile: resolve(keyFile) }
}

function readDatabaseUrl(found: string | null): string | null {
  if (found === null) return null
  const url = URL.canParse(found) ? new URL(found) : null
  const isWhole =
    url !== null &&
    ['postgres:', 'postgresql:'].includes(url.protocol) &&
    [url.hostname, url.username, url.password, url.pathname.slice(1)].every((part) => part !== '')
  if (isWhole) return found
  throw wrong('DATABASE_URL', withoutPassword(found), 'postgres://owner:password@host:port/database')
}

/** What may be shown of a database address: nothing before the host, where the password stands, nor a parameter of that name. */
function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/^(\w+:(?:\/\/)?)?.*@/s, '$1***@').replace(/([?&]\w*password=)[^&]*/gi, '$1***')
}
