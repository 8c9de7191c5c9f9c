import { sql } from 'kysely'
import { HashTree } from '../audit/hash-tree.ts'
import { readChain } from '../audit/read-chain.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { AUDIT, AUDIT_COLUMNS, auditRow } from './audit-rows.ts'
import { recordedIn, type HistoryScope } from './history-scope.ts'
import { readPages } from './read-pages.ts'
import { proposalsInScope } from './sheets/proposals-in-scope.ts'
import type { SheetShape, TableSheet } from './workbook/sheet.ts'

/** The audit of a history. The firm's is the whole chain; any other has the records that concern it, each with its proof. */
export const auditShape = ({ kind }: HistoryScope): SheetShape => ({
  name: AUDIT,
  about:
    kind === 'firm'
      ? 'The whole audit chain of the firm, record by record, up to that of this export.'
      : 'The audit records that concern this history, each with a path that proves it part of the whole chain.',
  columns: AUDIT_COLUMNS,
})

/** The whole chain up to a record. */
export const wholeChain = (transaction: FirmTransaction, scope: HistoryScope, last: number): TableSheet => ({
  ...auditShape(scope),
  async *pages() {
    for await (const records of readChain(transaction, last))
      yield records.map((record) => auditRow(record, null))
  },
})

/** The end of the chain as a transaction sees it, and the tree over it. */
export async function treeOf(transaction: FirmTransaction): Promise<{ records: number; tree: HashTree }> {
  const { firmId } = transaction
  const parts: Buffer[] = []
  const query = sql<{ hashes: Buffer }>`
    select string_agg(decode(hash, 'hex'), '' order by sequence) as hashes
    from audit_entry where firm_id = ${firmId} group by sequence / 5000 order by sequence / 5000`
  for await (const rows of readPages(transaction, query)) for (const { hashes } of rows) parts.push(hashes)
  const hashes = Buffer.concat(parts)
  return { records: hashes.length / 32, tree: new HashTree(hashes) }
}

/** The records that concern a history that is not the firm's: of its models whenever they were, of all else in the range. */
export const provenRecords = (
  transaction: FirmTransaction,
  scope: HistoryScope,
  tree: HashTree,
): TableSheet => ({
  ...auditShape(scope),
  async *pages() {
    for await (const rows of readPages(transaction, recordsOf(transaction.firmId, scope)))
      yield rows.map(({ sequence, content }) => auditRow(content, tree.path(Number(sequence) - 1)))
  },
})

const recordsOf = (firmId: string, scope: HistoryScope) => sql<{ sequence: string; content: string }>`
  with proposals as materialized (select id, batch_id from ${proposalsInScope(firmId, scope)} p),
  models as materialized (
    select unnest(${[...scope.modelIds]}::text[]) as id
    union select id::text from model_version where firm_id = ${firmId} and model_id = any(${[...scope.modelIds]}::uuid[])
  ),
  nouns as materialized (
    select unnest(${[scope.nounId, ...scope.householdIds]}::text[]) as id
    union select id::text from proposals
    union select batch_id::text from proposals where batch_id is not null
    union select d.set_id::text from proposal_decision d join proposals p on p.id = d.proposal_id where d.firm_id = ${firmId}
  )
  select e.sequence, e.content from audit_entry e
  where e.firm_id = ${firmId} and (
    e.noun_id in (select id from models) and e.recorded_at < (${scope.to}::date + 1)::timestamp at time zone 'UTC'
    or e.noun_id in (select id from nouns) and ${recordedIn(scope, 'e.recorded_at')}
  )
  order by e.sequence`
