import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import pg from 'pg'
import { LOCAL_FIRM_ID } from '../../server/access/local-firm.ts'
import type { DatabasePasswords } from '../../server/database/database-passwords.ts'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import type { Done } from './client-writes.ts'

/** What clients know of their writes. */
export interface ClientsKnow {
  /** By key: writes that were answered. */
  readonly acknowledged: ReadonlyMap<string, Done>
  /** Keys of writes that were sent and not answered: each may have taken effect or not. */
  readonly unanswered: ReadonlySet<string>
}

/** The lines of postmaster.pid that are of use: its number, and the port it listens on. */
export async function postmasterOf(home: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(home, 'postgres-18', 'postmaster.pid'), 'utf8')).split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/** Milliseconds within which a database that was killed must take connections again. */
const BACK_WITHIN_MS = 10_000

/** A session in the firm of a home's database, under the owner's login; waits for one that is just being started again. */
export async function openSession(home: string): Promise<pg.Client> {
  const text = await readFile(join(home, 'database-passwords.json'), 'utf8')
  const { evenkeel } = JSON.parse(text) as DatabasePasswords
  for (let waited = 0; ; waited += 50) {
    try {
      return await connect(await postmasterOf(home), evenkeel)
    } catch (error) {
      if (waited > BACK_WITHIN_MS) throw error
      await delay(50)
    }
  }
}

async function connect({ port }: { port: number }, password: string): Promise<pg.Client> {
  const login = { user: 'evenkeel', database: 'evenkeel' }
  const session = new pg.Client({ host: '127.0.0.1', port, password, ...login })
  await session.connect()
  await session.query(`select set_config('app.firm', $1, false)`, [LOCAL_FIRM_ID])
  return session
}

/** Each of these finds rows only where something was written by half, twice, or by nobody. */
const NEVER: Readonly<Record<string, string>> = {
  'a key that stands twice': `select client_mutation_id from mutation_key group by 1 having count(*) > 1`,
  'a proposal not made by exactly one key': `select p.id from proposal p left join mutation_key k
      on k.operation = 'rebalanceHousehold' and k.result ->> 'proposalId' = p.id::text
    group by p.id having count(k) <> 1`,
  'a rebalance without its proposal': `select client_mutation_id from mutation_key k where operation = 'rebalanceHousehold'
    and not exists (select from proposal p where p.id::text = k.result ->> 'proposalId')`,
  'a proposal without its entry in the audit chain, or with two': `select p.id from proposal p left join audit_entry a
      on a.action = 'proposal.create' and a.noun_id = p.id::text
    group by p.id having count(a) <> 1`,
  'an entry of a proposal that is not there': `select a.sequence from audit_entry a where a.noun = 'proposal'
    and not exists (select from proposal p where p.id::text = a.noun_id)`,
  'a proposal without all its trades': `select p.id from proposal p left join proposed_trade t on t.proposal_id = p.id
    group by p.firm_id, p.id having count(t) <> p.trade_count`,
  'a trade without its proposal': `select t.id from proposed_trade t
    where not exists (select from proposal p where p.id = t.proposal_id)`,
  'a proposal without what it rests on': `select p.id from proposal p,
      unnest(array[p.snapshot_sha256, p.content_sha256, p.current_sha256]) as hash
    where not exists (select from snapshot_content c where c.month = p.month and c.sha256 = hash)`,
  'a version that is not one more than its revisions': `select p.id from proposal p
    where p.version <> 1 + (select count(*) from mutation_key k
      where k.operation = 'reviseProposal' and k.result ->> 'proposalId' = p.id::text)
    or p.version <> 1 + (select count(*) from audit_entry a where a.action = 'proposal.revise' and a.noun_id = p.id::text)`,
  'a load without its entry in the audit chain, or with two': `select l.id from file_load l left join audit_entry a
      on a.action = 'file.load' and a.noun_id = l.id::text
    group by l.id having count(a) <> 1`,
  'a load that happened twice': `select name from file_load group by name having count(*) > 1`,
  'a token without its entry in the audit chain, or with two': `select t.id from access_token t left join audit_entry a
      on a.action = 'token.mint' and a.noun_id = t.id::text
    group by t.id having count(a) <> 1`,
}

/** Everything in a home's database that is lost, half-written or doubled by what clients know; empty when all is well. */
export async function faultsOf(home: string, know: ClientsKnow): Promise<string[]> {
  const session = await openSession(home)
  try {
    return [
      ...(await lostOrUnknown(session, know)),
      ...(await neverRows(session)),
      ...(await brokenSnapshots(session)),
      ...(await brokenChain(session)),
    ]
  } finally {
    await session.end()
  }
}

async function lostOrUnknown(
  session: pg.Client,
  { acknowledged, unanswered }: ClientsKnow,
): Promise<string[]> {
  const { rows } = await session.query<{ key: string; operation: string; proposal: string | null }>(
    `select client_mutation_id as key, operation, result ->> 'proposalId' as proposal from mutation_key`,
  )
  const kept = new Map(rows.map((row) => [row.key, row]))
  return [
    ...[...acknowledged]
      .filter(([key, done]) => {
        const row = kept.get(key)
        return row?.operation !== done.operation || row.proposal !== done.proposalId
      })
      .map(([key, done]) => `lost: ${done.operation} ${key}, which was answered`),
    ...rows
      .filter(({ key }) => !acknowledged.has(key) && !unanswered.has(key))
      .map(({ key, operation }) => `nobody sent ${operation} ${key}`),
  ]
}

async function neverRows(session: pg.Client): Promise<string[]> {
  const faults: string[] = []
  for (const [what, statement] of Object.entries(NEVER)) {
    const { rows } = await session.query<Record<string, string>>(statement)
    faults.push(...rows.map((row) => `${what}: ${Object.values(row).join(' ')}`))
  }
  return faults
}

/** Snapshots name prices and models by hash: these must be there too, and every content must be what its hash says. */
export async function brokenSnapshots(session: pg.Client): Promise<string[]> {
  const { rows } = await session.query<{ sha256: string; content: Buffer }>(
    'select sha256, content from snapshot_content',
  )
  const kept = new Set(rows.map((row) => row.sha256))
  return rows.flatMap(({ sha256, content }) => {
    const json = zstdDecompressSync(content).toString()
    if (createHash('sha256').update(json).digest('hex') !== sha256) return [`content ${sha256} is another`]
    const { prices, models = [] } = JSON.parse(json) as { prices?: unknown; models?: unknown }
    const named = typeof prices === 'string' && Array.isArray(models) ? [prices, ...(models as string[])] : []
    return named.filter((hash) => !kept.has(hash)).map((hash) => `snapshot ${sha256} has lost ${hash}`)
  })
}

/** The audit chain, worked out again from its first entry. */
export async function brokenChain(session: pg.Client): Promise<string[]> {
  const { rows } = await session.query<{ content: string; hash: string }>(
    'select content, hash from audit_entry order by sequence',
  )
  let previous = '0'.repeat(64)
  for (const [index, { content, hash }] of rows.entries()) {
    const { hash: told, ...line } = JSON.parse(content) as { hash: string; seq: number; prev: string }
    const worked = createHash('sha256').update(canonicalJson(line)).digest('hex')
    if (line.seq !== index + 1 || line.prev !== previous || told !== worked || hash !== worked) {
      return [`the audit chain breaks at entry ${index + 1}`]
    }
    previous = hash
  }
  const { rows: heads } = await session.query<{ sequence: string; hash: string }>(
    'select sequence, hash from audit_head',
  )
  const isHead = Number(heads[0]?.sequence) === rows.length && heads[0]?.hash === previous
  return isHead ? [] : ['the head of the audit chain is not its last entry']
}
