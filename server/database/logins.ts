import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import pg from 'pg'
import { StartRefused, errorCode } from '../start-refused.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { connectFailure } from './connect-failure.ts'

/** Connection addresses of the three logins: owner migrates, app writes what it is granted, reader only reads. */
export interface DatabaseUrls {
  readonly owner: string
  readonly app: string
  readonly reader: string
}

interface Login {
  readonly name: string
  readonly password: string
  readonly isReader: boolean
}

interface OwnerRights {
  readonly name: string
  readonly isSuperuser: boolean
  readonly bypassesRowSecurity: boolean
  readonly mayCreateRoles: boolean
  readonly ownsDatabase: boolean
  readonly database: string
}

const OLDEST_VERSION = 150_000
const CONNECT_WITHIN_MS = 5_000
/** PostgreSQL cuts longer names, two logins could then become one. */
const LONGEST_NAME = 63

/**
 * Makes sure that the database can carry Evenkeel (PostgreSQL 15 or later, an owner whom row security binds) and that
 * the app's and the reader's login exist. Their passwords follow from the owner's, so that every process with the same
 * DATABASE_URL knows them.
 */
export async function ensureLogins(ownerUrl: string): Promise<DatabaseUrls> {
  const owner = parseOwnerUrl(ownerUrl)
  const app = { ...derivedLogin(owner, '_app'), isReader: false }
  const reader = { ...derivedLogin(owner, '_reader'), isReader: true }
  const client = await connect(ownerUrl)
  try {
    await client.query('select pg_advisory_lock($1, $2)', [...ADVISORY_LOCKS.logins])
    const rights = await readRights(client)
    refuseUnfitOwner(rights)
    const unusable = await unusableLogins(client, ownerUrl, [app, reader])
    if (unusable.length > 0) await repair(client, rights, ownerUrl, unusable)
  } finally {
    await client.end()
  }
  return { owner: ownerUrl, app: urlFor(ownerUrl, app), reader: urlFor(ownerUrl, reader) }
}

/** The refusal of a server older than PostgreSQL 15, or null; `version` is its server_version_num, as 140011. */
export function versionRefusal(version: number): StartRefused | null {
  if (version >= OLDEST_VERSION) return null
  return new StartRefused(
    'configuration',
    `DATABASE_URL names a PostgreSQL ${Math.floor(version / 10_000)}: Evenkeel needs version 15 or later.`,
  )
}

/** What PostgreSQL keeps instead of a password, so that the password is in no statement, log or message. RFC 5803. */
export function scramVerifier(password: string, salt: Buffer): string {
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64')
  const serverKey = keyed('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

function parseOwnerUrl(ownerUrl: string): { name: string; password: string } {
  const url = new URL(ownerUrl)
  const name = decodeURIComponent(url.username)
  const password = decodeURIComponent(url.password)
  if (!name || !password) {
    throw new StartRefused(
      'configuration',
      'DATABASE_URL must name the owner login and its password (postgres://owner:password@host:port/database): the passwords of the other logins are derived from it.',
    )
  }
  if (Buffer.byteLength(`${name}_reader`) > LONGEST_NAME) {
    throw new StartRefused(
      'configuration',
      `The login ${name} of DATABASE_URL is longer than 56 letters: choose a shorter name.`,
    )
  }
  return { name, password }
}

function derivedLogin(owner: { name: string; password: string }, suffix: '_app' | '_reader') {
  const name = owner.name + suffix
  return { name, password: createHmac('sha256', owner.password).update(name).digest('base64url') }
}

function urlFor(ownerUrl: string, login: Login): string {
  const url = new URL(ownerUrl)
  url.username = encodeURIComponent(login.name)
  url.password = login.password
  return url.href
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: 30_000,
    application_name: 'evenkeel logins',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw connectFailure(url, error)
  }
}

async function readRights(client: pg.Client): Promise<OwnerRights> {
  const version = await client.query<{ server_version_num: string }>('show server_version_num')
  const refusal = versionRefusal(Number(version.rows[0]?.server_version_num))
  if (refusal) throw refusal
  const { rows } = await client.query<OwnerRights>(
    `select rolname as name, rolsuper as "isSuperuser", rolbypassrls as "bypassesRowSecurity",
            rolcreaterole as "mayCreateRoles", current_database() as database,
            pg_has_role(datdba, 'USAGE') as "ownsDatabase"
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  )
  const rights = rows[0]
  if (!rights) throw new Error('The login is not in pg_roles')
  return rights
}

function refuseUnfitOwner({
  name,
  database,
  isSuperuser,
  bypassesRowSecurity,
  ownsDatabase,
}: OwnerRights): void {
  const trait = isSuperuser ? 'is a superuser' : bypassesRowSecurity ? 'has BYPASSRLS' : null
  if (trait) {
    throw new StartRefused(
      'configuration',
      `The login ${name} of DATABASE_URL ${trait}, so that no wall between firms would bind it: name an ordinary login that owns the database.`,
    )
  }
  if (!ownsDatabase) {
    const sql = `ALTER DATABASE ${pg.escapeIdentifier(database)} OWNER TO ${pg.escapeIdentifier(name)};`
    throw new StartRefused(
      'configuration',
      `The login ${name} of DATABASE_URL does not own the database ${database}; a database administrator can run: ${sql}`,
    )
  }
}

/** The logins that cannot be used as they are: missing, with another password, or without the right to connect. */
async function unusableLogins(
  client: pg.Client,
  ownerUrl: string,
  logins: readonly Login[],
): Promise<Login[]> {
  const { rows } = await client.query<{ name: string; isUnbound: boolean }>(
    `select rolname as name, rolsuper or rolbypassrls or rolcreaterole as "isUnbound" from pg_roles where rolname = any($1)`,
    [logins.map((login) => login.name)],
  )
  const unbound = rows.find((row) => row.isUnbound)
  if (unbound) {
    throw new StartRefused(
      'configuration',
      `The login ${unbound.name} must be neither superuser nor have BYPASSRLS or CREATEROLE: a database administrator must take these from it.`,
    )
  }
  const known = new Set(rows.map((row) => row.name))
  const usable = await Promise.all(
    logins.map(async (login) => known.has(login.name) && (await canLogIn(urlFor(ownerUrl, login)))),
  )
  return logins.filter((_, index) => !usable[index])
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    // No such login or another password; not allowed to log in; no right to connect to the database.
    if (['28P01', '28000', '42501'].includes(errorCode(error))) return false
    throw connectFailure(url, error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function repair(
  client: pg.Client,
  rights: OwnerRights,
  ownerUrl: string,
  logins: readonly Login[],
): Promise<void> {
  const statements: string[] = []
  for (const login of logins) statements.push(...(await loginStatements(client, rights.database, login)))
  try {
    for (const statement of statements) await client.query(statement)
  } catch (error) {
    // Not allowed: no CREATEROLE, or (from PostgreSQL 16 on) not the one who made the login.
    if (errorCode(error) !== '42501') throw error
    throw new StartRefused(
      'configuration',
      `The login ${rights.name} of DATABASE_URL may not make the logins ${logins.map(({ name }) => name).join(' and ')}; a database administrator can run: ${statements.map((line) => `${line};`).join(' ')}`,
    )
  }
  for (const login of logins) {
    if (await canLogIn(urlFor(ownerUrl, login))) continue
    throw new StartRefused(
      'configuration',
      `PostgreSQL refuses the login ${login.name}, though it exists with the right password: allow it in pg_hba.conf as ${rights.name} is.`,
    )
  }
}

async function loginStatements(client: pg.Client, database: string, login: Login): Promise<string[]> {
  const name = pg.escapeIdentifier(login.name)
  // A salt that follows from the password keeps the statements the same however often they are printed.
  const salt = createHash('sha256').update(login.password).update(login.name).digest().subarray(0, 16)
  const password = pg.escapeLiteral(scramVerifier(login.password, salt))
  const existing = await client.query('select 1 from pg_roles where rolname = $1', [login.name])
  return [
    `${existing.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN PASSWORD ${password}`,
    // A second lock beside the grants: a reader's transaction refuses every write before rights are looked at.
    ...(login.isReader ? [`ALTER ROLE ${name} SET default_transaction_read_only = on`] : []),
    `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${name}`,
  ]
}
