import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { ContentNode, ContentSecurity, ModelContent } from '../models/model-content.ts'

export interface KnownSecurity {
  readonly id: string
  /** Whether a close stands in the database on or before the as-of date. */
  readonly isPriced: boolean
  readonly identicalGroup: string
}

export interface KnownModel {
  readonly id: string
  /** Number of the latest version; 0 while there is none. */
  readonly number: number
  readonly content: ModelContent
}

export interface KnownTaxpayer {
  readonly id: string
  readonly household: string
  readonly spouse: string | null
}

export interface KnownAccount {
  readonly id: string
  readonly custodian: string
  /** Date of its latest lots; none while it had none. */
  readonly positionsAsOf: string | null
}

/** What the database knows of a firm by the names that files use. */
export interface FirmFacts {
  readonly assetClasses: ReadonlyMap<string, string>
  readonly securities: ReadonlyMap<string, KnownSecurity>
  readonly models: ReadonlyMap<string, KnownModel>
  readonly households: ReadonlyMap<string, string>
  readonly taxpayers: ReadonlyMap<string, KnownTaxpayer>
  readonly accounts: ReadonlyMap<string, KnownAccount>
}

/** Reads a firm's names, as of a date, in a fixed number of statements. */
export async function loadFirmFacts(transaction: FirmTransaction, asOf: string): Promise<FirmFacts> {
  const householdIds = await households(transaction)
  return {
    assetClasses: await assetClasses(transaction),
    securities: await securities(transaction, asOf),
    models: await models(transaction),
    households: householdIds,
    taxpayers: await taxpayers(transaction, householdIds),
    accounts: await accounts(transaction),
  }
}

async function assetClasses({ firmId, kysely }: FirmTransaction) {
  const rows = await kysely
    .selectFrom('asset_class')
    .select(['name', 'id'])
    .where('firm_id', '=', firmId)
    .execute()
  return new Map(rows.map(({ name, id }) => [name, id]))
}

async function securities({ firmId, kysely }: FirmTransaction, asOf: string) {
  const { rows } = await sql<{ symbol: string; id: string; identical_group: string; is_priced: boolean }>`
    select symbol, id, identical_group, exists (
      select 1 from price p where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
    ) as is_priced
    from security s where firm_id = ${firmId}`.execute(kysely)
  return new Map(
    rows.map(({ symbol, id, is_priced: isPriced, identical_group: identicalGroup }) => [
      symbol,
      { id, isPriced, identicalGroup },
    ]),
  )
}

async function households({ firmId, kysely }: FirmTransaction) {
  const rows = await kysely
    .selectFrom('household')
    .select(['reference', 'id'])
    .where('firm_id', '=', firmId)
    .execute()
  return new Map(rows.map(({ reference, id }) => [reference, id]))
}

async function taxpayers({ firmId, kysely }: FirmTransaction, householdIds: ReadonlyMap<string, string>) {
  const rows = await kysely
    .selectFrom('taxpayer')
    .select(['reference', 'id', 'household_id', 'spouse_id'])
    .where('firm_id', '=', firmId)
    .execute()
  const households = new Map([...householdIds].map(([reference, id]) => [id, reference]))
  const references = new Map(rows.map(({ reference, id }) => [id, reference]))
  return new Map(
    rows.map(({ reference, id, household_id: household, spouse_id: spouse }) => [
      reference,
      {
        id,
        household: households.get(household) ?? '',
        spouse: spouse === null ? null : (references.get(spouse) ?? null),
      },
    ]),
  )
}

async function accounts({ firmId, kysely }: FirmTransaction) {
  const { rows } = await sql<{
    account_number: string
    id: string
    custodian: string
    positions_as_of: string | null
  }>`
    select account_number, id, custodian, positions_as_of::text from account where firm_id = ${firmId}`.execute(
    kysely,
  )
  return new Map(
    rows.map(({ account_number: number, id, custodian, positions_as_of: positionsAsOf }) => [
      number,
      { id, custodian, positionsAsOf },
    ]),
  )
}

/** Every model with the content of its latest version. */
async function models({ firmId, kysely }: FirmTransaction): Promise<Map<string, KnownModel>> {
  const { rows } = await sql<{ name: string; id: string; number: number | null; version_id: string | null }>`
    select m.name, m.id, v.number, v.id as version_id from model m
    left join lateral (
      select number, id from model_version v where v.firm_id = m.firm_id and v.model_id = m.id order by number desc limit 1
    ) v on true
    where m.firm_id = ${firmId}`.execute(kysely)
  const versionIds = rows.flatMap(({ version_id: id }) => id ?? [])
  const nodes = Map.groupBy(await nodesOf(kysely, firmId, versionIds), ({ versionId }) => versionId)
  const filled = Map.groupBy(await securitiesOf(kysely, firmId, versionIds), ({ versionId }) => versionId)
  return new Map(
    rows.map(({ name, id, number, version_id: version }) => [
      name,
      {
        id,
        number: number ?? 0,
        content: {
          nodes: (nodes.get(version ?? '') ?? []).map(({ versionId: _, ...node }) => node),
          securities: (filled.get(version ?? '') ?? []).map(({ versionId: _, ...security }) => security),
        },
      },
    ]),
  )
}

async function nodesOf(kysely: FirmTransaction['kysely'], firmId: string, versionIds: readonly string[]) {
  const { rows } = await sql<ContentNode & { versionId: string }>`
    select n.model_version_id as "versionId", n.name, p.name as parent, n.is_cash as "isCash",
      trim_scale(n.target)::text as target, trim_scale(n.low)::text as low, trim_scale(n.high)::text as high
    from model_node n
    left join model_node p on p.firm_id = n.firm_id and p.model_version_id = n.model_version_id and p.ordinal = n.parent_ordinal
    where n.firm_id = ${firmId} and n.model_version_id = any(${[...versionIds]}::uuid[])
    order by n.model_version_id, n.ordinal`.execute(kysely)
  return rows
}

async function securitiesOf(
  kysely: FirmTransaction['kysely'],
  firmId: string,
  versionIds: readonly string[],
) {
  const { rows } = await sql<{
    versionId: string
    assetClass: string
    holder: ContentSecurity['holder']
    weight: string
    symbols: string[]
  }>`
    select m.model_version_id as "versionId", n.name as "assetClass", m.holder, trim_scale(min(m.weight))::text as weight,
      array_agg(s.symbol::text order by m.rank) as symbols
    from model_security m
    join model_node n on n.firm_id = m.firm_id and n.model_version_id = m.model_version_id and n.ordinal = m.node_ordinal
    join security s on s.firm_id = m.firm_id and s.id = m.security_id
    where m.firm_id = ${firmId} and m.model_version_id = any(${[...versionIds]}::uuid[])
    group by m.model_version_id, m.node_ordinal, n.name, m.holder, m.slot
    order by m.model_version_id, m.node_ordinal, min(m.slot)`.execute(kysely)
  return rows.map(({ versionId, assetClass, holder, weight, symbols: [symbol = '', ...alternatives] }) => ({
    versionId,
    assetClass,
    holder,
    symbol,
    weight,
    alternatives,
  }))
}
