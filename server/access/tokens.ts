import { createHash, randomBytes } from 'node:crypto'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import type { Role } from './roles.ts'

/** Who a token speaks for. */
export interface Identity {
  readonly firmId: string
  readonly userId: string
  readonly userName: string
  readonly role: Role
}

export interface TokenRequest {
  readonly firmId: string
  /** Made if the firm has no user of that name. */
  readonly user: string
  readonly role: Role
  /** Days of validity; none: until revoked. */
  readonly days?: number
  /** Who asks for the token. */
  readonly by: { readonly name: string; readonly requestId: string }
}

const TOKEN = /^evk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

const withHyphens = (hex: string) =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')

async function userNamed({ em, kysely, firmId }: FirmTransaction, name: string, role: Role): Promise<string> {
  const found = await kysely
    .selectFrom('firm_user')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (found) return found.id
  const id = uuidv7()
  await em.execute('insert into firm_user (firm_id, id, name, role) values (?, ?, ?, ?)', [
    firmId,
    id,
    name,
    role,
  ])
  return id
}

/**
 * Makes a token of 256 random bits for a user, who is made if new. The token is told once; the database keeps its hash. It names
 * its firm, so that it can be looked up behind the firm's wall.
 */
export async function mintToken(database: Database, request: TokenRequest): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await database.inFirm(request.firmId, async (transaction) => {
    const userId = await userNamed(transaction, request.user, request.role)
    const id = uuidv7()
    await transaction.em.execute(
      `insert into access_token (firm_id, id, user_id, role, secret_sha256, expires_at)
       values (?, ?, ?, ?, ?, now() + make_interval(days => ?))`,
      [request.firmId, id, userId, request.role, hashOf(secret), request.days ?? null],
    )
    await appendAudit(transaction, request.by, [
      {
        action: 'token.mint',
        noun: 'token',
        nounId: id,
        detail: { user: request.user, role: request.role, days: request.days ?? null },
      },
    ])
  })
  return `evk_${request.firmId.replaceAll('-', '')}_${secret}`
}

/** The identity a token stands for; nothing for a token that is unknown, revoked, past its time or no token at all. */
export async function identify(database: Database, token: string): Promise<Identity | undefined> {
  const parts = TOKEN.exec(token)
  if (!parts) return undefined
  const firmId = withHyphens(parts[1]!)
  return database.inFirm(firmId, async ({ kysely }) => {
    const row = await kysely
      .selectFrom('access_token as token')
      .innerJoin('firm_user as person', (join) =>
        join.onRef('person.firm_id', '=', 'token.firm_id').onRef('person.id', '=', 'token.user_id'),
      )
      .select(['person.id', 'person.name', 'token.role'])
      .where('token.firm_id', '=', firmId)
      .where('token.secret_sha256', '=', hashOf(parts[2]!))
      .where('token.revoked_at', 'is', null)
      .where((where) =>
        where.or([
          where('token.expires_at', 'is', null),
          where('token.expires_at', '>', where.fn<Date>('now', [])),
        ]),
      )
      .executeTakeFirst()
    return row && { firmId, userId: row.id, userName: row.name, role: row.role }
  })
}
