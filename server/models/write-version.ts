import { sql } from 'kysely'
import { uuidv7 } from '../database/ids.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { classesOf, contentHash, type ModelContent } from './model-content.ts'

export interface NewVersion {
  readonly modelId: string
  readonly number: number
  readonly effectiveFrom: string
  readonly author: string
  readonly rationale: string
  readonly content: ModelContent
}

/** Writes a checked version: it, its tree, and what fills its classes. Asset classes that are new are made. Gives its id. */
export async function writeVersion(transaction: FirmTransaction, version: NewVersion): Promise<string> {
  const { firmId, kysely } = transaction
  const { content } = version
  const id = uuidv7()
  await sql`insert into model_version (firm_id, id, model_id, number, effective_from, author, rationale, content_sha256)
    values (${firmId}, ${id}, ${version.modelId}, ${version.number}, ${version.effectiveFrom}::date, ${version.author},
      ${version.rationale}, ${contentHash(content)})`.execute(kysely)
  const classes = classesOf(content.nodes)
  await sql`insert into asset_class (firm_id, id, name)
    select ${firmId}, stated.id, stated.name
    from jsonb_to_recordset(${JSON.stringify([...classes].map((name) => ({ id: uuidv7(), name })))}::jsonb) as stated (id uuid, name text)
    on conflict do nothing`.execute(kysely)
  await sql`insert into model_node (firm_id, model_version_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high)
    select ${firmId}, ${id}, n.ordinal, n.parent_ordinal, n.name, c.id, n.is_cash, n.target, n.low, n.high
    from jsonb_to_recordset(${JSON.stringify(nodeRows(content))}::jsonb)
      as n (ordinal int, parent_ordinal int, name text, is_class boolean, is_cash boolean, target numeric, low numeric, high numeric)
    left join asset_class c on c.firm_id = ${firmId} and c.name = n.name and n.is_class`.execute(kysely)
  await sql`insert into model_security (firm_id, model_version_id, node_ordinal, holder, slot, rank, security_id, weight)
    select ${firmId}, ${id}, n.node_ordinal, n.holder, n.slot, n.rank, s.id, n.weight
    from jsonb_to_recordset(${JSON.stringify(securityRows(content))}::jsonb)
      as n (node_ordinal int, holder text, slot int, rank int, symbol text, weight numeric)
    join security s on s.firm_id = ${firmId} and s.symbol = n.symbol`.execute(kysely)
  return id
}

function nodeRows({ nodes }: ModelContent) {
  const ordinals = new Map(nodes.map(({ name }, ordinal) => [name, ordinal]))
  const classes = classesOf(nodes)
  return nodes.map(({ name, parent, isCash, target, low, high }, ordinal) => ({
    ordinal,
    parent_ordinal: parent === null ? null : ordinals.get(parent),
    name,
    is_class: classes.has(name),
    is_cash: isCash,
    target,
    low,
    high,
  }))
}

/** Slot by slot: the chosen security has rank 0, its alternatives follow. */
function securityRows({ nodes, securities }: ModelContent) {
  const ordinals = new Map(nodes.map(({ name }, ordinal) => [name, ordinal]))
  const sets = Map.groupBy(securities, ({ assetClass, holder }) => `${assetClass} ${holder}`)
  return [...sets.values()].flatMap((set) =>
    set.flatMap(({ assetClass, holder, symbol, weight, alternatives }, slot) =>
      [symbol, ...alternatives].map((ticker, rank) => ({
        node_ordinal: ordinals.get(assetClass),
        holder,
        slot,
        rank,
        symbol: ticker,
        weight,
      })),
    ),
  )
}
